/// A machine that shares the desk, folded from the membership that the desk signs.
public struct DeskNode: Equatable, Sendable {
    /// The node as it was admitted.
    public let card: NodeCard
    /// Its keys from the first to the one in force.
    public private(set) var keys: [Key]
    /// Where its chains end when it was revoked; `nil` while it belongs. Chains that are not named do not count at all.
    public private(set) var ends: [OriginEnd]?
    /// Why it was revoked.
    public private(set) var reason: String?
    /// When it was revoked.
    public private(set) var revokedAt: Moment?

    /// One of a node's keys.
    public struct Key: Equatable, Sendable, Codable {
        /// 32 bytes of Ed25519, as base64.
        public var key: String
        /// Up to where its signatures count; `nil` for the key in force, and where that is not known.
        public var ends: [OriginEnd]?

        /// A key as given.
        public init(key: String, ends: [OriginEnd]?) {
            self.key = key
            self.ends = ends
        }

        /// Whether the key may have signed a chain up to a number.
        public func covers(_ origin: OriginID, _ sequence: Int64) -> Bool {
            guard let ends else { return true }
            return ends.contains { $0.origin == origin && sequence <= $0.sequence }
        }
    }

    /// A node as it was kept.
    public init(card: NodeCard, keys: [Key], ends: [OriginEnd]? = nil, reason: String? = nil, revokedAt: Moment? = nil)
    {
        self.card = card
        self.keys = keys
        self.ends = ends
        self.reason = reason
        self.revokedAt = revokedAt
    }

    /// The key in force, as base64.
    public var key: String { keys.last?.key ?? card.key }

    /// The node that `event` admits; `nil` when it admits none, or another than it is about.
    public init?(_ event: Event) {
        guard case .node(.admitted(let card)) = event.fact, event.subject == .node(card.id) else { return nil }
        self.card = card
        keys = [Key(key: card.key, ends: nil)]
    }

    /// Applies an event; refuses one that does not belong to a node, and everything after the revocation.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard ends == nil else { throw .nodeRevoked(card.name) }
        guard case .node(let fact) = event.fact else { throw .outOfPlace(event.fact.kind.name) }
        switch fact {
        case .keyChanged(let key, let ends, let before):
            for key in before + [key] where place(of: key) == nil { keys.append(Key(key: key, ends: nil)) }
            if let ends, let place = place(of: key) { end(keys.indices.prefix(upTo: place), at: ends) }
        case .revoked(let ends, let reason):
            self.ends = ends
            self.reason = reason
            revokedAt = event.at
        case .admitted: throw .outOfPlace(event.fact.kind.name)
        }
    }

    private func place(of key: String) -> Int? { keys.firstIndex { $0.key.hasSameBytes(as: key) } }

    /// What several changes say of one key holds together: of each chain the least that was said.
    private mutating func end(_ indices: Range<Int>, at ends: [OriginEnd]) {
        for index in indices {
            guard let known = keys[index].ends else {
                keys[index].ends = ends
                continue
            }
            let both = Dictionary((known + ends).map { ($0.origin, $0.sequence) }, uniquingKeysWith: min)
            keys[index].ends = both.sorted { $0.key < $1.key }.map { OriginEnd(origin: $0.key, sequence: $0.value) }
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
