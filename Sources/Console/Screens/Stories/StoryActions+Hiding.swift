import Newsroom

extension Actions {
    /// What hides a story and shows it again.
    static let hidings: [Action] = [
        // Before the other on its key: whoever has hidden something is asked for the reason, and hides nothing more by that.
        Action(
            id: "story.hideReason", name: Phrase("补理由", "why hidden"),
            help: Phrase("补写下线的理由", "Say why it was hidden"), keys: ["H"], commands: ["hide-reason", "下线理由"],
            group: .story, ask: Action.Ask(label: Phrase("下线的理由", "Why hidden")), hint: 8,
            possible: { model in
                // Where nothing is owed the key means to hide.
                model.isUnexplained ? desk(model, .hide) : .elsewhere
            },
            run: { model, text in model.explain(text) }),
        // What is owed comes first here too, and the line says that it hides nothing: `:hide` does.
        Action(
            id: "story.hideReasonLater", name: Phrase("补理由", "why it was hidden"),
            help: Phrase("已恢复上线的，补写当时下线的理由", "Say why it was hidden, of what is shown again"), keys: ["H"],
            commands: ["hide-reason-later", "补下线理由"], group: .story,
            ask: Action.Ask(label: Phrase("上次为何下线（不再下线）", "Why it was hidden (hides nothing now)")), hint: 8,
            possible: { model in
                guard !model.isUnexplained, model.owesReasonOfEnded else { return .elsewhere }
                return desk(model, .hide)
            },
            run: { model, text in model.explain(text) }),
        Action(
            id: "story.hide", name: Phrase("下线", "hide"),
            help: Phrase("下线：暂不可见，可恢复，理由可稍后补；渠道上照办后登记", "Hide it until it is shown again; the reason may come later"),
            keys: ["H"], commands: ["hide", "下线"], group: .story, hint: 2,
            possible: { hideVerdict($0) },
            run: { model, text in
                guard let id = model.hidingStory else { return [] }
                let label = model.label(.story(id))
                return model.perform(
                    [.story(.hiding(id, .hide(reason: text.isEmpty ? nil : text)))],
                    done: model.say("\(label) 下线，待各渠道照办", "\(label) is to be hidden on its channels"),
                    undo: model.unhiding(id))
            }),
        Action(
            id: "story.showAgain", name: Phrase("恢复上线", "show again"),
            help: Phrase("恢复上线：由下线的单位，或指挥中心", "Show again what your house, or at the desk anybody, has hidden"),
            keys: ["u"],
            commands: ["show-again", "恢复上线"], group: .story, hint: 5,
            isApt: { $0.isAnythingHidden && $0.mightShowAgain },
            possible: { model in
                guard model.hidingStory != nil else { return .elsewhere }
                guard model.isAnythingHidden else {
                    return model.isStoryPlace ? model.refuse(.hiding(.notHidden(last: nil))) : .elsewhere
                }
                return showVerdict(model)
            },
            run: { model, _ in
                guard let id = model.hidingStory else { return [] }
                let label = model.label(.story(id))
                // Who shows again what another house has hidden is told so.
                let others = model.hiddenByOthers.map(model.shortName).joined(separator: model.say("、", ", "))
                let question =
                    others.isEmpty
                    ? model.say("恢复上线 \(label)？", "Show \(label) again?")
                    : model.say("\(label) 由\(others)下线；恢复上线？", "\(label) was hidden by \(others); show it again?")
                model.overlay = .confirm(
                    question: model.denial(of: id) + question, commands: [.story(.hiding(id, .show))],
                    done: model.say("\(label) 恢复上线，待各渠道照办", "\(label) is to be shown again on its channels"))
                return []
            }),
        Action(
            id: "channel.hide", name: Phrase("渠道下线", "hide there"),
            help: Phrase("只在所列渠道下线", "Hide it on some channels only"), keys: [],
            commands: ["hide-on", "渠道下线"], group: .story,
            ask: Action.Ask(label: Phrase("哪些渠道", "On which channels")),
            possible: { model in
                guard model.isStoryPlace, model.desk.place.placements.contains(where: \.isPresent) else {
                    return .elsewhere
                }
                return desk(model, .hide)
            },
            run: { model, text in model.hide(on: text) }),
    ]

    private static func showVerdict(_ model: Model) -> Action.Availability {
        let verdict = desk(model, .hide)
        guard verdict.isYes, let story = model.desk.place.story, story.id == model.hidingStory else { return verdict }
        do throws(Refusal) {
            try story.checkShow(by: model.actor)
            let standing = story.hidings.standing + model.desk.place.placements.flatMap(\.hidings.standing)
            if let first = standing.first,
                !standing.contains(where: { $0.mayBeShown(by: model.actor, in: model.desk.houses) })
            {
                throw .hiding(.hiddenBy(first.house))
            }
        } catch {
            return model.refuse(error)
        }
        return verdict
    }

    private static func hideVerdict(_ model: Model) -> Action.Availability {
        guard let id = model.hidingStory else { return .elsewhere }
        guard model.actor.role.may(.hide) else { return model.refuse(.noRight(.hide, model.actor.role)) }
        let whole = model.desk.place.story.flatMap { $0.id == id ? $0 : nil }
        guard let summary: any StorySummary = whole ?? model.story(id) else { return .elsewhere }
        guard summary.centre == model.actor.house || model.desk.houses.isOfDesk(model.actor) else {
            guard whole != nil else { return .no(model.say("先打开稿件", "open the story first")) }
            let own = model.desk.place.placements.filter {
                model.desk.directory.channels.house(of: $0) == model.actor.house && $0.isPresent
            }
            guard !own.isEmpty else { return model.refuse(.hiding(.byHouses([summary.centre]))) }
            return model.writable
        }
        guard summary.state.isOut else {
            let state = summary.state
            return .no(model.say("稿件现为“\(state.phrase.zh)”", "the story is \(state.phrase.en)"))
        }
        if let hidden = summary.hidden, hidden.whole.contains(model.actor.house) {
            let own = whole?.hidings.standing(of: model.actor.house)
            let trace = Refusal.Trace(by: own?.by ?? hidden.by, at: own?.at ?? hidden.since)
            return model.refuse(.hiding(.hidden(by: trace)))
        }
        return model.writable
    }
}

extension Model {
    /// Whether the reader may be one who shows the story at hand again, as far as its row tells: after a denial a chief editor is,
    /// else who is of a house that has hidden it, or of the desk.
    fileprivate var mightShowAgain: Bool {
        guard let row = hidingStory.flatMap(story) else { return true }
        if row.openEmergency?.isDenied == true { return actor.role == .chiefEditor }
        return desk.houses.isOfDesk(actor) || row.hidden.map { $0.houses.contains(actor.house) } ?? true
    }

    /// The story at hand that may be hidden: the one that is open, or under the cursor.
    fileprivate var hidingStory: SubjectID? { proposedStory }

    /// Whether the reader's house has something hidden without having said why.
    fileprivate var isUnexplained: Bool {
        guard let id = hidingStory else { return false }
        guard let whole = desk.place.story, whole.id == id else {
            guard let row = story(id), let hidden = row.hidden, hidden.whole.contains(actor.house) else { return false }
            return row.owesReason(actor)
        }
        // Of what is hidden as a whole the key that hides has nothing more to do on single channels.
        let standing =
            whole.hidings.standing(of: actor.house) == nil
            ? desk.place.placements.flatMap(\.hidings.standing) : whole.hidings.standing
        return standing.contains { $0.house == actor.house && $0.reason == nil }
    }

    /// Whether nobody has said why the reader's house had hidden something that is shown again.
    fileprivate var owesReasonOfEnded: Bool {
        guard let id = hidingStory else { return false }
        guard let whole = desk.place.story, whole.id == id else { return story(id)?.owesReason(actor) ?? false }
        let owed = whole.hidings.unexplained + desk.place.placements.flatMap(\.hidings.unexplained)
        return owed.contains { $0.house == actor.house }
    }

    /// What takes back a hiding just made: its keys are filled in once it is recorded.
    fileprivate func unhiding(_ id: SubjectID) -> [Command] {
        [.story(.hiding(id, .takeBack([], reason: say("误下线，撤回", "hidden by mistake, taken back"))))]
    }

    fileprivate mutating func explain(_ text: String) -> [Effect] {
        guard let id = hidingStory else { return [] }
        let label = label(.story(id))
        return perform(
            [.story(.hiding(id, .explain(reason: text)))],
            done: say("\(label) 已补理由", "\(label): the reason is recorded"))
    }

    /// Whether anything of the story at hand is hidden, as far as is known here.
    fileprivate var isAnythingHidden: Bool {
        guard let id = hidingStory else { return false }
        if let whole = desk.place.story, whole.id == id {
            return whole.isHidden || desk.place.placements.contains(where: \.isHidden)
        }
        return story(id)?.hidden != nil
    }

    /// The houses that have hidden the story at hand, where that of the reader has not.
    fileprivate var hiddenByOthers: [CentreID] {
        guard let id = hidingStory else { return [] }
        let whole = desk.place.story.flatMap { $0.id == id ? $0.hidings.standing.map(\.house) : nil }
        let houses = whole ?? story(id)?.hidden?.whole ?? []
        return houses.contains(actor.house) ? [] : houses
    }

    /// Who denied that the story at hand went out on their word, before a question; empty where nobody did.
    fileprivate func denial(of id: SubjectID) -> String {
        let whole = desk.place.story.flatMap { $0.id == id ? $0.openEmergency : nil }
        guard let denied = whole ?? story(id)?.openEmergency, denied.isDenied else { return "" }
        let name = read.name(denied.authority)
        return say("\(name)否认同意过快审先发。", "\(name) denied that it went out on their word. ")
    }

    /// Hides the open story on the channels of a typed list.
    fileprivate mutating func hide(on list: String) -> [Effect] {
        guard let story = openStory else { return [] }
        do throws(InputError) {
            let channels = try desk.directory.readChannels(list: list).map(\.id)
            let names = names(channels)
            return perform(
                [.placement(.hide(story.id, channels: channels, reason: nil))],
                done: say("\(story.number) 下线，待\(names)照办", "\(story.number) is to be hidden on \(names)"),
                undo: unhiding(story.id))
        } catch {
            tell(error.sentence(read), .near)
            return []
        }
    }
}
