/// An order to a centre or a person (任务), folded from its events.
///
///     issued ── acknowledged ── enRoute ── onScene ── filed ── closed
///         └─ declined ─ reassigned → issued        any before closed ── cancelled
public struct NewsTask: Equatable, Sendable {
    /// What its events are about.
    public let id: SubjectID
    /// The order as issued; centre, assignee and limit change when the task is reassigned.
    public private(set) var order: TaskOrder
    /// Where it stands on the way above.
    public private(set) var state: TaskState
    /// When it was first issued; a reassignment does not change it.
    public let issuedAt: Moment
    /// Who dispatched it.
    public let issuedBy: StaffID
    /// When the present state began.
    public private(set) var since: Moment
    /// Who brought the present state about, and when.
    public private(set) var last: Refusal.Trace
    /// When it was first acknowledged; a reassignment does not change it. `nil` before.
    public private(set) var acknowledgedAt: Moment?
    /// When somebody first reported on the scene; `nil` when nobody did, for the step is optional.
    public private(set) var arrivedAt: Moment?
    /// When its copy came in; `nil` before.
    public private(set) var filedAt: Moment?
    /// Why it was declined or cancelled.
    public private(set) var reason: String?
    /// Everyone who declined, in order: the next best is somebody else.
    public private(set) var declinedBy: [StaffID] = []
    /// The centres that declined it, in the same order; one may stand here more than once.
    public private(set) var declinedCentres: [CentreID] = []
    /// The story that was filed for it.
    public private(set) var story: SubjectID?

    /// How people say it, such as T-0117.
    public var number: Number { Number(.task, order.number) }

    /// The task that `event` issues; `nil` when it issues none.
    public init?(_ event: Event) {
        guard case .task(.issued(let order)) = event.fact, let person = event.actor.person else { return nil }
        id = event.subject
        self.order = order
        state = .issued
        issuedAt = event.at
        issuedBy = person.staff
        since = event.at
        last = Refusal.Trace(by: person.staff, at: event.at)
        story = order.story
    }

    /// The clock that runs now: to acknowledge, then to the due time; none once filed.
    public var clock: Clock {
        switch state {
        case .issued: Clock(since: since, limit: order.acknowledgeBy)
        // A declined task waits for the desk: its limit is that of the acknowledgement it did not get.
        case .declined: Clock(since: since, limit: order.acknowledgeBy)
        case .acknowledged, .enRoute, .onScene: Clock(since: since, limit: order.dueAt)
        case .filed, .closed, .cancelled: Clock(since: since, limit: nil)
        }
    }

    /// Applies an event; refuses one that the state does not allow.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .task(let fact) = event.fact else { throw .outOfPlace(event.fact.kind.name) }
        switch fact {
        case .acknowledged:
            try enter(.acknowledged, by: .acknowledge, event)
            if acknowledgedAt == nil { acknowledgedAt = event.at }
            // Whoever takes on what nobody was named for has it in hand.
            let person = try event.person
            if order.assignee == nil, person.role == .reporter, person.house == order.centre {
                order.assignee = person.staff
            }
        case .declined(let reason):
            try enter(.declined, by: .decline, event)
            self.reason = reason
            let person = try event.person
            declinedBy.append(order.assignee ?? person.staff)
            declinedCentres.append(order.centre)
        case .reassigned(let centre, let assignee, let acknowledgeBy):
            guard centre != order.centre || assignee != order.assignee || state == .declined else {
                throw .sameAssignee
            }
            try enter(.issued, by: .reassign, event)
            order.centre = centre
            order.assignee = assignee
            order.acknowledgeBy = acknowledgeBy
            reason = nil
        case .departed: try enter(.enRoute, by: .depart, event)
        case .arrived:
            try enter(.onScene, by: .arrive, event)
            if arrivedAt == nil { arrivedAt = event.at }
        case .filed(let story):
            try enter(.filed, by: .file, event)
            filedAt = event.at
            if let story { self.story = story }
        case .closed: try enter(.closed, by: .close, event)
        case .cancelled(let reason):
            try enter(.cancelled, by: .cancel, event)
            self.reason = reason
        case .issued: throw .outOfPlace(event.fact.kind.name)
        }
    }

    private mutating func enter(_ next: TaskState, by step: TaskStep, _ event: Event) throws(Refusal) {
        guard step.from.contains(state) else { throw .taskState(state, last: last) }
        if step.right == .answerTask { try checkAnswer(by: try event.person) }
        state = next
        since = event.at
        last = Refusal.Trace(by: try event.person.staff, at: event.at)
    }
}

extension NewsTask: Subject {
    /// What happens to it.
    public typealias Facts = TaskFact
    /// It among all subjects.
    public var any: AnySubject { .task(self) }
    /// Where the task stands now.
    public var home: CentreID? { order.centre }
}
