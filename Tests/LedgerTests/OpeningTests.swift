import Foundation
import GRDB
import PseudoTerminal
import Testing

@testable import Ledger
@testable import Newsroom

@Suite struct OpeningTests {
    @Test func aNewDeskOpensAgainWithAllOfIt() throws {
        let fixture = try Fixture()
        let story = try fixture.draft()
        fixture.ledger.close()
        for readOnly in [false, true] {
            let ledger = try fixture.again(readOnly: readOnly)
            defer { ledger.close() }
            try ledger.read { desk throws in
                #expect(try desk.desk().charter.name.zh == "郑州市融媒体指挥中心")
                #expect(try desk.directory().centres.map(\.id) == ["zz", "erqi", "jinshui", "xinmi"])
                #expect(try desk.staff("liwei")?.centre == "erqi")
                #expect(try desk.storyRow(story)?.title == "二七区积水退去")
            }
            #expect(try ledger.verify().findings == [])
        }
    }

    @Test func theNewestVersionIsReachedFromEachMigrationBefore() throws {
        let fixture = try Fixture()
        try fixture.ledger.read { desk throws in
            #expect(try Int.fetchOne(desk.db, sql: "PRAGMA user_version") == Schema.version)
            #expect(try Int.fetchOne(desk.db, sql: "PRAGMA application_id") == Schema.applicationID)
            #expect(try Schema.migrator.hasCompletedMigrations(desk.db))
        }
    }

    /// Trial versions wrote the log in another form; their desks are left as they are.
    @Test(arguments: [false, true], [5, Schema.first - 1]) func aDeskOfATrialVersionIsRefused(
        readOnly: Bool, version: Int
    ) throws {
        let fixture = try Fixture()
        try fixture.tamper("PRAGMA user_version = \(version)")
        fixture.ledger.close()
        let before = try Data(contentsOf: URL(filePath: fixture.path))
        #expect(failure { _ = try fixture.again(readOnly: readOnly) } == .tooOld(path: fixture.path))
        #expect(try Data(contentsOf: URL(filePath: fixture.path)) == before)
    }

    @Test func aLogOfANewerProgramIsLeftAlone() throws {
        let fixture = try Fixture()
        fixture.ledger.close()
        try fixture.tamper("UPDATE setting SET value = '999' WHERE key = 'log'")
        for readOnly in [false, true] {
            #expect(failure { _ = try fixture.again(readOnly: readOnly) } == .newer(path: fixture.path, version: 999))
        }
    }

    @Test func anOldDeskThatCannotBeWrittenSaysWhatToDo() throws {
        guard getuid() == 0 else { return print("skipped: only root can become nobody") }
        let fixture = try Fixture()
        try fixture.tamper("DELETE FROM setting WHERE key = 'log'")
        fixture.ledger.close()
        // A reader of a WAL makes files beside it: in this folder nobody may, but the lock is root's.
        chmod(fixture.folder, 0o777)
        for suffix in ["", "-wal", "-shm"] { chmod(fixture.path + suffix, 0o666) }
        chmod(fixture.path + ".lock", 0o644)
        let hammer = try Child.hammer("look", fixture.path)
        #expect(hammer.rest() == ["older"])
        #expect(hammer.wait() == .exited(1))
    }

    @Test func readOnlyWritesNothing() throws {
        let fixture = try Fixture()
        let ledger = try fixture.again(readOnly: true)
        #expect(failure { try ledger.perform(.desk(.note("不")), as: Cast.duty) } == .readOnly(path: fixture.path))
        // Not by our word only: SQLite refuses on this connection whatever is said to it.
        #expect(ledger.writer == nil)
        for sql in ["DELETE FROM event", "PRAGMA user_version = 9", "CREATE TABLE x(y)", "DROP TABLE event"] {
            #expect(throws: DatabaseError.self, "\(sql)") {
                try ledger.reader.writeWithoutTransaction { try $0.execute(sql: sql) }
            }
        }
        #expect(throws: (any Error).self) { try ledger.read { try $0.db.execute(sql: "DELETE FROM event") } }
        #expect(try fixture.ledger.verify().isClean)
    }

    @Test func aFileThatIsThereIsNotMadeAnew() throws {
        let fixture = try Fixture()
        let before = try fixture.ledger.everything()
        #expect(failure { _ = try Fixture.found(fixture.path, fixture.clock) } == .exists(path: fixture.path))
        #expect(try fixture.ledger.everything() == before)
    }

    @Test func whatCannotBeMadeLeavesNothingBehind() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let blocked = folder + "/blocked.sqlite"
        // A folder where the lock file must go: the database cannot be finished.
        try FileManager.default.createDirectory(atPath: blocked + ".lock/x", withIntermediateDirectories: true)
        #expect(failure { _ = try Fixture.found(blocked, HandClock()) } == .inTheWay(path: blocked + ".lock"))
        #expect(!FileManager.default.fileExists(atPath: blocked))
        try Data().write(to: URL(filePath: folder + "/file"))
        #expect(failure { _ = try Fixture.found(folder + "/file/desk.sqlite", HandClock()) }?.code == "readOnly")
    }

    @Test func whatIsNotOursIsLeftAlone() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let strange = folder + "/strange"
        func expectNotOurs(_ bytes: Data) throws {
            try bytes.write(to: URL(filePath: strange))
            for readOnly in [false, true] {
                #expect(
                    failure { _ = try Ledger(path: strange, readOnly: readOnly) } == .notOurs(path: strange))
            }
            #expect(try Data(contentsOf: URL(filePath: strange)) == bytes)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["strange"])
        }
        try expectNotOurs(Data())
        try expectNotOurs(Data("今天的值班表\n".utf8))
        try expectNotOurs(Data("SQLite format 3\0".utf8))
        try expectNotOurs(Data(repeating: 0xFF, count: 5000))
        let other = try DatabaseQueue(path: folder + "/other")
        try other.write { try $0.execute(sql: "CREATE TABLE event(row INTEGER PRIMARY KEY); PRAGMA user_version = 9") }
        try other.close()
        let bytes = try Data(contentsOf: URL(filePath: folder + "/other"))
        try FileManager.default.removeItem(atPath: folder + "/other")
        try expectNotOurs(bytes)
        #expect(failure { _ = try Ledger(path: folder) } == .notOurs(path: folder))
        #expect(failure { _ = try Ledger(path: folder + "/none") } == .missing(path: folder + "/none"))
        #expect(failure { _ = try Ledger(path: strange + "/none") } == .missing(path: strange + "/none"))
    }

    @Test func aNewerDatabaseIsLeftToANewerProgram() throws {
        let fixture = try Fixture()
        // While this is only in the WAL, and when it stands in the file.
        try fixture.tamper("PRAGMA user_version = \(Schema.version + 1)")
        for _ in 0..<2 {
            for readOnly in [false, true] {
                #expect(
                    failure { _ = try fixture.again(readOnly: readOnly) }
                        == .newer(path: fixture.path, version: Schema.version + 1))
            }
            fixture.ledger.close()
        }
    }

    @Test func aDamagedFileIsSaidToBeDamaged() throws {
        let fixture = try Fixture()
        fixture.ledger.close()
        let file = try FileHandle(forWritingTo: URL(filePath: fixture.path))
        try file.seek(toOffset: 100)
        try file.write(contentsOf: Data(repeating: 0xAA, count: 3996))
        try file.close()
        #expect(failure { _ = try fixture.again() }?.code == "damaged")
    }

    /// A second opening and closing in one process must not take away the locks of the first.
    @Test func openingTwiceKeepsTheLocksOfTheFirst() throws {
        let fixture = try Fixture()
        try fixture.ledger.perform(.desk(.note("一")), as: Cast.duty)
        try fixture.again().close()
        // Another process that opens and closes now must find it in use and leave the WAL.
        let hammer = try Child.hammer("write", fixture.path, "4", "100000000")
        #expect(hammer.rest().count == 4)
        #expect(hammer.wait() == .exited(0))
        #expect(FileManager.default.fileExists(atPath: fixture.path + "-wal"))
        try fixture.ledger.perform(.desk(.note("二")), as: Cast.duty)
        #expect(try fixture.ledger.findings() == [])
    }

    @Test func everyFailureSaysWhatToDoInBothLanguages() {
        let all: [LedgerError] = [
            .missing(path: "p"), .exists(path: "p"), .notOurs(path: "p"), .newer(path: "p", version: 2),
            .older(path: "p", version: 1), .tooOld(path: "p"),
            .readOnly(path: "p"), .full(path: "p"), .damaged(path: "p", detail: "d"), .busy(path: "p"),
            .diskFailed(path: "p", DiskFault(.reading, EIO)), .readFailed(path: "p", DiskFault(.reading, EIO)),
            .mayBeRecorded(path: "p", DiskFault(.syncing, EIO)),
            .checkpointFailed(path: "p", DiskFault(.writing, 0)), .copyFailed(path: "p", detail: "d"),
            .inTheWay(path: "p"),
            .unreadable(path: "p", detail: "d"), .noStaff(login: "l"), .onlyAdministrator(login: "l"),
        ]
        #expect(Set(all.map(\.code)).count == all.count)
        for error in all {
            for language in Language.allCases { #expect(error.sentence(language).count > 8) }
        }
    }

    @Test func aBackupIsWholeAndOfOneMoment() throws {
        let fixture = try Fixture()
        let story = try fixture.signed()
        let copy = fixture.folder + "/copy.sqlite"
        try fixture.ledger.backup(to: copy)
        try fixture.ledger.perform(.story(.publish(story, channels: [])), as: Cast.editor)
        let ledger = try Ledger(path: copy)
        defer { ledger.close() }
        #expect(try ledger.verify().findings == [])
        #expect(try ledger.read { try $0.storyRow(story)?.state } == .signedOff)
        #expect(try ledger.read { try $0.search("积水").stories.map(\.id) } == [story])
        #expect(try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int == 0o600)
    }

    @Test func aBackupHarmsNoFileThatIsThere() throws {
        let fixture = try Fixture()
        let copy = fixture.folder + "/copy.sqlite"
        try Data("mine".utf8).write(to: URL(filePath: copy))
        #expect(failure { try fixture.ledger.backup(to: copy) } == .exists(path: copy))
        #expect(try Data(contentsOf: URL(filePath: copy)) == Data("mine".utf8))
        #expect(failure { try fixture.ledger.backup(to: fixture.path) } == .exists(path: fixture.path))
        let nowhere = fixture.folder + "/none/copy.sqlite"
        #expect(failure { try fixture.ledger.backup(to: nowhere) }?.code == "unreadable")
        let left = try files(beside: fixture.path).filter { $0.hasPrefix(".") }
        #expect(left == [])
    }

    @Test func ofADeskThatIsGoneNothingIsKeptOpen() throws {
        let folder = try temporaryFolder()
        try Fixture.found(folder + "/desk.sqlite", HandClock()).close()
        try Ledger(path: folder + "/desk.sqlite").close()
        try FileManager.default.removeItem(atPath: folder)
        try Fixture().again().close()
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)
        }
        let name = URL(fileURLWithPath: folder).lastPathComponent
        #expect(open.filter { $0.contains(name) } == [])
    }

    @Test func aBackupWhileOthersWriteIsWhole() throws {
        let fixture = try Fixture()
        let hammer = try Child.hammer("write", fixture.path, "1000000", "65536")
        for round in 0..<5 {
            _ = hammer.line()
            let copy = fixture.folder + "/copy\(round).sqlite"
            try fixture.ledger.backup(to: copy)
            let ledger = try Ledger(path: copy, readOnly: true)
            #expect(try ledger.verify().findings == [])
        }
        #expect(hammer.line() != nil)
        hammer.signal(SIGKILL)
    }
}
