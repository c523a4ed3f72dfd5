import Crypto
import Foundation

/// The hash chain over one origin's events: whoever changes, drops or inserts one breaks every link after it.
///
/// A link is SHA-256 over the hash before it (32 zero bytes for the first) and, in this order: origin (16 bytes),
/// seq and stamp (8 bytes each, big-endian), then actor, role, house, capacity, via, subject, kind and body, each as its
/// length (4 bytes, big-endian) and its bytes as stored; what is absent has length 0xFFFFFFFF.
struct Chain {
    static let start = Data(repeating: 0, count: 32)

    /// The bytes of the link that is being made; kept between links, since a log has millions.
    private var bytes: [UInt8] = []

    /// Begins a link; its fields follow in their order.
    mutating func begin(
        after previous: some Sequence<UInt8>, origin: some Sequence<UInt8>, sequence: Int64, stamp: Int64
    ) {
        begin(after: previous, origin: origin, sequence: sequence)
        append(UInt64(bitPattern: stamp))
    }

    /// Begins a link whose stamp and fields follow as one.
    mutating func begin(after previous: some Sequence<UInt8>, origin: some Sequence<UInt8>, sequence: Int64) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: previous)
        bytes.append(contentsOf: origin)
        append(UInt64(bitPattern: sequence))
    }

    /// Stamp and fields as a batch holds them.
    mutating func rest(_ rest: UnsafeRawBufferPointer) { bytes.append(contentsOf: rest) }

    mutating func field(_ field: UnsafeRawBufferPointer) {
        append(UInt32(field.count))
        bytes.append(contentsOf: field)
    }

    mutating func field(_ text: String?) {
        guard var text else { return append(UInt32.max) }
        text.withUTF8 { field(UnsafeRawBufferPointer($0)) }
    }

    mutating func field(_ data: Data) { data.withUnsafeBytes { field($0) } }

    mutating func absentField() { append(UInt32.max) }

    /// The link over everything given since `begin`.
    func link() -> SHA256.Digest {
        var hasher = SHA256()
        bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return hasher.finalize()
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
