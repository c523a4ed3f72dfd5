/// A centre, folded from its events.
public struct Centre: Equatable, Sendable {
    /// The centre as the roster had it when the desk was opened.
    public let card: CentreCard
    /// Who is on duty there.
    public private(set) var dutyEditor: StaffID?

    /// The centre that `event` adds; `nil` when it adds none, or another than it is about.
    public init?(_ event: Event) {
        guard case .centreAdded(let card) = event.fact, event.subject == .centre(card.id) else { return nil }
        self.card = card
    }

    /// Applies an event; refuses one that does not belong to a centre.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .dutyTaken(let staff) = event.fact else { throw .outOfPlace(event.fact.kind) }
        dutyEditor = staff
    }
}

/// A staff member, folded from their events.
public struct Staff: Equatable, Sendable {
    /// The person as an administrator last had them.
    public private(set) var card: StaffCard

    /// The person whom `event` adds; `nil` when it adds none, or somebody else than it is about.
    public init?(_ event: Event) {
        guard case .staffAdded(let card) = event.fact, event.subject == .staff(card.id) else { return nil }
        self.card = card
    }

    /// Applies an event; refuses one that does not belong to a person.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .staffChanged(let card) = event.fact, card.id == self.card.id else {
            throw .outOfPlace(event.fact.kind)
        }
        self.card = card
    }
}

/// The desk itself, folded from its events.
public struct Desk: Equatable, Sendable {
    /// What the desk was opened with; it never changes.
    public let charter: DeskCharter
    /// The limits in force; the defaults until somebody sets others.
    public private(set) var policy: Policy

    /// The desk that `event` opens; `nil` when it opens none, or is about something else.
    public init?(_ event: Event) {
        guard case .deskOpened(let charter) = event.fact, event.subject == .desk else { return nil }
        self.charter = charter
        policy = Policy()
    }

    /// Applies an event; refuses one that does not belong to the desk.
    public mutating func apply(_ event: Event) throws(Refusal) {
        switch event.fact {
        case .policySet(let policy): self.policy = policy
        case .noted, .clockResumed, .clockCorrected: break
        default: throw .outOfPlace(event.fact.kind)
        }
    }
}

/// A roll call (点名), folded from its events: who does not answer in time turns red.
public struct RollCall: Equatable, Sendable {
    /// What its events are about.
    public let id: SubjectID
    /// Who called the roll.
    public let calledBy: StaffID
    /// When the roll was called.
    public let calledAt: Moment
    /// Who was called, each once, in the order of the call.
    public let centres: [CentreID]
    /// When an answer becomes late.
    public let answerBy: Moment
    /// When each centre answered, late ones too; who has not is absent.
    public private(set) var answers: [CentreID: Moment] = [:]

    /// The roll call that `event` makes; `nil` when it makes none.
    public init?(_ event: Event) {
        guard case .rollCalled(let centres, let answerBy) = event.fact else { return nil }
        id = event.subject
        calledBy = event.actor.staff
        calledAt = event.at
        self.centres = centres
        self.answerBy = answerBy
    }

    /// The centres that have not answered, in the order they were called.
    public var missing: [CentreID] { centres.filter { answers[$0] == nil } }

    /// Applies an event. A late answer counts as an answer, and as late.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .rollAnswered(let centre) = event.fact else { throw .outOfPlace(event.fact.kind) }
        guard centres.contains(centre) else { throw .notCalled(centre) }
        guard answers[centre] == nil else { throw .rollAnswered }
        answers[centre] = event.at
    }
}
