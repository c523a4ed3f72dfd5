import Newsroom

extension Actions {
    /// What one wrote and did oneself.
    static let own: [Action] = [
        Action(
            id: "desk.texts", name: Phrase("未存文字", "kept texts"),
            help: Phrase("你写了而本台没有收下的文字：打开或丢弃", "What you wrote and the desk does not have: open or drop it"),
            keys: ["U"], commands: ["texts", "未存"], group: .desk,
            isApt: { !$0.kept.isEmpty }, possible: { _ in .yes },
            run: { _, _ in [.findTexts] }),
        Action(
            id: "desk.undo", name: Phrase("撤回", "undo"),
            help: Phrase("撤回你刚才做的，若能如实撤回", "Take back what you did last, where that is honest"),
            keys: ["z"], commands: ["undo", "撤回"], group: .desk, hint: 2,
            possible: { model in
                guard let last = model.lastDone else { return .no(model.say("没有可撤回的", "nothing to take back")) }
                return last.isPossible
                    ? .yes
                    : .no(
                        model.say(
                            "刚才做的不能撤回：\(last.label)", "what you did last cannot be taken back: \(last.label)"))
            },
            run: { model, _ in model.takeBack() }),
    ]

    /// What one did that came to nothing.
    static let overruled: [Action] = [
        Action(
            id: "desk.overruled", name: Phrase("没算数的", "overruled"),
            help: Phrase("你办的、没有算数的：为什么，还能怎么办", "What you did that does not count: why, and what can be done"),
            keys: [],
            commands: ["overruled", "没算数的"], group: .desk,
            possible: { $0.desk.overruled.isEmpty ? .elsewhere : .yes },
            run: { model, _ in model.overruledAtHand.map { model.openOverruled($0) } ?? [] })
    ]
}
