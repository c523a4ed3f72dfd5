import CZlib
import Foundation
import Ledger
import Newsroom

/// Puts numbers and ids into bytes, big-endian.
struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func number(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func bytes(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// 16 bytes; zeros for an id that is none, which no reader takes for one of ours.
    mutating func node(_ node: NodeID) {
        bytes.append(contentsOf: OriginID(node.rawValue)?.bytes ?? [UInt8](repeating: 0, count: 16))
    }

    mutating func head(_ head: Head) {
        bytes.append(contentsOf: head.origin.bytes)
        number(UInt64(bitPattern: head.sequence))
        bytes.append(contentsOf: head.hash)
    }
}

/// Takes bytes apart again; whatever is missing is `PeerError.malformed`.
struct ByteReader {
    private let all: [UInt8]
    private var place = 0

    init(_ bytes: some Collection<UInt8>) { all = Array(bytes) }

    var isAtEnd: Bool { place == all.count }

    mutating func bytes(_ count: Int) throws(PeerError) -> [UInt8] {
        guard count <= all.count - place else { throw .malformed("short") }
        defer { place += count }
        return Array(all[place..<place + count])
    }

    mutating func rest() -> ArraySlice<UInt8> {
        defer { place = all.count }
        return all[place...]
    }

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) throws(PeerError) -> Number {
        var number: Number = 0
        for byte in try bytes(Number.bitWidth / 8) { number = number << 8 | Number(byte) }
        return number
    }

    mutating func flag() throws(PeerError) -> Bool {
        let byte = try number(UInt8.self)
        guard byte <= 1 else { throw .malformed("flag") }
        return byte == 1
    }

    /// From 0 to far below where sums would overflow.
    mutating func sequence() throws(PeerError) -> Int64 {
        let number = try number(UInt64.self)
        guard number < 1 << 62 else { throw .malformed("sequence") }
        return Int64(number)
    }

    mutating func origin() throws(PeerError) -> OriginID {
        guard let origin = OriginID(bytes: try bytes(16)) else { throw .malformed("origin") }
        return origin
    }

    mutating func node() throws(PeerError) -> NodeID {
        NodeID(rawValue: try origin().description)
    }

    mutating func head() throws(PeerError) -> Head {
        Head(origin: try origin(), sequence: try sequence(), hash: Data(try bytes(32)))
    }
}

/// zlib, whole payloads at once.
enum Deflate {
    /// The payload compressed; `nil` when zlib cannot.
    static func squeeze(_ bytes: [UInt8]) -> [UInt8]? {
        var size = compressBound(uLong(bytes.count))
        var small = [UInt8](repeating: 0, count: Int(size))
        guard compress2(&small, &size, bytes, uLong(bytes.count), 5) == Z_OK else { return nil }
        small.removeSubrange(Int(size)...)
        return small
    }

    /// The payload as it was: exactly so many bytes as it says, or nothing.
    static func unfold(_ small: ArraySlice<UInt8>, to count: Int) -> [UInt8]? {
        // zlib never makes a thousandth of anything: what claims to be more is a lie, and gets no memory.
        guard count <= small.count * 1032 else { return nil }
        var bytes = [UInt8](repeating: 0, count: max(1, count))
        var size = uLong(count)
        let code = small.withUnsafeBufferPointer { uncompress(&bytes, &size, $0.baseAddress, uLong($0.count)) }
        guard code == Z_OK, Int(size) == count else { return nil }
        if bytes.count > count { bytes.removeLast(bytes.count - count) }
        return bytes
    }
}
