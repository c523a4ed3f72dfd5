import Foundation
import GRDB
import Newsroom
import Synchronization

/// Opening files that may be anything.
enum Opening {
    /// Looks at the file before SQLite does, so that what is not ours is left alone.
    static func inspect(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw errno == ENOENT || errno == ENOTDIR
                ? LedgerError.missing(path: path)
                : unreadable(path)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw LedgerError.notOurs(path: path) }
        let header = try header(path, status)
        guard header.count == 100, header.starts(with: Data("SQLite format 3\0".utf8)) else {
            throw LedgerError.notOurs(path: path)
        }
        // Bytes 68–71 of a SQLite file hold its application id, 60–63 the user version.
        func word(_ place: Int) -> Int { header[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        guard word(68) == Schema.applicationID else { throw LedgerError.notOurs(path: path) }
        guard word(60) <= Schema.version else { throw LedgerError.newer(path: path, version: word(60)) }
        // A file that was just made has its version in the WAL only.
        guard word(60) == 0 || word(60) >= Schema.first else { throw LedgerError.tooOld(path: path) }
    }

    // Closing any descriptor of a file drops every lock that SQLite holds on it in this process, so the descriptor of
    // a database that may be open here already is kept, one for each file. One that has been deleted nobody opens any
    // more: a demonstration that runs for weeks has a new desk for each of its days.
    private static let kept = Mutex<[File: Int32]>([:])

    private struct File: Hashable {
        var device: dev_t
        var inode: ino_t
    }

    /// The first 100 bytes of a file.
    private static func header(_ path: String, _ status: stat) throws -> Data {
        try kept.withLock { kept in
            let file = File(device: status.st_dev, inode: status.st_ino)
            let descriptor = kept[file] ?? open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw unreadable(path) }
            kept[file] = descriptor
            var bytes = [UInt8](repeating: 0, count: 100)
            let count = pread(descriptor, &bytes, bytes.count, 0)
            // A disk that does not read is no proof that the file is another's.
            guard count >= 0 else { throw unreadable(path) }
            for (file, descriptor) in kept {
                var status = stat()
                guard fstat(descriptor, &status) == 0, status.st_nlink == 0 else { continue }
                close(descriptor)
                kept[file] = nil
            }
            return Data(bytes.prefix(count))
        }
    }

    /// Why the file could not be opened or read, by the system's last error.
    private static func unreadable(_ path: String) -> LedgerError {
        errno == EIO
            ? .diskFailed(path: path, DiskFault(.reading, errno))
            : .unreadable(path: path, detail: String(cString: strerror(errno)))
    }

    static func writer(_ path: String, limit: Int) throws -> DatabaseQueue {
        var configuration = Self.configuration()
        configuration.prepareDatabase { db in
            // The checkpoint is ours to do under the lock; FULL, because what a person was told is done must
            // survive the power.
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0")
            // A WAL that begins anew is cut back: its size tells how much there is to checkpoint.
            try db.execute(sql: "PRAGMA journal_size_limit = \(limit)")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    static func reader(_ path: String) throws -> DatabaseQueue {
        var configuration = Self.configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// A reader whose transaction stays open between calls, with room for reading everything.
    static func inspector(_ path: String) throws -> DatabaseQueue {
        var configuration = Self.configuration()
        configuration.readonly = true
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -8192") }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Pages in memory as SQLite counts them: negative numbers are kilobytes.
    private static let usualCache = -2048
    private static let wideCache = -16384

    /// Does something that writes about so many bytes. Much more than the usual cache holds would be written again and
    /// again before its commit.
    static func roomy<Result>(_ db: Database, for bytes: Int, _ body: () throws -> Result) throws -> Result {
        guard bytes > 1 << 20 else { return try body() }
        try db.execute(sql: "PRAGMA cache_size = \(wideCache)")
        // What is not given back now is given back when the connection closes.
        defer { try? db.execute(sql: "PRAGMA cache_size = \(usualCache)") }
        return try body()
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = \(usualCache); PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY")
        }
        return configuration
    }

    /// Makes of a database what this program writes: the tables of an older one, and what of the log an older one did not
    /// understand.
    static func bringUpToDate(_ queue: DatabaseQueue, _ path: String, _ progress: (Double) -> Void) throws {
        if try checkVersion(queue, path) < Schema.version { try Schema.migrator.migrate(queue) }
        guard try checkLog(queue, path) < Fact.version else { return }
        try queue.write { db in
            try Authorizer.learn(db, progress)
            try db.execute(
                sql: "INSERT OR REPLACE INTO setting(key, value) VALUES('log', ?)", arguments: ["\(Fact.version)"])
        }
    }

    /// The same before a database is opened for looking only: it changes nothing that anybody did.
    static func bringUpToDate(_ path: String, _ progress: (Double) -> Void) throws {
        let (schema, log) = try LedgerError.translating(path) {
            let queue = try reader(path)
            defer { try? queue.close() }
            return (try checkVersion(queue, path), try checkLog(queue, path))
        }
        guard schema < Schema.version || log < Fact.version else { return }
        do {
            try Ledger(opening: path, readOnly: false, time: .system, progress: progress).close()
        } catch LedgerError.readOnly {
            throw LedgerError.older(path: path, version: schema)
        }
    }

    /// The version of the log that the last program understood which wrote here; 0 before any did.
    private static func checkLog(_ queue: DatabaseQueue, _ path: String) throws -> Int {
        let version = try queue.read {
            try Int.fetchOne($0, sql: "SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'log'")
        }
        guard version ?? 0 <= Fact.version else { throw LedgerError.newer(path: path, version: version ?? 0) }
        return version ?? 0
    }

    /// Whether a database of which SQLite said that it is damaged is whole after all, read with a fresh connection: a disk
    /// that does not read now and then looks like damage. Takes as long as it takes to read the file.
    static func isSound(_ path: String) -> Bool {
        (0..<3).contains { _ in
            guard let queue = try? reader(path) else { return false }
            defer { try? queue.close() }
            return (try? queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }) == "ok"
        }
    }

    /// The version as SQLite sees it: the header of the file may be older than the WAL.
    @discardableResult
    static func checkVersion(_ queue: DatabaseQueue, _ path: String) throws -> Int {
        let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
        guard version <= Schema.version else { throw LedgerError.newer(path: path, version: version) }
        guard version >= Schema.first else { throw LedgerError.tooOld(path: path) }
        return version
    }
}
