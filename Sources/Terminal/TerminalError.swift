import CNcurses
import Glibc

/// Why the terminal cannot be used, or a hand-over failed. The text says what to do next.
public enum TerminalError: Error, Hashable, CustomStringConvertible {
    /// Standard input or output is not a terminal.
    case noTerminal
    /// TERM is not set.
    case noTermName
    /// The terminfo database does not know this terminal.
    case unknownTerm(String)
    /// The terminal cannot place the cursor.
    case tooSimple(String)
    /// There is a session already.
    case inUse
    /// The system refused something.
    case system(String, errno: Int32)
    /// The editor could not be started or said that it failed; the text is in the file.
    case editorFailed(command: String, status: Int32, file: String)
    /// The text is larger than 4 MB; it is in the file, or `nil` when it was never written.
    case textTooLarge(file: String?)
    /// The text that came back is not UTF-8; it is in the file.
    case textNotReadable(file: String)

    /// What is wrong and what to do about it, in English.
    public var description: String {
        switch self {
        case .noTerminal:
            "There is no terminal here. Start the program in a terminal window, not through a pipe."
        case .noTermName:
            "TERM is not set, so nothing is known about this terminal. Try TERM=xterm-256color."
        case .unknownTerm(let name):
            "The terminal “\(name)” (from TERM) is unknown on this machine. Install ncurses-term, or try TERM=xterm-256color."
        case .tooSimple(let name):
            "The terminal “\(name)” (from TERM) cannot place the cursor. Use another terminal, or try TERM=xterm-256color."
        case .inUse:
            "The terminal is in use by this program already."
        case .system(let what, let number):
            "\(what) failed: \(String(cString: strerror(number)))."
        case .editorFailed(let command, let status, let file):
            "The editor “\(command)” ended with status \(status). The text is kept in \(file)."
        case .textTooLarge(let file):
            "The text is larger than 4 MB." + (file.map { " It is kept in \($0)." } ?? "")
        case .textNotReadable(let file):
            "The text is not UTF-8. It is kept in \(file)."
        }
    }
}
