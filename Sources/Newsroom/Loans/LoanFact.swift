/// What happens to a loan of a reviewer (互审).
public enum LoanFact: SubjectFact {
    /// One of the two houses proposes it.
    case proposed(LoanCard, house: CentreID)
    /// The other one accepts the loan as it saw it.
    case accepted(LoanCard, house: CentreID)
    /// Either ends it, or turns it down.
    case ended(house: CentreID, reason: String?)

    /// The kinds, by their names in the log.
    public enum Kind: String, CaseIterable, Sendable {
        case proposed = "loanProposed"
        case accepted = "loanAccepted"
        case ended = "loanEnded"
    }

    /// What kind it is of.
    public var kind: Kind {
        switch self {
        case .proposed: .proposed
        case .accepted: .accepted
        case .ended: .ended
        }
    }

    /// The house that writes it.
    public var house: CentreID {
        switch self {
        case .proposed(_, let house), .accepted(_, let house), .ended(let house, _): house
        }
    }

    /// It as a fact among those of all subjects.
    public var fact: Fact { .loan(self) }

    /// A kind among those of all subjects.
    public static func kind(_ kind: Kind) -> FactKind { .loan(kind) }

    /// The series that numbers the subject.
    public static var series: Series? { .loan }

    /// The number that it gives.
    public var number: Number? {
        if case .proposed(let card, _) = self { Number(.loan, card.number) } else { nil }
    }

    /// What holds of all facts of a kind.
    public static func rule(_ kind: Kind) -> KindRule {
        switch kind {
        case .proposed: KindRule(since: 1, begins: true, isListed: true, gives: .loan, by: .people)
        case .accepted, .ended: KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .people)
        }
    }

    /// The right that whoever does it must have.
    public var right: Right? { .lend }

    /// Each house writes for itself, whoever proposed it.
    public func scope(home _: CentreID?) -> Scope { .centres([house]) }

    /// What it names stays as it is.
    public func shares(_: SubjectID) -> SubjectID? { nil }

    /// It is everybody's.
    public func staysOwn(at _: CentreID, isOwn _: @autoclosure () throws -> Bool) rethrows -> Bool { false }

    /// Until when somebody is lent.
    public func corrected(_ correction: ClockCorrection) -> LoanFact {
        switch self {
        case .proposed(var card, let house):
            if let end = card.term.end { card.term = .until(correction.limit(end)) }
            return .proposed(card, house: house)
        case .accepted, .ended: return self
        }
    }

    /// Who may see it in the duty log.
    public var audience: Audience { .everybody }

    /// It says nothing of who belongs. That reviews are judged by it is seen to where they are judged.
    public var isOfRoster: Bool { false }

    /// Folds the subject.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        Loan.replayed(events)
    }

    /// Nothing of it is measured.
    public static func timings(of _: [Event], now _: Moment) -> [Timing] { [] }

    /// Reads the fields of a kind.
    public init(_ kind: Kind, _ fields: Fields) throws(FactError) {
        switch kind {
        case .proposed: self = .proposed(try LoanCard(fields), house: try fields["house"].id())
        case .accepted: self = .accepted(try LoanCard(fields), house: try fields["house"].id())
        case .ended:
            self = .ended(house: try fields["house"].id(), reason: try fields.optional("reason")?.text(.remark))
        }
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        switch self {
        case .proposed(let card, let house), .accepted(let card, let house):
            card.write(&fields)
            fields.id("house", house)
        case .ended(let house, let reason):
            fields.id("house", house)
            fields.text("reason", reason)
        }
    }
}

extension LoanFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .proposed(let card, let house):
            let (person, lender, borrower) = (
                read.name(card.person), read.centre(card.lender), read.centre(card.borrower)
            )
            return house == card.lender
                ? read("提出把\(person)借给\(borrower)审稿", "proposed to lend \(person) to \(borrower) for reviews")
                : read("提出向\(lender)借\(person)审稿", "proposed to borrow \(person) of \(lender) for reviews")
        case .accepted(_, let house):
            return read("\(read.centre(house))同意互审", "\(read.centre(house)) accepted the loan")
        case .ended(let house, let reason):
            return read(
                "\(read.centre(house))结束互审" + (reason.map { "：\($0)" } ?? ""),
                "\(read.centre(house)) ended the loan" + (reason.map { ": \($0)" } ?? ""))
        }
    }
}
