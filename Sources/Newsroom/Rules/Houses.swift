/// What the desk may do of what is a house's own, for that house (代行).
public enum OnBehalf: String, CaseIterable, Codable, Sendable {
    /// Nothing.
    case never
    /// What nobody of the house may do.
    case whereNobody
    /// Everything.
    case always
}

/// How far a right reaches beyond the house in which somebody has their role.
public enum Reach: Sendable {
    /// For those who run the desk into every house: whom to send, what is asked, who is there. For all others their own.
    case everyHouse
    /// The house of the thing, for those who run the desk too; for another house they do it on its behalf.
    case house
    /// The house of the channel in the same way, whosever the story is.
    case channelsHouse
}

extension Right {
    /// How far it reaches.
    public var reach: Reach {
        switch self {
        case .write, .firstReview, .secondReview, .thirdReview, .sendOut, .sign, .publish, .publishInEmergency,
            .correct, .withdraw, .lend:
            .house
        case .release, .reportPlacement: .channelsHouse
        case .receiveLead, .judgeLead, .dispatch, .answerTask, .settleTask, .request, .settleRequest, .takeDuty,
            .callRoll,
            .answerRoll, .note, .confirmEmergency, .message, .correctClock, .manageStaff, .managePolicy,
            .manageChannels, .manageNodes, .hide:
            .everyHouse
        }
    }
}

/// Who may do what in which house: the one place that says whether a role reaches a thing, asked before each act, by lists and
/// by hints. The fold asks less, `Event.checkCapacity`: who was on the roster then it cannot know.
public struct Houses: Equatable, Sendable {
    /// The desk's own house.
    public let desk: CentreID
    private let onBehalf: [CentreID: OnBehalf]
    /// Who works in which post.
    private let people: [Post: [StaffID]]
    /// Who is lent to which house.
    private let loans: [CentreID: [LoanTerms]]
    /// Who stands in for whom, by whom they stand in for.
    let deputies: [StaffID: StaffID]
    /// When it is asked: a loan past its time counts no more.
    public var now: Moment

    /// - Parameters:
    ///   - desk: the desk's own house.
    ///   - policy: what it may do for others.
    ///   - staff: everybody; who has left holds nothing.
    ///   - loans: the reviewers who are lent, as far as both houses agreed and neither has ended it.
    ///   - now: when it is asked.
    public init(desk: CentreID, policy: Policy, staff: [StaffCard], loans: [LoanTerms], now: Moment) {
        self.desk = desk
        self.now = now
        self.loans = Dictionary(grouping: loans, by: \.borrower)
        onBehalf = policy.onBehalf
        var people: [Post: [StaffID]] = [:]
        for card in staff where card.isActive {
            for post in card.posts { people[post, default: []].append(card.id) }
        }
        self.people = people
        deputies = Dictionary(
            staff.compactMap { card in card.deputy.map { (card.id, $0) } }, uniquingKeysWith: { first, _ in first })
    }

    /// When the loans end that do.
    var ends: [Moment] { loans.values.joined().compactMap(\.term.end) }

    /// What the desk may do for a house.
    func rule(for house: CentreID) -> OnBehalf { onBehalf[house] ?? .whereNobody }

    /// Those who hold a right in a house, in the order of roles and of the roster; after its own those who are lent to it.
    ///
    /// - Parameter story: what they would review; without one, nobody is lent.
    public func holders(of right: Right, in house: CentreID, story: SubjectID? = nil) -> [StaffID] {
        var found: [StaffID] = []
        for role in right.roles {
            for person in people[Post(role: role, house: house)] ?? [] where !found.contains(person) {
                found.append(person)
            }
        }
        guard right.isReview, let story else { return found }
        for loan in loans[house] ?? [] where loan.covers(story, at: now) && !found.contains(loan.person) {
            let mayReview = right.roles.contains { role in
                people[Post(role: role, house: loan.lender)]?.contains(loan.person) ?? false
            }
            if mayReview { found.append(loan.person) }
        }
        return found
    }

    /// Everybody who has one of these roles in a house.
    func people(as roles: [Role], in house: CentreID) -> Set<StaffID> {
        Set(roles.flatMap { people[Post(role: $0, house: house)] ?? [] })
    }

    /// By which loan somebody may use a right on a story of another house; `nil` where by none. The levels are those that their own
    /// post allows, of reviews alone.
    public func loan(of person: Person, for right: Right, in house: CentreID, story: SubjectID) -> Capacity? {
        guard right.isReview, house != person.house, person.role.may(right) else { return nil }
        return loans[house]?.first {
            $0.person == person.staff && $0.lender == person.house && $0.covers(story, at: now)
        }.map { .loan($0.id, to: house) }
    }

    /// The first of some houses for which somebody may use a right, their own before others.
    ///
    /// - Throws: a `Refusal` that says who may for the first.
    public func side(of person: Person, for right: Right, among houses: [CentreID]) throws(Refusal) -> CentreID {
        guard person.role.may(right) else { throw .noRight(right, person.role) }
        if houses.contains(person.house) { return person.house }
        var first: Refusal?
        for house in houses {
            do throws(Refusal) {
                _ = try capacity(of: person, for: right, in: house)
                return house
            } catch {
                first = first ?? error
            }
        }
        throw first ?? .centreMissing
    }

    /// Whether somebody is one of those who run the desk.
    public func isOfDesk(_ person: Person) -> Bool { person.runs(desk) }

    /// By what somebody may use a right on what is a house's.
    ///
    /// - Parameters:
    ///   - story: the story, where it is one: people are lent for stories.
    ///   - isBarred: whether separation of persons keeps one of the house from it: where it keeps all of them, the
    ///     house has nobody.
    /// - Throws: a `Refusal` that says who may.
    public func capacity(
        of person: Person, for right: Right, in house: CentreID, story: SubjectID? = nil,
        isBarred: (StaffID) -> Bool = { _ in false }
    ) throws(Refusal) -> Capacity {
        guard person.role.may(right) else { throw .noRight(right, person.role) }
        if let capacity = reach(of: person, for: right, in: house, story: story, isBarred) { return capacity }
        guard isOfDesk(person) else { throw .otherCentre(house) }
        throw .housesOwn(
            house,
            rule(for: house) == .never
                ? holders(of: right, in: house, story: story) : free(for: right, in: house, story: story, isBarred))
    }

    /// By what somebody whose role has a right may use it on what is a house's; `nil` where by nothing. Lists ask this of every row,
    /// so that no refusal is made up for it.
    private func reach(
        of person: Person, for right: Right, in house: CentreID, story: SubjectID?, _ isBarred: (StaffID) -> Bool
    ) -> Capacity? {
        if house == person.house { return .own }
        if let story, let loan = loan(of: person, for: right, in: house, story: story) { return loan }
        guard isOfDesk(person) else { return nil }
        if right.reach == .everyHouse { return .own }
        let rule = rule(for: house)
        // Whoever may review a text mends it where they see what is wrong: the approvals of another text are void then.
        if right == .write, rule != .never { return .onBehalf }
        return switch rule {
        case .always: .onBehalf
        case .never: nil
        case .whereNobody: hasFree(for: right, in: house, story: story, isBarred) ? nil : .onBehalf
        }
    }

    /// Whether somebody may use a right on what is a house's, of their own or on its behalf.
    func may(_ person: Person, _ right: Right, in house: CentreID) -> Bool {
        person.role.may(right) && reach(of: person, for: right, in: house, story: nil, { _ in false }) != nil
    }

    /// Whether a house has somebody who may use a right there: whether `free` gives anybody.
    private func hasFree(
        for right: Right, in house: CentreID, story: SubjectID?, _ isBarred: (StaffID) -> Bool
    ) -> Bool {
        // Who is lent, and whose word counts in an emergency, is rare enough to be listed.
        if right == .publishInEmergency || (right.isReview && loans[house] != nil) {
            return !free(for: right, in: house, story: story, isBarred).isEmpty
        }
        return right.roles.contains { role in
            people[Post(role: role, house: house)]?.contains { !isBarred($0) } ?? false
        }
    }

    /// Those of a house who may use a right there. In an emergency it is not who may release that counts but on whose word: where the
    /// house has no chief who is free, the desk acts for it, though its editors could release on the desk's word as well.
    private func free(
        for right: Right, in house: CentreID, story: SubjectID?, _ isBarred: (StaffID) -> Bool
    ) -> [StaffID] {
        let all =
            right == .publishInEmergency
            ? chiefs(of: house).map(\.staff) : holders(of: right, in: house, story: story)
        return all.filter { !isBarred($0) }
    }

    /// Whether somebody reaches what is a house's with a right that those who run the desk use in every house.
    public func reaches(_ person: Person, _ house: CentreID) -> Bool { person.house == house || isOfDesk(person) }
}

extension Person {
    /// Whether somebody is one of those who run the desk, by its house.
    func runs(_ desk: CentreID) -> Bool { house == desk && (role.isDesk || role == .administrator) }
}

extension Hiding {
    /// Whether somebody shows it again: it is their house's, or they are the desk's.
    public func mayBeShown(by person: Person, in houses: Houses) -> Bool {
        person.house == house || houses.isOfDesk(person)
    }
}

extension Event {
    /// Whether somebody did it for a house: one of its own people or nodes, or the desk at one of its own nodes on its behalf.
    func acts(for house: CentreID) -> Bool {
        actor.house == house || (actor.person?.capacity == .onBehalf && from == nil)
    }

    /// Whether `checkCapacity` refuses nothing.
    func hasCapacity(home: CentreID?) -> Bool {
        Refusal.isNone { () throws(Refusal) in try checkCapacity(home: home, authors: []) }
    }

    /// Refuses an act on what is another house's by somebody who did not do it on that house's behalf: from there the desk's
    /// nodes only can say that it had nobody; and who is lent to the house does reviews alone.
    ///
    /// - Parameters:
    ///   - home: the house that the subject belongs to; `nil` for what is everybody's.
    ///   - authors: who answers for a text, and goes on writing it wherever they are.
    ///   - partners: the houses that work on a joint story.
    func checkCapacity(home: CentreID?, authors: [StaffID], partners: [CentreID] = []) throws(Refusal) {
        guard let home, let person = actor.person, let right = fact.right, right.reach == .house, person.house != home
        else { return }
        if right == .write, authors.contains(person.staff) { return }
        if fact.isPartners, partners.contains(person.house) { return }
        if isReviewOnLoan(to: home) { return }
        guard person.capacity == .onBehalf, from == nil else { throw .otherCentre(home) }
    }

    /// Whether it is a review by somebody who is lent to a house. Whether the loan counts was asked when the event came
    /// (`Authority`): what a loan does not carry is set aside and never folded.
    func isReviewOnLoan(to house: CentreID) -> Bool {
        guard case .loan(_, house) = actor.person?.capacity, case .story(.reviewed) = fact else { return false }
        return true
    }
}
