import Foundation
import GRDB
import Newsroom

/// The proofs over chains that came with their events, and are passed on with them. Of its own chains a node signs any
/// stretch when it is asked for it, with its key in force.
enum Seals {
    /// Where the signatures of a node's keys of before end: of the chains that are written here. Those that were left when the database was restored or copied may be longer elsewhere, how long
    /// nobody can tell here: they stay signed as they are.
    static func ends(_ db: Database, of node: NodeID) throws -> [OriginEnd] {
        try Row.fetchAll(
            db, sql: "SELECT id, seq, mine FROM origin WHERE node = ? ORDER BY id",
            arguments: [node.rawValue]
        ).compactMap { row in
            row.origin(0).map { origin in
                OriginEnd(origin: origin, sequence: row.flag(2) ? row.integer(1) : .max)
            }
        }
    }

    /// Keeps a proof that came with events, and lets the one before it go where one batch can hold both stretches: a chain
    /// that came event by event would otherwise keep as many as events.
    static func keep(_ db: Database, _ origin: Int64, _ sequence: Int64, _ proof: Data, bytes: Int64) throws {
        var bytes = bytes
        let before = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT seq, bytes FROM seal WHERE origin = ? AND seq < ? ORDER BY seq DESC LIMIT 2"),
            arguments: [origin, sequence])
        if let last = before.first {
            let start = before.count == 2 ? before[1].integer(0) : 0
            let sum = bytes + last.integer(1)
            if sequence - start <= Int64(Batch.mostEvents) / 4, sum <= Int64(Batch.mostBytes) / 4 {
                try db.cachedStatement(sql: "DELETE FROM seal WHERE origin = ? AND seq = ?").execute(
                    arguments: [origin, last.integer(0)])
                bytes = sum
            }
        }
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO seal(origin, seq, proof, bytes) VALUES(?, ?, ?, ?)")
            .execute(arguments: [origin, sequence, proof, bytes])
    }
}
