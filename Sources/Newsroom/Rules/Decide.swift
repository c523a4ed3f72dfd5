extension Command {
    /// The facts that the command makes, or a `Refusal`. The state rules themselves stand in each subject's `apply`,
    /// where the fold needs them too; here stand rights, separation of centres, and what the desk must know.
    ///
    /// - Throws: `Refusal` when a rule says no; whatever `desk` throws when it cannot answer.
    public func decide(by actor: Actor, desk: some DeskFacts) throws -> [Proposal] {
        let court = Court(actor: actor, desk: desk)
        if let home = desk.home {
            // A centre's node can vouch for its own people only: what it wrote for others would count nowhere else.
            guard actor.centre == home else { throw Refusal.otherNode(actor.centre) }
            if let via = try actor.via.flatMap({ try desk.staff($0) }), via.card.centre != home {
                throw Refusal.otherNode(via.card.centre)
            }
        }
        guard try desk.staff(actor.staff).map(\.card.isActive) ?? true else { throw Refusal.inactive(actor.staff) }
        let proposals = try court.decide(self)
        try court.check(proposals)
        return proposals
    }
}

/// Decides one command of one actor.
struct Court<Facts: DeskFacts> {
    let actor: Actor
    let desk: Facts

    func decide(_ command: Command) throws -> [Proposal] {
        switch command {
        case .receiveLead, .promoteLead, .mergeLead, .dismissLead, .restoreLead: try decideLead(command)
        case .dispatch(let order): try dispatch(order)
        case .acknowledge, .decline, .depart, .arrive, .file, .close, .cancel, .reassign: try decideTask(command)
        case .draft, .edit, .share, .submit, .recall, .review, .sign, .publish, .publishInEmergency, .correct,
            .withdraw,
            .reportPlacement:
            try decideStory(command)
        case .send, .readMessages, .readOverruled: try decideMessage(command)
        case .takeDuty, .callRoll, .answerRoll, .note, .addStaff, .changeStaff, .setPolicy, .correctClock:
            try decideDesk(command)
        case .admitNode, .revokeNode: try decideNode(command)
        }
    }

    /// Lets the subjects' own rules judge what is proposed, before it is written.
    func check(_ proposals: [Proposal]) throws {
        for proposal in proposals {
            let event = Event(
                subject: proposal.subject, stamp: Stamp(at: desk.now), actor: actor, fact: proposal.fact,
                from: desk.home)
            if let subject = try desk.subject(proposal.subject) {
                _ = try subject.applying(event)
            } else {
                try event.checkReach(home: nil)
                guard AnySubject.fold([event]) != nil else { throw Refusal.unknownItem("\(proposal.subject)") }
            }
        }
    }

    // MARK: - What several decisions share

    func need(_ right: Right) throws {
        guard actor.role.may(right) else { throw Refusal.noRight(right, actor.role) }
    }

    /// People of a centre act for their own centre; the desk acts for all, where it sits at its own nodes.
    func need(centre: CentreID) throws {
        if let home = desk.home, centre != home { throw Refusal.otherNode(centre) }
        guard actor.role.isDesk || actor.role == .administrator || centre == actor.centre else {
            throw Refusal.otherCentre(centre)
        }
    }

    func title(_ text: String) throws -> String {
        let title = CleanText.line(text)
        guard !title.isEmpty else { throw Refusal.titleMissing }
        return title
    }

    func reason(_ text: String) throws -> String {
        let reason = CleanText.line(text, limit: CleanText.remarkLimit)
        guard !reason.isEmpty else { throw Refusal.reasonMissing }
        return reason
    }

    func body(_ text: String) throws -> String {
        guard text.utf8.count <= CleanText.bodyLimit else { throw Refusal.bodyTooLong(bytes: text.utf8.count) }
        return CleanText.body(text)
    }

    func centre(_ id: CentreID) throws -> Centre {
        guard let centre = try desk.centre(id) else { throw Refusal.unknownCentre(id.rawValue) }
        return centre
    }

    /// Somebody who works here and whose role lets them do what they are named for: nobody sends business staff on
    /// a task, or makes them an author.
    func activeStaff(_ id: StaffID, for right: Right) throws -> Staff {
        guard let staff = try desk.staff(id) else { throw Refusal.unknownStaff(id.rawValue) }
        guard staff.card.isActive else { throw Refusal.inactive(id) }
        guard staff.card.role.may(right) else { throw Refusal.noRight(right, staff.card.role) }
        return staff
    }

    func task(_ id: SubjectID) throws -> NewsTask {
        guard case .task(let task) = try desk.subject(id) else { throw Refusal.unknownItem("\(id)") }
        return task
    }

    func story(_ id: SubjectID) throws -> Story {
        guard case .story(let story) = try desk.subject(id) else { throw Refusal.unknownItem("\(id)") }
        return story
    }

    func lead(_ id: SubjectID) throws -> Lead {
        guard case .lead(let lead) = try desk.subject(id) else { throw Refusal.unknownItem("\(id)") }
        return lead
    }
}

// MARK: - Leads

extension Court {
    private func decideLead(_ command: Command) throws -> [Proposal] {
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
        if let centre = lead.card.centre { try need(centre: centre) }
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
    private func promote(
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

// MARK: - Tasks

extension Court {
    private func dispatch(_ order: Command.Dispatch) throws -> [Proposal] {
        try need(.dispatch)
        let title = try title(order.title)
        let assignee = try order.assignee.map { try activeStaff($0, for: .answerTask) }
        var centres: [CentreID] = []
        for id in order.centres where !centres.contains(id) { centres.append(try centre(id).card.id) }
        if centres.isEmpty, let assignee { centres = [assignee.card.centre] }
        guard !centres.isEmpty else { throw Refusal.centreMissing }
        if let assignee, !centres.contains(assignee.card.centre) {
            throw Refusal.staffElsewhere(assignee.card.id, assignee.card.centre)
        }
        if let due = order.dueAt, due <= desk.now { throw Refusal.dueInThePast }
        var proposals: [Proposal] = []
        var storyID = order.story
        if let storyID { _ = try story(storyID) }
        if let leadID = order.lead {
            let lead = try lead(leadID)
            switch (lead.state, storyID) {
            case (.open, nil):
                let promotion = try promote(lead, centre: centres[0], authors: [])
                proposals += promotion.proposals
                storyID = promotion.story
            // The lead's clock stops with its first dispatch, whatever story the task is for.
            case (.open, let known?): proposals.append(Proposal(subject: leadID, fact: .lead(.promoted(story: known))))
            case (.promoted, _): storyID = storyID ?? lead.story
            case (.dismissed, _), (.merged, _): throw Refusal.leadState(lead.state, last: lead.last)
            }
        }
        let limit = try desk.desk().policy.acknowledge[order.priority]
        let orderID = desk.makeID()
        for centre in centres {
            let task = TaskOrder(
                number: try desk.nextNumber(.task), order: orderID, title: title,
                note: order.note.map { CleanText.line($0, limit: CleanText.remarkLimit) }, centre: centre,
                assignee: assignee?.card.centre == centre ? assignee?.card.id : nil, priority: order.priority,
                deliverables: order.deliverables.isEmpty ? [.text] : order.deliverables, dueAt: order.dueAt,
                acknowledgeBy: desk.now.adding(seconds: limit), story: storyID, lead: order.lead,
                topic: order.topic.map { CleanText.line($0) })
            proposals.append(Proposal(subject: desk.makeID(), fact: .task(.issued(task))))
        }
        return proposals
    }

    private func decideTask(_ command: Command) throws -> [Proposal] {
        switch command {
        case .acknowledge(let id): return try answer(id, .task(.acknowledged))
        case .decline(let id, let text): return try answer(id, .task(.declined(reason: try reason(text))))
        case .depart(let id): return try answer(id, .task(.departed))
        case .arrive(let id): return try answer(id, .task(.arrived))
        case .file(let id, let storyID):
            if let storyID { _ = try story(storyID) }
            return try answer(id, .task(.filed(story: storyID)))
        case .close(let id): return try settle(id, .task(.closed))
        case .cancel(let id, let text): return try settle(id, .task(.cancelled(reason: try reason(text))))
        case .reassign(let id, let centre, let assignee):
            try need(.settleTask)
            let task = try task(id)
            let person = try assignee.map { try activeStaff($0, for: .answerTask) }
            guard let home = centre ?? person?.card.centre else { throw Refusal.centreMissing }
            _ = try self.centre(home)
            if let person, person.card.centre != home {
                throw Refusal.staffElsewhere(person.card.id, person.card.centre)
            }
            let limit = try desk.desk().policy.acknowledge[task.order.priority]
            return [
                Proposal(
                    subject: id,
                    fact: .task(
                        .reassigned(
                            centre: home, assignee: assignee, acknowledgeBy: desk.now.adding(seconds: limit))))
            ]
        default: return []
        }
    }

    /// A step of the centre: its assignee, its editors, or the desk for them.
    private func answer(_ id: SubjectID, _ fact: Fact) throws -> [Proposal] {
        try need(.answerTask)
        let task = try task(id)
        try need(centre: task.order.centre)
        if actor.role == .reporter, let assignee = task.order.assignee, assignee != actor.staff {
            throw Refusal.otherAssignee(assignee)
        }
        return [Proposal(subject: id, fact: fact)]
    }

    private func settle(_ id: SubjectID, _ fact: Fact) throws -> [Proposal] {
        try need(.settleTask)
        return [Proposal(subject: try task(id).id, fact: fact)]
    }
}
