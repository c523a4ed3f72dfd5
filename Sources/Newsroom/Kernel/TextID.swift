import Foundation

/// A text by which something is known or found. Two are the same where their bytes are, as for the database and for
/// every other node: Swift's own `==` also takes é for é that is written as e with an accent after it.
///
/// Not `RawRepresentable`, whose `!=` would compare the raw values in Swift's way.
public protocol TextID: Hashable, Comparable, Codable, Sendable {
    /// The text as it was given.
    var rawValue: String { get }
    /// Takes any text as it is.
    init(rawValue: String)
}

extension TextID {
    /// Whether both are the same bytes.
    public static func == (left: Self, right: Self) -> Bool { left.rawValue.hasSameBytes(as: right.rawValue) }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        var text = rawValue
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // The end of one text and the beginning of the next are not to be mistaken for each other.
        hasher.combine(0xFF as UInt8)
    }

    /// In the order of the bytes, as the database has it.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }

    /// Reads the text alone.
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text alone.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// A text that something is kept under, such as the key of a lead in its source.
public struct TextKey: TextID {
    /// The text as it was given.
    public let rawValue: String
    /// Takes any text as it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}

extension String {
    /// Whether both texts are the same bytes of UTF-8. What the log and the rules take as the same or as changed is
    /// decided by this, never by `==`: that takes differently written marks for the same, and the database, the hashes
    /// and programs in other languages do not.
    public func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        var (left, right) = (self, other)
        return left.withUTF8 { left in
            right.withUTF8 { right in
                guard let one = left.baseAddress, let two = right.baseAddress else { return left.isEmpty }
                return memcmp(one, two, left.count) == 0
            }
        }
    }
}
