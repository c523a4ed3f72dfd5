import Newsroom

/// The desk as its people know it: folded from the events that they hear of, like every other reading of the log.
struct DeskMemory: Sendable {
    private(set) var tasks: [SubjectID: NewsTask] = [:]
    private(set) var stories: [SubjectID: Story] = [:]
    private(set) var placements: [SubjectID: Placement] = [:]
    private(set) var leads: [SubjectID: Lead] = [:]
    private(set) var requests: [SubjectID: Request] = [:]
    private(set) var rolls: [SubjectID: RollCall] = [:]
    private var loans: [SubjectID: Loan] = [:]
    private(set) var staff: [StaffID: StaffCard] = [:]
    private(set) var centres: [CentreCard] = []
    private(set) var channels: [ChannelCard] = []
    private(set) var policy = Policy()
    private(set) var desk: CentreID = "zz"
    /// Who may do what in which house.
    private(set) var houses = Houses(
        desk: "zz", policy: Policy(), staff: [], loans: [], now: Moment(milliseconds: 0))
    private(set) var heard: [CentreID: Moment] = [:]
    /// Stories whose present text was finished by one of the day's own people, not by a visitor.
    private(set) var finished: Set<SubjectID> = []

    /// Takes an event, whoever made it. What the rules would not let count is without effect here too.
    mutating func hear(_ event: Event) {
        let id = event.subject
        for house in event.heard { heard[house] = event.at }
        houses.now = event.at
        switch event.fact {
        case .desk(.opened(let charter)):
            desk = charter.id
            settle()
        case .desk(.policySet(let set)):
            policy = set
            settle()
        case .centre(.added(let card)): centres.append(card)
        case .channel(.added(let card)): channels.append(card)
        case .staff(let fact):
            staff[fact.card.id] = fact.card
            settle()
        case .task(.issued): tasks[id] = NewsTask(event)
        case .task: try? tasks[id]?.apply(event)
        case .story(.drafted(let draft)):
            stories[id] = Story(event)
            // What a lead became is not written yet.
            if !draft.authors.isEmpty { finish(id, event) }
        case .story(let fact):
            if fact.kind == .edited { finish(id, event) }
            try? stories[id]?.apply(event)
        case .placement(.ordered) where placements[id] == nil: placements[id] = Placement(event)
        case .placement: try? placements[id]?.apply(event)
        case .lead(.received): leads[id] = Lead(event)
        case .lead: try? leads[id]?.apply(event)
        case .request(.made): requests[id] = Request(event)
        case .request: try? requests[id]?.apply(event)
        case .loan(.proposed): loans[id] = Loan(event)
        case .loan:
            try? loans[id]?.apply(event)
            settle()
        case .rollCall(.called): rolls[id] = RollCall(event)
        case .rollCall(.answered(let centre)):
            heard[centre] = event.at
            try? rolls[id]?.apply(event)
        case .desk,
            .centre,
            .channel,
            .message,
            .node,
            .common:
            break
        }
    }

    private mutating func settle() {
        let lent = loans.filter { $0.value.state == .inForce }.map { LoanTerms(id: $0.key, card: $0.value.card) }
        houses = Houses(desk: desk, policy: policy, staff: Array(staff.values), loans: lent, now: houses.now)
    }

    /// A visitor acts through somebody; what they write is theirs to hand in.
    private mutating func finish(_ id: SubjectID, _ event: Event) {
        if event.actor.person?.via == nil { finished.insert(id) } else { finished.remove(id) }
    }

    /// The people of a role in a centre, always in the same order.
    func people(_ role: Role, of centre: CentreID) -> [StaffCard] {
        staff.values.filter { $0.role == role && $0.centre == centre && $0.isActive }.sorted { $0.id < $1.id }
    }

    /// Whom to send on a task that nobody has taken, the best first.
    func fit(for task: NewsTask, now: Moment) -> [Recommendation] {
        let candidates = staff.values.sorted { $0.id < $1.id }.map { card in
            let theirs = tasks.values.filter { $0.assignee == card.id }
            return Recommendation.Candidate(
                card: card, openTasks: theirs.count(where: \.isOpen), lastSent: theirs.map(\.since).max(),
                presence: policy.presence(heard: heard[card.centre], now: now))
        }
        return Recommendation.ranked(for: task, roster: centres, candidates: candidates, now: now)
    }
}
