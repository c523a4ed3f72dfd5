import Newsroom
import Terminal

// What somebody writes is in a file of theirs before the desk is asked to take it, and until the desk has it. All that
// can be written in is seen here, in one place, after each message: no key can forget it.
extension Model {
    /// What somebody is writing, as far as there is something of theirs in it.
    var openText: OpenText? {
        guard let open = standing, open.isChanged else { return nil }
        return open.text
    }

    /// What stands open to be written in, and whether it differs from what stood there to begin with.
    private var standing: (text: OpenText, isChanged: Bool)? {
        switch overlay {
        case .text(let editor, let purpose):
            let open = OpenText(
                purpose: purpose.kept, base: purpose.base, mark: .changes(editor.changes), text: { editor.text })
            return (open, editor.changes > 0)
        case .form(let form, let purpose, _):
            let text = form.answers
            return (OpenText(purpose: .form(purpose), mark: .text(text), text: { text }), text != form.begun)
        default:
            guard let prompt, let purpose = linePurpose(prompt) else { return nil }
            let isCommand = prompt.kind == .command
            let text = isCommand ? Self.split(prompt.editor.text).rest : prompt.editor.text
            let begun = isCommand ? Self.split(prompt.begun).rest : prompt.begun
            let open = OpenText(purpose: purpose, mark: .text(text), text: { text })
            return (open, text != begun && !text.allSatisfy(\.isWhitespace))
        }
    }

    /// What a line is for; `nil` where what is typed in it is no text of anybody's.
    func linePurpose(_ prompt: Prompt) -> KeptText.Purpose? {
        let action: Action? =
            switch prompt.kind {
            case .filter, .search, .argument("correction"): nil
            case .argument(let id): Actions.byID[id]
            case .command: Actions.named(Self.split(prompt.editor.text).word)
            }
        guard let action, action.takesText else { return nil }
        return .line(action.id, about: subject(of: action, prompt.aim))
    }

    /// What a line that belongs to an action is about.
    private func subject(of action: Action, _ aim: PromptTarget?) -> SubjectID? {
        if action.id == "message.send" { return messageAbout?.id }
        guard action.group.isOfThings, action.id != "task.dispatch" else { return nil }
        switch aim?.item ?? target {
        case .task(let id), .story(let id), .lead(let id), .thing(_, let id): return id
        default: return nil
        }
    }

    /// After each message: what is new in the open text goes into its file.
    mutating func followDraft() -> [Effect] {
        var effects: [Effect] = []
        let open = openText
        if waiting != nil, !isAsking { waiting = nil }
        if let old = draft, old.purpose != open?.purpose {
            draft = nil
            if old.isKept { effects += close(old) }
        }
        guard let open else {
            if prompt == nil, !isWriting { offered = nil }
            return effects
        }
        if draft == nil {
            // A text that is taken up again stays in its own file: no older copy is left to be sent a second time.
            let taken = offered.flatMap { $0.purpose == open.purpose ? $0.id : nil }
            draft = Draft(id: taken ?? newTextID(), purpose: open.purpose, mark: .text(""))
        }
        guard draft?.mark != open.mark else { return effects }
        draft?.mark = open.mark
        draft?.isKept = true
        return effects + [.keepSoon]
    }

    /// A text was closed and not sent. A line or a form stays its writer's, who may have left it to look something up; a
    /// text whose changes were dropped, or a line that became another, is again what it began with.
    private mutating func close(_ old: Draft) -> [Effect] {
        if prompt == nil, !isWriting, case .text(let words) = old.mark {
            return keepForLater(
                KeptText(id: old.id, purpose: old.purpose, text: words, label: label(of: old.purpose), at: now))
        }
        return [kept.first { $0.id == old.id }.map(Effect.keep) ?? .forget([old.id])]
    }

    /// What was written and not sent is offered where it was begun.
    private mutating func keepForLater(_ text: KeptText) -> [Effect] {
        let key = keymap.label("desk.texts") ?? ":texts"
        tell(
            say(
                "没有办理；写的留着，原来的键接着写，\(key) 丢弃",
                "nothing was done; what you typed is kept for the same key, \(key) drops it"),
            .quiet)
        return [.keep(text)] + refused(text)
    }

    private var isWriting: Bool {
        switch overlay {
        case .text, .form: true
        default: false
        }
    }

    private var isAsking: Bool { if case .confirm = overlay { true } else { false } }

    mutating func newTextID() -> KeptText.ID {
        textCount += 1
        return "\(textSession)-\(textCount)"
    }

    /// The open text for its file, and what makes it, which may take a moment.
    var openForFile: (text: KeptText, content: @Sendable () -> String)? {
        guard let open = openText, let draft, draft.purpose == open.purpose else { return nil }
        let text = KeptText(
            id: draft.id, purpose: open.purpose, base: open.base, text: "", label: label(of: open.purpose), at: now,
            replaces: (offered.map { [$0.id] + $0.replaces } ?? []).filter { $0 != draft.id })
        return (text, open.text)
    }

    /// What is being typed when the line breaks is its writer's all the same.
    func keepOpenText() -> [Effect] {
        guard let (open, content) = openForFile else { return [] }
        var text = open
        text.text = content()
        return [.keep(text)]
    }

    // MARK: - Sending

    /// Does what sends the open text, which is given to it: the text is in its file before the commands begin, and goes
    /// along with them.
    mutating func sending(_ send: (inout Model, KeptText?) -> [Effect]) -> [Effect] {
        let (before, from, begun) = (draft, offered, prompt?.begun)
        var text = from
        if let (open, content) = openForFile {
            text = open
            text?.text = content()
        } else if from != nil, let open = standing?.text {
            // Taken up and not changed: what stands on the screen is sent, which may be more than was kept.
            text?.text = open.text()
        }
        (draft, offered) = (nil, nil)
        var effects = send(&self, text)
        guard let text else { return effects }
        for (index, effect) in effects.enumerated() {
            guard case .perform(var submission) = effect else { continue }
            submission.text = text
            effects[index] = .perform(submission)
            return effects[..<index] + [.keep(text)] + effects[index...]
        }
        // Something is missing in it: it is written on.
        if isWriting
            || (prompt != nil && prompt?.kind != .argument(Prompt.correction) && prompt?.kind != .argument(Prompt.slip))
        {
            (draft, offered) = (before, from)
            if let begun { prompt?.begun = begun }
            return effects
        }
        // First a question is asked.
        if isAsking {
            waiting = text
            return effects + [.keep(text)]
        }
        guard before?.isKept == true, !kept.contains(where: { $0.id == text.id && $0.text == text.text }) else {
            return effects
        }
        // It was not understood, and what it was said to lack may be added to it.
        if text.purpose.story == nil { return effects + [.keep(text)] + refused(text) }
        return effects + [kept.first { $0.id == text.id }.map(Effect.keep) ?? .forget([text.id])]
    }

    /// A text is on its way to the desk: until it comes back it is not offered.
    mutating func note(_ effects: [Effect]) {
        for case .perform(let submission) in effects {
            guard let text = submission.text else { continue }
            sent.insert(text.id)
            kept.removeAll { $0.id == text.id || text.replaces.contains($0.id) }
        }
    }

    /// The commands are durable: what was written for them is the desk's now.
    mutating func taken(_ text: KeptText?) -> [Effect] {
        guard let text else { return [] }
        sent.remove(text.id)
        return drop([text.id] + text.replaces)
    }

    /// The desk did not take it: it stays its writer's, in place of what it began with.
    mutating func refused(_ text: KeptText?) -> [Effect] {
        guard var text else { return [] }
        sent.remove(text.id)
        let old = text.replaces
        text.replaces = []
        kept.removeAll { $0.id == text.id }
        kept.append(text)
        return old.isEmpty ? [] : drop(old)
    }

    /// What is said where somebody else has saved: who, and the key that shows both.
    func overtaken(_ text: KeptText, _ last: Refusal.Trace) -> String {
        let isCorrection = if case .correction = text.purpose { true } else { false }
        let action = Actions.byID[isCorrection ? "story.correct" : "story.edit"]
        let key = action.flatMap { keymap.label($0.id) ?? $0.commands.first.map { ":" + $0 } } ?? ""
        let (who, at) = (read.name(last.by), time(last.at))
        return say(
            "\(who) \(at) 先存了：你的文字为你保留，按 \(key) 看两份",
            "\(who) saved another text at \(at): your text is kept, \(key) shows both")
    }

    mutating func drop(_ ids: [KeptText.ID]) -> [Effect] {
        kept.removeAll { ids.contains($0.id) }
        unwritten.subtract(ids)
        if unwritten.isEmpty { keepingProblem = nil }
        return [.forget(ids)]
    }

    /// Another desk, or another visitor: nothing of the one before comes up.
    mutating func forgetTexts() {
        (kept, draft, offered, waiting, opensNext) = ([], nil, nil, nil, nil)
        (unwritten, warnedOfLoss, sent, keepingProblem) = ([], [], [], nil)
    }

    // MARK: - Files

    /// Where a text came to lie, or why nowhere: its writer is told while they still sit there.
    mutating func written(_ id: KeptText.ID, _ result: Result<String?, KeepingError>) {
        switch result {
        case .success(let elsewhere):
            unwritten.remove(id)
            if unwritten.isEmpty { keepingProblem = nil }
            guard let elsewhere else { return }
            tell(say("文字改存在 \(elsewhere)", "your text is kept in \(elsewhere) instead"), .near)
        case .failure(let error):
            // What was sent or dropped meanwhile needs no file any more.
            guard draft?.id == id || kept.contains(where: { $0.id == id }) || sent.contains(id) else { return }
            unwritten.insert(id)
            keepingProblem = error.phrase
        }
    }

    /// Leaves, once it was said what would be lost by it.
    mutating func leave() -> [Effect] {
        let lost = unwritten.intersection(kept.map(\.id))
        if let keepingProblem, !lost.isSubset(of: warnedOfLoss) {
            warnedOfLoss = lost
            let why = keepingProblem(language)
            tell(
                say(
                    "再退出一次就丢下 \(lost.count) 份文字：\(why)",
                    "leave once more and \(lost.count) text\(lost.count == 1 ? " is" : "s are") lost: \(why)"), .over)
            return []
        }
        // Whether it was taken is still to be told: who is refused stays and reads why.
        isLeaving = pending > 0
        return isLeaving ? [] : [.quit]
    }

    /// What was found in the files, for a console that opens.
    mutating func recover(_ found: [KeptText]) {
        kept = found
        guard !found.isEmpty else { return }
        let key = keymap.label("desk.texts") ?? ":texts"
        tell(
            say(
                "你有 \(found.count) 份写了没有存进本台的文字：\(key) 看，或照原来的键接着写",
                found.count == 1
                    ? "1 text of yours is kept that the desk does not have: \(key) shows it, or go on where you were"
                    : "\(found.count) texts of yours are kept that the desk does not have: \(key) lists them, or go on where you were"
            ), .near)
    }

    /// The same for their list: what could be written nowhere is known to this memory only.
    mutating func list(_ found: [KeptText]) {
        let own = kept.filter { text in unwritten.contains(text.id) && !found.contains { $0.id == text.id } }
        kept = found.filter { !sent.contains($0.id) } + own
        guard kept.isEmpty else {
            overlay = .texts(index: kept.count - 1, isAsking: false)
            return
        }
        tell(say("没有留着的文字", "no texts are kept"), .quiet)
    }

    private func label(of purpose: KeptText.Purpose) -> String {
        switch purpose {
        case .story(let id), .correction(let id), .line(_, about: let id?): number(of: id).map { "\($0)" } ?? ""
        case .unknown(let number): "\(number)"
        case .line, .form: ""
        }
    }

    private func number(of id: SubjectID) -> Number? {
        if let number = story(id)?.number ?? task(id)?.number ?? lead(id)?.number ?? other(id)?.number { return number }
        let place = desk.place
        return [place.story.map { ($0.id, $0.number) }, place.task.map { ($0.id, $0.number) }]
            .compactMap { $0 }.first { $0.0 == id }?.1 ?? place.lead.flatMap { $0.id == id ? $0.number : nil }
    }
}

extension Action {
    /// Whether what is typed for it is somebody's text.
    fileprivate var takesText: Bool {
        // A number and a path are soon typed again, and the file is read before there is anything to send.
        let isText = ask != nil && ask?.isSecret != true && id != "go.number" && id != "story.attach"
        return isText || id == "task.dispatch" || id == "message.send"
    }
}
