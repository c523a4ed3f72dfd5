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
            _ = try centre(actor.house)
            return [Proposal(subject: .centre(actor.house), fact: .centre(.dutyTaken(staff: actor.staff)))]
        }
    }
}
