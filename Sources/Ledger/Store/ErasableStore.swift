import Foundation
import GRDB
import Newsroom

/// Values that may have to be forgotten, in a database of their own beside the desk's, `FILE.private`: neither copies of
/// the desk's file nor backups, and no read model, search or batch, ever hold them.
///
///     value    reference  the id by which the log knows it, 16 bytes
///              subject    what it is about, 16 bytes: by this it is judged who may have it, and not by who refers to it
///              expires    until when it may be kept, as the log said when it was written
///              salt       32 bytes; value  the text
///
/// Only its owner may read the file; at a desk that a group shares, that group, since all of them work there. It is made
/// with the first value, and opened for as long as one question takes.
/// What is deleted is overwritten (`secure_delete`); what lay in the rollback journal goes with that file, and the blocks
/// of a disk are the system's.
struct ErasableStore {
    private let path: String
    private let queue: DatabaseQueue

    /// What lies there, without its text.
    struct Entry {
        var id: ErasableReference.ID
        var subject: SubjectID
        var expires: Moment
    }

    /// What is written in the header of the file: "GTNP", and the version of its form.
    private static let (applicationID, version) = (0x4754_4E50, 1)

    static func path(_ database: String) -> String { database + ".private" }

    static func isThere(_ database: String) -> Bool {
        var status = stat()
        return lstat(path(database), &status) == 0
    }

    /// Opens what is there; `nil` where no value was ever kept.
    init?(of database: String, readOnly: Bool) throws {
        guard Self.isThere(database) else { return nil }
        try self.init(database, Self.path(database), readOnly: readOnly)
    }

    /// Opens the file for writing, which is made where there is none. Its caller holds the write lock.
    init(making database: String) throws {
        let path = Self.path(database)
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 || errno == EEXIST else { throw LedgerError.system(errno, .writing, path: path) }
        // Closed before SQLite opens it: nobody else in this process can have it open yet.
        if file >= 0 { close(file) }
        try self.init(database, path, readOnly: false)
    }

    private init(_ database: String, _ path: String, readOnly: Bool) throws {
        self.path = path
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw LedgerError.inTheWay(path: path)
        }
        if !readOnly, status.st_uid == geteuid() { Self.mend(path, status, like: database) }
        queue = try LedgerError.translating(path) {
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            configuration.readonly = readOnly
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA cache_size = -128; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY")
                guard !readOnly else { return }
                try db.execute(
                    sql: "PRAGMA secure_delete = ON; PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
            }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try Self.check(queue, path, readOnly)
            return queue
        }
    }

    /// Gives the file to its owner alone, or to the group that may write the database; never to others, whatever may be
    /// done with that.
    private static func mend(_ path: String, _ status: stat, like database: String) {
        var shared = stat()
        var mode: mode_t = 0o600
        if stat(database, &shared) == 0, shared.st_mode & 0o020 != 0,
            status.st_gid == shared.st_gid || chown(path, uid_t.max, shared.st_gid) == 0
        {
            mode = 0o660
        }
        if status.st_mode & 0o7777 != mode { chmod(path, mode) }
    }

    /// Makes the table in a new file, and leaves alone what is another's.
    private static func check(_ queue: DatabaseQueue, _ path: String, _ readOnly: Bool) throws {
        let (known, version, isEmpty) = try queue.read { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
                try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
                try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
            )
        }
        if known == applicationID {
            guard version <= Self.version else { throw LedgerError.newer(path: path, version: version) }
            return
        }
        guard known == 0, isEmpty else { throw LedgerError.notOurs(path: path) }
        // Nothing was kept before the power failed.
        guard !readOnly else { throw LedgerError.unreadable(path: path, detail: "empty") }
        try queue.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE value(
                        reference BLOB NOT NULL, subject BLOB NOT NULL, expires INTEGER NOT NULL, salt BLOB NOT NULL,
                        value TEXT NOT NULL, PRIMARY KEY(reference, subject)) STRICT, WITHOUT ROWID;
                    PRAGMA application_id = \(applicationID);
                    PRAGMA user_version = \(Self.version);
                    """)
        }
    }

    /// Keeps values, durably; one that is there stays as it is.
    func insert(_ values: [(value: ErasableValue, subject: SubjectID, expires: Moment)]) throws {
        try LedgerError.translating(path, queue) {
            try queue.write { db in
                for (value, subject, expires) in values {
                    try db.execute(
                        sql:
                            "INSERT OR IGNORE INTO value(reference, subject, expires, salt, value) VALUES(?, ?, ?, ?, ?)",
                        arguments: [
                            Data(value.id.bytes), subject, expires.milliseconds, Data(value.salt), value.text,
                        ])
                }
            }
        }
    }

    /// All that is there.
    func entries() throws -> [Entry] {
        try LedgerError.translating(path, queue) {
            try queue.read { db in
                try Row.fetchAll(db, sql: "SELECT reference, subject, expires FROM value").compactMap { row in
                    guard let id = ErasableReference.ID(bytes: row.data(0)), let subject = row.value(1) as SubjectID?
                    else { return nil }
                    return Entry(id: id, subject: subject, expires: Moment(milliseconds: row.integer(2)))
                }
            }
        }
    }

    /// One of them; `nil` where it is not there, or is not what it should be.
    func value(_ id: ErasableReference.ID, of subject: SubjectID) throws -> ErasableValue? {
        try LedgerError.translating(path, queue) {
            try queue.read { db in
                try Row.fetchOne(
                    db, sql: "SELECT salt, value FROM value WHERE reference = ? AND subject = ?",
                    arguments: [Data(id.bytes), subject]
                ).flatMap { ErasableValue(id: id, salt: Array($0.data(0)), text: $0.text(1)) }
            }
        }
    }

    /// Forgets them, for good.
    func remove(_ entries: [Entry]) throws {
        guard !entries.isEmpty else { return }
        try LedgerError.translating(path, queue) {
            try queue.write { db in
                for entry in entries {
                    try db.execute(
                        sql: "DELETE FROM value WHERE reference = ? AND subject = ?",
                        arguments: [Data(entry.id.bytes), entry.subject])
                }
            }
        }
    }
}
