// What is late, and since when. Every limit is over at its very moment: what is done then is in time, what is still to
// be done then is late.

extension Clock {
    /// Since when the limit is over; `nil` before, and where there is none.
    public func overdueSince(at now: Moment) -> Moment? { limit.flatMap { now >= $0 ? $0 : nil } }
}

extension TaskSummary {
    /// Since when the task is late (超时): to be answered, then to be filed; `nil` while it is in time.
    public func overdueSince(at now: Moment) -> Moment? { clock.overdueSince(at: now) }

    /// Whether the task is late now.
    public func isOverdue(at now: Moment) -> Bool { overdueSince(at: now) != nil }

    /// How pressing it is. A task that was declined waits for the desk at once, though its limit may run still.
    public func urgency(at now: Moment) -> Clock.Reading { state == .declined ? .over : clock.reading(at: now) }
}

extension StorySummary {
    /// Since when the open review or signature is late; `nil` while it is in time, and where none is open.
    public func overdueSince(at now: Moment) -> Moment? { clock.overdueSince(at: now) }

    /// Whether the open review or signature is late now.
    public func isOverdue(at now: Moment) -> Bool { overdueSince(at: now) != nil }

    /// How pressing it is. What failed on a channel must be seen to at once.
    public func urgency(at now: Moment) -> Clock.Reading { failedSince == nil ? clock.reading(at: now) : .over }
}

extension LeadSummary {
    /// Since when the lead should have been dispatched; `nil` while it is in time, and once it is judged.
    public func overdueSince(at now: Moment) -> Moment? { clock.overdueSince(at: now) }

    /// Whether the lead is late now.
    public func isOverdue(at now: Moment) -> Bool { overdueSince(at: now) != nil }

    /// How pressing it is.
    public func urgency(at now: Moment) -> Clock.Reading { clock.reading(at: now) }
}

extension RollCallSummary {
    /// The centres that have not answered, in the order they were called.
    public var missing: [CentreID] { centres.filter { answers[$0] == nil } }

    /// The time that there is for answers.
    public var clock: Clock { Clock(since: calledAt, limit: answerBy) }

    /// Whether a centre answered after the limit; an answer at the limit is in time.
    public func isLate(_ centre: CentreID) -> Bool { answers[centre].map { $0 > answerBy } ?? false }

    /// The centres whose answer is overdue, in the order they were called.
    public func overdue(at now: Moment) -> [CentreID] { clock.overdueSince(at: now) == nil ? [] : missing }

    /// The same as far as it is still news: a day later another roll has been called, or nobody asks any more.
    public func unanswered(at now: Moment) -> [CentreID] {
        now.seconds(since: answerBy) < Self.newsFor ? overdue(at: now) : []
    }

    /// For how many seconds after its limit it is news who has not answered.
    static var newsFor: Int { 24 * 3600 }
}
