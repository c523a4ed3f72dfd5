/// The steps of a task: from which states each may be taken, and with which right.
public enum TaskStep: CaseIterable, Sendable {
    case acknowledge, decline, depart, arrive, file, close, cancel, reassign

    /// The states in which the step is possible.
    public var from: [TaskState] {
        switch self {
        case .acknowledge: [.issued]
        case .decline: [.issued, .acknowledged, .enRoute, .onScene]
        case .depart: [.acknowledged]
        case .arrive: [.acknowledged, .enRoute]
        case .file: [.acknowledged, .enRoute, .onScene]
        case .close: [.filed]
        case .cancel: TaskState.allCases.filter(\.isOpen)
        case .reassign: [.issued, .acknowledged, .declined, .enRoute, .onScene]
        }
    }

    /// The right it takes.
    public var right: Right {
        switch self {
        case .close, .cancel, .reassign: .settleTask
        default: .answerTask
        }
    }
}

/// The steps of a lead: from which states each may be taken, and with which right.
public enum LeadStep: CaseIterable, Sendable {
    case promote, merge, dismiss, restore

    /// The states in which the step is possible.
    public var from: [LeadState] {
        switch self {
        case .promote, .merge, .dismiss: [.open]
        // Two nodes that merge two leads into each other leave neither open: one is taken back.
        case .restore: [.dismissed, .merged]
        }
    }

    /// The right it takes.
    public var right: Right { .judgeLead }
}

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
        case .edit, .submit, .recall: .write
        case .publish: .publish
        case .publishInEmergency: .publishInEmergency
        case .correct: .correct
        case .withdraw: .withdraw
        }
    }
}
