import GRDB
import Newsroom

/// The read model of staff.
enum StaffTable: ReadModel {
    static let table = Projection.Table(
        """
        CREATE TABLE staff(
            row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE, login TEXT, role TEXT NOT NULL,
            active INTEGER NOT NULL, card TEXT NOT NULL);
        CREATE INDEX staff_login ON staff(login) WHERE login IS NOT NULL;
        """)

    static func projection(of staff: Staff) -> Projection {
        let card = staff.card
        return Projection(
            table, .staff(card.id),
            [
                card.id.rawValue.databaseValue, word(card.login), card.role.rawValue.databaseValue,
                card.isActive.databaseValue, json(card),
            ])
    }
}

extension Snapshot {
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
}
