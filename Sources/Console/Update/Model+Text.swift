import Newsroom
import Terminal

// Editing a text: with the reader's own editor where one may be started, else on the screen.
extension Model {
    /// Opens a text for editing.
    mutating func edit(_ text: String, _ purpose: EditPurpose) -> [Effect] {
        if unsaved[purpose.story] == text {
            tell(say("这是你上次没有存下的文字", "this is your text that was not saved the last time"), .near)
        }
        if reach.editor != nil { return [.edit(text, purpose)] }
        overlay = .text(TextEditor(text), purpose: purpose)
        return []
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
        edited(&self, editor.isChanged ? editor.text : nil, purpose, nil)
    }

    /// What is being typed when the line breaks is its writer's all the same.
    func keepOpenText() -> [Effect] {
        if case .text(let editor, let purpose) = overlay {
            return editor.isChanged ? [.keep(editor.text, name: label(.story(purpose.story)))] : []
        }
        // A correction whose reason, or the word to go, is still missing.
        var waits = prompt?.kind == .argument("correction")
        if case .confirm(_, let commands, _) = overlay, case .correct? = commands.first { waits = true }
        guard waits, case .story(let id) = place, let text = unsaved[id] else { return [] }
        return [.keep(text, name: label(.story(id)))]
    }

    /// The desk has taken a text of this story.
    mutating func forgetText(_ id: SubjectID) -> [Effect] {
        unsaved.removeValue(forKey: id) == nil ? [] : [.forget(name: label(.story(id)))]
    }

    /// Keeps the text's window in line with the screen.
    mutating func fitText() {
        guard case .text(var editor, let purpose) = overlay else { return }
        let box = textBox(self)
        overlay = nil
        editor.fit(width: box.width, height: box.height, widths: widths)
        overlay = .text(editor, purpose: purpose)
    }
}
