import Newsroom

/// What can be done with a story on its channels.
extension Actions {
    static let placements: [Action] = [
        Action(
            id: "story.placement", name: Phrase("登记分发", "report"),
            help: Phrase("登记渠道结果：渠道 已发|已撤|失败 [说明]", "Report a channel: channel published|withdrawn|failed [note]"),
            keys: ["O"],
            commands: ["placement", "登记"], group: .story,
            ask: Action.Ask(label: Phrase("渠道 已发|已撤|失败 [说明]", "channel published|withdrawn|failed [note]")), hint: 4,
            possible: { model in
                guard model.isStoryPlace, !model.desk.place.placements.isEmpty else {
                    return .elsewhere
                }
                return desk(model, .reportPlacement)
            }, run: { model, text in model.reportPlacement(text) }),
        Action(
            id: "story.settle", name: Phrase("补办", "settle"),
            help: Phrase("补办各渠道欠下的：撤稿撤下，更正换上", "Order what channels are owed: recall, correct"), keys: [],
            commands: ["settle", "补办"], group: .story,
            isApt: { model in model.desk.place.story.map { model.isOwed($0) } ?? false },
            possible: { model in
                guard let story = model.desk.place.story, model.isStoryPlace else { return .elsewhere }
                guard model.isOwed(story) else { return model.refuse(.nothingDue) }
                return desk(model, story.state == .withdrawn ? .withdraw : .correct)
            },
            run: { model, _ in
                guard let story = model.desk.place.story else { return [] }
                return model.perform(
                    [.placement(.settle(story.id))], done: model.say("已补办", "ordered on the channels"))
            }),
    ]
}
