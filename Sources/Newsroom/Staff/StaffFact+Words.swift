extension StaffFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .added(let card):
            read("添加人员\(card.name)（\(card.role.phrase.zh)）", "added \(card.name) (\(card.role.phrase.en))")
        case .changed(let card):
            read("更新人员\(card.name)（\(card.role.phrase.zh)）", "changed \(card.name) (\(card.role.phrase.en))")
        }
    }
}
