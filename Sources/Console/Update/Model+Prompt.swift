import Newsroom
import Terminal

extension Model {
    mutating func beginCommand(_ text: String) -> [Effect] {
        prompt = Prompt(kind: .command, label: ":", editor: LineEditor(text))
        refreshPrompt()
        return recommendation()
    }

    mutating func beginDispatch(_ text: String) -> [Effect] {
        if !text.isEmpty { return dispatch(text) }
        guard offerLine("task.dispatch", word: "d", about: nil) else { return beginCommand("d ") }
        return recommendation()
    }

    mutating func beginFilter(_ text: String) -> [Effect] {
        if !text.isEmpty {
            filters[listKey] = text
            refreshLists(reorder: true)
            return []
        }
        prompt = Prompt(kind: .filter, label: "/", editor: LineEditor(filters[listKey] ?? ""))
        return []
    }

    mutating func beginSearch(_ text: String) -> [Effect] {
        query = text
        if place != .search { _ = go(to: .search) }
        prompt = Prompt(kind: .search, label: say("搜索 ", "Search "), editor: LineEditor(text))
        return [.reload]
    }

    /// A key while a line is typed.
    mutating func promptKey(_ key: Key) -> [Effect] {
        guard var prompt else { return [] }
        switch key.code {
        case .escape: return cancelPrompt()
        case .character("c") where key.control: return cancelPrompt()
        case .enter:
            return sending { model, _ in
                model.prompt = nil
                if !prompt.isSecret {
                    model.histories[prompt.kind, default: PromptHistory()].add(prompt.editor.text)
                }
                let (place, effects) = (model.place, model.finish(prompt))
                // Where something is missing the line stays: what is typed next is meant for it, and no command.
                if effects.isEmpty, model.notice != nil, model.prompt == nil, model.overlay == nil, model.place == place
                {
                    model.prompt = prompt
                }
                return effects
            }
        case .tab, .backTab:
            guard !prompt.completions.isEmpty else { return [] }
            let count = prompt.completions.count
            let next = ((prompt.choice ?? (key.code == .tab ? -1 : 0)) + (key.code == .tab ? 1 : -1) + count) % count
            prompt.choice = next
            prompt.editor.set(prompt.completions[next].replacement)
            self.prompt = prompt
            // The choices stay while one turns through them; what will happen is said anew.
            refreshPreview()
            return []
        case .up:
            if let text = histories[prompt.kind, default: PromptHistory()].up(current: prompt.editor.text) {
                prompt.editor.set(text)
            }
        case .down:
            if let text = histories[prompt.kind, default: PromptHistory()].down() { prompt.editor.set(text) }
        default: guard prompt.editor.apply(key) else { return [] }
        }
        prompt.choice = nil
        self.prompt = prompt
        return typed()
    }

    mutating func promptPaste(_ text: String) -> [Effect] {
        prompt?.editor.insert(text)
        prompt?.choice = nil
        return typed()
    }

    /// What follows from each change of the line.
    private mutating func typed() -> [Effect] {
        guard let prompt else { return [] }
        switch prompt.kind {
        case .filter:
            filters[listKey] = prompt.editor.text.isEmpty ? nil : prompt.editor.text
            refreshLists(reorder: true)
            return []
        case .search:
            query = prompt.editor.text
            return [.reload]
        case .command, .argument:
            refreshPrompt()
            return recommendation()
        }
    }

    private mutating func cancelPrompt() -> [Effect] {
        guard let prompt else { return [] }
        self.prompt = nil
        switch prompt.kind {
        case .filter:
            filters[listKey] = nil
            refreshLists(reorder: true)
        case .search where prompt.editor.text.isEmpty: return back()
        case .argument(Prompt.correction), .argument(Prompt.slip):
            tell(say("更正没有提出；文字为你保留，再按一次更正可续写", "not proposed; your text is kept for the next try"), .near)
        default: break
        }
        return []
    }

    private mutating func finish(_ prompt: Prompt) -> [Effect] {
        let text = prompt.editor.text.trimmingBlanks
        switch prompt.kind {
        case .filter, .search: return []
        case .command:
            aim = prompt.aim
            defer { aim = nil }
            return command(text)
        case .argument(Prompt.correction): return correct(reason: text, isSlip: false)
        case .argument(Prompt.slip): return correct(reason: text, isSlip: true)
        case .argument(let id):
            guard let action = Actions.byID[id] else { return [] }
            if text.isEmpty, action.ask?.isRequired != false {
                tell(say("没有写内容，没有办理", "nothing was written, so nothing was done"), .near)
                return []
            }
            aim = prompt.aim
            defer { aim = nil }
            return action.run(&self, text)
        }
    }

    /// Performs a typed command: its first word names the action; a number behind it names the thing.
    private mutating func command(_ text: String) -> [Effect] {
        let (word, rest) = Self.split(text)
        guard !word.isEmpty else { return [] }
        guard let action = Actions.named(word) else {
            // A bare number goes there.
            if Number(word) != nil || SubjectID(word) != nil {
                return invoke(&self, Actions.byID["go.number"] ?? Actions.all[0], text: word)
            }
            tell(say("没有命令“\(word)”；Tab 看有哪些", "there is no command '\(word)'; Tab shows them"), .near)
            return []
        }
        return invoke(&self, action, text: rest)
    }

    static func split(_ text: String) -> (word: String, rest: String) {
        let trimmed = text.trimmingBlanks
        guard let blank = trimmed.firstIndex(where: { $0 == " " || $0 == "\u{3000}" }) else { return (trimmed, "") }
        return (String(trimmed[..<blank]), String(trimmed[trimmed.index(after: blank)...]).trimmingBlanks)
    }

    // MARK: - What stands below the line

    mutating func refreshPrompt() {
        guard var prompt, prompt.kind == .command else { return refreshPreview() }
        let text = prompt.editor.text
        if let line = dispatchText(text) {
            let shift = text.count - line.count
            prompt.completions = DispatchLine.complete(
                line, cursor: max(0, prompt.editor.cursor - shift), dispatchContext()
            ).map { completion in
                var whole = completion
                whole.replacement = String(text.prefix(shift)) + completion.replacement
                whole.cursor += shift
                return whole
            }
        } else if let line = messageText(text) {
            prompt.completions = MessageLine.complete(line, after: String(text.dropLast(line.count)), dispatchContext())
        } else if !text.contains(where: { $0 == " " }) {
            prompt.completions = Actions.all.filter { !$0.commands.isEmpty && $0.possible(self).isYes }
                .compactMap { action in
                    let word =
                        action.commands.first { $0.hasPrefix(text.lowercased()) }
                        ?? (Pinyin.shared.matches(text, in: action.name.zh) ? action.commands.first : nil)
                    return word.map {
                        Completion(
                            replacement: $0 + " ", cursor: $0.count + 1, label: $0, detail: action.name(language))
                    }
                }
        } else {
            prompt.completions = []
        }
        self.prompt = prompt
        refreshPreview()
    }

    private mutating func refreshPreview() {
        guard var prompt else { return }
        if case .command = prompt.kind {
            let (word, _) = Self.split(prompt.editor.text)
            if let line = dispatchText(prompt.editor.text) {
                prompt.preview = DispatchLine.parse(line, dispatchContext()).preview
            } else if let line = messageText(prompt.editor.text) {
                prompt.preview = MessageLine.parse(line, about: messageAbout, dispatchContext()).preview
            } else if let action = Actions.named(word) {
                switch action.possible(self) {
                case .yes: prompt.preview = [Span(action.help(language), .quiet)]
                case .no(let why): prompt.preview = [Span(why, .near)]
                case .elsewhere:
                    prompt.preview = [Span(say("这一屏没有对象", "nothing to act on here"), .near)]
                }
            } else {
                prompt.preview = []
            }
        }
        self.prompt = prompt
    }

    /// The part of a command line that dispatches; `nil` when it is another command.
    private func dispatchText(_ text: String) -> String? {
        argument(of: "task.dispatch", in: text)
    }

    /// The part of a command line that says something to somebody.
    private func messageText(_ text: String) -> String? { argument(of: "message.send", in: text) }

    private func argument(of action: String, in text: String) -> String? {
        for word in Actions.byID[action]?.commands ?? [] where text.hasPrefix(word + " ") {
            return String(text.dropFirst(word.count + 1))
        }
        return nil
    }

    private func recommendation() -> [Effect] {
        guard let prompt, prompt.kind == .command, let line = dispatchText(prompt.editor.text),
            let order = DispatchLine.parse(line, dispatchContext()).order
        else { return [] }
        return [.recommend(title: order.title, centres: order.centres)]
    }

    func dispatchContext() -> DispatchContext {
        var context = DispatchContext(
            directory: desk.directory, now: now, zone: zone, language: language, actor: actor, policy: desk.policy)
        context.recommendations = prompt?.recommendations ?? []
        context.find = { [self] in item($0) }
        if case .lead(let id) = target, let row = lead(id), row.state == .open {
            context.selectedLead = (id, row.number, row.title)
        }
        if case .story(let id) = place, let row = story(id) { context.selectedStory = (id, row.number, row.title) }
        return context
    }

    // MARK: - What the lines do

    mutating func dispatch(_ line: String) -> [Effect] {
        let parsed = DispatchLine.parse(line, dispatchContext())
        guard let order = parsed.order else {
            tell(parsed.problem ?? say("派单不完整", "the order is not complete"), .near)
            prompt = Prompt(kind: .command, label: ":", editor: LineEditor("d " + line))
            refreshPrompt()
            return []
        }
        let places = order.centres.map { read.centre($0) }.joined(separator: say("、", ", "))
        return perform(
            [.task(.dispatch(order))], done: say("已派给 \(places)", "dispatched to \(places)"), undo: [])
    }

    mutating func reassign(_ text: String) -> [Effect] {
        guard case .task(let id) = target else { return [] }
        let addressee: (centre: CentreCard?, person: StaffCard?)
        do throws(InputError) {
            addressee = try desk.directory.readAddressee(text)
        } catch {
            tell(error.sentence(read), .near)
            return []
        }
        let (centre, person) = (addressee.centre?.id, addressee.person?.id)
        // Giving a task back to whoever declined it would be no honest opposite.
        let back =
            anyTask(id)?.state == .declined
            ? nil
            : task(id).map {
                Command.task(.reassign(id, centre: $0.centre, assignee: $0.assignee))
            }
        let label = label(.task(id))
        let to = person.map(read.name) ?? centre.map { read.centre($0) } ?? ""
        return perform(
            [.task(.reassign(id, centre: centre, assignee: person))],
            done: say("\(label) 已改派\(to)", "\(label) reassigned to \(to)"), undo: back.map { [$0] })
    }

    mutating func publish(_ text: String) -> [Effect] {
        guard case .story(let id) = target else { return [] }
        let channels: [ChannelID]
        do throws(InputError) {
            channels = try desk.directory.readChannels(list: text).map(\.id)
        } catch {
            tell(error.sentence(read), .near)
            return []
        }
        guard let summary: any StorySummary = desk.place.story ?? story(id) else { return [] }
        let (all, centre) = (desk.directory.channels, summary.centre)
        let named = channels.isEmpty ? summary.ownChannels(of: all) : all.filter { channels.contains($0.id) }
        guard !named.isEmpty else {
            tell(Refusal.channelsMissing.sentence(read), .near)
            return []
        }
        let label = label(.story(id))
        // What is another house's to let through is asked for; where the reader may, they let it through in the same act.
        let asked = named.filter { card in
            card.house != centre && !isReleaser(of: card)
        }
        let out = named.filter { card in !asked.contains(card) }
        overlay = .confirm(
            question: out.isEmpty
                ? say(
                    "\(label) 请\(names(asked))放行？", "Ask to release \(label) on \(names(asked))?")
                : say(
                    "把 \(label) 发布到 \(out.count) 个渠道（\(names(out))）"
                        + (asked.isEmpty ? "？" : "，并请\(names(asked))放行？"),
                    "Publish \(label) on \(out.count) channel\(out.count == 1 ? "" : "s") (\(names(out)))"
                        + (asked.isEmpty ? "?" : ", and ask to release it on \(names(asked))?")),
            commands: [.story(.publish(id, channels: channels))],
            done: out.isEmpty
                ? say("\(label) 待放行", "\(label) waits to be released") : say("\(label) 已发布", "\(label) is published"))
        return []
    }

    private func names(_ cards: [ChannelCard]) -> String { names(cards.map(\.id)) }

    /// Whether the reader may let stories onto a channel.
    func isReleaser(of card: ChannelCard) -> Bool { card.mayRelease(actor, in: desk.houses) }

    mutating func reportPlacement(_ text: String) -> [Effect] {
        guard let story = desk.place.story else { return [] }
        let words = text.split(separator: " ").map(String.init)
        guard words.count >= 2 else {
            tell(
                say(
                    "写：渠道 已发|已撤|失败|已下线|已恢复 [说明]，如：微信 失败 超时",
                    "write: channel published|withdrawn|failed|hidden|shown [note], such as: wechat failed time-out"),
                .near)
            return []
        }
        let channel: ChannelCard
        let state: DeliveryState
        do throws(InputError) {
            channel = try desk.directory.readChannel(words[0])
            let word = words[1].lowercased()
            if let seen = Visibility.allCases.first(where: { $0.rawValue == word || $0.otherNames.contains(word) }) {
                return perform(
                    [.placement(.report(story.id, channel: channel.id, seen))],
                    done: "\(read.channel(channel.id)) \(read(seen.phrase))")
            }
            state = try DeliveryState.read(words[1])
        } catch {
            tell(error.sentence(read), .near)
            return []
        }
        let note = words.dropFirst(2).joined(separator: " ")
        return perform(
            [.placement(.step(story.id, channel: channel.id, to: state, note: note.isEmpty ? nil : note))],
            done: "\(read.channel(channel.id)) \(read(state.phrase))")
    }

    mutating func mergeLead(_ text: String) -> [Effect] {
        guard case .lead(let id) = target else { return [] }
        switch item(text) {
        case .one(let other) where other.number.series == .lead:
            return perform(
                [.lead(.merge(id, into: other.id))], done: say("已并入 \(other.number)", "merged into \(other.number)"))
        case .several(let items): tell(dispatchContext().ambiguous(text, items), .near)
        default: tell(Refusal.unknownItem(text).sentence(read), .near)
        }
        return []
    }

    func dispatchPrefill() -> String {
        switch target {
        case .centre(let id): id.rawValue + " "
        case .lead(let id): lead(id).map { "\($0.title) " } ?? ""
        default: ""
        }
    }
}

extension String {
    /// Without blanks (ideographic ones too) at the ends.
    var trimmingBlanks: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
