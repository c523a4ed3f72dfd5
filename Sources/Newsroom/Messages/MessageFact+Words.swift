extension MessageFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .sent(let text, let to, _):
            let whom = to.map { $0.map(read.name).joined(separator: read("、", ", ")) } ?? read("全台", "everybody")
            return read("对\(whom)说：\(text)", "to \(whom): \(text)")
        case .read: return read("已读消息", "read the message")
        }
    }
}
