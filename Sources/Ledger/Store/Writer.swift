import Foundation
import GRDB
import Newsroom
import Synchronization

/// The one connection of a ledger that writes. It is had only together with the lock, so there is no way to write without
/// it; after a failure of the disk it is replaced, and what became of the act is found out.
final class Writer: @unchecked Sendable {
    /// What is said of a ledger that is used after it was closed.
    static let closed = "closed"

    private let path: String
    private let limit: Int
    private let lock: WriteLock
    /// Touched under the lock only.
    private var connection: DatabaseQueue?
    private let isClosed = Atomic(false)

    /// - Parameter limit: to how many bytes a WAL that begins anew is cut back.
    init(path: String, limit: Int) throws {
        self.path = path
        self.limit = limit
        lock = try WriteLock(database: path)
    }

    /// Does something with the connection while nobody else writes.
    /// - Throws: `LedgerError` for what SQLite says; what `body` throws.
    func held<Result>(_ body: (DatabaseQueue) throws -> Result) throws -> Result {
        try lock.held {
            let connection = try opened()
            errno = 0
            do {
                return try body(connection)
            } catch let error as DatabaseError {
                let said = LedgerError(error, path: path, number: error.systemError(connection))
                if error.spoilsConnection { replace() }
                throw said
            }
        }
    }

    /// Does something in one transaction, which is on the disk when this returns.
    ///
    /// - Parameters:
    ///   - bytes: about how much it writes, where that is much.
    ///   - committed: what is done after it, still under the lock.
    /// - Throws: `LedgerError.mayBeRecorded` where it is not known whether it was recorded; after every other error it
    ///   was not.
    func transaction<Result>(
        roomFor bytes: Int = 0, _ body: (Database) throws -> Result, committed: (DatabaseQueue) -> Void
    ) throws -> Result {
        try lock.held {
            let result = try transacted(bytes, body)
            committed(try opened())
            return result
        }
    }

    /// Closes the connection. The last one to close a WAL database checkpoints it, so this too waits in line.
    ///
    /// - Parameter before: closes what else there is, first.
    func close(_ before: () -> Void) {
        guard !isClosed.exchange(true, ordering: .sequentiallyConsistent) else { return }
        // Where the lock cannot be had its holder has the database open: this is not the last one to close it.
        try? lock.held {
            before()
            replace()
        }
    }

    private func opened() throws -> DatabaseQueue {
        if let connection { return connection }
        guard !isClosed.load(ordering: .sequentiallyConsistent) else {
            throw LedgerError.unreadable(path: path, detail: Self.closed)
        }
        let fresh = try LedgerError.translating(path) { try Opening.writer(path, limit: limit) }
        connection = fresh
        return fresh
    }

    /// Lets the connection go; the next who needs one opens it.
    private func replace() {
        // One that will not close is closed when nobody has it any more.
        try? connection?.close()
        connection = nil
    }

    // MARK: - A transaction

    /// The last row of the log before a transaction and at its end.
    private struct Mark {
        var before: Int64
        var end: Int64
    }

    private func transacted<Result>(_ bytes: Int, _ body: (Database) throws -> Result) throws -> Result {
        let connection = try opened()
        var result: Result?
        // Set when nothing is left to do but the commit.
        var mark: Mark?
        errno = 0
        do {
            try connection.writeWithoutTransaction { db in
                try Opening.roomy(db, for: bytes) {
                    try db.inTransaction(.immediate) {
                        let before = try EventStore.lastRow(db)
                        result = try body(db)
                        mark = Mark(before: before, end: try EventStore.lastRow(db))
                        errno = 0
                        return .commit
                    }
                }
            }
        } catch let error as DatabaseError {
            let number = error.systemError(connection)
            let said = LedgerError(error, path: path, number: number)
            guard error.spoilsConnection else { throw said }
            replace()
            // Before the commit, and where it could not be written, it is surely not recorded.
            guard let mark, let fault = DiskFault(error, number: number), fault.step != .writing else { throw said }
            switch settle(mark) {
            case .recorded: break
            case .notRecorded: throw said
            case .unknown: throw LedgerError.mayBeRecorded(path: path, fault)
            }
        } catch is RowDecodingError {
            throw LedgerError.damaged(path: path, detail: "a column is not of its type")
        }
        guard let result else { throw LedgerError.unreadable(path: path, detail: "no result") }
        return result
    }

    private enum Standing {
        case recorded, notRecorded, unknown
    }

    /// Finds out what became of a commit that lies in the WAL and of which the disk did not say that it has it. A process
    /// after a restart might find it there and take it for recorded, or not. Nobody has written since: the lock is ours.
    private func settle(_ mark: Mark) -> Standing {
        do {
            return try opened().writeWithoutTransaction { db in
                guard mark.end > mark.before, try EventStore.lastRow(db) == mark.end else {
                    // Another commit is written over it: whatever is left of it has no valid place in the WAL any more.
                    // This one changes nothing.
                    try db.execute(sql: "PRAGMA user_version = \(Schema.version)")
                    return .notRecorded
                }
                // It counts already. Written to its place in the database and synced there it needs no WAL.
                let state = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(FULL)")
                guard let state, state.number(0) == 0, state.number(1) == state.number(2) else { return .unknown }
                return .recorded
            }
        } catch {
            replace()
            return .unknown
        }
    }
}
