import GRDB
import Newsroom

/// The read model of centres.
enum CentreTable: ReadModel {
    static let table = Projection.Table(
        """
        CREATE TABLE centre(
            row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE, card TEXT NOT NULL,
            duty TEXT);
        """)

    static func projection(of centre: Centre) -> Projection {
        Projection(
            table, .centre(centre.card.id),
            [centre.card.id.rawValue.databaseValue, json(centre.card), word(centre.dutyEditor?.rawValue)])
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

    /// Counts an open task.
    fileprivate mutating func count(taskUntil limit: Moment?) {
        openTasks += 1
        if let limit { limits.append(limit) }
    }

    /// Counts stories that are open and in a state.
    fileprivate mutating func count(_ state: StoryState, _ count: Int = 1) {
        switch state.tally {
        case .writing: drafts += count
        case .inReview: inReview += count
        case .signedOff: signedOff += count
        case nil: break
        }
    }
}

extension Snapshot {
    /// Every centre with what it has in hand, in the order of the roster; the desk itself comes first.
    ///
    /// - Parameters:
    ///   - today: when the day began, for what was published today.
    ///   - work: all that is open, where that is at hand: then it is counted from there.
    public func centres(today: Moment, work: (tasks: [TaskRow], stories: [StoryRow])? = nil) throws -> [CentreRow] {
        var rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT card, duty, max(ifnull(heard.at, 0), ifnull((SELECT max(c.at) FROM member m
                        JOIN contact c ON c.node = m.key WHERE m.centre = centre.key AND m.revoked_at IS NULL), 0))
                    FROM centre LEFT JOIN heard ON heard.centre = centre.key ORDER BY centre.row
                    """)
        ).compactMap { row in
            decoded(CentreCard.self, row.text(0)).map {
                CentreRow(
                    card: $0, dutyEditor: (row.value(1) as String?).map(StaffID.init(rawValue:)),
                    lastHeard: moment(row.value(2)).flatMap { $0.milliseconds > 0 ? $0 : nil })
            }
        }
        let place = Dictionary(rows.enumerated().map { ($1.card.id, $0) }, uniquingKeysWith: { first, _ in first })
        if let work {
            for task in work.tasks { if let index = place[task.centre] { rows[index].count(taskUntil: task.limit) } }
            for story in work.stories { if let index = place[story.centre] { rows[index].count(story.state) } }
        } else {
            let tasks = try Row.fetchCursor(
                db.cachedStatement(sql: "SELECT centre, limit_at FROM task WHERE open = 1"))
            while let row = try tasks.next() {
                guard let index = place[CentreID(rawValue: row.text(0))] else { continue }
                rows[index].count(taskUntil: moment(row.value(1)))
            }
            let stories = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT centre, state, count(*) FROM story WHERE open = 1 AND state IN (\(Self.tallied))
                        GROUP BY centre, state
                        """))
            while let row = try stories.next() {
                guard let index = place[CentreID(rawValue: row.text(0))], let state = StoryState(rawValue: row.text(1))
                else { continue }
                rows[index].count(state, row.number(2))
            }
        }
        for index in rows.indices { rows[index].limits.sort() }
        let published = try Row.fetchCursor(
            // Left alone, SQLite walks all stories by centre to save itself the grouping of one day's.
            db.cachedStatement(
                sql: """
                    SELECT centre, count(*) FROM story INDEXED BY story_published
                    WHERE published_at >= ? AND state <> '\(StoryState.withdrawn.rawValue)' GROUP BY centre
                    """),
            arguments: [today.milliseconds])
        while let row = try published.next() {
            if let index = place[CentreID(rawValue: row.text(0))] { rows[index].publishedToday = row.number(1) }
        }
        return rows
    }

    /// The states of the stories that the board counts while they are open, as SQL has them.
    private static let tallied = StoryState.allCases.filter { $0.tally != nil }.listedInSQL
}
