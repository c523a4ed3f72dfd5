import CPseudoTerminal
import Foundation
import Glibc

/// A program without a terminal, and what it writes.
///
/// Foundation's `Process` is not used: on Linux it reads past the end of what `readdir` gave it and now and then brings down
/// whoever starts many programs (swift-corelibs-foundation, 5472). It also passes on what others have open.
///
///     let child = try Child(["/bin/cat"], input: .pipe, output: .pipe)
///     child.write("早上好\n")
///     #expect(child.line() == "早上好")
///     child.endInput()
///     #expect(child.wait() == .exited(0))
///
/// One that is let go is killed, with what it started. One test uses one child from one thread at a time.
public final class Child {
    /// What an input comes from or an output goes to.
    public enum Stream {
        /// Nothing: `/dev/null`.
        case none
        /// That of the test.
        case inherited
        /// The test, by `write`, `line` and `rest`.
        case pipe
        /// A file, made anew where it is written.
        case file(String)
        /// What is given, whole; an output is kept for `written`.
        case kept([UInt8] = [])
        /// For errors: where the output goes.
        case output
    }

    /// Where the running program lies, and those that were built with it.
    public static let built = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent()

    /// The process that was started.
    public let pid: pid_t
    private var status: ExitStatus?
    // Our ends; -1 where there is none.
    private var input: CInt = -1
    private var output: CInt = -1
    private var errors: CInt = -1
    private var pending: [UInt8] = []

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: The program, looked for in PATH, and its arguments.
    ///   - environment: All of it; nil for the test's own.
    ///   - directory: Where it runs; nil for the test's own folder.
    public init(
        _ command: [String], environment: [String: String]? = nil, directory: String? = nil, input: Stream = .none,
        output: Stream = .none, errors: Stream = .inherited
    ) throws {
        // A program that has ended takes nothing more, and that is all.
        Glibc.signal(SIGPIPE, SIG_IGN)
        var theirs: [CInt] = []
        var ours: [CInt] = []
        defer { for descriptor in theirs where descriptor > 2 { close(descriptor) } }
        do {
            for (number, stream) in [input, output, errors].enumerated() {
                let (its, mine) = try Self.open(stream, CInt(number), beside: theirs.last)
                theirs.append(its)
                ours.append(mine)
            }
            pid = try launch(command, environment ?? ProcessInfo.processInfo.environment) {
                guantong_spawn(&$0, theirs, directory, $1, $2)
            }
        } catch {
            for descriptor in ours where descriptor > 2 { close(descriptor) }
            throw error
        }
        (self.input, self.output, self.errors) = (ours[0], ours[1], ours[2])
    }

    deinit {
        if status == nil {
            // It leads a group, of all that it started.
            kill(-pid, SIGKILL)
            wait()
        }
        for descriptor in [input, output, errors] where descriptor > 2 { close(descriptor) }
    }

    /// Runs a program to its end.
    public static func run(
        _ command: [String], environment: [String: String]? = nil, directory: String? = nil, input: [UInt8] = []
    ) throws -> (status: ExitStatus, output: [UInt8], errors: [UInt8]) {
        let child = try Child(
            command, environment: environment, directory: directory, input: .kept(input), output: .kept(),
            errors: .kept())
        let status = child.wait()
        return (status, written(child.output), written(child.errors))
    }

    /// All that it wrote to an output that is kept.
    public func written() -> [UInt8] { Self.written(output) }

    /// Waits for its end.
    @discardableResult
    public func wait() -> ExitStatus {
        if let status { return status }
        var code: CInt = 0
        while waitpid(pid, &code, 0) < 0, errno == EINTR {}
        let ended = ExitStatus(waitStatus: code)
        status = ended
        return ended
    }

    /// Sends a signal, unless it was seen to end.
    public func signal(_ number: CInt) { if status == nil { kill(pid, number) } }

    /// Asks it to go, and waits until it is gone.
    public func stop(_ number: CInt = SIGTERM) {
        signal(number)
        wait()
    }

    /// Writes to its input, a pipe, until it has taken all.
    public func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            bytes = bytes.dropFirst(max(0, count))
        }
    }

    /// Its input, a pipe, comes to an end.
    public func endInput() {
        if input > 2 { close(input) }
        input = -1
    }

    /// The next line of its output, a pipe; nil at the end. What follows the last newline is none.
    public func line() -> String? {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = pending.firstIndex(of: 0x0A) {
                defer { pending.removeFirst(end + 1) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            let count = read(output, &buffer, buffer.count)
            if count > 0 { pending += buffer[..<count] } else if count == 0 || errno != EINTR { return nil }
        }
    }

    /// The lines of its output, a pipe, to the end.
    public func rest() -> [String] {
        var lines: [String] = []
        while let line = line() { lines.append(line) }
        return lines
    }

    // MARK: - Descriptors

    /// What the program gets as its descriptor `number`, and what is left to us.
    private static func open(
        _ stream: Stream, _ number: CInt, beside last: CInt?
    ) throws -> (its: CInt, mine: CInt) {
        switch stream {
        case .inherited: return (number, -1)
        case .output: return (try duplicate(last ?? number), -1)
        case .none: return (try open("/dev/null", O_RDWR), -1)
        case .file(let path): return (try open(path, number == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC), -1)
        case .pipe:
            var ends: [CInt] = [-1, -1]
            guard guantong_pipe(&ends) == 0 else { throw PseudoTerminalError.system("pipe2", errno) }
            return number == 0 ? (ends[0], ends[1]) : (ends[1], ends[0])
        case .kept(let bytes):
            let kept = guantong_scratch()
            guard kept >= 0 else { throw PseudoTerminalError.system("memfd_create", errno) }
            guard number > 0 else {
                // All of it: a file in memory takes what it is given.
                guard Glibc.write(kept, bytes, bytes.count) == bytes.count, lseek(kept, 0, SEEK_SET) == 0 else {
                    close(kept)
                    throw PseudoTerminalError.system("write", errno)
                }
                return (kept, -1)
            }
            return (kept, try duplicate(kept))
        }
    }

    private static func duplicate(_ descriptor: CInt) throws -> CInt {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw PseudoTerminalError.system("fcntl", errno) }
        return copy
    }

    private static func open(_ path: String, _ flags: CInt) throws -> CInt {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw PseudoTerminalError.system("open \(path)", errno) }
        return descriptor
    }

    private static func written(_ kept: CInt) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = pread(kept, &buffer, buffer.count, bytes.count), count > 0 { bytes += buffer[..<count] }
        return bytes
    }
}
