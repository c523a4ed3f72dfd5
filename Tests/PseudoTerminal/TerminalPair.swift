import CPseudoTerminal
import Glibc

/// A new pseudo-terminal: our side open, the other one by name.
struct TerminalPair {
    let master: CInt
    private let name: [CChar]

    init(columns: Int, rows: Int) throws {
        var buffer = [CChar](repeating: 0, count: 128)
        master = guantong_pty_open(&buffer, buffer.count)
        guard master >= 0 else { throw PseudoTerminalError.system("posix_openpt", errno) }
        name = buffer
        do {
            try Self.setSize(master, columns: columns, rows: rows)
        } catch {
            close(master)
            throw error
        }
    }

    static func setSize(_ descriptor: CInt, columns: Int, rows: Int) throws {
        var size = winsize(
            ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
        guard ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0 else { throw PseudoTerminalError.system("ioctl", errno) }
    }

    /// Starts a program on the other side, which becomes its controlling terminal.
    func spawn(_ command: [String], _ environment: [String: String], _ directory: String?) throws -> pid_t {
        try launch(command, environment) { guantong_pty_spawn(&$0, name, directory, $1, $2) }
    }
}
