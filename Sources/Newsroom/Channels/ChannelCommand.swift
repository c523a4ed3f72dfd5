/// What somebody asks of the channels.
public enum ChannelCommand: Equatable, Sendable {
    /// Adds channels, or changes those that are there; those that are as they should be are left alone.
    case set([ChannelCard])
}

extension Decider {
    func decide(_ command: ChannelCommand) throws -> [Proposal] {
        switch command {
        case .set(let cards):
            try need(.manageChannels)
            return try cards.compactMap { card in
                let card = try checked(card)
                guard case .channel(let known) = try desk.subject(.channel(card.id)) else {
                    return Proposal(subject: .channel(card.id), fact: .channel(.added(card)))
                }
                guard known.card.house == card.house else {
                    throw Refusal.channelElsewhere(card.id, known.card.house)
                }
                return known.card == card ? nil : Proposal(subject: .channel(card.id), fact: .channel(.changed(card)))
            }
        }
    }

    /// A centre's own channels begin with the centre.
    private func checked(_ card: ChannelCard) throws -> ChannelCard {
        _ = try centre(card.house)
        let parts = card.id.rawValue.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let isDesks = try card.house == desk.desk().charter.id
        let fits = isDesks ? parts.count == 1 : parts.count == 2 && parts[0] == card.house.rawValue
        guard fits, parts.allSatisfy({ CleanText.identifier($0) != nil }) else {
            throw Refusal.badIdentifier(card.id.rawValue)
        }
        if let role = card.release.first(where: { !$0.may(.release) }) { throw Refusal.noRight(.release, role) }
        var card = card
        card.release = Role.allCases.filter(card.release.contains)
        card.name = Name(zh: CleanText.line(card.name.zh, limit: 40), en: CleanText.line(card.name.en, limit: 40))
        guard !card.name.zh.isEmpty, !card.name.en.isEmpty else { throw Refusal.titleMissing }
        return card
    }
}
