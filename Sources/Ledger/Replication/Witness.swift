import Foundation
import GRDB
import Newsroom

/// Notices that a database was restored from a backup or copied, so that it begins chains of its own and no sequence
/// number is ever given twice.
///
/// The file `DATABASE.origin` beside a database of a membership says in one line where this very file stood after its
/// last commit: chain, number, hash, the file's inode and the machine. What the database holds may be ahead of it (the
/// power failed between the two), never behind, and never elsewhere.
///
///     guantong origin 1 CHAIN SEQUENCE HASH INODE MACHINE
struct Witness {
    private let database: String

    init(_ database: String) { self.database = database }

    private static func path(_ database: String) -> String { database + ".origin" }

    /// Compares a database that is opened for writing with what was noted; the caller holds the write lock.
    static func check(_ queue: DatabaseQueue, _ path: String, _ entropy: Entropy) throws {
        let key = try queue.read { db in
            try String.fetchOne(db, sql: "SELECT value FROM setting WHERE key = 'node'")
        }
        guard key != nil else { return }
        if try queue.read({ try isSame($0, path) }) { return }
        try queue.write { db in try beginAnew(db, path, entropy) }
        Witness(path).note(queue)
    }

    /// Notes where the database stands; after each commit, while the lock is still held. A note that fails is no loss:
    /// at worst the next opening begins new chains.
    func note(_ queue: DatabaseQueue) {
        let line = try? queue.unsafeRead { db -> String? in
            guard try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM setting WHERE key = 'node')") == true
            else { return nil }
            return try Self.line(db, database)
        }
        guard let line = line.flatMap({ $0 }) else { return }
        let file = open(Self.path(database), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        // One write in place: the line has always the same length but for the number, which is padded.
        _ = line.utf8.withContiguousStorageIfAvailable { pwrite(file, $0.baseAddress, $0.count, 0) }
    }

    private static func line(_ db: Database, _ path: String) throws -> String? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT id, seq, hash FROM origin WHERE mine = 1 AND stream = 'shared'"))
        guard let row, let origin = row.origin(0) else { return nil }
        let sequence = String(row.integer(1))
        let hash = row.data(2).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let padding = String(repeating: "0", count: max(0, 20 - sequence.count))
        return "guantong origin 1 \(origin) \(padding)\(sequence) \(hash) \(inode(path)) \(machine)\n"
    }

    /// Whether a database stands where its note says.
    static func isSame(_ db: Database, _ path: String) throws -> Bool {
        guard let file = FileHandle(forReadingAtPath: Self.path(path)),
            let bytes = try? file.read(upToCount: 400)
        else { return false }
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 8, words[0] == "guantong", words[1] == "origin", words[2] == "1",
            let noted = Int64(words[4]), words[6] == inode(path), words[7] == machine + "\n",
            let row = try Row.fetchOne(db, sql: "SELECT row, id, seq FROM origin WHERE mine = 1 AND stream = 'shared'"),
            let origin = row.origin(1), "\(origin)" == words[3], noted <= row.integer(2)
        else { return false }
        guard noted > 0 else { return true }
        let hash = try Data.fetchOne(
            db, sql: "SELECT hash FROM event WHERE origin = ? AND seq = ?", arguments: [row.integer(0), noted])
        return hash?.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == String(words[5])
    }

    /// Begins new chains, and leaves out numbers that may have been given.
    static func beginAnew(_ db: Database, _ path: String, _ entropy: Entropy) throws {
        try beginChains(db, path, entropy)
        try skipNumbers(db)
    }

    /// Lets the chains that were written so far end where they are, and begins new ones for the same node.
    static func beginChains(_ db: Database, _ path: String, _ entropy: Entropy) throws {
        let rows = try Row.fetchAll(db, sql: "SELECT row, node, stream, centre FROM origin WHERE mine = 1")
        let key = try? KeyFile(database: path)
        try db.execute(sql: "UPDATE origin SET mine = 0 WHERE mine = 1")
        for row in rows {
            guard let stream = Stream(rawValue: row.text(2)) else { continue }
            guard let node = row.value(1) as String? else {
                try db.execute(
                    sql: "INSERT INTO origin(id, mine) VALUES(?, 1)", arguments: [Data(entropy.origin().bytes)])
                continue
            }
            try insert(db, entropy.origin(), NodeID(rawValue: node), stream, row.value(3), key)
        }
    }

    private static func skipNumbers(_ db: Database) throws {
        // Numbers given after the backup was made may still be in use elsewhere: some are left out.
        let slot =
            try Int.fetchOne(
                db, sql: "SELECT m.slot FROM origin o JOIN member m ON m.key = o.node WHERE o.mine = 1 LIMIT 1") ?? 0
        for table in [Projection.task, Projection.story, Projection.lead] {
            let last = try Int.fetchOne(
                db, sql: "SELECT max(number) FROM \(table.name) WHERE number BETWEEN ? AND ?",
                arguments: [slot * Number.perSlot + 1, (slot + 1) * Number.perSlot - 1])
            try db.execute(
                sql: "INSERT OR REPLACE INTO setting(key, value) VALUES('floor.' || ?, ?)",
                arguments: [table.name, "\((last ?? slot * Number.perSlot) + 500)"])
        }
    }

    /// A chain of this file's own node.
    static func insert(
        _ db: Database, _ origin: OriginID, _ node: NodeID, _ stream: Stream, _ centre: String?, _ key: KeyFile?
    ) throws {
        let certificate = try key.flatMap { key in
            key.node == node ? try key.certify(origin, stream) : nil
        }
        try db.execute(
            sql: "INSERT INTO origin(id, node, stream, centre, certificate, mine) VALUES(?, ?, ?, ?, ?, 1)",
            arguments: [Data(origin.bytes), node.rawValue, stream.rawValue, centre, certificate])
    }

    private static func inode(_ path: String) -> String {
        var status = stat()
        return stat(path, &status) == 0 ? String(status.st_ino) : "-"
    }

    private static let machine: String = {
        guard let file = FileHandle(forReadingAtPath: "/etc/machine-id"), let bytes = try? file.read(upToCount: 32),
            !bytes.isEmpty
        else { return "-" }
        return String(decoding: bytes.filter { $0 > 32 && $0 < 127 }, as: UTF8.self)
    }()
}
