import Foundation
import Ledger
import Newsroom

/// A database of ours as a replica.
public final class LedgerReplica: Replica, ValueReplica, Sendable {
    /// The database.
    public let ledger: Ledger

    /// - Throws: `LedgerError` when the database belongs to no membership, or its key is missing.
    public init(_ ledger: Ledger) throws {
        self.ledger = ledger
        _ = try ledger.nodeKey()
        if !ledger.isReadOnly {
            try ledger.announceKey()
            try ledger.withdrawProposals()
        }
    }

    /// Who it is.
    public func introduction() throws -> Introduction {
        guard let membership = try ledger.membership() else { throw LedgerError.noMembership(path: ledger.path) }
        return Introduction(node: membership.node, centre: membership.centre, desk: membership.root)
    }

    /// Proves with the node's key. Read anew each time: it may have been changed by another program.
    public func sign(_ bytes: Data) throws -> Data { try ledger.nodeKey().prove(bytes) }

    /// Whether a node has proved itself.
    public func check(_ signature: Data, over bytes: Data, by node: NodeID) throws -> Bool? {
        try ledger.check(signature, over: bytes, by: node)
    }

    /// The heads that a peer may have.
    public func heads(for peer: NodeID) throws -> [Head] { try ledger.heads(for: peer) }

    /// The last row of the log.
    public func newest() throws -> Int64? { try ledger.lastRow() }

    /// The next stretch of a chain.
    public func batch(of origin: OriginID, after sequence: Int64, bytes: Int) throws -> Batch? {
        try ledger.batch(of: origin, after: sequence, bytes: bytes, key: try ledger.nodeKey())
    }

    /// Whose chain it is.
    public func writer(of origin: OriginID) throws -> NodeID? { try ledger.writer(of: origin) }

    /// Takes batches, durably.
    public func take(_ batches: [Batch], from peer: NodeID) throws -> [Taken] {
        // What was erased elsewhere is gone when the word of it has come.
        defer { ledger.forgetValues() }
        return try ledger.take(batches)
    }

    /// Notes how a peer stands.
    public func note(_ contact: Contact, of peer: NodeID) throws {
        try ledger.note(
            peer: peer, at: contact.at, ahead: contact.ahead, behind: contact.behind,
            isConnected: contact.isConnected, log: contact.log, kinds: contact.kinds)
    }

    /// Notes what is wrong with a peer.
    public func note(_ trouble: PeerError?, of peer: NodeID) throws { try ledger.note(trouble: trouble, of: peer) }

    /// The key by which this node's own chains are to be proved to a peer anew.
    public func owedProofs(to peer: NodeID) throws -> String? { try ledger.owedProofs(to: peer) }

    /// Notes that they were.
    public func noteProofs(by key: String, to peer: NodeID) throws { try ledger.noteProofs(by: key, to: peer) }

    // MARK: - Values that may have to be forgotten

    /// Its own.
    public var values: (any ValueReplica)? { self }

    /// References whose values this node may have and lacks.
    public func wantedValues(
        except asked: Set<ErasableReference.ID>, limit: Int
    ) throws -> [ErasableReference.ID] { try ledger.wantedValues(except: asked, limit: limit) }

    /// Those that are here and that the peer's centre may have.
    public func values(_ ids: [ErasableReference.ID], for peer: NodeID) throws -> [ErasableValue] {
        try ledger.values(ids, for: peer)
    }

    /// Keeps what the log refers to.
    public func keep(_ values: [ErasableValue]) throws { try ledger.keep(values) }
}
