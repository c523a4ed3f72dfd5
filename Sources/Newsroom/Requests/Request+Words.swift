extension Request {
    /// Where it stands now, and what comes next.
    public func outlook(after why: Refusal, _ read: Localizer) -> String? {
        if case .ofSubject(let own) = why, case .state(state, _)? = own.refusal as? RequestRefusal { return nil }
        return read(
            "需求现为“\(state.phrase.zh)”",
            "the request is \(state.phrase.en) now")
    }
}
