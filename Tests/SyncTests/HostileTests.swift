import Foundation
import Ledger
import Newsroom
import Testing

@testable import Sync

/// Peers that send what no peer should. Whatever comes, the exchange ends or goes on with a name for it, and keeps
/// nothing that its node did not sign.
@Suite struct HostileTests {
    /// Every chain here is a beginning of what its node really wrote.
    private func expectTrue(_ replica: MemoryReplica, _ stage: Stage, _ comment: String) {
        for (origin, kept) in replica.chains {
            let source = [stage.desk, stage.first, stage.second].first { $0.node.id == kept.certificate.node }
            let written = source?.chains[origin]?.entries.map(\.hash) ?? []
            #expect(kept.entries.map(\.hash).elementsEqual(written.prefix(kept.entries.count)), "\(comment)")
        }
    }

    @Test func aFlippedByteAnywhereIsFound() throws {
        let whole = Wire(try Stage(events: 2).first, try Stage(events: 2).desk)
        whole.run()
        for toCalled in [true, false] {
            // Every byte where all repetitions are asked for; else every fifth, each time others.
            let step = ProcessInfo.processInfo.environment["GUANTONG_SOAK"] == nil ? 5 : 1
            for place in stride(from: Int.random(in: 0..<step), to: whole.carried, by: step) {
                let stage = try Stage(events: 2)
                let wire = Wire(stage.first, stage.desk)
                var isHit = false
                wire.tamper = { bytes, start, way in
                    guard way == toCalled, (start..<start + bytes.count).contains(place) else { return bytes }
                    var bytes = bytes
                    bytes[place - start] ^= 0x10
                    isHit = true
                    return bytes
                }
                wire.run()
                guard isHit else { break }
                wire.dialled.closed()
                wire.called.closed()
                expectTrue(stage.first, stage, "byte \(place) towards \(toCalled ? "called" : "dialled")")
                expectTrue(stage.desk, stage, "byte \(place) towards \(toCalled ? "called" : "dialled")")
                let sides = [wire.dialled.outcome, wire.called.outcome]
                let isNamed = sides.contains { $0.ending != nil || !$0.troubles.isEmpty }
                let isWhole = stage.first.standing == stage.desk.standing
                #expect(isNamed || isWhole, "byte \(place) towards \(toCalled ? "called" : "dialled")")
            }
        }
    }

    @Test func rubbishIsNamed() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var chance = Seeded(seed)
        for round in 0..<300 {
            let stage = try Stage()
            let exchange = Exchange(
                replica: stage.desk, mode: .serve, nonce: Data(repeating: 1, count: 32), now: Moment(milliseconds: 0))
            var bytes = (0..<Int.random(in: 1...5000, using: &chance)).map { _ in
                UInt8.random(in: 0...255, using: &chance)
            }
            // Half of them look like frames.
            if round % 2 == 0 { bytes = [0, 0, 0, UInt8(bytes.count % 256), UInt8(round % 10)] + bytes }
            exchange.received(bytes, now: Moment(milliseconds: 0))
            exchange.closed()
            #expect(exchange.outcome.ending != nil, "seed \(seed), round \(round)")
            #expect(stage.desk.standing.count == 1)
        }
    }

    @Test func whatIsTooLargeIsRefusedBeforeItIsKept() throws {
        for kind: Frame.Kind in [
            .hello, .proof, .digests, .heads, .batch, .answers, .done, .alive, .bye, .wants, .values,
        ] {
            var decoder = FrameDecoder()
            let length = UInt32(kind.most + 2)
            decoder.feed(withUnsafeBytes(of: length.bigEndian) { Array($0) } + [kind.rawValue])
            #expect(throws: PeerError.oversized(bytes: Int64(length))) { try decoder.next() }
        }
        var decoder = FrameDecoder()
        decoder.feed([0xFF, 0xFF, 0xFF, 0xFF, 0x7F])
        #expect(throws: PeerError.oversized(bytes: 0xFFFF_FFFF)) { try decoder.next() }
    }

    /// Whatever is said can be read by whoever hears it, on a line that compresses as well: a key that was changed twice is
    /// proved in more bytes than are sent plain.
    @Test func whatIsSentCompressedIsRead() throws {
        let frames: [Frame] = [
            .proof(Data(count: 64 + 2 * 128)), .proof(Data(count: 64 + 32 * 128)),
            .heads(
                (0..<100).map { Head(origin: OriginID(repeating: UInt8($0)), sequence: 1, hash: Data(count: 32)) },
                isLast: true),
            .wants((0..<Frame.mostWants).compactMap { .init(bytes: [UInt8](repeating: UInt8($0), count: 16)) }),
        ]
        for frame in frames {
            for deflate in [false, true] {
                var decoder = FrameDecoder()
                decoder.feed(frame.encoded(deflate: deflate))
                #expect(try decoder.next() == frame)
            }
        }
    }

    @Test func aBombIsRefused() throws {
        // As large as it says, and too large; then less than it says, and more.
        let zeros = try #require(Deflate.squeeze([UInt8](repeating: 0, count: 12 << 20)))
        for claimed in [12 << 20, 1 << 20, 9 << 20] {
            var frame = withUnsafeBytes(of: UInt32(zeros.count + 5).bigEndian) { Array($0) }
            frame.append(Frame.Kind.batch.rawValue | Frame.deflated)
            frame += withUnsafeBytes(of: UInt32(claimed).bigEndian) { Array($0) } + zeros
            var decoder = FrameDecoder()
            decoder.feed(frame)
            #expect(throws: PeerError.self) { try decoder.next() }
        }
        #expect(Deflate.unfold([1, 2, 3], to: 1 << 23) == nil)
        #expect(Deflate.unfold([], to: 0) == nil)
        let same = try #require(Deflate.squeeze(Array("twice twice twice".utf8)))
        #expect(Deflate.unfold(same[...], to: 17) == Array("twice twice twice".utf8))
        #expect(Deflate.unfold(same[...], to: 18) == nil && Deflate.unfold(same[...], to: 16) == nil)
    }

    @Test func laterKindsArePassedOver() throws {
        let stage = try Stage()
        let wire = Wire(stage.first, stage.desk)
        // Before every piece that one side says there is something of a later program; also compressed.
        wire.tamper = { bytes, _, _ in [0, 0, 0, 4, 0x50, 1, 2, 3, 0, 0, 0, 1, 0x7F, 0, 0, 0, 2, 0xD1, 9] + bytes }
        wire.run()
        #expect(wire.dialled.outcome.isEqual && wire.called.outcome.isEqual)
        #expect(stage.first.standing == stage.desk.standing)
    }

    @Test func versionsThatHaveOneInCommonAgree() throws {
        let node = try TestNode(1)
        var hello = Hello(
            isDialled: true, follows: false, asksDeflated: false, node: node.id, desk: node.id,
            nonce: Data(repeating: 5, count: 32), window: 1 << 20, log: 3, kinds: ["taskIssued", "horoscopeCast"])
        hello.version = 9
        hello.oldest = Hello.version
        // A later program may say more in its hello.
        let later = Frame.hello(hello).payload + [1, 2, 3]
        #expect(try Frame(.hello, later) == .hello(hello))
        hello.oldest = Hello.version + 1
        #expect(throws: PeerError.otherVersion(9)) { try Frame(.hello, Frame.hello(hello).payload) }
    }

    @Test func otherDesksAndOtherNodesAreTurnedAway() throws {
        let stage = try Stage()
        let foreign = MemoryReplica(try TestNode(2), desk: try TestNode(50))
        let wire = Wire(foreign, stage.desk)
        wire.run()
        #expect(wire.dialled.outcome.ending == .otherDesk && wire.called.outcome.ending == .otherDesk)
        let wrong = Wire(stage.first, stage.desk, options: .init(expected: stage.second.node.id))
        wrong.run()
        #expect(
            wrong.dialled.outcome.ending
                == .otherNode(expected: stage.second.node.id, found: stage.desk.node.id))
        #expect(wrong.called.isOver)
    }

    @Test func whoCannotProveItselfGetsNothing() throws {
        let stage = try Stage()
        // The name of the first centre's node, the key of another.
        let thief = MemoryReplica(
            TestNode(id: stage.first.node.id, key: try TestNode(60).key), desk: stage.desk.node)
        let wire = Wire(thief, stage.desk)
        wire.run()
        #expect(thief.standing.isEmpty)
        #expect(wire.called.outcome.troubles == [.malformed("proof")])
        #expect(wire.dialled.outcome.troubles == [.notAdmitted])
    }

    @Test func whatASideSaysCannotBeSaidBackToIt() throws {
        let stage = try Stage()
        let exchange = Exchange(
            replica: stage.desk, mode: .serve, nonce: Data(repeating: 1, count: 32), now: Moment(milliseconds: 0))
        for _ in 0..<10 { exchange.received(exchange.takeOutput(), now: Moment(milliseconds: 0)) }
        #expect(exchange.outcome.ending == .malformed("hello"))
    }

    @Test func forksAreNamedAndTheRestGoesOn() throws {
        for extra in [0, 1] {
            let stage = try Stage()
            Wire(stage.first, stage.desk).run()
            // A copy of the first centre's database goes its own way on the same chain.
            let copy = MemoryReplica(stage.first.node, desk: stage.desk.node, copying: stage.first)
            try stage.first.write(Stage.firstChain, Data("one".utf8))
            try copy.write(Stage.firstChain, Data("another".utf8))
            for _ in 0..<extra { try copy.write(Stage.firstChain, Data("more".utf8)) }
            Wire(stage.first, stage.desk).run()
            try stage.desk.write(Stage.deskChain, Data("news".utf8))
            let wire = Wire(copy, stage.desk)
            wire.run()
            let fork = PeerError.fork(Stage.firstChain, sequence: 4)
            #expect(wire.called.outcome.troubles == [fork], "\(extra): \(wire.called.outcome)")
            #expect(wire.dialled.outcome.troubles == [fork], "\(extra): \(wire.dialled.outcome)")
            #expect(copy.head(Stage.deskChain, 7) == stage.desk.head(Stage.deskChain, 7))
            #expect(wire.dialled.outcome.isComplete && !wire.dialled.outcome.isEqual)
        }
    }

    @Test func aRestoredBackupIsNamedAndGetsWhatItLost() throws {
        let stage = try Stage()
        let backup = MemoryReplica(stage.first.node, desk: stage.desk.node, copying: stage.first)
        for number in 0..<5 { try stage.first.write(Stage.firstChain, Data("later \(number)".utf8)) }
        Wire(stage.first, stage.desk).run()
        let wire = Wire(backup, stage.desk)
        wire.run()
        #expect(wire.called.outcome.troubles == [.rolledBack(Stage.firstChain, from: 8, to: 3)])
        #expect(backup.standing == stage.desk.standing)
    }

    @Test func clocksAheadWait() throws {
        let stage = try Stage()
        stage.first.now += 1_000_000
        try stage.first.write(Stage.firstChain, Data("from tomorrow".utf8))
        let wire = Wire(stage.first, stage.desk, mode: .follow)
        wire.run()
        let ahead = PeerError.clockAhead(stage.first.node.id, seconds: 1000)
        #expect(wire.called.outcome.troubles == [ahead])
        #expect(wire.dialled.outcome.isComplete)
        // Whose clock it is, is told too.
        #expect(wire.dialled.outcome.troubles == [.notTakenYet(Stage.firstChain)])
        stage.desk.now += 1_000_000
        for _ in 0..<3 { wire.tick(seconds: 20) }
        #expect(stage.first.standing == stage.desk.standing)
        // A visitor who does not stay hears of it and goes.
        stage.first.now += 2_000_000
        try stage.first.write(Stage.firstChain, Data("again".utf8))
        let once = Wire(stage.first, stage.desk)
        once.run()
        #expect(once.dialled.isOver && once.called.outcome.isComplete && !once.called.outcome.isEqual)
        #expect(once.dialled.outcome.troubles == [.notTakenYet(Stage.firstChain)])
    }

    @Test func wrongSignaturesAndMissingEventsStopTheirChainOnly() throws {
        let stage = try Stage()
        stage.first.breaksSignatures = true
        let wire = Wire(stage.first, stage.desk)
        wire.run()
        #expect(wire.called.outcome.troubles == [.altered(Stage.firstChain, after: 0)])
        #expect(stage.desk.standing.count == 1)
        #expect(stage.first.standing.count == 2)
        // A sender that leaves events out.
        let gap = try Stage()
        let skipping = Skipping(gap.first)
        let other = Wire(skipping, gap.desk)
        other.run()
        #expect(other.called.outcome.troubles.contains(.gap(Stage.firstChain, have: 0, came: 2)))
        #expect(gap.desk.standing.count == 1)
    }

    /// Whatever numbers a peer names, no sum of them ends the program; a frame may hold up to this one.
    @Test func headsNearTheEndOfNumbersAreAddedUp() throws {
        let stage = try Stage()
        let wire = Wire(Boasting(stage.first), stage.desk)
        wire.run()
        wire.called.closed()
        #expect(wire.called.outcome.received > 0)
        #expect(stage.desk.standing.count == 2, "what it really has is taken")
    }

    @Test func aDatabaseThatFailsEndsItWithItsError() throws {
        let stage = try Stage()
        stage.desk.takeFails = true
        let wire = Wire(stage.first, stage.desk)
        wire.run()
        #expect(wire.called.outcome.failure is CocoaError)
        #expect(wire.dialled.isOver && wire.dialled.outcome.ending == .brokenOff)
    }

    @Test func memoryIsBoundedWhenThePeerTakesNothing() throws {
        let stage = try Stage(events: 0)
        for _ in 0..<300 { try stage.desk.write(Stage.deskChain, Data(repeating: 65, count: 100_000)) }
        let wire = Wire(stage.first, stage.desk)
        var silent = false
        wire.tamper = { bytes, _, toCalled in
            // From the first batches on nothing of the caller's gets through, so nothing is ever answered.
            if !toCalled, bytes.count > 500_000 { silent = true }
            return toCalled && silent ? [] : bytes
        }
        wire.run()
        #expect(wire.called.outstandingBytes <= (8 << 20) + Batch.mostBytes + 200_000)
        #expect(wire.called.outstandingBytes >= 7 << 20)
        #expect(wire.called.output.count + wire.called.decoder.waiting < 2 << 20)
        // Who takes nothing at all is given one helping.
        let other = Wire(stage.first, stage.desk)
        for _ in 0..<4 {
            other.called.received(other.dialled.takeOutput(), now: other.now)
            if other.called.outstandingBytes > 0 { break }
            other.dialled.received(other.called.takeOutput(), now: other.now)
        }
        #expect(other.called.outstandingBytes < 2 << 20)
    }
}

/// Leaves the first event of every chain out.
final class Skipping: Replica {
    let replica: MemoryReplica
    init(_ replica: MemoryReplica) { self.replica = replica }
    func introduction() throws -> Introduction { try replica.introduction() }
    func sign(_ bytes: Data) throws -> Data { try replica.sign(bytes) }
    func check(_ signature: Data, over bytes: Data, by node: NodeID) throws -> Bool? {
        try replica.check(signature, over: bytes, by: node)
    }
    func heads(for peer: NodeID) throws -> [Head] { try replica.heads(for: peer) }
    func batch(of origin: OriginID, after sequence: Int64, bytes: Int) throws -> Batch? {
        try replica.batch(of: origin, after: max(1, sequence), bytes: bytes)
    }
    func take(_ batches: [Batch], from peer: NodeID) throws -> [Taken] { try replica.take(batches, from: peer) }
    func note(_ contact: Contact, of peer: NodeID) throws {}
    func note(_ trouble: PeerError?, of peer: NodeID) throws {}
    func owedProofs(to _: NodeID) throws -> String? { nil }
    func noteProofs(by _: String, to _: NodeID) throws {}
}

/// Says that it has three chains more, of as many events as a number can tell.
final class Boasting: Replica {
    let replica: MemoryReplica
    init(_ replica: MemoryReplica) { self.replica = replica }
    func introduction() throws -> Introduction { try replica.introduction() }
    func sign(_ bytes: Data) throws -> Data { try replica.sign(bytes) }
    func check(_ signature: Data, over bytes: Data, by node: NodeID) throws -> Bool? {
        try replica.check(signature, over: bytes, by: node)
    }
    func heads(for peer: NodeID) throws -> [Head] {
        let boasts = [0x71, 0x72, 0x73].map {
            Head(origin: OriginID(repeating: $0), sequence: (1 << 62) - 1, hash: Data(repeating: $0, count: 32))
        }
        return (try replica.heads(for: peer) + boasts).sorted { $0.origin < $1.origin }
    }
    func batch(of origin: OriginID, after sequence: Int64, bytes: Int) throws -> Batch? {
        try replica.batch(of: origin, after: sequence, bytes: bytes)
    }
    func take(_ batches: [Batch], from peer: NodeID) throws -> [Taken] { try replica.take(batches, from: peer) }
    func note(_ contact: Contact, of peer: NodeID) throws {}
    func note(_ trouble: PeerError?, of peer: NodeID) throws {}
    func owedProofs(to _: NodeID) throws -> String? { nil }
    func noteProofs(by _: String, to _: NodeID) throws {}
}

/// Chance that is the same for the same seed.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
