import GRDB
import Newsroom

/// An event that was set aside, with the reason.
public struct QuarantineRow: Equatable, Sendable {
    /// The row of the log.
    public var id: Int64
    /// Who wrote it.
    public var node: NodeID
    /// What people call the node.
    public var name: String
    /// Its number in the chain.
    public var sequence: Int64
    /// The name of the fact.
    public var kind: String
    /// When it was written, by the node's clock.
    public var at: Moment
    /// Who is said to have done it.
    public var actor: ActorID
    /// Why it does not count.
    public var reason: RejectionReason
    /// The event, where this program can read it.
    public var event: Event?
}

extension Snapshot {
    /// What was set aside, the latest first, without what this version does not understand.
    public func quarantine(limit: Int = 100) throws -> [QuarantineRow] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT \(EventStore.fields), e.row, e.seq, o.node, m.name, q.reason
                    FROM aside q JOIN event e ON e.row = q.event JOIN origin o ON o.row = e.origin
                    LEFT JOIN member m ON m.key = o.node WHERE q.strange = 0
                    ORDER BY q.event DESC LIMIT ?
                    """), arguments: [limit])
        return rows.compactMap { row in
            guard let reason = decoded(RejectionReason.self, row.text(15)) else { return nil }
            return QuarantineRow(
                id: row.integer(11), node: NodeID(rawValue: row.text(13)), name: row.text(14),
                sequence: row.integer(12),
                kind: row.text(8), at: Stamp(value: row.value(0) ?? 0).moment,
                actor: row.actor, reason: reason,
                event: EventStore.event(row))
        }
    }
}
