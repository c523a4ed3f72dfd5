/// What a person may be allowed to do. The console, the commands and the documentation read this one table.
public enum Right: String, CaseIterable, Sendable {
    case receiveLead, judgeLead
    case dispatch, answerTask, settleTask
    case write, firstReview, secondReview, thirdReview
    case sign, publish, publishInEmergency, correct, withdraw, reportPlacement
    case request, settleRequest
    case takeDuty, callRoll, answerRoll, note, message
    case correctClock
    case manageStaff, managePolicy, manageChannels, manageNodes
}

extension Role {
    /// The rights that come with the role.
    public var rights: Set<Right> { Self.table[self] ?? [] }

    /// The one table, made once: screens ask it for every hint. Everybody who may do anything may talk.
    private static let table: [Role: Set<Right>] = {
        let reporter: Set<Right> = [.receiveLead, .answerTask, .write, .request, .answerRoll, .note, .message]
        let centreEditor = reporter.union([.judgeLead, .settleRequest, .firstReview, .takeDuty])
        let dutyEditor = centreEditor.union([
            .dispatch, .settleTask, .publish, .reportPlacement, .callRoll, .correctClock,
        ])
        let deskHead = dutyEditor.union([.secondReview, .withdraw])
        return [
            .viewer: [], .business: [.message], .reporter: reporter, .centreEditor: centreEditor,
            .dutyEditor: dutyEditor,
            .deskHead: deskHead,
            .chiefEditor: deskHead.union([.thirdReview, .sign, .publishInEmergency, .correct]),
            .administrator: [
                .correctClock, .manageStaff, .managePolicy, .manageChannels, .manageNodes, .note, .message,
            ],
        ]
    }()

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
