import Foundation
import Ledger
import Newsroom

/// Who a replica is.
public struct Introduction: Equatable, Sendable {
    /// The node.
    public var node: NodeID
    /// The node's centre.
    public var centre: CentreID
    /// Which desk it belongs to: the id of the node that founded the membership.
    public var desk: NodeID

    /// An introduction as given.
    public init(node: NodeID, centre: CentreID, desk: NodeID) {
        self.node = node
        self.centre = centre
        self.desk = desk
    }
}

/// How a peer stands to us, as of its last word.
public struct Contact: Equatable, Sendable {
    /// When it was heard.
    public var at: Moment
    /// Events that it has and we lack.
    public var ahead: Int64
    /// Events that we have and it has not acknowledged.
    public var behind: Int64
    /// Whether the connection stays open.
    public var isConnected: Bool
    /// The version of the log that it writes; 0 where it does not say.
    public var log: Int
    /// The names of the kinds of facts that it knows; empty where it does not say.
    public var kinds: [String]

    /// A contact as given.
    public init(at: Moment, ahead: Int64, behind: Int64, isConnected: Bool, log: Int = 0, kinds: [String] = []) {
        self.log = log
        self.kinds = kinds
        self.at = at
        self.ahead = ahead
        self.behind = behind
        self.isConnected = isConnected
    }
}

/// One copy of the log, as the exchange sees it: a database here, or something that behaves like one. Everything that
/// `take` has returned is durable.
public protocol Replica: AnyObject {
    /// Who it is.
    func introduction() throws -> Introduction
    /// Proves that it is the node, over what `Seal.greeting` makes: an Ed25519 signature of 64 bytes, and for each earlier key
    /// of the node a link of 128 bytes.
    func sign(_ bytes: Data) throws -> Data
    /// Whether that proof is the node's; `nil` when no such node is known, or it was revoked.
    func check(_ signature: Data, over bytes: Data, by node: NodeID) throws -> Bool?
    /// The heads of all chains that a peer may have, in the order of their origins; those of revoked nodes up to where
    /// they count.
    func heads(for peer: NodeID) throws -> [Head]
    /// A number that grows whenever any head does; `nil` where there is none. Asked at each commit, which may be no event.
    func newest() throws -> Int64?
    /// The next stretch of a chain after a sequence number, of about this many bytes, which ends where its node has
    /// signed it; `nil` when there is none.
    func batch(of origin: OriginID, after sequence: Int64, bytes: Int) throws -> Batch?
    /// Whose chain it is; `nil` when it is not known. Asked before many chains are sent, so that those of the desk go first.
    func writer(of origin: OriginID) throws -> NodeID?
    /// Checks, commits and folds batches, in this order and in as few transactions as possible.
    /// - Returns: what came of each.
    func take(_ batches: [Batch], from peer: NodeID) throws -> [Taken]
    /// Notes how a peer stands; not part of the log.
    func note(_ contact: Contact, of peer: NodeID) throws
    /// Notes what went wrong with a peer, to be shown; `nil` when all is well again.
    func note(_ trouble: PeerError?, of peer: NodeID) throws
    /// The key in force, where a peer holds this node's own chains as an older one signed them; `nil` where it does not.
    func owedProofs(to peer: NodeID) throws -> String?
    /// Notes that it holds them as that key signs them.
    func noteProofs(by key: String, to peer: NodeID) throws
    /// Where it keeps values that may have to be forgotten; `nil` for who keeps none, as a hub, and for who meets one.
    var values: (any ValueReplica)? { get }
}

/// What lies beside the log at a replica, as the exchange sees it.
public protocol ValueReplica: AnyObject {
    /// References whose values this node may have and lacks.
    ///
    /// - Parameter asked: what is not asked for again.
    func wantedValues(except asked: Set<ErasableReference.ID>, limit: Int) throws -> [ErasableReference.ID]
    /// Those of the values that are here and that a peer may have: who has them judges that.
    func values(_ ids: [ErasableReference.ID], for peer: NodeID) throws -> [ErasableValue]
    /// Keeps values that are what the log says, may be here, and are not over; drops the others.
    func keep(_ values: [ErasableValue]) throws
}

extension Replica {
    /// None, by which nothing is asked for and nothing given.
    public var values: (any ValueReplica)? { nil }

    /// None: heads are looked at after each commit.
    public func newest() throws -> Int64? { nil }

    /// Reads it off the chain's first batch.
    public func writer(of origin: OriginID) throws -> NodeID? {
        try batch(of: origin, after: 0, bytes: 1)?.certificate.node
    }
}
