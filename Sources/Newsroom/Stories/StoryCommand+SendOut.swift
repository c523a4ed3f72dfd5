extension Decider {
    /// What is asked of a story's approval from outside.
    func decide(_ request: SendOut.Request, of id: SubjectID) throws -> [Proposal] {
        try need(.sendOut)
        let story = try story(id)
        // Whose story it is comes before how it stands.
        try needNode(of: story.centre)
        if desk.home == nil { _ = try story.capacity(.sendOut, of: actor, in: desk.houses()) }
        let step: SendOut.Step
        switch request {
        case .send(let to, let way, let due, let hash):
            let to = CleanText.line(to)
            guard !to.isEmpty else { throw Refusal.sendOut(.nobodyNamed) }
            if let due, due <= desk.now { throw Refusal.dueInThePast }
            step = .sent(
                SendOut.Order(
                    key: try desk.makeID(), to: to, way: CleanText.optionalLine(way),
                    due: try due ?? desk.now.adding(seconds: desk.desk().policy.sendOut),
                    textHash: hash ?? story.text.textHash))
        case .answer(let verdict, let text, let key):
            let evidence = CleanText.line(text, limit: CleanText.remarkLimit)
            guard !evidence.isEmpty else { throw Refusal.sendOut(.evidenceMissing) }
            step = .answered(key: try key ?? openKey(of: story), verdict: verdict, evidence: evidence)
        case .takeBack(let reason):
            step = .takenBack(
                key: try openKey(of: story),
                reason: CleanText.optionalLine(reason, limit: CleanText.remarkLimit))
        }
        return [Proposal(subject: id, fact: .story(.sendOut(step)))]
    }

    private func openKey(of story: Story) throws -> SubjectID {
        if let out = story.openSendOut { return out.order.key }
        let last = story.sendOuts.last?.end
        throw Refusal.sendOut(.notOut(last: last.map { Refusal.Trace(by: $0.by, at: $0.at) }))
    }
}
