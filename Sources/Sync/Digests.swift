import Crypto
import Foundation
import Ledger
import Newsroom

/// Many heads in one kilobyte: 64 buckets by the upper six bits of an origin's first byte. The digest of a bucket is the
/// first 16 bytes of SHA-256 over origin (16), sequence (8) and hash (32) of each of its heads, ascending by origin; zeros
/// for an empty one. Two replicas need speak only of those buckets in which they differ.
struct Digests: Equatable {
    static let count = 64
    static let width = 16

    /// All of them, one after another.
    private(set) var bytes: [UInt8]

    /// As read: 64 times 16 bytes.
    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Those of no heads at all.
    static let none = Digests(bytes: [UInt8](repeating: 0, count: count * width))

    /// The digests of heads that ascend by origin.
    init(of heads: [Head]) {
        var hashers = [SHA256?](repeating: nil, count: Self.count)
        for head in heads {
            let bucket = Self.bucket(of: head.origin)
            var writer = ByteWriter()
            writer.head(head)
            var hasher = hashers[bucket] ?? SHA256()
            hasher.update(data: writer.bytes)
            hashers[bucket] = hasher
        }
        bytes = hashers.flatMap { hasher in
            hasher.map { Array($0.finalize().prefix(Self.width)) } ?? [UInt8](repeating: 0, count: Self.width)
        }
    }

    static func bucket(of origin: OriginID) -> Int { Int(origin.bytes[0] >> 2) }

    /// For each bucket whether it is another one there.
    func differences(from other: Digests) -> [Bool] {
        (0..<Self.count).map { bucket in
            let range = bucket * Self.width..<(bucket + 1) * Self.width
            return bytes[range] != other.bytes[range]
        }
    }
}
