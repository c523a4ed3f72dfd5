import Newsroom

extension Actions {
    static let loans: [Action] = [
        go(
            "loans", LoanScreens().name, Phrase("全部互审", "All loans of reviewers"), ["B"], .list(.series(.loan)), hint: 2
        ),
        Action(
            id: "loan.new", name: Phrase("提互审", "lend"),
            help: Phrase("借出或借入一位审稿人，另一方同意后生效", "Lend or borrow a reviewer; it counts once the other house accepts"),
            keys: ["n"], commands: ["lend", "提互审"], group: .series(.loan), form: LoanForm.maker, hint: 6,
            possible: { $0.place == .list(.series(.loan)) ? desk($0, .lend) : .elsewhere },
            run: { model, _ in model.beginForm(LoanForm.maker.make(model), purpose: .action("loan.new")) }),
        Action(
            id: "story.borrow", name: Phrase("借审", "borrow"),
            help: Phrase("为这篇稿件向别处借一位审稿人", "Borrow a reviewer of another house for this story"), keys: [],
            commands: ["borrow", "借审"], group: .story, form: LoanForm.maker,
            possible: { $0.isStoryPlace ? desk($0, .lend) : .elsewhere },
            run: { model, _ in model.beginForm(LoanForm.maker.make(model), purpose: .action("story.borrow")) }),
        Action(
            id: "loan.accept", name: Phrase("同意", "accept"),
            help: Phrase("替本单位同意互审", "Accept the loan for one's own house"), keys: ["a"],
            commands: ["accept", "同意"], group: .series(.loan), hint: 7, possible: { loanVerdict($0, .accept) },
            run: { model, _ in
                guard case .thing(.loan, let id) = model.target else { return [] }
                return model.perform([.loan(.accept(id))], done: "\(model.label(.thing(.loan, id))) ")
            }),
        Action(
            id: "loan.end", name: Phrase("结束", "end"),
            help: Phrase("结束互审，或不同意；可写理由", "End the loan or turn it down, with a reason if any"), keys: ["c"],
            commands: ["endloan", "结束互审"], group: .series(.loan),
            ask: Action.Ask(label: Phrase("理由（可不写）", "Reason, if any"), isRequired: false), hint: 5,
            possible: { loanVerdict($0, .end) },
            run: { model, text in
                guard case .thing(.loan, let id) = model.target else { return [] }
                return model.perform([.loan(.end(id, reason: text))], done: "\(model.label(.thing(.loan, id))) ")
            }),
    ]

    /// Whether a step of the loan under the cursor is possible; the full rules judge when it is done.
    private static func loanVerdict(_ model: Model, _ step: LoanStep) -> Action.Availability {
        guard case .thing(.loan, let id) = model.target, let row = model.loan(id) else { return .elsewhere }
        guard step.from.contains(row.state) else {
            return .no(model.say("互审现为“\(row.state.phrase.zh)”", "the loan is \(row.state.phrase.en)"))
        }
        do throws(Refusal) {
            _ = try row.side(step, of: model.actor, in: model.desk.houses)
        } catch {
            return model.refuse(error)
        }
        return model.writable
    }
}
