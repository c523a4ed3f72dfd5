import Foundation
import Ledger
import Newsroom

// What goes over a pipe between two replicas: frames, one after another, in both directions.
//
//     frame    length (4 bytes), kind (1 byte), payload (length - 1 bytes)
//
// All numbers are big-endian and without sign but where it says so. When the kind's highest bit is set, the payload is
// its true length (4 bytes) and a zlib stream of it. Frames of a kind from 0x40 on that is not known are passed over, so
// that a later program can say more; one below 0x40 is an error. Every kind has a greatest length, judged before any of
// it is kept. Where a payload is longer than what is known of it, the rest is passed over for `hello` and `bye` only.
//
//     0x01 hello    "GTSY", version (2), oldest version spoken (2), flags (1), node (16), desk (16), nonce (32),
//                   window: bytes of batches it bears unanswered (4), version of the log it writes (2), count (2) and names of
//                   the kinds of facts that it knows: length (1), name
//                   flags: 1 dialled (else it was called), 2 stays connected, 4 can take compressed frames, 8 asks for
//                   them, 16 keeps values that may have to be forgotten, and speaks of them (a hub never does)
//     0x02 proof    signature (64) over Seal.greeting(SHA-256 of the peer's hello payload, SHA-256 of its own), then for each
//                   earlier key of the node a link (128), 32 at most: old key, new key, the old one's signature
//     0x03 digests  1 when it knows the peer, else 0 (1); 64 digests (16 each), see `Digests`
//     0x04 heads    1 for the last such frame, else 0 (1); heads: origin (16), sequence (8), hash (32); ascending by origin
//     0x05 batch    certificate: origin (16), node (16), stream (1: 1 shared, 2 own), signature (64);
//                   start: sequence (8), hash (32); end: sequence (8), hash (32); length of the proof (2), proof over
//                   Seal.head of the end, of the form that 0x02 has; count (4), records
//     0x06 answers  one for each batch, in the order in which they came: what (1), head as above
//                   what: 0 stands, 1 refused for now, 2 refused for good, 4 refused for now since its stamps lie in the
//                   future; and 3, which answers no batch: send again from here
//     0x07 done     nothing: all that was to be sent is answered
//     0x08 alive    nothing
//     0x09 bye      why (1): 0 all is well, 1 other version, 2 other desk, 3 not understood, 4 too large, 5 a failure here
//     0x40 wants    references (16 each), 64 at most: their values are not here and may be; none when nothing more is wanted
//     0x41 values   1 when it answers a `wants`, 0 for what came later (1); for each value reference (16), salt (32),
//                   length (2), text as UTF-8
//
// Flow: both say hello; each answers a hello with its proof, a proof with its digests, digests with the heads of those
// buckets that differ, and heads with batches. Digests of who does not know the peer are zeros, and it sends nothing;
// when what it receives makes the peer known, it sends digests once more. A batch is answered when it is durable.
//
// Values are in no batch. Where both keep some, each asks once it has all events: a `wants` with references is answered by
// one `values` with those that are here and that the peer may have, one with none ends the asking until new events have
// come. Who is to go waits until both have said that they want no more. What was asked for and was not here is sent when
// it comes. Whether the peer may have a value its sender judges; whether it is the right one, who asked.

/// What goes over a line between nodes.
public enum SyncProtocol {
    /// The version that this program speaks.
    public static let version = 6
}

/// What a side says of itself first.
struct Hello: Equatable {
    static let version = SyncProtocol.version
    /// The oldest that this program speaks: before it events had another form.
    static let oldest = 5
    /// No program knows more kinds of facts.
    static let mostKinds = 1000

    var version = Hello.version
    var oldest = Hello.oldest
    var isDialled: Bool
    var follows: Bool
    var inflates = true
    var asksDeflated: Bool
    /// Whether it speaks of values that may have to be forgotten.
    var keepsValues = false
    var node: NodeID
    var desk: NodeID
    var nonce: Data
    var window: Int
    /// The version of the log that it writes.
    var log: Int
    /// The names of the kinds of facts that it knows.
    var kinds: [String]
}

/// What came of a batch, as it is told to who sent it.
struct Answer: Equatable {
    enum What: UInt8 {
        case stands = 0
        case refusedForNow = 1
        case refused = 2
        case again = 3
        case early = 4
    }

    var what: What
    var head: Head
}

/// Why a side goes.
enum CloseReason: UInt8 {
    case well = 0
    case otherVersion = 1
    case otherDesk = 2
    case notUnderstood = 3
    case oversized = 4
    case failure = 5
}

/// One thing said.
enum Frame: Equatable {
    case hello(Hello)
    case proof(Data)
    case digests(knows: Bool, Digests)
    case heads([Head], isLast: Bool)
    case batch(Batch)
    case answers([Answer])
    case done
    case alive
    case bye(CloseReason)
    case wants([ErasableReference.ID])
    case values([ErasableValue], isAnswer: Bool)

    enum Kind: UInt8 {
        case hello = 1
        case proof = 2
        case digests = 3
        case heads = 4
        case batch = 5
        case answers = 6
        case done = 7
        case alive = 8
        case bye = 9
        case wants = 0x40
        case values = 0x41

        /// No payload of this kind is longer, compressed or not.
        var most: Int {
            switch self {
            case .hello: 1 << 16
            case .proof: KeyFile.mostProof
            case .digests: 1 + 64 * Digests.width
            case .heads: 1 + Frame.mostHeads * 56
            case .batch: Frame.batchHead + Batch.largestRecord
            case .answers: Frame.mostAnswers * 57
            case .done, .alive: 0
            case .bye: 256
            case .wants: Frame.mostWants * 16
            case .values: 1 + Frame.mostWants * (Frame.valueHead + ErasableValue.byteLimit)
            }
        }
    }

    /// Whether a payload of this kind may come compressed. Hello and proof come before it is known what the other side can
    /// read.
    static func mayBeDeflated(_ kind: Kind) -> Bool { kind != .hello && kind != .proof }

    /// A kind at least this is not an error when it is not known.
    static let firstLaterKind: UInt8 = 0x40
    /// The bit of the kind that says that the payload is compressed.
    static let deflated: UInt8 = 0x80
    /// No frame of a kind that is not known is longer.
    static let mostUnknown = 1 << 20
    static let mostHeads = 1024
    static let mostAnswers = 8192
    /// No more values are asked for at once.
    static let mostWants = 64
    static let valueHead = 16 + 32 + 2
    static let batchHead = 16 + 16 + 1 + 64 + 40 + 40 + 2 + KeyFile.mostProof + 4
    private static let magic = Array("GTSY".utf8)

    var kind: Kind {
        switch self {
        case .hello: .hello
        case .proof: .proof
        case .digests: .digests
        case .heads: .heads
        case .batch: .batch
        case .answers: .answers
        case .done: .done
        case .alive: .alive
        case .bye: .bye
        case .wants: .wants
        case .values: .values
        }
    }

    /// The frame in bytes.
    ///
    /// - Parameter deflate: compresses what is longer than 256 bytes, where it may be and that makes it shorter.
    func encoded(deflate: Bool = false) -> [UInt8] {
        let payload = payload
        let mayBeDeflated = deflate && Self.mayBeDeflated(kind)
        var kind = kind.rawValue
        var body = payload
        if mayBeDeflated, payload.count > 256, let small = Deflate.squeeze(payload), small.count + 4 < payload.count {
            kind |= Frame.deflated
            var writer = ByteWriter()
            writer.number(UInt32(payload.count))
            writer.bytes(small)
            body = writer.bytes
        }
        var writer = ByteWriter()
        writer.bytes.reserveCapacity(body.count + 5)
        writer.number(UInt32(body.count + 1))
        writer.number(kind)
        writer.bytes(body)
        return writer.bytes
    }

    var payload: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .hello(let hello):
            writer.bytes(Frame.magic)
            writer.number(UInt16(clamping: hello.version))
            writer.number(UInt16(clamping: hello.oldest))
            let flags: [Bool] = [
                hello.isDialled, hello.follows, hello.inflates, hello.asksDeflated, hello.keepsValues,
            ]
            writer.number(flags.enumerated().reduce(UInt8(0)) { $0 | ($1.element ? 1 << UInt8($1.offset) : 0) })
            writer.node(hello.node)
            writer.node(hello.desk)
            writer.bytes(hello.nonce)
            writer.number(UInt32(clamping: hello.window))
            writer.number(UInt16(clamping: hello.log))
            writer.number(UInt16(clamping: hello.kinds.count))
            for kind in hello.kinds {
                writer.number(UInt8(clamping: kind.utf8.count))
                writer.bytes(kind.utf8.prefix(Int(UInt8.max)))
            }
        case .proof(let signature): writer.bytes(signature)
        case .digests(let knows, let digests):
            writer.number(UInt8(knows ? 1 : 0))
            writer.bytes(digests.bytes)
        case .heads(let heads, let isLast):
            writer.number(UInt8(isLast ? 1 : 0))
            for head in heads { writer.head(head) }
        case .batch(let batch):
            writer.bytes.reserveCapacity(Frame.batchHead + batch.records.count)
            writer.bytes(batch.certificate.origin.bytes)
            writer.node(batch.certificate.node)
            writer.number(UInt8(batch.certificate.stream == .shared ? 1 : 2))
            writer.bytes(batch.certificate.signature)
            for head in [batch.start, batch.end] {
                writer.number(UInt64(bitPattern: head.sequence))
                writer.bytes(head.hash)
            }
            writer.number(UInt16(clamping: batch.proof.count))
            writer.bytes(batch.proof)
            writer.number(UInt32(clamping: batch.count))
            writer.bytes(batch.records)
        case .answers(let answers):
            for answer in answers {
                writer.number(answer.what.rawValue)
                writer.head(answer.head)
            }
        case .done, .alive: break
        case .bye(let why): writer.number(why.rawValue)
        case .wants(let ids): for id in ids { writer.bytes(id.bytes) }
        case .values(let values, let isAnswer):
            writer.number(UInt8(isAnswer ? 1 : 0))
            for value in values {
                writer.bytes(value.id.bytes)
                writer.bytes(value.salt)
                writer.number(UInt16(clamping: value.text.utf8.count))
                writer.bytes(value.text.utf8)
            }
        }
        return writer.bytes
    }

    /// Reads a payload.
    /// - Throws: `PeerError.malformed`, `PeerError.otherVersion`.
    init(_ kind: Kind, _ payload: some Collection<UInt8>) throws(PeerError) {
        var reader = ByteReader(payload)
        switch kind {
        case .hello:
            guard try reader.bytes(4) == Frame.magic else { throw .malformed("hello") }
            let version = Int(try reader.number(UInt16.self))
            let oldest = Int(try reader.number(UInt16.self))
            guard oldest <= Hello.version, version >= Hello.oldest, oldest <= version else {
                throw .otherVersion(version)
            }
            let flags = try reader.number(UInt8.self)
            self = .hello(
                Hello(
                    version: version, oldest: oldest, isDialled: flags & 1 != 0, follows: flags & 2 != 0,
                    inflates: flags & 4 != 0, asksDeflated: flags & 8 != 0,
                    keepsValues: flags & 16 != 0, node: try reader.node(),
                    desk: try reader.node(), nonce: Data(try reader.bytes(32)),
                    window: Int(try reader.number(UInt32.self)), log: Int(try reader.number(UInt16.self)),
                    kinds: try reader.kinds()))
            return
        case .proof:
            let proof = try reader.bytes(64) + reader.rest()
            guard (proof.count - 64) % 128 == 0 else { throw .malformed("proof") }
            self = .proof(Data(proof))
        case .digests:
            let knows = try reader.flag()
            self = .digests(knows: knows, Digests(bytes: try reader.bytes(64 * Digests.width)))
        case .heads:
            let isLast = try reader.flag()
            var heads: [Head] = []
            while !reader.isAtEnd {
                let head = try reader.head()
                guard head.sequence > 0, heads.last.map({ $0.origin < head.origin }) ?? true else {
                    throw .malformed("heads")
                }
                heads.append(head)
            }
            self = .heads(heads, isLast: isLast)
        case .batch: self = .batch(try reader.batch())
        case .answers:
            var answers: [Answer] = []
            while !reader.isAtEnd {
                guard let what = Answer.What(rawValue: try reader.number(UInt8.self)) else {
                    throw .malformed("answer")
                }
                answers.append(Answer(what: what, head: try reader.head()))
            }
            self = .answers(answers)
        case .done: self = .done
        case .alive: self = .alive
        case .bye:
            self = .bye(CloseReason(rawValue: try reader.number(UInt8.self)) ?? .failure)
            return
        case .wants: self = .wants(try reader.references())
        case .values:
            let isAnswer = try reader.flag()
            self = .values(try reader.values(), isAnswer: isAnswer)
        }
        guard reader.isAtEnd else { throw .malformed("\(kind)") }
    }
}

extension ByteReader {
    fileprivate mutating func references() throws(PeerError) -> [ErasableReference.ID] {
        var ids: [ErasableReference.ID] = []
        while !isAtEnd { if let id = ErasableReference.ID(bytes: try bytes(16)) { ids.append(id) } }
        return ids
    }

    /// Values; one whose text is none that anybody may keep is passed over.
    fileprivate mutating func values() throws(PeerError) -> [ErasableValue] {
        var values: [ErasableValue] = []
        var count = 0
        while !isAtEnd {
            count += 1
            guard count <= Frame.mostWants, let id = ErasableReference.ID(bytes: try bytes(16)) else {
                throw .malformed("values")
            }
            let salt = try bytes(ErasableValue.saltSize)
            let text = String(validating: try bytes(Int(try number(UInt16.self))), as: UTF8.self)
            if let value = text.flatMap({ ErasableValue(id: id, salt: salt, text: $0) }) { values.append(value) }
        }
        return values
    }

    /// The names of kinds of facts.
    fileprivate mutating func kinds() throws(PeerError) -> [String] {
        let count = Int(try number(UInt16.self))
        guard count <= Hello.mostKinds else { throw .malformed("kinds") }
        var kinds: [String] = []
        for _ in 0..<count {
            let name = try bytes(Int(try number(UInt8.self)))
            guard (1...64).contains(name.count),
                name.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) })
            else {
                throw .malformed("kind")
            }
            kinds.append(String(decoding: name, as: UTF8.self))
        }
        return kinds
    }

    /// A batch; only its form is judged.
    fileprivate mutating func batch() throws(PeerError) -> Batch {
        let origin = try self.origin()
        let node = try self.node()
        let stream = try number(UInt8.self)
        guard stream == 1 || stream == 2 else { throw .malformed("stream") }
        let certificate = Certificate(
            origin: origin, node: node, stream: stream == 1 ? .shared : .own, signature: Data(try bytes(64)))
        let start = Head(origin: origin, sequence: try sequence(), hash: Data(try bytes(32)))
        let end = Head(origin: origin, sequence: try sequence(), hash: Data(try bytes(32)))
        let size = Int(try number(UInt16.self))
        guard KeyFile.isProof(size) else { throw .malformed("proof") }
        let proof = Data(try bytes(size))
        let count = Int(try number(UInt32.self))
        guard (1...Batch.mostEvents).contains(count), end.sequence - start.sequence == Int64(count) else {
            throw .malformed("batch")
        }
        let records = Data(rest())
        // Where a batch ends is reckoned from sizes that leave out the short fields, hence twice as much.
        guard records.count <= (count == 1 ? Batch.largestRecord : 2 * Batch.mostBytes) else {
            throw .oversized(bytes: Int64(records.count))
        }
        return Batch(
            certificate: certificate, start: start, records: records, count: count, end: end, proof: proof)
    }
}
