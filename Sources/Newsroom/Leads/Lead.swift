/// A tip that may become work (线索), folded from its events.
public struct Lead: Equatable, Sendable {
    /// What its events are about.
    public let id: SubjectID
    /// The tip as it came in; nothing that happens later changes it.
    public let card: LeadCard
    /// Whether it still waits for somebody's judgement, or what came of it.
    public private(set) var state: LeadState
    /// Who brought it; with a merge, the finders of both keep the credit.
    public let finder: StaffID
    /// Who brought the present state about, and when.
    public private(set) var last: Refusal.Trace
    /// Why it was dismissed; `nil` unless it is.
    public private(set) var reason: String?
    /// The story that it became or that its first task works for; `nil` unless promoted.
    public private(set) var story: SubjectID?
    /// The lead that goes on in its place; `nil` unless merged.
    public private(set) var mergedInto: SubjectID?
    /// What the log says of how to reach whoever brought it; `nil` while nobody has said anything.
    public private(set) var contact: LeadContact?

    /// How people say it, such as L-0031.
    public var number: Number { Number(.lead, card.number) }

    /// The lead that `event` receives; `nil` when it receives none.
    public init?(_ event: Event) {
        guard case .lead(.received(let card)) = event.fact, let person = event.actor.person else { return nil }
        id = event.subject
        self.card = card
        state = .open
        finder = person.staff
        last = Refusal.Trace(by: person.staff, at: event.at)
    }

    /// The clock to the first dispatch, while the lead is open.
    public var clock: Clock { Clock(since: card.receivedAt, limit: state == .open ? card.dispatchBy : nil) }

    /// Applies an event; refuses one that the state does not allow.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .lead(let fact) = event.fact else { throw .outOfPlace(event.fact.kind.name) }
        switch fact {
        case .promoted(let story):
            try enter(.promoted, by: .promote, event)
            self.story = story
        case .merged(let other):
            guard other != id else { throw .sameLead }
            try enter(.merged, by: .merge, event)
            mergedInto = other
        case .dismissed(let reason):
            try enter(.dismissed, by: .dismiss, event)
            self.reason = reason
        case .restored:
            try enter(.open, by: .restore, event)
            reason = nil
            mergedInto = nil
        case .contactGiven(let reference):
            try checkKeeper(event)
            contact = .given(reference.bounded(from: event.at))
        // Two who erase it mean the same.
        case .contactErased:
            try checkKeeper(event)
            contact = .erased
        case .received: throw .outOfPlace(event.fact.kind.name)
        }
    }

    /// Of a lead that is no centre's own the desk alone keeps the contact: what is forgotten cannot be brought back, so no
    /// other node makes everybody forget it.
    private func checkKeeper(_ event: Event) throws(Refusal) {
        if card.centre == nil, event.from != nil { throw .desksOwn }
    }

    private mutating func enter(_ next: LeadState, by step: LeadStep, _ event: Event) throws(Refusal) {
        guard step.from.contains(state) else { throw .leadState(state, last: last) }
        state = next
        last = Refusal.Trace(by: try event.person.staff, at: event.at)
    }
}

extension Lead: Subject {
    /// What happens to it.
    public typealias Facts = LeadFact
    /// It among all subjects.
    public var any: AnySubject { .lead(self) }
    /// The centre that it concerns.
    public var home: CentreID? { card.centre }
}
