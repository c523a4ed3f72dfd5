/// What somebody asks of a task.
public enum TaskCommand: Equatable, Sendable {
    case dispatch(Dispatch)
    case acknowledge(SubjectID)
    case decline(SubjectID, reason: String)
    case depart(SubjectID)
    case arrive(SubjectID)
    /// Says that the copy is in; `story` is the one it went into, `nil` where none is named.
    case file(SubjectID, story: SubjectID?)
    case close(SubjectID)
    case cancel(SubjectID, reason: String)
    /// Gives it to another centre or person, of whom at least one must be named.
    case reassign(SubjectID, centre: CentreID?, assignee: StaffID?)

    /// One order: several centres make several tasks under it.
    public struct Dispatch: Equatable, Sendable {
        /// Each gets one task, however often it is named; empty stands for the assignee's centre.
        public var centres: [CentreID]
        /// What to do, cut at 200 characters; an empty one is refused.
        public var title: String
        /// More to know, cut at 2,000 characters; `nil` when the title says all.
        public var note: String?
        /// How soon it matters; decides the limit to acknowledge.
        public var priority: Priority
        /// What to bring home; empty counts as text.
        public var deliverables: [Deliverable]
        /// When copy must be in; `nil` for no due time, one that is past is refused.
        public var dueAt: Moment?
        /// The person to send, in their own centre only; `nil` leaves the choice to each centre.
        public var assignee: StaffID?
        /// The story to work for; `nil` for the one that the lead becomes, if a lead is named.
        public var story: SubjectID?
        /// An open lead is promoted by its first dispatch.
        public var lead: SubjectID?
        /// The topic it belongs to, cut at 200 characters; `nil` for none.
        public var topic: String?

        /// Without more: a routine order for text, with nobody named, no due time, story, lead or topic.
        public init(
            centres: [CentreID], title: String, note: String? = nil, priority: Priority = .routine,
            deliverables: [Deliverable] = [.text], dueAt: Moment? = nil, assignee: StaffID? = nil,
            story: SubjectID? = nil, lead: SubjectID? = nil, topic: String? = nil
        ) {
            self.centres = centres
            self.title = title
            self.note = note
            self.priority = priority
            self.deliverables = deliverables
            self.dueAt = dueAt
            self.assignee = assignee
            self.story = story
            self.lead = lead
            self.topic = topic
        }
    }
}

extension Decider {
    func decide(_ command: TaskCommand) throws -> [Proposal] {
        switch command {
        case .dispatch(let order): return try dispatch(order)
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
        }
    }

    private func dispatch(_ order: TaskCommand.Dispatch) throws -> [Proposal] {
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
        let orderID = try desk.makeID()
        for centre in centres {
            let task = TaskOrder(
                number: try desk.nextNumber(.task), order: orderID, title: title,
                note: order.note.map { CleanText.line($0, limit: CleanText.remarkLimit) }, centre: centre,
                assignee: assignee?.card.centre == centre ? assignee?.card.id : nil, priority: order.priority,
                deliverables: order.deliverables.isEmpty ? [.text] : order.deliverables, dueAt: order.dueAt,
                acknowledgeBy: desk.now.adding(seconds: limit), story: storyID, lead: order.lead,
                topic: order.topic.map { CleanText.line($0) })
            proposals.append(Proposal(subject: try desk.makeID(), fact: .task(.issued(task))))
        }
        return proposals
    }

    /// A step of the centre: its assignee, its editors, or the desk for them.
    private func answer(_ id: SubjectID, _ fact: Fact) throws -> [Proposal] {
        try need(.answerTask)
        let task = try task(id)
        try need(centre: task.centre)
        try task.checkAnswer(by: actor)
        return [Proposal(subject: id, fact: fact)]
    }

    private func settle(_ id: SubjectID, _ fact: Fact) throws -> [Proposal] {
        try need(.settleTask)
        return [Proposal(subject: try task(id).id, fact: fact)]
    }
}
