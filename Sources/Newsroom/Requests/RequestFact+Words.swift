extension RequestFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .made(let card):
            let to =
                card.to.isEmpty ? read("各中心", "everybody") : card.to.map(read.centre).joined(separator: read("、", ", "))
            return read("\(read.centre(card.centre))向\(to)提出需求", "\(read.centre(card.centre)) asked \(to)")
        case .answered(let centre, .story):
            return read("\(read.centre(centre))以稿件应答", "\(read.centre(centre)) answered with a story")
        case .answered(let centre, .task):
            return read("\(read.centre(centre))应下，已立任务", "\(read.centre(centre)) took it on as a task")
        case .answered(let centre, .no(let reason)):
            return read("\(read.centre(centre))不能应：\(reason)", "\(read.centre(centre)) cannot: \(reason)")
        case .closed(let reason):
            return read(
                "了结需求" + (reason.map { "：\($0)" } ?? ""), "closed the request" + (reason.map { ": \($0)" } ?? ""))
        }
    }
}

extension Request {
    /// Where it stands now, and what comes next.
    public func outlook(after why: Refusal, _ read: Localizer) -> String? {
        if case .ofSubject(let own) = why, case .state(state, _)? = own.refusal as? RequestRefusal { return nil }
        return read(
            "需求现为“\(state.phrase.zh)”",
            "the request is \(state.phrase.en) now")
    }
}
