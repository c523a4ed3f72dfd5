import Crypto
import Foundation
import GRDBSQLite
import Ledger
import Newsroom
import Sync

/// A desk and a centre that know three thousand nodes, and how long the two take to find that they have the same, or
/// what the other lacks: the whole exchange, from hello to goodbye, without a line between them.
struct Heads {
    private let folder: URL
    private let desk: Ledger
    private let centre: Ledger
    /// Nodes that write something for the centre to lack.
    private var writers: [(ledger: Ledger, editor: Person)] = []

    init(count: Int) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("guantong-heads-\(getpid())")
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        desk = try Desk.found(at: folder.appendingPathComponent("desk.sqlite").path, clock: Moment.now)
        let membership = try desk.foundMembership(name: "desk", by: Desk.admin)
        var cards: [NodeCard] = []
        func joined(_ id: CentreID) throws -> Ledger {
            let (ledger, card) = try Ledger.join(
                path: folder.appendingPathComponent("\(id.rawValue).sqlite").path,
                desk: DeskWord(node: membership.root, key: membership.rootKey), centre: id, name: "\(id.rawValue)-1")
            cards.append(card)
            return ledger
        }
        centre = try joined("erqi")
        for card in Desk.centres.filter({ $0.id != "erqi" }).prefix(10) {
            guard let editor = Desk.editors[card.id] else { continue }
            writers.append((try joined(card.id), editor))
        }
        // The rest are admitted as any node is, but their databases are not here: their chains are heads and nothing else.
        var random = Seeded(seed: 1)
        var chains: [(id: [UInt8], node: NodeID)] = []
        while cards.count < count {
            let id = (0..<2).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
            let node = NodeID(rawValue: id.map { String(format: "%02x", $0) }.joined())
            cards.append(
                NodeCard(
                    id: node, name: "n\(cards.count)", centre: "jinshui", slot: 0, key: KeyFile(node: node).publicKey))
            chains.append((id, node))
        }
        try desk.transaction { transaction in
            for card in cards { try transaction.perform(.node(.admit(card)), as: Desk.admin) }
        }
        for ledger in [centre] + writers.map(\.ledger) { try meet(ledger) }
        for ledger in [desk, centre] + writers.map(\.ledger) { try Self.add(chains, to: ledger.path) }
    }

    func run() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var level: [Meeting] = []
        var apart: [Meeting] = []
        for round in 0..<15 {
            level.append(try meet(centre))
            for (ledger, editor) in writers {
                try ledger.perform(.desk(.note("第 \(round) 轮")), as: editor)
                try meet(ledger)
            }
            let meeting = try meet(centre)
            guard meeting.received == writers.count else { throw Strange.events(meeting.received) }
            apart.append(meeting)
        }
        for (name, meetings) in [("level", level), ("apart", apart)] {
            let sorted = meetings.sorted { $0.milliseconds < $1.milliseconds }
            print("heads.\(name)\t\(sorted[sorted.count / 2].milliseconds)")
            print("heads.\(name).bytes\t\(sorted[sorted.count / 2].bytes)")
        }
    }

    private enum Strange: Error {
        case ending(SyncOutcome)
        case events(Int)
    }

    private struct Meeting {
        var milliseconds: Double
        var bytes = 0
        var received = 0
    }

    /// A whole exchange of a ledger with the desk.
    @discardableResult private func meet(_ ledger: Ledger) throws -> Meeting {
        let start = ContinuousClock.now
        let caller = Exchange(try LedgerReplica(ledger), mode: .once)
        let called = Exchange(try LedgerReplica(desk), mode: .serve)
        var bytes = 0
        while true {
            let there = caller.takeOutput()
            if !there.isEmpty { called.received(there, now: .now()) }
            let back = called.takeOutput()
            if !back.isEmpty { caller.received(back, now: .now()) }
            if there.isEmpty, back.isEmpty { break }
            bytes += there.count + back.count
        }
        guard caller.outcome.isEqual else { throw Strange.ending(caller.outcome) }
        return Meeting(
            milliseconds: start.duration(to: .now).milliseconds, bytes: bytes, received: Int(caller.outcome.received))
    }

    /// Chains of nodes that wrote a thousand events each, of which only the heads are there.
    private static func add(_ chains: [(id: [UInt8], node: NodeID)], to path: String) throws {
        var db: OpaquePointer?
        sqlite3_open(path, &db)
        defer { sqlite3_close(db) }
        for (id, node) in chains {
            let bytes = id.map { String(format: "%02x", $0) }.joined()
            let sql = """
                INSERT INTO origin(id, node, stream, certificate, centre, seq, stamp, hash)
                VALUES(x'\(bytes)', '\(node.rawValue)', 'shared', zeroblob(64), 'jinshui', 1000, 1, x'\(bytes)\(bytes)')
                """
            guard sqlite3_exec(db, (chains[0].id == id ? "BEGIN;" : "") + sql, nil, nil, nil) == SQLITE_OK else {
                throw LedgerError.unreadable(path: path, detail: String(cString: sqlite3_errmsg(db)))
            }
        }
        sqlite3_exec(db, "COMMIT", nil, nil, nil)
    }
}
