/// What somebody asks of a lead.
public enum LeadCommand: Equatable, Sendable {
    /// Enters it; a lead whose source key came before makes no second one.
    case receive(Tip)
    /// Makes a story of it; without a centre, of the lead's own, else of the caller's.
    case promote(SubjectID, centre: CentreID?, authors: [StaffID])
    /// Says that it is the same news as another, which must be open or promoted.
    case merge(SubjectID, into: SubjectID)
    case dismiss(SubjectID, reason: String)
    /// Opens again one that was dismissed or merged.
    case restore(SubjectID)
    /// Says how to reach whoever brought it, in place of what was said before; kept for thirty days.
    case giveContact(SubjectID, String)
    /// Lets everybody forget it; where there is none, nothing happens.
    case eraseContact(SubjectID)

    /// A lead as it is handed in.
    public struct Tip: Equatable, Sendable {
        /// One line, cut at 200 characters; an empty one is refused.
        public var title: String
        /// All that the tip says; more than 1,000,000 bytes of UTF-8 are refused.
        public var text: String
        /// How it reached the desk.
        public var source: LeadSource
        /// Names the item in its source; a key that came before makes no second lead.
        public var sourceKey: String?
        /// Where it happens, in the words of whoever brings it; `nil` when they do not say.
        public var place: String?
        /// The centre that it concerns; `nil` where it is no centre's own.
        public var centre: CentreID?
        /// How soon it matters; decides the limit to its first dispatch.
        public var priority: Priority
        /// Heat as the source counts it; `nil` where it gives none.
        public var heat: Int?
        /// When its source had it; `nil`, or a time still to come, counts as now.
        public var receivedAt: Moment?
        /// How to reach whoever brought it; `nil` or empty where nobody says.
        public var contact: String?

        /// Without more: a routine lead that the desk itself had just now, of no known place or centre.
        public init(
            title: String, text: String = "", source: LeadSource = .desk, sourceKey: String? = nil,
            place: String? = nil, centre: CentreID? = nil, priority: Priority = .routine, heat: Int? = nil,
            receivedAt: Moment? = nil, contact: String? = nil
        ) {
            self.title = title
            self.text = text
            self.source = source
            self.sourceKey = sourceKey
            self.place = place
            self.centre = centre
            self.priority = priority
            self.heat = heat
            self.receivedAt = receivedAt
            self.contact = contact
        }
    }
}

extension Decider {
    func decide(_ command: LeadCommand) throws -> [Proposal] {
        switch command {
        case .receive(let tip): return try receive(tip)
        case .promote(let id, let centre, let authors):
            return try promote(judged(id), centre: centre, authors: authors).proposals
        case .merge(let id, let other):
            let lead = try judged(id)
            guard id != other else { throw Refusal.sameLead }
            // Into one that is dropped, or merged itself, both would be lost.
            let kept = try self.lead(other)
            guard kept.state == .open || kept.state == .promoted else {
                throw Refusal.leadState(kept.state, last: kept.last)
            }
            return [Proposal(subject: lead.id, fact: .lead(.merged(into: other)))]
        case .dismiss(let id, let text):
            return [Proposal(subject: try judged(id).id, fact: .lead(.dismissed(reason: try reason(text))))]
        case .restore(let id):
            return [Proposal(subject: try judged(id).id, fact: .lead(.restored))]
        case .giveContact(let id, let text): return [try contact(text, of: try handled(id).id)]
        case .eraseContact(let id):
            guard case .given = try handled(id).contact else { return [] }
            return [Proposal(subject: id, fact: .lead(.contactErased))]
        }
    }

    /// A lead that the actor may judge: people of a centre leave other centres' leads alone.
    private func judged(_ id: SubjectID) throws -> Lead {
        try need(.judgeLead)
        let lead = try lead(id)
        if let centre = lead.centre { try need(centre: centre) }
        return lead
    }

    /// A lead whose contact the actor may see and change.
    private func handled(_ id: SubjectID) throws -> Lead {
        let lead = try lead(id)
        try lead.checkContact(by: actor, in: desk.houses())
        try needKeeper(of: lead.centre)
        return lead
    }

    /// The desk's nodes keep the contacts of all leads, a centre's those of its own.
    private func needKeeper(of centre: CentreID?) throws {
        if let centre { try needNode(of: centre) } else if desk.home != nil { throw Refusal.desksOwn }
    }

    /// The value goes beside the log, its reference into it.
    private func contact(_ text: String, of lead: SubjectID) throws -> Proposal {
        guard ErasableValue.fits(text) else { throw Refusal.contactTooLong }
        guard let value = ErasableValue(text, random: desk.randomBytes) else { throw Refusal.contactMissing }
        let expiresAt = desk.now.adding(seconds: ErasableValue.usualTime)
        return Proposal(
            subject: lead, fact: .lead(.contactGiven(value.reference(of: lead, expiresAt: expiresAt))), value: value)
    }

    private func receive(_ tip: LeadCommand.Tip) throws -> [Proposal] {
        try need(.receiveLead)
        // Looked up as it is kept, or a key that cleaning changes would never be found again.
        let key = CleanText.optionalLine(tip.sourceKey, limit: 500)
        if let key, try desk.lead(sourceKey: key) != nil { return [] }
        // How to reach somebody is kept where the lead is: at a centre's node, by that centre.
        let isReachable = tip.contact.map { !CleanText.line($0).isEmpty } ?? false
        let home = tip.centre ?? (isReachable ? desk.home : nil)
        if let home { _ = try centre(home) }
        let receivedAt = min(tip.receivedAt ?? desk.now, desk.now)
        let limit = try desk.desk().policy.dispatch[tip.priority]
        let card = LeadCard(
            number: try desk.nextNumber(.lead), title: try title(tip.title), text: try body(tip.text),
            source: tip.source, sourceKey: key,
            place: CleanText.optionalLine(tip.place), centre: home,
            priority: tip.priority, heat: tip.heat, receivedAt: receivedAt,
            dispatchBy: limit > 0 ? receivedAt.adding(seconds: limit) : nil)
        let id = try desk.makeID()
        var proposals = [Proposal(subject: id, fact: .lead(.received(card)))]
        if let text = tip.contact, isReachable {
            if let home { try need(centre: home) }
            try needKeeper(of: home)
            proposals.append(try contact(text, of: id))
        }
        return proposals
    }

    /// A promoted lead becomes a story of the named centre, else of the lead's own, else of whoever promotes it.
    func promote(
        _ lead: Lead, centre: CentreID?, authors: [StaffID]
    ) throws -> (story: SubjectID, proposals: [Proposal]) {
        let home = centre ?? lead.card.centre ?? actor.house
        _ = try self.centre(home)
        try need(centre: home)
        for author in authors { _ = try activeStaff(author, for: .write) }
        let story = try desk.makeID()
        let draft = StoryDraft(
            number: try desk.nextNumber(.story), title: lead.card.title, body: lead.card.text, centre: home,
            authors: authors, origin: lead.card.source == .feed ? .reposted : .original, lead: lead.id)
        return (
            story,
            [
                Proposal(subject: story, fact: .story(.drafted(draft))),
                Proposal(subject: lead.id, fact: .lead(.promoted(story: story))),
            ]
        )
    }
}
