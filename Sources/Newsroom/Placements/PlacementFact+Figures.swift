extension PlacementFact {
    /// The timings in its subject's events, and what is overdue at `now`.
    public static func timings(of events: [Event], now _: Moment) -> [Timing] {
        var timings: [Timing] = []
        _ = Timing.walk(events) { (before: Placement, _, event) in
            guard case .placement(.stepped(_, let key, .confirmed, _, _)) = event.fact,
                let order = before.order(under: key), let signedAt = order.signedAt
            else { return }
            timings.append(Timing(.toChannels, order.centre, from: signedAt, at: event.at, limit: nil))
        }
        return timings
    }
}
