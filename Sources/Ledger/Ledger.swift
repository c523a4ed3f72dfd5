import Foundation
import GRDB
import Newsroom

/// The desk's database: the log of everything that happened, and the tables that screens read.
///
/// One ledger may be used from several threads; several processes may have the same file open. Writes are durable
/// (on the disk, not only with the system) when they return.
public final class Ledger: @unchecked Sendable {
    // The connections are GRDB's serial queues, the cards guard themselves, and the rest is immutable but for the closed
    // flag, which is touched under the write lock.

    /// Where the file is.
    public let path: String
    /// Whether this ledger can write.
    public let isReadOnly: Bool
    let clock: @Sendable () -> Moment
    let entropy: Entropy
    let reader: DatabaseQueue
    let writer: DatabaseQueue?
    let lock: WriteLock?
    let witness: Witness
    let cards = Cards()
    /// What stood beside the database when it was opened for looking only; whoever writes has dealt with it.
    private let noted: Witness.Note?
    /// Whether the connections are closed; guarded by the write lock.
    private(set) var isClosed = false
    /// Above this many bytes of WAL a writer checkpoints after its commit, while it still holds the lock.
    private let longWAL: Int

    /// What a command did.
    public struct Outcome: Sendable {
        /// The events that it recorded, in order; none where there was nothing to do (a lead that came before).
        public var events: [Event]

        /// What a command recorded, as `perform` returns it.
        public init(events: [Event]) { self.events = events }

        /// The numbers of what it made.
        public var numbers: [Number] {
            events.compactMap { event in
                switch event.fact {
                case .taskIssued(let order): Number(.task, order.number)
                case .storyDrafted(let draft): Number(.story, draft.number)
                case .leadReceived(let card): Number(.lead, card.number)
                default: nil
                }
            }
        }
    }

    /// Opens the database at `path`.
    ///
    /// - Parameter readOnly: opens it so that nothing can be written, whatever is asked.
    /// - Throws: `LedgerError`, which says what to do.
    public convenience init(
        path: String, readOnly: Bool = false, clock: @escaping @Sendable () -> Moment = Moment.now
    ) throws {
        try self.init(path: path, readOnly: readOnly, clock: clock, entropy: .system)
    }

    /// The same with a source of ids and keys, which a simulation gives.
    package convenience init(
        path: String, readOnly: Bool = false, clock: @escaping @Sendable () -> Moment, entropy: Entropy
    ) throws {
        try Opening.inspect(path)
        try self.init(opening: path, readOnly: readOnly, clock: clock, entropy: entropy)
    }

    /// For tests, which want checkpoints often: opens the database with another length of WAL to bear.
    package convenience init(path: String, checkpointAbove bytes: Int) throws {
        try Opening.inspect(path)
        try self.init(opening: path, readOnly: false, clock: Moment.now, checkpointAbove: bytes)
    }

    init(
        opening path: String, readOnly: Bool, clock: @escaping @Sendable () -> Moment, entropy: Entropy = .system,
        checkpointAbove: Int = 4 << 20
    ) throws {
        self.path = path
        self.clock = clock
        self.entropy = entropy
        longWAL = checkpointAbove
        witness = Witness(path)
        // Before the database is looked at: what this says was committed by then.
        noted = readOnly ? Witness.Note(path) : nil
        isReadOnly = readOnly
        if readOnly { try Opening.bringUpToDate(path) }
        let lock = readOnly ? nil : try WriteLock(database: path)
        self.lock = lock
        (writer, reader) = try LedgerError.translating(path) {
            let writer = try lock?.held {
                let queue = try Opening.writer(path, limit: checkpointAbove)
                try Opening.migrate(queue, path)
                try Witness.check(queue, path, entropy)
                return queue
            }
            let reader = try Opening.reader(path)
            try Opening.checkVersion(reader, path)
            let hasOrigin = try reader.read {
                try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM origin WHERE mine = 1)") ?? false
            }
            guard hasOrigin else { throw LedgerError.damaged(path: path, detail: "no origin") }
            return (writer, reader)
        }
    }

    /// Performs a command for somebody.
    ///
    /// - Returns: what was recorded; it is durable.
    /// - Throws: `Refusal` when a rule says no, `LedgerError` when the database cannot.
    @discardableResult
    public func perform(_ command: Command, as actor: Actor) throws -> Outcome {
        try transaction { transaction in try transaction.perform(command, as: actor) }
    }

    /// Performs several commands as one: all of them are recorded, or none.
    ///
    /// - Parameter body: is given the transaction in which to perform; what it throws undoes everything.
    public func transaction<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
        guard let writer, let lock else { throw LedgerError.readOnly(path: path) }
        let result = try LedgerError.translating(path) {
            try lock.held {
                let result = try writer.writeWithoutTransaction { db in
                    var result: Result?
                    try db.inTransaction(.immediate) {
                        let transaction = try Transaction(db, ledger: self)
                        result = try body(transaction)
                        try transaction.finish()
                        return .commit
                    }
                    return result
                }
                witness.note(writer)
                checkpointIfLong(writer)
                return result
            }
        }
        guard let result else { throw LedgerError.unreadable(path: path, detail: "no result") }
        Notice.send(.committed, from: path)
        return result
    }

    /// Reads the desk as it stands: everything within `body` sees one moment.
    public func read<Result>(_ body: (Reading) throws -> Result) throws -> Result {
        try LedgerError.translating(path) {
            try reader.read { db in try body(Reading(db, path: path, now: clock(), cards: cards, noted: noted)) }
        }
    }

    /// The last row of the log, 0 for none: it grows with every event, whosever it is.
    public func lastRow() throws -> Int64 {
        try LedgerError.translating(path) {
            try reader.unsafeRead { try EventStore.lastRow($0) }
        }
    }

    deinit { close() }

    /// Closes the connections. The last one to close a WAL database checkpoints it, so this too waits in line;
    /// a reader cannot checkpoint and need not.
    public func close() {
        guard let lock else {
            try? reader.close()
            return
        }
        try? lock.held {
            isClosed = true
            try? reader.close()
            try? writer?.close()
        }
    }

    func checkpointIfLong(_ writer: DatabaseQueue) {
        var status = stat()
        guard stat(path + "-wal", &status) == 0, status.st_size > longWAL else { return }
        // A checkpoint that cannot finish is no loss: the next commit tries again.
        try? writer.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
    }
}
