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

extension Right {
    /// What the right allows, as a verb that follows "you may".
    public var phrase: Phrase {
        switch self {
        case .receiveLead: Phrase("登记线索", "enter leads")
        case .judgeLead: Phrase("处理线索", "promote, merge or dismiss leads")
        case .dispatch: Phrase("派单", "dispatch tasks")
        case .answerTask: Phrase("回应任务", "answer tasks")
        case .settleTask: Phrase("办结、撤销、改派任务", "close, cancel or reassign tasks")
        case .write: Phrase("写稿改稿", "write stories")
        case .firstReview: Phrase("一审", "give the first review")
        case .secondReview: Phrase("二审", "give the second review")
        case .thirdReview: Phrase("三审", "give the third review")
        case .sign: Phrase("签发", "sign off")
        case .publish: Phrase("发布", "publish")
        case .publishInEmergency: Phrase("应急先发", "publish in an emergency")
        case .correct: Phrase("更正", "correct what is published")
        case .withdraw: Phrase("撤稿", "withdraw what is published")
        case .reportPlacement: Phrase("登记分发结果", "report placements")
        case .request: Phrase("提出、答复需求", "make and answer requests")
        case .settleRequest: Phrase("了结需求", "close requests")
        case .takeDuty: Phrase("值班", "take duty")
        case .callRoll: Phrase("点名", "call the roll")
        case .answerRoll: Phrase("应答点名", "answer the roll")
        case .note: Phrase("记日志", "write in the duty log")
        case .message: Phrase("收发消息", "send and read messages")
        case .correctClock: Phrase("订正时钟", "correct stamps of a wrong clock")
        case .manageChannels: Phrase("管理渠道", "manage channels")
        case .manageNodes: Phrase("管理节点", "manage nodes")
        case .manageStaff: Phrase("管理人员", "manage staff")
        case .managePolicy: Phrase("修改时限", "change the limits")
        }
    }
}
