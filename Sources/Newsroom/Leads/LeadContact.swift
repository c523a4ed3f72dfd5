/// What the log says of how to reach whoever brought a lead (线索联系人).
public enum LeadContact: Equatable, Sendable {
    /// It was said; the value lies beside the log, at those nodes that may have it.
    case given(ErasableReference)
    /// It was said once and is to be forgotten.
    case erased

    /// What it refers to; `nil` once it was erased.
    public var reference: ErasableReference? { if case .given(let reference) = self { reference } else { nil } }
}

/// A contact as whoever may see it reads it.
public struct ContactReading: Equatable, Sendable {
    /// Whether it can be read, or why not.
    public enum State: String, CaseIterable, Sendable {
        case kept, absent, erased, expired
    }

    /// Whether it can be read here and now.
    public let state: State
    /// What it says; `nil` unless it is kept here.
    public let text: String?
    /// Until when it is kept; `nil` once it was erased.
    public let until: Moment?

    /// A reading as given.
    public init(_ state: State, text: String? = nil, until: Moment? = nil) {
        self.state = state
        self.text = text
        self.until = until
    }
}
