extension Loan {
    /// Where it stands now, and what comes next.
    public func outlook(after why: Refusal, _ read: Localizer) -> String? {
        if case .ofSubject(let own) = why, case .state(state, _)? = own.refusal as? LoanRefusal { return nil }
        return read(
            "互审现为“\(state.phrase.zh)”\(state.nextStep.zh)", "the loan is \(state.phrase.en) now\(state.nextStep.en)")
    }
}

extension LoanSummary {
    /// Where it stands, in a word: what is over is neither in force nor waits.
    public func standing(at now: Moment) -> Phrase {
        state.isOpen && card.term.isOver(at: now) ? Phrase("过期", "over") : state.phrase
    }
}

extension LoanTerm {
    /// For how long, in a few words.
    ///
    /// - Parameter story: how the story is called, by its number where that is known.
    public func phrase(_ read: Localizer, story: String) -> String {
        switch self {
        case .story: read("审稿件 \(story)", "for \(story)")
        case .until(let end): read("到 \(read.dayAndTime(end))", "until \(read.dayAndTime(end))")
        }
    }
}

extension Localizer {
    /// A moment of another day, perhaps.
    func dayAndTime(_ moment: Moment) -> String {
        let civil = zone.civil(moment)
        return "\(civil.shortDate) \(civil.shortTime)"
    }
}
