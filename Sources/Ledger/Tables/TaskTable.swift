import GRDB
import Newsroom

/// The read model of tasks.
enum TaskTable: ReadModel {
    static let table = Projection.Table(
        """
        CREATE TABLE task(
            row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, number INTEGER NOT NULL, title TEXT NOT NULL,
            centre TEXT NOT NULL, assignee TEXT, priority TEXT NOT NULL, state TEXT NOT NULL,
            deliverables TEXT NOT NULL, issued_at INTEGER NOT NULL, issued_by TEXT NOT NULL, since INTEGER NOT NULL,
            due_at INTEGER, acknowledge_by INTEGER NOT NULL, limit_at INTEGER, order_id BLOB NOT NULL, story BLOB,
            topic TEXT, reason TEXT, updated_at INTEGER NOT NULL, open INTEGER NOT NULL);
        CREATE INDEX task_number ON task(number);
        CREATE INDEX task_open ON task(centre) WHERE open = 1;
        CREATE INDEX task_story ON task(story) WHERE story IS NOT NULL;
        CREATE INDEX task_order ON task(order_id);
        CREATE INDEX task_assignee ON task(assignee, since) WHERE assignee IS NOT NULL;
        CREATE INDEX task_centre ON task(centre, updated_at);
        """, isSearched: true)

    static func projection(of task: NewsTask) -> Projection {
        let order = task.order
        return Projection(
            table, task.id,
            [
                order.number.databaseValue, order.title.databaseValue, order.centre.rawValue.databaseValue,
                word(order.assignee?.rawValue), order.priority.rawValue.databaseValue,
                task.state.rawValue.databaseValue,
                order.deliverables.map(\.rawValue).joined(separator: ",").databaseValue, time(task.issuedAt),
                task.issuedBy.rawValue.databaseValue, time(task.since), time(order.dueAt), time(order.acknowledgeBy),
                time(task.clock.limit), blob(order.order), blob(task.story), word(order.topic),
                word(task.reason), time(task.last.at), task.isOpen.databaseValue,
            ], text: order.title + (order.note.map { "\n" + $0 } ?? ""))
    }
}

/// A task as lists show it.
public struct TaskRow: Equatable, Sendable, Identifiable {
    /// The task itself, for its history and for commands.
    public var id: SubjectID
    /// How people say it, such as T-0117.
    public var number: Number
    /// What to do, as ordered.
    public var title: String
    /// Whose task it is now.
    public var centre: CentreID
    /// The person sent; `nil` when the centre chooses.
    public var assignee: StaffID?
    /// How soon it matters.
    public var priority: Priority
    /// Where it stands.
    public var state: TaskState
    /// What to bring home, in the order asked for.
    public var deliverables: [Deliverable]
    /// When it was first issued; a reassignment does not change it.
    public var issuedAt: Moment
    /// When the present state began.
    public var since: Moment
    /// When copy must be in; `nil` for no due time.
    public var dueAt: Moment?
    /// Until when whoever has it now must have answered.
    public var acknowledgeBy: Moment
    /// When the clock that runs now runs out.
    public var limit: Moment?
    /// Tasks dispatched together share it.
    public var order: SubjectID
    /// The story that it works for or that was filed; `nil` for none.
    public var story: SubjectID?
    /// The topic it belongs to, as it was written; `nil` for none.
    public var topic: String?
    /// Why it was declined or cancelled; `nil` otherwise.
    public var reason: String?
    /// When anything last happened to it.
    public var updatedAt: Moment

    /// The clock that runs now: to acknowledge, then to the due time; without a limit once filed.
    public var clock: Clock { Clock(since: since, limit: limit) }

    static let columns = """
        id, number, title, centre, assignee, priority, state, deliverables, issued_at, since, due_at, acknowledge_by,
        limit_at, order_id, story, topic, reason, updated_at
        """

    init?(_ row: RawRows, _: Database) {
        guard let id = row.value(0) as SubjectID?, let priority = Priority(rawValue: row.text(5)),
            let state = TaskState(rawValue: row.text(6)), let order = row.value(13) as SubjectID?
        else { return nil }
        self.id = id
        number = Number(.task, row.number(1))
        title = row.text(2)
        centre = CentreID(rawValue: row.text(3))
        assignee = (row.value(4) as String?).map(StaffID.init(rawValue:))
        self.priority = priority
        self.state = state
        deliverables = row.list(7).compactMap(Deliverable.init(rawValue:))
        issuedAt = Moment(milliseconds: Int64(row.number(8)))
        since = Moment(milliseconds: Int64(row.number(9)))
        dueAt = moment(row.value(10))
        acknowledgeBy = Moment(milliseconds: Int64(row.number(11)))
        limit = moment(row.value(12))
        self.order = order
        story = row.value(14)
        topic = row.value(15)
        reason = row.value(16)
        updatedAt = Moment(milliseconds: Int64(row.number(17)))
    }
}

extension Snapshot {
    /// Tasks: the open ones by limit, the earliest first, then the latest closed.
    public func tasks(_ filter: Filter = Filter()) throws -> Listing<TaskRow> {
        let open: [TaskRow] = try rows(
            "SELECT \(TaskRow.columns) FROM task INDEXED BY task_open WHERE open = 1", filter,
            order: "limit_at IS NULL, limit_at, number, id")
        return try listing(
            open
                + rest("SELECT \(TaskRow.columns) FROM task WHERE open = 0", filter, after: open.count),
            filter)
    }

    /// The tasks that were dispatched together.
    public func tasks(order: SubjectID) throws -> [TaskRow] {
        try fetch(
            "SELECT \(TaskRow.columns) FROM task WHERE order_id = ? ORDER BY number", [order])
    }

    /// The tasks that work for a story.
    public func tasks(story: SubjectID) throws -> [TaskRow] {
        try fetch(
            "SELECT \(TaskRow.columns) FROM task WHERE story = ? ORDER BY number", [story])
    }

    /// The task's row in lists.
    public func taskRow(_ id: SubjectID) throws -> TaskRow? {
        try fetch("SELECT \(TaskRow.columns) FROM task WHERE id = ?", [id], as: TaskRow.self).first
    }

    /// A task with all there is to know.
    public func task(_ id: SubjectID) throws -> NewsTask? { NewsTask.fold(try history(id))?.state }
}
