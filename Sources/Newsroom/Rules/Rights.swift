/// What a person may be allowed to do. The console, the commands and the documentation read this one table.
public enum Right: String, CaseIterable, Sendable {
    case receiveLead, judgeLead
    case dispatch, answerTask, settleTask
    case write, firstReview, secondReview, thirdReview
    case sign, publish, publishInEmergency, correct, withdraw, reportPlacement
    case takeDuty, callRoll, answerRoll, note
    case manageStaff, managePolicy
}

extension Role {
    /// The rights that come with the role.
    public var rights: Set<Right> {
        switch self {
        case .viewer, .business: []
        case .reporter: [.receiveLead, .answerTask, .write, .answerRoll, .note]
        case .centreEditor: Self.reporter.rights.union([.judgeLead, .firstReview, .takeDuty])
        case .dutyEditor:
            Self.centreEditor.rights.union([.dispatch, .settleTask, .publish, .reportPlacement, .callRoll])
        case .deskHead: Self.dutyEditor.rights.union([.secondReview, .withdraw])
        case .chiefEditor:
            Self.deskHead.rights.union([.thirdReview, .sign, .publishInEmergency, .correct])
        case .administrator: [.manageStaff, .managePolicy, .note]
        }
    }

    /// Whether the role carries the right.
    public func may(_ right: Right) -> Bool { rights.contains(right) }

    /// Whether people of this role act for the whole desk; others act for their own centre only.
    public var isDesk: Bool { self == .dutyEditor || self == .deskHead || self == .chiefEditor }
}

extension Right {
    /// The roles that carry the right, in the order of `Role`.
    public var roles: [Role] { Role.allCases.filter { $0.may(self) } }

    /// The right to give a review of this stage, or the signature.
    public init(stage: Stage) {
        switch stage {
        case .first: self = .firstReview
        case .second: self = .secondReview
        case .third: self = .thirdReview
        case .signature: self = .sign
        }
    }
}
