extension NodeFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .admitted(let card):
            read(
                "准入节点\(card.name)（\(read.centre(card.centre))）",
                "admitted node \(card.name) (\(read.centre(card.centre)))")
        case .keyChanged: read("更换节点密钥", "changed the node's key")
        case .revoked(_, let reason): read("除名节点：\(reason)", "revoked the node: \(reason)")
        }
    }
}
