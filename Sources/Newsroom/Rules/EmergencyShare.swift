/// How many stories of a house, or by somebody, went out in an emergency, of all that went out (快审先发占比).
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
