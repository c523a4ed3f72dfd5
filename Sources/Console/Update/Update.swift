import Files
import Ledger
import Newsroom
import Terminal

/// What reaches the console from outside.
enum Message: Sendable {
    case input(Input)
    /// A click or the wheel, with what lies under it.
    case pointed(Hit, Mouse.Kind)
    case loaded(DeskData)
    case performed(Submission, Result<Ledger.Outcome, PerformError>)
    case edited(EditResult, EditPurpose)
    /// A text lies in its file; with the path where that is not the usual place. Or it lies in none.
    case written(KeptText.ID, Result<String?, KeepingError>)
    /// The texts that are kept.
    case keptTexts([KeptText])
    case recommended([Recommendation])
    /// A file's hash is known, or cannot be.
    case digested(Result<FileDigest, FileDigestFault>, AttachmentOrder)
    case told(String, Style)
    /// Who else is at the desk now.
    case present([Present])
    /// A demonstration opens, and accompanies its visitor in this way.
    case accompany(Guidance)
    /// What a station or an exercise is about, if there is such a thing.
    case scouted(Sight?)
    /// Nobody is at the keys of a demonstration any more.
    case left
    /// Another day's desk was taken over.
    case dayBegan
    /// What a number names that somebody wants to go to.
    case found(Directory.Found<NumberedItem>, typed: String)
    /// What the numbers and ids name that are being typed.
    case lookedUp([String: Directory.Found<NumberedItem>])
}

/// Why a command was not performed.
enum PerformError: Error, Sendable {
    case refused(Refusal)
    case ledger(LedgerError)
    case other(String)
}

/// What a place on the screen does when it is pointed at.
enum Hit: Equatable, Sendable {
    case row(Pane, Int)
    case tab(Tab)
    case action(String)
}

/// The whole behaviour of the console: one message changes the model, and what must happen outside comes back as
/// effects. Pure: no clock, no file, no terminal.
func update(_ model: inout Model, _ message: Message) -> [Effect] {
    var effects: [Effect] = []
    switch message {
    case .input(let input): effects = take(&model, input)
    case .pointed(let hit, let kind): effects = point(&model, hit, kind)
    case .loaded(let desk):
        // What is being typed is looked up anew.
        model.numbered = [:]
        model.take(desk)
        effects = model.ring() + model.hear() + model.openNext()
    case .performed(let submission, let result):
        model.pending = max(0, model.pending - 1)
        effects = performed(&model, submission, result)
        let isDone = if case .success = result { true } else { false }
        if submission.takesBack { effects += model.tookBack(submission, isDone: isDone) }
        if !isDone { model.isLeaving = false }
        if model.isLeaving, model.pending == 0 { effects.append(.quit) }
    case .edited(let result, let purpose): effects = model.edited(result, purpose)
    case .written(let id, let result): model.written(id, result)
    case .keptTexts(let found): model.list(found)
    case .recommended(let people):
        model.prompt?.recommendations = people
        model.refreshPrompt()
    case .digested(let result, let order): effects = model.digested(result, order)
    case .found(.one(let item), _): effects = model.go(to: Place(item))
    case .found(.several(let items), let typed): effects = model.choose(among: items, typed)
    case .found(.none, let typed):
        model.opensNext = nil
        model.tell(Refusal.unknownItem(typed).sentence(model.read), .near)
    case .lookedUp(let found):
        model.numbered.merge(found) { $1 }
        model.refreshPrompt()
    case .accompany(let guidance): effects = model.accompany(guidance)
    case .scouted(let sight): effects = model.arrive(sight)
    case .left: effects = model.left()
    case .dayBegan: effects = model.beginDay()
    case .told(let text, let style): model.notice = Model.Notice(text: text, style: style)
    case .present(let others):
        model.others = others
        // The list of people has those first who are here.
        if case .list = model.place { model.refreshLists() }
    }
    model.attend()
    reflow(&model)
    effects += model.readWhatIsOpen()
    effects += model.followDraft() + model.lookUpNumbers()
    model.note(effects)
    return effects
}

private func take(_ model: inout Model, _ input: Input) -> [Effect] {
    switch input {
    case .key(let key):
        model.notice = nil
        model.made = nil
        model.isLeaving = false
        model.lastInput = model.now
        if let effects = model.guideKey(key) { return effects }
        if model.overlay != nil { return model.overlayKey(key) }
        if model.prompt != nil { return model.promptKey(key) }
        guard let action = model.keymap.action(for: key, model) else { return [] }
        return invoke(&model, action)
    case .paste(let text):
        model.lastInput = model.now
        if model.guide?.tour != nil { return model.endTour() }
        if model.overlay != nil { return model.overlayPaste(text) }
        if model.prompt != nil { return model.promptPaste(text) }
        return []
    case .resize(let size):
        model.size = size
        return []
    case .tick:
        // Reading the clock is the runtime's; here only what follows from it.
        return model.passTime() + model.guideTick()
    case .resumed: return [.reload]
    case .interrupt where model.isKiosk:
        model.tell(model.stays, .accent)
        return []
    case .hangUp, .terminate, .interrupt: return model.keepOpenText() + [.quit]
    case .mouse, .focus: return []
    }
}

/// Does an action, asks for the text it needs, or says why it is not possible.
func invoke(_ model: inout Model, _ action: Action, text: String = "") -> [Effect] {
    switch action.possible(model) {
    case .yes: break
    case .no(let why):
        model.tell("\(action.name(model.language))\(model.say("：", ": "))\(why)", .near)
        return []
    case .elsewhere:
        model.tell(
            model.say(
                "“\(action.name.zh)”在这一屏没有对象；先选中一项",
                "“\(action.name.en)” has nothing to act on here; select something first"), .near)
        return []
    }
    if let ask = action.ask, text.isEmpty { return model.beginArgument(action, ask) }
    return action.run(&model, text)
}

private func point(_ model: inout Model, _ hit: Hit, _ kind: Mouse.Kind) -> [Effect] {
    // Whoever types a line has not left for another row.
    guard model.guide?.tour != nil || (model.overlay == nil && model.prompt == nil) else { return [] }
    model.isLeaving = false
    model.lastInput = model.now
    if model.guide?.tour != nil { return model.endTour() }
    switch (kind, hit) {
    case (.press, .row(let pane, let index)):
        model.notice = nil
        let wasThere = model.pane == pane && model.list.items.indices.contains(index) && model.list.index == index
        model.focus[model.place] = pane
        model.lists[model.listKey]?.move(to: index)
        // A second click on the chosen row opens it.
        guard wasThere, let open = Actions.byID["go.open"], open.possible(model).isYes else { return [] }
        return open.run(&model, "")
    case (.press, .tab(let tab)):
        model.tab = tab
        model.scroll = 0
    case (.press, .action(let id)): return Actions.byID[id].map { invoke(&model, $0) } ?? []
    case (.wheelUp, .row(let pane, _)), (.wheelDown, .row(let pane, _)):
        if model.pane != pane { model.focus[model.place] = pane }
        model.move(by: kind == .wheelUp ? -3 : 3)
    default: break
    }
    return []
}

private func performed(
    _ model: inout Model, _ submission: Submission, _ result: Result<Ledger.Outcome, PerformError>
) -> [Effect] {
    let (commands, done) = (submission.commands, submission.done)
    switch result {
    case .success(let outcome):
        // What goes without saying: that a message was read.
        guard !done.isEmpty else { return [.reload] }
        model.made = outcome.events.first { $0.fact.number != nil }?.subject
        let numbers = outcome.numbers.map { "\($0)" }.joined(separator: " ")
        // A step says what it did in the words of the duty log.
        let label = done.hasSuffix(" ") ? done + (outcome.events.first?.logText(model.read) ?? "") : done
        var text = numbers.isEmpty || label.contains(numbers) ? label : "\(label) \(numbers)"
        let effects = model.taken(submission.text) + [.reload]
        // What cannot be taken back stands there, too: else the key would mean something done before it.
        if !submission.takesBack {
            let back = submission.undo.map { model.inverse(of: commands, outcome, $0) } ?? []
            model.undo.append(Model.Undo(label: label, commands: back))
            if model.undo.count > 50 { model.undo.removeFirst() }
            if !back.isEmpty, let key = model.keymap.label("desk.undo") {
                text += " · \(key) \(model.say("撤回", "undo"))"
            }
        }
        model.tell(text, .done)
        return effects
    case .failure(let error):
        let sentence =
            switch error {
            case .refused(let refusal): refusal.sentence(model.read)
            case .ledger(let error): error.sentence(model.language)
            case .other(let text): text
            }
        guard let text = submission.text else {
            model.tell(sentence, .over)
            return [.reload]
        }
        // A text that was not taken stays its writer's.
        if case .refused(.textChanged(let last)) = error, text.purpose.story != nil {
            model.tell(model.overtaken(text, last), .over)
            return model.refused(text) + [.reload]
        }
        let effects = model.refused(text) + model.openAgain(text, for: submission)
        model.tell(sentence + model.say("；你的文字为你保留", "; your text is kept"), .over)
        return effects + [.reload]
    }
}
