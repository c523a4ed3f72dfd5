import CNcurses
import Foundation

// The terminal given to the shell or an editor, and taken back.

extension TerminalSession {
    /// The name in TERM, if the terminal can show a screen.
    static func terminalName() throws -> String {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw TerminalError.noTerminal }
        guard let term = ProcessInfo.processInfo.environment["TERM"], !term.isEmpty else {
            throw TerminalError.noTermName
        }
        guard cn_known(term) == 1 else {
            throw term == "dumb" ? TerminalError.tooSimple(term) : TerminalError.unknownTerm(term)
        }
        return term
    }

    /// curses writes the characters of the locale; without a UTF-8 one it could write no Chinese.
    static func chooseLocale() {
        setlocale(LC_CTYPE, "")
        let codeset = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } ?? ""
        if codeset != "UTF-8" && setlocale(LC_CTYPE, "C.UTF-8") == nil { setlocale(LC_CTYPE, "en_US.UTF-8") }
    }

    func armCrashGuard() {
        CrashGuard.arm(
            terminal: device.descriptor, saved: device.saved, restore: modes.restore,
            realError: errors.real, caughtError: errors.caught, directory: options.crashReportDirectory)
    }

    /// The screen and the modes are as before we came.
    func giveBack() {
        guard hasScreen else { return }
        hasScreen = false
        screen.leave()
        send(Array(modes.leave().utf8) + screen.takeBytes())
        device.finish()
        if !hungUp { takeLastAnswer() }
        device.leaveRaw()
        errors.release()
        CrashGuard.release()
    }

    /// An answer that is still on its way would come to whoever has the terminal next, as if it had been typed.
    private func takeLastAnswer() {
        let end = ContinuousClock.now + .seconds(1)
        while pace.isWaiting, !device.isDead, case let left = end - .now, left > .zero {
            guard device.awaitInput(milliseconds: Int32(left / .milliseconds(1)) + 1) else { break }
            _ = decoder.feed(device.readAll())
            if decoder.takeReplies().contains(.status) { pace.answered(at: .now) }
        }
        if pace.isWaiting { pace.giveUp() }
    }

    /// Takes the terminal again; what changed meanwhile comes back as inputs.
    func takeBack() -> [Input] {
        guard !ended else { return [] }
        // In the background the terminal is another's: wait like any job that wants it.
        if !device.isForeground { cn_stop(SIGTTIN, 0) }
        errors.catchAgain()
        armCrashGuard()
        device.enterRaw()
        hasScreen = true
        send(Array(modes.enter(mouse: mouse).utf8))
        pace.measure()
        let resized = takeSize()
        screen.repaint()
        needsFrame = true
        return resized ? [.resize(size), .resumed] : [.resumed]
    }

    /// Reads the window's size; true when it is another one.
    func takeSize() -> Bool {
        let now = device.size
        guard now != size else { return false }
        size = now
        screen.resize(to: now)
        needsFrame = true
        return true
    }

    /// Gives the terminal back and stops the program, as Ctrl-Z should. When it goes on,
    /// takes the terminal again and sends `.resumed`; so too, at once, where no shell
    /// could ever continue it.
    public func suspend() {
        guard hasScreen, !ended else { return }
        giveBack()
        cn_stop(SIGTSTP, 1)
        justResumed = true
        let inputs = takeBack()
        DispatchQueue.main.async {
            MainActor.assumeIsolated { self.deliver(inputs) }
        }
    }
}

extension TerminalSession {
    /// The editor of whoever runs the program: what VISUAL or EDITOR say, or the first one found.
    public nonisolated static func editorCommand() -> String? { Editor.chosen() }

    /// The largest text that an editor is given or may give back, in bytes.
    public nonisolated static let textLimit = 4 << 20

    /// Lets the person edit a text in an editor; nil when it came back unchanged.
    ///
    /// - Parameters:
    ///   - text: What stands in the file.
    ///   - file: The text's file, which is the caller's before and afterwards: nothing here takes it away.
    ///   - command: The editor, with its arguments.
    /// - Throws: `TerminalError`, which names the file. Where the line breaks or the program is told to end, the editor has
    ///   two seconds to save; one that goes on is left to itself, and its file is what it makes of it.
    public func edit(_ text: String, file: String, command: String) throws -> String? {
        guard text.utf8.count <= TerminalSession.textLimit else { throw TerminalError.textTooLarge(file: file) }
        giveBack()
        var signalled: [Int32] = []
        // Interrupts and stops are meant for the editor; an end is meant for us all.
        let status = Editor.run(command, file: file, wakes: signals?.descriptor ?? -1) {
            signalled += signals?.drain() ?? []
            return signalled.contains(SIGTERM) || signalled.contains(SIGHUP)
        }
        signalled += signals?.drain() ?? []
        if signalled.contains(SIGHUP) { hangUp() }
        var inputs = hungUp ? [] : takeBack()
        if signalled.contains(SIGTERM) { inputs.append(.terminate) }
        DispatchQueue.main.async {
            MainActor.assumeIsolated { self.deliver(inputs) }
        }
        guard status == 0 else { throw TerminalError.editorFailed(command: command, status: status, file: file) }
        return try Editor.readBack(file, before: text)
    }
}

/// The pieces of a hand-over that need no terminal.
enum Editor {
    static func chosen() -> String? {
        let environment = ProcessInfo.processInfo.environment
        for name in ["VISUAL", "EDITOR"] {
            if let value = environment[name], !value.isEmpty { return value }
        }
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return ["sensible-editor", "editor", "nano", "vim", "vi"].first { name in
            folders.contains { access("\($0)/\(name)", X_OK) == 0 }
        }
    }

    /// Runs the editor in the foreground and waits; its exit status, 128 and more for a signal.
    ///
    /// - Parameters:
    ///   - wakes: A descriptor that becomes readable when `isEnding` should be asked; -1 for none.
    ///   - isEnding: Whether the program is to end: then the editor has two seconds left, and one that goes on counts as
    ///     ended by SIGHUP.
    static func run(_ command: String, file: String, wakes: Int32 = -1, isEnding: () -> Bool = { false }) -> Int32 {
        // The command may have arguments, so a shell takes it apart; the file is one word of its own.
        let words = ["/bin/sh", "-c", "\(command) \"$@\"", command, file]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }

        // Dispatch's threads block signals and a child inherits that: it could not be interrupted.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        // Ctrl-Z in the editor stops us with it, so that the shell gets the terminal.
        var stop = sigaction()
        cn_default(SIGTSTP, &stop)
        defer { sigaction(SIGTSTP, &stop, nil) }

        var child: pid_t = 0
        let failure = posix_spawn(&child, "/bin/sh", nil, &attributes, &arguments, environ)
        guard failure == 0 else { return 127 }
        return wait(child, wakes, isEnding)
    }

    private static func wait(_ child: pid_t, _ wakes: Int32, _ isEnding: () -> Bool) -> Int32 {
        // Readable when the child has ended; -1 on a kernel without it, where only the child is waited for.
        let ends = cn_pidfd(child)
        defer { if ends >= 0 { close(ends) } }
        var deadline: ContinuousClock.Instant?
        while ends >= 0 {
            var descriptors = [
                pollfd(fd: ends, events: Int16(POLLIN), revents: 0),
                pollfd(fd: deadline == nil ? wakes : -1, events: Int16(POLLIN), revents: 0),
            ]
            let left = deadline.map { max(.zero, $0 - .now) / .milliseconds(1) } ?? -1
            poll(&descriptors, 2, Int32(left.rounded(.up)))
            if descriptors[0].revents != 0 { break }
            if let deadline, deadline <= .now {
                return 128 + SIGHUP
            }
            if descriptors[1].revents != 0, isEnding() { deadline = .now + .seconds(2) }
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            if errno != EINTR { return 127 }
        }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }

    /// The text that came back, nil when it is the same.
    static func readBack(_ file: String, before: String) throws -> String? {
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw TerminalError.system("Reading \(file)", errno: errno)
        }
        defer { try? handle.close() }
        let data: Data
        do {
            // Of an empty file nothing is read.
            data = try handle.read(upToCount: TerminalSession.textLimit + 1) ?? Data()
        } catch {
            throw TerminalError.system("Reading \(file)", errno: errno)
        }
        guard data.count <= TerminalSession.textLimit else { throw TerminalError.textTooLarge(file: file) }
        guard let text = String(data: data, encoding: .utf8) else { throw TerminalError.textNotReadable(file: file) }
        return text == before && text.utf8.elementsEqual(before.utf8) ? nil : text
    }
}
