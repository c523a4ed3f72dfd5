import Foundation
import GRDB
import Newsroom

/// The signatures over chains that are kept: those of other nodes, which are passed on with the events, and a node's own
/// from before it changed its key. Of its own chain a node otherwise signs any stretch when it is asked for it.
enum Seals {
    /// Where a key's signatures end: of the chains that are written here; the shared one goes one further, for the event
    /// that says so. Those that were left when the database was restored or copied may be longer elsewhere, how long
    /// nobody can tell here: they stay signed as they are.
    static func ends(_ db: Database, of node: NodeID) throws -> [OriginEnd] {
        try Row.fetchAll(
            db, sql: "SELECT id, seq, stream = 'shared', mine FROM origin WHERE node = ? ORDER BY id",
            arguments: [node.rawValue]
        ).compactMap { row in
            row.origin(0).map { origin in
                guard row.flag(3) else { return OriginEnd(origin: origin, sequence: .max) }
                return OriginEnd(origin: origin, sequence: row.integer(1) + (row.flag(2) ? 1 : 0))
            }
        }
    }

    /// Which of a node's own chains are meant.
    enum Which {
        case all
        /// Those that it writes no more.
        case left
        /// Those that it goes on writing.
        case present

        fileprivate var condition: String {
            switch self {
            case .all: "1"
            case .left: "mine = 0"
            case .present: "mine = 1"
            }
        }
    }

    /// Signs this node's own chains, in stretches fit for a batch.
    static func seal(_ db: Database, with key: KeyFile, _ chains: Which) throws {
        for row in try Row.fetchAll(
            db, sql: "SELECT row, id FROM origin WHERE node = ? AND \(chains.condition)",
            arguments: [key.node.rawValue])
        {
            guard let origin = row.origin(1) else { continue }
            let sealed =
                try Int64.fetchOne(
                    db, sql: "SELECT max(seq) FROM seal WHERE origin = ?", arguments: [row.integer(0)]) ?? 0
            var (count, bytes): (Int, Int64) = (0, 0)
            var last: (sequence: Int64, hash: Data)?
            let events = try Row.fetchCursor(
                db,
                sql: """
                    SELECT seq, hash, length(body) + length(CAST(kind AS BLOB)) + 120 FROM event
                    WHERE origin = ? AND seq > ? ORDER BY seq
                    """, arguments: [row.integer(0), sealed])
            func seal(isLast: Bool) throws {
                guard let end = last else { return }
                let head = Head(origin: origin, sequence: end.sequence, hash: end.hash)
                try insert(db, row.integer(0), end.sequence, try key.sign(Seal.head(head)), bytes, endsKey: isLast)
                (count, bytes, last) = (0, 0, nil)
            }
            while let event = try events.next() {
                let size = event.integer(2)
                if count == Batch.mostEvents || bytes + size > Int64(Batch.mostBytes) { try seal(isLast: false) }
                count += 1
                bytes += size
                last = (event.integer(0), event.data(1))
            }
            try seal(isLast: true)
        }
    }

    private static func insert(
        _ db: Database, _ origin: Int64, _ sequence: Int64, _ signature: Data, _ bytes: Int64, endsKey: Bool
    ) throws {
        try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO seal(origin, seq, signature, bytes, ends_key) VALUES(?, ?, ?, ?, ?)"
        ).execute(arguments: [origin, sequence, signature, bytes, endsKey])
    }

    /// Keeps a signature that came with events, and lets the one before it go where one batch can hold both stretches:
    /// a chain that came event by event would otherwise keep as many signatures as events.
    ///
    /// - Parameter endsKey: whether the stretch ends with a change of key. Such a signature stays.
    static func keep(
        _ db: Database, _ origin: Int64, _ sequence: Int64, _ signature: Data, bytes: Int64, endsKey: Bool
    ) throws {
        var bytes = bytes
        let before = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT seq, bytes, ends_key FROM seal WHERE origin = ? AND seq < ? ORDER BY seq DESC LIMIT 2"),
            arguments: [origin, sequence])
        if let last = before.first, !last.flag(2) {
            let start = before.count == 2 ? before[1].integer(0) : 0
            let sum = bytes + last.integer(1)
            if sequence - start <= Int64(Batch.mostEvents) / 4, sum <= Int64(Batch.mostBytes) / 4 {
                try db.cachedStatement(sql: "DELETE FROM seal WHERE origin = ? AND seq = ?").execute(
                    arguments: [origin, last.integer(0)])
                bytes = sum
            }
        }
        try insert(db, origin, sequence, signature, bytes, endsKey: endsKey)
    }
}
