extension StoryFact {
    /// The timings in its subject's events, and what is overdue at `now`.
    public static func timings(of events: [Event], now: Moment) -> [Timing] {
        var timings: [Timing] = []
        let last = Timing.walk(events) { (before: Story, _, event) in
            guard case .story(let fact) = event.fact else { return }
            let centre = before.draft.centre
            switch fact {
            case .reviewed(let stage, _, _, _, ofCorrection: true):
                timings += correction(of: before, stage, at: event.at)
            case .correction(.slipReviewed):
                timings += correction(of: before, .second, at: event.at)
            case .reviewed(let stage, _, _, _, ofCorrection: false) where before.openStage == stage:
                // What the text was out for approval is nobody's time here.
                let clock = before.stageClock(at: event.at)
                timings.append(
                    Timing(Measure(stage: stage), centre, from: clock.since, at: event.at, limit: clock.limit))
            case .signed:
                timings.append(
                    Timing(.signature, centre, from: before.clock.since, at: event.at, limit: before.clock.limit))
            case .drafted, .edited, .submitted, .recalled, .reviewed, .published, .proposed, .released,
                .publishedInEmergency, .emergency, .correction, .withdrawn, .shared, .sendOut, .attachment, .hiding:
                break
            }
        }
        guard let last else { return timings }
        if let open = last.openCorrection {
            timings += Timing.overdue(Measure(stage: open.stage), last.draft.centre, open.clock, now)
        }
        guard let stage = last.openStage else { return timings }
        return timings + Timing.overdue(Measure(stage: stage), last.draft.centre, last.stageClock(at: now), now)
    }

    /// A pass of the open correction counts as the review that it is; that of a slip as a second one.
    private static func correction(of story: Story, _ stage: Stage, at moment: Moment) -> [Timing] {
        guard let clock = story.openCorrection?.clock else { return [] }
        return [Timing(Measure(stage: stage), story.draft.centre, from: clock.since, at: moment, limit: clock.limit)]
    }
}
