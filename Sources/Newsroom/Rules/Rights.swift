/// What a person may be allowed to do. The console, the commands and the documentation read this one table.
public enum Right: String, CaseIterable, Sendable {
    case receiveLead, judgeLead
    case dispatch, answerTask, settleTask
    case write, firstReview, secondReview, thirdReview
    case sendOut, sign, publish, publishInEmergency, confirmEmergency, correct, withdraw, hide, release, reportPlacement
    case request, settleRequest
    case lend
    case takeDuty, callRoll, answerRoll, note, message
    case correctClock
    case manageStaff, managePolicy, manageChannels, manageNodes
}

extension Right {
    /// What it allows, and who may. Whoever edits may what those do who are edited, and so on up to the chief.
    private var grant: (phrase: Phrase, holders: Set<Role>) {
        switch self {
        case .receiveLead: (Phrase("登记线索", "enter leads"), Role.reporters)
        case .judgeLead: (Phrase("处理线索", "promote, merge or dismiss leads"), Role.editors)
        case .dispatch: (Phrase("派单", "dispatch tasks"), Role.desk)
        case .answerTask: (Phrase("回应任务", "answer tasks"), Role.reporters)
        case .settleTask: (Phrase("办结、撤销、改派任务", "close, cancel or reassign tasks"), Role.desk)
        case .write: (Phrase("写稿改稿", "write stories"), Role.reporters)
        case .firstReview: (Phrase("一审", "give the first review"), Role.editors)
        case .secondReview: (Phrase("二审", "give the second review"), Role.heads)
        case .thirdReview: (Phrase("三审", "give the third review"), Role.chiefs)
        case .sendOut: (Phrase("送外审、登记答复", "send texts out for approval and record the answer"), Role.heads)
        case .sign: (Phrase("签发", "sign off"), Role.chiefs)
        case .publish: (Phrase("发布", "publish"), Role.editors)
        // Without the reviews, on a chief's word: their own, or one that is recorded and that they confirm.
        case .publishInEmergency:
            (Phrase("快审先发（凭总编授权）", "publish in an emergency, on a chief's authority"), Role.editors)
        // Whoever was named: a chief, or who stands in for one.
        case .confirmEmergency:
            (Phrase("确认、否认凭其授权的快审先发", "confirm or deny an emergency publication on their authority"), Role.editors)
        // Who proposes one writes, who passes one reviews, and a channel has it by either: what is left is to do without.
        case .correct: (Phrase("免做渠道上的更正", "do without a correction on a channel"), Role.chiefs)
        case .withdraw: (Phrase("撤稿", "withdraw what is published"), Role.heads)
        case .hide: (Phrase("下线、恢复上线", "hide what is published, and show it again"), Role.editors)
        case .release: (Phrase("放行到渠道", "release on a channel"), Role.editors)
        case .reportPlacement: (Phrase("登记分发结果", "report placements"), Role.editors)
        case .request: (Phrase("提出、答复需求", "make and answer requests"), Role.reporters)
        case .settleRequest: (Phrase("了结需求", "close requests"), Role.editors)
        // In a centre whoever edits, at the desk its heads: lending somebody is more than running the shift.
        case .lend: (Phrase("借出、借入审稿人", "lend and borrow reviewers"), Role.heads.union([.centreEditor]))
        case .takeDuty: (Phrase("值班", "take duty"), Role.editors)
        case .callRoll: (Phrase("点名", "call the roll"), Role.desk)
        case .answerRoll: (Phrase("应答点名", "answer the roll"), Role.reporters)
        case .note: (Phrase("记日志", "write in the duty log"), Role.reporters.union([.administrator]))
        // Everybody who may do anything may talk.
        case .message:
            (Phrase("收发消息", "send and read messages"), Role.reporters.union([.business, .administrator]))
        case .correctClock: (Phrase("订正时钟", "correct stamps of a wrong clock"), Role.desk.union([.administrator]))
        case .manageChannels: (Phrase("管理渠道", "manage channels"), [.administrator])
        case .manageNodes: (Phrase("管理节点", "manage nodes"), [.administrator])
        case .manageStaff: (Phrase("管理人员", "manage staff"), [.administrator])
        case .managePolicy: (Phrase("修改时限", "change the limits"), [.administrator])
        }
    }

    /// What the right allows, as a verb that follows "you may".
    public var phrase: Phrase { grant.phrase }

    /// The roles that carry the right, in the order of `Role`.
    public var roles: [Role] { Self.holders[self] ?? [] }

    /// The right to give a review of this stage, or the signature.
    public init(stage: Stage) {
        switch stage {
        case .first: self = .firstReview
        case .second: self = .secondReview
        case .third: self = .thirdReview
        case .signature: self = .sign
        }
    }

    /// The one table, made once: screens ask it for every hint.
    fileprivate static let table: [Role: Set<Right>] = allCases.reduce(into: [:]) { table, right in
        for role in right.grant.holders { table[role, default: []].insert(right) }
    }
    /// The same by right.
    fileprivate static let holders: [Right: [Role]] = allCases.reduce(into: [:]) { holders, right in
        holders[right] = Role.allCases.filter { $0.may(right) }
    }
}

extension Role {
    // Who may: the people of each step and all above them.
    fileprivate static let chiefs: Set<Role> = [.chiefEditor]
    fileprivate static let heads = chiefs.union([.deskHead])
    fileprivate static let desk = heads.union([.dutyEditor])
    fileprivate static let editors = desk.union([.centreEditor])
    fileprivate static let reporters = editors.union([.reporter])

    /// The rights that come with the role.
    public var rights: Set<Right> { Right.table[self] ?? [] }

    /// Whether the role carries the right.
    public func may(_ right: Right) -> Bool { rights.contains(right) }

    /// Whether people of this role act for the whole desk; others act for their own centre only.
    public var isDesk: Bool { self == .dutyEditor || self == .deskHead || self == .chiefEditor }
}
