extension Event {
    /// What happened, as the duty log says it, without who and what: "接单", "拒接：…".
    public func logText(_ read: Localizer) -> String {
        let text = fact.logText(read, at: at)
        return actor.person?.capacity == .onBehalf ? read("\(text)（代行）", "\(text) (on behalf)") : text
    }
}

extension Fact {
    func logText(_ read: Localizer, at moment: Moment) -> String {
        accept(LogTextVisitor(read: read, moment: moment))
    }
}

private struct LogTextVisitor: FactVisitor {
    let read: Localizer
    let moment: Moment
    func visit(_ fact: some SubjectFact) -> String { fact.logText(read, at: moment) }
}
