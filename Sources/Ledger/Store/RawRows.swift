import Foundation
import GRDB
import GRDBSQLite
import Newsroom

/// A query's rows as they lie in the file, whatever damage made of them: no column is copied or converted unless it
/// is asked for, and none is trusted to be what the schema says.
final class RawRows {
    private let db: Database
    private let statement: Statement
    private let pointer: SQLiteStatement

    init(_ db: Database, _ sql: String) throws {
        self.db = db
        statement = try db.makeStatement(sql: sql)
        pointer = statement.sqliteStatement
    }

    /// Rows of a statement that is kept for the next time.
    init(_ db: Database, _ statement: Statement, arguments: StatementArguments) throws {
        self.db = db
        self.statement = statement
        pointer = statement.sqliteStatement
        sqlite3_reset(pointer)
        try statement.setArguments(arguments)
    }

    deinit { sqlite3_reset(pointer) }

    /// Goes to the next row; false at the end.
    func next() throws -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
        }
    }

    func isText(_ column: Int) -> Bool { sqlite3_column_type(pointer, Int32(column)) == SQLITE_TEXT }
    func isBlob(_ column: Int) -> Bool { sqlite3_column_type(pointer, Int32(column)) == SQLITE_BLOB }
    func isInteger(_ column: Int) -> Bool { sqlite3_column_type(pointer, Int32(column)) == SQLITE_INTEGER }
    func isNull(_ column: Int) -> Bool { sqlite3_column_type(pointer, Int32(column)) == SQLITE_NULL }

    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(pointer, Int32(column)) }

    /// A text's or blob's bytes, until the next step.
    func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(pointer, Int32(column))
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, Int32(column))))
    }

    /// A text; damage that is no UTF-8 shows as replacement characters.
    func text(_ column: Int) -> String { String(decoding: bytes(column), as: UTF8.self) }

    /// Whether a column holds just this value.
    func holds(_ value: DatabaseValue, _ column: Int) -> Bool {
        switch value.storage {
        case .null: return isNull(column)
        case .int64(let number): return isInteger(column) && integer(column) == number
        case .double: return false
        case .string(var text):
            return isText(column) && text.withUTF8 { same(UnsafeRawBufferPointer($0), bytes(column)) }
        case .blob(let data): return isBlob(column) && data.withUnsafeBytes { same($0, bytes(column)) }
        }
    }
}

// The columns of lists, by the same names as those of GRDB's rows: what is not of the type that is asked for is empty.
extension RawRows: StoredColumns {
    func value(_ column: Int) -> Int64? { isInteger(column) ? integer(column) : nil }
    func value(_ column: Int) -> Int? { isInteger(column) ? Int(integer(column)) : nil }
    func value(_ column: Int) -> String? { isText(column) ? text(column) : nil }
    func value(_ column: Int) -> SubjectID? { isBlob(column) ? SubjectID(bytes: bytes(column)) : nil }
    func number(_ column: Int) -> Int { value(column) ?? 0 }
    func flag(_ column: Int) -> Bool { integer(column) != 0 }
}

/// Whether two stretches of memory are alike.
func same(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    guard let start = left.baseAddress, let other = right.baseAddress else { return true }
    return memcmp(start, other, left.count) == 0
}
