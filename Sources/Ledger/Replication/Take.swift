import Foundation
import GRDB
import Newsroom

extension Ledger {
    /// Checks, keeps and folds batches in their order, in one transaction; everything taken is durable when this
    /// returns. What is refused leaves nothing behind and does not stop the rest.
    ///
    /// - Returns: what came of each.
    /// - Throws: `LedgerError` when the database cannot; nothing was taken then.
    public func take(_ batches: [Batch]) throws -> [Taken] { try take(batches, folding: true) }

    /// The same; without folding the read models stay as they were, which only a benchmark wants.
    package func take(_ batches: [Batch], folding: Bool) throws -> [Taken] {
        guard !isReadOnly else { throw LedgerError.readOnly(path: path) }
        let line = VerifiedBatch.Line(batches)
        return try recording(roomFor: batches.reduce(0) { $0 + $1.records.count }) { db in
            let intake = try BatchIngest(
                db, path: path, now: try ClockGuard.believed(db, now: clock(), uptime: uptime), entropy: entropy,
                folding: folding)
            let taken = try batches.indices.map { index in
                switch line.take(index) {
                case .success(let ready): try intake.take(ready)
                case .failure(let trouble): Taken.refused(trouble)
                }
            }
            try intake.finish()
            return taken
        }
    }

    /// Whether a node has proved itself, by its key in force or one that follows from it; `nil` when no such node is
    /// known, or it was revoked.
    public func check(_ proof: Data, over bytes: Data, by node: NodeID) throws -> Bool? {
        let member = try looking { try Roll($0).member(node) }
        guard let member, member.ends == nil else { return nil }
        return KeyFile.isProved(proof, over: bytes, of: node, by: member.key)
    }

    /// Notes how a peer stands. Not part of the log: it is gone when the file is lost, and nothing depends on it.
    ///
    /// - Parameters:
    ///   - ahead: events that it has and this node lacks.
    ///   - behind: events that this node has and it has not acknowledged.
    ///   - log: the version of the log that it writes; 0 where it does not say.
    ///   - kinds: the names of the kinds of facts that it knows; empty where it does not say.
    public func note(
        peer: NodeID, at: Moment, ahead: Int64, behind: Int64, isConnected: Bool, log: Int = 0, kinds: [String] = []
    ) throws {
        let (known, theirs) = (Set(FactKind.allCases.map(\.name)), Set(kinds))
        func list(_ names: Set<String>) throws -> String {
            String(decoding: try JSONEncoder().encode(theirs.isEmpty ? [] : names.sorted()), as: UTF8.self)
        }
        let (lacks, knows) = (try list(known.subtracting(theirs)), try list(theirs.subtracting(known)))
        try aside { db in
            try db.execute(
                sql: """
                    INSERT INTO contact(node, at, ahead, behind, since, connected, lacks, knows, log)
                    VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                    ON CONFLICT(node) DO UPDATE SET at = max(at, excluded.at), ahead = excluded.ahead,
                        behind = excluded.behind, connected = excluded.connected, lacks = excluded.lacks,
                        knows = excluded.knows, log = excluded.log,
                        since = CASE WHEN ?5 IS NULL THEN NULL ELSE ifnull(since, ?5) END
                    """,
                arguments: [
                    peer.rawValue, at.milliseconds, ahead, behind, ahead + behind > 0 ? at.milliseconds : nil,
                    isConnected, lacks, knows, log,
                ])
        }
    }

    /// Notes that nodes are alive, as somebody else says who sees them.
    public func note(alive nodes: [NodeID], at: Moment) throws {
        guard !nodes.isEmpty else { return }
        try aside { db in
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO contact(node, at, ahead, behind, connected) VALUES(?, ?, 0, 0, 0)
                    ON CONFLICT(node) DO UPDATE SET at = max(at, excluded.at)
                    """)
            for node in nodes { try statement.execute(arguments: [node.rawValue, at.milliseconds]) }
        }
    }

    /// Notes what is wrong with a peer, or with what it sent; `nil` when all is well again.
    public func note(trouble: PeerError?, of peer: NodeID) throws {
        let text = try trouble.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
        let now = clock().milliseconds
        try aside { db in
            try db.execute(
                sql: """
                    INSERT INTO contact(node, at, ahead, behind, connected, trouble, trouble_at)
                    VALUES(?1, 0, 0, 0, 0, ?2, ?3)
                    ON CONFLICT(node) DO UPDATE SET trouble = excluded.trouble, trouble_at = excluded.trouble_at
                    """, arguments: [peer.rawValue, text, text == nil ? nil : now])
        }
    }

    /// Writes what is not part of the log.
    func aside(_ body: (Database) throws -> Void) throws { try recording(body) }
}
