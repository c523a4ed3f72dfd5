import Newsroom
import Terminal

extension Model {
    /// A key while something lies over the screen.
    mutating func overlayKey(_ key: Key) -> [Effect] {
        guard let overlay else { return [] }
        switch overlay {
        case .overruled(let row): return overruledKey(key, row)
        case .results:
            self.overlay = nil
            return []
        case .help(let scroll): return helpKey(key, scroll)
        case .palette(let editor, let index): return paletteKey(key, editor, index)
        case .confirm(_, let commands, let done): return confirmKey(key, commands, done)
        case .difference(let text, let purpose, let scroll): return differenceKey(key, text, purpose, scroll)
        case .texts(let index, let isAsking): return textsKey(key, index, isAsking: isAsking)
        case .form(let form, let purpose, _): return formInput(.key(key), form, purpose)
        case .text: return textKey(key)
        }
    }

    private mutating func confirmKey(_ key: Key, _ commands: [Command], _ done: String) -> [Effect] {
        switch key.code {
        case .enter, .character("y"), .character("Y"):
            overlay = nil
            defer { waiting = nil }
            return perform(commands, done: done, text: waiting)
        case .escape, .character("n"), .character("N"), .character("q"):
            overlay = nil
            tell(
                waiting == nil
                    ? say("没有办理", "nothing was done")
                    : say("没有办理；写的为你保留", "nothing was done; what you wrote is kept"), .quiet)
            defer { waiting = nil }
            // What was written for it is not dropped by saying no to a question.
            return refused(waiting)
        default: return []
        }
    }

    mutating func overlayPaste(_ text: String) -> [Effect] {
        switch overlay {
        case .palette(var editor, _):
            editor.insert(text)
            overlay = .palette(editor, index: 0)
        case .form(let form, let purpose, _): return formInput(.paste(text), form, purpose)
        case .text: textPaste(text)
        default: break
        }
        return []
    }

    private mutating func helpKey(_ key: Key, _ scroll: Int) -> [Effect] {
        let page = max(1, layout(self).stage.height - 6)
        switch key.code {
        case .up, .character("k"): overlay = .help(scroll: max(0, scroll - 1))
        case .down, .character("j"): overlay = .help(scroll: min(scroll + 1, helpScrollLimit))
        case .pageUp: overlay = .help(scroll: max(0, scroll - page))
        case .pageDown, .character(" "): overlay = .help(scroll: min(scroll + page, helpScrollLimit))
        case .home: overlay = .help(scroll: 0)
        case .end: overlay = .help(scroll: helpScrollLimit)
        default: overlay = nil
        }
        return []
    }

    /// The actions that the palette shows for what is typed: those possible now first.
    func paletteActions(_ typed: String) -> [(action: Action, verdict: Action.Availability)] {
        var possible: [(Action, Action.Availability)] = []
        var refused: [(Action, Action.Availability)] = []
        for action in Actions.all where !action.id.hasPrefix("move.") {
            let text =
                "\(action.name.zh) \(action.name.en) \(action.help(language)) \(action.commands.joined(separator: " "))"
            guard Pinyin.shared.matches(typed, in: text) else { continue }
            let verdict = action.possible(self)
            if verdict.isYes { possible.append((action, verdict)) } else { refused.append((action, verdict)) }
        }
        return possible + refused
    }

    private mutating func paletteKey(_ key: Key, _ editor: LineEditor, _ index: Int) -> [Effect] {
        var editor = editor
        switch key.code {
        case .escape: overlay = nil
        case .character("c") where key.control: overlay = nil
        case .up: overlay = .palette(editor, index: max(0, index - 1))
        case .down, .tab:
            overlay = .palette(editor, index: min(index + 1, max(0, paletteActions(editor.text).count - 1)))
        case .enter:
            let actions = paletteActions(editor.text)
            overlay = nil
            guard actions.indices.contains(index) else { return [] }
            return invoke(&self, actions[index].action)
        default:
            if editor.apply(key) { overlay = .palette(editor, index: 0) }
        }
        return []
    }

    private mutating func formInput(_ input: Input, _ form: Form, _ purpose: FormPurpose) -> [Effect] {
        var form = form
        switch form.apply(input) {
        case .handled: overlay = .form(form, purpose: purpose, problem: nil)
        case .ignored: break
        case .cancel:
            overlay = nil
            tell(say("没有办理", "nothing was done"), .quiet)
        case .submit:
            overlay = .form(form, purpose: purpose, problem: nil)
            return sending { model, _ in model.submit(form, purpose) }
        }
        return []
    }

    private mutating func submit(_ form: Form, _ purpose: FormPurpose) -> [Effect] {
        switch purpose {
        case .dispatch:
            let parsed = DispatchLine.parse(form.dispatchLine(), dispatchContext())
            guard let order = parsed.order else {
                overlay = .form(form, purpose: purpose, problem: parsed.problem)
                return []
            }
            overlay = nil
            let places = order.centres.map { read.centre($0) }.joined(separator: say("、", ", "))
            return perform([.task(.dispatch(order))], done: say("已派给 \(places)", "dispatched to \(places)"), undo: [])
        case .story:
            let answer = form.story(dispatchContext())
            guard let new = answer.value else { return complain(form, purpose, answer.problem) }
            overlay = nil
            return perform([.story(.draft(new))], done: say("已起稿", "begun"))
        case .lead:
            let answer = form.lead(dispatchContext())
            guard let tip = answer.value else { return complain(form, purpose, answer.problem) }
            overlay = nil
            return perform([.lead(.receive(tip))], done: say("已登记", "entered"))
        case .action(let id):
            guard let maker = Actions.byID[id]?.form else { return [] }
            let answer = maker.commands(form, self)
            guard let commands = answer.value else { return complain(form, purpose, answer.problem) }
            overlay = nil
            return perform(commands, done: read(maker.done))
        case .staff(let id):
            let answer = form.staff(dispatchContext(), id: id)
            guard let card = answer.value else { return complain(form, purpose, answer.problem) }
            overlay = nil
            let old = id.flatMap { rows.staff[$0] }
            return perform(
                [id == nil ? .staff(.add(card)) : .staff(.change(card))],
                done: say("\(card.name) 已登记", "\(card.name) is recorded"), undo: old.map { [.staff(.change($0))] })
        }
    }

    private mutating func complain(_ form: Form, _ purpose: FormPurpose, _ problem: String?) -> [Effect] {
        overlay = .form(form, purpose: purpose, problem: problem)
        return []
    }
}
