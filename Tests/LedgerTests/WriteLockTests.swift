import Foundation
import Testing

@testable import Ledger
@testable import Newsroom

@Suite struct WriteLockTests {
    /// Somebody else who holds the lock, or asks for it, through a description of their own.
    private final class Other {
        private let descriptor: Int32

        init(_ path: String) { descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
        deinit { close(descriptor) }

        func take() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }
        func release() { flock(descriptor, LOCK_UN) }
    }

    private func withDatabase(_ body: (String) throws -> Void) throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/desk.sqlite"
        try Data("x".utf8).write(to: URL(filePath: path))
        chmod(path, 0o600)
        try body(path)
    }

    @Test func aWaitThatWasGivenUpEndsNobodysHold() throws {
        try withDatabase { path in
            for _ in 0..<(isSoak ? 50 : 5) {
                let holder = Other(path)
                #expect(holder.take())
                let lock = try WriteLock(database: path, patience: 0.02)
                for _ in 0..<3 { #expect(failure { try lock.held {} } == .busy(path: path)) }
                holder.release()
                // What was given up wakes now; it may have the lock for the moment that it takes to let it go.
                let patient = try WriteLock(database: path)
                for next in [lock, patient] {
                    try next.held {
                        let other = Other(path)
                        // Long enough for every thread that was asleep to have done what it does.
                        for _ in 0..<20_000 {
                            sched_yield()
                            guard !other.take() else {
                                Issue.record("somebody else has the lock too")
                                return
                            }
                        }
                    }
                }
            }
        }
    }

    @Test func whoeverTriesAgainHasTheLockWhenItIsFree() throws {
        try withDatabase { path in
            let holder = Other(path)
            #expect(holder.take())
            let lock = try WriteLock(database: path, patience: 0.02)
            for round in 0..<20 {
                #expect(failure { try lock.held {} } == .busy(path: path), "round \(round)")
            }
            // However often it was tried, one thread waits with one description.
            let name =
                ((path as NSString).deletingLastPathComponent as NSString).lastPathComponent + "/desk.sqlite.lock"
            let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0))?.hasSuffix(name)
                    == true
            }
            #expect(open.count == 2)
            holder.release()
            let patient = try WriteLock(database: path)
            var count = 0
            try patient.held { count += 1 }
            #expect(count == 1)
        }
    }

    @Test func threadsOfOneLedgerTakeTurns() throws {
        try withDatabase { path in
            let lock = try WriteLock(database: path)
            let inside = Mutexed(0)
            DispatchQueue.concurrentPerform(iterations: 8) { _ in
                for _ in 0..<50 {
                    try? lock.held {
                        #expect(inside.add(1) == 1)
                        inside.add(-1)
                    }
                }
            }
        }
    }

    /// Whoever may write the folder might put something there in order to have another's file changed.
    @Test(arguments: ["link", "dangling link", "pipe", "folder"]) func whatIsNoLockFileIsLeftAlone(what: String) throws
    {
        try withDatabase { path in
            let folder = (path as NSString).deletingLastPathComponent
            let victim = folder + "/victim"
            try Data("secret".utf8).write(to: URL(filePath: victim))
            chmod(victim, 0o640)
            chmod(path, 0o666)
            switch what {
            case "link": symlink(victim, path + ".lock")
            case "dangling link": symlink(folder + "/none", path + ".lock")
            case "pipe": mkfifo(path + ".lock", 0o600)
            default: mkdir(path + ".lock", 0o700)
            }
            let before = mode(path + ".lock")
            #expect(failure { _ = try WriteLock(database: path) } == .inTheWay(path: path + ".lock"))
            #expect(try String(contentsOfFile: victim, encoding: .utf8) == "secret")
            #expect(mode(victim) == 0o640 && mode(path + ".lock") == before)
            #expect(!FileManager.default.fileExists(atPath: folder + "/none"))
        }
    }

    @Test func aStrangersFileKeepsItsMode() throws {
        try withDatabase { path in
            let victim = path + ".victim"
            try Data().write(to: URL(filePath: victim))
            chmod(victim, 0o640)
            chmod(path, 0o666)
            link(victim, path + ".lock")
            try WriteLock(database: path).held {}
            #expect(mode(victim) == 0o640)
        }
    }

    /// A lock needs no more than reading: only those who may write the database may do that.
    @Test(arguments: [(0o600, 0o600), (0o644, 0o600), (0o640, 0o600), (0o664, 0o660), (0o666, 0o666), (0o606, 0o606)])
    func whoMayOnlyReadCannotStopWriters(database: Int, wanted: Int) throws {
        try withDatabase { path in
            chmod(path, mode_t(database))
            let old = umask(0o077)
            defer { umask(old) }
            _ = try WriteLock(database: path)
            #expect(mode(path + ".lock") == wanted)
            // One that an older program left.
            chmod(path + ".lock", 0o644)
            try WriteLock(database: path).held {}
            #expect(mode(path + ".lock") == wanted)
        }
    }

    @Test func aLockFileThatWasRemovedDividesNobody() throws {
        try withDatabase { path in
            let first = Other(path)
            #expect(first.take())
            let isIn = Mutexed(0)
            let done = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                _ = try? WriteLock(database: path).held { isIn.add(1) }
                done.signal()
            }
            waits(at: path)
            unlink(path + ".lock")
            let second = Other(path)
            #expect(second.take())
            first.release()
            // It had the lock of a file that is no more, and stands in line for the one that is there.
            while isIn.value == 0, !isWaiting(at: path) { sched_yield() }
            #expect(isIn.value == 0)
            second.release()
            done.wait()
            #expect(isIn.value == 1)
        }
    }

    private func waits(at path: String) { while !isWaiting(at: path) { sched_yield() } }

    /// Whether the kernel has somebody in line for the lock file that is there now.
    private func isWaiting(at path: String) -> Bool {
        var status = stat()
        guard lstat(path + ".lock", &status) == 0, let locks = FileManager.default.contents(atPath: "/proc/locks")
        else { return false }
        return String(decoding: locks, as: UTF8.self).split(separator: "\n").contains {
            $0.contains("->") && $0.contains(":\(status.st_ino) ")
        }
    }
}

/// A number that several threads count with.
private final class Mutexed: @unchecked Sendable {
    private let lock = NSLock()
    private var number: Int

    init(_ number: Int) { self.number = number }
    var value: Int { lock.withLock { number } }
    @discardableResult func add(_ more: Int) -> Int {
        lock.withLock {
            number += more
            return number
        }
    }
}
