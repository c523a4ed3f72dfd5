/// Where a loan stands. That its time is over is asked of its term: no event says so.
public enum LoanState: String, Codable, CaseIterable, Sendable {
    /// One house has written into it; it counts for nothing yet.
    case proposed
    /// Both houses have.
    case inForce
    /// One of them ended it, or turned it down.
    case ended

    /// Whether somebody may still write into it.
    public var isOpen: Bool { self != .ended }

    /// The state in a word.
    public var phrase: Phrase {
        switch self {
        case .proposed: Phrase("待同意", "proposed")
        case .inForce: Phrase("生效", "in force")
        case .ended: Phrase("结束", "ended")
        }
    }

    /// What can be done with one in this state.
    var nextStep: Phrase {
        switch self {
        case .proposed: Phrase("；由另一方同意，或任一方结束", "; the other house accepts it, or either ends it")
        case .inForce: Phrase("；任一方可结束", "; either house may end it")
        case .ended: Phrase("；请另提新的互审", "; propose a new one")
        }
    }
}
