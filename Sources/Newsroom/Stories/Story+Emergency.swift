// A story that went out before its reviews were complete: what its fold lets count.

extension Story {
    /// Whether somebody wrote the text as it stands, or answers for it.
    public func isWriter(_ person: StaffID) -> Bool { isAuthor(person) || text.by == person }

    /// Whether somebody may let the present text out unreviewed on somebody's authority, as far as separation of persons goes.
    public func checkEmergency(by person: StaffID, on authority: StaffID) throws(Refusal) {
        guard !isWriter(person), !isAuthor(authority) else { throw .emergency(.writer) }
    }

    /// Whether somebody can say now whether they gave their word for what went out.
    public func checkAnswer(toEmergencyBy person: Person) throws(Refusal) {
        guard let emergency else { throw .emergency(.none) }
        try emergency.checkAnswer(to: emergency.textHash, by: person)
    }

    /// What needs somebody of its emergency: a word that is awaited, until the reviews and the signature have made up for it, or
    /// a denial, until the story is withdrawn or signed by somebody who knows of it.
    public var openEmergency: Emergency.Summary? {
        guard let emergency else { return nil }
        let authority = emergency.authority
        if let answer = emergency.answer {
            guard emergency.isDenied, state.isOut, signature.map({ $0.at <= answer.at }) ?? true else { return nil }
            return Emergency.Summary(
                authority: authority.staff, house: authority.house, clock: Clock(since: answer.at, limit: answer.at),
                isDenied: true)
        }
        guard emergency.isAwaited, !isSettled else { return nil }
        return Emergency.Summary(
            authority: authority.staff, house: authority.house,
            clock: Clock(since: emergency.at, limit: authority.confirmBy), isDenied: false)
    }

    mutating func apply(_ step: Emergency.Step, _ event: Event) throws(Refusal) {
        guard emergency != nil else { throw .emergency(.none) }
        try emergency?.take(step, event)
    }
}
