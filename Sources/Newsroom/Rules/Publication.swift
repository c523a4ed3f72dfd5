/// That a story went out for the first time.
public struct Publication: Equatable, Sendable {
    /// Whose story it is.
    public var centre: CentreID
    /// Who released it.
    public var by: StaffID
    /// When it went out.
    public var at: Moment
    /// Whether before its reviews were complete.
    public var isEmergency: Bool

    /// As given.
    public init(centre: CentreID, by: StaffID, at: Moment, isEmergency: Bool) {
        (self.centre, self.by, self.at, self.isEmergency) = (centre, by, at, isEmergency)
    }

    /// The publication in a subject's events, given in stamp order; `nil` of what is no story, or never went out.
    public init?(of events: [Event]) {
        guard case .story(.drafted)? = events.first(where: { $0.fact.kind.rule.begins })?.asItHappened.fact else {
            return nil
        }
        var found: Publication?
        _ = Timing.walk(events.map(\.asItHappened)) { (before: Story, after, event) in
            guard before.publishedAt == nil, let at = after.publishedAt, let person = event.actor.person else { return }
            found = Publication(
                centre: after.centre, by: person.staff, at: at, isEmergency: after.emergency != nil)
        }
        guard let found else { return nil }
        self = found
    }
}
