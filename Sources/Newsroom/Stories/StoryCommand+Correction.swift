extension Decider {
    /// What is asked of a story's correction.
    func decide(_ request: Correction.Request, of id: SubjectID) throws -> [Proposal] {
        let story = try ownStory(id, .write)
        let step: Correction.Step
        switch request {
        case .propose(let newTitle, let newBody, let text, let isSlip, let base):
            let from = try base.map { try self.base($0, of: story) } ?? story.text
            let corrected = try body(newBody)
            guard !corrected.isEmpty else { throw Refusal.bodyMissing }
            step = .proposed(
                Correction.Draft(
                    title: try newTitle.map(title) ?? from.title, body: corrected, reason: try reason(text),
                    base: from.textHash, isSlip: isSlip, limits: try desk.desk().policy.review))
        case .takeBack(let text):
            guard let open = story.openCorrection else { throw notOpen(story) }
            step = .takenBack(
                textHash: open.textHash, reason: CleanText.optionalLine(text, limit: CleanText.remarkLimit))
        }
        return [Proposal(subject: id, fact: .story(.correction(step)))]
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
