/// Something that events are about and that can be folded from them.
public protocol Subject: Equatable, Sendable {
    /// The state that the first event makes; `nil` when it makes none of this kind.
    init?(_ event: Event)
    /// The centre that it belongs to now; `nil` for what is everybody's.
    var home: CentreID? { get }
    /// Applies a later event; refuses one that the state does not allow.
    mutating func apply(_ event: Event) throws(Refusal)
}

extension NewsTask: Subject {
    /// Where the task stands now.
    public var home: CentreID? { order.centre }
}
extension Lead: Subject {
    /// The centre that it concerns.
    public var home: CentreID? { card.centre }
}
extension Story: Subject {
    /// The centre whose story it is.
    public var home: CentreID? { draft.centre }
}
extension Centre: Subject {
    /// Itself.
    public var home: CentreID? { card.id }
}
extension Staff: Subject {
    /// Where the person sits.
    public var home: CentreID? { card.centre }
}
extension Channel: Subject {
    /// The house to which it belongs.
    public var home: CentreID? { card.house }
}
extension Placement: Subject {
    /// The centre whose story is placed.
    public var home: CentreID? { centre }
}
extension Desk: Subject {
    /// Nobody's alone.
    public var home: CentreID? { nil }
}
extension RollCall: Subject {
    /// Nobody's alone: each centre answers for itself.
    public var home: CentreID? { nil }
}
extension DeskMessage: Subject {
    /// Nobody's alone: whoever it was sent to may read it.
    public var home: CentreID? { nil }
}
extension DeskNode: Subject {
    /// The centre whose node it is.
    public var home: CentreID? { card.centre }
}

/// A subject folded from all of its events, and the events that the rules did not let count.
public struct Folded<State: Subject>: Sendable {
    /// What the events that count add up to.
    public var state: State
    /// Late or losing events: kept in the log, without effect, with the rule that refused them.
    public var void: [(event: Event, why: Refusal)] = []
}

extension Subject {
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

    /// Applies an event of whatever node, also one that is told again.
    public mutating func take(_ event: Event) throws(Refusal) {
        let event = event.asItHappened
        try event.checkReach(home: home)
        // Of whatever it is said, it tells something of its teller and nothing of the thing.
        if case .common(.overruledRead) = event.fact { return }
        try apply(event)
    }
}

/// Any subject: what a ledger folds without knowing beforehand what it will be.
public enum AnySubject: Equatable, Sendable {
    case task(NewsTask)
    case story(Story)
    case placement(Placement)
    case lead(Lead)
    case centre(Centre)
    case staff(Staff)
    case channel(Channel)
    case desk(Desk)
    case request(Request)
    case rollCall(RollCall)
    case message(DeskMessage)
    case node(DeskNode)

    /// Folds a subject's events, given in their order; `nil` when the one that makes it is missing.
    public static func fold(_ events: [Event]) -> AnySubject? { replay(events.map(\.asItHappened))?.state }

    /// Folds a subject's events, given in their order: the state, and by their places why some do not count; `nil` when
    /// the one that makes it is missing.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        for event in events where event.fact.kind.rule.begins {
            let judged: (state: AnySubject, void: [Int: Refusal])? =
                switch event.fact {
                case .desk: Desk.replay(events).map { (.desk($0.state), $0.void) }
                case .centre: Centre.replay(events).map { (.centre($0.state), $0.void) }
                case .staff: Staff.replay(events).map { (.staff($0.state), $0.void) }
                case .channel: Channel.replay(events).map { (.channel($0.state), $0.void) }
                case .lead: Lead.replay(events).map { (.lead($0.state), $0.void) }
                case .task: NewsTask.replay(events).map { (.task($0.state), $0.void) }
                case .story: Story.replay(events).map { (.story($0.state), $0.void) }
                case .placement: Placement.replay(events).map { (.placement($0.state), $0.void) }
                case .request: Request.replay(events).map { (.request($0.state), $0.void) }
                case .rollCall: RollCall.replay(events).map { (.rollCall($0.state), $0.void) }
                case .message: DeskMessage.replay(events).map { (.message($0.state), $0.void) }
                case .node: DeskNode.replay(events).map { (.node($0.state), $0.void) }
                case .common: nil
                }
            if let judged { return judged }
        }
        return nil
    }

    /// The state after one more event.
    public func applying(_ event: Event) throws(Refusal) -> AnySubject {
        func after<State: Subject>(_ state: State) throws(Refusal) -> State {
            var state = state
            try state.take(event)
            return state
        }
        switch self {
        case .task(let task): return .task(try after(task))
        case .story(let story): return .story(try after(story))
        case .placement(let placement): return .placement(try after(placement))
        case .lead(let lead): return .lead(try after(lead))
        case .centre(let centre): return .centre(try after(centre))
        case .staff(let staff): return .staff(try after(staff))
        case .channel(let channel): return .channel(try after(channel))
        case .desk(let desk): return .desk(try after(desk))
        case .request(let request): return .request(try after(request))
        case .rollCall(let call): return .rollCall(try after(call))
        case .message(let message): return .message(try after(message))
        case .node(let node): return .node(try after(node))
        }
    }
}
