import Foundation
import GRDB
import Newsroom

/// The proofs over chains that came with their events, and are passed on with them. Of its own chains a node signs any
/// stretch when it is asked for it, with its key in force.
enum Seals {
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

    /// Keeps a later key's proof of a stretch that is here, in the place of those of earlier keys within it.
    static func renew(_ db: Database, _ origin: Int64, _ batch: Batch) throws {
        try drop(db, origin, olderThan: batch)
        try db.execute(
            sql: "INSERT OR IGNORE INTO seal(origin, seq, proof, bytes) VALUES(?, ?, ?, ?)",
            arguments: [origin, batch.end.sequence, batch.proof, batch.records.count])
    }

    /// Drops the proofs of earlier keys within a batch.
    static func drop(_ db: Database, _ origin: Int64, olderThan batch: Batch) throws {
        try db.execute(
            sql: "DELETE FROM seal WHERE origin = ? AND seq > ? AND seq <= ? AND length(proof) < ?",
            arguments: [origin, batch.start.sequence, batch.end.sequence, batch.proof.count])
    }
}
