import Foundation
import GRDB
import Newsroom

/// A task as lists show it.
public struct TaskRow: Equatable, Sendable, Identifiable {
    public var id: SubjectID
    public var number: Number
    public var title: String
    public var centre: CentreID
    public var assignee: StaffID?
    public var priority: Priority
    public var state: TaskState
    public var deliverables: [Deliverable]
    public var issuedAt: Moment
    /// When the present state began.
    public var since: Moment
    public var dueAt: Moment?
    public var acknowledgeBy: Moment
    /// When the clock that runs now runs out.
    public var limit: Moment?
    /// Tasks dispatched together share it.
    public var order: SubjectID
    public var story: SubjectID?
    public var topic: String?
    public var reason: String?
    public var updatedAt: Moment

    public var clock: Clock { Clock(since: since, limit: limit) }

    static let columns = """
        id, number, title, centre, assignee, priority, state, deliverables, issued_at, since, due_at, acknowledge_by,
        limit_at, order_id, story, topic, reason, updated_at
        """

    init?(_ row: Row) {
        guard let id = SubjectID(bytes: row.data(0)), let priority = Priority(rawValue: row.text(5)),
            let state = TaskState(rawValue: row.text(6)), let order = SubjectID(bytes: row.data(13))
        else { return nil }
        self.id = id
        number = Number(.task, row.number(1))
        title = row.text(2)
        centre = CentreID(rawValue: row.text(3))
        assignee = (row.value(4) as String?).map(StaffID.init(rawValue:))
        self.priority = priority
        self.state = state
        deliverables = row.text(7).split(separator: ",").compactMap { Deliverable(rawValue: String($0)) }
        issuedAt = Moment(milliseconds: Int64(row.number(8)))
        since = Moment(milliseconds: Int64(row.number(9)))
        dueAt = moment(row.value(10))
        acknowledgeBy = Moment(milliseconds: Int64(row.number(11)))
        limit = moment(row.value(12))
        self.order = order
        story = (row.value(14) as Data?).flatMap { SubjectID(bytes: $0) }
        topic = row.value(15)
        reason = row.value(16)
        updatedAt = Moment(milliseconds: Int64(row.number(17)))
    }
}

/// A story as lists show it.
public struct StoryRow: Equatable, Sendable, Identifiable {
    public var id: SubjectID
    public var number: Number
    public var title: String
    public var centre: CentreID
    public var authors: [StaffID]
    public var origin: Origin
    public var state: StoryState
    /// The review or signature it waits for.
    public var stage: Stage?
    public var version: Int
    public var createdAt: Moment
    public var since: Moment
    public var limit: Moment?
    public var publishedAt: Moment?
    /// Channels on which it failed.
    public var failures: Int
    public var isEmergency: Bool
    public var updatedAt: Moment

    public var clock: Clock { Clock(since: since, limit: limit) }

    static let columns = """
        id, number, title, centre, authors, origin, state, stage, version, created_at, since, limit_at, published_at,
        failures, emergency, updated_at
        """

    init?(_ row: Row) {
        guard let id = SubjectID(bytes: row.data(0)), let origin = Origin(rawValue: row.text(5)),
            let state = StoryState(rawValue: row.text(6))
        else { return nil }
        self.id = id
        number = Number(.story, row.number(1))
        title = row.text(2)
        centre = CentreID(rawValue: row.text(3))
        authors = row.text(4).split(separator: ",").map { StaffID(rawValue: String($0)) }
        self.origin = origin
        self.state = state
        stage = (row.value(7) as Int?).flatMap(Stage.init(rawValue:))
        version = row.number(8)
        createdAt = Moment(milliseconds: Int64(row.number(9)))
        since = Moment(milliseconds: Int64(row.number(10)))
        limit = moment(row.value(11))
        publishedAt = moment(row.value(12))
        failures = row.number(13)
        isEmergency = row.number(14) != 0
        updatedAt = Moment(milliseconds: Int64(row.number(15)))
    }
}

/// A lead as lists show it.
public struct LeadRow: Equatable, Sendable, Identifiable {
    public var id: SubjectID
    public var number: Number
    public var title: String
    public var source: LeadSource
    public var place: String?
    public var centre: CentreID?
    public var priority: Priority
    public var heat: Int?
    public var receivedAt: Moment
    public var state: LeadState
    public var limit: Moment?
    public var story: SubjectID?
    public var finder: StaffID
    public var updatedAt: Moment

    public var clock: Clock { Clock(since: receivedAt, limit: limit) }

    static let columns = """
        id, number, title, source, place, centre, priority, heat, received_at, state, limit_at, story, finder,
        updated_at
        """

    init?(_ row: Row) {
        guard let id = SubjectID(bytes: row.data(0)), let source = LeadSource(rawValue: row.text(3)),
            let priority = Priority(rawValue: row.text(6)), let state = LeadState(rawValue: row.text(9))
        else { return nil }
        self.id = id
        number = Number(.lead, row.number(1))
        title = row.text(2)
        self.source = source
        place = row.value(4)
        centre = (row.value(5) as String?).map(CentreID.init(rawValue:))
        self.priority = priority
        heat = row.value(7)
        receivedAt = Moment(milliseconds: Int64(row.number(8)))
        self.state = state
        limit = moment(row.value(10))
        story = (row.value(11) as Data?).flatMap { SubjectID(bytes: $0) }
        finder = StaffID(rawValue: row.text(12))
        updatedAt = Moment(milliseconds: Int64(row.number(13)))
    }
}

/// A centre as the board shows it: its card and what it has in hand.
public struct CentreRow: Equatable, Sendable, Identifiable {
    public var card: CentreCard
    public var dutyEditor: StaffID?
    public var lastHeard: Moment?
    public var openTasks = 0
    public var drafts = 0
    public var inReview = 0
    public var signedOff = 0
    public var publishedToday = 0
    /// When each of its open tasks runs out, the earliest first: what is overdue follows from the clock.
    public var limits: [Moment] = []

    public var id: CentreID { card.id }
    /// Its open tasks that are over their limit.
    public func overdue(at now: Moment) -> Int { limits.prefix { $0 <= now }.count }
}

/// A line of the duty log: an event, and the number and title of what it is about.
public struct LogRow: Equatable, Sendable, Identifiable {
    /// Its place in this file's order of arrival.
    public var id: Int64
    public var event: Event
    public var number: Number?
    public var title: String?
}

/// A roll call as the desk sees it.
public struct RollCallRow: Equatable, Sendable, Identifiable {
    public var id: SubjectID
    public var calledBy: StaffID
    public var calledAt: Moment
    public var answerBy: Moment
    public var centres: [CentreID]
    public var answers: [CentreID: Moment]

    /// The centres that have not answered.
    public var missing: [CentreID] { centres.filter { answers[$0] == nil } }
}

func moment(_ value: Int64?) -> Moment? { value.map(Moment.init(milliseconds:)) }

extension Row {
    // A damaged row must show as an odd one, not end the program: what is not of the type that the schema says is
    // empty here, and verify tells.
    func value<Value: DatabaseValueConvertible>(_ column: Int) -> Value? { Value.fromDatabaseValue(self[column]) }
    func text(_ column: Int) -> String { value(column) ?? "" }
    func number(_ column: Int) -> Int { value(column) ?? 0 }
    func data(_ column: Int) -> Data { value(column) ?? Data() }
}
