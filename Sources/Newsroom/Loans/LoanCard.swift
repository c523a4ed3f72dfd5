/// Who is lent to whom for reviews (互审), as it was proposed.
public struct LoanCard: Equatable, Sendable {
    /// Its number in the B series, from 1.
    public var number: Int
    /// Who reviews for the other house.
    public var person: StaffID
    /// The house, a centre or the desk, whose the person is: in its posts they review.
    public var lender: CentreID
    /// The house whose stories they review.
    public var borrower: CentreID
    /// For how long.
    public var term: LoanTerm

    /// A loan of a person of `lender` to `borrower`.
    public init(number: Int, person: StaffID, lender: CentreID, borrower: CentreID, term: LoanTerm) {
        self.number = number
        self.person = person
        self.lender = lender
        self.borrower = borrower
        self.term = term
    }

    /// Both houses, the lending one first.
    public var houses: [CentreID] { [lender, borrower] }

    /// What both houses have agreed to, when the other one saw the loan as `seen`; `nil` when that is another loan.
    ///
    /// Of two ends the earlier counts: the end as written moves when the clock that wrote it turns out to have been wrong, and
    /// nobody is lent for longer than either house saw.
    func agreed(with seen: LoanCard) -> LoanCard? {
        var (agreed, other) = (self, seen)
        if case .until(let end) = term, case .until(let otherEnd) = seen.term {
            agreed.term = .until(min(end, otherEnd))
            other.term = agreed.term
        }
        return other == agreed ? agreed : nil
    }
}

/// For how long a reviewer is lent.
public enum LoanTerm: Hashable, Sendable {
    /// For the reviews of one story of the borrowing house, until somebody ends it.
    case story(SubjectID)
    /// For all stories of the borrowing house, up to a moment.
    case until(Moment)

    /// The story, where it is for one.
    public var story: SubjectID? { if case .story(let id) = self { id } else { nil } }
    /// When it is over, where it is for a time.
    public var end: Moment? { if case .until(let end) = self { end } else { nil } }

    /// Whether its time is over; that of a loan for a story never is.
    public func isOver(at now: Moment) -> Bool { end.map { now >= $0 } ?? false }
}

extension LoanCard: FieldCoded {
    /// Reads its fields: one of `story` and `until`. With neither it has a term that a newer program knows.
    public init(_ fields: Fields) throws(FactError) {
        let term: LoanTerm
        if let story = fields.optional("story") {
            term = .story(try story.subject())
        } else if let until = fields.optional("until") {
            term = .until(try until.moment())
        } else {
            throw .notUnderstood
        }
        self.init(
            number: try fields["number"].integer(),
            person: try fields["person"].id(),
            lender: try fields["lender"].id(),
            borrower: try fields["borrower"].id(),
            term: term)
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.number("number", number)
        fields.id("person", person)
        fields.id("lender", lender)
        fields.id("borrower", borrower)
        fields.subject("story", term.story)
        fields.moment("until", term.end)
    }
}
