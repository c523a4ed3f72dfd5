import Foundation
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

extension Reading {
    // Lists give all that is open, then the latest of the rest, so that a screen is complete in what matters at any
    // size of database; search finds what is older. The indexes are named: without figures on the data SQLite takes
    // all that a centre ever had for as few as what is open.

    /// Tasks: the open ones by limit, the earliest first, then the latest closed.
    public func tasks(_ filter: Filter = Filter()) throws -> [TaskRow] {
        let open = try rows(
            "SELECT \(TaskRow.columns) FROM task INDEXED BY task_open WHERE open = 1", filter,
            order: "limit_at IS NULL, limit_at, number", TaskRow.init)
        return try open
            + rest("SELECT \(TaskRow.columns) FROM task WHERE open = 0", filter, after: open.count, TaskRow.init)
    }

    /// Stories: the open ones by limit, the earliest first, then the latest of the rest.
    public func stories(_ filter: Filter = Filter()) throws -> [StoryRow] {
        let open = try rows(
            "SELECT \(StoryRow.columns) FROM story INDEXED BY story_open WHERE open = 1", filter,
            order: "limit_at IS NULL, limit_at, number", StoryRow.init)
        return try open
            + rest("SELECT \(StoryRow.columns) FROM story WHERE open = 0", filter, after: open.count, StoryRow.init)
    }

    /// Leads: the open ones, those with a limit first, then the latest; then the latest of the rest.
    public func leads(_ filter: Filter = Filter()) throws -> [LeadRow] {
        var open = try rows(
            "SELECT \(LeadRow.columns) FROM lead INDEXED BY lead_limit WHERE open = 1 AND limit_at IS NOT NULL", filter,
            order: "limit_at, received_at DESC, number DESC", LeadRow.init)
        // Hot lists may leave many thousands open, so these are read as they lie in their index.
        open += try rows(
            "SELECT \(LeadRow.columns) FROM lead INDEXED BY lead_open WHERE open = 1 AND limit_at IS NULL",
            Filter(centre: filter.centre, limit: max(0, filter.limit - open.count)),
            order: "received_at DESC, number DESC", LeadRow.init)
        return try open
            + rest("SELECT \(LeadRow.columns) FROM lead WHERE open = 0", filter, after: open.count, LeadRow.init)
    }

    /// The tasks that were dispatched together.
    public func tasks(order: SubjectID) throws -> [TaskRow] {
        try fetch(
            "SELECT \(TaskRow.columns) FROM task WHERE order_id = ? ORDER BY number", [order], TaskRow.init)
    }

    /// The tasks that work for a story.
    public func tasks(story: SubjectID) throws -> [TaskRow] {
        try fetch(
            "SELECT \(TaskRow.columns) FROM task WHERE story = ? ORDER BY number", [story], TaskRow.init)
    }

    /// The stories derived from one.
    public func stories(derivedFrom source: SubjectID) throws -> [StoryRow] {
        try fetch(
            "SELECT \(StoryRow.columns) FROM story WHERE source = ? ORDER BY number LIMIT 200", [source],
            StoryRow.init)
    }

    /// Stories that failed on a channel and still stand so, the latest first.
    public func failures(limit: Int = 50) throws -> [StoryRow] {
        try fetch(
            "SELECT \(StoryRow.columns) FROM story WHERE failures > 0 ORDER BY updated_at DESC LIMIT ?", [limit],
            StoryRow.init)
    }

    /// The task's row in lists.
    public func taskRow(_ id: SubjectID) throws -> TaskRow? {
        try fetch("SELECT \(TaskRow.columns) FROM task WHERE id = ?", [id], TaskRow.init).first
    }

    /// The story's row in lists.
    public func storyRow(_ id: SubjectID) throws -> StoryRow? {
        try fetch("SELECT \(StoryRow.columns) FROM story WHERE id = ?", [id], StoryRow.init).first
    }

    /// The lead's row in lists.
    public func leadRow(_ id: SubjectID) throws -> LeadRow? {
        try fetch("SELECT \(LeadRow.columns) FROM lead WHERE id = ?", [id], LeadRow.init).first
    }

    // MARK: - Log

    /// The duty log, the latest first, from before the row `before` on, as far as `reader` may see it: words between
    /// people are shown to those who said or were told them, and to nobody where nobody is named.
    public func log(before: Int64? = nil, limit: Int = 200, for reader: StaffID? = nil) throws -> [LogRow] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT e.stamp, e.actor, e.role, e.centre, e.via, e.subject, e.kind, e.body, o.centre, e.row,
                        e.written, q.reason, \(Self.arrived)
                    FROM event e JOIN origin o ON o.row = e.origin LEFT JOIN aside q ON q.event = e.row
                    WHERE e.row < ? AND e.kind NOT IN (\(Self.unlisted))
                        AND (q.event IS NULL OR q.reason GLOB \(Self.strange))
                        AND NOT (e.kind = '\(CommonFact.Kind.told.rawValue)' AND o.mine)
                    ORDER BY e.row DESC
                    """), arguments: [before ?? Int64.max])
        var lines: [LogRow] = []
        while lines.count < limit, let row = try rows.next() {
            let event = EventStore.event(row, written: 10)
            let arrived = moment(row.value(12))
            if row.stored(11).isNull {
                guard let event, event.isShown(to: reader) else { continue }
                var named = try named(event.subject, of: event.fact.kind)
                if case .message(.sent(_, _, let about?)) = event.fact {
                    named = try number(of: about).map { ($0, "") }
                }
                lines.append(
                    LogRow(
                        id: row.integer(9), at: event.asItHappened.at, actor: event.actor.staff, kind: row.text(6),
                        arrived: arrived, event: event.asItHappened, number: named?.0, title: named?.1))
            } else {
                let at = Stamp(value: row.value(0) ?? 0).moment
                lines.append(
                    LogRow(
                        id: row.integer(9), at: at, actor: StaffID(rawValue: row.text(1)), kind: row.text(6),
                        arrived: arrived))
            }
        }
        return lines
    }

    /// When an event came into this file, as SQL has it.
    private static let arrived = "(SELECT a.at FROM arrival a WHERE a.row <= e.row ORDER BY a.row DESC LIMIT 1)"

    /// The last row of the log that was in this file at a moment, 0 for none: what the desk knew then. Where the clock went
    /// back in between it is the last one that any clock here put before that moment.
    public func lastRow(at moment: Moment) throws -> Int64 {
        let next = try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT min(a.row) FROM arrival a
                    WHERE a.row > ifnull((SELECT max(b.row) FROM arrival b WHERE b.at <= ?), 0)
                    """), arguments: [moment.milliseconds])
        return try next.map { $0 - 1 } ?? EventStore.lastRow(db)
    }

    /// The kinds of facts that are no lines of the duty log, as SQL has them.
    private static let unlisted = FactKind.allCases.filter { !$0.rule.isListed }.listedInSQL

    /// What the log holds after one of its rows, 0 for all of it, in order. Whoever follows the log keeps `last` for
    /// the next time.
    public func events(after row: Int64) throws -> (events: [Event], last: Int64) {
        try EventStore.events(db, after: row)
    }

    /// Number and title of what a fact is about; `nil` where it has none.
    func named(_ id: SubjectID, of kind: FactKind) throws -> (Number, String)? {
        let series: Series
        switch kind {
        case .task: series = .task
        case .story: series = .story
        case .lead: series = .lead
        case .desk, .centre, .staff, .rollCall, .message, .node, .common: return nil
        }
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT number, title FROM \(series.table.name) WHERE id = ?"),
            arguments: [id])
        return row.map { (Number(series, $0.number(0)), $0.text(1)) }
    }

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

    /// Leads and stories much like a title, for whoever is about to enter it: possible duplicates across centres.
    public func similar(to title: String, limit: Int = 5) throws -> [LeadRow] {
        let characters = title.filter { !$0.isWhitespace && !$0.isPunctuation }
        guard characters.count >= 2 else { return [] }
        // Any four neighbouring characters in common make a lead worth showing.
        let pieces = stride(from: 0, to: max(1, characters.count - 3), by: 2).prefix(12).map { start in
            String(characters.dropFirst(start).prefix(4))
        }
        var seen: [SubjectID] = []
        var result: [LeadRow] = []
        for piece in pieces {
            for lead in try search(piece, limit: limit).leads where !seen.contains(lead.id) {
                seen.append(lead.id)
                result.append(lead)
            }
            if result.count >= limit { break }
        }
        return Array(result.prefix(limit))
    }

    // MARK: - Recommendation

    /// Everybody who could be sent, with their load.
    public func candidates(policy: Policy) throws -> [Recommendation.Candidate] {
        let heard = try Row.fetchAll(db.cachedStatement(sql: "SELECT centre, at FROM heard"))
            .reduce(into: [CentreID: Moment]()) { $0[CentreID(rawValue: $1.text(0))] = moment($1.value(1)) }
        let people = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT card FROM staff WHERE active = 1 AND role IN (\(Recommendation.roles.listedInSQL))")
        ).compactMap { decoded(StaffCard.self, $0.text(0)) }
        let open = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT assignee, count(*) FROM task INDEXED BY task_open WHERE open = 1 AND assignee IS NOT NULL
                    GROUP BY assignee
                    """)
        ).reduce(into: [StaffID: Int]()) { $0[StaffID(rawValue: $1.text(0))] = $1.number(1) }
        return try people.map { card in
            let last = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT max(since) FROM task WHERE assignee = ?"),
                arguments: [card.id.rawValue])
            return Recommendation.Candidate(
                card: card, openTasks: open[card.id] ?? 0, lastSent: moment(last),
                presence: policy.presence(heard: heard[card.centre], now: now))
        }
    }

    // MARK: - Fetching

    private func rows<Found>(
        _ select: String, _ filter: Filter, order: String, _ make: (Row) -> Found?
    ) throws -> [Found] {
        let place = filter.centre == nil ? "" : " AND centre = ?"
        let arguments: [any DatabaseValueConvertible] = (filter.centre.map { [$0.rawValue] } ?? []) + [filter.limit]
        return try fetch("\(select)\(place) ORDER BY \(order) LIMIT ?", arguments, make)
    }

    private func rest<Found>(
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
