import Foundation
import GRDB
import Newsroom

/// What the read model of a subject is: its table, and the row that a folded state makes. A file of this folder each, with
/// the row as lists read it and what is asked of it.
protocol ReadModel {
    /// What the subject's events fold to.
    associatedtype State
    /// Its table as it is created; its columns are said there and nowhere else.
    static var table: Projection.Table { get }
    /// The row of a state, in the order of the table's columns: a pure function, since `verify` compares it.
    static func projection(of state: State) -> Projection
}

// How values stand in rows.
extension ReadModel {
    static func json(_ value: some Encodable) -> DatabaseValue {
        // Sorted keys: the same value always gives the same bytes, so that verify can compare them.
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ((try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }).databaseValue
    }

    static func word(_ value: String?) -> DatabaseValue { value.databaseValue }
    static func time(_ moment: Moment?) -> DatabaseValue { (moment?.milliseconds).databaseValue }
    static func blob(_ id: SubjectID?) -> DatabaseValue { (id.map { Data($0.bytes) }).databaseValue }

    /// For JSON, in which names that only look different in Swift's eyes stand once: the first of them, at every node.
    static func named(_ times: [some TextID: Moment]) -> [String: Moment] {
        Dictionary(times.sorted { $0.key < $1.key }.map { ($0.key.rawValue, $0.value) }) { first, _ in first }
    }
}
