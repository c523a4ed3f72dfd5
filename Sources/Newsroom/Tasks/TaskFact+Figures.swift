extension TaskFact {
    /// The timings in its subject's events, and what is overdue at `now`.
    public static func timings(of events: [Event], now: Moment) -> [Timing] {
        var timings: [Timing] = []
        let last = Timing.walk(events) { (before: NewsTask, _, event) in
            guard case .task(let fact) = event.fact else { return }
            let centre = before.order.centre
            switch fact {
            case .acknowledged:
                timings.append(
                    Timing(
                        .toAcknowledge, centre, from: before.since, at: event.at, limit: before.order.acknowledgeBy))
            case .arrived where before.arrivedAt == nil:
                timings.append(Timing(.toScene, centre, from: before.issuedAt, at: event.at, limit: nil))
            case .filed where before.filedAt == nil:
                timings.append(
                    Timing(.toCopy, centre, from: before.issuedAt, at: event.at, limit: before.order.dueAt))
            case .issued, .declined, .reassigned, .departed, .arrived, .filed, .closed, .cancelled: break
            }
        }
        guard let last else { return timings }
        let isWaiting = last.state == .issued || last.state == .declined
        return timings + Timing.overdue(isWaiting ? .toAcknowledge : .toCopy, last.order.centre, last.clock, now)
    }
}
