import Newsroom

extension Actions {
    static let messages: [Action] = [
        Action(
            id: "message.send", name: Phrase("发消息", "message"),
            help: Phrase("给人发一句话：名字 话；全台 是所有人", "A word to somebody: name text; desk is everybody"), keys: ["@"],
            commands: ["message", "msg", "发消息"], group: .desk, hint: 8,
            isApt: { $0.place == .messages || $0.place == .list(.staff) }, possible: { desk($0, .message) },
            run: { model, text in model.beginMessage(text) }),
        Action(
            id: "message.read", name: Phrase("知道了", "got it"),
            help: Phrase("底栏的消息已读；太长则打开全文", "The message at the bottom is read; a long one is opened"), keys: ["R"],
            commands: ["read", "知道了"], group: .desk,
            possible: { $0.newsLine == nil ? .elsewhere : desk($0, .message) },
            run: { model, _ in model.dismissNews() }),
    ]
}
