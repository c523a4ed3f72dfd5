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
    private var isDeskWritten = false
    private var changed = ChangedTable.Noted()

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
        let isSame = old?.hasSameRow(as: projection) == true
        note(projection, isSame: isSame)
        if !isSame { try statements.upsert.run(projection.values) }
        guard let search = statements.search, let text = projection.text, old?.text?.hasSameBytes(as: text) != true
        else {
            return
        }
        let row = try search.row.run(projection.id).databaseValue
        if let oldText = old?.text { try search.remove.run([row, Bigrams.tokens(oldText).databaseValue]) }
        try search.add.run([row, (tokens ?? Bigrams.tokens(text)).databaseValue])
    }

    /// Takes a row away, and its search text: nothing makes the subject any more.
    func delete(_ projection: Projection) throws {
        let statements = try statements(of: projection.table)
        note(projection, isSame: false)
        if let search = statements.search, let text = projection.text {
            let row = try search.row.run(projection.id).databaseValue
            try search.remove.run([row, Bigrams.tokens(text).databaseValue])
        }
        try statements.delete.run(projection.id)
    }

    /// Settles what follows from several subjects together; called once all are written.
    func finish() throws {
        if isDeskWritten {
            // A node that joined before it knew the desk is one of the desk's own where its centre is the desk's house: so
            // everybody else has its chains, and what it writes must count here as it does there.
            try db.execute(
                sql: "UPDATE origin SET centre = NULL WHERE mine = 1 AND centre = (SELECT charter ->> '$.id' FROM desk)"
            )
            isDeskWritten = false
        }
        try DueTable.settle(db, stories)
        stories.removeAll(keepingCapacity: true)
        try ChangedTable.note(db, changed)
        changed = ChangedTable.Noted()
    }

    /// More than single rows can tell is not what it was: all rows are written anew, or what counts of the log.
    func noteAll() { changed.addAll() }

    private func note(_ projection: Projection, isSame: Bool) {
        // Where the row is the same an act may have come to count or cease to, which lines of the duty log say. Of the desk's own
        // row everything depends, and what is noted at the desk passes without changing it.
        if !isSame || projection.id != .desk { changed.add(projection.id, projection.table.kind) }
        if let story = projection.story {
            stories.insert(story)
            // Its row tells how it stands on channels.
            changed.add(story, .story)
        }
        if projection.table.name == DeskTable.table.name { isDeskWritten = true }
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

/// A statement whose values are bound where they lie. GRDB's own way through `StatementArguments` takes longer than SQLite
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
        // One copy of all bytes for as long as it runs, where SQLite would make one of each.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        for value in values {
            switch value.storage {
            case .string(let text): bytes.append(contentsOf: text.utf8)
            case .blob(let data): bytes.append(contentsOf: data)
            case .null, .int64, .double: break
            }
        }
        // There is an address also where all are empty: without one SQLite would take them for NULL.
        bytes.append(0)
        return try bytes.withUnsafeBytes { bytes in
            guard var next = bytes.baseAddress else { return nil }
            for (index, value) in values.enumerated() {
                let place = Int32(index + 1)
                let code: Int32
                switch value.storage {
                case .null: code = sqlite3_bind_null(pointer, place)
                case .int64(let number): code = sqlite3_bind_int64(pointer, place, number)
                case .double(let number): code = sqlite3_bind_double(pointer, place, number)
                case .string(let text):
                    let count = text.utf8.count
                    code = sqlite3_bind_text(
                        pointer, place, next.assumingMemoryBound(to: CChar.self), Int32(count), nil)
                    next += count
                case .blob(let data):
                    code = sqlite3_bind_blob(pointer, place, next, Int32(data.count), nil)
                    next += data.count
                }
                // Else what was not bound would be written as NULL.
                guard code == SQLITE_OK else { throw failure(code) }
            }
            return try step()
        }
    }

    /// Runs it with a subject's id, its only mark.
    ///
    /// - Returns: the integer in the first column of the first row, where there is one.
    @discardableResult func run(_ id: SubjectID) throws -> Int64? {
        try id.withBytes { bytes in
            let code = sqlite3_bind_blob(pointer, 1, bytes.baseAddress, Int32(bytes.count), nil)
            guard code == SQLITE_OK else { throw failure(code) }
            return try step()
        }
    }

    private func step() throws -> Int64? {
        // What is bound lies there no longer.
        defer {
            sqlite3_reset(pointer)
            sqlite3_clear_bindings(pointer)
        }
        switch sqlite3_step(pointer) {
        case SQLITE_DONE: return nil
        case SQLITE_ROW:
            return sqlite3_column_type(pointer, 0) == SQLITE_INTEGER ? sqlite3_column_int64(pointer, 0) : nil
        case let code: throw failure(code)
        }
    }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
    }
}
