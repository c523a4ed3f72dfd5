extension LeadFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .received(let card): read("收到线索（\(card.source.phrase.zh)）", "received (\(card.source.phrase.en))")
        case .promoted: read("立项", "promoted")
        case .merged: read("并入另一线索", "merged into another")
        case .dismissed(let reason): read("不用：\(reason)", "dismissed: \(reason)")
        case .restored: read("恢复待判", "restored")
        case .contactGiven: read("登记联系人", "contact given")
        case .contactErased: read("删除联系人", "contact erased")
        }
    }
}

extension Lead {
    /// Where it stands now, and what comes next.
    public func outlook(after why: Refusal, _ read: Localizer) -> String? {
        if case .leadState(let known, _) = why, known == state { return nil }
        return read(
            "线索现为“\(state.phrase.zh)”\(Refusal.nextStep(state).zh)",
            "the lead is \(state.phrase.en) now\(Refusal.nextStep(state).en)")
    }
}
