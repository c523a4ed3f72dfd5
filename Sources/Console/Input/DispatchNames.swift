import Newsroom

/// Finds the names of a dispatch line.
enum DispatchNames {
    /// The centres that a word may mean: none, one, or more where it is ambiguous. For "all", all but the desk's own.
    static func centres(_ typed: String, _ directory: Directory) -> [CentreCard] {
        if Directory.isAllCentres(typed) { return directory.roster }
        switch directory.centre(typed) {
        case .one(let card): return [card]
        case .several(let cards): return cards
        case .none: return []
        }
    }

    /// Whether one of the cards has a name that begins with the word, as written or by sound.
    static func begins(_ typed: String, _ cards: [CentreCard]) -> Bool {
        Directory.isAllCentres(typed)
            || cards.contains { card in
                ([card.id.rawValue, card.name.zh, card.name.en] + card.aliases).contains {
                    Pinyin.shared.match(typed, in: $0).map { $0 % 2 == 0 } ?? false
                }
            }
    }
}
