import Foundation
import GRDB
import PseudoTerminal
import Testing

@testable import Ledger
@testable import Newsroom

/// Several processes at one desk.
@Suite(.serialized) struct ProcessTests {
    /// So short a WAL that there is a checkpoint every few commits, which is when SQLite's WAL-reset race shows.
    private static let often = 64 << 10

    @Test func tenProcessesWriteAtOnceAndNothingIsLostOrTwice() throws {
        let fixture = try Fixture()
        let (processes, commands) = (10, isSoak ? 2000 : 200)
        let hammers = try (0..<processes).map { _ in
            try Child.hammer("write", fixture.path, "\(commands)", "\(Self.often)")
        }
        let lines = hammers.flatMap { $0.rest() }
        #expect(hammers.allSatisfy { $0.wait() == .exited(0) })
        #expect(lines.count == processes * commands)
        #expect(Set(lines).count == lines.count)
        #expect(Set(lines.map { $0.prefix { $0 != " " } }).count == lines.count)
        try fixture.expectKept(lines)
        try fixture.ledger.read { desk in
            for (table, share) in [("task", 2), ("story", 1), ("lead", 1)] {
                let row = try Row.fetchOne(desk.db, sql: "SELECT count(*), max(number) FROM \(table)")
                #expect(row?[0] == processes * commands / 4 * share)
                #expect(row?[1] == processes * commands / 4 * share)
            }
        }
    }

    @Test func whatWasAcknowledgedSurvivesTheKill() throws {
        let fixture = try Fixture()
        var random = Seeded("whatWasAcknowledgedSurvivesTheKill")
        var lines: [String] = []
        for _ in 0..<(isSoak ? 200 : 20) {
            // Two at a time: one dies at any moment while the other goes on, and perhaps waits for its lock.
            let victim = try Child.hammer("write", fixture.path, "1000000", "\(Self.often)")
            let other = try Child.hammer("write", fixture.path, "20", "\(Self.often)")
            let enough = Int.random(in: 1...60, using: &random)
            for _ in 0..<enough { lines += victim.line().map { [$0] } ?? [] }
            victim.signal(SIGKILL)
            lines += victim.rest()
            let rest = other.rest()
            #expect(rest.count == 20, "\(rest.last ?? "")")
            #expect(other.wait() == .exited(0))
            lines += rest
        }
        #expect(Set(lines).count == lines.count)
        try fixture.expectKept(lines)
    }

    @Test func aFileThatMayNotGrowRefusesAndStaysWhole() throws {
        let fixture = try Fixture()
        // Asked of the folder: opening and closing a file of the database would drop SQLite's locks on it.
        let sizes = try ["", "-wal", "-shm"].map { suffix in
            try FileManager.default.attributesOfItem(atPath: fixture.path + suffix)[.size] as? Int ?? 0
        }
        let size = sizes.max() ?? 0
        let hammer = try Child.hammer("limited", fixture.path, "\(size + 200_000)")
        let lines = hammer.rest()
        #expect(hammer.wait() == .exited(1))
        #expect(lines.last == "full")
        #expect(lines.count > 2)
        try fixture.expectKept(Array(lines.dropLast()))
        try fixture.ledger.perform(.desk(.note("又有地方了")), as: Cast.duty)
        #expect(try fixture.ledger.findings() == [])
    }

    @Test func aFullDiskIsToldAndNothingIsDamaged() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        guard mount("tmpfs", folder, "tmpfs", 0, "size=2m") == 0 else {
            return print("skipped: a small file system can only be mounted by root")
        }
        defer { umount2(folder, Int32(MNT_DETACH)) }
        let ledger = try Fixture.found(folder + "/desk.sqlite", HandClock())
        defer { ledger.close() }
        let long = StoryCommand.Draft(title: "长", body: String(repeating: "雨", count: 5000))
        var written = 0
        let error = failure {
            while true {
                try ledger.perform(.story(.draft(long)), as: Cast.duty)
                written += 1
            }
        }
        #expect(error?.code == "full")
        #expect(written > 5)
        // Still readable, still whole, and what was told is there.
        #expect(try ledger.verify().findings == [])
        #expect(try ledger.read { try $0.stories().count } == written)
        #expect(failure { try ledger.backup(to: folder + "/copy.sqlite") }?.code == "full")
        #expect(!FileManager.default.fileExists(atPath: folder + "/copy.sqlite"))
        let left = try files(beside: folder + "/copy.sqlite").filter { $0.hasPrefix(".") }
        #expect(left == [])
    }

    @Test func withoutPermissionNothingIsTouched() throws {
        guard getuid() == 0 else { return print("skipped: only root can become nobody") }
        let fixture = try Fixture()
        chmod(fixture.folder, 0o755)
        for suffix in ["", "-wal", "-shm", ".lock"] { chmod(fixture.path + suffix, 0o644) }
        let before = try fixture.ledger.everything()
        let readOnly = try Child.hammer("nobody", fixture.path)
        #expect(readOnly.rest() == ["readOnly"])
        chmod(fixture.path, 0o600)
        let closed = try Child.hammer("nobody", fixture.path)
        #expect(closed.rest() == ["unreadable"])
        #expect([readOnly.wait(), closed.wait()] == [.exited(1), .exited(1)])
        #expect(try fixture.ledger.everything() == before)
    }
}

extension Fixture {
    /// Every line (`NUMBER ID`) is a row with that number and that id, and the ledger is whole.
    fileprivate func expectKept(_ lines: [String]) throws {
        #expect(try ledger.findings() == [])
        try ledger.read { desk in
            for line in lines {
                let words = line.split(separator: " ")
                let id = try desk.find(String(words.first ?? "")).only
                guard words.count == 2, let id, id.description == words[1] else {
                    Issue.record("acknowledged and lost, or not acknowledged: \(line)")
                    return
                }
            }
        }
    }
}
