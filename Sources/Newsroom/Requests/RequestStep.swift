/// The steps of a request: from which states each may be taken, and with which right.
public enum RequestStep: CaseIterable, Sendable {
    case answer, close

    /// The states in which the step is possible.
    public var from: [RequestState] {
        switch self {
        case .answer, .close: RequestState.allCases.filter(\.isOpen)
        }
    }

    /// The right it takes. Whoever made a request may close it without.
    public var right: Right {
        switch self {
        case .answer: .request
        case .close: .settleRequest
        }
    }
}
