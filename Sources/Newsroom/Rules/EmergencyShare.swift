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

/// How many stories of a house, or by somebody, went out in an emergency, of all that went out (应急先发占比).
public struct EmergencyShare: Equatable, Sendable {
    /// Of whom.
    public enum Subject: Hashable, Sendable {
        /// Of a house's stories.
        case centre(CentreID)
        /// Of what somebody released.
        case person(StaffID)
    }

    /// Of whom.
    public let subject: Subject
    /// How many went out.
    public let published: Int
    /// How many of these before their reviews were complete.
    public let emergencies: Int
    /// Of a hundred, rounded up: one of many is not none.
    public var percent: Int { published == 0 ? 0 : (emergencies * 100 + published - 1) / published }

    /// All houses of which any went out so, then all people who released any so, the most first.
    public static func shares(_ publications: [Publication]) -> [EmergencyShare] {
        shares(publications) { .centre($0.centre) } + shares(publications) { .person($0.by) }
    }

    private static func shares(
        _ publications: [Publication], of subject: (Publication) -> Subject
    ) -> [EmergencyShare] {
        Dictionary(grouping: publications, by: subject).map { subject, all in
            EmergencyShare(
                subject: subject, published: all.count, emergencies: all.count { $0.isEmergency })
        }
        .filter { $0.emergencies > 0 }
        .sorted {
            $0.emergencies == $1.emergencies
                ? $0.subject.word < $1.subject.word : $0.emergencies > $1.emergencies
        }
    }
}

extension EmergencyShare.Subject {
    /// By which those with as many are put in order, the same at every node.
    fileprivate var word: String {
        switch self {
        case .centre(let centre): centre.rawValue
        case .person(let person): person.rawValue
        }
    }
}
