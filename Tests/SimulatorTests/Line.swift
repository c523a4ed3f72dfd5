import Foundation

@testable import Ledger
@testable import Newsroom
@testable import Sync

/// Two exchanges and the line between them, on which bytes lie that have not come yet.
final class SimulatedLine {
    let ends: [Int]
    let exchanges: [Exchange]
    let bytes: Int
    /// In how many steps a byte goes from end to end.
    let delay: Int
    /// What has come near enough to be heard, from each end.
    var flying: [[UInt8]] = [[], []]
    /// What was said, and at which step it comes near.
    private var said: [[(step: Int, bytes: [UInt8])]] = [[], []]
    private var step = 0
    /// Directions in which nothing moves, from each end.
    var isStalled = [false, false]
    /// What each end has acknowledged, as it was looked at last.
    var seen: [[OriginID: Int64]] = [[:], [:]]

    init(_ one: Int, _ other: Int, _ exchanges: [Exchange], bytes: Int, delay: Int) {
        ends = [one, other]
        self.exchanges = exchanges
        self.bytes = bytes
        self.delay = delay
    }

    /// Another step: what each side has to say sets out, and some of what was said comes near.
    func go() {
        step += 1
        for way in 0..<2 {
            let bytes = exchanges[way].takeOutput()
            if !bytes.isEmpty { said[way].append((step + delay, bytes)) }
            while !isStalled[way], let first = said[way].first, first.step <= step {
                flying[way] += first.bytes
                said[way].removeFirst()
            }
        }
    }

    /// Whether anything has not come yet.
    var isCarrying: Bool { said.contains { !$0.isEmpty } || flying.contains { !$0.isEmpty } }
}

/// A disk that fails while batches are being kept.
enum TakingFault {
    /// It is full: nothing is kept, and the program goes on.
    case full
    /// The power fails: the program is gone, with some of what it wrote.
    case power
}

/// A database as the simulated exchanges see it: as a real one, with faults where the simulation wants them.
final class FailingReplica: Replica {
    struct PowerFailure: Error {}

    private let node: SimulatedNode
    private let replica: LedgerReplica

    init(_ node: SimulatedNode) throws {
        self.node = node
        replica = try LedgerReplica(node.ledger)
    }

    func introduction() throws -> Introduction { try replica.introduction() }
    func sign(_ bytes: Data) throws -> Data { try replica.sign(bytes) }
    func check(_ signature: Data, over bytes: Data, by node: NodeID) throws -> Bool? {
        try replica.check(signature, over: bytes, by: node)
    }
    func heads(for peer: NodeID) throws -> [Head] { try replica.heads(for: peer) }
    func batch(of origin: OriginID, after sequence: Int64, bytes: Int) throws -> Batch? {
        try replica.batch(of: origin, after: sequence, bytes: bytes)
    }
    func writer(of origin: OriginID) throws -> NodeID? { try replica.writer(of: origin) }
    func note(_ contact: Contact, of peer: NodeID) throws { try replica.note(contact, of: peer) }
    func note(_ trouble: PeerError?, of peer: NodeID) throws { try replica.note(trouble, of: peer) }
    func owedProofs(to peer: NodeID) throws -> String? { try replica.owedProofs(to: peer) }
    func noteProofs(by key: String, to peer: NodeID) throws { try replica.noteProofs(by: key, to: peer) }

    func take(_ batches: [Batch], from peer: NodeID) throws -> [Taken] {
        defer { node.taking = nil }
        switch node.taking {
        case nil: return try replica.take(batches, from: peer)
        case .full: throw LedgerError.full(path: node.path)
        case .power:
            node.lost = node.files
            _ = try replica.take(batches, from: peer)
            throw PowerFailure()
        }
    }
}

extension World {
    func connected(
        _ one: Int, _ other: Int, bytes: Int, delay: Int = 0, mode: Exchange.Mode = .follow
    ) throws -> SimulatedLine? {
        do {
            return try connect(one, other, bytes: bytes, delay: delay, mode: mode)
        } catch LedgerError.clockJumped {
            return nil
        }
    }

    private func connect(
        _ one: Int, _ other: Int, bytes: Int, delay: Int = 0, mode: Exchange.Mode = .follow
    ) throws -> SimulatedLine {
        let dialled = Exchange(
            replica: try FailingReplica(nodes[one]), mode: mode, nonce: nonce(), now: nodes[one].clock.now)
        let called = Exchange(
            replica: try FailingReplica(nodes[other]), mode: .serve, nonce: nonce(), now: nodes[other].clock.now)
        return SimulatedLine(one, other, [dialled, called], bytes: bytes, delay: delay)
    }

    /// Carries bytes on a line, each way; whether anything moved.
    func carry(_ line: SimulatedLine) throws -> Bool {
        line.go()
        var moved = false
        for way in 0..<2 where !line.isStalled[way] {
            let count = min(line.flying[way].count, line.bytes)
            guard count > 0 else { continue }
            moved = true
            carried += count
            let piece = Array(line.flying[way].prefix(count))
            line.flying[way].removeFirst(count)
            let end = line.ends[1 - way]
            line.exchanges[1 - way].received(piece, now: nodes[end].clock.now)
            _ = line.exchanges[1 - way].takeEvents()
            if nodes[end].lost != nil {
                line.exchanges[way].closed()
                try fail(end)
                return false
            }
        }
        for (end, exchange) in zip(line.ends, line.exchanges) {
            if let failure = exchange.outcome.failure, !hostile.contains(end),
                failure as? LedgerError != .full(path: nodes[end].path),
                (failure as? LedgerError)?.code != "clockJumped"
            {
                throw Wrong("the exchange of node \(end) failed: \(failure)")
            }
        }
        try remember(line)
        return moved || line.isCarrying && !line.isStalled.contains(true)
    }

    /// What one end took for acknowledged, the other has from then on.
    private func remember(_ line: SimulatedLine) throws {
        for (way, exchange) in line.exchanges.enumerated() {
            let there = line.ends[1 - way]
            for (origin, state) in exchange.lines where state.acknowledged > line.seen[way][origin] ?? 0 {
                line.seen[way][origin] = state.acknowledged
                guard let hash = try nodes[there].hash(origin, state.acknowledged) else {
                    throw Wrong(
                        "node \(there) acknowledged \(origin.short) \(state.acknowledged) to node \(line.ends[way]) and has not got it"
                    )
                }
                nodes[there].answered.insert(
                    SimulatedNode.Promise(origin: origin, sequence: state.acknowledged, hash: hash))
            }
        }
    }

    func committed(_ node: Int) {
        for line in lines {
            for (end, exchange) in zip(line.ends, line.exchanges) where end == node { exchange.committed() }
        }
    }

    func cut(_ node: Int) {
        lines.removeAll { line in
            guard line.ends.contains(node) else { return false }
            for exchange in line.exchanges { exchange.closed() }
            return true
        }
    }

    func stall(_ node: Int, heard: Bool, said: Bool) {
        for line in lines {
            for (way, end) in line.ends.enumerated() where end == node {
                line.isStalled[way] = line.isStalled[way] || said
                line.isStalled[1 - way] = line.isStalled[1 - way] || heard
            }
        }
    }

    func garble(_ node: Int, _ chance: UInt64) {
        var dice = Dice(chance)
        for line in lines {
            for (way, end) in line.ends.enumerated() where end == node && !line.flying[1 - way].isEmpty {
                line.flying[1 - way][dice.under(line.flying[1 - way].count)] ^= 1 << UInt8(dice.under(8))
            }
        }
    }

    /// Lets two nodes talk until both have everything.
    func meet(_ one: Int, _ other: Int) throws -> SyncOutcome {
        // A node whose clock is not believed connects with nobody.
        guard let line = try connected(one, other, bytes: 1 << 20, mode: .once) else { return SyncOutcome() }
        while try carry(line) {}
        return line.exchanges[0].outcome
    }
}
