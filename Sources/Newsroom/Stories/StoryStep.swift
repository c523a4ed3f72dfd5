/// The steps of a story that depend on its state alone; reviews and the signature depend on the open stage too.
public enum StoryStep: CaseIterable, Sendable {
    case edit, submit, recall, publish, publishInEmergency, correct, withdraw

    /// The states in which the step is possible.
    public var from: [StoryState] {
        switch self {
        case .edit: [.draft, .returned, .inReview]
        case .submit: [.draft, .returned]
        case .recall: [.inReview]
        case .publish: [.signedOff, .published, .corrected]
        case .publishInEmergency: [.draft, .inReview, .returned]
        case .correct, .withdraw: [.published, .corrected]
        }
    }

    /// The right it takes.
    public var right: Right {
        switch self {
        case .edit, .submit, .recall, .correct: .write
        case .publish: .publish
        case .publishInEmergency: .publishInEmergency
        case .withdraw: .withdraw
        }
    }
}
