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
        case .acknowledge, .decline, .depart, .arrive, .file: .answerTask
        }
    }
}
