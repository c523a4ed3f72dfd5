import Dispatch
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
    /// Where a thread waits for the lock in our place; one at a time, even when we gave up on it.
    private let queue = DispatchQueue(label: "ledger.lock", qos: .userInteractive)

    /// How long a person waits before being told, in seconds.
    static let patience = 10.0

    /// Opens, or makes, the lock file beside the database.
    init(database path: String) throws {
        self.path = path
        let mode = Self.mode(of: path)
        let opened = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, mode)
        guard opened >= 0 else {
            throw errno == EACCES || errno == EROFS
                ? LedgerError.readOnly(path: path)
                : errno == ENOSPC
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
        try take()
        defer { flock(descriptor, LOCK_UN) }
        return try body()
    }

    /// Takes the lock, in the order of asking: the kernel keeps a queue, which whoever merely tried again and again
    /// would never join. It knows no limit of waiting, so another thread stands in the queue for us.
    private func take() throws {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
        let turn = Turn()
        queue.async { [self] in
            while flock(descriptor, LOCK_EX) != 0 { if errno != EINTR { return turn.end() } }
            if !turn.come() { flock(descriptor, LOCK_UN) }
        }
        guard turn.wait(seconds: Self.patience) else { throw LedgerError.busy(path: path) }
    }

    /// One place in the queue.
    private final class Turn: @unchecked Sendable {
        private enum State { case waiting, come, over }

        // Guarded by the lock.
        private var state = State.waiting
        private let lock = NSLock()
        private let signal = DispatchSemaphore(value: 0)

        /// The turn has come; false when nobody waits for it any more.
        func come() -> Bool {
            let isWanted = lock.withLock {
                guard state == .waiting else { return false }
                state = .come
                return true
            }
            signal.signal()
            return isWanted
        }

        /// There will be no turn.
        func end() {
            lock.withLock { state = .over }
            signal.signal()
        }

        /// Whether the turn came in time.
        func wait(seconds: Double) -> Bool {
            _ = signal.wait(timeout: .now() + seconds)
            return lock.withLock {
                guard state == .waiting else { return state == .come }
                state = .over
                return false
            }
        }
    }

    private static func mode(of path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o666 : 0o600
    }
}
