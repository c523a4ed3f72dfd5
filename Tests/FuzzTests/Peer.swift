import Foundation

@testable import Ledger
@testable import Newsroom
@testable import Sync

/// The other side of an exchange: it knows how to behave, and does what a script says.
struct Peer {
    private let exchange: Exchange
    private var maker: BatchMaker
    private let heads: [Head]
    private let isDialled: Bool
    private let piece: Int
    private var decoder = FrameDecoder()
    private var now = Example.now
    private var myHello: [UInt8] = []
    /// What it was sent and has not answered.
    private var unanswered: [Batch] = []

    /// - Parameters:
    ///   - heads: what the database has at the beginning.
    ///   - isCalled: whether the exchange dialled.
    ///   - piece: how many bytes come at once; 0 for all.
    init(_ exchange: Exchange, _ maker: BatchMaker, _ heads: [Head], isCalled: Bool, piece: Int) {
        self.exchange = exchange
        self.maker = maker
        self.heads = heads
        isDialled = !isCalled
        self.piece = piece
    }

    mutating func take(_ reader: inout ScriptReader) throws {
        switch reader.byte() % 16 {
        case 0: try say(bytes: framed(reader.byte(), reader.body()))
        case 1: try say(bytes: reader.text())
        case 2: try squeezed(&reader)
        case 3: try hello(reader.byte())
        case 4: try proof(reader.byte())
        case 5: try digests(reader.byte())
        case 6: try sayHeads(&reader)
        case 7:
            if let (chain, batch) = try maker.take(reader.step()) {
                maker.kept(batch, chain)
                try say(.batch(batch))
            }
        case 8:
            let chain = Int(reader.byte()) % maker.chains.count
            if let batch = try maker.batch(chain) {
                maker.kept(batch, chain)
                try say(.batch(batch))
            }
        case 9: try answer(&reader)
        case 10: try say(.done)
        case 11:
            now = now.adding(seconds: reader.number())
            exchange.tick(now: now)
        case 12: exchange.committed()
        case 13: try hear()
        case 14: try say(bytes: framed(Frame.Kind.bye.rawValue, [reader.byte()]))
        default:
            let with = reader.byte()
            try hello(with)
            try proof(with)
            try digests(with)
            try say(.heads([], isLast: true))
        }
    }

    private mutating func say(_ frame: Frame, deflate: Bool = false) throws {
        try say(bytes: frame.encoded(deflate: deflate))
    }

    private mutating func say(bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = piece == 0 ? rest.count : piece
            exchange.received(rest.prefix(count), now: now)
            rest = rest.dropFirst(count)
        }
    }

    /// Reads what the exchange has to say.
    private mutating func hear() throws {
        let output = exchange.takeOutput()
        _ = exchange.takeEvents()
        decoder.feed(output)
        while let frame = try decoder.next() {
            if case .batch(let batch) = frame { unanswered.append(batch) }
        }
    }

    private func framed(_ kind: UInt8, _ payload: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt32(payload.count + 1).bigEndian) { Array($0) } + [kind] + payload
    }

    private mutating func squeezed(_ reader: inout ScriptReader) throws {
        let kind = reader.byte()
        let claimed = reader.number()
        let payload = reader.body()
        let small = Deflate.squeeze(payload) ?? []
        let count = UInt32(truncatingIfNeeded: payload.count ^ claimed)
        try say(bytes: framed(kind | Frame.deflated, withUnsafeBytes(of: count.bigEndian) { Array($0) } + small))
    }

    private mutating func hello(_ with: UInt8) throws {
        let node = maker.chains[with & 0x80 == 0 ? 1 : 3].node
        let hello = Frame.hello(
            Hello(
                isDialled: isDialled, follows: with & 1 == 0, inflates: with & 2 == 0, asksDeflated: with & 4 != 0,
                keepsValues: with & 32 != 0,
                node: node.id, desk: maker.chains[0].node.id, nonce: Data(repeating: with, count: 32),
                window: with & 8 == 0 ? 8 << 20 : Int(with), log: Int(with),
                kinds: with & 16 == 0 ? [] : ["noted", "horoscopeCast"]))
        myHello = hello.payload
        try say(hello)
    }

    private mutating func proof(_ with: UInt8) throws {
        try hear()
        let words = Seal.greeting(theirs: Exchange.digest(decoder.hello), ours: Exchange.digest(myHello))
        let node = maker.chains[with & 0x80 == 0 ? 1 : 3].node
        var proof = try node.key.signature(for: words)
        if with & 0x40 != 0 { proof += Data(repeating: with, count: 128 * Int(with & 3)) }
        if with & 0x20 != 0 { proof[Int(with) % proof.count] ^= 1 }
        try say(.proof(proof))
    }

    private mutating func digests(_ with: UInt8) throws {
        let digests =
            switch with % 3 {
            case 0: Digests.none
            case 1: Digests(of: heads)
            default: Digests(bytes: [UInt8](repeating: with, count: Digests.count * Digests.width))
            }
        try say(.digests(knows: with & 0x10 == 0, digests))
    }

    /// The heads of the database, each as a byte says: as it is, left out, shorter, longer, another.
    private mutating func sayHeads(_ reader: inout ScriptReader) throws {
        var said: [Head] = []
        for var head in heads {
            switch reader.byte() % 6 {
            case 1: continue
            case 2: head.sequence = max(1, head.sequence - 1)
            case 3: head.sequence += Int64(reader.byte()) << (reader.byte() % 55)
            case 4: head.hash[0] ^= 1
            default: break
            }
            said.append(head)
        }
        try say(.heads(said, isLast: reader.byte() & 1 == 1))
    }

    private mutating func answer(_ reader: inout ScriptReader) throws {
        try hear()
        var answers: [Answer] = []
        for _ in 0..<reader.byte() % 16 {
            let what = Answer.What(rawValue: reader.byte() % 4) ?? .stands
            let with = reader.byte()
            var head = what == .again ? heads[Int(with) % heads.count] : unanswered.first?.end ?? heads[0]
            if what != .again, !unanswered.isEmpty { unanswered.removeFirst() }
            if with & 0x40 != 0 { head.sequence = max(0, head.sequence + Int64(with & 0x3F) - 32) }
            answers.append(Answer(what: what, head: head))
        }
        try say(.answers(answers))
    }
}
