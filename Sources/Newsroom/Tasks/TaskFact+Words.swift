extension TaskFact {
    /// What happened, as the duty log says it, without who and what.
    func deed(_ read: Localizer) -> String {
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
