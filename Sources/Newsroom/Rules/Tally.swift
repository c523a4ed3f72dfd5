/// What the board counts of a centre's stories that are open. A story that is out is counted on the day on which it
/// first went out, whatever became of it since, and not here.
public enum StoryTally: CaseIterable, Sendable {
    /// Being written, those returned among them.
    case writing
    /// In any of the three reviews, or waiting for the signature.
    case inReview
    /// Signed off and not yet out.
    case signedOff
}

extension StoryState {
    /// Under what the board counts stories of this state; `nil` for those that are out or withdrawn.
    public var tally: StoryTally? {
        switch self {
        case .draft, .returned: .writing
        case .inReview: .inReview
        case .signedOff: .signedOff
        case .published, .corrected, .withdrawn: nil
        }
    }

    /// Whether a story of this state has come to the end of its way, but for reviews that an emergency left out.
    public var isDone: Bool { tally == nil }
}

extension StorySummary {
    /// Whether the story still needs somebody: it is not out, reviews are still to be made up for, a word that was given for it was
    /// denied, or a correction is open.
    public var isOpen: Bool { !state.isDone || openStage != nil || openEmergency != nil || correction != nil }
}

extension TaskSummary {
    /// Whether the task still needs somebody; what the board counts of a centre's tasks.
    public var isOpen: Bool { state.isOpen }
}

extension LeadSummary {
    /// Whether the lead still needs somebody's judgement.
    public var isOpen: Bool { state == .open }
}
