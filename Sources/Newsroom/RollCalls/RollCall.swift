/// A roll call (点名), folded from its events: who does not answer in time turns red.
public struct RollCall: Equatable, Sendable {
    /// What its events are about.
    public let id: SubjectID
    /// Who called the roll.
    public let calledBy: StaffID
    /// When the roll was called.
    public let calledAt: Moment
    /// Who was called, each once, in the order of the call.
    public let centres: [CentreID]
    /// When an answer becomes late.
    public let answerBy: Moment
    /// When each centre answered, late ones too; who has not is absent.
    public private(set) var answers: [CentreID: Moment] = [:]

    /// The roll call that `event` makes; `nil` when it makes none.
    public init?(_ event: Event) {
        guard case .rollCall(.called(let centres, let answerBy)) = event.fact, let person = event.actor.person else {
            return nil
        }
        id = event.subject
        calledBy = person.staff
        calledAt = event.at
        self.centres = centres
        self.answerBy = answerBy
    }

    /// Applies an event. A late answer counts as an answer, and as late.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .rollCall(.answered(let centre)) = event.fact else { throw .outOfPlace(event.fact.kind.name) }
        guard centres.contains(centre) else { throw .notCalled(centre) }
        guard answers[centre] == nil else { throw .rollAnswered }
        answers[centre] = event.at
    }
}

extension RollCall: Subject {
    /// What happens to it.
    public typealias Facts = RollCallFact
    /// It among all subjects.
    public var any: AnySubject { .rollCall(self) }
    /// It has no steps.
    public func outlook(after _: Refusal, _: Localizer) -> String? { nil }
    /// Nobody's alone: each centre answers for itself.
    public var home: CentreID? { nil }
}
