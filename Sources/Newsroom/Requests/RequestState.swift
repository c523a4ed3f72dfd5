/// Where a request stands.
public enum RequestState: String, Codable, CaseIterable, Sendable {
    /// It waits for an answer.
    case open
    /// Everybody who was asked has said no: it needs somebody else.
    case refused
    /// Somebody helps.
    case answered
    /// Whoever asked is done with it.
    case closed

    /// Whether it still waits for somebody's help.
    public var isWaiting: Bool { self == .open || self == .refused }
    /// Whether it still needs anybody, if only to be closed.
    public var isOpen: Bool { self != .closed }

    /// The state in a word.
    public var phrase: Phrase {
        switch self {
        case .open: Phrase("待答", "open")
        case .refused: Phrase("无人能应", "refused")
        case .answered: Phrase("已答", "answered")
        case .closed: Phrase("了结", "closed")
        }
    }

    /// What can be done with one in this state.
    var nextStep: Phrase {
        switch self {
        case .open: Phrase("；可答复，或由提出方了结", "; answer it, or the asker closes it")
        case .refused: Phrase("；请别的中心答复，或由提出方了结", "; another centre may answer, or the asker closes it")
        case .answered: Phrase("；由提出方了结", "; the asker closes it")
        case .closed: Phrase("；请另提新需求", "; make a new request")
        }
    }
}
