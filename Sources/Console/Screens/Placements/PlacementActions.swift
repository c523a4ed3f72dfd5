import Newsroom

/// What can be done with a story on its channels.
extension Actions {
    static let placements: [Action] = [
        Action(
            id: "channel.release", name: Phrase("放行", "release"),
            help: Phrase("放行到本单位的渠道", "Let it onto your house's channels"),
            keys: ["F"], commands: ["release", "放行"], group: .story, hint: 9,
            isApt: { !$0.releasable.isEmpty },
            possible: { releaseVerdict($0) },
            run: { model, text in
                guard let id = model.proposedStory else { return [] }
                let (label, channels) = (model.label(.story(id)), model.releasable(text))
                guard !channels.isEmpty else { return [] }
                let names = model.names(channels)
                // A correction takes the place of what stands there.
                let what =
                    model.desk.proposals.contains { $0.story == id && $0.isCorrection }
                    ? model.say("放行 \(label) 的更正到\(names)？", "Release the correction of \(label) on \(names)?")
                    : model.say("放行 \(label) 到\(names)？", "Release \(label) on \(names)?")
                model.overlay = .confirm(
                    question: what,
                    commands: [.placement(.release(id, channels: channels))],
                    done: model.say("\(label) 已放行", "\(label) is released"))
                return []
            }),
        Action(
            id: "channel.refuse", name: Phrase("不放行", "refuse"),
            help: Phrase(
                "不放行到本单位的渠道，须写理由；只对其中一些：渠道 理由",
                "Keep it off your house's channels, with the reason; off some only: channels, then why"),
            keys: ["X"], commands: ["refuse", "不放行"], group: .story,
            ask: Action.Ask(
                label: Phrase("不放行的理由", "Why not"),
                about: { $0.names($0.releasable) }), hint: 8,
            isApt: { !$0.releasable.isEmpty },
            possible: { releaseVerdict($0) },
            run: { model, text in
                guard let id = model.proposedStory, let (channels, reason) = model.refused(text) else { return [] }
                let label = model.label(.story(id))
                let names = model.names(channels)
                return model.perform(
                    channels.map { .placement(.refuse(id, channel: $0, reason: reason)) },
                    done: model.say("\(label) 不放行到\(names)", "\(label) is not released on \(names)"))
            }),
        Action(
            id: "story.placement", name: Phrase("登记分发", "report"),
            help: Phrase(
                "登记渠道结果：渠道 已发|已撤|失败|已下线|已恢复 [说明]",
                "Report a channel: channel published|withdrawn|failed|hidden|shown [note]"),
            keys: ["O"],
            commands: ["placement", "登记"], group: .story,
            ask: Action.Ask(label: Phrase("渠道 结果", "channel, result"), proposal: { $0.expectedReport }),
            hint: 4,
            possible: { model in
                guard model.isStoryPlace, !model.desk.place.placements.isEmpty else {
                    return .elsewhere
                }
                let placements = model.desk.place.placements
                let verdict = desk(model, .reportPlacement)
                guard verdict.isYes, let first = placements.first, !placements.contains(where: model.serves) else {
                    return verdict
                }
                let house = model.desk.directory.channels.house(of: first)
                return model.refuse(.othersChannel(first.channel, house))
            }, run: { model, text in model.reportPlacement(text) }),
        Action(
            id: "story.settle", name: Phrase("补办", "settle"),
            help: Phrase("补办各渠道欠下的：撤稿撤下，更正换上", "Order what channels are owed: recall, correct"), keys: [],
            commands: ["settle", "补办"], group: .story,
            isApt: { model in model.desk.place.story.map { model.isOwed($0) } ?? false },
            possible: { model in
                guard let story = model.desk.place.story, model.isStoryPlace else { return .elsewhere }
                guard model.isOwed(story) else { return model.refuse(.nothingDue) }
                return desk(model, story.state == .withdrawn ? .withdraw : .publish)
            },
            run: { model, _ in
                guard let story = model.desk.place.story else { return [] }
                return model.perform(
                    [.placement(.settle(story.id))], done: model.say("已补办", "ordered on the channels"))
            }),
    ]

    /// Whether the reader may let the story at hand onto channels that wait for it.
    private static func releaseVerdict(_ model: Model) -> Action.Availability {
        guard model.proposedStory != nil else { return .elsewhere }
        guard model.releasable.isEmpty else { return model.writable }
        guard let waiting = model.proposedChannels.first else {
            return model.isStoryPlace ? model.refuse(.nothingProposed) : .elsewhere
        }
        do throws(Refusal) {
            _ = try waiting.capacityToRelease(of: model.actor, in: model.desk.houses)
        } catch {
            return model.refuse(error)
        }
        return model.writable
    }
}

extension Model {
    /// The story at hand that may wait to be let onto a channel: the one that is open, or under the cursor.
    var proposedStory: SubjectID? {
        switch target {
        case .story(let id), .proposal(let id, _): id
        case .task, .lead, .thing, .centre, .staff, .log, .message, .node, .emergency, .overruled, nil: nil
        }
    }

    /// The channels on which it waits.
    var proposedChannels: [ChannelCard] {
        guard let story = proposedStory else { return [] }
        let waiting = Set(desk.proposals.lazy.filter { $0.story == story }.flatMap(\.channels))
        return waiting.isEmpty ? [] : desk.directory.channels.filter { waiting.contains($0.id) }
    }

    /// Those of them on which the reader may release it.
    var releasable: [ChannelID] { proposedChannels.filter(isReleaser).map(\.id) }

    /// Whether the reader serves the channel on which a story is placed.
    fileprivate func serves(_ placement: Placement) -> Bool {
        guard let card = desk.directory.channels.first(where: { $0.id == placement.channel }) else { return false }
        return (try? card.capacity(.reportPlacement, of: actor, in: desk.houses)) != nil
    }

    /// What is to be reported next, as it would be typed: the first channel on which something waits, and that it is done.
    fileprivate var expectedReport: String {
        guard let story = desk.place.story else { return "" }
        func line(_ placement: Placement, _ zh: String, _ en: String) -> String {
            "\(read.channel(placement.channel).replacing(" ", with: "")) \(say(zh, en)) "
        }
        for placement in desk.place.placements where serves(placement) {
            switch placement.work(of: story) {
            case .hide: return line(placement, "已下线", "hidden")
            case .show: return line(placement, "已恢复", "shown")
            case .decide, nil: break
            }
            guard [.queued, .sending, .sent].contains(placement.standing(of: story)) else { continue }
            let isRecall = placement.last.order.act == .recall
            return isRecall ? line(placement, "已撤", "withdrawn") : line(placement, "已发", "published")
        }
        return ""
    }

    /// Those of them that the first word of a line names, with the rest as the reason; all where it names none. `nil` where there are
    /// only names: then it says that the reason is missing.
    mutating func refused(_ line: String) -> ([ChannelID], reason: String)? {
        let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
        guard let first = parts.first, let named = try? desk.directory.readChannels(list: first).map(\.id) else {
            return (releasable, line)
        }
        let channels = releasable.filter(named.contains)
        guard !channels.isEmpty else { return (releasable, line) }
        guard parts.count == 2 else {
            tell(say("还要写理由：渠道 理由", "the reason is missing: channels, then why"), .near)
            return nil
        }
        return (channels, parts[1])
    }

    /// Those of them that a typed list names, all where it names none; says what is wrong with the list.
    mutating func releasable(_ list: String) -> [ChannelID] {
        do throws(InputError) {
            let named = try desk.directory.readChannels(list: list).map(\.id)
            let channels = releasable.filter { named.isEmpty || named.contains($0) }
            if channels.isEmpty { tell(Refusal.nothingProposed.sentence(read), .near) }
            return channels
        } catch {
            tell(error.sentence(read), .near)
            return []
        }
    }
}
