import CPseudoTerminal
import Glibc

/// A program in a terminal of its own: its keys come from a test, its output goes to a `VirtualScreen`.
///
/// The program is the leader of a new session whose controlling terminal is a pseudo-terminal, as
/// under sshd. Nothing here sleeps: every wait is a `poll(2)` that ends when something happens.
///
///     let terminal = try PseudoTerminal(command: ["/bin/cat"], columns: 80, rows: 24)
///     try terminal.send("早上好\r")
///     try terminal.wait("the echo") { $0.contains("早上好") }
///     try terminal.send("\u{4}")
///     #expect(try terminal.waitForExit() == .exited(0))
///
/// One test uses one terminal from one thread at a time. A session leader's process group is an
/// orphan, so Ctrl-Z does not stop it: to test suspension run the program from `bash -i`.
public final class PseudoTerminal {
    /// The process that was started.
    public let pid: pid_t
    /// What the program has drawn so far, as far as it was read.
    public internal(set) var display: VirtualScreen
    /// Bytes read from the program.
    public internal(set) var bytesReceived = 0
    /// Whether `output` keeps what is read. Off at first.
    public var recordsOutput = false
    /// Whether the terminal answers questions. On at first.
    public var answers = true
    /// What was read while `recordsOutput` was on.
    public var output: [UInt8] = []
    /// The way between the program and this screen; nil for one without length. Waits that serve several terminals at
    /// once do not know of it.
    public var line: SlowLine?
    /// The line settings before the program ran.
    public let initialSettings: LineSettings
    /// How the program ended, once `waitForExit` has seen it.
    public internal(set) var exitStatus: ExitStatus?

    /// The side of the terminal that is ours; -1 after a hang-up.
    var master: CInt
    /// Becomes readable when the process ends.
    let processDescriptor: CInt
    /// Whether nobody has the other side open any more.
    var isClosed = false
    /// Keys and answers that the terminal has not taken yet.
    var pending: [UInt8] = []

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: The program, looked for in PATH, and its arguments.
    ///   - environment: Added to PATH, HOME, USER, LOGNAME and TMPDIR of the test, `LANG=C.UTF-8` and
    ///     `TERM=xterm-256color`; nothing else is inherited.
    ///   - directory: Where it runs; nil for the test's own folder.
    ///   - columns: Width in cells.
    ///   - rows: Height in cells.
    public init(
        command: [String], environment: [String: String] = [:], directory: String? = nil, columns: Int = 80,
        rows: Int = 24
    ) throws {
        let pair = try TerminalPair(columns: columns, rows: rows)
        do {
            initialSettings = try LineSettings(descriptor: pair.master)
            pid = try pair.spawn(command, Self.baseEnvironment().merging(environment) { $1 }, directory)
        } catch {
            close(pair.master)
            throw error
        }
        master = pair.master
        display = VirtualScreen(columns: columns, rows: rows)
        processDescriptor = guantong_pidfd_open(pid)
        guard processDescriptor >= 0 else {
            let code = errno
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
            close(pair.master)
            throw PseudoTerminalError.system("pidfd_open", code)
        }
    }

    deinit {
        if exitStatus == nil {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        if master >= 0 { close(master) }
        close(processDescriptor)
    }

    /// The rows as text, blanks at the end cut off, after reading what is waiting.
    public func screen() -> [String] {
        drain()
        return display.lines
    }

    /// Where the next character goes.
    public var cursor: ScreenPosition { display.cursor }

    /// The modes that the program has on.
    public var modes: ScreenModes { display.modes }

    /// Says where half of a wide character stands alone on the screen; nil where all are whole.
    public func torn() -> String? {
        drain()
        // A frame on its way is read to its end.
        let deadline = Deadline(seconds: Self.patience)
        while display.modes.synchronizedUpdate, !isClosed, let left = deadline.milliseconds { pump(milliseconds: left) }
        return display.torn()
    }

    /// What the terminal driver does now: after the program has left it should equal `initialSettings`.
    public func settings() throws -> LineSettings { try LineSettings(descriptor: master) }

    /// In words, what the program that has left did not put back; empty when the terminal is as it was.
    public func leftovers() throws -> [String] {
        drain()
        var found = display.leftovers
        if try settings() != initialSettings { found.append("line settings") }
        return found
    }

    /// Types text; `\r` is Enter, `\u{1B}` Escape.
    public func send(_ keys: String) throws { try send(bytes: Array(keys.utf8)) }

    /// Types bytes that need not be UTF-8. Returns when the terminal has taken them, reading what
    /// comes back meanwhile; throws where the program takes nothing for as long as `patience`.
    public func send(bytes: some Sequence<UInt8>) throws {
        if line != nil {
            line?.take(fromScreen: Array(bytes), at: .now)
            return
        }
        pending += bytes
        var deadline = Deadline(seconds: Self.patience)
        while !pending.isEmpty {
            let before = pending.count
            try flush()
            if pending.count < before { deadline = Deadline(seconds: Self.patience) }
            guard !pending.isEmpty else { return }
            guard let left = deadline.milliseconds else {
                throw PseudoTerminalError.inputNotTaken(bytes: pending.count, screen: display.lines)
            }
            pump(milliseconds: left)
        }
    }

    /// Presses a key, in the form that the program has asked for.
    public func send(key: Key) throws {
        try send(key.sequence(application: display.modes.applicationCursorKeys))
    }

    /// Pastes text, between brackets where the program has asked for them.
    public func paste(_ text: String) throws {
        try send(display.modes.bracketedPaste ? "\u{1B}[200~\(text)\u{1B}[201~" : text)
    }

    /// Presses and releases a button of the mouse (0 left, 64 wheel up, 65 wheel down) on a cell,
    /// in the SGR form; throws where the program does not listen for it.
    public func click(_ place: ScreenPosition, button: Int = 0) throws {
        guard display.modes.mouse.contains(1006) else { throw PseudoTerminalError.mouseOff }
        let report = "\u{1B}[<\(button);\(place.column + 1);\(place.row + 1)"
        try send(button >= 64 ? report + "M" : report + "M" + report + "m")
    }

    /// Takes another size; the program gets SIGWINCH.
    public func resize(columns: Int, rows: Int) throws {
        drain()
        display.resize(columns: columns, rows: rows)
        try TerminalPair.setSize(master, columns: columns, rows: rows)
    }

    /// Sends a signal to the program, for instance `SIGTERM`.
    public func signal(_ number: CInt) throws {
        guard exitStatus == nil, kill(pid, number) == 0 else { throw PseudoTerminalError.system("kill", errno) }
    }

    /// Closes the line, as a broken connection does: the program gets SIGHUP.
    public func hangUp() {
        guard master >= 0 else { return }
        close(master)
        master = -1
        isClosed = true
    }

    private static func baseEnvironment() -> [String: String] {
        var result = ["LANG": "C.UTF-8", "TERM": "xterm-256color"]
        for name in ["PATH", "HOME", "USER", "LOGNAME", "TMPDIR"] {
            if let value = getenv(name) { result[name] = String(cString: value) }
        }
        return result
    }
}
