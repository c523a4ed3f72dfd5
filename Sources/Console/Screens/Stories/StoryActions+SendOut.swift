import Newsroom

extension Actions {
    /// What can be done about an approval from outside.
    static let sendOuts: [Action] = [
        Action(
            id: "story.sendOut", name: Phrase("送外审", "send out"),
            help: Phrase("送外面的单位或人审看，答复前不能签发", "Send the text out for approval; nobody signs before the answer"),
            keys: ["E"],
            commands: ["send-out", "送外审"], group: .story, form: SendOutForm.maker, hint: 1,
            possible: { model in
                sendOutVerdict(model) { story throws(Refusal) in try story.checkSendOut(of: story.text.textHash) }
            },
            run: { model, _ in
                model.beginForm(SendOutForm.maker.make(model), purpose: .action("story.sendOut"))
            }),
        answer(
            "approved", Phrase("外审通过", "approved"),
            Phrase("登记外审通过，写明依据", "Record that outside approved it, with what shows it"), ["v"], .pass),
        answer(
            "refused", Phrase("外审退回", "sent back"),
            Phrase("登记外审退回，写明依据；稿件退给作者", "Record that outside sent it back; it returns to its author"), ["V"], .return),
        Action(
            id: "story.takeBack", name: Phrase("取回外审", "take back"),
            help: Phrase("不等答复，取回外审", "Take back what is out for approval"), keys: [],
            commands: ["take-back", "取回外审"], group: .story,
            ask: Action.Ask(label: Phrase("理由（可不写）", "Reason, if any"), isRequired: false),
            possible: { model in
                sendOutVerdict(model) { story throws(Refusal) in try story.checkAnswer(.return, by: model.actor.staff) }
            },
            run: { model, text in
                guard let story = model.openStory else { return [] }
                return model.perform(
                    [.story(.sendOut(story.id, .takeBack(reason: text)))], done: "\(story.number) ")
            }),
    ]

    private static func answer(
        _ word: String, _ name: Phrase, _ help: Phrase, _ keys: [String], _ verdict: Verdict
    ) -> Action {
        Action(
            id: "story.\(word)", name: name, help: help, keys: keys, commands: ["\(word)", name.zh], group: .story,
            ask: Action.Ask(label: Phrase("依据", "What shows it")), hint: 7,
            possible: { model in
                sendOutVerdict(model) { story throws(Refusal) in try story.checkAnswer(verdict, by: model.actor.staff) }
            },
            run: { model, text in
                guard let story = model.openStory, let out = story.openSendOut else { return [] }
                return model.perform(
                    [.story(.sendOut(story.id, .answer(verdict, evidence: text, key: out.order.key)))],
                    done: "\(story.number) ")
            })
    }

    /// Whether an act about an approval from outside is possible for the open story.
    private static func sendOutVerdict(
        _ model: Model, _ check: (Story) throws(Refusal) -> Void
    ) -> Action.Availability {
        guard model.isStoryPlace, let story = model.desk.place.story else { return .elsewhere }
        do throws(Refusal) {
            _ = try story.capacity(.sendOut, of: model.actor, in: model.desk.houses)
            try check(story)
        } catch {
            return model.refuse(error)
        }
        return model.writable
    }
}
