/// What the rules need to know of a loan, folded or as a row of a list.
public protocol LoanSummary: Sendable {
    /// The loan itself.
    var id: SubjectID { get }
    /// Who is lent to whom.
    var card: LoanCard { get }
    /// Where it stands.
    var state: LoanState { get }
    /// The house that did not propose it, and accepts.
    var awaited: CentreID { get }
    /// Who proposed it, who does not accept it too.
    var proposer: StaffID { get }
    /// When it was proposed.
    var proposedAt: Moment { get }
}

extension Loan: LoanSummary {
    /// Who proposed it.
    public var proposer: StaffID { proposed.by }
    /// When it was proposed.
    public var proposedAt: Moment { proposed.at }
}

extension LoanSummary {
    /// Whether anything can still come of it.
    public func isCurrent(at now: Moment) -> Bool { state.isOpen && !card.term.isOver(at: now) }

    /// Whether it waits for this person's word.
    public func waits(for person: Person, at now: Moment) -> Bool {
        state == .proposed && isCurrent(at: now) && person.house == awaited && person.staff != proposer
            && person.role.may(.lend)
    }

    /// For which of its houses an actor may take a step, whatever its state.
    ///
    /// - Throws: a `Refusal` that says who may.
    public func side(_ step: LoanStep, of actor: Person, in houses: Houses) throws(Refusal) -> CentreID {
        switch step {
        case .accept:
            if actor.house == awaited || !card.houses.contains(actor.house) || houses.isOfDesk(actor) {
                let side = try houses.side(of: actor, for: .lend, among: [awaited])
                guard actor.staff != proposer else { throw .loan(.samePerson) }
                return side
            }
            guard actor.role.may(.lend) else { throw .noRight(.lend, actor.role) }
            throw .loan(.otherHouse(awaited))
        case .end: return try houses.side(of: actor, for: .lend, among: card.houses)
        }
    }

    /// What the attention list has of it: the house that did not propose it is asked.
    public func attention(for reader: Person?, at now: Moment) -> Attention? {
        .other(
            id, of: .loan, clock: Clock(since: proposedAt, limit: nil), priority: .routine,
            isReaders: reader.map { waits(for: $0, at: now) } ?? false, at: now)
    }
}

/// A loan that both houses have agreed to, as far as rights are concerned.
public struct LoanTerms: Hashable, Sendable {
    /// The loan itself.
    public var id: SubjectID
    /// Who is lent.
    public var person: StaffID
    /// Whose they are.
    public var lender: CentreID
    /// For whose stories.
    public var borrower: CentreID
    /// For how long.
    public var term: LoanTerm

    /// The terms of a loan; that it is in force the caller knows.
    public init(id: SubjectID, card: LoanCard) {
        self.id = id
        (person, lender, borrower, term) = (card.person, card.lender, card.borrower, card.term)
    }

    /// Whether it is for the reviews of a story at a moment.
    public func covers(_ story: SubjectID, at now: Moment) -> Bool {
        !term.isOver(at: now) && (term.story.map { $0 == story } ?? true)
    }
}
