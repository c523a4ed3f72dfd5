import Foundation
import GRDB

@testable import Ledger
@testable import Newsroom

/// A database's files at one moment.
struct Files {
    let database: Data
    let wal: Data
    let witness: Data?

    init(_ path: String) {
        func read(_ suffix: String) -> Data? { try? Data(contentsOf: URL(fileURLWithPath: path + suffix)) }
        (database, wal, witness) = (read("") ?? Data(), read("-wal") ?? Data(), read(".origin"))
    }
}

extension World {
    func run(_ step: Step) throws {
        switch step {
        case .act(let node, let chance): try act(node, chance)
        case .both(let one, let other, let chance): try both(one, other, chance)
        case .wait(let seconds):
            now = now.adding(seconds: seconds)
            set()
            for line in lines {
                for (end, exchange) in zip(line.ends, line.exchanges) { exchange.tick(now: nodes[end].clock.now) }
            }
        case .clock(let node, let seconds):
            nodes[node].offset = seconds
            set()
        case .trust(let node, let seconds):
            nodes[node].offset = seconds
            set()
            try trust(node)
        case .boot(let node): nodes[node].clock.boot()
        case .connect(let one, let other, let bytes, let delay):
            if let line = try connected(one, other, bytes: bytes, delay: delay) { lines.append(line) }
        case .cut(let node): cut(node)
        case .stall(let node, let heard, let said): stall(node, heard: heard, said: said)
        case .flow: for line in lines { line.isStalled = [false, false] }
        case .garble(let node, let chance): garble(node, chance)
        case .failTaking(let node, let chance): nodes[node].taking = chance % 2 == 0 ? .full : .power
        case .crash(let node, let chance): try crash(node, chance)
        case .backup(let node):
            let file = "\(folder)/\(node).backup"
            unlink(file)
            try nodes[node].ledger.backup(to: file)
            nodes[node].backup = file
        case .restore(let node): try restore(node)
        case .roster(let chance): try changeRoster(chance)
        case .rotate(let node):
            let answers: [Right] = node == 0 ? [.manageNodes] : [.manageNodes, .takeDuty]
            let person = (Self.people + [Self.admin]).first { person in
                person.house == nodes[node].centre && answers.contains { person.role.may($0) }
            }
            guard let person else { return }
            try keepingPromises(node) { try $0.rotateKey(by: person) }
        case .forge(let node, let chance): try forge(node, chance)
        case .foresee(let node, let chance): try foresee(node, chance)
        case .revoke(let node):
            guard !nodes[node].isRevoked, let id = try nodes[node].ledger.membership()?.node else { return }
            let ends = try nodes[0].ledger.ends(of: id)
            try keepingPromises(0) { try $0.perform(.node(.revoke(id, ends: ends, reason: "丢失")), as: Self.admin) }
            nodes[node].isRevoked = true
            committed(0)
        }
        // A power failure meanwhile takes lines away.
        for line in lines where lines.contains(where: { $0 === line }) { _ = try carry(line) }
    }

    /// Does something at a node and remembers what it has promised by that.
    private func keepingPromises(_ node: Int, _ body: (Ledger) throws -> Void) throws {
        do {
            try body(nodes[node].ledger)
        } catch is Refusal {
            return
        } catch LedgerError.notSynced {
            return
        } catch LedgerError.clockJumped {
            return
        } catch LedgerError.actsMissing {
            return
        }
        nodes[node].acknowledged += try nodes[node].tips()
    }

    /// Somebody at a node says that its clock is right.
    func trust(_ node: Int) throws {
        // What is not in order at who asks no rules nobody can say.
        do {
            try keepingPromises(node) { ledger in
                let card = try ledger.read { try $0.directory().staff }.first {
                    $0.centre == nodes[node].centre && $0.isActive && ![.business, .viewer].contains($0.role)
                }
                let person = card.map { Person(staff: $0.id, role: $0.role, house: $0.centre) } ?? Self.admin
                try ledger.acceptClock(by: person)
            }
        } catch  where hostile.contains(node) {
            return cut(node)
        }
        committed(node)
    }

    /// Their clocks agree for a moment, later than anything that either has heard of, so that their stamps are the same.
    private func both(_ one: Int, _ other: Int, _ chance: UInt64) throws {
        var dice = Dice(chance)
        // Mostly they have just heard of each other, or they would have nothing in common.
        if dice.under(3) > 0 { _ = try meet(one, other) }
        let known = try [one, other].map { try Work(nodes[$0].ledger, centre: nodes[$0].centre).things() }
        let common = known[0].filter(Set(known[1]).contains)
        let thing = dice.pick(Array(common.suffix(6)))
        now = now.adding(seconds: 1)
        let latest = try [one, other].map { node in
            try nodes[node].ledger.read { try EventStore.tips($0.db, now: Stamp.lastMoment).stamp.moment }
        }
        let moment = max(now, latest[0].adding(seconds: 1), latest[1].adding(seconds: 1))
        for node in [one, other] {
            nodes[node].clock.now = moment
            nodes[node].clock.hasNoUptime = true
            defer { nodes[node].clock.hasNoUptime = false }
            try act(node, dice.next(), about: thing)
        }
        set()
    }

    private func act(_ node: Int, _ chance: UInt64, about thing: SubjectID? = nil) throws {
        var dice = Dice(chance)
        do {
            try keepingPromises(node) { ledger in
                try Work(ledger, centre: nodes[node].centre).act(&dice, about: thing)
            }
        } catch  where hostile.contains(node) {
            // Whoever writes past the rules has its own tables in disorder.
            return cut(node)
        }
        committed(node)
    }

    // MARK: - Disks

    /// The power fails during an act.
    private func crash(_ node: Int, _ chance: UInt64) throws {
        cut(node)
        let target = nodes[node]
        let before = target.files
        var dice = Dice(chance)
        _ = try? Work(target.ledger, centre: target.centre).act(&dice)
        try lose(node, before, &dice)
    }

    /// The power failed while the node kept what it was sent. It says nothing any more; what it had said arrives.
    func fail(_ node: Int) throws {
        guard let before = nodes[node].lost else { return }
        nodes[node].lost = nil
        lines.removeAll { line in
            guard let way = line.ends.firstIndex(of: node) else { return false }
            line.exchanges[1 - way].closed()
            return true
        }
        var dice = Dice(UInt64(bitPattern: now.milliseconds))
        try lose(node, before, &dice)
    }

    /// The files as of the commit before, and some of what was being written after them.
    private func lose(_ node: Int, _ before: Files, _ dice: inout Dice) throws {
        let target = nodes[node]
        var after = target.files.wal
        target.ledger.close()
        let wal = before.wal
        // A WAL that began anew meanwhile was checkpointed: that is another story than a torn end.
        if after.count > wal.count, after.prefix(wal.count) == wal {
            after = after.prefix(wal.count + dice.under(after.count - wal.count))
            if dice.under(2) == 0, after.count > wal.count {
                for _ in 0..<8 { after[wal.count + dice.under(after.count - wal.count)] = UInt8(dice.under(256)) }
            }
        } else {
            after = wal
        }
        try overwrite(target.path, before.database)
        unlink(target.path + "-shm")
        try after.write(to: URL(fileURLWithPath: target.path + "-wal"))
        if let witness = before.witness { try overwrite(target.path + ".origin", witness) }
        target.clock.boot()
        try target.reopen()
        for promise in target.answered where try !target.holds(promise) {
            throw Wrong(
                "with its power node \(node) lost \(promise.origin.short) \(promise.sequence), which it had acknowledged to others"
            )
        }
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
        // What this disk alone has, of whoever wrote it: those may have lost it before.
        let held = try nodes.map { other in
            try other.acknowledged.map { promise in try nodes.contains { try $0.holds(promise) } }
        }
        target.ledger.close()
        for suffix in ["-wal", "-shm"] { unlink(target.path + suffix) }
        try overwrite(target.path, try Data(contentsOf: URL(fileURLWithPath: backup)))
        try target.reopen()
        // It is gone with the disk; nothing can bring it back.
        for (other, held) in zip(nodes, held) {
            other.acknowledged = try zip(other.acknowledged, held).filter { promise, wasHeld in
                try !wasHeld || nodes.contains { try $0.holds(promise) }
            }.map(\.0)
        }
        target.answered = try target.answered.filter { try target.holds($0) }
    }

    // MARK: - The desk, and those who ask no rules

    private func changeRoster(_ chance: UInt64) throws {
        var dice = Dice(chance)
        guard let person = dice.pick(Array(Self.people.dropFirst(4))) else { return }
        // Beside what else happens: whoever gave their word for something may have been chief no more.
        var lots = Dice(chance ^ 0xC41EF)
        if lots.under(3) == 0 {
            try keepingPromises(0) { ledger in
                guard var card = try ledger.read({ try $0.staff("chief2") }) else { return }
                card.role = card.role == .chiefEditor ? .deskHead : .chiefEditor
                try ledger.perform(.staff(.change(card)), as: Self.admin)
            }
            committed(0)
            return
        }
        try keepingPromises(0) { ledger in
            guard var card = try ledger.read({ try $0.staff(person.staff) }) else { return }
            switch dice.under(3) {
            case 0: card.isActive.toggle()
            case 1: card.role = card.role == .reporter ? .centreEditor : .reporter
            default: card.centre = card.centre == "erqi" ? "jinshui" : "erqi"
            }
            try ledger.perform(.staff(.change(card)), as: Self.admin)
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
            .desk(.noted(text: "冒名")), .story(.withdrawn(reason: "越权")), .task(.closed), .task(.acknowledged),
            .staff(.added(Self.card(Person(staff: "mole", role: .chiefEditor, house: target.centre)))),
            .story(.signed(textHash: TextHash(rawValue: "0"))),
            .story(.sendOut(.answered(key: subject, verdict: .pass, evidence: "冒名"))),
            .story(.hiding(.hidden(key: subject, reason: "越权"))), .story(.hiding(.shown(key: subject))),
            .lead(.dismissed(reason: "越权")),
            .common(.told(CommonFact.Told(at: Stamp(at: target.clock.now), fact: .task(.cancelled(reason: "套话"))))),
        ]
        guard var fact = dice.pick(facts), var actor = dice.pick(Self.people + [Self.admin]) else { return }
        var lots = Dice(chance ^ 0xC41EF)
        if lots.under(3) == 0, let named = lots.pick(Self.people),
            let story = try target.ledger.read({ try $0.story(subject) })
        {
            let authority = EmergencyAuthority(
                staff: named.staff, house: lots.under(3) == 0 ? target.centre : named.house, isByPhone: true,
                confirmBy: target.clock.now)
            fact = .story(
                .publishedInEmergency(
                    key: subject, channels: [ChannelID(rawValue: "\(target.centre.rawValue)/app")],
                    textHash: story.text.textHash,
                    reason: "冒名",
                    authority: authority))
        }
        // Somebody as they are not, but may be as soon as the desk says so.
        if dice.under(2) == 0 {
            actor.house = target.centre
            actor.role = [.reporter, .centreEditor][dice.under(2)]
        }
        try write(node, subject, fact, actor, ahead: [0, 0, 30, 250][dice.under(4)])
    }

    /// The node's clock is a little ahead, and the desk hears of the act last.
    private func foresee(_ node: Int, _ chance: UInt64) throws {
        var dice = Dice(chance)
        let others = nodes.indices.filter { $0 != 0 && $0 != node }
        let people = try nodes[0].ledger.read { try $0.directory().staff }.filter {
            $0.centre == nodes[node].centre && [.reporter, .centreEditor].contains($0.role)
        }
        guard let other = dice.pick(others), var card = dice.pick(people) else { return }
        _ = try meet(node, 0)
        card.role = card.role == .reporter ? .centreEditor : .reporter
        let actor = Person(staff: card.id, role: card.role, house: card.centre)
        cut(node)
        cut(0)
        try write(
            node, SubjectID(at: now) { chance }, .message(.sent(text: "先知", to: nil, about: nil)), actor, ahead: 200)
        _ = try meet(other, node)
        try keepingPromises(0) { try $0.perform(.staff(.change(card)), as: Self.admin) }
    }

    /// Writes an event into the node's chain that no rule has judged.
    private func write(_ node: Int, _ subject: SubjectID, _ fact: Fact, _ actor: Person, ahead: Int) throws {
        let target = nodes[node]
        // Through the connection that is open: another one in the same process would drop its locks.
        try target.ledger.recording { db in
            let (tips, stamp) = try EventStore.tips(db, now: target.clock.now)
            guard var tip = tips[.shared], tip.sequence > 0 else { return }
            var chain = Chain()
            let event = Event(
                subject: subject, stamp: stamp.next(at: target.clock.now.adding(seconds: ahead)), actor: .person(actor),
                fact: fact)
            try EventStore.append(db, event, tip: &tip, chain: &chain)
            try db.execute(
                sql: "UPDATE origin SET seq = ?, stamp = ?, hash = ? WHERE row = ?",
                arguments: [tip.sequence, event.stamp.value, tip.hash, tip.row])
        }
        hostile.insert(node)
    }
}
