/// A machine that shares the desk, folded from the membership that the desk signs.
public struct DeskNode: Equatable, Sendable {
    /// The node as it was admitted.
    public let card: NodeCard
    /// Its keys from the first to the one in force, each 32 bytes of Ed25519 as base64; never empty.
    public private(set) var keys: [String]
    /// Where its chains end when it was revoked; `nil` while it belongs. Chains that are not named do not count at all.
    public private(set) var ends: [OriginEnd]?
    /// Why it was revoked.
    public private(set) var reason: String?
    /// When it was revoked.
    public private(set) var revokedAt: Moment?

    /// A node as it was kept.
    public init(
        card: NodeCard, keys: [String], ends: [OriginEnd]? = nil, reason: String? = nil, revokedAt: Moment? = nil
    ) {
        self.card = card
        self.keys = keys
        self.ends = ends
        self.reason = reason
        self.revokedAt = revokedAt
    }

    /// The key in force, as base64.
    public var key: String { keys.last ?? card.key }

    /// The node that `event` admits; `nil` when it admits none, or another than it is about.
    public init?(_ event: Event) {
        guard case .node(.admitted(let card)) = event.fact, event.subject == .node(card.id) else { return nil }
        self.card = card
        keys = [card.key]
    }

    /// Applies an event; refuses one that does not belong to a node, and everything after the revocation.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard ends == nil else { throw .nodeRevoked(card.name) }
        guard case .node(let fact) = event.fact else { throw .outOfPlace(event.fact.kind.name) }
        switch fact {
        case .keyChanged(let key, let before):
            // All that is told of one node's keys is the beginning of one line: what is not was refused when it came.
            for key in before + [key] where !keys.contains(where: { $0.hasSameBytes(as: key) }) { keys.append(key) }
        case .revoked(let ends, let reason):
            self.ends = ends
            self.reason = reason
            revokedAt = event.at
        case .admitted: throw .outOfPlace(event.fact.kind.name)
        }
    }

    /// The last sequence number of a chain that counts; `nil` when none is set.
    public func end(of origin: OriginID) -> Int64? {
        guard let ends else { return nil }
        return ends.first { $0.origin == origin }?.sequence ?? 0
    }
}

extension DeskNode: Subject {
    /// What happens to it.
    public typealias Facts = NodeFact
    /// It among all subjects.
    public var any: AnySubject { .node(self) }
    /// It has no steps.
    public func outlook(after _: Refusal, _: Localizer) -> String? { nil }
    /// The centre whose node it is.
    public var home: CentreID? { card.centre }
}
