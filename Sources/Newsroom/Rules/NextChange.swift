// When what is read off clocks first comes to be something else without anybody doing anything. Who shows it need not work it
// out again before.

extension Clock {
    /// When it next reads otherwise; `nil` where it never will.
    public func nextChange(after now: Moment) -> Moment? {
        guard let limit, now < limit else { return nil }
        // Limits may come from another node's log: no sum of theirs may trap.
        let (whole, tooLong) = limit.milliseconds.subtractingReportingOverflow(since.milliseconds)
        let (near, tooFar) = limit.milliseconds.subtractingReportingOverflow((tooLong ? .max : whole) / 4)
        return !tooFar && near < limit.milliseconds && now.milliseconds < near ? Moment(milliseconds: near) : limit
    }
}

extension StorySummary {
    /// When its clocks next read otherwise, or its writer has been told for long enough of a correction that was sent back.
    public func nextChange(after now: Moment) -> Moment? {
        let told = returnedCorrection.map { $0.at.adding(seconds: Correction.Return.toldFor) }
        return earliest([
            clock.nextChange(after: now), openEmergency?.clock.nextChange(after: now),
            told.flatMap { $0 > now ? $0 : nil },
        ])
    }
}

extension RollCallSummary {
    /// When the answers that are missing become late, or are no news any more.
    public func nextChange(after now: Moment) -> Moment? {
        [answerBy, answerBy.adding(seconds: Self.newsFor)].first { $0 > now }
    }
}

extension Houses {
    /// When the next loan of a reviewer runs out.
    public func nextChange(after now: Moment) -> Moment? { earliest(ends.map { $0 > now ? $0 : nil }) }
}

extension Attention {
    /// When the list of what needs somebody, made of the same things for the same reader, first is another one; `nil` where time
    /// alone does not change it.
    @inlinable
    public static func nextChange(
        tasks: some Sequence<some TaskSummary>, stories: some Sequence<some StorySummary>,
        failures: some Sequence<some StorySummary>, leads: some Sequence<some LeadSummary>,
        proposals: some Sequence<some ProposalSummary>, rollCall: (some RollCallSummary)?, others: [Clock] = [],
        in houses: Houses, after now: Moment
    ) -> Moment? {
        var next = earliest([houses.nextChange(after: now), rollCall?.nextChange(after: now)])
        func note(_ moment: Moment?) { if let moment { next = min(moment, next ?? moment) } }
        for task in tasks { note(task.clock.nextChange(after: now)) }
        for story in stories { note(story.nextChange(after: now)) }
        for story in failures { note(story.nextChange(after: now)) }
        for lead in leads { note(lead.clock.nextChange(after: now)) }
        for proposal in proposals { note(proposal.clock.nextChange(after: now)) }
        for clock in others { note(clock.nextChange(after: now)) }
        return next
    }
}

@usableFromInline
func earliest(_ moments: [Moment?]) -> Moment? { moments.compactMap(\.self).min() }
