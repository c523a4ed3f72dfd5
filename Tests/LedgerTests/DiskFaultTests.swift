import Foundation
import GRDB
import PseudoTerminal
import Testing

@testable import Ledger
@testable import Newsroom

/// A ledger that stays open while its disk fails now and then, in a process of its own.
@Suite(.serialized) struct DiskFaultTests {
    /// What `persist` said of each note, and the notes that are there afterwards.
    private func persist(_ fault: [String: String], holding: Bool = true) throws -> (said: [String], there: [Int]) {
        let fixture = try Fixture()
        // While another process has it open nothing is carried over when one closes it.
        if !holding { fixture.ledger.close() }
        let hammer = try Child.hammer(["persist", fixture.path, "12"], fault: fault)
        let said = hammer.rest()
        #expect(hammer.wait() == .exited(0))
        let there = try notes(fixture.path)
        #expect(try restarted(fixture) == there, "after a restart it is the same: \(said)")
        return (said, there)
    }

    private func notes(_ path: String) throws -> [Int] {
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        #expect(try ledger.verify().findings == [])
        return try ledger.read { desk in
            try desk.log().compactMap { row in
                guard case .desk(.noted(let text)) = row.event?.fact else { return nil }
                return Int(text.filter(\.isNumber))
            }.sorted()
        }
    }

    /// The notes that a machine finds which was switched off now: without the memory that processes share.
    private func restarted(_ fixture: Fixture) throws -> [Int] {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for suffix in ["", "-wal"] {
            // Read by a program of its own: closing a file of the database here would drop SQLite's locks on it.
            let file = fixture.path + suffix
            guard FileManager.default.fileExists(atPath: file) else { continue }
            #expect(try Child.run(["cp", file, folder + "/desk.sqlite" + suffix]).status == .exited(0))
        }
        return try notes(folder + "/desk.sqlite")
    }

    @Test(arguments: ["fsync", "pwrite"], [EIO, ENOSPC, EDQUOT])
    func oneFailureAtACommitIsOneNoteThatIsNotThere(operation: String, number: Int32) throws {
        for after in [3, 6] {
            let (said, there) = try persist(
                ["OP": operation, "MATCH": "-wal", "AFTER": "\(after)", "ERRNO": "\(number)"])
            #expect(said.count == 12)
            #expect(said.filter { $0 != "ok" } == [number == EIO ? "diskFailed" : "full"], "\(said)")
            #expect(there == said.indices.filter { said[$0] == "ok" }.map { $0 + 1 }, "\(said)")
        }
    }

    @Test func whatNobodyCanKnowIsSaidToBeUnknown() throws {
        var isUnknown = false
        // Two failures in a row: somewhere they hit a commit, and what would have told of it.
        for after in 2...9 {
            let (said, there) = try persist(["OP": "fsync", "MATCH": "-wal", "AFTER": "\(after)", "COUNT": "2"])
            isUnknown = isUnknown || said.contains("mayBeRecorded")
            for (index, word) in said.enumerated() {
                switch word {
                case "ok", "checkpointFailed": #expect(there.contains(index + 1), "\(after): \(said) \(there)")
                case "diskFailed": #expect(!there.contains(index + 1), "\(after): \(said) \(there)")
                default: #expect(word == "mayBeRecorded", "\(after): \(said)")
                }
            }
        }
        #expect(isUnknown)
    }

    @Test(arguments: [EIO, ENOSPC]) func aCheckpointThatFailsIsToldAndLosesNothing(number: Int32) throws {
        let (said, there) = try persist(
            ["OP": "pwrite", "MATCH": "desk.sqlite", "AFTER": "2", "ERRNO": "\(number)"], holding: false)
        #expect(said.filter { $0 != "ok" } == ["checkpointFailed"], "\(said)")
        #expect(there == Array(1...12))
    }

    @Test func aFileThatCannotBeReadIsNotSaidToBeDamaged() throws {
        for match in ["desk.sqlite", "-wal"] {
            for after in [1, 2, 4, 8, 16] {
                let fixture = try Fixture()
                let path = fixture.path
                let hammer = try Child.hammer(
                    ["persist", path, "3"], fault: ["OP": "pread", "MATCH": match, "AFTER": "\(after)", "COUNT": "3"])
                let said = hammer.rest()
                hammer.wait()
                #expect(
                    said.allSatisfy { ["ok", "diskFailed", "mayBeRecorded", "checkpointFailed"].contains($0) },
                    "\(match) \(after): \(said)"
                )
                #expect(try fixture.ledger.findings() == [])
            }
        }
    }

    // MARK: - Files that are being made

    @Test func aKilledBackupLeavesNothingToBeReadAndIsSwept() throws {
        let fixture = try Fixture()
        _ = try fixture.signed()
        let folder = fixture.folder + "/backups"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let copy = folder + "/copy.sqlite"
        var killed = 0
        for after in [1, 2, 5, 20] {
            let hammer = try Child.hammer(
                ["backup", fixture.path, copy],
                fault: ["OP": "pwrite", "MATCH": "copy.sqlite", "AFTER": "\(after)", "KILL": "1"])
            guard hammer.wait() != .exited(0) else { continue }
            killed += 1
            let left = try files(beside: copy)
            // Of the one before nothing is left.
            #expect(left.count == 1 && left[0].hasPrefix(".guantong-") && left[0].hasSuffix(".unfinished"), "\(left)")
            #expect(mode(folder + "/" + left[0]) == 0o700)
            #expect(mode(folder + "/" + left[0] + "/copy.sqlite") == 0o600)
        }
        #expect(killed > 2)
        try fixture.ledger.backup(to: copy)
        #expect(try files(beside: copy) == ["copy.sqlite"])
        #expect(mode(copy) == 0o600)
    }

    @Test func whatIsBeingMadeBySomebodyElseIsNotSwept() throws {
        let fixture = try Fixture()
        let alive = try StagingFolder(beside: fixture.path)
        try fixture.ledger.backup(to: fixture.folder + "/copy.sqlite")
        #expect(FileManager.default.fileExists(atPath: alive.path))
        alive.discard()
        #expect(!FileManager.default.fileExists(atPath: alive.path))
    }

    @Test(arguments: [EIO, ENOSPC]) func aBackupOnAFailingDiskIsNone(number: Int32) throws {
        let fixture = try Fixture()
        let copy = fixture.folder + "/copy.sqlite"
        for operation in ["pwrite", "fsync"] {
            let hammer = try Child.hammer(
                ["backup", fixture.path, copy],
                fault: ["OP": operation, "MATCH": "copy.sqlite", "ERRNO": "\(number)"])
            #expect(hammer.rest() == [number == EIO ? "diskFailed" : "full"])
            #expect(hammer.wait() == .exited(1))
        }
        let left = try files(beside: copy).filter { !$0.hasPrefix("desk.sqlite") }
        #expect(left == [])
    }

    // MARK: - Making a desk

    @Test func ofFourWhoMakeOneDeskThreeAreTold() throws {
        for _ in 0..<(isSoak ? 30 : 3) {
            let folder = try temporaryFolder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let path = folder + "/desk.sqlite"
            let results = Results()
            DispatchQueue.concurrentPerform(iterations: 4) { _ in
                do {
                    try Fixture.found(path, HandClock()).close()
                    results.add("made")
                } catch {
                    results.add((error as? LedgerError)?.code ?? "\(error)")
                }
            }
            #expect(results.all.sorted() == ["exists", "exists", "exists", "made"])
            #expect(try files(beside: path) == ["desk.sqlite", "desk.sqlite.lock", "desk.sqlite.origin"])
            let ledger = try Ledger(path: path)
            #expect(try ledger.verify().findings == [])
            ledger.close()
        }
    }

    @Test func whatAnEarlierDatabaseLeftIsNotTakenForTheNewOnes() throws {
        let fixture = try Fixture()
        _ = try fixture.draft()
        #expect(try Child.run(["cp", fixture.path + "-wal", fixture.folder + "/kept"]).status == .exited(0))
        fixture.ledger.close()
        unlink(fixture.path)
        rename(fixture.folder + "/kept", fixture.path + "-wal")
        let ledger = try Fixture.found(fixture.path, fixture.clock)
        defer { ledger.close() }
        #expect(try ledger.verify().findings == [])
        #expect(try ledger.read { try $0.stories().isEmpty })
    }
}

private final class Results: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [String] = []

    func add(_ result: String) { lock.withLock { results.append(result) } }
    var all: [String] { lock.withLock { results } }
}
