extension Event {
    /// What happened, as the duty log says it, without who and what: "接单", "拒接：…".
    public func deed(_ read: Localizer) -> String {
        switch fact {
        case .desk(let fact): fact.deed(read, at: at)
        case .centre(let fact): fact.deed(read)
        case .staff(let fact): fact.deed(read)
        case .channel(let fact): fact.deed(read)
        case .lead(let fact): fact.deed(read)
        case .task(let fact): fact.deed(read)
        case .story(let fact): fact.deed(read)
        case .placement(let fact): fact.deed(read)
        case .request(let fact): fact.deed(read)
        case .rollCall(let fact): fact.deed(read)
        case .message(let fact): fact.deed(read)
        case .node(let fact): fact.deed(read)
        case .common(.told(let told)): Event(subject: subject, stamp: told.at, actor: actor, fact: told.fact).deed(read)
        case .common(.overruledRead): read("已知有事没算数", "saw what did not count")
        }
    }
}
