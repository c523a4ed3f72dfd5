import Foundation
import GRDB

@testable import Ledger
@testable import Newsroom

extension World {
    func run(_ step: Step) throws {
        switch step {
        case .act(let node, let chance): try act(node, chance)
        case .wait(let seconds):
            now = now.adding(seconds: seconds)
            set()
            for line in lines {
                for (end, exchange) in zip(line.ends, line.exchanges) { exchange.tick(now: nodes[end].clock.now) }
            }
        case .clock(let node, let seconds):
            nodes[node].offset = seconds
            set()
        case .connect(let one, let other, let bytes): lines.append(try connect(one, other, bytes: bytes))
        case .cut(let node): cut(node)
        case .crash(let node, let chance): try crash(node, chance)
        case .backup(let node):
            let file = "\(folder)/\(node).backup"
            unlink(file)
            try nodes[node].ledger.backup(to: file)
            nodes[node].backup = file
        case .restore(let node): try restore(node)
        case .roster(let chance): try changeRoster(chance)
        case .rotate(let node):
            guard let person = Self.people.first(where: { $0.centre == nodes[node].centre }) else { return }
            try keepingPromises(node) { try $0.rotateKey(by: person) }
        case .forge(let node, let chance): try forge(node, chance)
        case .revoke(let node):
            guard !nodes[node].isRevoked, let id = try nodes[node].ledger.membership()?.node else { return }
            let ends = try nodes[0].ledger.ends(of: id)
            try keepingPromises(0) { try $0.perform(.revokeNode(id, ends: ends, reason: "丢失"), as: Self.admin) }
            nodes[node].isRevoked = true
            committed(0)
        }
        for line in lines { _ = try carry(line) }
    }

    /// Does something at a node and remembers what it has promised by that.
    private func keepingPromises(_ node: Int, _ body: (Ledger) throws -> Void) throws {
        do {
            try body(nodes[node].ledger)
        } catch is Refusal {
            return
        } catch LedgerError.notSynced {
            return
        }
        nodes[node].acknowledged += try nodes[node].tips()
    }

    private func act(_ node: Int, _ chance: UInt64) throws {
        var dice = Dice(chance)
        do {
            try keepingPromises(node) { ledger in
                try Work(ledger, centre: nodes[node].centre, now: nodes[node].clock.now).act(&dice)
            }
        } catch  where hostile.contains(node) {
            // Whoever writes past the rules has its own tables in disorder.
            return cut(node)
        }
        committed(node)
    }

    // MARK: - Disks

    /// The power fails during an act: the files as of the commit before, and some of what was being written after them.
    private func crash(_ node: Int, _ chance: UInt64) throws {
        var dice = Dice(chance)
        cut(node)
        let target = nodes[node]
        let before = try Data(contentsOf: URL(fileURLWithPath: target.path))
        let wal = (try? Data(contentsOf: URL(fileURLWithPath: target.path + "-wal"))) ?? Data()
        let witness = try? Data(contentsOf: URL(fileURLWithPath: target.path + ".origin"))
        _ = try? Work(target.ledger, centre: target.centre, now: target.clock.now).act(&dice)
        var after = (try? Data(contentsOf: URL(fileURLWithPath: target.path + "-wal"))) ?? Data()
        target.ledger.close()
        // A WAL that began anew meanwhile was checkpointed: that is another story than a torn end.
        if after.count > wal.count, after.prefix(wal.count) == wal {
            after = after.prefix(wal.count + dice.under(after.count - wal.count))
            if dice.under(2) == 0, after.count > wal.count {
                for _ in 0..<8 { after[wal.count + dice.under(after.count - wal.count)] = UInt8(dice.under(256)) }
            }
        } else {
            after = wal
        }
        try overwrite(target.path, before)
        unlink(target.path + "-shm")
        try after.write(to: URL(fileURLWithPath: target.path + "-wal"))
        if let witness { try overwrite(target.path + ".origin", witness) }
        try target.reopen()
    }

    /// In place, so that the file stays the same one to the system.
    private func overwrite(_ path: String, _ bytes: Data) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: bytes)
        try file.close()
    }

    private func restore(_ node: Int) throws {
        guard let backup = nodes[node].backup else { return }
        cut(node)
        let target = nodes[node]
        target.ledger.close()
        for suffix in ["-wal", "-shm"] { unlink(target.path + suffix) }
        try overwrite(target.path, try Data(contentsOf: URL(fileURLWithPath: backup)))
        try target.reopen()
        // What nobody else had is gone with the disk; nothing can bring it back.
        target.acknowledged = try target.acknowledged.filter { promise in
            try nodes.contains { try $0.holds(promise) }
        }
    }

    // MARK: - The desk, and those who ask no rules

    private func changeRoster(_ chance: UInt64) throws {
        var dice = Dice(chance)
        guard let person = dice.pick(Array(Self.people.dropFirst(4))) else { return }
        try keepingPromises(0) { ledger in
            guard var card = try ledger.read({ try $0.staff(person.staff) }) else { return }
            switch dice.under(3) {
            case 0: card.isActive.toggle()
            case 1: card.role = card.role == .reporter ? .centreEditor : .reporter
            default: card.centre = card.centre == "erqi" ? "jinshui" : "erqi"
            }
            try ledger.perform(.changeStaff(card), as: Self.admin)
        }
        committed(0)
    }

    private func forge(_ node: Int, _ chance: UInt64) throws {
        var dice = Dice(chance)
        cut(node)
        let target = nodes[node]
        let subjects = try target.ledger.read {
            try $0.stories().map(\.id) + $0.tasks().map(\.id) + $0.leads().map(\.id)
        }
        let subject = dice.pick(subjects) ?? .desk
        let facts: [Fact] = [
            .noted(text: "冒名"), .storyWithdrawn(reason: "越权"), .taskClosed, .taskAcknowledged,
            .staffAdded(Self.card(Actor(staff: "mole", role: .chiefEditor, centre: target.centre))),
            .storySigned(textHash: TextHash(rawValue: "0")), .leadDismissed(reason: "越权"),
            .told(at: Stamp(at: target.clock.now), fact: .taskCancelled(reason: "套话")),
        ]
        guard let fact = dice.pick(facts), let actor = dice.pick(Self.people + [Self.admin]) else { return }
        // Through the connection that is open: another one in the same process would drop its locks.
        try target.ledger.writer?.write { db in
            let (tips, stamp) = try EventStore.tips(db)
            guard var tip = tips[.shared], tip.sequence > 0 else { return }
            var chain = Chain()
            let event = Event(
                subject: subject, stamp: stamp.next(at: target.clock.now), actor: actor, fact: fact)
            try EventStore.append(db, event, tip: &tip, chain: &chain, encoder: JSONEncoder())
            try db.execute(
                sql: "UPDATE origin SET seq = ?, stamp = ?, hash = ? WHERE row = ?",
                arguments: [tip.sequence, event.stamp.value, tip.hash, tip.row])
        }
        if let writer = target.ledger.writer { target.ledger.witness.note(writer) }
        hostile.insert(node)
    }
}
