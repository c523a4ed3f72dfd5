import Foundation
import Ledger

/// Puts frames together from bytes that come in any pieces. Keeps no more than one frame and the piece that ends it.
struct FrameDecoder {
    private var buffer: [UInt8] = []
    private var start = 0
    /// The payload of the last hello: the proofs are made over it.
    private(set) var hello: [UInt8] = []

    /// How many bytes wait for the rest of their frame.
    var waiting: Int { buffer.count - start }

    mutating func feed(_ bytes: some Sequence<UInt8>) {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 21)
            start = 0
        } else if start > 1 << 20 || start > buffer.count / 2 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole frame; `nil` when more bytes are needed.
    ///
    /// - Throws: `PeerError.oversized`, `.malformed`, `.otherVersion`: nothing that follows can be understood then.
    mutating func next() throws(PeerError) -> Frame? {
        while waiting >= 5 {
            let length =
                Int(buffer[start]) << 24 | Int(buffer[start + 1]) << 16 | Int(buffer[start + 2]) << 8
                | Int(buffer[start + 3])
            guard length >= 1 else { throw .malformed("length") }
            let byte = buffer[start + 4]
            let isDeflated = byte & Frame.deflated != 0
            let kind = Frame.Kind(rawValue: byte & ~Frame.deflated)
            guard kind != nil || byte & ~Frame.deflated >= Frame.firstLaterKind else {
                throw .malformed("kind \(byte)")
            }
            let most = kind?.most ?? Frame.mostUnknown
            guard length - 1 <= most else { throw .oversized(bytes: Int64(length)) }
            guard waiting >= 4 + length else { return nil }
            let payload = buffer[(start + 5)..<(start + 4 + length)]
            start += 4 + length
            guard let kind else { continue }
            guard isDeflated else {
                if kind == .hello { hello = Array(payload) }
                return try Frame(kind, payload)
            }
            guard payload.count > 4, Frame.mayBeDeflated(kind) else { throw .malformed("compressed") }
            let count = payload.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            guard count <= most else { throw .oversized(bytes: Int64(count)) }
            guard let whole = Deflate.unfold(payload.dropFirst(4), to: count) else { throw .malformed("compressed") }
            return try Frame(kind, whole)
        }
        return nil
    }
}
