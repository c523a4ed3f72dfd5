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
    /// Whether all that needs somebody is given, however much that is; `limit` is of the rest then.
    public var keepsOpen: Bool

    /// Without more: everything of all centres, 1,000 rows at most.
    public init(centre: CentreID? = nil, openOnly: Bool = false, limit: Int = 1000, keepsOpen: Bool = false) {
        self.centre = centre
        self.openOnly = openOnly
        self.limit = limit
        self.keepsOpen = keepsOpen
    }

    /// The most open rows to give.
    var openLimit: Int { keepsOpen ? .max : limit }
    /// How many more to give after so many that are given whatever the limit is.
    func remaining(after count: Int) -> Int { max(keepsOpen ? limit / 5 : 0, limit - count) }
    /// How many of the rest to give after the open ones.
    func rest(after open: Int) -> Int { openOnly ? 0 : remaining(after: open) }
}

extension Snapshot {
    // MARK: - Search

    /// What was found: of each kind the latest first.
    public struct Hits: Sendable {
        /// All of them, series after series in the order of `Series`.
        public var rows: [any ListedRow] = []

        /// Stories with the words in their headline or present text.
        public var stories: [StoryRow] { rows.compactMap { $0 as? StoryRow } }
        /// Tasks with the words in their title or note.
        public var tasks: [TaskRow] { rows.compactMap { $0 as? TaskRow } }
        /// Leads with the words in their title or text.
        public var leads: [LeadRow] { rows.compactMap { $0 as? LeadRow } }

        /// How many were found of the kind of which most were.
        public var most: Int { Dictionary(grouping: rows) { $0.number.series }.values.map(\.count).max() ?? 0 }

        /// Whether nothing of any kind was found.
        public var isEmpty: Bool { rows.isEmpty }
    }

    /// Finds texts that hold every word typed; Chinese needs no more than one character.
    public func search(_ typed: String, limit: Int = 50) throws -> Hits {
        if let number = Number(typed.filter { !$0.isWhitespace }) {
            let found = try named(number).compactMap { try row($0.id, number.series) }
            if !found.isEmpty { return Hits(rows: found) }
        }
        guard let query = Bigrams.query(typed) else { return Hits() }
        func found<Found: StoredRow>(_: Found.Type) throws -> [any ListedRow] {
            let table = Found.table.name
            return try fetch(
                """
                SELECT \(Found.columns) FROM \(table) WHERE row IN (
                    SELECT rowid FROM \(table)_search WHERE \(table)_search MATCH ? ORDER BY rowid DESC LIMIT ?
                ) ORDER BY row DESC
                """, [query, limit], as: Found.self)
        }
        return Hits(rows: try Series.allCases.flatMap { try found($0.row) })
    }

    // MARK: - Any series

    /// What a list of a series shows.
    public func rows(_ series: Series, _ filter: Filter = Filter()) throws -> Listing<any ListedRow> {
        func list<Found: StoredRow>(_: Found.Type) throws -> Listing<any ListedRow> {
            let found = try Found.list(self, filter)
            return Listing(found.rows, more: found.more)
        }
        return try list(series.row)
    }

    /// The row of one thing in the lists of its series.
    public func row(_ id: SubjectID, _ series: Series) throws -> (any ListedRow)? {
        func found<Found: StoredRow>(_: Found.Type) throws -> (any ListedRow)? {
            try fetch("SELECT \(Found.columns) FROM \(Found.table.name) WHERE id = ?", [id], as: Found.self).first
        }
        return try found(series.row)
    }

    // MARK: - Fetching

    // Lists give all that is open, then the latest of the rest, so that a screen is complete in what matters at any
    // size of database; search finds what is older. The indexes are named: without figures on the data SQLite takes
    // all that a centre ever had for as few as what is open.

    func rows<Found: StoredRow>(_ select: String, _ filter: Filter, order: String) throws -> [Found] {
        let place = filter.centre == nil ? "" : " AND centre = ?"
        let arguments: [any DatabaseValueConvertible] = (filter.centre.map { [$0.rawValue] } ?? []) + [filter.openLimit]
        return try fetch("\(select)\(place) ORDER BY \(order) LIMIT ?", arguments)
    }

    func rest<Found: StoredRow>(_ select: String, _ filter: Filter, after count: Int) throws -> [Found] {
        let limit = filter.rest(after: count)
        guard limit > 0 else { return [] }
        let order = filter.centre == nil ? "row DESC" : "updated_at DESC"
        return try rows(select, Filter(centre: filter.centre, limit: limit), order: order)
    }

    /// A list as far as its filter goes, with how many more there are. They are counted only where it is full.
    func listing<Found: StoredRow>(_ rows: [Found], _ filter: Filter) throws -> Listing<Found> {
        let wanted: [String] =
            (filter.openOnly ? ["open = 1"] : []) + (filter.centre == nil ? [] : ["(\(Found.isOfCentre))"])
        let place = wanted.isEmpty ? "" : " WHERE " + wanted.joined(separator: " AND ")
        return try listing(
            rows, filter.limit, of: "SELECT 1 FROM \(Found.table.name)\(place)",
            filter.centre.map { [$0.rawValue] } ?? [])
    }

    /// Rows of which there may be more than a limit, and all of which a query gives.
    func listing<Found>(
        _ rows: [Found], _ limit: Int, of all: String, _ arguments: [any DatabaseValueConvertible] = []
    ) throws -> Listing<Found> {
        guard rows.count >= limit else { return Listing(rows) }
        let count = try Int.fetchOne(
            db.cachedStatement(sql: "SELECT count(*) FROM (\(all))"), arguments: StatementArguments(arguments))
        return Listing(rows, more: max(0, (count ?? 0) - rows.count))
    }

    /// Rows of a series; the columns selected are those that they say.
    func fetch<Found: StoredRow>(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?], as _: Found.Type = Found.self
    ) throws -> [Found] {
        // Lists are long and their rows wide, so their columns are taken as they lie.
        let rows = try RawRows(db, db.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
        var found: [Found] = []
        while try rows.next() { if let row = try Found(rows, db) { found.append(row) } }
        return found
    }

    func fetch<Found>(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?], _ make: (Row) throws -> Found?
    ) throws -> [Found] {
        let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
        var found: [Found] = []
        while let row = try cursor.next() {
            if let item = try make(row) { found.append(item) }
        }
        return found
    }
}
