/// A staff member, folded from their events.
public struct Staff: Equatable, Sendable {
    /// The person as an administrator last had them.
    public private(set) var card: StaffCard

    /// The person whom `event` adds; `nil` when it adds none, or somebody else than it is about.
    public init?(_ event: Event) {
        guard case .staff(.added(let card)) = event.fact, event.subject == .staff(card.id) else { return nil }
        self.card = card
    }

    /// Applies an event; refuses one that does not belong to a person.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .staff(.changed(let card)) = event.fact, card.id == self.card.id else {
            throw .outOfPlace(event.fact.kind.name)
        }
        self.card = card
    }
}

extension Staff: Subject {
    /// What happens to it.
    public typealias Facts = StaffFact
    /// It among all subjects.
    public var any: AnySubject { .staff(self) }
    /// It has no steps.
    public func outlook(after _: Refusal, _: Localizer) -> String? { nil }
    /// Where the person sits.
    public var home: CentreID? { card.centre }
}
