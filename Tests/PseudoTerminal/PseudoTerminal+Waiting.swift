import Foundation
import Glibc

extension PseudoTerminal {
    /// Seconds that a test waits for what should come at once, so that only what never comes fails on a busy machine.
    public static let patience = 60.0

    /// Reads until the screen is as wanted.
    ///
    /// The condition is asked after everything that arrives, but not in the middle of a synchronized
    /// update (mode 2026), when a real terminal shows the frame before.
    ///
    /// - Parameters:
    ///   - seconds: How long at most.
    ///   - why: What is waited for; the error says it.
    ///   - condition: Is given the rows as text, blanks at the end cut off.
    public func wait(
        timeout seconds: Double = patience, _ why: String, until condition: ([String]) throws -> Bool
    ) throws {
        try wait(seconds, why) { try condition(display.lines) }
    }

    /// Reads until the screen, with its modes, styles and cursor, is as wanted.
    public func waitForDisplay(
        timeout seconds: Double = patience, _ why: String, until condition: (VirtualScreen) throws -> Bool
    ) throws {
        try wait(seconds, why) { try condition(display) }
    }

    /// Reads until some row contains a text.
    public func wait(for text: String, timeout seconds: Double = patience) throws {
        try wait(timeout: seconds, "\"\(text)\"") { $0.contains { $0.contains(text) } }
    }

    private func wait(_ seconds: Double, _ why: String, _ condition: () throws -> Bool) throws {
        let deadline = Deadline(seconds: seconds)
        drain()
        while try display.modes.synchronizedUpdate || !condition() {
            guard !isClosed || line?.isEmpty == false else {
                throw PseudoTerminalError.ended(why: why, screen: display.lines)
            }
            guard let left = deadline.milliseconds else {
                throw PseudoTerminalError.timedOut(why: why, seconds: seconds, screen: display.lines)
            }
            pump(milliseconds: left)
        }
    }

    /// Serves several terminals at once until a condition holds, so that none of them waits to write.
    public static func wait(
        on terminals: [PseudoTerminal], timeout seconds: Double = patience, _ why: String,
        until condition: () throws -> Bool
    ) throws {
        let deadline = Deadline(seconds: seconds)
        for terminal in terminals { terminal.drain() }
        while try !condition() {
            let open = terminals.filter { !$0.isClosed }
            let screens = { terminals.flatMap { $0.display.lines + [String(repeating: "=", count: 20)] } }
            guard !open.isEmpty else { throw PseudoTerminalError.ended(why: why, screen: screens()) }
            guard let left = deadline.milliseconds else {
                throw PseudoTerminalError.timedOut(why: why, seconds: seconds, screen: screens())
            }
            var descriptors = open.map(\.readiness)
            poll(&descriptors, nfds_t(descriptors.count), left)
            for terminal in open { terminal.drain() }
        }
    }

    /// Reads until nothing has come for a while and the program rests: it has taken its keys, and waits for more.
    ///
    /// A quiet line alone says nothing on a busy machine, where a program may not have had its turn yet.
    ///
    /// - Parameters:
    ///   - milliseconds: How long the line must be quiet.
    ///   - seconds: How long at most; a program that never rests is an error.
    public func settle(quiet milliseconds: Int = 50, timeout seconds: Double = patience) throws {
        let deadline = Deadline(seconds: seconds)
        while !isClosed, pump(milliseconds: CInt(clamping: milliseconds)) || !pending.isEmpty || isAtWork {
            guard deadline.milliseconds != nil else {
                throw PseudoTerminalError.timedOut(why: "a quiet line", seconds: seconds, screen: display.lines)
            }
        }
    }

    /// Whether a thread of the program in the foreground runs, would run if it had its turn, or waits for a disk.
    private var isAtWork: Bool {
        let foreground = tcgetpgrp(master)
        let threads = "/proc/\(foreground > 0 ? foreground : pid)/task"
        // A program that has ended meanwhile has no threads.
        return (try? FileManager.default.contentsOfDirectory(atPath: threads))?.contains { thread in
            guard let status = try? String(contentsOfFile: "\(threads)/\(thread)/stat", encoding: .utf8),
                // proc(5): the state follows the program's name, which may itself have blanks and parentheses.
                let name = status.lastIndex(of: ")")
            else { return false }
            return "RD".contains(status[name...].dropFirst(2).prefix(1))
        } ?? false
    }

    /// Reads until the program has ended, and what it wrote last.
    @discardableResult
    public func waitForExit(timeout seconds: Double = patience) throws -> ExitStatus {
        if let exitStatus { return exitStatus }
        let deadline = Deadline(seconds: seconds)
        while true {
            guard let left = deadline.milliseconds else {
                throw PseudoTerminalError.timedOut(why: "the program's end", seconds: seconds, screen: display.lines)
            }
            var descriptors = [
                pollfd(fd: processDescriptor, events: Int16(POLLIN), revents: 0), readiness,
            ]
            poll(&descriptors, 2, min(left, untilArrival))
            drain()
            guard descriptors[0].revents != 0 else { continue }
            var status: CInt = 0
            guard waitpid(pid, &status, 0) == pid else { throw PseudoTerminalError.system("waitpid", errno) }
            drain()
            // What it wrote last is still on a slow line.
            while line?.isEmpty == false { pump(milliseconds: 1000) }
            let result = ExitStatus(waitStatus: status)
            exitStatus = result
            return result
        }
    }

    /// What `poll` is to look for on this line: output, and room where keys wait.
    var readiness: pollfd {
        let events = pending.isEmpty ? POLLIN : POLLIN | POLLOUT
        // poll ignores a negative descriptor, which is what a closed line should be.
        return pollfd(fd: isClosed ? -1 : master, events: Int16(events), revents: 0)
    }

    /// Waits for the line once, reads what is there and answers it. True where something was read.
    @discardableResult
    func pump(milliseconds: CInt) -> Bool {
        var descriptor = readiness
        poll(&descriptor, 1, min(milliseconds, untilArrival))
        return drain()
    }

    /// Milliseconds until something arrives over a slow line.
    private var untilArrival: CInt {
        guard let next = line?.next else { return .max }
        return CInt(clamping: max(0, Int64((ContinuousClock.now.duration(to: next) / .milliseconds(1)).rounded(.up))))
    }

    /// Brings what has arrived over a slow line to the screen and to the program. True where something came.
    private func deliver() -> Bool {
        guard let (screen, program) = line?.arrived(at: .now) else { return false }
        display.feed(screen)
        line?.take(fromScreen: display.takeReplies(), at: .now)
        pending += program
        return !screen.isEmpty || !program.isEmpty
    }

    /// Reads what is waiting, without waiting; a program that never stops writing gets a bounded turn.
    @discardableResult
    func drain() -> Bool {
        var total = 0
        while !isClosed, total < 1 << 20 {
            let count = readOnce()
            guard count > 0 else { break }
            total += count
        }
        if deliver() { total += 1 }
        // An answer that cannot be written now is written before the next wait ends.
        if !pending.isEmpty { try? flush() }
        return total > 0
    }

    private func readOnce() -> Int {
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, used in
            var count = read(master, buffer.baseAddress, buffer.count)
            while count < 0, errno == EINTR { count = read(master, buffer.baseAddress, buffer.count) }
            // EIO is how Linux says that the other side is closed.
            if count == 0 || (count < 0 && errno != EAGAIN) { isClosed = true }
            used = max(0, count)
        }
        bytesReceived += bytes.count
        if recordsOutput { output += bytes }
        if line != nil {
            line?.take(fromProgram: bytes, at: .now)
        } else {
            display.feed(bytes)
            let replies = display.takeReplies()
            if answers { pending += replies }
        }
        return bytes.count
    }

    /// Writes as many of the pending bytes as the line takes now.
    func flush() throws {
        guard !isClosed else {
            pending = []
            throw PseudoTerminalError.ended(why: "its input to be taken", screen: display.lines)
        }
        while !pending.isEmpty {
            let count = pending.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            if count > 0 {
                pending.removeFirst(count)
            } else if count < 0, errno == EINTR {
                continue
            } else if count < 0, errno != EAGAIN {
                throw PseudoTerminalError.system("write", errno)
            } else {
                return
            }
        }
    }
}

/// A moment on the monotonic clock.
struct Deadline {
    private let end: ContinuousClock.Instant

    init(seconds: Double) { end = .now + .seconds(seconds) }

    /// What is left, at least 1, for `poll`; nil when the moment has passed.
    var milliseconds: CInt? {
        let left = ContinuousClock.now.duration(to: end)
        guard left > .zero else { return nil }
        return CInt(clamping: Int64((left / .milliseconds(1)).rounded(.up)))
    }
}
