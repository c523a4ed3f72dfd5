import Newsroom

extension Actions {
    /// What can be done about a correction of what is out; its reviews are the story's own `pass` and `return`.
    static let corrections: [Action] = [
        propose(
            "correct", Phrase("更正", "correct"),
            Phrase("对已发文字提出更正，审过后各渠道随之更新", "Propose a correction; once passed, it is out on every channel"), ["C"],
            ["correct", "更正"], isSlip: false),
        propose(
            "slip", Phrase("改小错", "slip"),
            Phrase(
                "更正小错：至多 20 字，不动数字、人名、地名、时间，一人审过即发",
                "Correct a slip: at most 20 characters, no number, name, place or time; one reviewer passes it"), [],
            ["slip", "小错"], isSlip: true),
        Action(
            id: "story.correctBack", name: Phrase("取回更正", "take correction back"),
            help: Phrase("取回自己提出、还没审过的更正", "Take back the correction that you proposed"), keys: [],
            commands: ["correct-back", "取回更正"], group: .story,
            ask: Action.Ask(label: Phrase("理由（可不写）", "Reason, if any"), isRequired: false),
            possible: { model in
                guard model.isStoryPlace, let story = model.desk.place.story else { return .elsewhere }
                guard let open = story.openCorrection else { return .elsewhere }
                guard open.by == model.actor.staff else { return model.refuse(.correction(.othersText(open.by))) }
                return model.writable
            },
            run: { model, text in
                guard let story = model.openStory else { return [] }
                return model.perform(
                    [.story(.correction(story.id, .takeBack(reason: text)))],
                    done: model.say("\(story.number) 的更正已取回", "\(story.number)'s correction is taken back"))
            }),
    ]

    private static func propose(
        _ word: String, _ name: Phrase, _ help: Phrase, _ keys: [String], _ commands: [String], isSlip: Bool
    ) -> Action {
        Action(
            id: "story.\(word)", name: name, help: help, keys: keys, commands: commands, group: .story,
            hint: isSlip ? 0 : 3,
            possible: { storyVerdict($0, .correct, needsText: true) },
            run: { model, _ in
                guard let story = model.desk.place.story else { return [] }
                // Where one is open, another begins with it and takes its place.
                return model.beginEditing(
                    story,
                    .correction(story.id, base: TextBase(story.correctableVersion), isSlip: isSlip))
            })
    }

    /// Whether the reader may give a verdict on the open correction.
    static func correctionVerdict(_ model: Model, _ story: Story, _ verdict: Verdict) -> Action.Availability {
        guard let open = story.openCorrection else { return .elsewhere }
        // It may have come while the text that is out was being read.
        guard model.tab == .changes || verdict == .return else {
            return .no(model.say("先看改动（Tab）", "look at the changes first (Tab)"))
        }
        do throws(Refusal) {
            _ = try story.capacityToPass(of: model.actor, in: model.desk.houses)
            if open.stage != .signature || verdict == .return {
                try story.checkCorrection(
                    open.stage == .signature ? .third : open.stage, verdict, of: open.textHash, by: model.actor.staff)
            }
        } catch {
            return model.refuse(error)
        }
        return model.writable
    }
}

extension Story {
    /// The text that somebody begins from.
    func text(for purpose: EditPurpose) -> Version {
        switch purpose {
        case .story: text
        case .correction: correctableVersion
        }
    }
}

extension Model {
    /// Whether the keys of reviews mean the open correction: always, unless what is out waits for the reader's verdict and the
    /// correction does not.
    func meansCorrection(_ story: Story) -> Bool {
        guard story.openCorrection != nil else { return false }
        guard let stage = story.openStage, !story.waitsForPass(of: actor, in: desk.houses) else { return true }
        return !actor.role.may(Right(stage: stage)) || story.isBarred(actor.staff, from: stage)
    }

    /// A verdict on the open correction. Whoever passes a slip is asked for their word, with what the program finds.
    mutating func judgeCorrection(_ story: Story, _ verdict: Verdict, opinion: String) -> [Effect] {
        guard let open = story.openCorrection else { return [] }
        let stage: Stage = open.stage == .signature ? .third : open.stage
        let command = Command.story(
            .review(story.id, stage: stage, verdict: verdict, opinion: opinion, textHash: open.textHash))
        let done =
            verdict == .return
            ? say("\(story.number) 的更正已退回", "\(story.number)'s correction is returned")
            : stage == .third || open.draft.isSlip
                ? say("\(story.number) 的更正已通过", "\(story.number)'s correction is passed")
                : say(
                    "\(story.number) 的更正\(read(stage.phrase))已过",
                    "\(story.number)'s correction: \(read(stage.phrase)) passed")
        guard verdict == .pass, open.draft.isSlip else { return perform([command], done: done) }
        let found = desk.place.findings.map { read($0.phrase) }
        let marks =
            found.isEmpty ? "" : say("程序找到：", "Found: ") + found.joined(separator: say("，", ", ")) + say("。", ". ")
        overlay = .confirm(
            question: marks
                + say(
                    "你担保 \(story.number) 的更正不改人名、地名、时间？通过即发，各渠道随之更新",
                    "Your word that \(story.number)'s correction changes no name, place or time? It is out on every channel then"
                ),
            commands: [command], done: done)
        return []
    }
}
