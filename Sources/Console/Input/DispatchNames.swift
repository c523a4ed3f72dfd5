import Newsroom

/// Finds the names of a dispatch line.
enum DispatchNames {
    /// Whether a word stands for every centre.
    static func isAll(_ typed: String) -> Bool { ["all", "全部"].contains(typed.lowercased()) }

    /// The centres that a word may mean: none, one, or more where it is ambiguous. For "all", all but the desk's own.
    static func centres(_ typed: String, _ directory: Directory) -> [CentreCard] {
        if isAll(typed) { return directory.centres.filter { $0.kind != .municipal } }
        guard typed.count <= 60 else { return [] }
        switch directory.centre(typed) {
        case .one(let card): return [card]
        case .several(let cards): return cards
        case .none: return []
        }
    }

    /// Whether one of the cards has a name that begins with the word, as written or by sound.
    static func begins(_ typed: String, _ cards: [CentreCard]) -> Bool {
        isAll(typed)
            || cards.contains { card in
                ([card.id.rawValue, card.name.zh, card.name.en] + card.aliases).contains {
                    Pinyin.shared.match(typed, in: $0).map { $0 % 2 == 0 } ?? false
                }
            }
    }

    /// The people whom a word may mean; where there are several, those of the named centres come before all others.
    static func people(_ typed: String, _ directory: Directory, in centres: [CentreID]) -> [StaffCard] {
        guard typed.count <= 60 else { return [] }
        switch directory.person(typed) {
        case .one(let card): return [card]
        case .several(let cards):
            let local = cards.filter { centres.contains($0.centre) }
            return local.isEmpty ? cards : local
        case .none: return []
        }
    }
}
