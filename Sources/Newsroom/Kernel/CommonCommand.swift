/// What can be asked of every subject.
public enum CommonCommand: Equatable, Sendable {
    /// Says that the caller has seen that their act of that stamp, on that subject, came to nothing.
    case readOverruled(SubjectID, at: Stamp)
}

extension Decider {
    func decide(_ command: CommonCommand) throws -> [Proposal] {
        switch command {
        case .readOverruled(let id, let at):
            try need(.message)
            guard try desk.subject(id) != nil else { throw Refusal.unknownItem("\(id)") }
            return [Proposal(subject: id, fact: .common(.overruledRead(at: at)))]
        }
    }
}
