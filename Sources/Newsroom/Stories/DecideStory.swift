extension Court {
    func decideStory(_ command: Command) throws -> [Proposal] {
        switch command {
        case .draft(let new): return try draft(new)
        case .edit(let id, let title, let body, let base): return try edit(id, title, body, base)
        case .share(let id): return [Proposal(subject: try ownStory(id, .write).id, fact: .story(.shared))]
        case .submit(let id):
            let story = try ownStory(id, .write)
            guard !story.text.body.isEmpty else { throw Refusal.bodyMissing }
            return [Proposal(subject: id, fact: .story(.submitted(limits: try desk.desk().policy.review)))]
        case .recall(let id): return [Proposal(subject: try ownStory(id, .write).id, fact: .story(.recalled))]
        case .review(let id, let stage, let verdict, let text, let hash):
            return try review(id, stage, verdict, text, hash)
        case .sign(let id, let hash):
            try need(.sign)
            let story = try story(id)
            return [Proposal(subject: id, fact: .story(.signed(textHash: hash ?? story.text.textHash)))]
        case .publish(let id, let channels):
            try need(.publish)
            let story = try story(id)
            let hash = story.signature?.textHash ?? story.text.textHash
            return [Proposal(subject: id, fact: .story(.published(channels: try known(channels), textHash: hash)))]
        case .publishInEmergency(let id, let channels, let text):
            try need(.publishInEmergency)
            let story = try story(id)
            guard !story.text.body.isEmpty else { throw Refusal.bodyMissing }
            return [
                Proposal(
                    subject: id,
                    fact: .story(
                        .publishedInEmergency(
                            channels: try known(channels), textHash: story.text.textHash, reason: try reason(text))))
            ]
        case .correct(let id, let newTitle, let newBody, let text, let base):
            try need(.correct)
            let story = try story(id)
            if let base, base != story.text.number { throw Refusal.textChanged(last: story.textTrace) }
            let corrected = try body(newBody)
            guard !corrected.isEmpty else { throw Refusal.bodyMissing }
            return [
                Proposal(
                    subject: id,
                    fact: .story(
                        .corrected(
                            title: try newTitle.map(title) ?? story.title, body: corrected, reason: try reason(text),
                            base: story.text.textHash)))
            ]
        case .withdraw(let id, let text):
            try need(.withdraw)
            return [Proposal(subject: try story(id).id, fact: .story(.withdrawn(reason: try reason(text))))]
        case .reportPlacement(let id, let channel, let state, let note):
            try need(.reportPlacement)
            let remark = note.map { CleanText.line($0, limit: CleanText.remarkLimit) }.flatMap { $0.isEmpty ? nil : $0 }
            if state == .failed, remark == nil { throw Refusal.reasonMissing }
            return [
                Proposal(
                    subject: try story(id).id,
                    fact: .story(.placementReported(channel: channel, state: state, note: remark)))
            ]
        default: return []
        }
    }

    private func draft(_ new: Command.NewStory) throws -> [Proposal] {
        try need(.write)
        let authors = new.authors.isEmpty ? [actor.staff] : new.authors
        for author in authors { _ = try activeStaff(author, for: .write) }
        let home = new.centre ?? actor.centre
        _ = try centre(home)
        try need(centre: home)
        if let source = new.source { _ = try story(source) }
        if let lead = new.lead { _ = try self.lead(lead) }
        if new.origin == .derived, new.source == nil { throw Refusal.sourceMissing }
        let draft = StoryDraft(
            number: try desk.nextNumber(.story), title: try title(new.title), body: try body(new.body), centre: home,
            authors: authors, origin: new.origin, source: new.source, lead: new.lead)
        return [Proposal(subject: desk.makeID(), fact: .story(.drafted(draft)))]
    }

    private func edit(_ id: SubjectID, _ newTitle: String?, _ newBody: String?, _ base: Int?) throws -> [Proposal] {
        let story = try ownStory(id, .write)
        let edited = try newBody.map(body) ?? story.text.body
        // What is under review was submitted with a text, and keeps one.
        if story.state == .inReview, edited.isEmpty { throw Refusal.bodyMissing }
        if let base, base != story.text.number { throw Refusal.textChanged(last: story.textTrace) }
        return [
            Proposal(
                subject: id,
                fact: .story(
                    .edited(
                        title: try newTitle.map(title) ?? story.title, body: edited, base: story.text.textHash)))
        ]
    }

    private func review(
        _ id: SubjectID, _ stage: Stage, _ verdict: Verdict, _ text: String, _ hash: TextHash?
    ) throws -> [Proposal] {
        guard stage != .signature else { throw Refusal.stageOrder(wanted: stage, open: try story(id).openStage) }
        let story = try ownStory(id, Right(stage: stage))
        let opinion = CleanText.line(text, limit: CleanText.remarkLimit)
        guard !opinion.isEmpty else { throw Refusal.opinionMissing }
        return [
            Proposal(
                subject: id,
                fact: .story(
                    .reviewed(
                        stage: stage, verdict: verdict, opinion: opinion, textHash: hash ?? story.text.textHash)))
        ]
    }

    private func ownStory(_ id: SubjectID, _ right: Right) throws -> Story {
        try need(right)
        let story = try story(id)
        if !story.isAuthor(actor.staff) { try needNode(of: story.centre) }
        try story.check(right, by: actor)
        return story
    }

    /// The named channels, or all of the desk's when none is named.
    private func known(_ channels: [ChannelID]) throws -> [ChannelID] {
        let all = try desk.desk().charter.channels.map(\.id)
        guard !all.isEmpty else { throw Refusal.channelsMissing }
        for channel in channels where !all.contains(channel) { throw Refusal.unknownChannel(channel.rawValue) }
        return channels.isEmpty ? all : all.filter(channels.contains)
    }
}
