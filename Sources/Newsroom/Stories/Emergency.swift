/// That something went out before its reviews were complete (快审先发): by two people, who wrote it and who released it, and on
/// somebody's authority.
///
/// Whoever has the authority and did not release it themselves confirms in time, or denies that they gave their word. The reviews
/// that it left out stay owed, whatever they say.
public struct Emergency: Equatable, Sendable {
    /// By which it is told from others of the same text: whoever was named answers for this one.
    public let key: SubjectID
    /// On whose authority it went out, and until when they confirm: at most a day after, whatever its writer said.
    public let authority: EmergencyAuthority
    /// Why it could not wait.
    public let reason: String
    /// The text that went out.
    public let textHash: TextHash
    /// Who released it.
    public let by: StaffID
    /// When it went out.
    public let at: Moment
    /// What whoever was named has said of it since; `nil` while they have not.
    public private(set) var answer: Answer?

    /// What whoever was named has said of it.
    public struct Answer: Equatable, Sendable {
        /// Who said it.
        public let by: StaffID
        /// When they did.
        public let at: Moment
        /// Why they deny it; `nil` where they confirm it.
        public let denial: String?
    }

    /// That somebody denied a release which came to nothing: another, that was written before it or said to be, went out in its place.
    public struct LostDenial: Equatable, Sendable {
        /// Who denied that they gave their word.
        public let by: StaffID
        /// Their house.
        public let house: CentreID
        /// When they did.
        public let at: Moment
        /// Why.
        public let reason: String
    }

    /// What is said of it afterwards, as the log has it. `key` and `textHash` are of the release that is meant: a word on another,
    /// also of the same text, is none on this one.
    public enum Step: Equatable, Sendable {
        /// Whoever was named gave their word for it.
        case confirmed(key: SubjectID, textHash: TextHash)
        /// Whoever was named did not, and says why they deny it.
        case denied(key: SubjectID, textHash: TextHash, reason: String)
    }

    /// What somebody asks.
    public enum Request: Equatable, Sendable {
        /// Confirms that they gave their word.
        case confirm
        /// Denies it, with the reason.
        case deny(reason: String)
    }

    /// What lists know of one that needs somebody: the word is awaited, or was denied.
    public struct Summary: Equatable, Sendable {
        /// On whose authority it went out.
        public var authority: StaffID
        /// The house as whose chief they were named.
        public var house: CentreID
        /// Since when it is out and until when they confirm; of one that was denied, since when.
        public var clock: Clock
        /// Whether they denied it.
        public var isDenied: Bool

        /// As given.
        public init(authority: StaffID, house: CentreID, clock: Clock, isDenied: Bool) {
            (self.authority, self.house, self.clock, self.isDenied) = (authority, house, clock, isDenied)
        }
    }

    /// Why something goes out unreviewed, and on whose authority.
    struct Grounds {
        var key: SubjectID
        var reason: String
        var authority: EmergencyAuthority
    }

    init(
        _ key: SubjectID, _ authority: EmergencyAuthority, reason: String, textHash: TextHash, by: StaffID, at: Moment
    ) {
        (self.key, self.reason, self.textHash, self.by, self.at) = (key, reason, textHash, by, at)
        var authority = authority
        // Its writer's clock says when, and may say anything.
        authority.confirmBy = authority.confirmBy?.bounded(after: at, by: Policy.longestConfirmation)
        self.authority = authority
    }

    /// Whether whoever was named denied that they gave their word.
    public var isDenied: Bool { answer?.denial != nil }

    /// Whether whoever was named has yet to say whether they gave their word.
    public var isAwaited: Bool { authority.confirmBy != nil && answer == nil }

    /// Whether somebody can say whether they gave their word for it.
    func checkAnswer(by person: Person) throws(Refusal) {
        guard authority.confirmBy != nil else { throw .emergency(.releasedBySelf(authority.staff)) }
        guard person.staff == authority.staff, person.house == authority.house else {
            throw .emergency(.otherAuthority(authority.staff, authority.house))
        }
        if let answer {
            throw .emergency(.answered(last: Refusal.Trace(by: answer.by, at: answer.at), isDenied: isDenied))
        }
    }

    /// Takes what whoever was named says of it.
    mutating func take(_ step: Step, by person: Person, at moment: Moment) {
        switch step {
        case .confirmed: answer = Answer(by: person.staff, at: moment, denial: nil)
        case .denied(_, _, let reason): answer = Answer(by: person.staff, at: moment, denial: reason)
        }
    }
}

extension Emergency.Step {
    /// Whether it is of a release.
    func isOf(_ emergency: Emergency) -> Bool {
        switch self {
        case .confirmed(let key, let textHash), .denied(let key, let textHash, _):
            key == emergency.key && textHash == emergency.textHash
        }
    }

    /// The release that it is of.
    var key: SubjectID {
        switch self {
        case .confirmed(let key, _), .denied(let key, _, _): key
        }
    }

    /// Its kind among those of stories.
    var kind: StoryFact.Kind {
        switch self {
        case .confirmed: .emergencyConfirmed
        case .denied: .emergencyDenied
        }
    }

    static func confirmed(_ fields: Fields) throws(FactError) -> Emergency.Step {
        .confirmed(key: try fields["key"].subject(), textHash: try fields["textHash"].id())
    }

    static func denied(_ fields: Fields) throws(FactError) -> Emergency.Step {
        .denied(
            key: try fields["key"].subject(), textHash: try fields["textHash"].id(),
            reason: try fields["reason"].text(.remark))
    }

    func write(_ fields: inout FieldWriter) {
        switch self {
        case .confirmed(let key, let textHash):
            fields.subject("key", key)
            fields.id("textHash", textHash)
        case .denied(let key, let textHash, let reason):
            fields.subject("key", key)
            fields.id("textHash", textHash)
            fields.text("reason", reason)
        }
    }

    /// What happened, as the duty log says it.
    func logText(_ read: Localizer) -> String {
        switch self {
        case .confirmed: read("确认快审先发", "confirmed the emergency publication")
        case .denied(_, _, let reason):
            read("否认快审先发：\(reason)", "denied the emergency publication: \(reason)")
        }
    }
}
