import Newsroom
import Terminal

// Editing a text: with the reader's own editor where one may be started, else on the screen.
extension Model {
    /// Opens a text for editing; with `from`, one that was kept, or that begins with a kept one.
    mutating func edit(_ text: String, _ purpose: EditPurpose, from left: KeptText? = nil) -> [Effect] {
        guard reach.editor != nil else {
            offered = left
            overlay = .text(TextEditor(text), purpose: purpose)
            return []
        }
        // What an editor left behind is taken up under the same name, so that it finds its own copies beside the file.
        var opened = KeptText(
            id: left?.id ?? newTextID(), purpose: purpose.kept, base: purpose.base, text: text,
            label: label(.story(purpose.story)), at: now)
        opened.holdsMore = left?.holdsMore ?? false
        return [.edit(opened, purpose, isNew: left == nil)]
    }

    mutating func textKey(_ key: Key) -> [Effect] {
        guard case .text(var editor, let purpose) = overlay else { return [] }
        // Held by one name only, so that a key does not copy the text.
        overlay = nil
        if editor.isAsking {
            switch key.code {
            case .enter, .character("s"), .character("y"): return save(editor, purpose)
            case .character("n"), .character("d"):
                tell(say("改动没有保存", "the changes were dropped"), .quiet)
                return []
            default: editor.isAsking = false
            }
        } else {
            switch (key.code, key.control) {
            case (.character("s"), true), (.function(2), _): return save(editor, purpose)
            case (.escape, _), (.character("c"), true):
                guard editor.isChanged else {
                    tell(say("没有改动", "nothing changed"), .quiet)
                    return []
                }
                editor.isAsking = true
            default: _ = editor.apply(key)
            }
        }
        overlay = .text(editor, purpose: purpose)
        return []
    }

    mutating func textPaste(_ text: String) {
        guard case .text(var editor, let purpose) = overlay, !editor.isAsking else { return }
        overlay = nil
        editor.paste(text)
        overlay = .text(editor, purpose: purpose)
    }

    private mutating func save(_ editor: TextEditor, _ purpose: EditPurpose) -> [Effect] {
        overlay = .text(editor, purpose: purpose)
        // A kept text that is opened again and saved as it is was meant to be saved.
        let isText = editor.isChanged || offered != nil
        return sending { model, text in
            model.overlay = nil
            guard isText, let text else {
                model.tell(model.say("没有改动", "nothing changed"), .quiet)
                return []
            }
            return model.submit(text, purpose)
        }
    }

    /// A text has come back from the reader's own editor.
    mutating func edited(_ result: EditResult, _ purpose: EditPurpose) -> [Effect] {
        switch result {
        case .changed(let text): return submit(text, purpose)
        case .unchanged(nil):
            tell(say("没有改动", "nothing changed"), .quiet)
            return []
        case .unchanged(let text?) where text.holdsMore:
            tell(
                say("没有改动；你的编辑器里还有没存的文字，为你保留", "nothing changed; your editor has unsaved text, which is kept"), .near)
            return refused(text)
        case .unchanged(let text?):
            guard case .story(let id, let base) = purpose, !hasDivider(text.text) else { return submit(text, purpose) }
            // Whether it was only looked at, or is meant as it is, no editor tells.
            waiting = text
            overlay = .confirm(
                question: say(
                    "文字没有再改。把它存为 \(label(.story(id))) 的新版？",
                    "Unchanged. Save it as a new version of \(label(.story(id)))?"),
                commands: [.story(.edit(id, title: nil, body: text.text, base: base.number))],
                done: savedVersion(id))
            return []
        case .noFile(let text, let isNew, let error):
            // The screen's own editor needs none.
            offered = isNew ? nil : text
            overlay = .text(TextEditor(text.text), purpose: purpose)
            keepingProblem = error.phrase
            return []
        case .failed(let problem, let text):
            if let text { _ = refused(text) }
            tell(problem, .over)
            return []
        }
    }

    /// Sends a text to the desk; a correction asks for its reason first.
    private mutating func submit(_ text: KeptText, _ purpose: EditPurpose) -> [Effect] {
        // A kept text that is sent as it was is sent over the version that its writer was shown.
        var text = text
        text.base = purpose.base
        if hasDivider(text.text) {
            tell(
                say(
                    "文中还有“\(Self.divider)”开头的行：两份并好、删掉这些行再存；文字为你保留",
                    "it still has lines that begin with \(Self.divider): merge, delete them, save again; your text is kept"
                ),
                .over)
            return hold(text)
        }
        switch purpose {
        case .story(let id, let base):
            let old = desk.place.story?.text.body
            return perform(
                [.story(.edit(id, title: nil, body: text.text, base: base.number))], done: savedVersion(id),
                undo: old.map { [.story(.edit(id, title: nil, body: $0, base: base.number + 1))] }, text: text)
        case .correction(_, _, let isSlip):
            prompt = Prompt(
                kind: .argument(isSlip ? Prompt.slip : Prompt.correction),
                label: isSlip ? say("小错是什么", "What slip") : say("更正原因", "Why correct"), editor: LineEditor())
            return hold(text)
        }
    }

    private func savedVersion(_ id: SubjectID) -> String {
        say("\(label(.story(id))) 已存新版", "\(label(.story(id))) saved as a new version")
    }

    private func hasDivider(_ text: String) -> Bool {
        text.split(separator: "\n").contains { $0.hasPrefix(Self.divider) }
    }

    /// Keeps a text that is not sent yet.
    private mutating func hold(_ text: KeptText) -> [Effect] { [.keep(text)] + refused(text) }

    /// Keeps the text's window in line with the screen.
    mutating func fitText() {
        guard case .text(var editor, let purpose) = overlay else { return }
        let box = textBox(self)
        overlay = nil
        editor.fit(width: box.width, height: box.height, widths: widths)
        overlay = .text(editor, purpose: purpose)
    }
}
