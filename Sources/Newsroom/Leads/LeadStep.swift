/// The steps of a lead: from which states each may be taken, and with which right.
public enum LeadStep: CaseIterable, Sendable {
    case promote, merge, dismiss, restore

    /// The states in which the step is possible.
    public var from: [LeadState] {
        switch self {
        case .promote, .merge, .dismiss: [.open]
        // Two nodes that merge two leads into each other leave neither open: one is taken back.
        case .restore: [.dismissed, .merged]
        }
    }

    /// The right it takes.
    public var right: Right { .judgeLead }
}
