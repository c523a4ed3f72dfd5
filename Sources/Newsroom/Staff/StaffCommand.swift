/// What somebody asks of the roster.
public enum StaffCommand: Equatable, Sendable {
    /// Enters a person; an id that is known is refused.
    case add(StaffCard)
    /// Replaces the card of a known person.
    case change(StaffCard)
}

extension Decider {
    func decide(_ command: StaffCommand) throws -> [Proposal] {
        switch command {
        case .add(let card):
            try need(.manageStaff)
            guard try desk.staff(card.id) == nil else { throw Refusal.staffExists(card.id) }
            return [Proposal(subject: .staff(card.id), fact: .staff(.added(try checked(card))))]
        case .change(let card):
            try need(.manageStaff)
            guard let old = try desk.staff(card.id) else { throw Refusal.unknownStaff(card.id.rawValue) }
            // One of a centre manages nothing of the desk.
            let post = Post(role: .administrator, house: try desk.desk().charter.id)
            let leaves =
                old.card.isActive && old.card.posts.contains(post) && !(card.isActive && card.posts.contains(post))
            if leaves, try desk.houses().holders(of: .manageStaff, in: post.house).count <= 1 {
                throw Refusal.lastAdministrator
            }
            return [Proposal(subject: .staff(card.id), fact: .staff(.changed(try checked(card))))]
        }
    }

    private func checked(_ card: StaffCard) throws -> StaffCard {
        guard CleanText.identifier(card.id.rawValue) != nil else { throw Refusal.badIdentifier(card.id.rawValue) }
        guard (1...StaffCard.mostPosts).contains(card.posts.count), Set(card.posts).count == card.posts.count else {
            throw Refusal.badPosts
        }
        for post in card.posts { _ = try centre(post.house) }
        var card = card
        card.name = CleanText.line(card.name, limit: 40)
        guard !card.name.isEmpty else { throw Refusal.titleMissing }
        card.beats = card.beats.prefix(20).map { CleanText.line($0, limit: 40) }.filter { !$0.isEmpty }
        card.login = CleanText.optionalLine(card.login, limit: 64)
        if let login = card.login, let other = try desk.staff(login: login), other.card.id != card.id {
            throw Refusal.loginTaken(login)
        }
        // Nobody stands in for themselves, nor for who is no chief.
        let chiefs = card.posts.filter { $0.role.may(.sign) }.map(\.house)
        if card.deputy == card.id || chiefs.isEmpty { card.deputy = nil }
        if let deputy = card.deputy, try desk.staff(card.id)?.card.deputy != deputy {
            guard let other = try desk.staff(deputy)?.card else { throw Refusal.unknownStaff(deputy.rawValue) }
            guard chiefs.contains(where: { other.may(.confirmEmergency, in: $0) }) else {
                throw Refusal.deputyUnfit(deputy, chiefs)
            }
        }
        return card
    }
}
