import Foundation
import GRDB
import Newsroom

/// Opening files that may be anything.
enum Opening {
    /// Looks at the file before SQLite does, so that what is not ours is left alone.
    static func inspect(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw errno == ENOENT || errno == ENOTDIR
                ? LedgerError.missing(path: path)
                : LedgerError.unreadable(path: path, detail: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw LedgerError.notOurs(path: path) }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw LedgerError.unreadable(path: path, detail: String(cString: strerror(errno)))
        }
        defer { try? file.close() }
        let header = try file.read(upToCount: 100) ?? Data()
        guard header.count == 100, header.starts(with: Data("SQLite format 3\0".utf8)) else {
            throw LedgerError.notOurs(path: path)
        }
        // Bytes 68–71 of a SQLite file hold its application id, 60–63 the user version.
        func word(_ place: Int) -> Int { header[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        guard word(68) == Schema.applicationID else { throw LedgerError.notOurs(path: path) }
        guard word(60) <= Schema.version else { throw LedgerError.newer(path: path, version: word(60)) }
    }

    static func writer(_ path: String) throws -> DatabaseQueue {
        var configuration = Self.configuration()
        configuration.prepareDatabase { db in
            // The checkpoint is ours to do under the lock; FULL, because what a person was told is done must
            // survive the power.
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    static func reader(_ path: String) throws -> DatabaseQueue {
        var configuration = Self.configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -2048; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY")
        }
        return configuration
    }

    static func migrate(_ queue: DatabaseQueue, _ path: String) throws {
        let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
        if version > Schema.version { throw LedgerError.newer(path: path, version: version) }
        if version < Schema.version { try Schema.migrator.migrate(queue) }
    }
}

extension LedgerError {
    /// Runs `body`; what SQLite says of the file becomes a sentence.
    static func translating<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_FULL: throw LedgerError.full(path: path)
            case .SQLITE_READONLY, .SQLITE_PERM: throw LedgerError.readOnly(path: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: throw LedgerError.busy(path: path)
            case .SQLITE_CORRUPT: throw LedgerError.damaged(path: path, detail: error.message ?? "SQLite")
            case .SQLITE_NOTADB: throw LedgerError.notOurs(path: path)
            case .SQLITE_IOERR where errno == ENOSPC: throw LedgerError.full(path: path)
            default: throw LedgerError.unreadable(path: path, detail: error.message ?? "SQLite \(error.resultCode)")
            }
        }
    }
}
