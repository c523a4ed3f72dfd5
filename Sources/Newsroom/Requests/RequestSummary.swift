/// What the rules need to know of a request, folded or as a row of a list.
public protocol RequestSummary: Sendable {
    /// The request itself.
    var id: SubjectID { get }
    /// Who asks.
    var centre: CentreID { get }
    /// Who is asked; empty for everybody.
    var to: [CentreID] { get }
    /// How soon it matters.
    var priority: Priority { get }
    /// Where it stands.
    var state: RequestState { get }
    /// What the centres answered.
    var answers: [GivenAnswer] { get }
    /// Who asked.
    var by: StaffID { get }
    /// The clock until it is needed, while nobody helps.
    var clock: Clock { get }
}

extension Request: RequestSummary {
    /// Who asks.
    public var centre: CentreID { card.centre }
    /// Who is asked; empty for everybody.
    public var to: [CentreID] { card.to }
    /// How soon it matters.
    public var priority: Priority { card.priority }
}

extension RequestSummary {
    /// Whether it waits for an answer of this centre.
    public func waits(for other: CentreID) -> Bool {
        state.isWaiting && other != centre && (to.isEmpty || to.contains(other))
            && !answers.contains { $0.centre == other }
    }

    /// Whom a request waits for: the people of a centre that is asked and has not answered; whoever asked, once somebody
    /// helps. The desk has all of them before its eyes, and its own are those that name it.
    public func waits(for person: Person) -> Bool {
        guard person.role.may(.request) else { return false }
        if state == .answered { return by == person.staff }
        return waits(for: person.house) && (!person.role.isDesk || to.contains(person.house))
    }

    /// Whether an actor may take a step of this request for their own house, whatever its state: others answer, each once;
    /// whoever made it closes it, or those of its centre who settle requests.
    public func check(_ step: RequestStep, by actor: Person, in houses: Houses) throws(Refusal) {
        switch step {
        case .answer:
            guard actor.role.may(step.right) else { throw .noRight(step.right, actor.role) }
            guard actor.house != centre else { throw .request(.own) }
            if answers.contains(where: { $0.centre == actor.house && $0.answer.isHelp }) {
                throw .request(.answered(actor.house))
            }
        case .close:
            guard houses.reaches(actor, centre) else { throw .otherCentre(centre) }
            guard by == actor.staff || actor.role.may(step.right) else { throw .noRight(step.right, actor.role) }
        }
    }

    /// How pressing it is: what everybody refused needs somebody else now, like a task that was declined.
    public func urgency(at now: Moment) -> Clock.Reading { state == .refused ? .over : clock.reading(at: now) }

    /// What the attention list has of it; `nil` for one that waits for nobody and has no limit.
    public func attention(for reader: Person?, at now: Moment) -> Attention? {
        .other(
            id, of: .request, clock: clock, urgency: urgency(at: now),
            untaken: state.isWaiting ? .requestUntaken : nil, priority: priority, kind: .requestOverdue,
            isReaders: reader.map(waits) ?? false, at: now)
    }
}
