// `Phrase` and `Language` lie in a room of their own, so that rooms which know no newsroom have them too. Whoever
// imports Newsroom has them along with it.
@_exported import Wording

extension Name {
    /// The name in one language.
    public func callAsFunction(_ language: Language) -> String { language == .zh ? zh : en }
}
