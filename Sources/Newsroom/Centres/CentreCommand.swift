/// What somebody asks of a centre.
public enum CentreCommand: Equatable, Sendable {
    /// Makes the caller the one on duty at their own centre.
    case takeDuty
}

extension Decider {
    func decide(_ command: CentreCommand) throws -> [Proposal] {
        switch command {
        case .takeDuty:
            try need(.takeDuty)
            _ = try centre(actor.centre)
            return [Proposal(subject: .centre(actor.centre), fact: .centre(.dutyTaken(staff: actor.staff)))]
        }
    }
}
