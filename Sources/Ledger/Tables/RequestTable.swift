import Foundation
import GRDB
import Newsroom

/// The read model of requests.
enum RequestTable: ReadModel {
    static let table = Projection.Table(
        """
        CREATE TABLE request(
            row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, number INTEGER NOT NULL, title TEXT NOT NULL,
            centre TEXT NOT NULL, asked TEXT NOT NULL, priority TEXT NOT NULL, state TEXT NOT NULL,
            deliverables TEXT NOT NULL, place TEXT, due_at INTEGER NOT NULL, limit_at INTEGER, story BLOB,
            answers TEXT NOT NULL, asked_by TEXT NOT NULL, asked_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
            open INTEGER NOT NULL);
        CREATE INDEX request_number ON request(number);
        CREATE INDEX request_open ON request(due_at) WHERE open = 1;
        CREATE INDEX request_centre ON request(centre, updated_at);
        """, isSearched: true)

    static func projection(of request: Request) -> Projection {
        let card = request.card
        return Projection(
            table, request.id,
            [
                card.number.databaseValue, card.title.databaseValue, card.centre.rawValue.databaseValue,
                json(card.to), card.priority.rawValue.databaseValue, request.state.rawValue.databaseValue,
                card.deliverables.map(\.rawValue).joined(separator: ",").databaseValue, word(card.place),
                time(card.dueAt), time(request.clock.limit), blob(card.story), json(request.answers),
                request.by.rawValue.databaseValue, time(request.askedAt), time(request.last.at),
                request.state.isOpen.databaseValue,
            ], text: card.title + (card.note.map { "\n" + $0 } ?? "") + (card.place.map { "\n" + $0 } ?? ""))
    }
}

/// A request as lists show it.
public struct RequestRow: RequestSummary, Equatable, Sendable, Identifiable {
    /// The request itself, for its history and for commands.
    public var id: SubjectID
    /// How people say it, such as R-0007.
    public var number: Number
    /// What is lacking, in one line.
    public var title: String
    /// Who asks.
    public var centre: CentreID
    /// Who is asked; empty for everybody.
    public var to: [CentreID]
    /// How soon it matters.
    public var priority: Priority
    /// Where it stands.
    public var state: RequestState
    /// What is wanted, in the order asked for.
    public var deliverables: [Deliverable]
    /// Where it is to be had, in the asker's words; `nil` when nobody said.
    public var place: String?
    /// Until when it is needed.
    public var dueAt: Moment
    /// The same while nobody helps; `nil` after that.
    public var limit: Moment?
    /// The story that it is for; `nil` for none.
    public var story: SubjectID?
    /// What the centres answered, in the order of their first answers.
    public var answers: [GivenAnswer]
    /// Who asked.
    public var by: StaffID
    /// When it was asked.
    public var askedAt: Moment
    /// When anything last happened to it.
    public var updatedAt: Moment

    /// The clock until it is needed, while nobody helps.
    public var clock: Clock { Clock(since: askedAt, limit: limit) }

    static let columns = """
        id, number, title, centre, asked, priority, state, deliverables, place, due_at, limit_at, story, answers,
        asked_by, asked_at, updated_at
        """

    private static func decoded<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
        // What lies damaged in a read model makes no row; verify finds it.
        try? JSONDecoder().decode(type, from: Data(text.utf8))
    }

    init?(_ row: RawRows, _: Database) {
        guard let id = row.value(0) as SubjectID?, let to = Self.decoded([CentreID].self, row.text(4)),
            let priority = Priority(rawValue: row.text(5)), let state = RequestState(rawValue: row.text(6)),
            let answers = Self.decoded([GivenAnswer].self, row.text(12))
        else { return nil }
        self.id = id
        number = Number(.request, row.number(1))
        title = row.text(2)
        centre = CentreID(rawValue: row.text(3))
        self.to = to
        self.priority = priority
        self.state = state
        deliverables = row.list(7).compactMap(Deliverable.init(rawValue:))
        place = row.value(8)
        dueAt = Moment(milliseconds: row.integer(9))
        limit = moment(row.value(10))
        story = row.value(11)
        self.answers = answers
        by = StaffID(rawValue: row.text(13))
        askedAt = Moment(milliseconds: row.integer(14))
        updatedAt = Moment(milliseconds: row.integer(15))
    }
}

extension RequestRow: StoredRow {
    static var table: Projection.Table { RequestTable.table }
    static func list(_ reading: Snapshot, _ filter: Filter) throws -> Listing<RequestRow> {
        try reading.requests(filter)
    }
    /// Who asks.
    public var home: CentreID? { centre }
    /// Whether it still needs anybody, if only to be closed.
    public var isOpen: Bool { state.isOpen }
}

extension Snapshot {
    /// Requests: the open ones by when they are needed, those that nobody helps with first; then the latest closed. A
    /// filter by centre gives what that centre asks.
    public func requests(_ filter: Filter = Filter()) throws -> Listing<RequestRow> {
        let open: [RequestRow] = try rows(
            "SELECT \(RequestRow.columns) FROM request INDEXED BY request_open WHERE open = 1", filter,
            order: "limit_at IS NULL, due_at, number")
        let rest: [RequestRow] = try rest(
            "SELECT \(RequestRow.columns) FROM request WHERE open = 0", filter, after: open.count)
        return try listing(open + rest, filter)
    }

    /// The request's row in lists.
    public func requestRow(_ id: SubjectID) throws -> RequestRow? {
        try fetch("SELECT \(RequestRow.columns) FROM request WHERE id = ?", [id], as: RequestRow.self).first
    }

    /// A request with all there is to know.
    public func request(_ id: SubjectID) throws -> Request? { Request.fold(try history(id))?.state }
}
