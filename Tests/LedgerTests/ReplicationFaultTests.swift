import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// Damage, gaps, forks, clocks, copies and restored backups: each is found and named, and nothing of it gets in.
@Suite struct ReplicationFaultTests {
    /// The centre's next batch for the desk.
    private func batch(_ network: Network, after: Int64? = nil) throws -> Batch {
        let erqi = network.centres[0]
        let origin = try #require(try erqi.heads(for: "").first { try erqi.isOwn($0.origin) }).origin
        let have = try network.desk.ledger.heads(for: "").first { $0.origin == origin }?.sequence ?? 0
        return try #require(
            try erqi.batch(of: origin, after: after ?? have, bytes: 1 << 20, key: try erqi.nodeKey()))
    }

    private func notes(_ ledger: Ledger) throws -> Set<String> {
        Set(
            try ledger.read { try $0.log() }.compactMap { row in
                if case .desk(.noted(let text)) = row.event?.fact { text } else { nil }
            })
    }

    private func working(_ notes: Int = 3) throws -> Network {
        let network = try Network()
        try network.meet()
        for note in 1...notes { try network.centres[0].perform(.desk(.note("第 \(note) 句")), as: Cast.reporter) }
        return network
    }

    @Test func everyFlippedByteIsFound() throws {
        let network = try working()
        let desk = network.desk.ledger
        let whole = try batch(network)
        let before = try desk.everything()
        for place in whole.records.indices {
            var batch = whole
            batch.records[place] ^= 1
            let taken = try desk.take([batch])
            guard case .refused(let trouble) = taken[0] else {
                Issue.record("byte \(place) was taken")
                continue
            }
            #expect(["altered", "malformed", "oversized"].contains(trouble.code))
        }
        for place in 0..<64 {
            var batch = whole
            batch.proof[place] ^= 1
            #expect(try desk.take([batch]) == [.refused(.altered(whole.certificate.origin, after: 0))])
            batch = whole
            batch.certificate.signature[place] ^= 1
            #expect(try desk.take([batch]) == [.refused(.badCertificate(whole.certificate.origin))])
        }
        var other = whole
        other.certificate.stream = .own
        #expect(try desk.take([other]) == [.refused(.badCertificate(whole.certificate.origin))])
        other = whole
        other.end.hash[3] ^= 1
        #expect(try desk.take([other]) == [.refused(.altered(whole.certificate.origin, after: 0))])
        #expect(try desk.everything() == before)
        #expect(try desk.take([whole]) == [.stands(whole.end)])
        #expect(try desk.take([whole]) == [.stands(whole.end)], "what is here already changes nothing")
        #expect(try desk.verify().findings == [])
    }

    @Test func aMissingEventIsFound() throws {
        let network = try working()
        let late = try batch(network, after: 2)
        let origin = late.certificate.origin
        #expect(try network.desk.ledger.take([late]) == [.refused(.gap(origin, have: 0, came: 3))])
        // Left out of the middle it is another chain.
        var short = try batch(network)
        let first = try #require(
            short.records.withUnsafeBytes { Records.read($0, count: short.count) }?.first)
        short.records.removeSubrange(first.whole)
        short.count -= 1
        short.end.sequence -= 1
        #expect(try network.desk.ledger.take([short]) == [.refused(.altered(origin, after: 0))])
    }

    @Test func twoEventsWithOneNumberAreAFork() throws {
        let network = try working(1)
        let erqi = network.centres[0]
        let copy = network.desk.folder + "/copy.sqlite"
        try erqi.perform(.desk(.note("一")), as: Cast.reporter)
        // A program that does not look whether its file was copied goes on with the same chain in two places.
        try erqi.backup(to: copy)
        try erqi.perform(.desk(.note("此处")), as: Cast.reporter)
        try network.meet()
        let twin = try Twin(of: copy, key: erqi.nodeKey())
        try twin.write(.desk(.noted(text: "彼处")), at: network.desk.clock.read())
        let batch = try twin.batch(after: 2)
        let origin = batch.certificate.origin
        #expect(try network.desk.ledger.take([batch]) == [.refused(.fork(origin, sequence: 3))])
        try twin.write(.desk(.noted(text: "再一句")), at: network.desk.clock.read())
        #expect(try network.desk.ledger.take([try twin.batch(after: 3)]) == [.refused(.fork(origin, sequence: 3))])
        #expect(try network.desk.ledger.verify().findings == [])
    }

    @Test func aClockTooFarAheadWaits() throws {
        let network = try working(1)
        let erqi = network.centres[0]
        let later = network.desk.clock.read().adding(seconds: 600 + 3600)
        _ = try erqi.transaction { transaction in
            transaction.now = later
            return try transaction.perform(.desk(.note("明天")), as: Cast.reporter)
        }
        let node = try #require(try erqi.membership()).node
        guard case .refused(.clockAhead(node, let seconds)) = try network.desk.ledger.take([try batch(network)])[0]
        else { return #expect(Bool(false), "it was taken") }
        #expect(seconds >= 600 + 3600)
        network.desk.clock.advance(seconds: 3601)
        #expect(try network.meet() == [])
        // Whoever has heard of it never stamps before it.
        let mine = try network.desk.ledger.perform(.desk(.note("此后")), as: Cast.duty).events[0]
        #expect(mine.at >= later)
    }

    @Test func stampsThatGoBackAreRefused() throws {
        let network = try working(2)
        let hostile = try Twin(of: network.centres[0].path, key: network.centres[0].nodeKey())
        try hostile.write(.desk(.noted(text: "昨天")), at: network.desk.clock.read().adding(seconds: -86400))
        #expect(try network.desk.ledger.take([try hostile.batch(after: 0)]) == [.refused(.malformed("stamp"))])
    }

    @Test func aCopyBeginsChainsOfItsOwn() throws {
        let network = try working(1)
        let erqi = network.centres[0]
        try network.meet()
        let folder = network.desk.folder + "/copy"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for suffix in ["", "-wal", ".key", ".origin"] {
            try? FileManager.default.copyItem(atPath: erqi.path + suffix, toPath: folder + "/desk.sqlite" + suffix)
        }
        let copy = try Ledger(path: folder + "/desk.sqlite", clock: network.desk.clock.read)
        defer { copy.close() }
        try erqi.perform(.desk(.note("原件")), as: Cast.reporter)
        try copy.perform(.desk(.note("副本")), as: Cast.reporter)
        #expect(try network.meet() == [])
        #expect(try Network.carry(from: copy, to: network.desk.ledger) == [])
        #expect(try network.desk.ledger.read { try $0.log(limit: 2) }.count == 2)
        #expect(try notes(network.desk.ledger).isSuperset(of: ["原件", "副本"]))
        try Network.carry(from: network.desk.ledger, to: copy)
        #expect(try copy.verify().findings == [])
    }

    @Test func aRestoredBackupGoesOnWithoutRepeatingANumber() throws {
        let network = try working(1)
        let erqi = network.centres[0]
        let backup = network.desk.folder + "/backup.sqlite"
        try erqi.backup(to: backup)
        let story = try erqi.perform(.story(.draft(StoryCommand.Draft(title: "备份之后", body: "正文"))), as: Cast.reporter)
        try erqi.perform(.story(.submit(try #require(story.events.first?.subject))), as: Cast.reporter)
        try erqi.perform(.desk(.note("备份之后")), as: Cast.reporter)
        try network.meet()
        let (path, clock) = (erqi.path, network.desk.clock)
        erqi.close()
        // In place, as `cp backup desk.sqlite` does: the file keeps its inode.
        for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
        let bytes = try Data(contentsOf: URL(fileURLWithPath: backup))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: bytes)
        try file.close()
        let restored = try Ledger(path: path, clock: clock.read)
        defer { restored.close() }
        let made = try restored.perform(
            .story(.draft(StoryCommand.Draft(title: "恢复之后", body: "正文"))), as: Cast.reporter)
        #expect(made.numbers[0] != story.numbers[0])
        try restored.perform(.desk(.note("恢复之后")), as: Cast.reporter)
        #expect(try Network.carry(from: restored, to: network.desk.ledger) == [])
        // What was done after the backup comes back from the others.
        #expect(try Network.carry(from: network.desk.ledger, to: restored) == [])
        for ledger in [network.desk.ledger, restored] {
            #expect(try notes(ledger).isSuperset(of: ["备份之后", "恢复之后"]))
            #expect(try ledger.verify().findings == [])
        }
    }

    @Test func aNodeWhoseWitnessIsLostLearnsFromTheOthers() throws {
        let network = try working(1)
        let erqi = network.centres[0]
        let backup = network.desk.folder + "/backup.sqlite"
        try erqi.backup(to: backup)
        try erqi.perform(.desk(.note("丢失的")), as: Cast.reporter)
        try network.meet()
        // Whoever restores may even forge the note beside it: the peers still know better.
        let path = network.desk.folder + "/forged.sqlite"
        for (from, to) in [(backup, ""), (erqi.path + ".key", ".key")] {
            try FileManager.default.copyItem(atPath: from, toPath: path + to)
        }
        try Witness(path).note(DatabaseQueue(path: path))
        let restored = try Ledger(path: path, clock: network.desk.clock.read)
        defer { restored.close() }
        let before = try restored.heads(for: "").filter { try restored.isOwn($0.origin) }
        #expect(try Network.carry(from: network.desk.ledger, to: restored) == [])
        let after = try restored.heads(for: "").filter { try restored.isOwn($0.origin) }
        #expect(before.map(\.origin) != after.map(\.origin))
        try restored.perform(.desk(.note("新链")), as: Cast.reporter)
        #expect(try Network.carry(from: restored, to: network.desk.ledger) == [])
        #expect(try restored.verify().findings == [])
    }

    @Test func whatIsTooLargeIsNotRead() throws {
        let network = try working()
        var batch = try batch(network)
        batch.records = Data(repeating: 0, count: Batch.largestRecord + Batch.mostBytes + 1)
        #expect(try network.desk.ledger.take([batch]) == [.refused(.oversized(bytes: Int64(batch.records.count)))])
        batch.records = Data()
        #expect(try network.desk.ledger.take([batch]) == [.refused(.malformed("records"))])
        batch.count = Batch.mostEvents + 1
        #expect(try network.desk.ledger.take([batch]) == [.refused(.malformed("batch"))])
    }

    @Test func kindsOfANewerProgramAreKeptAndPassedOn() throws {
        let network = try Network(["erqi", "jinshui"])
        try network.meet()
        let twin = try Twin(of: network.centres[0].path, key: network.centres[0].nodeKey())
        try twin.write(kind: "horoscopeCast", body: #"{"sign":"龙"}"#, at: network.desk.clock.read())
        #expect(try network.meet() == [])
        for ledger in network.all {
            let kept = try ledger.read { desk in
                try Int.fetchOne(desk.db, sql: "SELECT count(*) FROM event WHERE kind = 'horoscopeCast'")
            }
            #expect(kept == 1)
            #expect(try ledger.read { try $0.quarantine() } == [])
            // What it wrote itself every program understands.
            guard ledger !== network.centres[0] else { continue }
            #expect(try ledger.verify().findings == [])
            // Shown, and nobody is accused of it.
            let line = try #require(try ledger.read { try $0.log(limit: 1) }.first)
            #expect(line.kind == "horoscopeCast" && line.event == nil)
            #expect(line.logText(Localizer(language: .en)).contains("not understood by this version (horoscopeCast)"))
            #expect(try ledger.read { try $0.nodes() }.map(\.notUnderstood).reduce(0, +) == 1)
            #expect(try ledger.read { try $0.nodes() }.map(\.quarantined).reduce(0, +) == 0)
        }
    }

    @Test func whenSomethingWasLearnedIsKeptBesideWhenItHappened() throws {
        let network = try working(1)
        let (erqi, desk) = (network.centres[0], network.desk.ledger)
        let before = network.desk.clock.read()
        let known = try desk.read { try $0.lastRow(at: before) }
        network.desk.clock.advance(seconds: 300)
        try network.meet()
        let learned = network.desk.clock.read()
        let there = try #require(try erqi.read { try $0.log(limit: 1) }.first)
        let here = try #require(try desk.read { try $0.log(limit: 1) }.first)
        #expect(
            here.event
                == there.event.map { event in
                    var event = event
                    event.from = here.event?.from
                    return event
                })
        #expect(there.arrived == there.at && here.at == there.at && here.arrived == learned)
        try desk.read { desk throws in
            #expect(try desk.lastRow(at: before) == known && known < here.id)
            #expect(try desk.lastRow(at: learned) == here.id)
            #expect(try desk.lastRow(at: Moment(milliseconds: 0)) == 0)
        }
    }

    /// A desk as an older program has left it, which did not know a kind; the one that knows it folds what it touches.
    @Test func whatIsLearnedIsJudgedAndFoldedOnOpening() throws {
        let network = try working()
        try network.centres[0].perform(.lead(.receive(LeadCommand.Tip(title: "路口积水"))), as: Cast.reporter)
        try network.desk.ledger.perform(.desk(.setPolicy(Policy(rollCall: 77))), as: Cast.admin)
        try network.meet()
        let ledger = network.desk.ledger
        let before = try everything(ledger)
        for kinds in ["'leadReceived'", "'staffAdded', 'nodeAdmitted'", "'policySet', 'deskOpened', 'centreAdded'"] {
            try ledger.recording { db in
                var models = try Models(db)
                for row in try Row.fetchAll(db, sql: "SELECT row, subject FROM event WHERE kind IN (\(kinds))") {
                    let subject = try #require(SubjectID(bytes: row[1] as Data))
                    try models.touch(subject)
                    try db.execute(
                        sql: """
                            INSERT INTO aside SELECT row, '{"notUnderstood":{"kind":"' || kind || '"}}', 1 FROM event WHERE row = ?
                            """, arguments: [row[0] as Int64])
                    models.remove(row: row[0], of: subject)
                }
                try models.finish()
                try db.execute(sql: "DELETE FROM setting WHERE key = 'log'")
            }
            #expect(try everything(ledger) != before)
            let learned = try Ledger(path: ledger.path)
            #expect(try everything(learned) == before)
            #expect(try learned.verify().findings == [])
            learned.close()
        }
    }

    /// The rows of all tables that are folded.
    private func everything(_ ledger: Ledger) throws -> [String] {
        try ledger.looking { db in
            try Projection.tables.flatMap { table in
                try Row.fetchAll(
                    db, sql: "SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name) ORDER BY id"
                )
                .map { "\(table.name) \($0)" }
            }
        }
    }
}

/// A node's file in the hands of a program that checks nothing and signs whatever it wrote.
private struct Twin {
    let queue: DatabaseQueue
    let key: KeyFile

    init(of path: String, key: KeyFile) throws {
        queue = try DatabaseQueue(path: path)
        self.key = key
    }

    func write(_ fact: Fact, at moment: Moment) throws {
        try write(kind: fact.kind.name, body: String(decoding: fact.body, as: UTF8.self), at: moment)
    }

    func write(kind: String, body: String, at moment: Moment) throws {
        try queue.write { db in
            let tip = try #require(try EventStore.tips(db, now: .now()).tips[.shared])
            var chain = Chain()
            let (stamp, sequence) = (Stamp(at: moment).value + tip.sequence, tip.sequence + 1)
            chain.begin(after: tip.hash, origin: tip.origin.bytes, sequence: sequence, stamp: stamp)
            for field in ["liwei", "reporter", "erqi"] { chain.field(field) }
            for _ in 0..<2 { chain.field(nil as String?) }
            chain.field(Data(SubjectID.desk.bytes))
            chain.field(kind)
            chain.field(Data(body.utf8))
            let hash = Data(chain.link())
            try db.execute(
                sql: "INSERT INTO event(\(EventStore.columns)) VALUES(?, ?, ?, ?, ?, ?, NULL, NULL, ?, ?, ?, ?)",
                arguments: [
                    tip.row, sequence, stamp, "liwei", "reporter", "erqi", Data(SubjectID.desk.bytes), kind,
                    Data(body.utf8), hash,
                ])
            try db.execute(
                sql: "UPDATE origin SET seq = ?, stamp = ?, hash = ? WHERE row = ?",
                arguments: [sequence, stamp, hash, tip.row])
        }
    }

    /// What it would send.
    func batch(after: Int64) throws -> Batch {
        let path = queue.path
        let copy = path + ".\(UUID().uuidString)"
        defer { for suffix in ["", "-wal", "-shm"] { unlink(copy + suffix) } }
        // Read from a copy, so that no program of ours notices what was done to the file.
        try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
        let ledger = try Ledger(path: copy, readOnly: true)
        let origin = try #require(try ledger.heads(for: "").first { try ledger.isOwn($0.origin) }).origin
        return try #require(try ledger.batch(of: origin, after: after, bytes: 1 << 20, key: key))
    }
}
