import Dispatch
import Foundation

/// One advisory lock for everything that changes the file: each write transaction, each checkpoint and the closing
/// of connections. SQLite before 3.51.3 can corrupt a WAL when processes checkpoint while others commit; under this
/// lock they never do, and waiting in line is also fairer than SQLite's own busy handler.
///
/// The kernel drops the lock when its holder dies, so a killed process never leaves one behind. It belongs to an open
/// file description, so each wait has one of its own, which becomes the holder's or is closed: a wait that was given up
/// can never end somebody's hold.
final class WriteLock: @unchecked Sendable {
    private let path: String
    private let patience: Double
    /// The kernel's lock is between descriptions; this one is between the threads that share this object, and guards
    /// `pending`.
    private let threads = NSLock()
    /// A wait that stands in the kernel's queue, perhaps since a try that was given up: the next try takes its place.
    private var pending: Wait?
    /// Where a thread waits for the lock in our place.
    private let queue = DispatchQueue(label: "ledger.lock", qos: .userInteractive)

    /// How long a person waits before being told, in seconds.
    static let usualPatience = 10.0

    /// Makes the lock file beside the database, unless it is there.
    /// - Throws: `LedgerError.readOnly` for whoever may not write, `LedgerError.inTheWay` where it is no plain file.
    init(database path: String, patience: Double = WriteLock.usualPatience) throws {
        self.path = path
        self.patience = patience
        // Who cannot have the lock is told when the database is opened.
        close(try Self.open(path, isNew: true))
    }

    /// Runs `body` while nobody else writes.
    /// - Throws: `LedgerError.busy` when the lock is not had within the patience.
    func held<Result>(_ body: () throws -> Result) throws -> Result {
        threads.lock()
        defer { threads.unlock() }
        let descriptor = try take()
        defer { Self.release(descriptor) }
        return try body()
    }

    private static func release(_ descriptor: Int32) {
        // Closing alone would not do while a child that is just being started has a copy.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private func take() throws -> Int32 {
        let deadline = DispatchTime.now() + patience
        // The file may have been removed while we waited: then its lock keeps nobody out any more.
        for _ in 0..<20 {
            let descriptor = try takeOnce(deadline)
            if Self.isInPlace(descriptor, path + ".lock") { return descriptor }
            Self.release(descriptor)
        }
        throw LedgerError.busy(path: path)
    }

    /// Takes the lock, in the order of asking: the kernel keeps a queue, which whoever merely tried again and again
    /// would never join. It knows no limit of waiting, so another thread stands in the queue for us.
    private func takeOnce(_ deadline: DispatchTime) throws -> Int32 {
        if pending?.isWantedAgain() != true {
            let descriptor = try Self.open(path)
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
            guard errno == EWOULDBLOCK else {
                let error = LedgerError.system(errno, path: path + ".lock")
                close(descriptor)
                throw error
            }
            let wait = Wait(descriptor)
            pending = wait
            queue.async { wait.run() }
        }
        switch pending?.end(deadline) {
        case .had(let descriptor):
            pending = nil
            return descriptor
        case .failed(let number):
            pending = nil
            throw LedgerError.system(number, path: path + ".lock")
        default: throw LedgerError.busy(path: path)
        }
    }

    /// One place in the kernel's queue, with a file description of its own.
    private final class Wait: @unchecked Sendable {
        enum State {
            case waiting, givenUp, over
            case had(Int32)
            case failed(Int32)
        }

        // Guarded by the lock.
        private var state = State.waiting
        private let lock = NSLock()
        private let signal = DispatchSemaphore(value: 0)
        private let descriptor: Int32

        init(_ descriptor: Int32) { self.descriptor = descriptor }

        /// Waits as long as it takes, and lets go at once what nobody wants any more.
        func run() {
            var code = flock(descriptor, LOCK_EX)
            while code != 0, errno == EINTR { code = flock(descriptor, LOCK_EX) }
            let number = errno
            lock.withLock {
                if code == 0, case .waiting = state {
                    state = .had(descriptor)
                } else {
                    WriteLock.release(descriptor)
                    if case .waiting = state { state = .failed(number) } else { state = .over }
                }
            }
            signal.signal()
        }

        /// Takes up a wait that was given up; false when it has come to its end meanwhile.
        func isWantedAgain() -> Bool {
            lock.withLock {
                guard case .givenUp = state else { return false }
                state = .waiting
                return true
            }
        }

        /// What came of it until then.
        func end(_ deadline: DispatchTime) -> State {
            _ = signal.wait(timeout: deadline)
            return lock.withLock {
                if case .waiting = state { state = .givenUp }
                return state
            }
        }
    }

    // MARK: - The file

    /// Opens the lock file, which is made where there is none; beside a database that has been removed since it was opened
    /// nothing is made. Not through a link, and nothing but a plain file.
    private static func open(_ path: String, isNew: Bool = false) throws -> Int32 {
        let name = path + ".lock"
        let flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        var descriptor = Foundation.open(name, flags)
        // Made apart from being opened: in a folder that all may write, the system lets nobody do both to a colleague's.
        for _ in 0..<20 where descriptor < 0 && errno == ENOENT {
            guard isNew || access(path, F_OK) == 0 else { throw LedgerError.missing(path: path) }
            descriptor = Foundation.open(name, flags | O_CREAT | O_EXCL, 0o600)
            if descriptor < 0, errno == EEXIST { descriptor = Foundation.open(name, flags) }
        }
        guard descriptor >= 0 else {
            throw [ELOOP, EISDIR, ENXIO].contains(errno)
                ? LedgerError.inTheWay(path: name) : LedgerError.system(errno, path: path)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw LedgerError.inTheWay(path: name)
        }
        mend(descriptor, status, path)
        return descriptor
    }

    /// Gives the lock to those who may write the database, whatever the umask says, and to nobody else: whoever may open
    /// it, if only for reading, can stop all who write. Only a file of our own is touched.
    private static func mend(_ descriptor: Int32, _ status: stat, _ path: String) {
        var database = stat()
        guard stat(path, &database) == 0, status.st_nlink == 1,
            status.st_uid == geteuid() || (geteuid() == 0 && status.st_uid == database.st_uid)
        else { return }
        var group = status.st_gid
        if geteuid() == 0, status.st_uid != database.st_uid || group != database.st_gid {
            if fchown(descriptor, database.st_uid, database.st_gid) == 0 { group = database.st_gid }
        } else if group != database.st_gid, fchown(descriptor, uid_t.max, database.st_gid) == 0 {
            group = database.st_gid
        }
        let writers = database.st_mode & (group == database.st_gid ? 0o222 : 0o202)
        let mode = writers | writers << 1
        if status.st_mode & 0o7777 != mode { fchmod(descriptor, mode) }
    }

    /// Whether a descriptor is of what has the name now.
    static func isInPlace(_ descriptor: Int32, _ path: String) -> Bool {
        var (ours, named) = (stat(), stat())
        return fstat(descriptor, &ours) == 0 && lstat(path, &named) == 0
            && ours.st_dev == named.st_dev && ours.st_ino == named.st_ino
    }
}
