/// What somebody asks of the loan of a reviewer (互审).
public enum LoanCommand: Equatable, Sendable {
    /// Proposes it for the caller's house: to lend somebody of it, or to borrow somebody of another.
    case propose(Offer)
    /// Accepts it for the other house.
    case accept(SubjectID)
    /// Ends it, or turns it down, for the caller's house; an empty reason counts as none.
    case end(SubjectID, reason: String? = nil)

    /// A loan as it is proposed.
    public struct Offer: Equatable, Sendable {
        /// Who is to be lent.
        public var person: StaffID
        /// The house that borrows.
        public var borrower: CentreID
        /// The house that lends; `nil` for the one in which the person reviews, the caller's before others.
        public var lender: CentreID?
        /// For how long: a story of the borrowing house, or a moment to come.
        public var term: LoanTerm

        /// A loan of somebody to a house.
        public init(person: StaffID, to borrower: CentreID, from lender: CentreID? = nil, term: LoanTerm) {
            (self.person, self.borrower, self.lender, self.term) = (person, borrower, lender, term)
        }
    }
}

extension Decider {
    func decide(_ command: LoanCommand) throws -> [Proposal] {
        try need(.lend)
        switch command {
        case .propose(let offer): return try propose(offer)
        case .accept(let id):
            let loan = try loan(id)
            let house = try side { houses throws(Refusal) in try loan.side(.accept, of: actor, in: houses) }
            return [Proposal(subject: id, fact: .loan(.accepted(loan.card, house: house)))]
        case .end(let id, let text):
            let loan = try loan(id)
            let house = try side { houses throws(Refusal) in try loan.side(.end, of: actor, in: houses) }
            let reason = CleanText.optionalLine(text, limit: CleanText.remarkLimit)
            return [Proposal(subject: id, fact: .loan(.ended(house: house, reason: reason)))]
        }
    }

    private func propose(_ offer: LoanCommand.Offer) throws -> [Proposal] {
        guard let card = try desk.staff(offer.person)?.card else {
            throw Refusal.unknownStaff(offer.person.rawValue)
        }
        guard card.isActive else { throw Refusal.inactive(card.id) }
        _ = try centre(offer.borrower)
        let lender = try lender(offer, card)
        guard lender != offer.borrower else { throw Refusal.loan(.atHome(card.id, lender)) }
        guard card.posts.contains(where: { $0.house == lender && $0.reviews }) else {
            throw Refusal.loan(.reviewsNothing(card.id, lender))
        }
        let house = try side { houses throws(Refusal) in
            try houses.side(of: actor, for: .lend, among: [lender, offer.borrower])
        }
        switch offer.term {
        case .story(let id):
            let story = try story(id)
            guard story.centre == offer.borrower else { throw Refusal.loan(.othersStory(story.centre)) }
        case .until(let end): guard end > desk.now else { throw Refusal.dueInThePast }
        }
        let loan = LoanCard(
            number: try desk.nextNumber(.loan), person: card.id, lender: lender, borrower: offer.borrower,
            term: offer.term)
        return [Proposal(subject: try desk.makeID(), fact: .loan(.proposed(loan, house: house)))]
    }

    /// Who lends: a house that is named, else one in which the person reviews, the caller's before others.
    private func lender(_ offer: LoanCommand.Offer, _ card: StaffCard) throws -> CentreID {
        if let named = offer.lender { return try centre(named).card.id }
        let able = card.posts.filter { $0.reviews && $0.house != offer.borrower }.map(\.house)
        return able.first { $0 == actor.house } ?? able.first ?? card.centre
    }

    /// The house for which the actor writes; at a centre's node its own.
    private func side(_ found: (Houses) throws(Refusal) -> CentreID) throws -> CentreID {
        let house = try found(try desk.houses())
        try needNode(of: house)
        return house
    }

    private func loan(_ id: SubjectID) throws -> Loan {
        guard case .loan(let loan) = try desk.subject(id) else { throw Refusal.unknownItem("\(id)") }
        return loan
    }
}

extension Post {
    /// Whether something is reviewed in it.
    var reviews: Bool { role.rights.contains(where: \.isReview) }
}
