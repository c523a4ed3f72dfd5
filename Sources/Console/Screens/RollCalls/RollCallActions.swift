import Newsroom

extension Actions {
    static let rollCalls: [Action] = [
        Action(
            id: "desk.roll", name: Phrase("点名", "roll call"), help: Phrase("点名全部中心", "Call the roll of all centres"),
            keys: ["K"], commands: ["roll", "点名"], group: .desk, possible: { desk($0, .callRoll) },
            run: { model, _ in
                let centres = model.desk.roster.map(\.id)
                model.overlay = .confirm(
                    question: model.say(
                        "点名全部 \(centres.count) 个中心？每处都要应答，不能收回",
                        "Call the roll of all \(centres.count) centres? Each has to answer; it cannot be taken back"),
                    commands: [.rollCall(.call(centres: centres))], done: model.say("已点名", "the roll is called"))
                return []
            }),
        Action(
            id: "desk.answer", name: Phrase("应答", "answer"), help: Phrase("应答点名", "Answer the roll call"), keys: ["Y"],
            commands: ["answer", "应答"], group: .desk, hint: 9,
            possible: { model in
                guard let call = model.desk.rollCall, call.missing.contains(model.actor.house) else {
                    return .elsewhere
                }
                return desk(model, .answerRoll)
            },
            run: { model, _ in
                guard let call = model.desk.rollCall else { return [] }
                return model.perform([.rollCall(.answer(call.id))], done: model.say("已应答", "answered"))
            }),
    ]
}
