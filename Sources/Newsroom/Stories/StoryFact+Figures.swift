extension StoryFact {
    /// The timings in its subject's events, and what is overdue at `now`.
    public static func timings(of events: [Event], now: Moment) -> [Timing] {
        var timings: [Timing] = []
        let last = Timing.walk(events) { (before: Story, _, event) in
            guard case .story(let fact) = event.fact else { return }
            let centre = before.draft.centre
            switch fact {
            case .reviewed(let stage, _, _, _) where before.openStage == stage:
                // What the text was out for approval is nobody's time here.
                let clock = before.stageClock(at: event.at)
                timings.append(
                    Timing(Measure(stage: stage), centre, from: clock.since, at: event.at, limit: clock.limit))
            case .signed:
                timings.append(
                    Timing(.signature, centre, from: before.clock.since, at: event.at, limit: before.clock.limit))
            case .drafted, .edited, .submitted, .recalled, .reviewed, .published, .proposed, .released,
                .publishedInEmergency, .emergency, .corrected, .withdrawn, .shared, .sendOut, .attachment, .hiding:
                break
            }
        }
        guard let last, let stage = last.openStage else { return timings }
        return timings + Timing.overdue(Measure(stage: stage), last.draft.centre, last.stageClock(at: now), now)
    }
}
