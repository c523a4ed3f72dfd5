import Foundation

@testable import Ledger
@testable import Newsroom
@testable import Sync

/// Bytes in pieces. The first byte says how large these are.
final class FrameFuzz: FuzzTarget {
    init() throws {}

    func run(_ input: [UInt8]) throws {
        guard let first = input.first else { return }
        let size = first == 0 ? input.count : Int(first)
        var decoder = FrameDecoder()
        var rest = input.dropFirst()
        var frames: [Frame] = []
        while !rest.isEmpty {
            decoder.feed(rest.prefix(size))
            rest = rest.dropFirst(size)
            do {
                while let frame = try decoder.next() { frames.append(frame) }
            } catch {
                rest = []
            }
            if decoder.waiting > 5 + Batch.largestRecord + Frame.batchHead { throw Finding("it keeps too much") }
        }
        for frame in frames {
            let again = try Frame(frame.kind, frame.payload)
            guard again == frame else { throw Finding("another frame: \(frame) / \(again)") }
            var other = FrameDecoder()
            // Hello and proof are never compressed.
            let isPlain = frame.kind == .hello || frame.kind == .proof
            other.feed(frame.encoded(deflate: !isPlain))
            guard try other.next() == frame else { throw Finding("not the same once sent: \(frame)") }
        }
    }

    var seeds: [[UInt8]] {
        let batches = (try? Example.batches()) ?? []
        let node = NodeID(rawValue: OriginID(repeating: 1).description)
        let heads = batches.map(\.end).sorted { $0.origin < $1.origin }
        let values = ["王先生 13800000000", "Ms Li"].compactMap { text in
            ErasableValue(text) { [UInt8](repeating: UInt8(text.utf8.count), count: $0) }
        }
        let frames: [Frame] =
            [
                .hello(
                    Hello(
                        isDialled: true, follows: true, asksDeflated: true, node: node, desk: node,
                        nonce: Data(repeating: 5, count: 32), window: 1 << 20, log: 1, kinds: ["noted"])),
                .proof(Data(repeating: 7, count: 64)), .proof(Data(repeating: 7, count: 64 + 128)),
                .digests(knows: true, Digests(of: heads)), .heads(heads, isLast: true), .heads([], isLast: false),
                .answers(heads.map { Answer(what: .stands, head: $0) }), .answers([]), .done, .alive,
                .bye(.otherVersion), .wants([]), .wants(values.map(\.id)), .values(values, isAnswer: true),
                .values([], isAnswer: false),
            ] + batches.map { Frame.batch($0) }
        let all = frames.flatMap { $0.encoded() }
        return [[0] + all, [3] + all] + frames.map { [0] + $0.encoded() }
            + frames.map { [7] + $0.encoded(deflate: true) }
            + [[0, 0, 0, 0, 3, 0x50, 1, 2, 0, 0, 0, 1, 7]]
    }
}
