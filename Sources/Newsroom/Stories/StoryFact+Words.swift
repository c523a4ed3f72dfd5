extension StoryFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .drafted: read("起稿", "drafted")
        case .edited: read("改稿", "edited")
        case .submitted: read("送审", "submitted")
        case .recalled: read("撤回送审", "recalled")
        case .reviewed(let stage, let verdict, let opinion, _):
            read(
                "\(stage.phrase.zh)\(verdict.phrase.zh)：\(opinion)",
                "\(stage.phrase.en) \(verdict.phrase.en): \(opinion)")
        case .signed: read("签发", "signed off")
        case .published(let channels, _):
            read("发布到 \(channels.count) 个渠道", "published on \(channels.count) channels")
        case .publishedInEmergency(_, _, let reason): read("应急先发：\(reason)", "published in an emergency: \(reason)")
        case .corrected(_, _, let reason, _): read("更正：\(reason)", "corrected: \(reason)")
        case .withdrawn(let reason): read("撤稿：\(reason)", "withdrawn: \(reason)")
        case .shared: read("共享草稿", "shared the draft")
        }
    }
}

extension Story {
    /// Where it stands now, and what comes next.
    public func outlook(after why: Refusal, _ read: Localizer) -> String? {
        if case .storyState(let known, _) = why, known == state { return nil }
        return read(
            "稿件现为“\(state.phrase.zh)”\(Refusal.nextStep(state).zh)",
            "the story is \(state.phrase.en) now\(Refusal.nextStep(state).en)")
    }
}
