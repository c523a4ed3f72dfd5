import CNcurses
import Glibc

/// Keeps what libraries print to standard error off the screen while curses has it,
/// and gives it out afterwards: a crash's last words are worth having.
@MainActor
final class CaughtErrors {
    /// Where standard error really leads, -1 when it was not ours to catch.
    private(set) var real: Int32 = -1
    /// What was said meanwhile, -1 when nothing is caught.
    private(set) var caught: Int32 = -1

    /// Catches standard error if it leads to a terminal; a file stays a file.
    init() {
        guard isatty(STDERR_FILENO) == 1 else { return }
        caught = cn_memory("errors")
        guard caught >= 0 else { return }
        real = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        let flags = fcntl(caught, F_GETFL)
        _ = fcntl(caught, F_SETFL, flags | O_APPEND)
        catchAgain()
    }

    func catchAgain() {
        if real >= 0 && caught >= 0 { dup2(caught, STDERR_FILENO) }
    }

    /// Standard error is as before, for an editor or the shell.
    func release() {
        if real >= 0 { dup2(real, STDERR_FILENO) }
    }

    /// For good; says the last 64 KB of what was caught.
    func end() {
        release()
        if caught >= 0 {
            let size = lseek(caught, 0, SEEK_END)
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = pread(caught, &buffer, buffer.count, max(0, size - 65536))
            if count > 0 { _ = write(STDERR_FILENO, buffer, count) }
            close(caught)
        }
        if real >= 0 { close(real) }
        (real, caught) = (-1, -1)
    }
}
