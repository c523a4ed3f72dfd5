extension TaskFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .issued(let order):
            read(
                "派给\(target(order.centre, order.assignee, read))",
                "dispatched to \(target(order.centre, order.assignee, read))")
        case .acknowledged: read("接单", "acknowledged")
        case .declined(let reason): read("拒接：\(reason)", "declined: \(reason)")
        case .reassigned(let centre, let assignee, _):
            read("改派\(target(centre, assignee, read))", "reassigned to \(target(centre, assignee, read))")
        case .departed: read("出发", "en route")
        case .arrived: read("到场", "on scene")
        case .filed: read("交稿", "filed")
        case .closed: read("办结", "closed")
        case .cancelled(let reason): read("撤销：\(reason)", "cancelled: \(reason)")
        }
    }

    private func target(_ centre: CentreID, _ assignee: StaffID?, _ read: Localizer) -> String {
        read.centre(centre) + (assignee.map { " " + read.name($0) } ?? "")
    }
}

extension NewsTask {
    /// Where it stands now, and what comes next.
    public func outlook(after why: Refusal, _ read: Localizer) -> String? {
        if case .taskState(let known, _) = why, known == state { return nil }
        return read(
            "任务现为“\(state.phrase.zh)”\(Refusal.nextStep(state).zh)",
            "the task is \(state.phrase.en) now\(Refusal.nextStep(state).en)")
    }
}
