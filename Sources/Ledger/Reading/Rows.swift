import Foundation
import GRDB
import GRDBSQLite
import Newsroom

func moment(_ value: Int64?) -> Moment? { value.map(Moment.init(milliseconds:)) }

// Lists read thousands of ids after each commit: SQLite's bytes are taken as they lie.
extension SubjectID: DatabaseValueConvertible, StatementColumnConvertible {
    /// From a column of SQLite; `nil` where it has not 16 bytes.
    public init?(sqliteStatement: SQLiteStatement, index: CInt) {
        let start = sqlite3_column_blob(sqliteStatement, index)
        let count = Int(sqlite3_column_bytes(sqliteStatement, index))
        self.init(bytes: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    /// Its 16 bytes.
    public var databaseValue: DatabaseValue { Data(bytes).databaseValue }

    /// From its 16 bytes; `nil` for anything else.
    public static func fromDatabaseValue(_ value: DatabaseValue) -> SubjectID? {
        Data.fromDatabaseValue(value).flatMap { SubjectID(bytes: $0) }
    }
}

/// A row of a query, GRDB's or one as it lies; what is not of the type that is asked for is empty.
protocol StoredColumns {
    /// The text of a column; empty where there is none.
    func text(_ column: Int) -> String
    /// A whole number.
    func value(_ column: Int) -> Int64?
    /// An id.
    func value(_ column: Int) -> SubjectID?
    /// A whole number; 0 where there is none.
    func number(_ column: Int) -> Int
}

extension StoredColumns {
    /// What stands between commas; mostly it is one.
    func list(_ column: Int) -> [String] {
        let text = text(column)
        guard text.utf8.contains(UInt8(ascii: ",")) else { return text.isEmpty ? [] : [text] }
        return text.split(separator: ",").map(String.init)
    }
}

extension Row: StoredColumns {
    // A damaged row must show as an odd one, not end the program: what is not of the type that the schema says is
    // empty here or what SQLite makes of it, and verify tells.
    // Statement columns are read straight from SQLite, many times faster than through a value of any type.
    func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: Int) -> Value? {
        (try? decode(Value?.self, atIndex: column)) ?? nil
    }
    func text(_ column: Int) -> String { value(column) ?? "" }
    func origin(_ column: Int) -> OriginID? { (value(column) as Data?).flatMap { OriginID(bytes: $0) } }
    func number(_ column: Int) -> Int { value(column) ?? 0 }
    func integer(_ column: Int) -> Int64 { value(column) ?? 0 }
    func flag(_ column: Int) -> Bool { integer(column) != 0 }
    func data(_ column: Int) -> Data { value(column) ?? Data() }
    /// The value as it lies in the file, of whatever type.
    func stored(_ column: Int) -> DatabaseValue { (try? decode(DatabaseValue.self, atIndex: column)) ?? .null }
}

// GRDB's own subscripts end the program where a column is not of the type that is asked for. In this module these hide
// them, so that the compiler complains wherever one is used, and nothing may be built with complaints.
extension Row {
    private static let why: StaticString = "a damaged file must not end the program"

    @available(*, deprecated, message: "traps on a damaged file: use value, text, number, integer, flag, data, origin")
    @_disfavoredOverload
    subscript(_ column: Int) -> (any DatabaseValueConvertible)? { stored(column) }

    @available(*, deprecated, message: "traps on a damaged file: use value, text, number, integer, flag, data, origin")
    @_disfavoredOverload
    subscript<Value: DatabaseValueConvertible>(_ column: Int) -> Value? { Value.fromDatabaseValue(stored(column)) }

    @available(*, deprecated, message: "traps on a damaged file: use value, text, number, integer, flag, data, origin")
    @_disfavoredOverload
    subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: Int) -> Value? { value(column) }

    @available(*, deprecated, message: "traps on a damaged file: use value, text, number, integer, flag, data, origin")
    @_disfavoredOverload
    subscript<Value: DatabaseValueConvertible>(_ column: Int) -> Value { preconditionFailure("\(Self.why)") }

    @available(*, deprecated, message: "traps on a damaged file: use value, text, number, integer, flag, data, origin")
    @_disfavoredOverload
    subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: Int) -> Value {
        preconditionFailure("\(Self.why)")
    }
}

extension Sequence<FactKind> {
    /// The names of the kinds as a list in SQL.
    var listedInSQL: String { map { "'\($0.name)'" }.joined(separator: ", ") }
}

extension Sequence where Element: RawRepresentable<String> {
    /// The terms as a list in SQL.
    var listedInSQL: String { map { "'\($0.rawValue)'" }.joined(separator: ", ") }
}
