extension RollCallFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .called(let centres, _): read("点名 \(centres.count) 个中心", "called the roll of \(centres.count) centres")
        case .answered(let centre): read("\(read.centre(centre))应答", "\(read.centre(centre)) answered")
        }
    }
}
