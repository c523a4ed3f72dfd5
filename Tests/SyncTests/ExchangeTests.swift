import Foundation
import Ledger
import Newsroom
import Testing

@testable import Sync

@Suite struct ExchangeTests {
    @Test func threeReplicasConverge() throws {
        let stage = try Stage()
        // The first centre's node knows nobody but the desk's founder at the beginning.
        for centre in [stage.first, stage.second, stage.first] {
            let wire = Wire(centre, stage.desk)
            wire.run()
            #expect(wire.dialled.outcome.isEqual, "\(wire.dialled.outcome)")
            #expect(wire.called.outcome.isEqual, "\(wire.called.outcome)")
            #expect(centre.standing == stage.desk.standing)
        }
        #expect(stage.first.standing == stage.second.standing)
        #expect(stage.first.standing.count == 3)
    }

    @Test func bytesMayBeCutAnywhere() throws {
        for piece in [1, 2, 3, 5, 7, 64, 1000] {
            let stage = try Stage()
            let wire = Wire(stage.first, stage.desk)
            wire.piece = piece
            wire.run()
            #expect(wire.dialled.outcome.isEqual)
            #expect(stage.first.standing == stage.desk.standing)
        }
    }

    @Test func compressedToo() throws {
        let stage = try Stage()
        for number in 0..<200 { try stage.desk.write(Stage.deskChain, Data("the same words \(number)".utf8)) }
        let plain = Wire(stage.first, stage.desk)
        plain.run()
        let other = try Stage()
        for number in 0..<200 { try other.desk.write(Stage.deskChain, Data("the same words \(number)".utf8)) }
        let small = Wire(other.first, other.desk, options: .init(compresses: true))
        small.run()
        #expect(small.dialled.outcome.isEqual && small.called.outcome.isEqual)
        #expect(small.carried * 2 < plain.carried)
        #expect(other.first.standing == other.desk.standing)
    }

    @Test func cutAnywhereItResumesWithoutSendingAgain() throws {
        let whole = try Stage(events: 40)
        let options = { () -> Exchange.Options in
            var options = Exchange.Options()
            options.batchBytes = 300
            return options
        }()
        let wire = Wire(whole.first, whole.desk, options: options, calledOptions: options)
        wire.run()
        for cut in stride(from: 0, to: wire.carried, by: 97) {
            let stage = try Stage(events: 40)
            let broken = Wire(stage.first, stage.desk, options: options, calledOptions: options)
            broken.cut = cut
            broken.run()
            #expect(broken.dialled.isOver && broken.called.isOver)
            // What one side acknowledged and the other heard of is not given out again.
            let acknowledged = broken.called.outcome.sent + broken.dialled.outcome.sent
            stage.first.given = [:]
            stage.desk.given = [:]
            let again = Wire(stage.first, stage.desk, options: options, calledOptions: options)
            again.run()
            #expect(again.dialled.outcome.isEqual && again.called.outcome.isEqual, "cut at \(cut)")
            #expect(stage.first.standing == stage.desk.standing)
            let sentAgain = again.dialled.outcome.sent + again.called.outcome.sent
            #expect(acknowledged + sentAgain <= 83, "cut at \(cut)")
            #expect(again.dialled.outcome.received + again.called.outcome.received == sentAgain)
        }
    }

    @Test func followersPassOnWhatIsNew() throws {
        let stage = try Stage()
        let wire = Wire(stage.first, stage.desk, mode: .follow)
        wire.run()
        #expect(!wire.dialled.isOver && wire.dialled.outcome.isComplete && wire.called.outcome.isComplete)
        try stage.first.write(Stage.firstChain, Data("new".utf8))
        wire.dialled.committed()
        wire.run()
        #expect(stage.first.standing == stage.desk.standing)
        try stage.desk.write(Stage.deskChain, Data("new too".utf8))
        wire.called.committed()
        wire.run()
        #expect(stage.first.standing == stage.desk.standing)
        for _ in 0..<9 { wire.tick(seconds: 20) }
        #expect(!wire.dialled.isOver && !wire.called.isOver)
        wire.dialled.stop()
        wire.run()
        #expect(wire.called.isOver && wire.called.outcome.ending == nil && wire.called.outcome.isEqual)
    }

    @Test func aSilentPeerIsGivenUp() throws {
        let stage = try Stage()
        let wire = Wire(stage.first, stage.desk, mode: .follow)
        wire.run()
        for step in 1...3 { wire.dialled.tick(now: wire.now.adding(seconds: 15 * step)) }
        #expect(wire.dialled.outcome.ending == .silent(seconds: 45))
    }

    /// Readings of a clock come when the exchange asks for them: what silence it takes is told to the second.
    private func silence(of exchange: Exchange, from start: Moment, set: [Int: Int64] = [:]) -> Int? {
        var (now, reading) = (start, 0)
        for _ in 0..<10 where !exchange.isOver {
            let pause = Int64(exchange.untilTick)
            now = Moment(milliseconds: now.milliseconds + pause + (set[reading] ?? 0) * 1000)
            reading += 1
            exchange.tick(now: now)
        }
        guard case .silent(let seconds) = exchange.outcome.ending else { return nil }
        return seconds
    }

    @Test func aSilentPeerIsGoneAfterPatienceAndNoLater() throws {
        let stage = try Stage()
        let wire = Wire(stage.first, stage.desk, mode: .follow)
        wire.run()
        // A last word between two readings does not put off the end for longer than its silence.
        wire.now = wire.now.adding(seconds: 7)
        try stage.desk.write(Stage.deskChain, Data("a last word".utf8))
        wire.called.committed()
        wire.run()
        #expect(silence(of: wire.dialled, from: wire.now) == 45)
    }

    @Test func whoCalledWaitsLongerForTheFirstWord() throws {
        let stage = try Stage()
        let wire = Wire(stage.first, stage.desk)
        #expect(silence(of: wire.dialled, from: wire.now) == 90)
        #expect(silence(of: wire.called, from: wire.now) == 45)
    }

    @Test func aClockThatIsSetIsNoSilenceAndHidesNone() throws {
        for seconds in [-3600, -40, 40, 3600] as [Int64] {
            for reading in 0..<2 {
                let stage = try Stage()
                let wire = Wire(stage.first, stage.desk, mode: .follow)
                wire.run()
                let took = silence(of: wire.dialled, from: wire.now, set: [reading: seconds]) ?? -1
                #expect(45..<75 ~= took, "\(seconds) s at \(reading): \(took)")
            }
        }
        // Both sides talk on, whatever the clocks do.
        let stage = try Stage()
        let wire = Wire(stage.first, stage.desk, mode: .follow)
        wire.run()
        for seconds in [15, -3600, 15, 3600, 15, -100_000, 15, 100_000, 15] { wire.tick(seconds: seconds) }
        #expect(!wire.dialled.isOver && !wire.called.isOver)
    }

    @Test func aGreetingByteByByteIsNoWord() throws {
        let stage = try Stage()
        let wire = Wire(stage.first, stage.desk)
        let greeting = wire.dialled.takeOutput()
        var now = wire.now
        for byte in greeting.prefix(14) {
            now = now.adding(seconds: 5)
            wire.called.received([byte], now: now)
            wire.called.tick(now: now)
        }
        #expect(wire.called.outcome.ending == .silent(seconds: 45))
    }

    @Test func strangersGetNothing() throws {
        let stage = try Stage()
        let stranger = MemoryReplica(try TestNode(9), desk: stage.desk.node)
        try stranger.write(OriginID(repeating: 9), Data("let me in".utf8))
        let wire = Wire(stranger, stage.desk)
        wire.run()
        #expect(wire.dialled.isOver && wire.called.isOver)
        #expect(stranger.standing.count == 1 && stage.desk.standing.count == 1)
        #expect(wire.dialled.outcome.troubles.contains(.notAdmitted))
        #expect(wire.called.outcome.troubles.contains(.unknownNode(stranger.node.id)))
        #expect(!wire.dialled.outcome.isEqual)
    }

    @Test func whoKnowsNobodyLearnsFromAnyPeer() throws {
        let stage = try Stage()
        Wire(stage.second, stage.desk).run()
        Wire(stage.first, stage.desk).run()
        Wire(stage.second, stage.desk).run()
        // A node that was just set up calls another centre's, which it does not know yet.
        let fresh = try TestNode(7)
        try stage.desk.admit(fresh, in: Stage.deskChain)
        Wire(stage.second, stage.desk).run()
        let replica = MemoryReplica(fresh, desk: stage.desk.node)
        try replica.write(OriginID(repeating: 0x77), Data("mine".utf8))
        let wire = Wire(replica, stage.second)
        wire.run()
        #expect(replica.standing == stage.second.standing)
        #expect(replica.standing.count == 4)
        #expect(wire.dialled.outcome.isEqual, "\(wire.dialled.outcome)")
        #expect(wire.called.outcome.isEqual, "\(wire.called.outcome)")
    }

    @Test func chainsOfUnknownNodesComeOnceTheyAreKnown() throws {
        // Another desk node admits the second centre: its chain is not sent first, and is refused until then.
        let stage = try Stage()
        let late = try TestNode(0x40)
        let lateReplica = MemoryReplica(late, desk: stage.desk.node)
        try stage.desk.admit(late, in: Stage.deskChain)
        try lateReplica.write(OriginID(repeating: 1), Data("late".utf8))
        Wire(lateReplica, stage.desk).run()
        // Sends in the order of origins, as one would that cannot tell whose they are.
        let blind = Blind(stage.desk)
        let wire = Wire(stage.first, blind)
        wire.run()
        #expect(stage.first.standing == stage.desk.standing)
        #expect(wire.dialled.outcome.isEqual, "\(wire.dialled.outcome)")
    }

    @Test func manyBatchesAreTakenTogether() throws {
        let stage = try Stage(events: 500)
        var options = Exchange.Options()
        options.batchBytes = 1000
        let wire = Wire(stage.first, stage.desk, options: options, calledOptions: options)
        wire.run()
        #expect(wire.dialled.outcome.isEqual)
        #expect(stage.first.takes < 5)
        #expect(stage.desk.given.count > 20)
    }

    @Test func contactsAreNoted() throws {
        let stage = try Stage()
        let wire = Wire(stage.first, stage.desk, mode: .follow)
        wire.run()
        let last = try #require(stage.first.contacts.last)
        #expect(last.ahead == 0 && last.behind == 0 && last.isConnected)
        let count = stage.first.contacts.count
        for _ in 0..<3 { wire.tick(seconds: 20) }
        #expect(stage.first.contacts.count <= count + 1)
        wire.dialled.closed()
        #expect(stage.first.contacts.last?.isConnected == false)
        #expect(stage.first.noted.last == .some(.brokenOff))
    }
}

/// Passes on to another, and does not say whose chains are whose.
final class Blind: Replica {
    let replica: MemoryReplica
    init(_ replica: MemoryReplica) { self.replica = replica }
    func introduction() throws -> Introduction { try replica.introduction() }
    func sign(_ bytes: Data) throws -> Data { try replica.sign(bytes) }
    func check(_ signature: Data, over bytes: Data, by node: NodeID) throws -> Bool? {
        try replica.check(signature, over: bytes, by: node)
    }
    func heads(for peer: NodeID) throws -> [Head] { try replica.heads(for: peer) }
    func batch(of origin: OriginID, after sequence: Int64, bytes: Int) throws -> Batch? {
        try replica.batch(of: origin, after: sequence, bytes: bytes)
    }
    func writer(of origin: OriginID) throws -> NodeID? { nil }
    func take(_ batches: [Batch], from peer: NodeID) throws -> [Taken] { try replica.take(batches, from: peer) }
    func note(_ contact: Contact, of peer: NodeID) throws {}
    func note(_ trouble: PeerError?, of peer: NodeID) throws {}
    func owedProofs(to _: NodeID) throws -> String? { nil }
    func noteProofs(by _: String, to _: NodeID) throws {}
}
