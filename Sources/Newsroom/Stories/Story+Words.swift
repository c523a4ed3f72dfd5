extension Story {
    /// Where it stands now, and what comes next.
    public func outlook(after why: Refusal, _ read: Localizer) -> String? {
        if case .storyState(let known, _) = why, known == state { return nil }
        return read(
            "稿件现为“\(state.phrase.zh)”\(Refusal.nextStep(state).zh)",
            "the story is \(state.phrase.en) now\(Refusal.nextStep(state).en)")
    }
}
