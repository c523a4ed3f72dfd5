extension CentreFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .added(let card): read("加入\(card.name.zh)", "added \(card.name.en)")
        case .dutyTaken(let staff): read("\(read.name(staff))接班", "\(read.name(staff)) took duty")
        }
    }
}
