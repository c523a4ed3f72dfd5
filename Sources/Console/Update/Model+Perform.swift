import Ledger
import Newsroom

/// Commands that are to be performed as one. Only `Model.perform` makes any, so each is counted until it is done.
struct Submission: Sendable {
    let commands: [Command]
    /// What to say when they are recorded; ending in a blank, the deed itself is said after it.
    let done: String
    /// What would take them back; `nil` where nothing honest does.
    let undo: [Command]?
    /// What somebody wrote for it: kept in its file until the commands are durable.
    var text: KeptText?
    /// Whether they take back what was done before.
    let takesBack: Bool
    /// Where it was asked for, and when somebody had last pressed a key.
    let place: Place
    let input: Moment

    fileprivate init(
        _ commands: [Command], done: String, undo: [Command]?, text: KeptText?, takesBack: Bool, in model: Model
    ) {
        (place, input) = (model.place, model.lastInput)
        (self.commands, self.done, self.undo, self.text) = (commands, done, undo, text)
        self.takesBack = takesBack
    }
}

extension Model {
    /// Asks for commands to be performed as one.
    ///
    /// - Parameters:
    ///   - done: what to say when it is done; ending in a blank, the deed itself is said after it.
    ///   - undo: what would take it back; `nil` where nothing honest does.
    ///   - text: what was written for it.
    ///   - takesBack: whether it is the taking back of an earlier act.
    mutating func perform(
        _ commands: [Command], done: String, undo: [Command]? = nil, text: KeptText? = nil, takesBack: Bool = false
    ) -> [Effect] {
        guard !isReadOnly else {
            tell(say("只读方式打开，不能写", "the console is read-only: nothing was done"), .near)
            return []
        }
        pending += 1
        return [.perform(Submission(commands, done: done, undo: undo, text: text, takesBack: takesBack, in: self))]
    }

    /// Takes back what was done last, as an act like any other. While one is being taken back, the one before it waits.
    mutating func takeBack() -> [Effect] {
        takingBack += 1
        return takingBack == 1 ? takeNextBack() : []
    }

    /// What the next `takeBack` is about: what was done last and not asked back already.
    var lastDone: Undo? { undo.dropLast(max(0, takingBack - 1)).last }

    private mutating func takeNextBack() -> [Effect] {
        guard let last = undo.last, last.isPossible else {
            takingBack = 0
            return []
        }
        undo.removeLast()
        let effects = perform(
            last.commands, done: say("已撤回：\(last.label)", "taken back: \(last.label)"), takesBack: true)
        if effects.isEmpty { takingBack = 0 }
        return effects
    }

    /// What follows a taking back, once the desk has answered.
    mutating func tookBack(_ submission: Submission, isDone: Bool) -> [Effect] {
        guard isDone else {
            // Somebody else came in between: what was asked back before that is not what one sees now.
            takingBack = 0
            return []
        }
        // The text that came back is a version of its own: what was done to the same text before is taken back from that.
        for case .story(.edit(let id, _, _, let base?)) in submission.commands {
            for index in undo.indices { undo[index].commands = undo[index].commands.map { $0.rebased(id, base) } }
        }
        takingBack = max(0, takingBack - 1)
        return takingBack > 0 ? takeNextBack() : []
    }

    /// What takes back the commands that were performed: what was planned beforehand, or, for a dispatch, the
    /// cancelling of what it made, and of what was hidden, the showing again of just that.
    func inverse(of commands: [Command], _ outcome: Ledger.Outcome, _ planned: [Command]) -> [Command] {
        if case .story(.hiding(let story, .takeBack(_, let reason)))? = planned.first {
            let keys = outcome.events.compactMap(\.fact.hiding)
            return keys.isEmpty ? [] : [.story(.hiding(story, .takeBack(keys, reason: reason)))]
        }
        guard case .task(.dispatch)? = commands.first else { return planned }
        return outcome.events.compactMap { event in
            guard case .task(.issued) = event.fact else { return nil }
            return .task(.cancel(event.subject, reason: say("误派，撤回", "dispatched by mistake")))
        }
    }
}

extension Command {
    /// The taking back of the edit before one that is itself taken back at `base`: it finds the version after that.
    fileprivate func rebased(_ id: SubjectID, _ base: Int) -> Command {
        guard case .story(.edit(id, let title, let body, base - 1)) = self else { return self }
        return .story(.edit(id, title: title, body: body, base: base + 1))
    }
}
