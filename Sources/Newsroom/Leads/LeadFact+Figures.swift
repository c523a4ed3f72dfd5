extension LeadFact {
    /// The timings in its subject's events, and what is overdue at `now`.
    public static func timings(of events: [Event], now: Moment) -> [Timing] {
        var timings: [Timing] = []
        // From its arrival at the desk: a source's own clock may be days behind.
        let arrival = events.first?.at ?? now
        let last = Timing.walk(events) { (before: Lead, _, event) in
            guard case .lead(.promoted) = event.fact else { return }
            timings.append(
                Timing(.leadToDispatch, before.card.centre, from: arrival, at: event.at, limit: before.clock.limit))
        }
        guard let last else { return timings }
        return timings + Timing.overdue(.leadToDispatch, last.card.centre, last.clock, now)
    }
}
