// `Phrase` and `Language` lie in a room of their own, so that rooms which know no newsroom have them too. Whoever
// imports Newsroom has them along with it. Where Newsroom is built alone, with nothing beside it, they are its own.
#if canImport(Wording)
    @_exported import Wording
#endif

extension Name {
    /// The name in one language.
    public func callAsFunction(_ language: Language) -> String { language == .zh ? zh : en }
}
