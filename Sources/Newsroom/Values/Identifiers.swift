import Crypto
import Foundation

/// A centre's short id, such as `erqi`; the municipal desk has one too (`zz`).
public struct CentreID: TextID, ExpressibleByStringLiteral {
    /// The id as the roster writes it.
    public let rawValue: String
    /// Takes any text as it is; `CleanText.identifier` tells whether it is fit for an id.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// From a literal in code.
    public init(stringLiteral value: String) { rawValue = value }
}

/// A staff member's short id, such as `liwei`.
public struct StaffID: TextID, ExpressibleByStringLiteral {
    /// The id as the administrator chose it.
    public let rawValue: String
    /// Takes any text as it is; `CleanText.identifier` tells whether it is fit for an id.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// From a literal in code.
    public init(stringLiteral value: String) { rawValue = value }
}

/// A channel's short id, such as `wechat`.
public struct ChannelID: TextID, ExpressibleByStringLiteral {
    /// The id as the roster writes it.
    public let rawValue: String
    /// Takes any text as it is; `CleanText.identifier` tells whether it is fit for an id.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// From a literal in code.
    public init(stringLiteral value: String) { rawValue = value }
}

/// What an event is about: 16 bytes. Things that are made anew get ids ordered by time (UUIDv7), which keeps
/// inserts local in the index; things with a name of their own (centres, staff, the desk) get one derived from it.
public struct SubjectID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A fresh id, ordered by `moment`; `random` gives 64 random bits a call.
    public init(at moment: Moment, random: () -> UInt64) {
        let time = UInt64(max(0, moment.milliseconds)) << 16
        high = time | 0x7000 | (random() & 0x0FFF)
        low = (random() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
    }

    /// The id of a thing that has a name of its own, always the same for the same words.
    public init(kind: String, name: String) {
        let digest = Array(SHA256.hash(data: Data("\(kind)/\(name)".utf8)))
        func word(_ start: Int) -> UInt64 { digest[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        high = (word(0) & ~0xF000) | 0x8000
        low = (word(8) & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
    }

    /// From its 16 bytes; `nil` when there are not 16.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        // Lists read thousands of ids: bytes that lie in a row are taken as two words.
        let words = bytes.withContiguousStorageIfAvailable { storage in
            let raw = UnsafeRawBufferPointer(storage)
            return (
                UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        if let words {
            (high, low) = words
            return
        }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
        self.high = high
        self.low = low
    }

    /// From its usual written form of 36 characters; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        guard let uuid = UUID(uuidString: String(text)) else { return nil }
        self.init(bytes: withUnsafeBytes(of: uuid.uuid) { Array($0) })
    }

    /// The 16 bytes, most significant first.
    public var bytes: [UInt8] {
        var result = [UInt8]()
        result.reserveCapacity(16)
        for shift in stride(from: 56, through: 0, by: -8) { result.append(UInt8(truncatingIfNeeded: high >> shift)) }
        for shift in stride(from: 56, through: 0, by: -8) { result.append(UInt8(truncatingIfNeeded: low >> shift)) }
        return result
    }

    /// The usual written form, in lower case.
    public var description: String {
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 6 || index == 8 || index == 10 { text.append("-") }
            text.append(Self.hex[Int(byte >> 4)])
            text.append(Self.hex[Int(byte & 15)])
        }
        return text
    }

    private static let hex = Array("0123456789abcdef")

    /// By the bytes: of things made anew, the one made earlier comes first.
    public static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }

    /// Reads the usual written form; throws `DecodingError` for anything else.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = SubjectID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an id")
        }
        self = id
    }

    /// Writes the usual written form, in lower case.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension SubjectID {
    /// The desk itself: its charter, policy and notes.
    public static let desk = SubjectID(kind: "desk", name: "")
    /// A centre of the roster.
    public static func centre(_ id: CentreID) -> SubjectID { SubjectID(kind: "centre", name: id.rawValue) }
    /// A staff member.
    public static func staff(_ id: StaffID) -> SubjectID { SubjectID(kind: "staff", name: id.rawValue) }
    /// A machine that shares the desk.
    public static func node(_ id: NodeID) -> SubjectID { SubjectID(kind: "node", name: id.rawValue) }
}

/// The kinds of things that have numbers people say aloud, in the order in which a search lists them.
public enum Series: String, Codable, CaseIterable, Sendable {
    case story = "S"
    case task = "T"
    case lead = "L"
    case request = "R"
}

/// A short number that people say aloud: T-0117, S-0042, L-0031.
public struct Number: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// What kind of thing it numbers.
    public let series: Series
    /// From 1.
    public let value: Int

    /// How many numbers of a series each node has for its own; the desk's come first.
    public static let perSlot = 1_000_000_000

    /// The number `value` of a series; `value` counts from 1.
    public init(_ series: Series, _ value: Int) {
        self.series = series
        self.value = value
    }

    /// Reads `T-0117`, `t117`, `T0117`, and a centre's own `T-3-0117`, in full-width signs too; `nil` for anything else.
    public init?(_ typed: some StringProtocol) {
        let text = CleanText.plainSigns(typed)
        guard let first = text.first, let series = Series(rawValue: first.uppercased()) else { return nil }
        var digits = text.dropFirst()
        if digits.first == "-" { digits = digits.dropFirst() }
        let parts = digits.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ (1...12).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let value = Int(parts[parts.count - 1]), value > 0
        else { return nil }
        guard parts.count == 2 else {
            self.init(series, value)
            return
        }
        guard let slot = Int(parts[0]), (1...NodeCard.lastSlot).contains(slot), value < Self.perSlot else { return nil }
        self.init(series, slot * Self.perSlot + value)
    }

    /// The node whose number it is; 0 for the desk's.
    public var slot: Int { value / Self.perSlot }

    /// The letter, a hyphen and at least four digits, `T-0117`; the numbers of a centre's node with its slot before
    /// them, `T-3-0117`.
    public var description: String {
        let digits = String(value % Self.perSlot)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return slot == 0 ? "\(series.rawValue)-\(padded)" : "\(series.rawValue)-\(slot)-\(padded)"
    }

    /// By series, then by value.
    public static func < (left: Self, right: Self) -> Bool {
        (left.series.rawValue, left.value) < (right.series.rawValue, right.value)
    }
}

/// The hash that stands for a text in reviews and at sign-off: SHA-256 of title, a line feed and body, in hex.
public struct TextHash: TextID {
    /// 64 hex digits, in lower case.
    public let rawValue: String
    /// Takes a hash that was kept, as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The hash of a story's title and body, as UTF-8.
    public init(title: String, body: String) {
        var hasher = SHA256()
        hasher.update(data: Data(title.utf8))
        hasher.update(data: [0x0A])
        hasher.update(data: Data(body.utf8))
        rawValue = hasher.finalize().hexDigits
    }

    /// The first eight digits, enough for people to compare.
    public var short: String { String(rawValue.prefix(8)) }
}
