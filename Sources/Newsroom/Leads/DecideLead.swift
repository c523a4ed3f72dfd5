extension Court {
    func decideLead(_ command: Command) throws -> [Proposal] {
        switch command {
        case .receiveLead(let tip): return try receive(tip)
        case .promoteLead(let id, let centre, let authors):
            return try promote(judged(id), centre: centre, authors: authors).proposals
        case .mergeLead(let id, let other):
            let lead = try judged(id)
            guard id != other else { throw Refusal.sameLead }
            // Into one that is dropped, or merged itself, both would be lost.
            let kept = try self.lead(other)
            guard kept.state == .open || kept.state == .promoted else {
                throw Refusal.leadState(kept.state, last: kept.last)
            }
            return [Proposal(subject: lead.id, fact: .lead(.merged(into: other)))]
        case .dismissLead(let id, let text):
            return [Proposal(subject: try judged(id).id, fact: .lead(.dismissed(reason: try reason(text))))]
        case .restoreLead(let id):
            return [Proposal(subject: try judged(id).id, fact: .lead(.restored))]
        default: return []
        }
    }

    /// A lead that the actor may judge: people of a centre leave other centres' leads alone.
    private func judged(_ id: SubjectID) throws -> Lead {
        try need(.judgeLead)
        let lead = try lead(id)
        if let centre = lead.centre { try need(centre: centre) }
        return lead
    }

    private func receive(_ tip: Command.LeadTip) throws -> [Proposal] {
        try need(.receiveLead)
        // Looked up as it is kept, or a key that cleaning changes would never be found again.
        let key = tip.sourceKey.map { CleanText.line($0, limit: 500) }.flatMap { $0.isEmpty ? nil : $0 }
        if let key, try desk.lead(sourceKey: key) != nil { return [] }
        if let centre = tip.centre { _ = try self.centre(centre) }
        let receivedAt = min(tip.receivedAt ?? desk.now, desk.now)
        let limit = try desk.desk().policy.dispatch[tip.priority]
        let card = LeadCard(
            number: try desk.nextNumber(.lead), title: try title(tip.title), text: try body(tip.text),
            source: tip.source, sourceKey: key,
            place: tip.place.map { CleanText.line($0) }.flatMap { $0.isEmpty ? nil : $0 }, centre: tip.centre,
            priority: tip.priority, heat: tip.heat, receivedAt: receivedAt,
            dispatchBy: limit > 0 ? receivedAt.adding(seconds: limit) : nil)
        return [Proposal(subject: desk.makeID(), fact: .lead(.received(card)))]
    }

    /// A promoted lead becomes a story of the named centre, else of the lead's own, else of whoever promotes it.
    func promote(
        _ lead: Lead, centre: CentreID?, authors: [StaffID]
    ) throws -> (story: SubjectID, proposals: [Proposal]) {
        let home = centre ?? lead.card.centre ?? actor.centre
        _ = try self.centre(home)
        try need(centre: home)
        for author in authors { _ = try activeStaff(author, for: .write) }
        let story = desk.makeID()
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
