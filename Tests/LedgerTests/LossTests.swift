import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// Acts that a database once had and has no more: the note beside it knows of them, and so does what is left of the WAL.
@Suite struct LossTests {
    /// A desk as it lies on the disk when every process was killed: its last acts are only in the WAL.
    private struct Killed {
        let fixture: Fixture
        let path: String

        init(leads: Int) throws {
            fixture = try Fixture()
            #expect(fixture.ledger.emptyWAL())
            for lead in 1...leads {
                try fixture.ledger.perform(
                    .lead(.receive(LeadCommand.Tip(title: "第 \(lead) 条", text: String(repeating: "文", count: 500)))),
                    as: Cast.duty)
            }
            path = fixture.folder + "/killed.sqlite"
            for suffix in ["", "-wal", ".origin"] {
                try FileManager.default.copyItem(atPath: fixture.path + suffix, toPath: path + suffix)
            }
        }

        func flip(_ bit: UInt8 = 0x40, at place: (Int) -> Int) throws {
            var bytes = try Data(contentsOf: URL(filePath: path + "-wal"))
            bytes[place(bytes.count)] ^= bit
            try bytes.write(to: URL(filePath: path + "-wal"))
        }

        func open(readOnly: Bool = false) throws -> Ledger {
            try Ledger(path: path, readOnly: readOnly, clock: fixture.clock.read)
        }
    }

    private func leads(_ ledger: Ledger) throws -> Int { try ledger.read { try $0.leads().count } }

    @Test func whatADamagedWALHidesIsCounted() throws {
        var random = Seeded("whatADamagedWALHidesIsCounted")
        for _ in 0..<(isSoak ? 200 : 20) {
            let killed = try Killed(leads: 4)
            var place = 0
            try killed.flip(1 << UInt8.random(in: 0..<8, using: &random)) { size in
                place = Int.random(in: 0..<size, using: &random)
                return place
            }
            let reader = try killed.open(readOnly: true)
            let held = try leads(reader)
            #expect(held < 4, "a bit at \(place)")
            #expect(try reader.read { try $0.loss() }?.acts == Int64(4 - held), "a bit at \(place)")
            let report = try reader.verify()
            #expect(report.findings == [])
            #expect(report.advice == .acknowledge)
            reader.close()
            // Whoever opens it for writing says the same, and so does whoever comes after that.
            for _ in 0..<2 {
                let writer = try killed.open()
                #expect(try writer.read { try $0.loss() }?.acts == Int64(4 - held), "a bit at \(place)")
                writer.close()
            }
        }
    }

    @Test func aWALThatBreaksBeforeItsLastCommitIsFound() throws {
        let killed = try Killed(leads: 4)
        #expect(WALCheck.run(killed.path) == nil)
        // In the page of the first frame: everything after it is out of reach.
        try killed.flip { _ in 32 + 24 + 100 }
        let found = try #require(WALCheck.run(killed.path))
        #expect(found.frame == 1)
        #expect(found.commits == 4)
        for language in Language.allCases {
            #expect(try killed.open(readOnly: true).verify().behindDamage(language).contains("4"))
        }
        let other = try Killed(leads: 4)
        try other.flip { _ in 9 }
        #expect(WALCheck.run(other.path)?.frame == 0)
    }

    @Test func whatWasGivenUpIsNoLoss() throws {
        let fixture = try Fixture()
        let other = try DatabaseQueue(path: fixture.path)
        // So small a cache that the pages go to the WAL before it is known that they will not count.
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA cache_size = 5; BEGIN IMMEDIATE")
            for key in 0..<200 {
                try db.execute(
                    sql: "INSERT INTO setting(key, value) VALUES(?, ?)",
                    arguments: ["big\(key)", String(repeating: "x", count: 4000)])
            }
            try db.execute(sql: "ROLLBACK")
        }
        try fixture.ledger.perform(.desk(.note("此后")), as: Cast.duty)
        #expect(WALCheck.run(fixture.path) == nil)
        #expect(try fixture.ledger.verify().isClean)
    }

    @Test func whatIsMissingIsAcknowledgedOnce() throws {
        let killed = try Killed(leads: 4)
        try killed.flip { $0 / 2 }
        let ledger = try killed.open()
        let loss = try #require(try ledger.read { try $0.loss() })
        #expect(loss.until == killed.fixture.clock.read())
        #expect(loss.since != nil)
        #expect(FileManager.default.fileExists(atPath: killed.path + ".damaged-wal"))
        #expect(!loss.isShared)
        for language in Language.allCases {
            #expect(loss.phrase(.beijing)(language).contains("\(loss.acts)"))
            #expect(loss.phrase(.beijing)(language).contains("verify --acknowledge"))
        }
        // Somebody may have been told the numbers of what is gone.
        let outcome = try ledger.perform(.lead(.receive(LeadCommand.Tip(title: "之后"))), as: Cast.duty)
        #expect(try #require(outcome.numbers.first).value > 1000)
        // It would silence the notice for everybody: only those who answer for the desk may, and the others read who.
        for actor in Cast.all + [Cast.admin] where !actor.role.may(.correctClock) {
            let refused = try #require(refusal { try ledger.acknowledgeLoss("看过", by: actor) }, "\(actor)")
            for language in Language.allCases {
                let words = refused.sentence(Localizer(language: language))
                #expect(words.contains(Role.dutyEditor.phrase(language)), "\(words)")
                #expect(actor.role == .centreEditor || !words.contains(Role.centreEditor.phrase(language)), "\(words)")
            }
        }
        #expect(try ledger.read { try $0.loss() } == loss)
        try ledger.acknowledgeLoss("少了几条线索", by: Cast.duty)
        #expect(try ledger.read { try $0.log(limit: 1) }.first?.event?.fact == .desk(.noted(text: "少了几条线索")))
        #expect(try ledger.read { try $0.loss() } == nil)
        #expect(try ledger.verify().isClean)
        ledger.close()
        for readOnly in [true, false] {
            let again = try killed.open(readOnly: readOnly)
            #expect(try again.read { try $0.loss() } == nil)
            again.close()
        }
    }

    @Test func aBackupInItsPlaceLacksWhatCameAfterIt() throws {
        let fixture = try Fixture()
        let backup = fixture.folder + "/backup.sqlite"
        try fixture.ledger.backup(to: backup)
        for _ in 0..<3 { try fixture.ledger.perform(.desk(.note("备份之后")), as: Cast.duty) }
        fixture.ledger.close()
        for suffix in ["", "-wal", "-shm"] { unlink(fixture.path + suffix) }
        try FileManager.default.copyItem(atPath: backup, toPath: fixture.path)
        let reader = try fixture.again(readOnly: true)
        #expect(try reader.read { try $0.loss() }?.acts == 3)
        reader.close()
        let restored = try fixture.again()
        defer { restored.close() }
        #expect(try restored.read { try $0.loss() }?.acts == 3)
        try restored.perform(.desk(.note("恢复之后")), as: Cast.duty)
        #expect(try restored.verify().findings == [])
    }

    @Test func aDeskThatWasMovedLacksNothing() throws {
        let fixture = try Fixture()
        let before = try #require(
            try fixture.ledger.perform(.lead(.receive(LeadCommand.Tip(title: "一"))), as: Cast.duty).numbers.first)
        fixture.ledger.close()
        let moved = fixture.folder + "/moved.sqlite"
        for suffix in ["", ".origin"] {
            try FileManager.default.copyItem(atPath: fixture.path + suffix, toPath: moved + suffix)
        }
        let ledger = try Ledger(path: moved, clock: fixture.clock.read)
        defer { ledger.close() }
        #expect(try ledger.read { try $0.loss() } == nil)
        let after = try ledger.perform(.lead(.receive(LeadCommand.Tip(title: "二"))), as: Cast.duty).numbers
        #expect(after == [Number(.lead, before.value + 1)])
    }

    @Test func anotherDesksNoteSaysNothing() throws {
        let (one, other) = (try Fixture(), try Fixture())
        for _ in 0..<5 { try other.ledger.perform(.desk(.note("别处")), as: Cast.duty) }
        one.ledger.close()
        try FileManager.default.removeItem(atPath: one.path + ".origin")
        try FileManager.default.copyItem(atPath: other.path + ".origin", toPath: one.path + ".origin")
        let ledger = try one.again()
        defer { ledger.close() }
        #expect(try ledger.read { try $0.loss() } == nil)
    }

    @Test func aNoteOfTheFirstVersionIsRead() throws {
        let fixture = try Fixture()
        let note = try String(contentsOfFile: fixture.path + ".origin", encoding: .utf8)
        #expect(note.utf8.count == 400)
        var words = note.split(separator: " ").prefix(8).map(String.init)
        let sequence = try #require(Int64(words[4]))
        (words[2], words[4]) = ("1", "\(sequence + 7)")
        fixture.ledger.close()
        try Data((words.joined(separator: " ") + "\n").utf8).write(to: URL(filePath: fixture.path + ".origin"))
        let ledger = try fixture.again()
        defer { ledger.close() }
        let loss = try #require(try ledger.read { try $0.loss() })
        #expect(loss.acts == 7)
        #expect(loss.until == nil)
        #expect(try String(contentsOfFile: fixture.path + ".origin", encoding: .utf8).utf8.count == 400)
    }

    @Test func whatOthersHaveComesBackAndIsMissedNoMore() throws {
        let network = try Network()
        try network.meet()
        let erqi = network.centres[0]
        let backup = network.desk.folder + "/backup.sqlite"
        try erqi.backup(to: backup)
        for note in 1...3 { try erqi.perform(.desk(.note("第 \(note) 句")), as: Cast.reporter) }
        try network.meet()
        try erqi.perform(.desk(.note("没人听到的")), as: Cast.reporter)
        let path = erqi.path
        erqi.close()
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        try FileManager.default.copyItem(atPath: backup, toPath: path)
        let restored = try Ledger(path: path, clock: network.desk.clock.read)
        defer { restored.close() }
        #expect(try restored.read { try $0.loss() }?.acts == 4)
        #expect(try restored.read { try $0.loss() }?.isShared == true)
        #expect(try Network.carry(from: network.desk.ledger, to: restored) == [])
        #expect(try restored.read { try $0.loss() }?.acts == 1)
    }

    @Test func draftsThatAreACentresOwnAreMissedToo() throws {
        let network = try Network()
        try network.meet()
        let erqi = network.centres[0]
        let backup = network.desk.folder + "/backup.sqlite"
        try erqi.backup(to: backup)
        try erqi.perform(.story(.draft(StoryCommand.Draft(title: "自己的", body: "正文"))), as: Cast.reporter)
        let path = erqi.path
        erqi.close()
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        try FileManager.default.copyItem(atPath: backup, toPath: path)
        let restored = try Ledger(path: path, clock: network.desk.clock.read)
        defer { restored.close() }
        #expect(try restored.read { try $0.loss() }?.acts == 1)
        // There it is the centre's editors who answer for it, too.
        let refused = try #require(refusal { try restored.acknowledgeLoss("看过", by: Cast.reporter) })
        #expect(refused.sentence(Localizer(language: .en)).contains(Role.centreEditor.phrase.en), "\(refused)")
        let elsewhere = Person(staff: "zhao", role: .centreEditor, house: "jinshui")
        #expect(refusal { try restored.acknowledgeLoss("看过", by: elsewhere) } == .otherCentre("erqi"))
        #expect(try restored.read { try $0.loss() }?.acts == 1)
        try restored.acknowledgeLoss("看过", by: Cast.editor)
        #expect(try restored.read { try $0.loss() } == nil)
    }

    @Test func itsWordsAreShortAndCountRight() {
        let (before, at) = (Moment(milliseconds: 1_795_000_000_000), Moment(milliseconds: 1_795_000_001_000))
        let one = Loss(acts: 1, since: before, until: at, isShared: false)
        let many = Loss(acts: 4, since: before.adding(seconds: -3600), until: at, isShared: false)
        #expect(one.notice.en == "1 act is missing: guantong verify")
        #expect(many.notice.en == "4 acts are missing: guantong verify")
        #expect(one.brief(.beijing).en.contains("lacks 1 act,"))
        for language in Language.allCases {
            func dates(_ loss: Loss) -> Int { loss.when(.beijing)(language).split(separator: ":").count - 1 }
            // One minute is told once.
            #expect(dates(one) == 1 && dates(many) == 2, "\(one.when(.beijing)(language))")
            #expect(many.seen(.beijing)(language).contains(language == .zh ? "已看到" : "has seen"))
        }
    }
}

/// What is committed does not stay in the WAL alone.
@Suite struct IdleCheckpointTests {
    private func size(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int ?? 0
    }

    @Test func onceAllIsQuietTheWALIsEmpty() throws {
        let fixture = try Fixture()
        let (queue, heard) = (DispatchQueue(label: "watch"), DispatchSemaphore(value: 0))
        let pauses = [0.001] + Array(repeating: 0.05, count: 1000)
        let watch = Watch(fixture.ledger, queue: queue, idle: pauses) { heard.signal() }
        defer { queue.sync { watch.stop() } }
        try fixture.ledger.perform(.desk(.note("之后没有别的")), as: Cast.duty)
        // That it has become empty is heard of like a commit.
        while try size(fixture.path) > 0 { #expect(heard.wait(timeout: .now() + 300) == .success) }
        #expect(try fixture.ledger.verify().isClean)
    }

    @Test func whileSomebodyReadsTheWALStays() throws {
        let fixture = try Fixture()
        let reader = try Opening.inspector(fixture.path)
        try reader.unsafeRead { try $0.execute(sql: "BEGIN; SELECT count(*) FROM event") }
        try fixture.ledger.perform(.desk(.note("有人在读")), as: Cast.duty)
        #expect(!fixture.ledger.emptyWAL())
        #expect(try size(fixture.path) > 0)
        try reader.unsafeRead { try $0.execute(sql: "COMMIT") }
        #expect(fixture.ledger.emptyWAL())
        #expect(try size(fixture.path) == 0)
        try reader.close()
        try fixture.ledger.perform(.desk(.note("接着写")), as: Cast.duty)
        #expect(try fixture.ledger.verify().isClean)
    }

    @Test func aClosedLedgerHasNothingToEmpty() throws {
        let fixture = try Fixture()
        let other = try fixture.again()
        try other.perform(.desk(.note("还在")), as: Cast.duty)
        other.close()
        #expect(other.emptyWAL())
        #expect(try size(fixture.path) > 0)
    }
}
