import Foundation
import GRDB
import Newsroom
import Synchronization

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
    /// What the clock is compared with; `nil` where it is one that somebody gave, and is believed.
    let uptime: (@Sendable () -> Uptime?)?
    let entropy: Entropy
    let reader: DatabaseQueue
    let writer: Writer?
    let witness: Witness
    let cards = Cards()
    /// What stood beside the database when it was opened for looking only; whoever writes has dealt with it.
    private let noted: Witness.Note?
    /// Above this many bytes of WAL a writer checkpoints after its commit, while it still holds the lock.
    private let longWAL: Int

    /// What went wrong beside what was asked.
    public let warnings = Warnings()

    /// What a command did.
    public struct Outcome: Sendable {
        /// The events that it recorded, in order; none where there was nothing to do (a lead that came before).
        public var events: [Event]

        /// What a command recorded, as `perform` returns it.
        public init(events: [Event]) { self.events = events }

        /// The numbers of what it made.
        public var numbers: [Number] { events.compactMap(\.fact.number) }
    }

    /// Opens the database at `path`.
    ///
    /// - Parameters:
    ///   - readOnly: opens it so that nothing can be written, whatever is asked.
    ///   - clock: what is believed to be the time; `nil` for the system's clock, which is compared with the machine's uptime
    ///     before anything is written.
    ///   - progress: is told now and then, from 0 to 1, how much is folded of what an older program did not understand.
    /// - Throws: `LedgerError`, which says what to do.
    public convenience init(
        path: String, readOnly: Bool = false, clock: (@Sendable () -> Moment)? = nil,
        progress: @escaping (Double) -> Void = { _ in }
    ) throws {
        try Opening.inspect(path)
        try self.init(opening: path, readOnly: readOnly, time: TimeSource(clock), progress: progress)
    }

    /// The same with a source of ids and keys, which a simulation gives.
    package convenience init(path: String, readOnly: Bool = false, time: TimeSource, entropy: Entropy) throws {
        try Opening.inspect(path)
        try self.init(opening: path, readOnly: readOnly, time: time, entropy: entropy)
    }

    /// For tests, which want checkpoints often: opens the database with another length of WAL to bear.
    package convenience init(path: String, checkpointAbove bytes: Int) throws {
        try Opening.inspect(path)
        try self.init(opening: path, readOnly: false, time: .system, checkpointAbove: bytes)
    }

    init(
        opening path: String, readOnly: Bool, time: TimeSource, entropy: Entropy = .system,
        checkpointAbove: Int = 4 << 20, progress: (Double) -> Void = { _ in }
    ) throws {
        self.path = path
        clock = time.now
        uptime = time.uptime
        self.entropy = entropy
        longWAL = checkpointAbove
        witness = Witness(path)
        // Before the database is looked at: what this says was committed by then.
        noted = readOnly ? Witness.Note(path) : nil
        isReadOnly = readOnly
        if readOnly { try Opening.bringUpToDate(path, progress) }
        if !readOnly {
            try Notice.check(path)
            try Witness.checkName(path)
        }
        let writer = readOnly ? nil : try Writer(path: path, limit: checkpointAbove)
        self.writer = writer
        reader = try LedgerError.translating(path) {
            try writer?.held { connection in
                try Opening.bringUpToDate(connection, path, progress)
                try Witness.check(connection, path, entropy)
            }
            let reader = try Opening.reader(path)
            try Opening.checkVersion(reader, path)
            let hasOrigin = try reader.read {
                try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM origin WHERE mine = 1)") ?? false
            }
            guard hasOrigin else { throw LedgerError.damaged(path: path, detail: "no origin") }
            return reader
        }
        forgetValues()
    }

    /// Performs a command for somebody.
    ///
    /// - Returns: what was recorded; it is durable.
    /// - Throws: `Refusal` when a rule says no, `LedgerError` when the database cannot.
    @discardableResult
    public func perform(_ command: Command, as actor: Person) throws -> Outcome {
        try transaction { transaction in try transaction.perform(command, as: actor) }
    }

    /// Performs several commands as one: all of them are recorded, or none.
    ///
    /// - Parameter body: is given the transaction in which to perform; what it throws undoes everything.
    public func transaction<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
        var hasChangedValues = false
        let result = try recording { db in
            let transaction = try Transaction(db, ledger: self, at: clock())
            try transaction.checkClock()
            let result = try body(transaction)
            try transaction.finish()
            try transaction.keepValues()
            hasChangedValues = transaction.hasChangedValues
            return result
        }
        if hasChangedValues { forgetValues() }
        return result
    }

    /// Does something in one transaction, and tells everybody of it; the only way to write.
    ///
    /// - Parameter bytes: about how much it writes, where that is much.
    /// - Throws: `LedgerError`, and what `body` throws; nothing was recorded then, unless it is `mayBeRecorded`.
    func recording<Result>(roomFor bytes: Int = 0, _ body: (Database) throws -> Result) throws -> Result {
        guard let writer else { throw LedgerError.readOnly(path: path) }
        let result = try writer.transaction(roomFor: bytes) { db in
            let before = try EventStore.lastRow(db)
            let result = try body(db)
            if try EventStore.lastRow(db) > before {
                try db.cachedStatement(sql: "INSERT INTO arrival(row, at) VALUES(?, ?)").execute(
                    arguments: [before + 1, clock().milliseconds])
            }
            return result
        } committed: { connection in
            witness.note(connection)
            checkpointIfLong(connection)
        }
        Notice.send(.committed, from: path)
        return result
    }

    /// Reads the desk as it stands: everything within `body` sees one moment.
    public func read<Result>(_ body: (Snapshot) throws -> Result) throws -> Result {
        try looking { db in try body(Snapshot(db, path: path, now: clock(), cards: cards, noted: noted)) }
    }

    /// Reads the tables; everything within `body` sees one moment.
    func looking<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do {
            return try LedgerError.translating(path, reader) { try reader.read(body) }
        } catch let error as LedgerError {
            throw error.ofReading
        }
    }

    /// The last row of the log, 0 for none: it grows with every event, whosever it is.
    public func lastRow() throws -> Int64 {
        try LedgerError.translating(path, reader) {
            try reader.unsafeRead { try EventStore.lastRow($0) }
        }
    }

    deinit { close() }

    /// Closes the connections. The last one to close a WAL database checkpoints it, so this too waits in line;
    /// a reader cannot checkpoint and need not.
    public func close() {
        // What cannot be closed now is closed when nobody has it any more.
        guard let writer else {
            try? reader.close()
            return
        }
        writer.close { try? reader.close() }
    }

    private func checkpointIfLong(_ connection: DatabaseQueue) {
        var status = stat()
        guard stat(path + "-wal", &status) == 0, status.st_size > longWAL else { return }
        do {
            errno = 0
            try connection.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
        } catch {
            // Nothing is lost, and the next commit tries again; but a disk that fails is worth a word.
            guard let error = error as? DatabaseError else { return }
            let number = error.systemError(connection)
            let fault =
                error.resultCode == .SQLITE_FULL ? DiskFault(.writing, ENOSPC) : DiskFault(error, number: number)
            if let fault { warnings.add(.checkpointFailed(path: path, fault)) }
        }
    }
}

extension Ledger {
    /// What went wrong beside what was asked and did no harm to it, for whoever looks after the disk. Outlives its ledger.
    public final class Warnings: Sendable {
        private let last = Mutex<LedgerError?>(nil)

        func add(_ warning: LedgerError) { last.withLock { $0 = warning } }

        /// The last one since this was asked.
        public func take() -> LedgerError? {
            last.withLock { warning in
                defer { warning = nil }
                return warning
            }
        }
    }
}
