/// What a centre asks of others because it lacks it (需求), folded from its events.
///
///     open ── answered ── closed        open ── refused (all who were asked said no) ── answered
///
/// Several centres may answer. A no may become help later; help stands. It may be closed at any time, and stays so: what is
/// needed again is a new request.
public struct Request: Equatable, Sendable {
    /// What its events are about.
    public let id: SubjectID
    /// What was asked; nothing that happens later changes it.
    public let card: RequestCard
    /// Where it stands on the way above.
    public private(set) var state: RequestState
    /// Who asked.
    public let by: StaffID
    /// When it was asked.
    public let askedAt: Moment
    /// What the centres answered, each once, in the order of their first answers.
    public private(set) var answers: [GivenAnswer] = []
    /// Why it was closed; `nil` unless somebody said why.
    public private(set) var reason: String?
    /// Who brought the present state about, and when.
    public private(set) var last: Refusal.Trace

    /// How people say it, such as R-0007.
    public var number: Number { Number(.request, card.number) }

    /// The request that `event` makes; `nil` when it makes none.
    public init?(_ event: Event) {
        guard case .request(.made(let card)) = event.fact, let person = event.actor.person else { return nil }
        id = event.subject
        self.card = card
        state = .open
        by = person.staff
        askedAt = event.at
        last = Refusal.Trace(by: person.staff, at: event.at)
    }

    /// The clock until it is needed, while nobody helps.
    public var clock: Clock { Clock(since: askedAt, limit: state.isWaiting ? card.dueAt : nil) }

    /// Applies an event; refuses one that the state does not allow.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .request(let fact) = event.fact else { throw .outOfPlace(event.fact.kind.name) }
        let person = try event.person
        switch fact {
        case .answered(let centre, let answer):
            try need(.answer)
            guard centre != card.centre else { throw .request(.own) }
            guard answer.isHelp || card.asks(centre) else { throw .request(.notAsked(centre)) }
            let given = GivenAnswer(centre: centre, by: person.staff, at: event.at, answer: answer)
            if let place = answers.firstIndex(where: { $0.centre == centre }) {
                guard !answers[place].answer.isHelp else { throw .request(.answered(centre)) }
                answers[place] = given
            } else {
                answers.append(given)
            }
            state = standing
        case .closed(let reason):
            try need(.close)
            guard person.staff == by || person.role.may(.settleRequest) else {
                throw .noRight(.settleRequest, person.role)
            }
            state = .closed
            self.reason = reason
        case .made: throw .outOfPlace(event.fact.kind.name)
        }
        last = Refusal.Trace(by: person.staff, at: event.at)
    }

    /// What the answers so far come to. Where everybody is asked there is always somebody left.
    private var standing: RequestState {
        if answers.contains(where: \.answer.isHelp) { return .answered }
        let refusing = Set(answers.map(\.centre))
        return !card.to.isEmpty && card.to.allSatisfy(refusing.contains) ? .refused : .open
    }

    private func need(_ step: RequestStep) throws(Refusal) {
        guard step.from.contains(state) else { throw .request(.state(state, last: last)) }
    }
}

extension Request: Subject {
    /// What happens to it.
    public typealias Facts = RequestFact
    /// It among all subjects.
    public var any: AnySubject { .request(self) }
    /// The centre that asks.
    public var home: CentreID? { card.centre }
}
