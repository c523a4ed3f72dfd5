/// A term of the newsroom that people type: by its name in the log, in either language, by the beginning of one of these,
/// or by its sound.
public protocol TypedTerm: RawRepresentable<String>, CaseIterable, Equatable, Sendable {
    /// The term in both languages.
    var phrase: Phrase { get }
    /// What else people call it.
    var otherNames: [String] { get }
}

extension TypedTerm {
    /// The terms that a typed word may mean, the likeliest first; more than one is ambiguous. All of them for an empty word.
    ///
    ///     Priority.meant(by: "tj")    // [.flash], by the sound of 特急
    public static func meant(by typed: String) -> [Self] {
        guard typed.count <= Directory.longestName else { return [] }
        let wanted = typed.lowercased()
        let ranked = allCases.compactMap { term -> (rank: Int, term: Self)? in
            let ranks = ([term.rawValue, term.phrase.zh, term.phrase.en] + term.otherNames).compactMap { name -> Int? in
                if name.lowercased() == wanted { return -1 }
                // A word inside another is no abbreviation.
                return Pinyin.shared.match(typed, in: name).flatMap { $0 % 2 == 0 ? $0 : nil }
            }
            return ranks.min().map { ($0, term) }
        }
        let best = ranked.map(\.rank).min() ?? 0
        return ranked.filter { $0.rank == best }.map(\.term)
    }

    /// The one term that a typed word means.
    public static func read(_ typed: String) throws(InputError) -> Self {
        let found = typed.isEmpty ? [] : meant(by: typed)
        switch found.count {
        case 0: throw .unknownTerm(typed, known: allCases.map(\.phrase))
        case 1: return found[0]
        default: throw .ambiguousTerm(typed, found.map(\.phrase))
        }
    }
}

extension TypedTerm {
    /// Nothing else.
    public var otherNames: [String] { [] }
}

extension Priority: TypedTerm {
    /// What else people say for it.
    public var otherNames: [String] {
        switch self {
        case .flash: []
        case .urgent: ["紧急"]
        case .routine: ["一般"]
        }
    }
}

extension Deliverable: TypedTerm {
    /// What else people say for it.
    public var otherNames: [String] {
        switch self {
        case .photo: ["照片"]
        case .text, .video, .live, .graphic: []
        }
    }

    /// The deliverables of a list such as `video,photo`, each once.
    public static func list(_ typed: String) throws(InputError) -> [Deliverable] {
        var list: [Deliverable] = []
        for name in TypedList.names(typed) {
            let deliverable = try read(name)
            if !list.contains(deliverable) { list.append(deliverable) }
        }
        return list
    }
}

extension DeliveryState: TypedTerm {
    /// What is said of a channel that is served by hand.
    public var otherNames: [String] {
        switch self {
        case .confirmed: ["published", "已发"]
        case .recalled: ["withdrawn", "撤下"]
        case .proposed, .queued, .held, .scheduled, .sending, .sent, .unknown, .failed, .missed, .gone, .superseded,
            .skipped:
            []
        }
    }
}
extension Origin: TypedTerm {}
extension Verdict: TypedTerm {}
extension LeadSource: TypedTerm {}
extension Role: TypedTerm {}
