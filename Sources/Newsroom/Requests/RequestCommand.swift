/// What somebody asks of a request (需求).
public enum RequestCommand: Equatable, Sendable {
    /// Asks others for what is lacking.
    case make(Wish)
    /// Answers for a centre; without one, for the caller's.
    case answer(SubjectID, RequestAnswer, centre: CentreID? = nil)
    /// Says that nothing is needed any more; an empty reason counts as none.
    case close(SubjectID, reason: String? = nil)

    /// A request as it is handed in.
    public struct Wish: Equatable, Sendable {
        /// What is lacking, cut at 200 characters; an empty one is refused.
        public var title: String
        /// Until when it is needed; a moment that is past is refused.
        public var dueAt: Moment
        /// Who asks; `nil` for the caller's house.
        public var centre: CentreID?
        /// Who is asked; each counts once, empty for everybody.
        public var to: [CentreID]
        /// What is wanted; empty counts as text.
        public var deliverables: [Deliverable]
        /// How soon it matters.
        public var priority: Priority
        /// Where it is to be had, cut at 200 characters.
        public var place: String?
        /// More to know, cut at 2,000 characters.
        public var note: String?
        /// The story that it is for.
        public var story: SubjectID?

        /// Without more: a routine request of the caller's house for text, to everybody.
        public init(
            title: String, dueAt: Moment, centre: CentreID? = nil, to: [CentreID] = [],
            deliverables: [Deliverable] = [.text], priority: Priority = .routine, place: String? = nil,
            note: String? = nil, story: SubjectID? = nil
        ) {
            self.title = title
            self.dueAt = dueAt
            self.centre = centre
            self.to = to
            self.deliverables = deliverables
            self.priority = priority
            self.place = place
            self.note = note
            self.story = story
        }
    }
}

extension Decider {
    func decide(_ command: RequestCommand) throws -> [Proposal] {
        switch command {
        case .make(let wish): return try make(wish)
        case .answer(let id, let answer, let centre):
            try need(.request)
            let home = centre ?? actor.house
            _ = try self.centre(home)
            try need(centre: home)
            return [
                Proposal(
                    subject: try request(id).id, fact: .request(.answered(centre: home, try checked(answer, of: home))))
            ]
        case .close(let id, let text):
            let request = try request(id)
            try request.check(.close, by: actor, in: desk.houses())
            try needNode(of: request.card.centre)
            return [Proposal(subject: id, fact: .request(.closed(reason: line(text, CleanText.remarkLimit))))]
        }
    }

    private func make(_ wish: RequestCommand.Wish) throws -> [Proposal] {
        try need(.request)
        let home = wish.centre ?? actor.house
        _ = try self.centre(home)
        try need(centre: home)
        var to: [CentreID] = []
        for id in wish.to where !to.contains(id) { to.append(try self.centre(id).card.id) }
        // Whoever asks everybody means all others.
        if to.count > 1 { to.removeAll { $0 == home } }
        guard !to.contains(home) else { throw Refusal.request(.own) }
        guard wish.dueAt > desk.now else { throw Refusal.dueInThePast }
        if let story = wish.story { _ = try self.story(story) }
        var wanted: [Deliverable] = []
        for deliverable in wish.deliverables where !wanted.contains(deliverable) { wanted.append(deliverable) }
        let card = RequestCard(
            number: try desk.nextNumber(.request), centre: home, title: try title(wish.title),
            note: line(wish.note, CleanText.remarkLimit),
            deliverables: wanted.isEmpty ? [.text] : wanted,
            place: line(wish.place, CleanText.titleLimit), to: to, dueAt: wish.dueAt, priority: wish.priority,
            story: wish.story)
        return [Proposal(subject: try desk.makeID(), fact: .request(.made(card)))]
    }

    /// A centre answers with what is its own; the desk with anything there is.
    private func checked(_ answer: RequestAnswer, of centre: CentreID) throws -> RequestAnswer {
        let owner: CentreID
        switch answer {
        case .story(let id):
            let story = try story(id)
            guard story.state != .withdrawn else { throw Refusal.storyState(story.state, last: story.last) }
            owner = story.draft.centre
        case .task(let id):
            let task = try task(id)
            guard task.state != .cancelled else { throw Refusal.taskState(task.state, last: task.last) }
            owner = task.order.centre
        case .no(let text): return .no(reason: try reason(text))
        }
        let isDesks = try centre == desk.desk().charter.id
        guard isDesks || owner == centre else { throw Refusal.otherCentre(owner) }
        return answer
    }

    private func request(_ id: SubjectID) throws -> Request {
        guard case .request(let request) = try desk.subject(id) else { throw Refusal.unknownItem("\(id)") }
        return request
    }

    private func line(_ text: String?, _ limit: Int) -> String? {
        CleanText.optionalLine(text, limit: limit)
    }
}
