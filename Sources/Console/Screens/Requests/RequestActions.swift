import Newsroom

extension Actions {
    static let requests: [Action] = [
        go(
            "requests", RequestScreens().name, Phrase("全部需求", "All requests"), ["Q", "8"], .list(.series(.request)),
            hint: 3),
        Action(
            id: "request.new", name: Phrase("提需求", "new request"),
            help: Phrase("向别的中心要缺的东西", "Ask other centres for what is lacking"), keys: ["n"],
            commands: ["request", "提需求"], group: .series(.request), form: RequestForm.maker, hint: 6,
            possible: { $0.place == .list(.series(.request)) ? desk($0, .request) : .elsewhere },
            run: { model, _ in
                model.beginForm(RequestForm.maker.make(model), purpose: .action("request.new"))
            }),
        Action(
            id: "request.answer", name: Phrase("答复", "answer"),
            help: Phrase("用一篇稿件或一个任务答复需求", "Answer a request with a story or a task"), keys: ["a"],
            commands: ["reply", "答复"], group: .series(.request),
            ask: Action.Ask(label: Phrase("稿件或任务编号", "Number of a story or a task")), hint: 7,
            possible: { requestVerdict($0, .answer) }, run: { model, text in model.answerRequest(text) }),
        Action(
            id: "request.refuse", name: Phrase("不能", "cannot"),
            help: Phrase("答复不能，须写理由", "Answer that it cannot be done, with the reason"), keys: ["x"],
            commands: ["cannot", "不能"], group: .series(.request), ask: Action.Ask(label: Phrase("为何不能", "Why not")),
            hint: 4,
            possible: { requestVerdict($0, .answer) },
            run: { model, text in
                guard case .thing(.request, let id) = model.target else { return [] }
                return model.perform(
                    [.request(.answer(id, .no(reason: text)))], done: "\(model.label(.thing(.request, id))) ")
            }),
        Action(
            id: "request.close", name: Phrase("了结", "close"),
            help: Phrase("了结需求，可写理由", "Close a request, with a reason if any"),
            keys: ["c"], commands: ["done", "了结"], group: .series(.request),
            ask: Action.Ask(label: Phrase("理由（可不写）", "Reason, if any"), isRequired: false), hint: 5,
            possible: { requestVerdict($0, .close) },
            run: { model, text in
                guard case .thing(.request, let id) = model.target else { return [] }
                return model.perform(
                    [.request(.close(id, reason: text))], done: "\(model.label(.thing(.request, id))) ")
            }),
    ]

    /// Whether a step of the request under the cursor is possible; the full rules judge when it is done.
    private static func requestVerdict(_ model: Model, _ step: RequestStep) -> Action.Availability {
        guard case .thing(.request, let id) = model.target, let row = model.request(id) else { return .elsewhere }
        do {
            try row.check(step, by: model.actor, in: model.desk.houses)
        } catch {
            return model.refuse(error)
        }
        guard step.from.contains(row.state) else {
            return .no(model.say("需求现为“\(row.state.phrase.zh)”", "the request is \(row.state.phrase.en)"))
        }
        return model.writable
    }
}

extension Model {
    /// Answers the request at hand for one's own centre with what a number names.
    fileprivate mutating func answerRequest(_ text: String) -> [Effect] {
        guard case .thing(.request, let id) = target else { return [] }
        let label = label(.thing(.request, id))
        switch item(text.trimmingBlanks) {
        case .one(let other) where other.number.series == .story:
            return perform([.request(.answer(id, .story(other.id)))], done: "\(label) ")
        case .one(let other) where other.number.series == .task:
            return perform([.request(.answer(id, .task(other.id)))], done: "\(label) ")
        case .several(let items): tell(dispatchContext().ambiguous(text, items), .near)
        case .one, .none:
            tell(say("写稿件 S-0042 或任务 T-0117 的编号", "write the number of a story S-0042 or a task T-0117"), .near)
        }
        return []
    }
}
