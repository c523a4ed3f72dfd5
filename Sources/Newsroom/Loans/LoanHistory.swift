/// How a loan stood at each moment, so that what was done on it is judged as of then, whatever comes later.
public struct LoanHistory: Sendable {
    /// As it stood from each event on that changed it: no more than a loan has states.
    private var standings: [(since: Stamp, loan: Loan)] = []
    /// The stamp of the last event that was looked at.
    private var latest: Stamp?

    /// - Parameter events: all of the loan's, in the order of folding.
    public init(_ events: [Event]) {
        for event in events { take(event) }
    }

    /// Takes one more event.
    ///
    /// - Returns: whether it comes after all others; an earlier one is not taken, since what follows would have to be judged again.
    public mutating func add(_ event: Event) -> Bool {
        // Of equal stamps the chains decide, which are not known here.
        if let latest, event.stamp <= latest { return false }
        take(event)
        return true
    }

    private mutating func take(_ event: Event) {
        latest = event.stamp
        let known = standings.last?.loan
        let next: Loan?
        if var loan = known {
            // What the loan refuses is void in its own fold, and changes nothing here.
            next = (try? loan.take(event)) == nil ? known : loan
        } else {
            next = Loan.fold([event])?.state
        }
        if let next, next != known { standings.append((event.stamp, next)) }
    }

    /// The loan as it stood just before a stamp; `nil` where nothing had made it yet.
    public func loan(before stamp: Stamp) -> Loan? { standings.last { $0.since < stamp }?.loan }
}

extension Loan {
    /// What the loan, as it stood then, lacks for a review; `nil` where the review counts.
    ///
    /// - Parameters:
    ///   - person: who reviewed, as they acted.
    ///   - house: for which house, by their capacity. That it is the story's, the story's own fold asks.
    ///   - story: what was reviewed.
    ///   - at: when.
    public func lack(for person: Person, in house: CentreID, of story: SubjectID, at: Moment) -> LoanLack? {
        guard card.person == person.staff else { return .otherPerson }
        guard card.lender == person.house, card.borrower == house else { return .otherHouse }
        if let named = card.term.story, named != story { return .otherStory }
        switch state {
        case .proposed: return .notAccepted
        case .ended: return .ended
        case .inForce: return card.term.isOver(at: at) ? .over : nil
        }
    }
}
