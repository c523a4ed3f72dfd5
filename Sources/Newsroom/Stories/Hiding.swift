/// A story, or a story on one channel, that a house has taken out of sight (下线). It is a flag beside the state: the text
/// stays where it stands, and is shown again by the house that hid it, or by the desk. What it says of reviews, corrections
/// and recalls is nothing: all of them go on.
///
/// Story and placement have their own, of each house that hid them; what one of them has hidden is hidden. Whether it
/// is out of sight on a channel, whoever serves that says: `Placement.hiddenThere`.
public struct Hiding: Equatable, Sendable {
    /// By which it is shown again: of two that came one after the other each has its own.
    public let key: SubjectID
    /// Who hid it.
    public let by: StaffID
    /// The house for which they did. It, or the desk, shows it again.
    public let house: CentreID
    /// Since when it is wanted hidden.
    public let at: Moment
    /// Why; `nil` as long as nobody has said.
    public internal(set) var reason: Reason?
    /// Who showed it again, or took it down altogether, and when; `nil` while it stands.
    public internal(set) var end: End?

    /// Why it was hidden, which may be said later.
    public struct Reason: Equatable, Sendable {
        /// In the words of whoever gave it.
        public let text: String
        /// Who gave it.
        public let by: StaffID
        /// When they did.
        public let at: Moment
    }

    /// That it is over.
    public struct End: Equatable, Sendable {
        /// Who ended it.
        public let by: ActorID
        /// When they did.
        public let at: Moment
    }

    /// What happens to it, as the log has it.
    public enum Step: Equatable, Sendable {
        case hidden(key: SubjectID, reason: String?)
        case shown(key: SubjectID)
        case explained(key: SubjectID, reason: String)
    }

    /// What somebody asks.
    public enum Request: Equatable, Sendable {
        /// Hides the story wherever it is or comes to be; where whoever asks has a say about their channels only, there. Of what
        /// their house has hidden without a reason, the reason.
        case hide(reason: String?)
        /// Shows again what the asker's house has hidden; where that is nothing, the desk's people what any other has.
        case show
        /// Takes back what was hidden under these keys, and nothing that others have hidden besides; where nobody said why it was
        /// hidden, that is why.
        case takeBack([SubjectID], reason: String)
        /// Says why, of all that the asker's house hid without saying so, whether it is still hidden or not.
        case explain(reason: String)
    }

    /// What lists know of what is hidden of a story.
    public struct Summary: Equatable, Sendable {
        /// Since when the first of it that stands is.
        public var since: Moment
        /// Who hid that.
        public var by: StaffID
        /// The houses that hid it, and those of the channels on which it is hidden.
        public var houses: [CentreID]
        /// Those that hid it as a whole.
        public var whole: [CentreID]

        /// As given.
        public init(
            since: Moment, by: StaffID, houses: [CentreID], whole: [CentreID] = []
        ) {
            (self.since, self.by, self.houses, self.whole) = (since, by, houses, whole)
        }
    }

    /// That somebody has not said why they hid something. To show it again does not answer that.
    public struct OwedReason: Equatable, Sendable {
        /// Who hid it.
        public let by: StaffID
        /// When they did.
        public let since: Moment

        /// As given.
        public init(by: StaffID, since: Moment) { (self.by, self.since) = (by, since) }
    }
}

/// Whether people can see a story on a channel, as whoever serves it says.
public enum Visibility: String, CaseIterable, Sendable {
    case hidden, shown
}

extension Hiding {
    /// Who hid it, and when.
    var trace: Refusal.Trace { Refusal.Trace(by: by, at: at) }
}

extension Hiding.Step {
    /// Its kind among those of stories.
    var kindOfStory: StoryFact.Kind {
        switch self {
        case .hidden: .hidden
        case .shown: .shown
        case .explained: .hideExplained
        }
    }

    /// Its kind among those of placements.
    var kindOfPlacement: PlacementFact.Kind {
        switch self {
        case .hidden: .hidden
        case .shown: .shown
        case .explained: .hideExplained
        }
    }

    static func hidden(_ fields: Fields) throws(FactError) -> Hiding.Step {
        .hidden(key: try fields["hiding"].subject(), reason: try fields.optional("reason")?.text(.remark))
    }

    static func shown(_ fields: Fields) throws(FactError) -> Hiding.Step { .shown(key: try fields["hiding"].subject()) }

    static func explained(_ fields: Fields) throws(FactError) -> Hiding.Step {
        .explained(key: try fields["hiding"].subject(), reason: try fields["reason"].text(.remark))
    }

    func write(_ fields: inout FieldWriter) {
        switch self {
        case .hidden(let key, let reason):
            fields.subject("hiding", key)
            fields.text("reason", reason)
        case .shown(let key): fields.subject("hiding", key)
        case .explained(let key, let reason):
            fields.subject("hiding", key)
            fields.text("reason", reason)
        }
    }

    /// What happened, as the duty log says it.
    func logText(_ read: Localizer) -> String {
        switch self {
        case .hidden(_, let reason): read("下线", "hidden") + (reason.map { read("：", ": ") + $0 } ?? "")
        case .shown: read("恢复上线", "shown again")
        case .explained(_, let reason): read("补下线理由：\(reason)", "why it was hidden: \(reason)")
        }
    }
}

extension Fact {
    /// The key of what it hides; `nil` where it hides nothing.
    public var hiding: SubjectID? {
        switch self {
        case .story(.hiding(.hidden(let key, _))), .placement(.hiding(_, .hidden(let key, _))): key
        case .desk, .centre, .staff, .channel, .placement, .lead, .task, .story, .request, .loan, .rollCall, .message,
            .node, .common:
            nil
        }
    }
}

extension Visibility: TypedTerm {
    /// What is said of a channel that is served by hand.
    public var otherNames: [String] {
        switch self {
        case .hidden: ["已下线", "下线"]
        case .shown: ["已恢复", "恢复"]
        }
    }

    /// What whoever serves a channel says of it.
    public var phrase: Phrase {
        switch self {
        case .hidden: Phrase("渠道已下线", "out of sight there")
        case .shown: Phrase("渠道已恢复", "in sight there")
        }
    }
}
