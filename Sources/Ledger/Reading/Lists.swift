import GRDB
import Newsroom

/// Which part of a list is wanted.
public struct Filter: Equatable, Sendable {
    /// Only what is this centre's; `nil` for all centres.
    public var centre: CentreID?
    /// Only what still needs somebody.
    public var openOnly: Bool
    /// The most rows to give.
    public var limit: Int

    /// Without more: everything of all centres, 1,000 rows at most.
    public init(centre: CentreID? = nil, openOnly: Bool = false, limit: Int = 1000) {
        self.centre = centre
        self.openOnly = openOnly
        self.limit = limit
    }
}

extension Snapshot {
    // MARK: - Search

    /// What was found: of each kind the latest first.
    public struct Hits: Equatable, Sendable {
        /// Stories with the words in their headline or present text.
        public var stories: [StoryRow] = []
        /// Tasks with the words in their title or note.
        public var tasks: [TaskRow] = []
        /// Leads with the words in their title or text.
        public var leads: [LeadRow] = []

        /// Whether nothing of any kind was found.
        public var isEmpty: Bool { stories.isEmpty && tasks.isEmpty && leads.isEmpty }
    }

    /// Finds texts that hold every word typed; Chinese needs no more than one character.
    public func search(_ typed: String, limit: Int = 50) throws -> Hits {
        if let number = Number(typed.filter { !$0.isWhitespace }) {
            let items = try named(number).map(\.id)
            if !items.isEmpty {
                return Hits(
                    stories: try items.compactMap(storyRow), tasks: try items.compactMap(taskRow),
                    leads: try items.compactMap(leadRow))
            }
        }
        guard let query = Bigrams.query(typed) else { return Hits() }
        func found<Found>(_ table: String, _ columns: String, _ make: (Row) -> Found?) throws -> [Found] {
            try fetch(
                """
                SELECT \(columns) FROM \(table) WHERE row IN (
                    SELECT rowid FROM \(table)_search WHERE \(table)_search MATCH ? ORDER BY rowid DESC LIMIT ?
                ) ORDER BY row DESC
                """, [query, limit], make)
        }
        return Hits(
            stories: try found("story", StoryRow.columns, StoryRow.init),
            tasks: try found("task", TaskRow.columns, TaskRow.init),
            leads: try found("lead", LeadRow.columns, LeadRow.init))
    }

    // MARK: - Fetching

    // Lists give all that is open, then the latest of the rest, so that a screen is complete in what matters at any
    // size of database; search finds what is older. The indexes are named: without figures on the data SQLite takes
    // all that a centre ever had for as few as what is open.

    func rows<Found>(
        _ select: String, _ filter: Filter, order: String, _ make: (Row) -> Found?
    ) throws -> [Found] {
        let place = filter.centre == nil ? "" : " AND centre = ?"
        let arguments: [any DatabaseValueConvertible] = (filter.centre.map { [$0.rawValue] } ?? []) + [filter.limit]
        return try fetch("\(select)\(place) ORDER BY \(order) LIMIT ?", arguments, make)
    }

    func rest<Found>(
        _ select: String, _ filter: Filter, after count: Int, _ make: (Row) -> Found?
    ) throws -> [Found] {
        guard !filter.openOnly, count < filter.limit else { return [] }
        let order = filter.centre == nil ? "row DESC" : "updated_at DESC"
        return try rows(
            select, Filter(centre: filter.centre, limit: filter.limit - count), order: order, make)
    }

    func fetch<Found>(
        _ sql: String, _ arguments: [any DatabaseValueConvertible], _ make: (Row) -> Found?
    ) throws -> [Found] {
        let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
        var found: [Found] = []
        while let row = try cursor.next() {
            if let item = make(row) { found.append(item) }
        }
        return found
    }
}
