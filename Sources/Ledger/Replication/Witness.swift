import Foundation
import GRDB
import Newsroom

/// Notices that a database was restored from a backup, copied, or lost acts: of a membership it then begins chains of its
/// own, so that no sequence number is ever given twice, and in any case it leaves out numbers and says what is missing.
///
/// The file `DATABASE.origin` beside a database says in one line where this very file stood after its last commit: its
/// chain with number and hash, the file's inode and the machine, the first chain that the file ever had (which tells
/// whose note it is), how many acts were recorded here in all chains, and when the last was, in milliseconds since 1970.
/// What the database holds may be ahead of it (the power failed between the two), never behind, and never elsewhere.
///
///     guantong origin 2 CHAIN SEQUENCE HASH INODE MACHINE FIRST TOTAL TIME
///
/// Version 1 ended with the machine, and only databases of a membership had one.
struct Witness {
    private let database: String

    init(_ database: String) { self.database = database }

    /// Looks whether the note's file can be one: behind a link it would be somebody else's, and nobody would know what is
    /// missing here.
    /// - Throws: `LedgerError.inTheWay` where something else has its name.
    static func checkName(_ database: String) throws {
        var status = stat()
        guard lstat(Note.path(database), &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
        throw LedgerError.inTheWay(path: Note.path(database))
    }

    /// Compares a database that is opened for writing with what was noted; the caller holds the write lock.
    static func check(_ queue: DatabaseQueue, _ path: String, _ entropy: Entropy) throws {
        let noted = Note(path)
        let (line, isWhole, loss) = try queue.read { db in
            (
                try Note(db, path)?.line, try noted?.isHeld(db, path) ?? false,
                try noted.flatMap { try $0.loss(db, path) }
            )
        }
        let isMember = try queue.read { db in
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM setting WHERE key = 'node')") ?? false
        }
        // A desk that shares with nobody may be moved as its people like: only what it lost is of interest.
        if loss != nil || (isMember && !isWhole) {
            if loss != nil { WALCheck.keep(path) }
            try queue.write { db in
                if let loss { try LossRecord.add(loss, db) }
                try beginAnew(db, path, entropy)
            }
            // What stands behind the damage would be found, and told, for as long as nothing is written over it.
            if loss != nil { try WALCheck.empty(queue) }
        } else if noted?.line == line {
            return
        }
        Witness(path).note(queue)
    }

    /// Notes where the database stands; after each commit, while the lock is still held. A note that fails is no loss:
    /// at worst the next opening begins new chains.
    func note(_ queue: DatabaseQueue) {
        guard let line = (try? queue.unsafeRead { try Note($0, database)?.line }).flatMap({ $0 }) else { return }
        // What has come into the way since the opening is left alone.
        let file = open(Note.path(database), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        guard Note.isPlain(file) else { return }
        // One write in place: the line has always the same length.
        _ = line.utf8.withContiguousStorageIfAvailable { pwrite(file, $0.baseAddress, $0.count, 0) }
    }

    /// Begins new chains, and leaves out numbers that may have been given.
    static func beginAnew(_ db: Database, _ path: String, _ entropy: Entropy) throws {
        try beginChains(db, path, entropy)
        try skipNumbers(db, entropy)
    }

    /// Begins new chains for the same node, which go on with the numbers that the ones before have given.
    static func continueInNewChains(_ db: Database, _ path: String, _ entropy: Entropy) throws {
        let slot =
            try Int.fetchOne(
                db, sql: "SELECT m.slot FROM origin o JOIN member m ON m.key = o.node WHERE o.mine = 1 LIMIT 1") ?? 0
        guard (0...NodeCard.lastSlot).contains(slot) else {
            throw LedgerError.damaged(path: path, detail: "a node's slot is none")
        }
        let first = slot * Number.perSlot
        for series in Series.allCases {
            let last = try lastNumber(db, series, from: first + 1, through: first + Number.perSlot - 1)
            // What was left out before stays left out.
            try db.execute(
                sql: """
                    INSERT INTO setting(key, value) VALUES('floor.' || ?1, ?2)
                    ON CONFLICT(key) DO UPDATE SET value = max(CAST(value AS INTEGER), ?2)
                    """, arguments: [series.table.name, last ?? first])
        }
        try beginChains(db, path, entropy)
    }

    /// Lets the chains that were written so far end where they are, and begins new ones for the same node.
    private static func beginChains(_ db: Database, _ path: String, _ entropy: Entropy) throws {
        let rows = try Row.fetchAll(db, sql: "SELECT row, node, stream, centre FROM origin WHERE mine = 1")
        let key = try? KeyFile(database: path)
        try db.execute(sql: "UPDATE origin SET mine = 0 WHERE mine = 1")
        for row in rows {
            guard let stream = ChainAudience(rawValue: row.text(2)) else { continue }
            try insert(
                db, entropy.origin(), (row.value(1) as String?).map(NodeID.init(rawValue:)), stream, row.value(3), key)
        }
    }

    /// Numbers that were given after the backup was made, or were lost, may still be in use elsewhere: some are left
    /// out. How many is drawn, so that two databases from one backup do not go on with the same; whole thousands,
    /// since people say numbers aloud.
    private static func skipNumbers(_ db: Database, _ entropy: Entropy) throws {
        let kept =
            try Int.fetchOne(
                db, sql: "SELECT m.slot FROM origin o JOIN member m ON m.key = o.node WHERE o.mine = 1 LIMIT 1") ?? 0
        // A damaged row may hold any number.
        let slot = (0...NodeCard.lastSlot).contains(kept) ? kept : 0
        let (first, end) = (slot * Number.perSlot, (slot + 1) * Number.perSlot)
        for table in Series.allCases.map(\.table) {
            let last = try Int.fetchOne(
                db, sql: "SELECT max(number) FROM \(table.name) WHERE number BETWEEN ? AND ?",
                arguments: [first + 1, end - 1])
            let floor = try Int.fetchOne(
                db, sql: "SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'floor.' || ?",
                arguments: [table.name])
            // What was left out before and not used since counts as given: the other database may stand there.
            let given = min(max(last ?? first, floor ?? first), end - 1)
            let free = (given / thousand + 1) * thousand + Int(entropy.next() % 1000) * thousand
            try db.execute(
                sql: "INSERT OR REPLACE INTO setting(key, value) VALUES('floor.' || ?, ?)",
                arguments: [table.name, "\(free < end - thousand ? free : given + 1)"])
        }
    }

    private static let thousand = 1000

    /// A chain of this file's own node; without a node where the desk is shared with nobody.
    static func insert(
        _ db: Database, _ origin: OriginID, _ node: NodeID?, _ stream: ChainAudience, _ centre: String?, _ key: KeyFile?
    ) throws {
        let certificate = try key.flatMap { key in
            key.node == node ? try key.certify(origin, stream) : nil
        }
        try db.execute(
            sql: "INSERT INTO origin(id, node, stream, centre, certificate, mine) VALUES(?, ?, ?, ?, ?, 1)",
            arguments: [Data(origin.bytes), node?.rawValue, stream.rawValue, centre, certificate])
    }
}

extension Witness {
    /// The line of the file: as it was read, or as it would be written now.
    struct Note: Sendable {
        let chain: String
        let sequence: Int64
        private let hash: String
        private let inode: String
        private let machine: String
        private let first: String?
        /// How many acts were recorded here; `nil` in a note of version 1.
        let total: Int64?
        private let at: Moment?
        /// The line itself.
        let line: String

        private static let length = 400
        /// No desk has recorded more.
        private static let most: Int64 = 1 << 48

        static func path(_ database: String) -> String { database + ".origin" }

        /// What stands beside a database; `nil` for nothing that can be read.
        init?(_ database: String) {
            let file = open(Self.path(database), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            guard file >= 0 else { return nil }
            defer { close(file) }
            var bytes = [UInt8](repeating: 0, count: 1000)
            guard Self.isPlain(file), case let count = read(file, &bytes, bytes.count), count > 0 else { return nil }
            line = String(decoding: bytes.prefix(count), as: UTF8.self)
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
            guard words.count >= 8, words[0] == "guantong", words[1] == "origin", let sequence = Int64(words[4]) else {
                return nil
            }
            (chain, hash, inode, machine) = (words[3], words[5], words[6], words[7])
            guard (0...Self.most).contains(sequence) else { return nil }
            self.sequence = sequence
            switch (words[2], words.count) {
            case ("1", 8): (first, total, at) = (nil, nil, nil)
            case ("2", 11):
                guard let total = Int64(words[9]), (sequence...Self.most).contains(total), let time = Int64(words[10]),
                    time < Stamp.lastMoment.milliseconds
                else { return nil }
                (first, self.total, at) = (words[8], total, time > 0 ? Moment(milliseconds: time) : nil)
            default: return nil
            }
        }

        /// Where a database stands; `nil` for one that has no chain of its own.
        init?(_ db: Database, _ path: String) throws {
            let own =
                "CASE WHEN m.node IS NULL THEN (SELECT %@ FROM origin o WHERE o.node IS NULL) "
                + "ELSE (SELECT %@ FROM origin o WHERE o.node = m.node) END"
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT m.id, m.seq, m.hash, (SELECT id FROM origin ORDER BY row LIMIT 1),
                            \(own.replacingOccurrences(of: "%@", with: "sum(o.seq)")),
                            \(own.replacingOccurrences(of: "%@", with: "max(o.stamp)"))
                        FROM origin m WHERE m.mine = 1 AND m.stream = 'shared'
                        """))
            guard let row, let origin = row.origin(0), let first = row.origin(3),
                let sequence = Int64.fromDatabaseValue(row.stored(1)), let hash = Data.fromDatabaseValue(row.stored(2)),
                let total = Int64.fromDatabaseValue(row.stored(4)), let stamp = Int64.fromDatabaseValue(row.stored(5))
            else { return nil }
            (chain, self.sequence, self.hash) = ("\(origin)", sequence, hash.hexDigits)
            (inode, machine) = (Self.inode(path), Self.machine)
            (self.first, self.total) = ("\(first)", total)
            let time = stamp > 0 ? Stamp(value: stamp).moment.milliseconds : 0
            at = time > 0 ? Moment(milliseconds: time) : nil
            let text =
                "guantong origin 2 \(chain) \(Self.padded(sequence)) \(self.hash) \(inode) \(machine) \(first)"
                + " \(Self.padded(total)) \(time)"
            // Inodes have no fixed length, and nothing of a longer line must remain behind a shorter one.
            line = text + String(repeating: " ", count: max(0, Self.length - 1 - text.utf8.count)) + "\n"
        }

        /// Whether a database is the very file that this was noted of, and holds what it held then.
        func isHeld(_ db: Database, _ path: String) throws -> Bool {
            guard inode == Self.inode(path), machine == Self.machine, let now = try Note(db, path),
                chain == now.chain, sequence <= now.sequence, total ?? 0 <= now.total ?? 0
            else { return false }
            guard sequence > 0 else { return true }
            let held = try Data.fetchOne(
                db,
                sql: """
                    SELECT hash FROM event
                    WHERE origin = (SELECT row FROM origin WHERE mine = 1 AND stream = 'shared') AND seq = ?
                    """, arguments: [sequence])
            return held?.hexDigits == hash
        }

        /// What a database has lost since this was noted of it; `nil` for nothing, or where it is another's note.
        func loss(_ db: Database, _ path: String) throws -> LossRecord? {
            guard let now = try Note(db, path) else { return nil }
            let missing: Int64
            if let total, let held = now.total {
                guard first == now.first else { return nil }
                missing = total.subtractingReportingOverflow(held).partialValue
            } else {
                let held = try Row.fetchCursor(db, sql: "SELECT id, seq FROM origin")
                var kept: Int64?
                while let row = try held.next() {
                    if let id = row.origin(0), "\(id)" == chain { kept = Int64.fromDatabaseValue(row.stored(1)) }
                }
                guard let kept else { return nil }
                missing = sequence.subtractingReportingOverflow(kept).partialValue
            }
            guard missing > 0 else { return nil }
            return LossRecord(
                noted: "\(chain) \(sequence) \(total ?? 0)", missing: missing, since: now.at, until: at,
                chains: try Self.ownEnds(db))
        }

        /// Where this file's own chains end.
        private static func ownEnds(_ db: Database) throws -> [OriginEnd] {
            try Row.fetchAll(
                db, sql: "SELECT id, seq FROM origin WHERE node IS (SELECT node FROM origin WHERE mine = 1 LIMIT 1)"
            ).compactMap { row in
                guard let id = row.origin(0), let sequence = Int64.fromDatabaseValue(row.stored(1)) else { return nil }
                return OriginEnd(origin: id, sequence: sequence)
            }
        }

        static func isPlain(_ descriptor: Int32) -> Bool {
            var status = stat()
            return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        }

        private static func padded(_ number: Int64) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
        }

        private static func inode(_ path: String) -> String {
            var status = stat()
            return stat(path, &status) == 0 ? String(status.st_ino) : "-"
        }

        private static let machine: String = {
            guard let file = FileHandle(forReadingAtPath: "/etc/machine-id"),
                let bytes = try? file.read(upToCount: 32)
            else { return "-" }
            let name = String(decoding: bytes.filter { $0 > 32 && $0 < 127 }, as: UTF8.self)
            return name.isEmpty ? "-" : name
        }()
    }
}
