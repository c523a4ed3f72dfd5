/// A value of a TOML file, with where it stands.
public struct TOMLItem: Equatable, Sendable {
    /// What stands there.
    public let value: TOMLValue
    /// The line of its key, else of its beginning; from 1.
    public let line: Int
}

/// What a TOML file may hold.
public enum TOMLValue: Equatable, Sendable {
    case string(String)
    case integer(Int)
    case float(Double)
    case boolean(Bool)
    case date(TOMLDate)
    case array([TOMLItem])
    case table(TOMLTable)

    /// The text, if it is one.
    public var string: String? { if case .string(let text) = self { text } else { nil } }
    /// The number, if it is a whole one.
    public var int: Int? { if case .integer(let number) = self { number } else { nil } }
    /// `true` or `false`, if it is one of them.
    public var bool: Bool? { if case .boolean(let flag) = self { flag } else { nil } }
    /// The elements, if it is an array.
    public var array: [TOMLItem]? { if case .array(let items) = self { items } else { nil } }
    /// The table, if it is one.
    public var table: TOMLTable? { if case .table(let table) = self { table } else { nil } }

    /// The value as a sentence may quote it: short, on one line, nothing in it that steers a terminal.
    public var quoted: String {
        switch self {
        case .string(let text): "\"\(Quoted.text(text))\""
        case .integer(let number): "\(number)"
        case .float(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        case .date(let date): date.text
        case .array: "[…]"
        case .table: "{…}"
        }
    }
}

/// A date or time that exists, as it was written, but with `T` between date and time and `Z` for Greenwich.
public struct TOMLDate: Equatable, Sendable {
    /// Which of TOML's four kinds it is.
    public enum Kind: Sendable {
        case offsetDateTime, localDateTime, localDate, localTime
    }

    /// What of a date and time was written.
    public let kind: Kind
    /// `2026-11-28T03:30:00.5+08:00`, or the part of it that was written.
    public let text: String
}

/// A table of a TOML file. Keys are what their bytes are: letters that only look the same are different ones.
public struct TOMLTable: Equatable, Sendable {
    private let entries: [(key: TOMLKey, item: TOMLItem)]
    private let places: [TOMLKey: Int]

    /// `entries` have each key once.
    init(_ entries: [(key: TOMLKey, item: TOMLItem)]) {
        self.entries = entries
        places = Dictionary(entries.enumerated().map { ($0.element.key, $0.offset) }) { first, _ in first }
    }

    /// The keys, in the order of the file.
    public var keys: [String] { entries.map(\.key.text) }

    /// What stands at a key.
    public subscript(key: String) -> TOMLItem? { places[TOMLKey(text: key)].map { entries[$0].item } }

    /// Whether both hold the same, at the same lines, in the same order.
    public static func == (one: TOMLTable, other: TOMLTable) -> Bool {
        one.entries.elementsEqual(other.entries) { $0.key == $1.key && $0.item == $1.item }
    }
}

/// A key, compared by its bytes: Swift takes strings for equal that TOML tells apart (`é` has two spellings).
struct TOMLKey: Hashable, Sendable {
    let text: String

    static func == (one: TOMLKey, other: TOMLKey) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
