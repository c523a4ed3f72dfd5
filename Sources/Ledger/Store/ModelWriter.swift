import Foundation
import GRDB
import GRDBSQLite
import Newsroom

/// Writes read models within one transaction, with its statements at hand: whoever catches up writes them by the hundred
/// thousand.
final class ModelWriter {
    private let db: Database
    private var statements: [String: Statements] = [:]
    /// Stories of which, or of whose placements, something was written.
    private var stories: Set<SubjectID> = []

    /// What is done to one read model.
    private struct Statements {
        let upsert: RawStatement
        let delete: RawStatement
        let search: Search?
    }

    /// What is done to the search text of one that is searched.
    private struct Search {
        let row: RawStatement
        let add: RawStatement
        let remove: RawStatement
    }

    init(_ db: Database) { self.db = db }

    /// Writes a subject's row, and its search text where it differs from `old`'s.
    ///
    /// - Parameter tokens: the search text as `Bigrams` cuts it, where that is done already.
    func write(_ projection: Projection, replacing old: Projection?, tokens: String? = nil) throws {
        let statements = try statements(of: projection.table)
        note(projection)
        if old?.hasSameRow(as: projection) != true { try statements.upsert.run(projection.values) }
        guard let search = statements.search, let text = projection.text, old?.text?.hasSameBytes(as: text) != true
        else {
            return
        }
        let row = try search.row.run([projection.values[0]]).databaseValue
        if let oldText = old?.text { try search.remove.run([row, Bigrams.tokens(oldText).databaseValue]) }
        try search.add.run([row, (tokens ?? Bigrams.tokens(text)).databaseValue])
    }

    /// Takes a row away, and its search text: nothing makes the subject any more.
    func delete(_ projection: Projection) throws {
        let statements = try statements(of: projection.table)
        note(projection)
        if let search = statements.search, let text = projection.text {
            let row = try search.row.run([projection.values[0]]).databaseValue
            try search.remove.run([row, Bigrams.tokens(text).databaseValue])
        }
        try statements.delete.run([projection.values[0]])
    }

    /// Settles what follows from several subjects together; called once all are written.
    func finish() throws {
        try DueTable.settle(db, stories)
        stories.removeAll(keepingCapacity: true)
    }

    private func note(_ projection: Projection) {
        if let story = projection.story { stories.insert(story) }
    }

    private func statements(of table: Projection.Table) throws -> Statements {
        if let known = statements[table.name] { return known }
        let search = try table.search.map { search in
            Search(
                row: try RawStatement(db, "SELECT row FROM \(table.name) WHERE id = ?"),
                add: try RawStatement(db, "INSERT INTO \(search)(rowid, text) VALUES(?, ?)"),
                // A contentless index forgets a text only when it is told the same text again.
                remove: try RawStatement(db, "INSERT INTO \(search)(\(search), rowid, text) VALUES('delete', ?, ?)"))
        }
        let made = Statements(
            upsert: try RawStatement(db, table.upsert),
            delete: try RawStatement(db, "DELETE FROM \(table.name) WHERE id = ?"), search: search)
        statements[table.name] = made
        return made
    }
}

/// A statement whose values are bound as they are. GRDB's own way through `StatementArguments` takes longer than SQLite
/// takes for the row.
struct RawStatement {
    private let db: Database
    private let statement: Statement
    private let pointer: SQLiteStatement

    init(_ db: Database, _ sql: String) throws {
        self.db = db
        statement = try db.cachedStatement(sql: sql)
        pointer = statement.sqliteStatement
    }

    /// Runs it with values in the order of its marks.
    ///
    /// - Returns: the integer in the first column of the first row, where there is one.
    @discardableResult func run(_ values: [DatabaseValue]) throws -> Int64? {
        sqlite3_reset(pointer)
        defer { sqlite3_reset(pointer) }
        for (index, value) in values.enumerated() { bind(value, Int32(index + 1)) }
        switch sqlite3_step(pointer) {
        case SQLITE_DONE: return nil
        case SQLITE_ROW:
            return sqlite3_column_type(pointer, 0) == SQLITE_INTEGER ? sqlite3_column_int64(pointer, 0) : nil
        case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
        }
    }

    private func bind(_ value: DatabaseValue, _ place: Int32) {
        switch value.storage {
        case .null: sqlite3_bind_null(pointer, place)
        case .int64(let number): sqlite3_bind_int64(pointer, place, number)
        case .double(let number): sqlite3_bind_double(pointer, place, number)
        case .string(var text):
            text.withUTF8 { bytes in
                // Without an address SQLite would take it for NULL.
                guard let start = bytes.baseAddress else {
                    _ = sqlite3_bind_text(pointer, place, "", 0, nil)
                    return
                }
                start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    _ = sqlite3_bind_text(pointer, place, $0, Int32(bytes.count), Self.copied)
                }
            }
        case .blob(let data):
            data.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else {
                    _ = sqlite3_bind_zeroblob(pointer, place, 0)
                    return
                }
                sqlite3_bind_blob(pointer, place, start, Int32(bytes.count), Self.copied)
            }
        }
    }

    /// Tells SQLite to keep a copy of what is bound.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
