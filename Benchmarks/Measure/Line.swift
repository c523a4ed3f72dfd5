import CPseudoTerminal
import Glibc
import PseudoTerminal

/// A moment on the monotonic clock, in nanoseconds.
typealias Instant = UInt64

func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

extension Instant {
    /// Milliseconds from another moment to this one; negative where this one is earlier.
    func milliseconds(since other: Instant) -> Double { Double(Int64(bitPattern: self &- other)) / 1_000_000 }
}

struct MeasureError: Error, CustomStringConvertible {
    var description: String
    init(_ text: String) { description = text }
}

/// A program in a pseudo-terminal whose every arrival is timed before it is looked at.
///
/// All that waits is read first, with the time of each read, and only then shown to the emulator, so that the
/// emulator's own work is in no figure.
final class Line {
    /// What came without a pause.
    struct Arrival {
        var first: Instant
        var last: Instant
        var bytes: Int
    }

    let pid: pid_t
    /// When the program was asked for.
    let started: Instant
    private(set) var screen: VirtualScreen
    private let master: CInt
    private var isClosed = false
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(_ command: [String], environment: [String: String], columns: Int, rows: Int) throws {
        var name = [CChar](repeating: 0, count: 128)
        master = guantong_pty_open(&name, name.count)
        guard master >= 0 else { throw MeasureError("no pseudo-terminal: \(String(cString: strerror(errno)))") }
        var size = winsize(
            ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        screen = VirtualScreen(columns: columns, rows: rows)
        var all = ["LANG": "C.UTF-8", "TERM": "xterm-256color"]
        for name in ["PATH", "HOME", "USER", "LOGNAME", "TMPDIR"] {
            if let value = getenv(name) { all[name] = String(cString: value) }
        }
        all.merge(environment) { $1 }
        var arguments = command.map { strdup($0) } + [nil]
        var variables = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in arguments + variables { free(pointer) } }
        var child = pid_t()
        started = now()
        let code = guantong_pty_spawn(&child, name, nil, &arguments, &variables)
        guard code == 0 else {
            close(master)
            throw MeasureError("\(command.first ?? ""): \(String(cString: strerror(code)))")
        }
        pid = child
    }

    /// Hangs up, and waits until the program is gone; kills it after two seconds.
    func end() {
        let deadline = now() + 2_000_000_000
        kill(pid, SIGTERM)
        while now() < deadline {
            if waitpid(pid, nil, WNOHANG) != 0 { break }
            if !isClosed { _ = try? read(within: 5) } else { usleep(2_000) }
        }
        if kill(pid, 0) == 0 {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        close(master)
    }

    /// The descriptor to wait on together with others.
    var readiness: pollfd { pollfd(fd: isClosed ? -1 : master, events: Int16(POLLIN), revents: 0) }

    func type(_ keys: String) throws {
        let bytes = Array(keys.utf8)
        guard write(master, bytes, bytes.count) == bytes.count else { throw MeasureError("the program takes no keys") }
    }

    /// Waits for output and reads all of it; nil where none came in time.
    func read(within milliseconds: Int) throws -> Arrival? {
        var descriptor = readiness
        guard poll(&descriptor, 1, CInt(milliseconds)) > 0 else { return nil }
        return try readWaiting()
    }

    /// Reads what is there, without waiting.
    func readWaiting() throws -> Arrival? {
        var arrival: Arrival?
        var bytes: [UInt8] = []
        while bytes.count < 1 << 20 {
            let count = Glibc.read(master, &buffer, buffer.count)
            let time = now()
            guard count > 0 else {
                // EIO is how Linux says that the other side is closed.
                if count == 0 || (errno != EAGAIN && errno != EINTR) { isClosed = true }
                break
            }
            bytes += buffer[..<count]
            if arrival == nil { arrival = Arrival(first: time, last: time, bytes: 0) }
            arrival?.last = time
            arrival?.bytes = bytes.count
        }
        screen.feed(bytes)
        let replies = screen.takeReplies()
        if !replies.isEmpty { _ = write(master, replies, replies.count) }
        if arrival == nil, isClosed { throw MeasureError("the program ended\n" + screen.lines.joined(separator: "\n")) }
        return arrival
    }

    /// Takes what is there and does not look at it; only the question whether it has come is answered. For whoever keeps
    /// many lines and measures something else.
    func drain() {
        while true {
            let count = Glibc.read(master, &buffer, buffer.count)
            guard count > 0 else {
                if count == 0 || (errno != EAGAIN && errno != EINTR) { isClosed = true }
                return
            }
            let question: [UInt8] = [0x1B, 0x5B, 0x35, 0x6E]
            for place in 0..<max(0, count - 3) where buffer[place..<place + 4].elementsEqual(question) {
                _ = write(master, "\u{1B}[0n", 4)
            }
        }
    }

    /// Reads for that long, whatever comes; gives how many bytes came.
    @discardableResult
    func rest(milliseconds: Int) throws -> Int {
        let deadline = now() + UInt64(milliseconds) * 1_000_000
        var bytes = 0
        while case let moment = now(), moment < deadline {
            let left = Int((deadline - moment) / 1_000_000) + 1
            bytes += try read(within: left)?.bytes ?? 0
        }
        return bytes
    }

    /// Stays clear of the whole seconds, when clocks on the screen tick.
    func avoidTick() throws {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let part = time.tv_nsec / 1_000_000
        if part >= 930 { try rest(milliseconds: 1_000 - part + 40) }
        if part < 40 { try rest(milliseconds: 40 - part) }
    }
}
