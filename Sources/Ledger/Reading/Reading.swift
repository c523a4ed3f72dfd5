import Foundation
import GRDB
import Newsroom

/// The desk at one moment, as screens and commands read it.
public struct Reading {
    let db: Database
    let path: String
    private let cards: Cards
    /// What stood beside the database when it was opened, where nobody has compared it yet.
    let noted: Witness.Note?
    /// The ledger's clock when the reading began.
    public let now: Moment

    init(_ db: Database, path: String, now: Moment, cards: Cards, noted: Witness.Note? = nil) {
        self.db = db
        self.path = path
        self.now = now
        self.cards = cards
        self.noted = noted
    }

    // MARK: - The desk and its people

    /// The desk's charter and policy.
    public func desk() throws -> (charter: DeskCharter, policy: Policy) {
        guard let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT charter, policy FROM desk")),
            let charter = decoded(DeskCharter.self, row.text(0)), let policy = decoded(Policy.self, row.text(1))
        else {
            // A centre's database that has joined and has nothing yet is whole.
            throw try Membership(db) == nil
                ? LedgerError.damaged(path: path, detail: "no desk") : LedgerError.notSynced(path: path)
        }
        return (charter, policy)
    }

    /// Everybody and every place, for looking up names.
    public func directory() throws -> Directory {
        let charter = try desk().charter
        let centres = try Row.fetchAll(db.cachedStatement(sql: "SELECT card FROM centre ORDER BY row"))
            .compactMap { decoded(CentreCard.self, $0.text(0)) }
        let staff = try Row.fetchAll(db.cachedStatement(sql: "SELECT card FROM staff ORDER BY row"))
            .compactMap { decoded(StaffCard.self, $0.text(0)) }
        return Directory(charter: charter, centres: centres, staff: staff)
    }

    /// A staff member by id.
    public func staff(_ id: StaffID) throws -> StaffCard? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT card FROM staff WHERE key = ?"), arguments: [id.rawValue])
        return row.flatMap { decoded(StaffCard.self, $0.text(0)) }
    }

    /// A staff member by the name they log in with.
    public func staff(login: String) throws -> StaffCard? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT card FROM staff WHERE login = ?"), arguments: [login])
        return row.flatMap { decoded(StaffCard.self, $0.text(0)) }
    }

    // MARK: - The board

    /// Every centre with what it has in hand, in the order of the roster; the desk itself comes first.
    /// - Parameter today: when the day began, for what was published today.
    public func centres(today: Moment) throws -> [CentreRow] {
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
        let tasks = try Row.fetchCursor(
            db.cachedStatement(sql: "SELECT centre, limit_at FROM task WHERE open = 1"))
        while let row = try tasks.next() {
            guard let index = place[CentreID(rawValue: row.text(0))] else { continue }
            rows[index].openTasks += 1
            if let limit = moment(row.value(1)) { rows[index].limits.append(limit) }
        }
        for index in rows.indices { rows[index].limits.sort() }
        let stories = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT centre, state, count(*) FROM story WHERE open = 1 AND state IN (\(Self.tallied))
                    GROUP BY centre, state
                    """))
        while let row = try stories.next() {
            guard let index = place[CentreID(rawValue: row.text(0))] else { continue }
            let count = row.number(2)
            switch StoryState(rawValue: row.text(1))?.tally {
            case .writing: rows[index].drafts += count
            case .inReview: rows[index].inReview += count
            case .signedOff: rows[index].signedOff += count
            case nil: break
            }
        }
        let published = try Row.fetchCursor(
            // Left alone, SQLite walks all stories by centre to save itself the grouping of one day's.
            db.cachedStatement(
                sql: """
                    SELECT centre, count(*) FROM story INDEXED BY story_published WHERE published_at >= ?
                    GROUP BY centre
                    """),
            arguments: [today.milliseconds])
        while let row = try published.next() {
            if let index = place[CentreID(rawValue: row.text(0))] { rows[index].publishedToday = row.number(1) }
        }
        return rows
    }

    /// The states of the stories that the board counts while they are open, as SQL has them.
    private static let tallied = StoryState.allCases.filter { $0.tally != nil }.listedInSQL

    /// The latest roll call.
    public func rollCall() throws -> RollCallRow? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id, called_by, called_at, answer_by, centres, answers FROM roll_call
                    ORDER BY called_at DESC LIMIT 1
                    """))
        guard let row, let id = row.value(0) as SubjectID?, let centres = decoded([CentreID].self, row.text(4)),
            let answers = decoded([String: Moment].self, row.text(5))
        else { return nil }
        return RollCallRow(
            id: id, calledBy: StaffID(rawValue: row.text(1)), calledAt: Moment(milliseconds: Int64(row.number(2))),
            answerBy: Moment(milliseconds: Int64(row.number(3))), centres: centres,
            answers: Dictionary(
                answers.map { (CentreID(rawValue: $0.key), $0.value) }, uniquingKeysWith: { first, _ in first }))
    }

    // MARK: - One thing

    /// Everything that happened to a subject, in stamp order; that people saw what came of their acts is none of it.
    public func history(_ id: SubjectID) throws -> [Event] {
        try EventStore.events(db, of: id).filter { if case .common(.overruledRead) = $0.fact { false } else { true } }
    }

    /// A task with all there is to know.
    public func task(_ id: SubjectID) throws -> NewsTask? { NewsTask.fold(try history(id))?.state }
    /// A story with all its texts and reviews.
    public func story(_ id: SubjectID) throws -> Story? { Story.fold(try history(id))?.state }
    /// A lead with all there is to know.
    public func lead(_ id: SubjectID) throws -> Lead? { Lead.fold(try history(id))?.state }

    func decoded<Value: Decodable & Sendable>(_ type: Value.Type, _ text: String?) -> Value? {
        text.flatMap { cards.read(type, $0) }
    }
}
