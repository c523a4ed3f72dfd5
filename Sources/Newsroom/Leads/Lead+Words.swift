extension Lead {
    /// Where it stands now, and what comes next.
    public func outlook(after why: Refusal, _ read: Localizer) -> String? {
        if case .leadState(let known, _) = why, known == state { return nil }
        return read(
            "线索现为“\(state.phrase.zh)”\(Refusal.nextStep(state).zh)",
            "the lead is \(state.phrase.en) now\(Refusal.nextStep(state).en)")
    }
}
