/// A reviewer whom one house lends to another (互审), folded from its events.
///
///     proposed ── accepted → in force ── ended
///        └──────────── ended ───────────┘
///
/// It counts once an entitled person of each house has written into it, another for each: a node can forge the word of its own
/// house only. It counts no more once either house ended it, past its time, or for another story than the one that it names. Whether
/// it counted for a review is asked of it as it stood just before the review's stamp (`LoanHistory`).
public struct Loan: Equatable, Sendable {
    /// What its events are about; the capacity of each review on loan names it.
    public let id: SubjectID
    /// Who is lent to whom, until the earlier of both houses' ends.
    public private(set) var card: LoanCard
    /// Where it stands on the way above.
    public private(set) var state: LoanState
    /// Who proposed it.
    public let proposed: Word
    /// Who accepted it for the other house; `nil` before.
    public private(set) var accepted: Word?
    /// Who ended it; `nil` before.
    public private(set) var ended: Word?
    /// Why it was ended; `nil` unless somebody said why.
    public private(set) var reason: String?

    /// The word of one house.
    public struct Word: Equatable, Sendable {
        /// For which of the two.
        public let house: CentreID
        /// Whose act it was.
        public let by: StaffID
        /// When it was given.
        public let at: Moment
    }

    /// How people say it, such as B-0007.
    public var number: Number { Number(.loan, card.number) }

    /// Who brought the present state about, and when.
    public var last: Refusal.Trace {
        let word = ended ?? accepted ?? proposed
        return Refusal.Trace(by: word.by, at: word.at)
    }

    /// The loan that `event` proposes; `nil` when it proposes none, or whoever did so speaks for neither house.
    public init?(_ event: Event) {
        guard case .loan(.proposed(let card, let house)) = event.fact, card.lender != card.borrower,
            card.houses.contains(house), let word = try? Self.word(of: house, in: event)
        else { return nil }
        id = event.subject
        self.card = card
        state = .proposed
        proposed = word
    }

    /// Applies an event; refuses one that the state does not allow.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .loan(let fact) = event.fact else { throw .outOfPlace(event.fact.kind.name) }
        switch fact {
        case .accepted(let seen, let house):
            let word = try Self.word(of: house, in: event)
            try need(.accept)
            // Other terms under the same loan, however early their stamp, nobody has accepted.
            guard let agreed = card.agreed(with: seen) else { throw .outOfPlace(event.fact.kind.name) }
            guard card.houses.contains(house) else { throw .otherCentre(card.lender) }
            guard house != proposed.house else { throw .loan(.otherHouse(awaited)) }
            guard word.by != proposed.by else { throw .loan(.samePerson) }
            if let end = card.term.end, event.at >= end { throw .loan(.over(end)) }
            card = agreed
            accepted = word
            state = .inForce
        case .ended(let house, let reason):
            let word = try Self.word(of: house, in: event)
            try need(.end)
            guard card.houses.contains(house) else { throw .otherCentre(card.lender) }
            ended = word
            self.reason = reason
            state = .ended
        case .proposed: throw .outOfPlace(event.fact.kind.name)
        }
    }

    /// What an event says for a house. Somebody of another says nothing for it, unless the desk does on its behalf.
    private static func word(of house: CentreID, in event: Event) throws(Refusal) -> Word {
        try event.checkCapacity(home: house, authors: [])
        return Word(house: house, by: try event.person.staff, at: event.at)
    }

    /// The house that did not propose it.
    public var awaited: CentreID { proposed.house == card.lender ? card.borrower : card.lender }

    private func need(_ step: LoanStep) throws(Refusal) {
        guard step.from.contains(state) else { throw .loan(.state(state, last: last)) }
    }
}

extension Loan: Subject {
    /// What happens to it.
    public typealias Facts = LoanFact
    /// It among all subjects.
    public var any: AnySubject { .loan(self) }
    /// The house that lends; each fact says for which of the two it is.
    public var home: CentreID? { card.lender }
}
