/// Somewhere a story can be published (渠道), folded from its events.
public struct Channel: Equatable, Sendable {
    /// The channel as its house last had it.
    public private(set) var card: ChannelCard

    /// The channel that `event` adds; `nil` when it adds none, or another than it is about.
    public init?(_ event: Event) {
        guard case .channel(.added(let card)) = event.fact, event.subject == .channel(card.id) else { return nil }
        self.card = card
    }

    /// Applies an event; refuses one that does not belong to a channel, and one that gives it to another house.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .channel(.changed(let card)) = event.fact, card.id == self.card.id, card.house == self.card.house
        else { throw .outOfPlace(event.fact.kind.name) }
        self.card = card
    }
}

extension ChannelID {
    /// The centre whose own the channel is, by which its id begins, as in `erqi/wechat`; `nil` for the desk's. So two nodes that
    /// have not heard of each other never make one id for channels of two houses.
    public var centre: CentreID? {
        rawValue.firstIndex(of: "/").map { CentreID(rawValue: String(rawValue[..<$0])) }
    }

    /// Whether a node may speak for the channel's house: one of the desk's, which know whose it is, or of the centre whose own it
    /// is.
    func isServed(from node: CentreID?) -> Bool { node == nil || node == centre }
}

extension SubjectID {
    /// A channel.
    public static func channel(_ id: ChannelID) -> SubjectID { SubjectID(kind: "channel", name: id.rawValue) }
}

extension Channel: Subject {
    /// What happens to it.
    public typealias Facts = ChannelFact
    /// It among all subjects.
    public var any: AnySubject { .channel(self) }
    /// It has no steps.
    public func outlook(after _: Refusal, _: Localizer) -> String? { nil }
    /// The house to which it belongs.
    public var home: CentreID? { card.house }
}

extension Sequence<ChannelCard> {
    /// The house to which a placement's channel belongs: its card says so, where there is one.
    public func house(of placement: Placement) -> CentreID {
        first { $0.id == placement.channel }?.house ?? placement.channelHouse
    }
}
