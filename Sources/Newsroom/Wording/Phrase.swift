/// The languages of the desk. Every text for people is a `Phrase`, so neither can be forgotten.
public enum Language: String, CaseIterable, Sendable {
    case zh, en

    /// From `LANG` and its like: Chinese when it says so, else English.
    public init(environment: [String: String]) {
        let named = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        self = named.lowercased().hasPrefix("zh") ? .zh : .en
    }
}

/// A text for people in both languages.
public struct Phrase: Hashable, Sendable {
    /// What a Chinese screen says.
    public let zh: String
    /// What an English screen says.
    public let en: String

    /// The same text in Chinese and in English.
    public init(_ zh: String, _ en: String) {
        self.zh = zh
        self.en = en
    }

    /// The text in one language.
    public func callAsFunction(_ language: Language) -> String { language == .zh ? zh : en }
}
