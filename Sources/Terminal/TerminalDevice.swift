import CNcurses
import Glibc

/// The terminal's descriptor, its modes, and writes that never block.
///
/// It is opened anew, not taken from standard input: O_NONBLOCK would else be seen by
/// the shell and by everybody who shares that description.
@MainActor
final class TerminalDevice {
    let descriptor: Int32
    /// The modes from before, for the shell.
    private(set) var saved = termios()
    /// What the terminal could not take yet.
    private(set) var pending: [UInt8] = []
    /// Set once reads or writes fail for good.
    private(set) var isDead = false

    init() throws {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw TerminalError.noTerminal }
        let flags = O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
        var descriptor = cn_open("/dev/tty", flags)
        // Without a controlling terminal, standard input's own name still leads there.
        if descriptor < 0, let name = ttyname(STDIN_FILENO) { descriptor = cn_open(name, flags) }
        guard descriptor >= 0 else { throw TerminalError.system("Opening the terminal", errno: errno) }
        guard tcgetattr(descriptor, &saved) == 0 else {
            close(descriptor)
            throw TerminalError.noTerminal
        }
        self.descriptor = descriptor
    }

    /// Keys one by one and unechoed, Ctrl-C, Ctrl-Z, Ctrl-S and Enter as they are, output untouched.
    func enterRaw() {
        var raw = saved
        raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON | PARMRK)
        raw.c_oflag &= ~tcflag_t(OPOST)
        raw.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | IEXTEN | ISIG)
        raw.c_cflag = raw.c_cflag & ~tcflag_t(CSIZE | PARENB) | tcflag_t(CS8)
        withUnsafeMutableBytes(of: &raw.c_cc) {
            $0[Int(VMIN)] = 1
            $0[Int(VTIME)] = 0
        }
        apply(raw)
    }

    func leaveRaw() { apply(saved) }

    private func apply(_ modes: termios) {
        var modes = modes
        while tcsetattr(descriptor, TCSANOW, &modes) != 0 && errno == EINTR {}
    }

    /// The window's size; 80x24 where the terminal does not say, and at most a thousand each
    /// way, so that a wrong report does not cost memory.
    var size: Size {
        var window = winsize()
        guard cn_window_size(descriptor, &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return Size(columns: 80, rows: 24)
        }
        return Size(columns: min(1000, Int(window.ws_col)), rows: min(1000, Int(window.ws_row)))
    }

    /// Whether we are the ones the keyboard belongs to.
    var isForeground: Bool {
        let owner = tcgetpgrp(descriptor)
        return owner < 0 || owner == getpgrp()
    }

    /// What can be read now; empty when nothing is, or when the terminal is dead.
    func readAll(limit: Int = 1 << 16) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count < limit && !isDead {
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 {
                bytes.append(contentsOf: buffer[..<count])
                if count < buffer.count { break }
            } else if count == 0 {
                isDead = true
            } else if errno == EINTR {
                continue
            } else {
                if errno != EAGAIN { isDead = true }
                break
            }
        }
        return bytes
    }

    /// Waits for something to read; false where nothing came in time.
    func awaitInput(milliseconds: Int32) -> Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return CNcurses.poll(&poll, 1, milliseconds) == 1
    }

    /// Whether a frame would go out at once.
    var isWritable: Bool {
        guard pending.isEmpty else { return false }
        var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return CNcurses.poll(&poll, 1, 0) == 1
    }

    /// Writes what the terminal takes now and keeps the rest for `flush()`.
    func send(_ bytes: [UInt8]) {
        guard !isDead, !bytes.isEmpty else { return }
        pending.append(contentsOf: bytes)
        flush()
    }

    func flush() {
        var sent = 0
        while sent < pending.count && !isDead {
            let count = pending.withUnsafeBytes { raw -> Int in
                guard let base = raw.baseAddress else { return 0 }
                return write(descriptor, base + sent, raw.count - sent)
            }
            if count > 0 {
                sent += count
            } else if errno == EINTR {
                continue
            } else {
                if errno != EAGAIN { isDead = true }
                break
            }
        }
        pending.removeFirst(sent)
        if isDead { pending.removeAll() }
    }

    /// Gives the terminal up to a second to take the rest, for the way out.
    func finish() {
        var rounds = 0
        while !pending.isEmpty && !isDead && rounds < 20 {
            var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = CNcurses.poll(&poll, 1, 50)
            flush()
            rounds += 1
        }
        pending.removeAll()
    }

    /// Drops what was typed or answered and not read.
    func dropInput() { tcflush(descriptor, TCIFLUSH) }
}
