import Newsroom

extension Actions {
    static let tasks: [Action] = [
        Action(
            id: "task.dispatch", name: Phrase("派单", "dispatch"),
            help: Phrase(
                "一行派单：中心 标题 !特急 +视频 >18:00 @人", "Dispatch by one line: centres title !flash +video >18:00 @person"),
            keys: ["d"], commands: ["d", "dispatch", "派单"], group: .task, hint: 10,
            isApt: { $0.dispatchesHere }, possible: { desk($0, .dispatch) },
            run: { model, text in model.beginDispatch(text) }),
        Action(
            id: "task.form", name: Phrase("填表派单", "dispatch form"), help: Phrase("用表格派单", "Dispatch by a form"),
            keys: ["D"],
            commands: ["form", "填表"], group: .task, possible: { desk($0, .dispatch) },
            run: { model, _ in
                model.beginForm(
                    Form.dispatch(model.dispatchContext(), prefill: model.dispatchPrefill()), purpose: .dispatch)
            }),
        step(
            "acknowledge", Phrase("接单", "acknowledge"), Phrase("接下任务", "Take the task on"), ["a"], ["ack", "接单"],
            .acknowledge, 7
        ) {
            id, _ in .acknowledge(id)
        },
        step(
            "decline", Phrase("拒接", "decline"), Phrase("拒接，须写理由", "Decline, with the reason"), ["x"],
            ["decline", "拒接"], .decline, 4,
            ask: Action.Ask(label: Phrase("拒接理由", "Why decline"))
        ) { .decline($0, reason: $1) },
        step(
            "depart", Phrase("出发", "en route"), Phrase("报告出发", "Report en route"), ["e"], ["enroute", "出发"], .depart, 6
        ) {
            id, _ in .depart(id)
        },
        step(
            "arrive", Phrase("到场", "on scene"), Phrase("报告到场", "Report on scene"), ["v"], ["arrive", "到场"], .arrive, 6
        ) {
            id, _ in .arrive(id)
        },
        step("file", Phrase("交稿", "file"), Phrase("交稿", "File the copy"), ["F"], ["file", "交稿"], .file, 6) { id, _ in
            .file(id, story: nil)
        },
        step("close", Phrase("办结", "close"), Phrase("办结任务", "Close the task"), ["c"], ["close", "办结"], .close, 7) {
            id, _ in
            .close(id)
        },
        step(
            "cancel", Phrase("撤销", "cancel"), Phrase("撤销任务，须写理由", "Cancel, with the reason"), ["X"], ["cancel", "撤销"],
            .cancel, 2,
            ask: Action.Ask(label: Phrase("撤销理由", "Why cancel"))
        ) { .cancel($0, reason: $1) },
        Action(
            id: "task.reassign", name: Phrase("改派", "reassign"),
            help: Phrase("改派他人或其他中心；先给出最合适的人选", "Reassign; the best next person is proposed"), keys: ["r"],
            commands: ["reassign", "改派"], group: .task,
            ask: Action.Ask(
                label: Phrase("改派给（@人 或 中心）", "Reassign to (@person or centre)"),
                proposal: { model in
                    model.desk.place.recommendations.first.map { "@" + $0.staff.rawValue } ?? ""
                }), hint: 5,
            possible: { taskVerdict($0, .reassign) }, run: { model, text in model.reassign(text) }),
    ]

    private static func step(
        _ word: String, _ name: Phrase, _ help: Phrase, _ keys: [String], _ commands: [String], _ step: TaskStep,
        _ hint: Int, ask: Action.Ask? = nil, command: @escaping @Sendable (SubjectID, String) -> Command
    ) -> Action {
        Action(
            id: "task.\(word)", name: name, help: help, keys: keys, commands: commands, group: .task, ask: ask,
            hint: hint, possible: { taskVerdict($0, step) },
            run: { model, text in
                guard case .task(let id) = model.target else { return [] }
                return model.perform(
                    [command(id, text)], done: "\(model.label(.task(id))) ")
            })
    }

    /// Whether a step of the task under the cursor is possible; the full rules judge when it is done.
    static func taskVerdict(_ model: Model, _ step: TaskStep) -> Action.Verdict {
        guard case .task(let id) = model.target, let task = model.anyTask(id) else { return .elsewhere }
        do throws(Refusal) {
            try task.check(step, by: model.actor)
        } catch {
            return model.refuse(error)
        }
        let state = task.state
        guard step.from.contains(state) else {
            return .no(model.say("任务现为“\(state.phrase.zh)”", "the task is \(state.phrase.en)"))
        }
        return model.writable
    }

    static func desk(_ model: Model, _ right: Right) -> Action.Verdict {
        model.actor.role.may(right) ? model.writable : model.refuse(.noRight(right, model.actor.role))
    }

    static let theDesk: [Action] = [
        Action(
            id: "desk.duty", name: Phrase("接班", "take duty"), help: Phrase("在本中心接班", "Take duty in your centre"),
            keys: [],
            commands: ["duty", "接班"], group: .desk, possible: { desk($0, .takeDuty) },
            run: { model, _ in model.perform([.takeDuty], done: model.say("已接班", "on duty")) }),
        Action(
            id: "desk.roll", name: Phrase("点名", "roll call"), help: Phrase("点名全部中心", "Call the roll of all centres"),
            keys: ["K"], commands: ["roll", "点名"], group: .desk, possible: { desk($0, .callRoll) },
            run: { model, _ in
                model.perform(
                    [.callRoll(centres: model.desk.roster.map(\.id))], done: model.say("已点名", "the roll is called"))
            }),
        Action(
            id: "desk.answer", name: Phrase("应答", "answer"), help: Phrase("应答点名", "Answer the roll call"), keys: ["Y"],
            commands: ["answer", "应答"], group: .desk, hint: 9,
            possible: { model in
                guard let call = model.desk.rollCall, call.missing.contains(model.actor.centre) else {
                    return .elsewhere
                }
                return desk(model, .answerRoll)
            },
            run: { model, _ in
                guard let call = model.desk.rollCall else { return [] }
                return model.perform([.answerRoll(call.id)], done: model.say("已应答", "answered"))
            }),
        Action(
            id: "desk.note", name: Phrase("记日志", "note"), help: Phrase("在值班日志中记一笔", "Write a line in the duty log"),
            keys: ["n"], commands: ["note", "记"], group: .desk, ask: Action.Ask(label: Phrase("记一笔", "Note")),
            hint: 4,
            possible: { $0.place == .log || $0.place == .board ? desk($0, .note) : .elsewhere },
            run: { model, text in model.perform([.note(text)], done: model.say("已记入日志", "noted")) }),
        Action(
            id: "desk.addStaff", name: Phrase("添加人员", "add"), help: Phrase("添加人员", "Add somebody"), keys: ["n"],
            commands: ["addstaff", "添加人员"], group: .desk, hint: 6,
            possible: { $0.place == .staff ? desk($0, .manageStaff) : .elsewhere },
            run: { model, _ in model.beginForm(Form.staff(model.dispatchContext()), purpose: .staff(nil)) }),
        Action(
            id: "desk.changeStaff", name: Phrase("修改人员", "change"),
            help: Phrase("修改光标所在人员", "Change the person under the cursor"),
            keys: ["e"], commands: ["changestaff", "修改人员"], group: .desk, hint: 5,
            possible: { model in
                guard case .staff = model.target else { return .elsewhere }
                return desk(model, .manageStaff)
            },
            run: { model, _ in
                guard case .staff(let id) = model.target, let card = model.rows.staff[id] else { return [] }
                return model.beginForm(Form.staff(model.dispatchContext(), prefill: card), purpose: .staff(id))
            }),
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
            possible: { $0.undo.isEmpty ? .no($0.say("没有可撤回的", "nothing to take back")) : .yes },
            run: { model, _ in model.takeBack() }),
    ]
}

extension Model {
    /// Whether dispatching is what one would do on this screen.
    var dispatchesHere: Bool {
        switch place {
        case .board, .tasks, .leads, .centre, .lead: true
        default: false
        }
    }

    var writable: Action.Verdict {
        isReadOnly ? .no(say("只读方式打开", "the console is read-only")) : .yes
    }

    func refuse(_ refusal: Refusal) -> Action.Verdict { .no(refusal.sentence(read)) }

    /// A task on this screen, as far as it is known.
    func anyTask(_ id: SubjectID) -> (any TaskSummary)? {
        if let task = desk.place.task, task.id == id { return task }
        return task(id)
    }
}
