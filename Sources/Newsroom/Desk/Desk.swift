/// The desk itself, folded from its events.
public struct Desk: Equatable, Sendable {
    /// What the desk was opened with; it never changes.
    public let charter: DeskCharter
    /// The limits in force; the defaults until somebody sets others.
    public private(set) var policy: Policy

    /// The desk that `event` opens; `nil` when it opens none, or is about something else.
    public init?(_ event: Event) {
        guard case .desk(.opened(let charter)) = event.fact, event.subject == .desk else { return nil }
        self.charter = charter
        policy = Policy()
    }

    /// Applies an event; refuses one that does not belong to the desk.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .desk(let fact) = event.fact else { throw .outOfPlace(event.fact.kind.name) }
        switch fact {
        case .policySet(let policy): self.policy = policy
        case .noted, .clockResumed, .clockCorrected: break
        case .opened: throw .outOfPlace(event.fact.kind.name)
        }
    }
}

extension Desk: Subject {
    /// What happens to it.
    public typealias Facts = DeskFact
    /// It among all subjects.
    public var any: AnySubject { .desk(self) }
    /// It has no steps.
    public func outlook(after _: Refusal, _: Localizer) -> String? { nil }
    /// Nobody's alone.
    public var home: CentreID? { nil }
}
