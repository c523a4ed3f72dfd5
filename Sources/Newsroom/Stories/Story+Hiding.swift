// A story that is hidden: what its fold lets count. Beside what is said here each channel may be hidden by itself,
// `Placement+Hiding`; what both together mean on a channel says `HidingRule`.

extension Story {
    /// Whether it is hidden as a whole, wherever it stands or comes to stand.
    public var isHidden: Bool { hidings.isHidden }

    /// What lists know of its being hidden as a whole.
    public var hidden: Hiding.Summary? { hidings.summary }

    /// Who has hidden it as a whole and not said why.
    public var owedReasons: [Hiding.OwedReason] { hidings.owedReasons }

    /// Whether somebody may show it again as far as its state goes, of whatever house hid it. What went out on a word that was never
    /// given is no matter of whoever let it out: a chief shows it who did not.
    public func checkShow(by person: Person) throws(Refusal) {
        guard state != .withdrawn else { throw .storyState(state, last: last) }
        guard let denial = openEmergency, denial.isDenied else { return }
        guard person.role.may(.sign), person.staff != emergency?.by else {
            throw .hiding(.denied(by: denial.authority, house: denial.house))
        }
    }

    /// Takes what happened. What was never out is nowhere to be seen, and what is withdrawn is taken down.
    mutating func apply(_ step: Hiding.Step, _ event: Event) throws(Refusal) {
        switch step {
        case .hidden: guard state.isOut else { throw .storyState(state, last: last) }
        case .shown: try checkShow(by: try event.person)
        case .explained: break
        }
        try hidings.take(step, event)
    }
}

extension StorySummary {
    /// Whether somebody is told of what is hidden, for as long as it is: head and chief of each house that it concerns, and
    /// the desk's heads of everything.
    public func isTold(_ person: Person, in houses: Houses) -> Bool {
        guard let hidden, person.role == .deskHead || person.role == .chiefEditor else { return false }
        if person.role == .deskHead, person.house == houses.desk { return true }
        return person.house == centre || hidden.houses.contains(person.house)
    }

    /// Whether somebody has hidden something of it and owes the reason.
    public func owesReason(_ person: Person) -> Bool { owesReasonSince(person) != nil }

    /// Since when somebody owes the reason of what they hid first; `nil` where they owe none.
    public func owesReasonSince(_ person: Person) -> Moment? {
        owedReasons.filter { $0.by == person.staff }.map(\.since).min()
    }
}
