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
/// inserts local in the index; things with a name of their own (centres, staff, the desk) get one derived from it, and
/// things of another thing (a story's placements) one that lies beside it.
public struct SubjectID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A fresh id, ordered by `moment`, with the slot of the node that makes it; `random` gives 64 random bits a call. So no node
    /// begins anything under an id that another has made, or will.
    public init(at moment: Moment, slot: Int = 0, random: () -> UInt64) {
        let time = UInt64(max(0, moment.milliseconds)) << 16
        high = time | 0x7000 | (random() & 0x0FFF)
        let place = UInt64(truncatingIfNeeded: slot) & 0xF_FFFF
        low = 0x8000_0000_0000_0000 | place << 42 | (random() & 0x3FF_FFFF_FFFF)
    }

    /// The slot of the node that made it; `nil` for the id of a thing that has a name of its own.
    public var slot: Int? { high & 0xF000 == 0x7000 ? Int(low >> 42 & 0xF_FFFF) : nil }

    /// The id of a thing that has a name of its own, always the same for the same words.
    public init(kind: String, name: String) {
        let (first, second) = SHA256.hash(data: Data("\(kind)/\(name)".utf8)).withUnsafeBytes(Self.words)
        high = (first & ~0xF000) | 0x8000
        low = (second & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
    }

    /// The same for a thing that belongs to another: its id lies beside that one's, so that what is written and read
    /// together lies together in every index.
    public init(beside other: SubjectID, kind: String, name: String) {
        let derived = SubjectID(kind: kind, name: name)
        (high, low) = (other.high & ~0xFFFF | derived.high & 0xFFFF, derived.low)
    }

    /// From its 16 bytes; `nil` when there are not 16.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        // Lists read thousands of ids: bytes that lie in a row are taken as two words.
        if let words = bytes.withContiguousStorageIfAvailable({ Self.words(UnsafeRawBufferPointer($0)) }) {
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

    /// The first 16 of some bytes, most significant first.
    private static func words(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
        (
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }

    /// From its usual written form of 36 characters, as people type it, in upper or lower case; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        var text = text.lowercased()
        guard let id = text.withUTF8({ SubjectID(written: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = id
    }

    /// From the bytes of the text as it is written, in lower case only: one id has one form in the log.
    init?(written bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 36 else { return nil }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for (place, byte) in bytes.enumerated() {
            if place == 8 || place == 13 || place == 18 || place == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = byte.writtenHexValue else { return nil }
            (high, low) = (high << 4 | low >> 60, low << 4 | UInt64(digit))
        }
        (self.high, self.low) = (high, low)
    }

    /// The 16 bytes, most significant first.
    public var bytes: [UInt8] { withBytes { Array($0) } }

    /// Lends the 16 bytes, most significant first.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try withUnsafeBytes(of: (high.bigEndian, low.bigEndian), body)
    }

    /// The usual written form, in lower case.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        withBytes { bytes in
            for (place, byte) in bytes.enumerated() {
                if place == 4 || place == 6 || place == 8 || place == 10 { text.append(UInt8(ascii: "-")) }
                text.append(.hexDigit(byte >> 4))
                text.append(.hexDigit(byte))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

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
    /// Of a borrowed reviewer.
    case loan = "B"
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
        var (title, body) = (title, body)
        title.withUTF8 { hasher.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        hasher.update(data: [0x0A])
        body.withUTF8 { hasher.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        rawValue = hasher.finalize().hexDigits
    }

    /// The first eight digits, enough for people to compare.
    public var short: String { String(rawValue.prefix(8)) }
}

extension CentreID: CodingKeyRepresentable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue _: Int) { nil }
    }

    /// As the key of a dictionary it is its text: so one dictionary is written in one way.
    public var codingKey: any CodingKey { Key(stringValue: rawValue) }

    /// From the key of a dictionary.
    public init?(codingKey: some CodingKey) { self.init(rawValue: codingKey.stringValue) }
}
