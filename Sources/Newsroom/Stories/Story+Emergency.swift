// A story that went out before its reviews were complete: what its fold lets count.

extension Story {
    /// Whether somebody wrote the text as it stands, or answers for it.
    public func isWriter(_ person: StaffID) -> Bool { isAuthor(person) || text.by == person }

    /// Whether somebody may let the present text out unreviewed on somebody's authority, as far as separation of persons goes.
    public func checkEmergency(by person: StaffID, on authority: StaffID) throws(Refusal) {
        guard !isWriter(person), !isWriter(authority) else { throw .emergency(.writer) }
    }

    /// Whether somebody can say now whether they gave their word for what went out.
    public func checkAnswer(toEmergencyBy person: Person) throws(Refusal) {
        guard let emergency else { throw .emergency(.none) }
        guard !isSettled else { throw .emergency(.settled) }
        try emergency.checkAnswer(by: person)
    }

    /// What needs somebody of its emergency: a word that is awaited, until the reviews and the signature have made up for it, or
    /// a denial, also of a release that lost against it, until the story is withdrawn or all of them are given.
    public var openEmergency: Emergency.Summary? {
        guard let emergency, !isSettled else { return nil }
        let authority = emergency.authority
        func denied(_ staff: StaffID, _ house: CentreID, _ at: Moment) -> Emergency.Summary? {
            // What was withdrawn needs nobody's word.
            guard state.isOut else { return nil }
            return Emergency.Summary(authority: staff, house: house, clock: Clock(since: at, limit: at), isDenied: true)
        }
        if emergency.isDenied, let answer = emergency.answer {
            return denied(authority.staff, authority.house, answer.at)
        }
        // Another's word for what went out is none for what lost.
        if let lost = lostDenial, emergency.answer?.by != lost.by, let open = denied(lost.by, lost.house, lost.at) {
            return open
        }
        guard emergency.isAwaited else { return nil }
        return Emergency.Summary(
            authority: authority.staff, house: authority.house,
            clock: Clock(since: emergency.at, limit: authority.confirmBy), isDenied: false)
    }

    mutating func apply(_ step: Emergency.Step, _ event: Event) throws(Refusal) {
        guard let emergency else { throw .emergency(.none) }
        guard !step.isOf(emergency) else {
            try checkAnswer(toEmergencyBy: try event.person)
            self.emergency?.take(step, by: try event.person, at: event.at)
            return
        }
        // A node can write a release and say that it was first. A denial of the one that lost is not lost with it, though none is
        // heard on one that an urgent correction has replaced.
        guard case .denied(_, _, let reason) = step, !isSettled, !pastEmergencies.contains(step.key) else {
            throw .emergency(.none)
        }
        let person = try event.person
        lostDenial = Emergency.LostDenial(by: person.staff, house: person.house, at: event.at, reason: reason)
    }
}

extension Moment {
    /// This moment, brought between another and so many seconds after it.
    ///
    /// What a node says of times to come is its writer's choice. It is brought in, not refused: where a clock was ahead and its
    /// stamps have not come back, a true moment lies before its own event, or far behind it once that is corrected.
    func bounded(after start: Moment, by seconds: Int) -> Moment {
        min(max(self, start), start.adding(seconds: seconds))
    }
}
