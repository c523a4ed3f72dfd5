import Ledger
import Newsroom

/// The form of a new request.
enum RequestForm {
    static let maker = Action.FormMaker(
        make: { form($0.dispatchContext()) },
        commands: { form, model in
            let answer = wish(form, model.dispatchContext())
            return answer.value.map { FormAnswer([.request(.make($0))]) } ?? FormAnswer(problem: answer.problem ?? "")
        }, done: Phrase("已提出", "asked"))

    private static func form(_ context: DispatchContext) -> Form {
        let desk = context.directory.charter
        let others = context.directory.centres.filter { $0.id != context.actor.house }
        let options = others.map { Form.Option(id: $0.id.rawValue, label: Phrase($0.name.zh, $0.name.en)) }
        let choose = Phrase("左右键移动，空格选取", "Left and Right move, Space chooses")
        return Form(
            title: Phrase("新需求", "New request"),
            fields: [
                Form.Field(
                    "title", Phrase("缺什么", "Lacking"),
                    .text(example: Phrase("如 积水航拍", "such as the flood from the air")),
                    hint: Phrase("最多 \(CleanText.titleLimit) 字", "at most \(CleanText.titleLimit) characters")),
                Form.Field(
                    "due", Phrase("要在", "Due"), .text(example: Phrase("17:00 或 +2h", "17:00 or +2h")),
                    hint: Phrase("什么时候之前要；必填", "by when it is needed; it must be said")),
                Form.Field(
                    "to", Phrase("问谁", "Ask"),
                    .several(
                        others.contains { $0.id == desk.id } || context.actor.house == desk.id
                            ? options
                            : [
                                Form.Option(id: desk.id.rawValue, label: Phrase(desk.name.zh, desk.name.en))
                            ] + options),
                    hint: Phrase("打字筛选，空格选取；不选则问各中心", "type to filter, Space chooses; nobody means everybody")),
                Form.Field(
                    "deliver", Phrase("要什么", "Wanted"),
                    .several(Deliverable.allCases.map { Form.Option(id: $0.rawValue, label: $0.phrase) }), hint: choose,
                    chosen: [Deliverable.text.rawValue]),
                Form.Field(
                    "priority", Phrase("优先级", "Priority"),
                    .choice(Priority.allCases.map { Form.Option(id: $0.rawValue, label: $0.phrase) }),
                    hint: Phrase("左右键选取", "Left and Right choose"), chosen: [Priority.routine.rawValue]),
                Form.Field(
                    "place", Phrase("地点", "Place"), .text(example: Phrase("可不填", "or nothing")),
                    hint: Phrase("在哪里", "where it is")),
                Form.Field(
                    "story", Phrase("用于", "For"), .text(example: Phrase("可不填，如 S-0042", "or nothing; such as S-0042")),
                    hint: Phrase("为哪篇稿件要的", "the story that it is for"),
                    text: context.selectedStory?.number.description ?? ""),
                Form.Field(
                    "note", Phrase("说明", "Note"), .text(example: Phrase("可不填", "or nothing")),
                    hint: Phrase("还要知道什么", "what else to know")),
            ])
    }

    /// The request that the fields describe.
    private static func wish(_ form: Form, _ context: DispatchContext) -> FormAnswer<RequestCommand.Wish> {
        let title = CleanText.line(form.value("title"))
        guard !title.isEmpty else { return FormAnswer(problem: Refusal.titleMissing.sentence(context.reader)) }
        guard let due = TimeExpression.parse(form.value("due").trimmingBlanks, now: context.now, zone: context.zone)
        else {
            return FormAnswer(problem: context.say("写明要在何时：17:00 或 +2h", "say by when: 17:00 or +2h"))
        }
        guard due > context.now else { return FormAnswer(problem: Refusal.dueInThePast.sentence(context.reader)) }
        var story: SubjectID?
        let number = CleanText.line(form.value("story"), limit: 40)
        if !number.isEmpty {
            switch context.find(number) {
            case .one(let item) where item.number.series == .story: story = item.id
            case .several(let items): return FormAnswer(problem: context.ambiguous(number, items))
            case .one, .none:
                guard let selected = context.selectedStory, "\(selected.number)" == number else {
                    return FormAnswer(problem: Refusal.unknownItem(number).sentence(context.reader))
                }
                story = selected.id
            }
        }
        return FormAnswer(
            RequestCommand.Wish(
                title: title, dueAt: due, to: form.values("to").map(CentreID.init(rawValue:)),
                deliverables: form.values("deliver").compactMap(Deliverable.init(rawValue:)),
                priority: Priority(rawValue: form.value("priority")) ?? .routine, place: form.value("place"),
                note: form.value("note"), story: story))
    }
}

extension Model {
    /// A request as lists have it.
    func request(_ id: SubjectID) -> RequestRow? { other(id) as? RequestRow }
}
