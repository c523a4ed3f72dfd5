/// The desk's people and places, found the way people type them: id, name, alias, pinyin, initials.
public struct Directory: Sendable {
    /// The desk itself.
    public var charter: DeskCharter
    /// The centres in the order of the roster, which decides between equally good matches.
    public var centres: [CentreCard]
    /// Where stories can be published, in the order in which they were added.
    public var channels: [ChannelCard]
    /// Everybody, those who no longer work here too: the log still names them.
    public var staff: [StaffCard]
    /// The reviewers who are lent, as far as both houses agreed and neither has ended it.
    public var loans: [LoanTerms]

    /// Knows these cards and nothing else: a directory does not follow later changes.
    public init(
        charter: DeskCharter, centres: [CentreCard], channels: [ChannelCard], staff: [StaffCard],
        loans: [LoanTerms] = []
    ) {
        self.charter = charter
        self.centres = centres
        self.channels = channels
        self.staff = staff
        self.loans = loans
    }

    /// Who may do what in which house at a moment.
    public func houses(_ policy: Policy, at now: Moment) -> Houses {
        Houses(desk: charter.id, policy: policy, staff: staff, loans: loans, now: now)
    }

    /// What a typed name stands for.
    public enum Found<Card: Sendable>: Sendable {
        case one(Card)
        case several([Card])
        case none
    }

    /// The centre that a typed name means.
    public func centre(_ typed: String) -> Found<CentreCard> {
        find(typed, in: centres) { [$0.id.rawValue, $0.name.zh, $0.name.en] + $0.aliases }
    }

    /// The longest name that is looked for, in characters: what is longer is none.
    public static let longestName = 60

    /// The active staff member whom a typed name means.
    public func person(_ typed: String) -> Found<StaffCard> {
        find(typed, in: staff.filter(\.isActive)) { [$0.id.rawValue, $0.name] }
    }

    /// The channel that a typed name means.
    public func channel(_ typed: String) -> Found<ChannelCard> {
        find(typed, in: channels) { [$0.id.rawValue, $0.name.zh, $0.name.en] }
    }

    /// The centre with this id.
    public func centre(id: CentreID) -> CentreCard? { centres.first { $0.id == id } }
    /// The staff member with this id.
    public func person(id: StaffID) -> StaffCard? { staff.first { $0.id == id } }
    /// A person's name, or the id where they are not known.
    public func name(of id: StaffID) -> String { person(id: id)?.name ?? id.rawValue }

    /// Completions of a name that is being typed, the best first.
    public func centres(matching typed: String) -> [CentreCard] {
        ranked(typed, centres) { [$0.id.rawValue, $0.name.zh, $0.name.en] + $0.aliases }
    }

    /// Completions of a person's name that is being typed, the best first.
    public func people(matching typed: String) -> [StaffCard] {
        ranked(typed, staff.filter(\.isActive)) { [$0.id.rawValue, $0.name] }
    }

    private func find<Card: Sendable>(_ typed: String, in cards: [Card], _ names: (Card) -> [String]) -> Found<Card> {
        let wanted = typed.lowercased()
        guard !wanted.isEmpty, typed.count <= Self.longestName else { return .none }
        let exact = cards.filter { names($0).contains { $0.lowercased() == wanted } }
        if exact.count == 1 { return .one(exact[0]) }
        let matching = ranked(typed, cards, names)
        return matching.count == 1 ? .one(matching[0]) : matching.isEmpty ? .none : .several(matching)
    }

    private func ranked<Card>(_ typed: String, _ cards: [Card], _ names: (Card) -> [String]) -> [Card] {
        let pinyin = Pinyin.shared
        let hits = cards.compactMap { card in
            names(card).compactMap { pinyin.match(typed, in: $0) }.min().map { (rank: $0, card: card) }
        }
        // When some begin with what was typed, those that merely contain it are noise.
        let best = hits.map(\.rank).min() ?? 0
        let kept = best % 2 == 0 ? hits.filter { $0.rank % 2 == 0 } : hits
        return kept.sorted { $0.rank < $1.rank }.map(\.card)
    }
}
