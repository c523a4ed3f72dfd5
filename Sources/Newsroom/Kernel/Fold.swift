/// Something that events are about and that can be folded from them.
public protocol Subject: Equatable, Sendable {
    /// What happens to it.
    associatedtype Facts: SubjectFact
    /// The state that the first event makes; `nil` when it makes none of this kind.
    init?(_ event: Event)
    /// The centre that it belongs to now; `nil` for what is everybody's.
    var home: CentreID? { get }
    /// The centres that work on it beside that: those of a joint story.
    var partners: [CentreID] { get }
    /// Applies a later event; refuses one that the state does not allow.
    mutating func apply(_ event: Event) throws(Refusal)
    /// It among all subjects.
    var any: AnySubject { get }
    /// How it stands now and what can be done with it, one sentence, for somebody whose act was refused; `nil` where the
    /// refusal says it already, and of what has no steps.
    func outlook(after why: Refusal, _ read: Localizer) -> String?
}

/// A subject folded from all of its events, and the events that the rules did not let count.
public struct Folded<State: Subject>: Sendable {
    /// What the events that count add up to.
    public var state: State
    /// Late or losing events: kept in the log, without effect, with the rule that refused them.
    public var void: [(event: Event, why: Refusal)] = []
}

extension Subject {
    /// Nobody else works on it.
    public var partners: [CentreID] { [] }

    /// Folds a subject's events, given in their order; `nil` when none of them makes it.
    public static func fold(_ events: some Sequence<Event>) -> Folded<Self>? {
        let events = events.map(\.asItHappened)
        return replay(events).map { judged in
            Folded(
                state: judged.state,
                void: events.indices.compactMap { place in judged.void[place].map { (events[place], $0) } })
        }
    }

    /// Folds a subject's events, given in their order: the state, and by their places why some do not count.
    static func replay(_ events: [Event]) -> (state: Self, void: [Int: Refusal])? {
        var state: Self?
        var void: [Int: Refusal] = [:]
        for (place, event) in events.enumerated() {
            do throws(Refusal) {
                if state == nil {
                    // What comes before the event that makes the subject (a clock that went wrong) is void too, not
                    // forgotten.
                    try event.checkReach(home: nil)
                    state = Self(event)
                    if state == nil { throw .outOfPlace(event.fact.kind.name) }
                } else {
                    try state?.take(event)
                }
            } catch {
                void[place] = error
            }
        }
        return state.map { ($0, void) }
    }

    /// The same as one of all subjects.
    static func replayed(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        replay(events).map { ($0.state.any, $0.void) }
    }

    /// Applies an event of whatever node, also one that is told again.
    public mutating func take(_ event: Event) throws(Refusal) {
        // A copy of an event is long, and few are told again.
        if case .common(.told) = event.fact { return try count(event.asItHappened) }
        try count(event)
    }

    private mutating func count(_ event: Event) throws(Refusal) {
        try event.checkReach(home: home, partners: partners)
        // Of whatever it is said, it tells something of its teller and nothing of the thing.
        if case .common(.overruledRead) = event.fact { return }
        try apply(event)
    }
}

/// Something that is asked of subjects whatever they are.
protocol SubjectVisitor {
    /// What comes of it.
    associatedtype Answer
    /// Why nothing may come of it.
    associatedtype Failure: Error
    /// Asks a subject.
    func visit(_ subject: some Subject) throws(Failure) -> Answer
}

extension AnySubject {
    /// Folds a subject's events, given in their order; `nil` when the one that makes it is missing.
    public static func fold(_ events: [Event]) -> AnySubject? { replay(events.map(\.asItHappened))?.state }

    /// Folds a subject's events, given in their order: the state, and by their places why some do not count; `nil` when
    /// the one that makes it is missing.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        for event in events where event.fact.kind.rule.begins {
            if let judged = event.fact.accept(ReplayVisitor(events: events)) { return judged }
        }
        return nil
    }

    /// The state after one more event.
    public func applying(_ event: Event) throws(Refusal) -> AnySubject { try accept(ApplyVisitor(event: event)) }

    /// The centre that it belongs to now; `nil` for what is everybody's.
    public var home: CentreID? { accept(HomeVisitor()) }

    /// The series that numbers it; `nil` where it has no number.
    public var series: Series? { accept(SubjectSeriesVisitor()) }
}

private struct ReplayVisitor: FactVisitor {
    let events: [Event]
    func visit<Fact: SubjectFact>(_: Fact) -> (state: AnySubject, void: [Int: Refusal])? { Fact.replay(events) }
}

private struct ApplyVisitor: SubjectVisitor {
    let event: Event
    func visit(_ subject: some Subject) throws(Refusal) -> AnySubject {
        var subject = subject
        try subject.take(event)
        return subject.any
    }
}

private struct HomeVisitor: SubjectVisitor {
    typealias Failure = Never
    func visit(_ subject: some Subject) -> CentreID? { subject.home }
}

private struct SubjectSeriesVisitor: SubjectVisitor {
    typealias Failure = Never
    func visit<State: Subject>(_: State) -> Series? { State.Facts.series }
}
