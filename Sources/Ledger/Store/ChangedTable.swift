import GRDB
import Newsroom

/// Which subjects' rows were written, one after the other: whoever shows them reads those again and no others.
///
/// Each has a number that only rises, and is noted in the transaction that wrote the row, whatever made it be written: an act here,
/// events of other nodes, an event that counts after all. A row without a subject says that all may have changed: where there is
/// much to say nobody gains by its being said one by one. Old ones go.
enum ChangedTable {
    static let schema = "CREATE TABLE changed(number INTEGER PRIMARY KEY, model TEXT, subject BLOB);"

    /// Of more subjects in one transaction it is said that all changed.
    static let most = 200
    /// So many are kept; whoever has not looked for longer reads all.
    static let kept: Int64 = 4_096

    /// What one transaction wrote.
    struct Noted {
        private(set) var subjects: [Changes.Kind: Set<SubjectID>] = [:]
        private(set) var count = 0
        private(set) var isAll = false

        mutating func add(_ id: SubjectID, _ kind: Changes.Kind) {
            guard !isAll, subjects[kind, default: []].insert(id).inserted else { return }
            count += 1
            if count > ChangedTable.most { addAll() }
        }

        mutating func addAll() {
            isAll = true
            subjects = [:]
        }
    }

    /// Writes it down.
    static func note(_ db: Database, _ noted: Noted) throws {
        guard noted.isAll || noted.count > 0 else { return }
        let insert = try RawStatement(db, "INSERT INTO changed(model, subject) VALUES(?, ?)")
        if noted.isAll {
            try insert.run([.null, .null])
        } else {
            for (kind, ids) in noted.subjects.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                for id in ids.sorted() { try insert.run([kind.rawValue.databaseValue, id.databaseValue]) }
            }
        }
        let last = db.lastInsertedRowID
        // No desk comes so far; whoever wrote such a number would keep the others from rising by one.
        let isRising = try RawStatement(db, "SELECT max(number) FROM changed").run([]) == last
        guard isRising, (0..<Int64.max / 2).contains(last) else { return try db.execute(sql: "DELETE FROM changed") }
        // Now and then, not at each commit.
        guard last % 256 < Int64(max(1, noted.count)) else { return }
        try db.cachedStatement(sql: "DELETE FROM changed WHERE number <= ?").execute(arguments: [last - kept])
    }
}
