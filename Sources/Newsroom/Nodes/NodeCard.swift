import Foundation

/// A machine's short id among those that share the desk: 16 random bytes as 32 hex digits.
public struct NodeID: TextID, ExpressibleByStringLiteral {
    /// The id as it was made.
    public let rawValue: String
    /// Takes any text as it is; `isWellFormed` tells whether it is fit for an id.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// From a literal in code.
    public init(stringLiteral value: String) { rawValue = value }

    /// Whether it is 32 hex digits in lower case.
    public var isWellFormed: Bool {
        rawValue.utf8.count == 32 && rawValue.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// The first eight digits, enough for people to tell nodes apart.
    public var short: String { String(rawValue.prefix(8)) }
}

/// A chain of events: 16 random bytes. A node begins a new one when its database was restored or copied, so that no
/// sequence number is ever given twice.
public struct OriginID: Hashable, Comparable, Sendable, CustomStringConvertible, Codable {
    /// The 16 bytes.
    public let bytes: [UInt8]

    /// From its 16 bytes; `nil` when there are not 16.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.bytes = Array(bytes)
    }

    /// Sixteen times the same byte.
    public init(repeating byte: UInt8) { bytes = [UInt8](repeating: byte, count: 16) }

    /// From 32 hex digits, as people type them, in upper or lower case; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        var text = text.lowercased()
        guard let origin = text.withUTF8({ OriginID(written: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = origin
    }

    /// From the bytes of 32 hex digits as they are written, in lower case only.
    init?(written digits: UnsafeRawBufferPointer) {
        guard digits.count == 32, let bytes = digits.writtenHexBytes else { return nil }
        self.bytes = bytes
    }

    /// 32 hex digits in lower case.
    public var description: String { bytes.hexDigits }

    /// The first eight digits, enough for people to tell chains apart.
    public var short: String { String(description.prefix(8)) }

    /// By the bytes.
    public static func < (left: Self, right: Self) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }

    /// Reads 32 hex digits; throws `DecodingError` for anything else.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let origin = OriginID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an origin")
        }
        self = origin
    }

    /// Writes 32 hex digits in lower case.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A node as the desk admitted it.
public struct NodeCard: Codable, Equatable, Sendable {
    /// Names the node in the log; never given to another.
    public var id: NodeID
    /// What people call the machine, such as `erqi-1`.
    public var name: String
    /// Whose node it is: it may write for people of this centre only; a node of the desk's own centre for everybody.
    public var centre: CentreID
    /// Its place in numbers that people say aloud; 0 is the desk's, and no two nodes have the same.
    public var slot: Int
    /// Its public key at admission: 32 bytes of Ed25519 as base64.
    public var key: String

    /// The highest slot.
    public static let lastSlot = 99_999

    /// A card as given; nothing is judged.
    public init(id: NodeID, name: String, centre: CentreID, slot: Int, key: String) {
        self.id = id
        self.name = name
        self.centre = centre
        self.slot = slot
        self.key = key
    }
}

/// Where one chain of a revoked node ends: what comes after does not count.
public struct OriginEnd: Codable, Equatable, Sendable {
    /// The chain.
    public var origin: OriginID
    /// The last sequence number that counts, 0 for none.
    public var sequence: Int64

    /// An end as given.
    public init(origin: OriginID, sequence: Int64) {
        self.origin = origin
        self.sequence = sequence
    }
}

extension NodeCard: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            id: try fields["id"].id(),
            name: try fields["name"].text(.line),
            centre: try fields["centre"].id(),
            slot: try fields["slot"].integer(),
            key: try fields["key"].text(.line))
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.id("id", id)
        fields.text("name", name)
        fields.id("centre", centre)
        fields.number("slot", slot)
        fields.text("key", key)
    }
}

extension OriginEnd: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            origin: try fields["origin"].origin(),
            sequence: try fields["sequence"].long())
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.text("origin", origin.description)
        fields.number("sequence", sequence)
    }
}
