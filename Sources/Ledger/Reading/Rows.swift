import Foundation
import GRDB
import GRDBSQLite
import Newsroom

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

    init?(_ row: Row) {
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

/// A story as lists show it.
public struct StoryRow: Equatable, Sendable, Identifiable {
    /// The story itself, for its history and for commands.
    public var id: SubjectID
    /// How people say it, such as S-0042.
    public var number: Number
    /// The headline as it stands.
    public var title: String
    /// Whose story it is.
    public var centre: CentreID
    /// Who answers for the text; empty where nobody has written on it yet.
    public var authors: [StaffID]
    /// Whether the text is the centre's own.
    public var origin: Origin
    /// Where it stands.
    public var state: StoryState
    /// The review or signature it waits for.
    public var stage: Stage?
    /// The number of the present text, from 1.
    public var version: Int
    /// When it was drafted.
    public var createdAt: Moment
    /// When the open stage began, or the present state where none is open.
    public var since: Moment
    /// When the open stage runs out; `nil` when it waits for none.
    public var limit: Moment?
    /// When it first went out; `nil` before.
    public var publishedAt: Moment?
    /// Channels on which it failed.
    public var failures: Int
    /// Whether it went out before its reviews were complete; stays so when they have been given.
    public var isEmergency: Bool
    /// When anything last happened to it; what a channel reports counts too.
    public var updatedAt: Moment

    /// The clock of the open stage; without a limit it only counts up.
    public var clock: Clock { Clock(since: since, limit: limit) }

    static let columns = """
        id, number, title, centre, authors, origin, state, stage, version, created_at, since, limit_at, published_at,
        failures, emergency, updated_at
        """

    init?(_ row: Row) {
        guard let id = row.value(0) as SubjectID?, let origin = Origin(rawValue: row.text(5)),
            let state = StoryState(rawValue: row.text(6))
        else { return nil }
        self.id = id
        number = Number(.story, row.number(1))
        title = row.text(2)
        centre = CentreID(rawValue: row.text(3))
        authors = row.list(4).map(StaffID.init(rawValue:))
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
    /// The lead itself, for its history and for commands.
    public var id: SubjectID
    /// How people say it, such as L-0031.
    public var number: Number
    /// What it is about, in one line.
    public var title: String
    /// How it reached the desk.
    public var source: LeadSource
    /// Where it happens, in the finder's words; `nil` when nobody said.
    public var place: String?
    /// The centre that it concerns; `nil` where it is no centre's own.
    public var centre: CentreID?
    /// How soon it matters.
    public var priority: Priority
    /// Heat as the source counts it; `nil` where it gives none.
    public var heat: Int?
    /// When it came in, by its source's clock if that tells.
    public var receivedAt: Moment
    /// Whether it still waits for judgement, or what came of it.
    public var state: LeadState
    /// When it must have been dispatched; `nil` without such a limit, and once it is judged.
    public var limit: Moment?
    /// The story that it led to; `nil` unless promoted.
    public var story: SubjectID?
    /// Who brought it.
    public var finder: StaffID
    /// When anything last happened to it.
    public var updatedAt: Moment

    /// The clock from its receipt to the first dispatch.
    public var clock: Clock { Clock(since: receivedAt, limit: limit) }

    static let columns = """
        id, number, title, source, place, centre, priority, heat, received_at, state, limit_at, story, finder,
        updated_at
        """

    init?(_ row: Row) {
        guard let id = row.value(0) as SubjectID?, let source = LeadSource(rawValue: row.text(3)),
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
        story = row.value(11)
        finder = StaffID(rawValue: row.text(12))
        updatedAt = Moment(milliseconds: Int64(row.number(13)))
    }
}

/// A centre as the board shows it: its card and what it has in hand.
public struct CentreRow: Equatable, Sendable, Identifiable {
    /// The centre as the roster has it.
    public var card: CentreCard
    /// Who took duty there last; `nil` when nobody ever did.
    public var dutyEditor: StaffID?
    /// When anybody there last did anything at all; `nil` for never.
    public var lastHeard: Moment?
    /// Its tasks that are neither closed nor cancelled.
    public var openTasks = 0
    /// Its stories that are being written, those returned among them.
    public var drafts = 0
    /// Its stories in any of the three reviews, or waiting for the signature.
    public var inReview = 0
    /// Its stories that are signed off and not yet out.
    public var signedOff = 0
    /// Its stories that first went out since the day began.
    public var publishedToday = 0
    /// When each of its open tasks runs out, the earliest first: what is overdue follows from the clock.
    public var limits: [Moment] = []

    /// The centre's id: no centre has two rows.
    public var id: CentreID { card.id }
    /// Its open tasks that are over their limit.
    public func overdue(at now: Moment) -> Int {
        limits.prefix { Clock(since: $0, limit: $0).overdueSince(at: now) != nil }.count
    }
}

/// A line of the duty log: an event, and the number and title of what it is about.
public struct LogRow: Equatable, Sendable, Identifiable {
    /// Its place in this file's order of arrival.
    public var id: Int64
    /// When it happened.
    public var at: Moment
    /// Whose act it was.
    public var actor: StaffID
    /// The name of its kind.
    public var kind: String
    /// When it came into this file: at once where it was done here, else when this node heard of it.
    public var arrived: Moment?
    /// Who did what; `nil` for what a newer program wrote and this one does not understand.
    public var event: Event?
    /// The number of what it is about; `nil` for the desk, its people and roll calls, which have none.
    public var number: Number?
    /// The title of what it is about, as it stands now; `nil` where `number` is.
    public var title: String?

    /// What happened, in words.
    public func deed(_ read: Reader) -> String { event?.deed(read) ?? read(FactKind.notUnderstood(kind)) }
}

/// A roll call as the desk sees it.
public struct RollCallRow: Equatable, Sendable, Identifiable {
    /// The roll call itself, for answers to it.
    public var id: SubjectID
    /// Who called the roll.
    public var calledBy: StaffID
    /// When the roll was called.
    public var calledAt: Moment
    /// When an answer becomes late.
    public var answerBy: Moment
    /// Who was called, in the order of the call.
    public var centres: [CentreID]
    /// When each centre answered, late ones too; who has not is absent.
    public var answers: [CentreID: Moment]
}

func moment(_ value: Int64?) -> Moment? { value.map(Moment.init(milliseconds:)) }

// Lists read thousands of ids after each commit: SQLite's bytes are taken as they lie.
extension SubjectID: DatabaseValueConvertible, StatementColumnConvertible {
    /// From a column of SQLite; `nil` where it has not 16 bytes.
    public init?(sqliteStatement: SQLiteStatement, index: CInt) {
        let start = sqlite3_column_blob(sqliteStatement, index)
        let count = Int(sqlite3_column_bytes(sqliteStatement, index))
        self.init(bytes: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    /// Its 16 bytes.
    public var databaseValue: DatabaseValue { Data(bytes).databaseValue }

    /// From its 16 bytes; `nil` for anything else.
    public static func fromDatabaseValue(_ value: DatabaseValue) -> SubjectID? {
        Data.fromDatabaseValue(value).flatMap { SubjectID(bytes: $0) }
    }
}

extension Row {
    // A damaged row must show as an odd one, not end the program: what is not of the type that the schema says is
    // empty here or what SQLite makes of it, and verify tells.
    // Statement columns are read straight from SQLite, many times faster than through a value of any type.
    func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: Int) -> Value? {
        (try? decode(Value?.self, atIndex: column)) ?? nil
    }
    func text(_ column: Int) -> String { value(column) ?? "" }
    /// What stands between commas; mostly it is one.
    func list(_ column: Int) -> [String] {
        let text = text(column)
        guard text.utf8.contains(UInt8(ascii: ",")) else { return text.isEmpty ? [] : [text] }
        return text.split(separator: ",").map(String.init)
    }
    func origin(_ column: Int) -> OriginID? { (value(column) as Data?).flatMap { OriginID(bytes: $0) } }
    func number(_ column: Int) -> Int { value(column) ?? 0 }
    func integer(_ column: Int) -> Int64 { value(column) ?? 0 }
    func flag(_ column: Int) -> Bool { integer(column) != 0 }
    func data(_ column: Int) -> Data { value(column) ?? Data() }
    /// The value as it lies in the file, of whatever type.
    func stored(_ column: Int) -> DatabaseValue { (try? decode(DatabaseValue.self, atIndex: column)) ?? .null }
}

// GRDB's own subscripts end the program where a column is not of the type that is asked for. In this module these hide
// them, so that the compiler complains wherever one is used, and nothing may be built with complaints.
extension Row {
    private static let why: StaticString = "a damaged file must not end the program"

    @available(*, deprecated, message: "traps on a damaged file: use value, text, number, integer, flag, data, origin")
    @_disfavoredOverload
    subscript(_ column: Int) -> (any DatabaseValueConvertible)? { stored(column) }

    @available(*, deprecated, message: "traps on a damaged file: use value, text, number, integer, flag, data, origin")
    @_disfavoredOverload
    subscript<Value: DatabaseValueConvertible>(_ column: Int) -> Value? { Value.fromDatabaseValue(stored(column)) }

    @available(*, deprecated, message: "traps on a damaged file: use value, text, number, integer, flag, data, origin")
    @_disfavoredOverload
    subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: Int) -> Value? { value(column) }

    @available(*, deprecated, message: "traps on a damaged file: use value, text, number, integer, flag, data, origin")
    @_disfavoredOverload
    subscript<Value: DatabaseValueConvertible>(_ column: Int) -> Value { preconditionFailure("\(Self.why)") }

    @available(*, deprecated, message: "traps on a damaged file: use value, text, number, integer, flag, data, origin")
    @_disfavoredOverload
    subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: Int) -> Value {
        preconditionFailure("\(Self.why)")
    }
}

extension Sequence<FactKind> {
    /// The names of the kinds as a list in SQL.
    var listedInSQL: String { map { "'\($0.name)'" }.joined(separator: ", ") }
}

extension Sequence where Element: RawRepresentable<String> {
    /// The terms as a list in SQL.
    var listedInSQL: String { map { "'\($0.rawValue)'" }.joined(separator: ", ") }
}
