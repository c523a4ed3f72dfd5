extension Court {
    func decideDesk(_ command: Command) throws -> [Proposal] {
        switch command {
        case .takeDuty:
            try need(.takeDuty)
            _ = try centre(actor.centre)
            return [Proposal(subject: .centre(actor.centre), fact: .centre(.dutyTaken(staff: actor.staff)))]
        case .callRoll(let centres):
            try need(.callRoll)
            var called: [CentreID] = []
            for id in centres where !called.contains(id) { called.append(try centre(id).card.id) }
            guard !called.isEmpty else { throw Refusal.centreMissing }
            let limit = try desk.desk().policy.rollCall
            return [
                Proposal(
                    subject: desk.makeID(),
                    fact: .rollCall(.called(centres: called, answerBy: desk.now.adding(seconds: limit))))
            ]
        case .answerRoll(let id):
            try need(.answerRoll)
            return [Proposal(subject: id, fact: .rollCall(.answered(centre: actor.centre)))]
        case .note(let text):
            try need(.note)
            let note = CleanText.line(text, limit: CleanText.remarkLimit)
            guard !note.isEmpty else { throw Refusal.titleMissing }
            return [Proposal(subject: .desk, fact: .desk(.noted(text: note)))]
        case .addStaff(let card):
            try need(.manageStaff)
            guard try desk.staff(card.id) == nil else { throw Refusal.staffExists(card.id) }
            return [Proposal(subject: .staff(card.id), fact: .staff(.added(try checked(card))))]
        case .changeStaff(let card):
            try need(.manageStaff)
            guard let old = try desk.staff(card.id) else { throw Refusal.unknownStaff(card.id.rawValue) }
            let leaves =
                old.card.role == .administrator && old.card.isActive
                && (card.role != .administrator || !card.isActive)
            if leaves, try desk.administrators() <= 1 { throw Refusal.lastAdministrator }
            return [Proposal(subject: .staff(card.id), fact: .staff(.changed(try checked(card))))]
        case .setPolicy(let policy):
            try need(.managePolicy)
            if let limit = policy.impossible { throw Refusal.limitImpossible(seconds: limit) }
            return [Proposal(subject: .desk, fact: .desk(.policySet(policy)))]
        case .correctClock(let origin, let first, let last, let by):
            try need(.correctClock)
            guard first >= 1, last >= first, (0...Policy.longestCorrection).contains(by) else {
                throw Refusal.badCorrection
            }
            return [
                Proposal(subject: .desk, fact: .desk(.clockCorrected(origin: origin, first: first, last: last, by: by)))
            ]
        default: return []
        }
    }

    private func checked(_ card: StaffCard) throws -> StaffCard {
        guard CleanText.identifier(card.id.rawValue) != nil else { throw Refusal.badIdentifier(card.id.rawValue) }
        _ = try centre(card.centre)
        var card = card
        card.name = CleanText.line(card.name, limit: 40)
        guard !card.name.isEmpty else { throw Refusal.titleMissing }
        card.beats = card.beats.prefix(20).map { CleanText.line($0, limit: 40) }.filter { !$0.isEmpty }
        card.login = card.login.map { CleanText.line($0, limit: 64) }.flatMap { $0.isEmpty ? nil : $0 }
        if let login = card.login, let other = try desk.staff(login: login), other.card.id != card.id {
            throw Refusal.loginTaken(login)
        }
        return card
    }
}
