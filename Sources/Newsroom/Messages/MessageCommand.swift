/// What somebody asks of words between people.
public enum MessageCommand: Equatable, Sendable {
    /// A word to some people, or, without `to`, to everybody at the desk.
    case send(String, to: [StaffID]?, about: SubjectID?)
    /// Says that the caller has read them; those that they read before are passed over.
    case read([SubjectID])
}

extension Decider {
    func decide(_ command: MessageCommand) throws -> [Proposal] {
        try need(.message)
        switch command {
        case .send(let text, let to, let about):
            // Two more than are allowed, or what is too long by a blank and a word would be cut unseen.
            let line = CleanText.line(text, limit: DeskMessage.textLimit + 2)
            guard !line.isEmpty else { throw Refusal.titleMissing }
            // What would be cut is refused: half a message says something else.
            guard line.count <= DeskMessage.textLimit else { throw Refusal.messageTooLong }
            if let about { try needSomething(about) }
            return [
                Proposal(
                    subject: try desk.makeID(),
                    fact: .message(.sent(text: line, to: try to.map(recipients), about: about)))
            ]
        case .read(let ids):
            var asked: Set<SubjectID> = []
            return try ids.compactMap { id in
                guard case .message(let message) = try desk.subject(id) else { throw Refusal.unknownItem("\(id)") }
                guard message.isFor(actor.staff) else { throw Refusal.notRecipient }
                // Read before, or named twice: there is nothing to do.
                guard message.readBy[actor.staff] == nil, asked.insert(id).inserted else { return nil }
                return Proposal(subject: id, fact: .message(.read))
            }
        }
    }

    /// The people named, each once and without the sender; all of them must be able to read it.
    private func recipients(_ named: [StaffID]) throws -> [StaffID] {
        var people: [StaffID] = []
        for id in named where id != actor.staff && !people.contains(id) {
            guard let staff = try desk.staff(id) else { throw Refusal.unknownStaff(id.rawValue) }
            guard staff.card.isActive else { throw Refusal.inactive(id) }
            guard staff.card.role.may(.message) else { throw Refusal.takesNoMessages(id) }
            people.append(id)
        }
        guard !people.isEmpty else { throw Refusal.recipientMissing }
        guard people.count <= DeskMessage.recipientLimit else { throw Refusal.tooManyRecipients }
        return people
    }

    private func needSomething(_ id: SubjectID) throws {
        // What people can name.
        guard try desk.subject(id)?.series != nil else { throw Refusal.unknownItem("\(id)") }
    }
}
