import Newsroom
import Terminal

// Texts that are kept come up where they were being written, and in a list.
extension Model {
    /// The newest text that is kept for the same.
    func keptText(for purpose: KeptText.Purpose) -> KeptText? {
        kept.last { text in
            text.purpose == purpose || (purpose.story != nil && text.purpose.story == purpose.story)
        }
    }

    private mutating func tellOffered() {
        let key = keymap.label("desk.texts") ?? ":texts"
        tell(
            say(
                "这是你上次没有存下的文字；先 Esc 再 \(key) 可丢弃",
                "this is your text that was not saved the last time; Esc, then \(key), drops it"), .near)
    }

    /// Opens a form, with what was filled in before and not sent.
    mutating func beginForm(_ form: Form, purpose: FormPurpose) -> [Effect] {
        var form = form
        if let left = keptText(for: .form(purpose)) {
            form.fill(left.text)
            offered = left
            tellOffered()
        }
        overlay = .form(form, purpose: purpose, problem: nil)
        return []
    }

    /// Asks for the text that an action needs; what was typed before and not sent stands there.
    mutating func beginArgument(_ action: Action, _ ask: Action.Ask) -> [Effect] {
        let what = target.map { label($0) } ?? ""
        prompt = Prompt(
            kind: .argument(action.id),
            label: [what, ask.about(self), ask.label(language)].filter { !$0.isEmpty }.joined(separator: " "),
            editor: LineEditor(ask.proposal(self)),
            aim: PromptTarget(item: target, story: isStoryPlace ? desk.place.story : nil))
        guard let prompt, let purpose = linePurpose(prompt), let left = keptText(for: purpose) else { return [] }
        self.prompt?.editor.set(left.text)
        self.prompt?.begun = left.text
        offered = left
        tellOffered()
        return []
    }

    /// The line in which a dispatch or a message that was not sent is written on; `nil` where none is kept.
    mutating func offerLine(_ action: String, word: String, about: SubjectID?, _ aim: PromptTarget? = nil) -> Bool {
        guard let left = keptText(for: .line(action, about: about)) else { return false }
        prompt = Prompt(kind: .command, label: ":", editor: LineEditor("\(word) \(left.text)"), aim: aim)
        offered = left
        tellOffered()
        refreshPrompt()
        return true
    }

    // MARK: - Stories

    /// Begins to edit: with a kept text where there is one, and not over what a colleague has saved unseen.
    mutating func beginEditing(_ story: Story, _ purpose: EditPurpose) -> [Effect] {
        guard let left = keptText(for: purpose.kept) else { return edit(begun(story, purpose), purpose) }
        return beginEditing(left, story, purpose)
    }

    /// What somebody begins with: where their own correction was sent back, that.
    private func begun(_ story: Story, _ purpose: EditPurpose) -> String {
        if case .correction = purpose, story.openCorrection == nil, let back = story.returned, back.by == actor.staff {
            return back.draft.body
        }
        return story.text(for: purpose).body
    }

    private mutating func beginEditing(_ left: KeptText, _ story: Story, _ purpose: EditPurpose) -> [Effect] {
        if left.holdsMore { return recoverEditing(left, purpose) }
        let present = story.text(for: purpose).body
        if CleanText.body(left.text) == present { return drop([left.id]) + edit(present, purpose) }
        guard left.base == purpose.base else {
            overlay = .difference(left, purpose: purpose, scroll: 0)
            return []
        }
        tellOffered()
        return edit(left.text, purpose, from: left)
    }

    /// An editor has words of which only it knows. It is given the same file, and asks what becomes of them; what it gives
    /// back counts as written from the version that it began from, so that a colleague's is not saved over unseen.
    private mutating func recoverEditing(_ left: KeptText, _ purpose: EditPurpose) -> [Effect] {
        let begun = left.base.map(purpose.from) ?? purpose
        guard reach.editor != nil else {
            let place = left.path.map { say("（\($0)）", " (\($0))") } ?? ""
            tell(
                say("你的编辑器里还有没存的文字，在那里才能取回\(place)", "your editor has unsaved text; only it can recover it\(place)"),
                .near)
            // What its file says may be written on; the rest stays there for that editor.
            return edit(left.text, begun)
        }
        return edit(left.text, begun, from: left)
    }

    /// A key while a kept text is shown against what the desk has now.
    mutating func differenceKey(_ key: Key, _ left: KeptText, _ purpose: EditPurpose, _ scroll: Int) -> [Effect] {
        let limit = max(0, differenceLines(left, purpose, width: size.columns).count - 3)
        func scrolled(_ by: Int) -> Overlay {
            .difference(left, purpose: purpose, scroll: min(max(0, scroll + by), limit))
        }
        switch key.code {
        case .up, .character("k"): overlay = scrolled(-1)
        case .down, .character("j"): overlay = scrolled(1)
        case .pageUp: overlay = scrolled(3 - size.rows)
        case .pageDown, .character(" "): overlay = scrolled(size.rows - 8)
        case .enter:
            overlay = nil
            return edit(left.text, purpose, from: left)
        case .character("b"):
            guard let theirs = version(purpose.base) else { return [] }
            overlay = nil
            return edit(bothTexts(theirs, left.text), purpose, from: left)
        case .character("x"):
            overlay = .texts(index: kept.firstIndex { $0.id == left.id } ?? 0, isAsking: true)
        case .escape, .character("n"), .character("q"):
            overlay = nil
            tell(say("你的文字为你保留", "your text stays kept"), .quiet)
        default: break
        }
        return []
    }

    /// The version of the story on the screen that this names, or the open correction of it.
    func version(_ base: TextBase) -> Story.Version? {
        guard let story = desk.place.story else { return nil }
        return (story.versions + [story.proposedVersion].compactMap { $0 }).last { TextBase($0) == base }
    }

    /// Begins the lines between two texts in one editor; nothing that is saved may hold one.
    static let divider = "══════ "

    private func bothTexts(_ theirs: Story.Version, _ mine: String) -> String {
        let name = read.name(theirs.by)
        let first = say(
            "\(name) \(time(theirs.at)) 存的、现行的文字；两份并好后删掉这两行",
            "saved by \(name) at \(time(theirs.at)); merge, and delete both of these lines")
        return "\(Self.divider)\(first)\n\(theirs.body)\n\(Self.divider)\(say("你的文字", "your text"))\n\(mine)"
    }

    // MARK: - The list

    mutating func textsKey(_ key: Key, _ index: Int, isAsking: Bool) -> [Effect] {
        guard kept.indices.contains(index) else {
            overlay = nil
            return []
        }
        switch key.code {
        case .up, .character("k"): overlay = .texts(index: max(0, index - 1), isAsking: false)
        case .down, .character("j"): overlay = .texts(index: min(index + 1, kept.count - 1), isAsking: false)
        case .character("x") where isAsking:
            let effects = drop([kept[index].id])
            overlay = kept.isEmpty ? nil : .texts(index: min(index, kept.count - 1), isAsking: false)
            if kept.isEmpty { tell(say("已丢弃", "dropped"), .quiet) }
            return effects
        case .character("x"): overlay = .texts(index: index, isAsking: true)
        case .enter: return open(kept[index])
        case .escape where isAsking: overlay = .texts(index: index, isAsking: false)
        case .escape, .character("q"): overlay = nil
        default: break
        }
        return []
    }

    /// Goes to where a text was being written, and opens it there.
    private mutating func open(_ text: KeptText) -> [Effect] {
        overlay = nil
        switch text.purpose {
        case .story(let id), .correction(let id), .line(_, about: let id?):
            opensNext = text
            return [.find("\(id)")]
        case .unknown(let number):
            opensNext = text
            return [.find("\(number)")]
        case .line, .form: return openHere(text)
        }
    }

    /// What was refused stands where it was typed, with the refusal: what is typed next is meant for it, and no command.
    mutating func openAgain(_ text: KeptText, for submission: Submission) -> [Effect] {
        guard prompt == nil, overlay == nil, place == submission.place, lastInput == submission.input else { return [] }
        switch text.purpose {
        case .line, .form: return openHere(text)
        case .story, .correction, .unknown: return []
        }
    }

    /// Its screen has been read.
    mutating func openNext() -> [Effect] {
        guard let text = opensNext else { return [] }
        opensNext = nil
        return openHere(text)
    }

    private mutating func openHere(_ text: KeptText) -> [Effect] {
        // The one that was chosen comes up, though there be a newer one for the same.
        kept.removeAll { $0.id == text.id }
        kept.append(text)
        switch text.purpose {
        case .form(.action(let id)):
            guard let form = Actions.byID[id]?.form else { return [] }
            return beginForm(form.make(self), purpose: .action(id))
        case .form(let purpose):
            let context = dispatchContext()
            let form =
                switch purpose {
                case .dispatch: Form.dispatch(context)
                case .story: Form.story(context)
                case .lead: Form.lead(context)
                case .action: Form(title: Phrase("", ""), fields: [])
                case .staff(let id): Form.staff(context, prefill: id.flatMap { rows.staff[$0] })
                }
            return beginForm(form, purpose: purpose)
        case .line("task.dispatch", let about):
            _ = offerLine("task.dispatch", word: "d", about: about)
        case .line("message.send", let about):
            _ = offerLine(
                "message.send", word: "message", about: about, PromptTarget(item: about == nil ? nil : target))
        case .line(let id, _):
            guard let action = Actions.byID[id], let ask = action.ask else { return [] }
            return beginArgument(action, ask)
        case .story, .correction, .unknown:
            guard let story = desk.place.story else { return [] }
            let edit = Actions.storyVerdict(self, .edit, needsText: true)
            if edit.isYes { return beginEditing(text, story, .story(story.id, base: TextBase(story.text))) }
            if Actions.storyVerdict(self, .correct, needsText: true).isYes {
                return beginEditing(
                    text, story,
                    .correction(story.id, base: TextBase(story.correctableVersion), isSlip: false))
            }
            if case .no(let why) = edit {
                tell(why + (text.path.map { say("；文字在 \($0)", "; your text is in \($0)") } ?? ""), .near)
            }
        }
        return []
    }
}
