extension Event {
    /// What its writer is told when the act came to nothing, because another node acted too while the two were apart:
    /// when and what it was, which rule refused it, and what can be done now.
    ///
    /// - Parameters:
    ///   - why: the rule that refused it.
    ///   - number: how people say the thing that it was about; `nil` where it has none.
    ///   - title: the thing's title; `nil` where it has none.
    ///   - read: whom it is told to.
    public func overruled(
        by why: Refusal, number: Number? = nil, title: String? = nil, _ read: Reader
    ) -> String {
        let time = read.zone.civil(at).shortTime
        let thing = [number.map(\.description), title].compactMap { $0 }.joined(separator: " ")
        let about = thing.isEmpty ? "" : read("\(thing)：", "\(thing): ")
        return about
            + read(
                "\(read.name(actor.staff)) \(time) 的“\(deed(read))”没有算数。\(why.sentence(read))",
                "what \(read.name(actor.staff)) did at \(time) (\(deed(read))) does not count: \(why.sentence(read))")
    }
}
