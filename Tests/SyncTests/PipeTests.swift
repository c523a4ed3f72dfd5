import Dispatch
import Foundation
import Glibc
import Ledger
import Newsroom
import Testing

@testable import Sync

/// Exchanges over real descriptors.
@Suite struct PipeTests {
    private func pair() throws -> [Int32] {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        return ends
    }

    private func plumb() throws -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    /// Runs two exchanges on queues of their own until both are over.
    private func run(_ near: Exchange, _ far: Exchange, near nearEnds: (Int32, Int32), far farEnds: (Int32, Int32))
        async
    {
        let (near, far) = (Held(near), Held(far))
        await withTaskGroup(of: Void.self) { group in
            for (held, ends) in [(near, nearEnds), (far, farEnds)] {
                group.addTask {
                    await withCheckedContinuation { done in
                        let queue = DispatchQueue(label: "pipe")
                        queue.async {
                            let pipe = Pipe(held.exchange, input: ends.0, output: ends.1, queue: queue) { _ in
                                done.resume()
                            }
                            pipe.start()
                        }
                    }
                }
            }
        }
    }

    @Test func muchGoesBothWaysOverASocketAndOverPipes() async throws {
        signal(SIGPIPE, SIG_IGN)
        for overPipes in [false, true] {
            let stage = try Stage()
            for _ in 0..<120 {
                try stage.desk.write(Stage.deskChain, Data(repeating: 1, count: 50_000))
                try stage.first.write(Stage.firstChain, Data(repeating: 2, count: 50_000))
            }
            let near = Exchange(stage.first, mode: .once)
            let far = Exchange(stage.desk, mode: .serve)
            if overPipes {
                let (there, back) = (try plumb(), try plumb())
                await run(near, far, near: (back.0, there.1), far: (there.0, back.1))
            } else {
                let ends = try pair()
                await run(near, far, near: (ends[0], ends[0]), far: (ends[1], ends[1]))
            }
            #expect(near.outcome.isEqual && far.outcome.isEqual)
            #expect(stage.first.standing == stage.desk.standing)
        }
    }

    @Test func aPeerThatIsGoneEndsIt() async throws {
        signal(SIGPIPE, SIG_IGN)
        let stage = try Stage()
        let ends = try pair()
        close(ends[1])
        let near = Held(Exchange(stage.first, mode: .follow))
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            let queue = DispatchQueue(label: "pipe")
            queue.async {
                Pipe(near.exchange, input: ends[0], output: ends[0], queue: queue) { _ in done.resume() }.start()
            }
        }
        #expect(near.exchange.outcome.ending == .brokenOff)
    }

    @Test func aPeerThatSaysNothingIsGivenUp() async throws {
        signal(SIGPIPE, SIG_IGN)
        let stage = try Stage()
        let ends = try pair()
        defer { close(ends[1]) }
        var options = Exchange.Options()
        options.patience = 1
        let near = Held(Exchange(stage.first, mode: .follow, options: options))
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            let queue = DispatchQueue(label: "pipe")
            queue.async {
                Pipe(near.exchange, input: ends[0], output: ends[0], queue: queue) { _ in done.resume() }.start()
            }
        }
        guard case .silent = near.exchange.outcome.ending else {
            Issue.record("\(String(describing: near.exchange.outcome.ending))")
            return
        }
    }

    @Test func whatFillsABufferExactlyIsTakenToo() throws {
        signal(SIGPIPE, SIG_IGN)
        let stage = try Stage()
        let ends = try pair()
        let queue = DispatchQueue(label: "pipe")
        let far = Held(Exchange(stage.desk, mode: .serve))
        queue.async { Pipe(far.exchange, input: ends[1], output: ends[1], queue: queue) { _ in }.start() }
        let near = Exchange(stage.first, mode: .once)
        defer { close(ends[0]) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var isFilled = false
        while !near.isOver {
            var bytes = near.takeOutput()
            // Something of a later program makes the piece with events as long as the other side's buffer.
            let room = (1 << 17) - bytes.count - 5
            if near.outstandingBytes > 0, !isFilled {
                isFilled = true
                bytes += withUnsafeBytes(of: UInt32(room + 1).bigEndian) { Array($0) } + [0x7F]
                bytes += [UInt8](repeating: 0, count: room)
            }
            queue.suspend()
            let written = bytes.isEmpty ? 0 : write(ends[0], bytes, bytes.count)
            queue.resume()
            try #require(written == bytes.count)
            if near.isOver { break }
            var waiting = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
            try #require(poll(&waiting, 1, 20_000) == 1)
            let count = read(ends[0], &buffer, buffer.count)
            try #require(count > 0)
            near.received(buffer[0..<count], now: .now())
        }
        #expect(near.outcome.isEqual)
    }

    @Test func addressesThatCouldBeMoreThanAddressesAreRefused() throws {
        #expect(
            PeerAddress("ssh://li@desk.example:2222/var/desk.db")
                == .ssh(user: "li", host: "desk.example", port: 2222, path: "/var/desk.db"))
        #expect(PeerAddress("ssh://desk") == .ssh(user: nil, host: "desk", port: nil, path: nil))
        #expect(PeerAddress("ssh://[::1]:22") == .ssh(user: nil, host: "::1", port: 22, path: nil))
        #expect(PeerAddress("/var/desk.db") == .path("/var/desk.db"))
        for text in [
            "", "ssh://", "ssh://-oProxyCommand=touch%20x", "ssh://-l@host", "ssh://li@-host", "ssh://a b", "ssh://h:0",
            "ssh://h:65536", "ssh://h:-1", "ssh://h:+22", "ssh://h:2x", "ssh://h;id", "ssh://h/$(id)", "ssh://h/a'b",
            "ssh://h/`id`", "ssh://h\n", "ssh://h/\u{1B}[2J", "ssh://@h", "ssh://li@", "ssh://[::1", "ssh://[::1]x",
            "ftp://h",
            "ssh://" + String(repeating: "a", count: 2000),
        ] {
            #expect(PeerAddress(text) == nil, "\(text)")
        }
    }
}

/// An exchange that is handed to another queue, and looked at again when that is done with it.
private final class Held: @unchecked Sendable {
    let exchange: Exchange
    init(_ exchange: Exchange) { self.exchange = exchange }
}
