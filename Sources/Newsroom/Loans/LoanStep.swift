/// The steps of a loan: from which states each may be taken. All take the same right, `lend`, in the house that takes it.
public enum LoanStep: CaseIterable, Sendable {
    case accept, end

    /// The states in which the step is possible.
    public var from: [LoanState] {
        switch self {
        case .accept: [.proposed]
        case .end: LoanState.allCases.filter(\.isOpen)
        }
    }
}
