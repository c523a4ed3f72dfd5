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
        _ hint: Int, ask: Action.Ask? = nil, command: @escaping @Sendable (SubjectID, String) -> TaskCommand
    ) -> Action {
        Action(
            id: "task.\(word)", name: name, help: help, keys: keys, commands: commands, group: .task, ask: ask,
            hint: hint, possible: { taskVerdict($0, step) },
            run: { model, text in
                guard case .task(let id) = model.target else { return [] }
                return model.perform(
                    [.task(command(id, text))], done: "\(model.label(.task(id))) ")
            })
    }

    /// Whether a step of the task under the cursor is possible; the full rules judge when it is done.
    static func taskVerdict(_ model: Model, _ step: TaskStep) -> Action.Availability {
        guard case .task(let id) = model.target, let task = model.anyTask(id) else { return .elsewhere }
        do throws(Refusal) {
            try task.check(step, by: model.actor, in: model.desk.houses)
        } catch {
            return model.refuse(error)
        }
        let state = task.state
        guard step.from.contains(state) else {
            return .no(model.say("任务现为“\(state.phrase.zh)”", "the task is \(state.phrase.en)"))
        }
        return model.writable
    }
}

extension Model {
    /// Whether dispatching is what one would do on this screen.
    var dispatchesHere: Bool {
        switch place {
        case .board, .tasks, .leads, .centre, .lead: true
        case .summary, .stories, .log, .search, .messages, .nodes, .task, .story, .list, .thing: false
        }
    }

    /// A task on this screen, as far as it is known.
    func anyTask(_ id: SubjectID) -> (any TaskSummary)? {
        if let task = desk.place.task, task.id == id { return task }
        return task(id)
    }
}
