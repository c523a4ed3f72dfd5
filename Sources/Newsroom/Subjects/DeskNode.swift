/// A machine that shares the desk, folded from the membership that the desk signs.
public struct DeskNode: Equatable, Sendable {
    /// The node as it was admitted.
    public let card: NodeCard
    /// Its keys from the first to the one in force, as base64.
    public private(set) var keys: [String]
    /// Where its chains end when it was revoked; `nil` while it belongs. Chains that are not named do not count at all.
    public private(set) var ends: [OriginEnd]?
    /// Why it was revoked.
    public private(set) var reason: String?
    /// When it was revoked.
    public private(set) var revokedAt: Moment?

    /// The node that `event` admits; `nil` when it admits none.
    public init?(_ event: Event) {
        guard case .nodeAdmitted(let card) = event.fact else { return nil }
        self.card = card
        keys = [card.key]
    }

    /// Applies an event; refuses one that does not belong to a node, and everything after the revocation.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard ends == nil else { throw .nodeRevoked(card.name) }
        switch event.fact {
        case .nodeKeyChanged(let key): keys.append(key)
        case .nodeRevoked(let ends, let reason):
            self.ends = ends
            self.reason = reason
            revokedAt = event.at
        default: throw .outOfPlace(event.fact.kind)
        }
    }

    /// The last sequence number of a chain that counts; `nil` when none is set.
    public func end(of origin: OriginID) -> Int64? {
        guard let ends else { return nil }
        return ends.first { $0.origin == origin }?.sequence ?? 0
    }
}
