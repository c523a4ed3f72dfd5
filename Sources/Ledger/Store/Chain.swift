import Crypto
import Foundation
import Newsroom

/// The hash chain over one origin's events: whoever changes, drops or inserts one breaks every link after it.
///
/// A link is SHA-256 over the hash before it (32 zero bytes for the first) and, in this order: origin (16 bytes),
/// seq and stamp (8 bytes each, big-endian), then actor, role, centre, via, subject, kind and body, each as its length
/// (4 bytes, big-endian) and its bytes as stored; an absent via has length 0xFFFFFFFF.
enum Chain {
    static let start = Data(repeating: 0, count: 32)

    /// One event's bytes as they stand in the file.
    struct Stored {
        var origin: Data
        var sequence: Int64
        var stamp: Int64
        var actor: String
        var role: String
        var centre: String
        var via: String?
        var subject: Data
        var kind: String
        var body: Data
    }

    static func link(after previous: Data, _ event: Stored) -> Data {
        var hasher = SHA256()
        var bytes = Data(capacity: 160 + event.body.count)
        bytes.append(previous)
        bytes.append(event.origin)
        append(UInt64(bitPattern: event.sequence), to: &bytes)
        append(UInt64(bitPattern: event.stamp), to: &bytes)
        append(event.actor.utf8, to: &bytes)
        append(event.role.utf8, to: &bytes)
        append(event.centre.utf8, to: &bytes)
        if let via = event.via { append(via.utf8, to: &bytes) } else { append(UInt32.max, to: &bytes) }
        append(event.subject, to: &bytes)
        append(event.kind.utf8, to: &bytes)
        append(event.body, to: &bytes)
        hasher.update(data: bytes)
        return Data(hasher.finalize())
    }

    private static func append(_ field: some Collection<UInt8>, to bytes: inout Data) {
        append(UInt32(field.count), to: &bytes)
        bytes.append(contentsOf: field)
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout Data) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
