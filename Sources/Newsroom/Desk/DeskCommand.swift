/// What somebody asks of the desk as a whole.
public enum DeskCommand: Equatable, Sendable {
    /// A line for the duty log, cut at 2,000 characters; an empty one is refused.
    case note(String)
    case setPolicy(Policy)
    /// Says what the desk may do on behalf of a house; the rest of the policy stays as it is.
    case setOnBehalf(CentreID, OnBehalf)
    /// Lets the events `first` to `last` of a chain count so many milliseconds earlier: a clock was ahead.
    case correctClock(OriginID, first: Int64, last: Int64, by: Int64)
}

extension Decider {
    func decide(_ command: DeskCommand) throws -> [Proposal] {
        switch command {
        case .note(let text):
            try need(.note)
            let note = CleanText.line(text, limit: CleanText.remarkLimit)
            guard !note.isEmpty else { throw Refusal.titleMissing }
            return [Proposal(subject: .desk, fact: .desk(.noted(text: note)))]
        case .setPolicy(let policy):
            try need(.managePolicy)
            if let limit = policy.impossible { throw Refusal.limitImpossible(seconds: limit) }
            return [Proposal(subject: .desk, fact: .desk(.policySet(policy)))]
        case .setOnBehalf(let house, let when):
            try need(.managePolicy)
            _ = try centre(house)
            var policy = try desk.desk().policy
            policy.onBehalf[house] = when == .whereNobody ? nil : when
            return [Proposal(subject: .desk, fact: .desk(.policySet(policy)))]
        case .correctClock(let origin, let first, let last, let by):
            try need(.correctClock)
            guard first >= 1, last >= first, (0...Policy.longestCorrection).contains(by) else {
                throw Refusal.badCorrection
            }
            return [
                Proposal(subject: .desk, fact: .desk(.clockCorrected(origin: origin, first: first, last: last, by: by)))
            ]
        }
    }
}
