import Dispatch
import Foundation
import GRDB
import PseudoTerminal
import Testing

@testable import Ledger
@testable import Newsroom

@Suite(.serialized) struct WatchTests {
    private let patience = DispatchTime.now() + .seconds(300)
    private let queue = DispatchQueue(label: "watch")

    @Test func anotherConnectionsCommitIsHeard() throws {
        let fixture = try Fixture()
        let heard = DispatchSemaphore(value: 0)
        let watch = Watch(fixture.ledger, queue: queue) { heard.signal() }
        defer { queue.sync { watch.stop() } }
        let other = try fixture.again()
        defer { other.close() }
        for _ in 0..<20 {
            try other.perform(.desk(.note("有人吗")), as: Cast.duty)
            #expect(heard.wait(timeout: patience) == .success)
        }
    }

    @Test func anotherProcessesCommitIsHeard() throws {
        let fixture = try Fixture()
        let hammer = try Child.hammer("commit", fixture.path)
        #expect(hammer.line() == "ready")
        let heard = DispatchSemaphore(value: 0)
        let watch = Watch(fixture.ledger, queue: queue) { heard.signal() }
        defer { queue.sync { watch.stop() } }
        hammer.write("\n")
        #expect(heard.wait(timeout: patience) == .success)
        #expect(hammer.wait() == .exited(0))
        #expect(try fixture.ledger.read { try $0.tasks().count } == 1)
    }

    /// A program that sends no notice, such as a `sqlite3` shell, is noticed by the WAL.
    @Test func aStrangersCommitIsHeard() throws {
        let fixture = try Fixture()
        try fixture.ledger.perform(.desk(.note("先写一句")), as: Cast.duty)
        let heard = DispatchSemaphore(value: 0)
        let watch = Watch(fixture.ledger, queue: queue) { heard.signal() }
        defer { queue.sync { watch.stop() } }
        for round in 1...10 {
            try fixture.tamper("UPDATE centre SET duty = 'x\(round)' WHERE key = 'erqi'")
            #expect(heard.wait(timeout: patience) == .success)
            // One of ours and then a stranger's, with no pause between them.
            try fixture.ledger.perform(.desk(.note("我们的")), as: Cast.duty)
            #expect(heard.wait(timeout: patience) == .success)
        }
    }

    @Test func whatOneHasReadIsNotToldAgain() throws {
        let fixture = try Fixture()
        let heard = DispatchSemaphore(value: 0)
        let watch = Watch(fixture.ledger, queue: queue, idle: []) { heard.signal() }
        defer { queue.sync { watch.stop() } }
        // While this runs on the watch's queue no word reaches it.
        try queue.sync {
            try fixture.ledger.perform(.desk(.note("自己的")), as: Cast.duty)
            watch.beginReading()
        }
        try fixture.ledger.perform(.desk(.note("之后的")), as: Cast.duty)
        #expect(heard.wait(timeout: patience) == .success)
        queue.sync {}
        #expect(heard.wait(timeout: .now()) == .timedOut)
    }

    @Test func aStoppedWatchLeavesNothingAndHearsNothing() throws {
        let fixture = try Fixture()
        let watch = Watch(fixture.ledger, queue: queue) { Issue.record("heard after the stop") }
        queue.sync { watch.stop() }
        try fixture.ledger.perform(.desk(.note("没人听")), as: Cast.duty)
        queue.sync {}
        #expect(!FileManager.default.fileExists(atPath: Notice.folder(fixture.path)))
    }

    /// A console that was killed leaves its socket; the next commit sweeps it away.
    @Test func deadSocketsAreSweptAway() throws {
        let fixture = try Fixture()
        let folder = Notice.folder(fixture.path)
        let heard = DispatchSemaphore(value: 0)
        let watch = Watch(fixture.ledger, queue: queue) { heard.signal() }
        defer { queue.sync { watch.stop() } }
        let live = try FileManager.default.contentsOfDirectory(atPath: folder)
        let dead = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = folder + "/dead.socket"
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(dead, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        close(dead)
        try fixture.ledger.perform(.desk(.note("扫一扫")), as: Cast.duty)
        #expect(heard.wait(timeout: patience) == .success)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == live)
    }
}
