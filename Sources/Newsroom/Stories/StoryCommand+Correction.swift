extension Decider {
    /// What is asked of a story's correction.
    func decide(_ request: Correction.Request, of id: SubjectID) throws -> [Proposal] {
        switch request {
        case .propose(let title, let body, let reason, let isSlip, let base):
            return try propose(id, title, body, reason, isSlip, base)
        case .takeBack(let text):
            let story = try ownStory(id, .write)
            guard let open = story.openCorrection else { throw notOpen(story) }
            let reason = CleanText.optionalLine(text, limit: CleanText.remarkLimit)
            let step = Correction.Step.takenBack(textHash: open.textHash, reason: reason)
            return [Proposal(subject: id, fact: .story(.correction(step)))]
        case .release(let why, let authority, let isByPhone, let hash):
            return try release(id, why, authority, isByPhone, hash)
        }
    }

    private func propose(
        _ id: SubjectID, _ newTitle: String?, _ newBody: String, _ text: String, _ isSlip: Bool, _ base: TextHash?
    ) throws -> [Proposal] {
        let story = try ownStory(id, .write)
        let from = try base.map { try self.base($0, of: story) } ?? story.text
        let corrected = try body(newBody)
        guard !corrected.isEmpty else { throw Refusal.bodyMissing }
        let draft = Correction.Draft(
            title: try newTitle.map(title) ?? from.title, body: corrected, reason: try reason(text),
            base: from.textHash, isSlip: isSlip, limits: try desk.desk().policy.review)
        return [Proposal(subject: id, fact: .story(.correction(.proposed(draft))))]
    }

    /// Lets the open correction out before it has passed, with what that orders on the channels.
    private func release(
        _ id: SubjectID, _ text: String, _ named: StaffID?, _ isByPhone: Bool, _ hash: TextHash?
    ) throws -> [Proposal] {
        try need(.publishInEmergency)
        let story = try story(id)
        try needNode(of: story.centre)
        if desk.home == nil { _ = try story.capacity(.publishInEmergency, of: actor, in: desk.houses()) }
        guard let open = story.openCorrection, hash.map({ $0 == open.textHash }) ?? true else { throw notOpen(story) }
        let reason = try reason(text)
        let authority = try authority(of: story, named: named, isByPhone: isByPhone) { staff throws(Refusal) in
            try story.checkRelease(of: open, by: actor.staff, on: staff)
        }
        let step = Correction.Step.released(
            key: try desk.makeID(), textHash: open.textHash, reason: reason, authority: authority)
        return [Proposal(subject: id, fact: .story(.correction(step)))]
            + (try follow(story, to: .corrected, text: open.textHash))
    }

    /// The text that somebody changed, by its hash or the beginning of that.
    private func base(_ typed: TextHash, of story: Story) throws -> Story.Version {
        let isKnown = { (version: Story.Version) in
            typed.rawValue.utf8.count >= 8 && version.textHash.rawValue.hasPrefix(typed.rawValue)
        }
        if let open = story.proposedVersion, isKnown(open) { return open }
        guard isKnown(story.text) else {
            throw Refusal.textChanged(
                last: story.openCorrection.map { Refusal.Trace(by: $0.by, at: $0.at) } ?? story.textTrace)
        }
        return story.text
    }

    /// A verdict on the open correction, with what the last pass orders on the channels. `nil` where it is not the correction that
    /// the verdict is on.
    func passCorrection(
        _ story: Story, _ stage: Stage, _ verdict: Verdict, _ opinion: String, _ hash: TextHash?
    ) throws -> [Proposal]? {
        guard let open = story.openCorrection else {
            if let hash, story.wasProposed(hash) { throw notOpen(story) }
            return nil
        }
        // Who names no text means the correction, but for a first review that is owed of what is out.
        let isMeant = stage != .first || (open.draft.isSlip && story.openStage != .first)
        guard hash.map({ $0 == open.textHash }) ?? isMeant else { return nil }
        let right: Right = open.draft.isSlip ? .firstReview : Right(stage: stage)
        try need(right)
        let loan = open.draft.isSlip ? nil : try loan(right, story)
        if loan == nil {
            try needNode(of: story.centre)
            if desk.home == nil { _ = try story.capacityToPass(of: actor, in: desk.houses()) }
        }
        let opinion = CleanText.line(opinion, limit: CleanText.remarkLimit)
        guard !opinion.isEmpty else { throw Refusal.opinionMissing }
        let fact: StoryFact =
            open.draft.isSlip
            ? .correction(.slipReviewed(verdict: verdict, opinion: opinion, textHash: open.textHash))
            : .reviewed(
                stage: stage, verdict: verdict, opinion: opinion, textHash: open.textHash, ofCorrection: true)
        let isLast = open.draft.isSlip || open.isLast(stage, by: loan ?? .own)
        return [Proposal(subject: story.id, fact: .story(fact))]
            + (verdict == .pass && isLast ? try follow(story, to: .corrected, text: open.textHash) : [])
    }

    private func notOpen(_ story: Story) -> Refusal {
        .correction(
            .notOpen(
                last: story.corrections.last?.end.map { Refusal.Trace(by: $0.by.staff, at: $0.at) }))
    }
}
