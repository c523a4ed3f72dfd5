/// What somebody asks of a roll call (点名).
public enum RollCallCommand: Equatable, Sendable {
    /// Asks centres to answer within the policy's limit; each counts once, and at least one must be named.
    case call(centres: [CentreID])
    /// Answers for the caller's centre.
    case answer(SubjectID)
}

extension Decider {
    func decide(_ command: RollCallCommand) throws -> [Proposal] {
        switch command {
        case .call(let centres):
            try need(.callRoll)
            var called: [CentreID] = []
            for id in centres where !called.contains(id) { called.append(try centre(id).card.id) }
            guard !called.isEmpty else { throw Refusal.centreMissing }
            let limit = try desk.desk().policy.rollCall
            return [
                Proposal(
                    subject: try desk.makeID(),
                    fact: .rollCall(.called(centres: called, answerBy: desk.now.adding(seconds: limit))))
            ]
        case .answer(let id):
            try need(.answerRoll)
            return [Proposal(subject: id, fact: .rollCall(.answered(centre: actor.house)))]
        }
    }
}
