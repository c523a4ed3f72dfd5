extension Event {
    /// What happened, as the duty log says it, without who and what: "接单", "拒接：…".
    public func logText(_ read: Localizer) -> String {
        let text = fact.logText(read, at: at)
        return actor.person?.capacity.mark.map { text + read("（\($0.zh)）", " (\($0.en))") } ?? text
    }
}

extension Capacity {
    /// What stands beside an act that was not done by one's own role in one's own house; `nil` for all others.
    public var mark: Phrase? {
        switch self {
        case .own: nil
        case .onBehalf: Phrase("代行", "on behalf")
        case .loan: Phrase("互审", "on loan")
        }
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
