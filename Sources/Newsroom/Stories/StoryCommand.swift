/// What somebody asks of a story.
public enum StoryCommand: Equatable, Sendable {
    case draft(Draft)
    /// `base` is the number of the version that the caller changed; with a newer one there, the edit is refused.
    case edit(SubjectID, title: String?, body: String?, base: Int?)
    /// Gives a draft that is its centre's own to everybody.
    case share(SubjectID)
    case submit(SubjectID)
    case recall(SubjectID)
    /// `textHash` is the text that the reviewer read; absent, the open correction, or else the present one.
    case review(SubjectID, stage: Stage, verdict: Verdict, opinion: String, textHash: TextHash?)
    case sign(SubjectID, textHash: TextHash?)
    case publish(SubjectID, channels: [ChannelID])
    /// `authority` is on whose word it goes out, absent the actor's own; `isByPhone`, whether that came by telephone;
    /// `textHash`, the text that was read, absent the present one.
    case publishInEmergency(
        SubjectID, channels: [ChannelID], reason: String, authority: StaffID? = nil, isByPhone: Bool = false,
        textHash: TextHash? = nil)
    /// What whoever was named says of that.
    case emergency(SubjectID, Emergency.Request)
    /// What is asked of a correction of what is out.
    case correction(SubjectID, Correction.Request)
    case withdraw(SubjectID, reason: String)
    /// What is asked of an approval from outside.
    case sendOut(SubjectID, SendOut.Request)
    /// What is asked of the files beside the text.
    case attachment(SubjectID, Attachment.Request)
    /// Hides it, or shows it again.
    case hiding(SubjectID, Hiding.Request)

    /// A story to be begun.
    public struct Draft: Equatable, Sendable {
        /// The headline, cut at 200 characters; an empty one is refused.
        public var title: String
        /// The text, which may be written later; more than 1,000,000 bytes of UTF-8 are refused.
        public var body: String
        /// Absent: the author's own centre.
        public var centre: CentreID?
        /// Empty: whoever asks.
        public var authors: [StaffID]
        /// Whether it is the centre's own; a derived story must name its source.
        public var origin: Origin
        /// The story it derives from.
        public var source: SubjectID?
        /// The lead that it is begun from, which stays as it is; `nil` for none.
        public var lead: SubjectID?
        /// The centres that work on it with the desk, in any order; only the desk's stories have any.
        public var partners: [CentreID]

        /// Without more: an original story with an empty text, of whoever asks and their centre.
        public init(
            title: String, body: String = "", centre: CentreID? = nil, authors: [StaffID] = [],
            origin: Origin = .original, source: SubjectID? = nil, lead: SubjectID? = nil, partners: [CentreID] = []
        ) {
            self.title = title
            self.body = body
            self.centre = centre
            self.authors = authors
            self.origin = origin
            self.source = source
            self.lead = lead
            self.partners = partners
        }
    }
}

extension Decider {
    func decide(_ command: StoryCommand) throws -> [Proposal] {
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
            if let open = story.openCorrection, open.stage == .signature, hash.map({ $0 == open.textHash }) ?? true {
                return [Proposal(subject: id, fact: .story(.signed(textHash: open.textHash)))]
                    + (try follow(story, to: .corrected, text: open.textHash))
            }
            if let hash { try needSeen(hash, of: story) }
            return [Proposal(subject: id, fact: .story(.signed(textHash: hash ?? story.text.textHash)))]
        case .publish(let id, let channels):
            try need(.publish)
            let story = try story(id)
            let hash = story.signature?.textHash ?? story.text.textHash
            return try publish(story, hash, on: known(channels, for: story), areNamed: !channels.isEmpty)
        case .publishInEmergency(let id, let channels, let text, let authority, let isByPhone, let seen):
            return try publishInEmergency(
                id, on: channels, because: text, named: authority, isByPhone: isByPhone, seen: seen)
        case .emergency(let id, let request): return try decide(request, of: id)
        case .correction(let id, let request): return try decide(request, of: id)
        case .withdraw(let id, let text):
            try need(.withdraw)
            let story = try story(id)
            return [Proposal(subject: id, fact: .story(.withdrawn(reason: try reason(text))))]
                + (try follow(story, to: .withdrawn))
        case .sendOut(let id, let request): return try decide(request, of: id)
        case .attachment(let id, let request): return try decide(request, of: id)
        case .hiding(let id, let request): return try decide(request, of: id)
        }
    }

    private func draft(_ new: StoryCommand.Draft) throws -> [Proposal] {
        try need(.write)
        let authors = new.authors.isEmpty ? [actor.staff] : new.authors
        for author in authors { _ = try activeStaff(author, for: .write) }
        let home = new.centre ?? actor.house
        _ = try centre(home)
        try need(centre: home)
        if let source = new.source { _ = try story(source) }
        if let lead = new.lead { _ = try self.lead(lead) }
        if new.origin == .derived, new.source == nil { throw Refusal.sourceMissing }
        let draft = StoryDraft(
            number: try desk.nextNumber(.story), title: try title(new.title), body: try body(new.body), centre: home,
            authors: authors, origin: new.origin, source: new.source, lead: new.lead,
            partners: try partners(new.partners, of: home))
        return [Proposal(subject: try desk.makeID(), fact: .story(.drafted(draft)))]
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
        if let passed = try passCorrection(try self.story(id), stage, verdict, text, hash) { return passed }
        let story = try ownStory(id, Right(stage: stage))
        let opinion = CleanText.line(text, limit: CleanText.remarkLimit)
        guard !opinion.isEmpty else { throw Refusal.opinionMissing }
        let textHash = hash ?? story.text.textHash
        try needSeen(textHash, of: story)
        let reviewed = StoryFact.reviewed(stage: stage, verdict: verdict, opinion: opinion, textHash: textHash)
        let facts = try signsToo(story, stage, verdict) ? [reviewed, .signed(textHash: textHash)] : [reviewed]
        return facts.map { Proposal(subject: id, fact: .story($0)) }
    }

    /// Refuses what was meant for a text that partners have changed since, and that is known here; the fold lets the desk go on with
    /// what it saw.
    private func needSeen(_ textHash: TextHash, of story: Story) throws {
        guard story.partners.isEmpty || textHash == story.text.textHash else {
            throw Refusal.textChanged(last: story.textTrace)
        }
    }

    /// Whether whoever passes the last review signs in the same act: where the policy says so of the story's house, they may, and
    /// nobody outside has still to approve the text.
    private func signsToo(_ story: Story, _ stage: Stage, _ verdict: Verdict) throws -> Bool {
        guard stage == .third, verdict == .pass, story.openSendOut == nil, actor.role.may(.sign),
            try desk.desk().policy.lastReviewSigns.contains(story.centre)
        else { return false }
        return try loan(.thirdReview, story) == nil
    }

    func ownStory(_ id: SubjectID, _ right: Right) throws -> Story {
        try need(right)
        let story = try story(id)
        guard !story.isAuthor(actor.staff) else { return story }
        if try loan(right, story) != nil { return story }
        if desk.home.map(story.houses(using: right).contains) == true { return story }
        try needNode(of: story.centre)
        // At a centre's node nobody else acts: the roster need not be asked.
        if desk.home == nil { _ = try story.capacity(right, of: actor, in: desk.houses()) }
        return story
    }

    /// The named channels, or all of the story's own house when none is named; with `other`, of that house as well.
    func known(_ channels: [ChannelID], for story: Story, or other: CentreID? = nil) throws -> [ChannelCard] {
        for id in channels { _ = try channel(id) }
        let cards = try desk.channels().filter { card in
            channels.isEmpty ? card.house == story.draft.centre || card.house == other : channels.contains(card.id)
        }
        guard !cards.isEmpty else { throw Refusal.channelsMissing }
        return cards
    }
}
