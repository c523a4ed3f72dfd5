import Foundation

/// One advisory lock for everything that changes the file: each write transaction, each checkpoint and the closing
/// of connections. SQLite before 3.51.3 can corrupt a WAL when processes checkpoint while others commit; under this
/// lock they never do, and waiting in line is also fairer than SQLite's own busy handler.
///
/// The kernel drops the lock when its holder dies, so a killed process never leaves one behind.
final class WriteLock: @unchecked Sendable {
    private let descriptor: Int32
    private let path: String
    // Protects the descriptor against two threads of this process: flock knows only processes.
    private let threads = NSLock()

    /// How long a person waits before being told, in seconds.
    static let patience = 10.0

    /// Opens, or makes, the lock file beside the database.
    init(database path: String) throws {
        self.path = path
        let mode = Self.mode(of: path)
        let opened = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, mode)
        guard opened >= 0 else {
            throw errno == EACCES || errno == EROFS
                ? LedgerError.readOnly(path: path) : errno == ENOSPC
                    ? LedgerError.full(path: path)
                    : LedgerError.unreadable(path: path + ".lock", detail: String(cString: strerror(errno)))
        }
        // The umask must not lock out colleagues who may write the database itself.
        fchmod(opened, mode)
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Runs `body` while nobody else writes.
    /// - Throws: `LedgerError.busy` when the lock is not had within `patience`.
    func held<Result>(_ body: () throws -> Result) throws -> Result {
        threads.lock()
        defer { threads.unlock() }
        var waited = 0.0
        var pause = 0.0001
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, waited < Self.patience else {
                throw LedgerError.busy(path: path)
            }
            // flock has no wait with a limit, and a stopped holder must not stop us for ever.
            usleep(UInt32(pause * 1_000_000))
            waited += pause
            pause = min(pause * 1.5, 0.002)
        }
        defer { flock(descriptor, LOCK_UN) }
        return try body()
    }

    private static func mode(of path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o666 : 0o600
    }
}
