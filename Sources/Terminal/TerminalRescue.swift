import CNcurses
import Glibc

/// Gives a terminal back as it was after another program has died on it and could not.
@MainActor
public struct TerminalRescue {
    private let saved: termios
    private let bytes: [UInt8]

    /// Remembers how the terminal of standard input is now. Throws `TerminalError` where there is none that can be used.
    public init() throws {
        let term = try TerminalSession.terminalName()
        var modes = termios()
        guard tcgetattr(STDIN_FILENO, &modes) == 0, cn_begin(term) == 1 else { throw TerminalError.noTerminal }
        saved = modes
        bytes = TerminalModes(title: nil).restore
        cn_done()
    }

    /// Puts the line's modes back, and the screen of before; what was typed meanwhile is dropped.
    public func giveBack() {
        var modes = saved
        tcsetattr(STDIN_FILENO, TCSANOW, &modes)
        tcflush(STDIN_FILENO, TCIFLUSH)
        _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}
