extension NewsTask {
    /// Where it stands now, and what comes next.
    public func outlook(after why: Refusal, _ read: Localizer) -> String? {
        if case .taskState(let known, _) = why, known == state { return nil }
        return read(
            "任务现为“\(state.phrase.zh)”\(Refusal.nextStep(state).zh)",
            "the task is \(state.phrase.en) now\(Refusal.nextStep(state).en)")
    }
}
