import Foundation

@testable import Ledger
@testable import Newsroom
@testable import Sync

/// A peer with a real node's key says what the script wants, to an exchange on a real database.
///
///     input     part of the exchange (1), how its bytes come (1; 0 all at once, else so many), steps
///     step      what (1), then as `Peer.take` reads it
final class ExchangeFuzz: FuzzTarget {
    private let folder = Example.folder()
    private var ledger: Ledger
    private let maker: BatchMaker
    private let heads: [Head]
    private let beginning: Data

    init() throws {
        (ledger, maker) = try Example.database(folder)
        heads = try ledger.heads(for: maker.chains[1].node.id)
        ledger.close()
        beginning = try Data(contentsOf: URL(fileURLWithPath: ledger.path))
        ledger = try Ledger(path: ledger.path, clock: { Example.now })
    }

    deinit {
        ledger.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func run(_ input: [UInt8]) throws {
        var reader = ScriptReader(input)
        let mode = reader.pick([Exchange.Mode.serve, .once, .follow])
        let piece = Int(reader.byte())
        let replica = WatchedReplica(try LedgerReplica(ledger))
        let exchange = Exchange(
            replica: replica, mode: mode, nonce: Data(repeating: 0x11, count: 32), now: Example.now)
        var peer = Peer(exchange, maker, heads, isCalled: mode != .serve, piece: piece)
        var steps = 0
        while !reader.isAtEnd, !exchange.isOver, steps < 300 {
            steps += 1
            try peer.take(&reader)
            try judge(exchange)
        }
        exchange.closed()
        guard exchange.isOver else { throw Finding("it is closed and goes on") }
        try judge(exchange)
        if replica.hasTaken { try reset() }
    }

    private func judge(_ exchange: Exchange) throws {
        if let failure = exchange.outcome.failure { throw Finding("the peer made it fail: \(failure)") }
        guard exchange.output.count < Exchange.outputHigh + (4 << 20), exchange.lines.count <= 2 * Exchange.mostChains,
            exchange.decoder.waiting <= Batch.largestRecord + Frame.batchHead + 5,
            exchange.inboxBytes <= Exchange.groupBytes + Batch.largestRecord,
            exchange.outcome.troubles.count <= 1001
        else { throw Finding("it keeps too much") }
    }

    /// Puts the database back as it was.
    private func reset() throws {
        let path = ledger.path
        ledger.close()
        for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: beginning)
        try file.close()
        ledger = try Ledger(path: path, clock: { Example.now })
    }

    var seeds: [[UInt8]] {
        var seeds: [[UInt8]] = []
        for mode in 0..<3 as Range<UInt8> {
            let start = [mode, 0]
            let greeting: [UInt8] = [15, 0, 13]
            // A word of each kind, then all there is to a visit.
            for (index, entry) in Example.facts.enumerated() where index % 8 == Int(mode) {
                var script = ScriptWriter()
                script.event(1, entry.subject, entry.person, entry.fact)
                seeds.append(start + greeting + [7] + script.bytes + [8, 1, 13, 10, 13, 14, 0])
            }
            seeds.append(start + greeting + [9, 4, 0, 0, 0, 0, 0, 0, 0, 0, 10, 13, 11, 0, 20, 12, 13])
            seeds.append(start + greeting + [9, 2, 1, 0, 2, 0, 9, 1, 3, 0, 13, 10, 13, 14, 0])
            seeds.append(start + [3, 0, 4, 0, 5, 1, 6, 0, 0, 0, 0, 1, 10, 13, 14, 0])
            seeds.append(start + [3, 0, 4, 1, 5, 0, 6, 1, 2, 3, 4, 1, 10, 13, 14, 0])
            seeds.append([mode, 5, 3, 0, 4, 0, 2, 5, 0, 4, 0, 4, 1, 2, 3, 4, 1, 3, 1, 2, 3, 0, 9, 0, 1, 0])
        }
        return seeds
    }
}

/// Passes on to the ledger, and remembers whether anything was kept. What is noted of peers is of no account here.
private final class WatchedReplica: Replica {
    private let replica: LedgerReplica
    private(set) var hasTaken = false

    init(_ replica: LedgerReplica) { self.replica = replica }

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
    func take(_ batches: [Batch], from peer: NodeID) throws -> [Taken] {
        let taken = try replica.take(batches, from: peer)
        hasTaken = hasTaken || taken.contains { if case .stands = $0 { true } else { false } }
        return taken
    }
    func note(_ contact: Contact, of peer: NodeID) throws {}
    func note(_ trouble: PeerError?, of peer: NodeID) throws {}
    func owedProofs(to peer: NodeID) throws -> String? { try replica.owedProofs(to: peer) }
    func noteProofs(by key: String, to peer: NodeID) throws { try replica.noteProofs(by: key, to: peer) }
}
