import Dispatch
import Foundation
import GRDB
import Newsroom

extension Ledger {
    /// What a rebuilding found different in one table that is folded from the log.
    public struct Difference: Equatable, Sendable {
        /// The table's name.
        public var table: String
        /// Rows that were missing.
        public var added = 0
        /// Rows that were not what the log says.
        public var changed = 0
        /// Rows that the log knows nothing of.
        public var removed = 0
    }

    /// Throws away every table that is folded from the log, the read models with their search indexes, what folds
    /// refused and when centres were heard, and folds them anew, in one transaction: whoever has the desk open sees the
    /// old tables or the new ones, and is told to read again.
    ///
    /// - Parameter progress: is told now and then which part of the log is done, from 0 to 1.
    /// - Returns: the tables that were not what they should have been. Search indexes are not compared.
    public func rebuild(progress: (Double) -> Void = { _ in }) throws -> [Difference] {
        try recording(roomFor: .max) { db in
            // Tables made from a damaged log would look right and lack what it lacks.
            var log = Inspection.Result()
            try ChainCheck.run(db, .min ... .max, &log)
            if let damage = log.findings.first {
                throw LedgerError.damaged(path: path, detail: damage.phrase(.en))
            }
            var rebuild = Rebuild(db)
            return try rebuild.run(progress)
        }
    }
}

/// One rebuilding within its transaction.
private struct Rebuild {
    private let db: Database
    private var heard: [CentreID: Moment] = [:]
    private static let portion = 256

    init(_ db: Database) { self.db = db }

    /// A table that is folded from the log, and what tells its rows apart.
    private struct Derived {
        var name: String
        var columns: [String]
        var key: [String]
        var old: String { "old_" + name }
    }

    private static let tables: [Derived] =
        Projection.tables.map { Derived(name: $0.name, columns: $0.columns, key: ["id"]) } + [
            Derived(name: "void", columns: ["event", "subject", "actor"], key: ["event"]),
            Derived(name: "heard", columns: ["centre", "at"], key: ["centre"]),
            Derived(name: "due", columns: ["placement", "story", "act"], key: ["placement", "act"]),
        ]

    mutating func run(_ progress: (Double) -> Void) throws -> [Ledger.Difference] {
        try Corrections.rebuild(db)
        for table in Self.tables {
            // Kept aside in the file rather than in memory: a desk of many years has millions of rows.
            try db.execute(
                sql: """
                    CREATE TABLE \(table.old) AS SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name);
                    CREATE INDEX \(table.old)_key ON \(table.old)(\(table.key.joined(separator: ", ")));
                    DELETE FROM \(table.name)
                    """)
        }
        for search in Projection.tables.compactMap(\.search) {
            try db.execute(sql: "INSERT INTO \(search)(\(search)) VALUES('delete-all')")
        }
        try fold(progress)
        for (centre, at) in heard {
            try db.execute(
                sql: "INSERT INTO heard(centre, at) VALUES(?, ?)", arguments: [centre.rawValue, at.milliseconds])
        }
        let differences = try Self.tables.map(difference).filter { $0.added + $0.changed + $0.removed > 0 }
        for table in Self.tables { try db.execute(sql: "DROP TABLE \(table.old)") }
        return differences
    }

    /// Folds each subject, in the order in which they came here, which the rows of the read models keep.
    private mutating func fold(_ progress: (Double) -> Void) throws {
        let last = try EventStore.lastRow(db)
        let writer = ModelWriter(db)
        writer.noteAll()
        var row: Int64 = .min
        while true {
            let subjects = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT e.subject, e.row FROM event e
                        WHERE e.row > ? AND e.row = (SELECT min(f.row) FROM event f WHERE f.subject = e.subject)
                        ORDER BY e.row LIMIT ?
                        """), arguments: [row, Self.portion])
            guard let end = subjects.last.flatMap({ $0.value(1) as Int64? }) else { break }
            row = end
            let events = try subjects.compactMap { $0.value(0) as SubjectID? }.map { try EventStore.stored(db, of: $0) }
            for stored in events { for one in stored { hear(one.event) } }
            for (subject, outcome) in zip(events, Self.folded(events)) {
                if let after = outcome.after {
                    try writer.write(after, replacing: nil, tokens: outcome.tokens)
                }
                if let id = subject.first?.event.subject { try Models.note(db, outcome.void, of: id, isNew: true) }
            }
            progress(last > 0 ? min(1, Double(end) / Double(last)) : 1)
        }
        try writer.finish()
    }

    private struct Outcome: Sendable {
        var after: Projection?
        var tokens: String?
        var void: [EventStore.Stored]
    }

    /// Folds on all cores; the order is kept.
    private static func folded(_ subjects: [[EventStore.Stored]]) -> [Outcome] {
        let outcomes = Ahead(subjects.count) { index in
            let (state, void) = Models.fold(subjects[index])
            let after = state.map(Projection.init)
            return Outcome(after: after, tokens: after?.text.map(Bigrams.tokens), void: void)
        }
        return subjects.indices.map { outcomes.take($0) }
    }

    private mutating func hear(_ event: Event) {
        for house in event.heard { hear(house, event.at) }
    }

    private mutating func hear(_ centre: CentreID, _ at: Moment) {
        heard[centre] = max(heard[centre] ?? at, at)
    }

    private func difference(_ table: Derived) throws -> Ledger.Difference {
        func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: "SELECT count(*) FROM " + sql) ?? 0 }
        let (new, old) = (table.name, table.old)
        let isOne = table.key.map { "o.\($0) = n.\($0)" }.joined(separator: " AND ")
        let same = table.columns.map { "n.\($0) IS o.\($0) AND typeof(n.\($0)) = typeof(o.\($0))" }
        return Ledger.Difference(
            table: new,
            added: try count("\(new) n WHERE NOT EXISTS (SELECT 1 FROM \(old) o WHERE \(isOne))"),
            changed: try count(
                "\(new) n JOIN \(old) o ON \(isOne) WHERE NOT (\(same.joined(separator: " AND ")))"),
            removed: try count("\(old) o WHERE NOT EXISTS (SELECT 1 FROM \(new) n WHERE \(isOne))"))
    }
}
