import Newsroom

extension Actions {
    static let stories: [Action] = [
        Action(
            id: "story.new", name: Phrase("起稿", "new story"), help: Phrase("起一篇新稿", "Begin a story"), keys: ["n"],
            commands: ["new", "起稿"], group: .story, hint: 6,
            possible: { [.stories].contains($0.place) || $0.isCentre ? desk($0, .write) : .elsewhere },
            run: { model, _ in model.beginForm(Form.story(model.dispatchContext()), purpose: .story) }),
        Action(
            id: "story.edit", name: Phrase("改稿", "edit"), help: Phrase("改正文", "Edit the text"),
            keys: ["e"], commands: ["edit", "改稿"], group: .story, hint: 6,
            possible: { storyVerdict($0, .edit, needsText: true) },
            run: { model, _ in
                guard let story = model.desk.place.story else { return [] }
                return model.beginEditing(story, .story(story.id, base: TextBase(story.text)))
            }),
        Action(
            id: "story.title", name: Phrase("改标题", "title"), help: Phrase("就地修改标题", "Change the title in place"),
            keys: ["i"],
            commands: ["title", "标题"], group: .story,
            ask: Action.Ask(label: Phrase("标题", "Title"), proposal: { $0.desk.place.story?.title ?? "" }), hint: 3,
            possible: { storyVerdict($0, .edit, needsText: true) },
            run: { model, text in
                guard let story = model.openStory else { return [] }
                return model.perform(
                    [.story(.edit(story.id, title: text, body: nil, base: story.text.number))],
                    done: model.say("\(story.number) 已改标题", "\(story.number) has a new title"),
                    undo: [.story(.edit(story.id, title: story.title, body: nil, base: story.text.number + 1))])
            }),
        step(
            "submit", Phrase("送审", "submit"), Phrase("提交三审", "Submit for the three reviews"), ["m"], ["submit", "送审"],
            .submit, 7
        ) {
            story, _ in (.submit(story), [.recall(story)])
        },
        step(
            "recall", Phrase("撤回送审", "recall"), Phrase("在一审前撤回", "Take it back before the first review"), ["w"],
            ["recall", "撤回送审"], .recall, 2,
            isApt: { model in
                guard case .story(let id) = model.target else { return false }
                return model.story(id)?.authors.contains(model.actor.staff) ?? false
            },
            command: { story, _ in (.recall(story), [.submit(story)]) }),
        judge(
            "pass", Phrase("通过", "pass"), Phrase("通过当前这一审，留下意见", "Pass the open review, with an opinion"), ["p"],
            ["pass", "通过"], .pass),
        judge(
            "return", Phrase("退回", "return"), Phrase("退回作者，说明原因", "Return it to the author, with the reason"), ["r"],
            ["return", "退回"], .return),
        Action(
            id: "story.sign", name: Phrase("签发", "sign off"), help: Phrase("签发：文字就此冻结", "Sign off: the text is frozen"),
            keys: ["S"], commands: ["sign", "签发"], group: .story, hint: 9,
            possible: { model in
                guard let story = model.desk.place.story, model.isStoryPlace else { return .elsewhere }
                if story.openCorrection?.stage == .signature { return correctionVerdict(model, story, .pass) }
                do throws(Refusal) {
                    _ = try story.capacity(.sign, of: model.actor, in: model.desk.houses)
                } catch {
                    return model.refuse(error)
                }
                guard story.openStage == .signature else {
                    return .no(
                        model.say(
                            "现在等：\(story.openStage.map { model.read($0.phrase) } ?? model.read(story.state.phrase))",
                            "waiting for: \(story.openStage.map { model.read($0.phrase) } ?? model.read(story.state.phrase))"
                        ))
                }
                do throws(Refusal) {
                    try story.checkSignature(of: story.text.textHash, by: model.actor.staff)
                } catch {
                    return model.refuse(error)
                }
                return model.writable
            },
            run: { model, _ in
                guard let story = model.desk.place.story else { return [] }
                if let open = story.openCorrection, open.stage == .signature {
                    return model.perform(
                        [.story(.sign(story.id, textHash: open.textHash))],
                        done: model.say("\(story.number) 的更正已签发", "\(story.number)'s correction is signed off"))
                }
                model.overlay = .confirm(
                    question: model.say(
                        "签发 \(story.number)《\(story.title)》？文字 \(story.text.textHash.short) 就此冻结",
                        "Sign off \(story.number) “\(story.title)”? The text \(story.text.textHash.short) is frozen"),
                    commands: [.story(.sign(story.id, textHash: story.text.textHash))],
                    done: model.say("\(story.number) 已签发", "\(story.number) is signed off"))
                return []
            }),
        Action(
            id: "story.publish", name: Phrase("发布", "publish"),
            help: Phrase(
                "发布到稿件所属单位的全部渠道，或所列渠道；别家的请其放行",
                "Publish on its house's channels, or those named; other houses are asked"),
            keys: ["P"], commands: ["publish", "发布"], group: .story,
            ask: Action.Ask(
                label: Phrase("渠道（空为所属单位全部）", "Channels (empty: all of its house)"), isRequired: false), hint: 9,
            isApt: { $0.storyState == .signedOff }, possible: { storyVerdict($0, .publish) },
            run: { model, text in model.publish(text) }),
        Action(
            id: "story.withdraw", name: Phrase("撤稿", "withdraw"),
            help: Phrase("从全部渠道撤稿，须写理由", "Withdraw it everywhere, with the reason"),
            keys: ["W"], commands: ["withdraw", "撤稿"], group: .story,
            ask: Action.Ask(label: Phrase("撤稿理由", "Why withdraw")), possible: { storyVerdict($0, .withdraw) },
            run: { model, text in
                guard case .story(let id) = model.target else { return [] }
                let label = model.label(.story(id))
                model.overlay = .confirm(
                    question: model.say(
                        "从全部渠道撤下 \(label)？不能收回", "Withdraw \(label) everywhere? It cannot be taken back"),
                    commands: [.story(.withdraw(id, reason: text))],
                    done: model.say("\(label) 已撤稿，待各渠道撤下", "\(label) is withdrawn; its channels are to take it down"))
                return []
            }),
    ]

    private static func step(
        _ word: String, _ name: Phrase, _ help: Phrase, _ keys: [String], _ commands: [String], _ step: StoryStep,
        _ hint: Int, isApt: @escaping @Sendable (Model) -> Bool = { _ in true },
        command: @escaping @Sendable (SubjectID, String) -> (StoryCommand, [StoryCommand])
    ) -> Action {
        Action(
            id: "story.\(word)", name: name, help: help, keys: keys, commands: commands, group: .story, hint: hint,
            isApt: isApt, possible: { storyVerdict($0, step) },
            run: { model, text in
                guard case .story(let id) = model.target else { return [] }
                let (command, undo) = command(id, text)
                return model.perform(
                    [.story(command)], done: "\(model.label(.story(id))) ", undo: undo.map(Command.story))
            })
    }

    private static func judge(
        _ word: String, _ name: Phrase, _ help: Phrase, _ keys: [String], _ commands: [String], _ verdict: Verdict
    ) -> Action {
        Action(
            id: "story.\(word)", name: name, help: help, keys: keys, commands: commands, group: .story,
            ask: Action.Ask(
                label: verdict == .pass ? Phrase("意见", "Opinion") : Phrase("退回原因", "Why return"),
                about: { $0.judged(verdict) }, proposal: { verdict == .pass ? $0.say("同意", "agreed") : "" }), hint: 8,
            possible: { model in
                guard model.isStoryPlace, let story = model.desk.place.story else {
                    guard case .story(let id) = model.target, let row = model.story(id),
                        row.stage != nil || row.correction != nil
                    else { return .elsewhere }
                    return .no(model.say("先打开稿件，读过再审", "open it and read it first"))
                }
                return model.meansCorrection(story)
                    ? correctionVerdict(model, story, verdict) : judgement(model, story, verdict)
            },
            run: { model, text in
                guard let story = model.openStory else { return [] }
                if model.meansCorrection(story) { return model.judgeCorrection(story, verdict, opinion: text) }
                guard let stage = story.review(for: verdict) else { return [] }
                return model.perform(
                    [
                        .story(
                            .review(
                                story.id, stage: stage, verdict: verdict, opinion: text, textHash: story.text.textHash))
                    ],
                    done:
                        "\(story.number) \(model.read(stage.phrase))\(model.language == .zh ? "" : " ")\(model.read(verdict.phrase))"
                )
            })
    }

    private static func judgement(_ model: Model, _ story: Story, _ verdict: Verdict) -> Action.Availability {
        guard let stage = story.review(for: verdict) else { return .no(model.say("没有等待的审", "no review is open")) }
        do throws(Refusal) {
            _ = try story.capacity(Right(stage: stage), of: model.actor, in: model.desk.houses)
            try story.checkReview(stage, verdict, of: story.text.textHash, by: model.actor.staff)
        } catch {
            return model.refuse(error)
        }
        return model.writable
    }

    /// Whether a step of the story under the cursor is possible; the full rules judge when it is done.
    static func storyVerdict(_ model: Model, _ step: StoryStep, needsText: Bool = false) -> Action.Availability {
        guard case .story(let id) = model.target else { return .elsewhere }
        let summary: any StorySummary
        let whole = model.desk.place.story.flatMap { $0.id == id ? $0 : nil }
        if let whole {
            summary = whole
        } else if let row = model.story(id) {
            if needsText { return .no(model.say("先打开稿件", "open the story first")) }
            summary = row
        } else {
            return .elsewhere
        }
        let state = summary.state
        do throws(Refusal) {
            try summary.check(step, by: model.actor, in: model.desk.houses)
            // Of the state the screen speaks in its own words below.
            if step == .recall, let whole, step.from.contains(state) { try whole.checkRecall() }
        } catch {
            return model.refuse(error)
        }
        guard step.from.contains(state) else {
            return .no(model.say("稿件现为“\(state.phrase.zh)”", "the story is \(state.phrase.en)"))
        }
        return model.writable
    }
}

extension Model {
    /// What a verdict on the open story is on, in a word or two.
    fileprivate func judged(_ verdict: Verdict) -> String {
        guard let story = desk.place.story else { return "" }
        if meansCorrection(story), let open = story.openCorrection { return read(open.summary.phrase) }
        let stage = story.review(for: verdict).map { read($0.phrase) } ?? ""
        return story.state == .withdrawn ? "\(read(story.state.phrase)) \(stage)" : stage
    }

    var isStoryPlace: Bool {
        if case .story = place { true } else { false }
    }

    /// The state of the story under the cursor.
    var storyState: StoryState? {
        guard case .story(let id) = target else { return nil }
        return desk.place.story?.state ?? story(id)?.state
    }
}
