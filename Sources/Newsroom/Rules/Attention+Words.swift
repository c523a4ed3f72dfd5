extension Attention.Kind {
    /// What is the matter, in words.
    public var phrase: Phrase {
        switch self {
        case .taskOverdue: Phrase("任务超时", "task overdue")
        case .taskDeclined: Phrase("任务被拒", "task declined")
        case .taskUntaken: Phrase("特急待接", "flash task not taken")
        case .storyOverdue: Phrase("审签超时", "review overdue")
        case .sendOutOverdue: Phrase("外审超时", "outside approval overdue")
        case .correctionOverdue: Phrase("更正超时", "correction overdue")
        case .placementFailed: Phrase("渠道待处理", "channel needs somebody")
        case .storyHidden: Phrase("已下线", "hidden")
        case .hideUnexplained: Phrase("下线待补理由", "hidden, no reason yet")
        case .proposalOverdue: Phrase("放行超时", "release overdue")
        case .confirmationOverdue: Phrase("授权待确认", "authority not confirmed")
        case .emergencyDenied: Phrase("授权被否认", "authority denied")
        case .leadOverdue: Phrase("线索超时", "lead overdue")
        case .leadUntaken: Phrase("特急待派", "flash lead not dispatched")
        case .requestUntaken: Phrase("特急待答", "flash request not answered")
        case .requestOverdue: Phrase("需求超时", "request overdue")
        case .rollMissing: Phrase("点名未应", "no answer to the roll")
        }
    }
}
