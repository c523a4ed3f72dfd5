// A story that is out for approval: what its fold lets count.

extension Story {
    /// What is out now; `nil` when nothing is.
    public var openSendOut: SendOut? { sendOuts.last.flatMap { $0.end == nil ? $0 : nil } }

    /// What lists know of what is out now.
    public var sendOut: SendOut.Summary? { openSendOut?.summary }

    /// Since when lists count, which is the outside's time where its clock is the one that shows, and the correction's where
    /// nothing else is open.
    public var listedSince: Moment {
        openStage == nil ? openCorrection?.since ?? stageSince : isClockOutside ? clock.since : stageSince
    }

    /// The clock of the open stage as it stands at a moment, without the time that the text was out.
    public func stageClock(at moment: Moment) -> Clock {
        guard isClockOutside, let out = openSendOut, let stage = openStage else { return clock }
        let since = stageSince.later(by: moment, after: max(out.at, stageSince))
        return Clock(since: since, limit: limits.map { since.adding(seconds: $0[stage]) })
    }

    /// Whether a text can be sent out now: it waits for a review or the signature, or owes them, and is not out already.
    public func checkSendOut(of textHash: TextHash) throws(Refusal) {
        guard openStage != nil else { throw .storyState(state, last: last) }
        try needText(textHash)
        try needNotOut()
    }

    /// Whether an answer to what is out can be recorded by somebody. Who may not sign the text records no approval of it; a
    /// return stops it, and lets none through.
    public func checkAnswer(_ verdict: Verdict, by person: StaffID) throws(Refusal) {
        guard openSendOut != nil else { throw .sendOut(.notOut(last: sendOutTrace)) }
        if verdict == .pass { try mayJudge(person, .signature) }
    }

    /// Refuses what must wait for the answer from outside.
    func needNotOut() throws(Refusal) {
        if let out = openSendOut { throw .sendOut(.out(to: out.order.to, since: out.at)) }
    }

    /// Takes what happened outside.
    mutating func apply(_ step: SendOut.Step, _ event: Event) throws(Refusal) {
        let person = try event.person.staff
        switch step {
        case .sent(let order):
            try checkSendOut(of: order.textHash)
            guard !sendOuts.contains(where: { $0.order.key == order.key }) else {
                throw .outOfPlace(event.fact.kind.name)
            }
            var bounded = order
            bounded.due = order.due?.bounded(after: event.at, by: Policy.longest)
            sendOuts.append(SendOut(order: bounded, by: person, at: event.at))
        case .answered(let key, let verdict, let evidence):
            try needOut(key)
            try checkAnswer(verdict, by: person)
            endSendOut(verdict == .pass ? .passed : .returned, by: person, at: event.at, note: evidence)
            if verdict == .return { returnFromOutside(at: event.at) }
        case .takenBack(let key, let reason):
            try needOut(key)
            endSendOut(.takenBack, by: person, at: event.at, note: reason)
        }
    }

    /// Ends what is out, and gives the open stage back the time that it stood.
    mutating func endSendOut(_ outcome: SendOut.Outcome, by person: StaffID, at moment: Moment, note: String? = nil) {
        guard let out = openSendOut else { return }
        if isClockOutside { stageSince = stageSince.later(by: moment, after: max(out.at, stageSince)) }
        sendOuts[sendOuts.count - 1].end = SendOut.End(outcome: outcome, by: person, at: moment, note: note)
    }

    /// As a third review's return: the story goes back to its authors, and the same text needs its third review once more.
    private mutating func returnFromOutside(at moment: Moment) {
        outsideReturn = OutsideReturn(textHash: text.textHash, reviews: reviews.count)
        guard state == .inReview else { return }
        state = .returned
        stageSince = moment
    }

    /// Refuses an answer to what is not out: it was answered, taken back, or void with its text.
    private func needOut(_ key: SubjectID) throws(Refusal) {
        guard openSendOut?.order.key == key else { throw .sendOut(.notOut(last: sendOutTrace)) }
    }

    /// Who ended what was out last, and when.
    private var sendOutTrace: Refusal.Trace? {
        sendOuts.last?.end.map { Refusal.Trace(by: $0.by, at: $0.at) }
    }
}

extension Story {
    /// That outside sent a text back: the third reviews before it let it through no more.
    struct OutsideReturn: Equatable {
        let textHash: TextHash
        /// How many reviews the story had then.
        let reviews: Int
    }
}

extension StorySummary {
    /// Whether the clock that shows is the outside's. What is owed for an emergency has none that could stand.
    public var isClockOutside: Bool { sendOut.map { $0.clock == clock && openStage != nil } ?? false }

    /// Whether somebody sent out what is out now, and so sees to the answer.
    public func isSender(_ person: Person) -> Bool { openStage != nil && sendOut?.by == person.staff }
}

extension Moment {
    /// This moment, later by as much as `end` comes after `start`; never earlier.
    fileprivate func later(by end: Moment, after start: Moment) -> Moment {
        guard end > start else { return self }
        return Moment(
            milliseconds: Int64(clamping: Int128(milliseconds) + Int128(end.milliseconds) - Int128(start.milliseconds)))
    }
}
