import Newsroom

extension Actions {
    static let theDesk: [Action] = [
        Action(
            id: "desk.note", name: Phrase("记日志", "note"), help: Phrase("在值班日志中记一笔", "Write a line in the duty log"),
            keys: ["n"], commands: ["note", "记"], group: .desk, ask: Action.Ask(label: Phrase("记一笔", "Note")),
            hint: 4,
            possible: { $0.place == .log || $0.place == .board ? desk($0, .note) : .elsewhere },
            run: { model, text in model.perform([.desk(.note(text))], done: model.say("已记入日志", "noted")) })
    ]
}
