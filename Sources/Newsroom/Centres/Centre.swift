/// A centre, folded from its events.
public struct Centre: Equatable, Sendable {
    /// The centre as the roster had it when the desk was opened.
    public let card: CentreCard
    /// Who is on duty there.
    public private(set) var dutyEditor: StaffID?

    /// The centre that `event` adds; `nil` when it adds none, or another than it is about.
    public init?(_ event: Event) {
        guard case .centre(.added(let card)) = event.fact, event.subject == .centre(card.id) else { return nil }
        self.card = card
    }

    /// Applies an event; refuses one that does not belong to a centre.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .centre(.dutyTaken(let staff)) = event.fact else { throw .outOfPlace(event.fact.kind.name) }
        dutyEditor = staff
    }
}

extension Centre: Subject {
    /// What happens to it.
    public typealias Facts = CentreFact
    /// It among all subjects.
    public var any: AnySubject { .centre(self) }
    /// It has no steps.
    public func outlook(after _: Refusal, _: Localizer) -> String? { nil }
    /// Itself.
    public var home: CentreID? { card.id }
}
