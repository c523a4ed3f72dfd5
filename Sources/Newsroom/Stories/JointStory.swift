// Joint stories (联合报道): the desk's, with centres as partners who write on them and give the first review. All else is the
// desk's.

extension Right {
    /// Whether the partners of a joint story use it there as their own.
    public var isPartners: Bool {
        switch self {
        case .write, .firstReview: true
        case .secondReview, .thirdReview, .sendOut, .sign, .publish, .publishInEmergency, .confirmEmergency, .correct,
            .withdraw, .hide, .release,
            .reportPlacement, .receiveLead, .judgeLead, .dispatch, .answerTask, .settleTask, .request, .settleRequest,
            .lend, .takeDuty, .callRoll, .answerRoll, .note, .message, .correctClock, .manageStaff, .managePolicy,
            .manageChannels, .manageNodes:
            false
        }
    }
}

extension Fact {
    /// Whether the partners of a joint story do it as their own. The word on a slip, which puts a text out, is none of theirs.
    var isPartners: Bool { right?.isPartners == true && !isOfSlip }
}

extension StorySummary {
    /// The houses whose people use a right on the story as their own: its own house, and partners as far as they may.
    public func houses(using right: Right) -> [CentreID] { [centre] + (right.isPartners ? partners : []) }
}

extension Story {
    /// The centres that work on it beside its own house.
    public var partners: [CentreID] { draft.partners }
}

extension StoryFact {
    /// The text with which the desk goes on by it, whatever partners have written that it had not seen; `nil` for what is not bound to
    /// a text, and for what partners do too.
    var goesOnWith: TextHash? {
        switch self {
        case .reviewed(_, _, _, let textHash, false), .signed(let textHash), .published(_, let textHash),
            .proposed(_, let textHash), .released(_, let textHash), .publishedInEmergency(_, _, _, let textHash, _, _):
            textHash
        case .reviewed, .drafted, .edited, .submitted, .recalled, .emergency, .correction, .withdrawn, .shared,
            .sendOut,
            .attachment, .hiding:
            nil
        }
    }
}

extension StoryDraft {
    /// Whether its partners may be believed: a joint story is the desk's, and by whose nodes else partners are named no story is.
    func namesPartners(from node: CentreID?) -> Bool { partners.isEmpty || node == nil }

    /// Whether partners are named as they are written: in order, each once, and never the house itself.
    var hasPlainPartners: Bool {
        !partners.contains(centre) && zip(partners, partners.dropFirst()).allSatisfy { $0.rawValue < $1.rawValue }
    }
}

extension Decider {
    /// The partners of a story to be begun, each once, in the order of their ids.
    func partners(_ named: [CentreID], of home: CentreID) throws -> [CentreID] {
        guard !named.isEmpty else { return [] }
        for partner in named { _ = try centre(partner) }
        guard try home == desk.desk().charter.id else { throw Refusal.jointIsDesks(home) }
        return Set(named).subtracting([home]).sorted { $0.rawValue < $1.rawValue }
    }
}
