import Ledger
import Newsroom

/// The form of a new loan of a reviewer.
enum LoanForm {
    static let maker = Action.FormMaker(
        make: { form($0.dispatchContext()) },
        commands: { form, model in
            let answer = offer(form, model.dispatchContext())
            return answer.value.map { FormAnswer([.loan(.propose($0))]) } ?? FormAnswer(problem: answer.problem ?? "")
        }, done: Phrase("已提出", "proposed"))

    private static func form(_ context: DispatchContext) -> Form {
        let desk = context.directory.charter
        // The desk borrows too.
        let options =
            [Form.Option(id: desk.id.rawValue, label: Phrase(desk.name.zh, desk.name.en))]
            + context.directory.roster.map { Form.Option(id: $0.id.rawValue, label: Phrase($0.name.zh, $0.name.en)) }
        return Form(
            title: Phrase("新互审", "New loan of a reviewer"),
            fields: [
                Form.Field(
                    "person", Phrase("借谁", "Who"), .text(example: Phrase("如 李蔚 或 liwei", "such as liwei")),
                    hint: Phrase("有审稿岗位的人", "somebody with a post in which they review")),
                Form.Field(
                    "to", Phrase("借给", "To"), .choice(options),
                    hint: Phrase("借入的单位：打字筛选，左右键选取", "the house that borrows: type to filter, Left and Right choose"),
                    chosen: [context.actor.house.rawValue]),
                Form.Field(
                    "until", Phrase("到何时", "Until"), .text(example: Phrase("18:00 或 +2h", "18:00 or +2h")),
                    hint: Phrase("与“稿件”二者填一", "this or a story, one of the two")),
                Form.Field(
                    "story", Phrase("稿件", "Story"), .text(example: Phrase("如 S-0042", "such as S-0042")),
                    hint: Phrase("只审这一篇", "for the reviews of this one alone"),
                    text: context.selectedStory?.number.description ?? ""),
            ])
    }

    /// The loan that the fields describe.
    private static func offer(_ form: Form, _ context: DispatchContext) -> FormAnswer<LoanCommand.Offer> {
        let (until, number) = (form.value("until").trimmingBlanks, CleanText.line(form.value("story"), limit: 40))
        guard until.isEmpty != number.isEmpty else {
            return FormAnswer(problem: context.say("到何时与稿件，二者填一", "fill in one of until and story"))
        }
        let person: StaffCard
        do throws(InputError) {
            person = try context.directory.readPerson(CleanText.line(form.value("person"), limit: 60))
        } catch {
            return FormAnswer(problem: error.sentence(context.reader))
        }
        let term: LoanTerm
        if number.isEmpty {
            guard let end = TimeExpression.parse(until, now: context.now, zone: context.zone) else {
                return FormAnswer(problem: context.say("写明到何时：18:00 或 +2h", "say until when: 18:00 or +2h"))
            }
            guard end > context.now else { return FormAnswer(problem: Refusal.dueInThePast.sentence(context.reader)) }
            term = .until(end)
        } else {
            switch context.find(number) {
            case .one(let item) where item.number.series == .story: term = .story(item.id)
            case .several(let items): return FormAnswer(problem: context.ambiguous(number, items))
            case .one, .none:
                guard let selected = context.selectedStory, "\(selected.number)" == number else {
                    return FormAnswer(problem: Refusal.unknownItem(number).sentence(context.reader))
                }
                term = .story(selected.id)
            }
        }
        return FormAnswer(
            LoanCommand.Offer(person: person.id, to: CentreID(rawValue: form.value("to")), term: term))
    }
}

extension Model {
    /// A loan as lists have it.
    func loan(_ id: SubjectID) -> LoanRow? { other(id) as? LoanRow }
}
