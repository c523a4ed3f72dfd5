import Foundation
import Newsroom

/// Whom a chain is for.
public enum ChainAudience: String, Sendable {
    /// Everybody's.
    case shared
    /// Its own centre's: drafts that are not shared yet. Goes to nodes of the same centre only.
    case own
}

/// Where a chain stands: the hash stands for every event up to there.
public struct Head: Equatable, Sendable {
    /// The chain.
    public var origin: OriginID
    /// The number of the last event; 0 before the first.
    public var sequence: Int64
    /// Its hash, 32 bytes; zeros before the first.
    public var hash: Data

    /// A head as given.
    public init(origin: OriginID, sequence: Int64, hash: Data) {
        self.origin = origin
        self.sequence = sequence
        self.hash = hash
    }
}

/// A node's word that a chain is its own: its signature over `Seal.certificate`.
public struct Certificate: Equatable, Sendable {
    /// The chain.
    public var origin: OriginID
    /// Whose it is.
    public var node: NodeID
    /// Whom it is for.
    public var stream: ChainAudience
    /// Ed25519, 64 bytes.
    public var signature: Data

    /// A certificate as given; nothing is checked.
    public init(origin: OriginID, node: NodeID, stream: ChainAudience, signature: Data) {
        self.origin = origin
        self.node = node
        self.stream = stream
        self.signature = signature
    }
}

/// A stretch of one chain, ending where its node signed it. The unit that is sent, checked and committed.
///
/// `records` holds the events one after another, each in the very bytes of its link in the chain (`Chain.swift`) after
/// origin and sequence number: stamp (8 bytes, big-endian), then actor, role, house, capacity, via, subject, kind and
/// body, each as its length (4 bytes, big-endian) and its bytes; an absent role (of a node), capacity (of one's own) or via
/// has length 0xFFFFFFFF. Subject and body are bytes,
/// the others UTF-8 without a zero. So the hash is made over the
/// bytes as they came, and nothing is encoded again.
public struct Batch: Equatable, Sendable {
    /// Whose chain it is.
    public var certificate: Certificate
    /// Where the chain stood before the first event of `records`.
    public var start: Head
    /// The events.
    public var records: Data
    /// How many they are.
    public var count: Int
    /// Where the chain stands after the last.
    public var end: Head
    /// The node's proof over `Seal.head(end)`, as `KeyFile.prove` makes it: an Ed25519 signature of 64 bytes, and 128 bytes
    /// for each change of its key.
    public var proof: Data

    /// A batch as given; nothing is checked.
    public init(
        certificate: Certificate, start: Head, records: Data, count: Int, end: Head, proof: Data
    ) {
        self.certificate = certificate
        self.start = start
        self.records = records
        self.count = count
        self.end = end
        self.proof = proof
    }

    /// No batch has more events.
    public static let mostEvents = 4096
    /// No batch has more bytes of events, but for one that holds a single large event.
    public static let mostBytes = 1 << 20
    /// No event has more bytes: a text of the largest size, escaped at its worst, and its head.
    public static let largestRecord = 8 << 20
}

/// The bytes that are signed. Each begins with words that no other kind of signature begins with.
public enum Seal {
    /// What a node signs of its own chain's head.
    public static func head(_ head: Head) -> Data {
        var bytes = Data("guantong head 1\0".utf8)
        bytes.append(contentsOf: head.origin.bytes)
        withUnsafeBytes(of: head.sequence.bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(head.hash)
        return bytes
    }

    /// What a node signs to say that a chain is its own.
    public static func certificate(_ origin: OriginID, of node: NodeID, _ stream: ChainAudience) -> Data {
        var bytes = Data("guantong origin 1\0".utf8)
        bytes.append(contentsOf: origin.bytes)
        bytes.append(contentsOf: Array(node.rawValue.utf8))
        bytes.append(contentsOf: Array(stream.rawValue.utf8))
        return bytes
    }

    /// What a node's old key signs for its next, 32 bytes.
    public static func keyLink(of node: NodeID, to key: Data) -> Data {
        Data("guantong key 1\0".utf8) + Data(node.rawValue.utf8) + key
    }

    /// What a node signs to say who it is to a peer: the peer's nonce first, then its own, 32 bytes each.
    public static func greeting(theirs: Data, ours: Data) -> Data { Data("guantong hello 1\0".utf8) + theirs + ours }
}

/// What came of a batch.
public enum Taken: Equatable, Sendable {
    /// It is durable; the chain stands here now. Also when all of it was here already.
    case stands(Head)
    /// None of it was taken, for this reason.
    case refused(PeerError)
}

/// What is wrong with a peer or with what it sent. `Words` says it to people.
public enum PeerError: Error, Equatable, Codable, Sendable {
    /// Nobody the desk admitted signed this chain.
    case unknownNode(NodeID)
    /// The chain's certificate is not its node's.
    case badCertificate(OriginID)
    /// The events are not those that were signed: a byte was changed, or the signature is not the node's.
    case altered(OriginID, after: Int64)
    /// They are signed with a key that the node has changed since. What they say comes from the node itself, or from whoever
    /// has met it after the change.
    case oldKey(NodeID)
    /// Events are missing between what is here and what came.
    case gap(OriginID, have: Int64, came: Int64)
    /// Two different events have this number.
    case fork(OriginID, sequence: Int64)
    /// The peer holds less than it has acknowledged, or than its own head says it issued: it went back in time.
    case rolledBack(OriginID, from: Int64, to: Int64)
    /// Its clock is ahead of ours by more than is borne; its events wait.
    case clockAhead(NodeID, seconds: Int)
    /// The peer does not take this chain yet: its stamps lie ahead of the peer's clock.
    case notTakenYet(OriginID)
    /// The node was revoked; what comes after its end is not taken.
    case revoked(NodeID)
    /// Larger than any that we send.
    case oversized(bytes: Int64)
    /// Not what the format says.
    case malformed(String)
    /// The peer went away in the middle.
    case brokenOff
    /// The peer said nothing for this long.
    case silent(seconds: Int)
    /// The peer speaks another language only.
    case otherVersion(Int)
    /// The peer belongs to another desk.
    case otherDesk
    /// The peer does not know us: the desk has to admit this node first.
    case notAdmitted
    /// The hub's receipt for this chain is not signed with the hub's key.
    case badReceipt(OriginID)
    /// The peer is not the node that it should be.
    case otherNode(expected: NodeID, found: NodeID)

    /// A stable name for scripts.
    public var code: String { String(String(describing: self).prefix { $0 != "(" }) }
}
