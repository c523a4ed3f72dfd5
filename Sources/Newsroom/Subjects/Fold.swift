/// Something that events are about and that can be folded from them.
public protocol Subject: Equatable, Sendable {
    /// The state that the first event makes; `nil` when it makes none of this kind.
    init?(_ event: Event)
    /// Applies a later event; refuses one that the state does not allow.
    mutating func apply(_ event: Event) throws(Refusal)
}

extension NewsTask: Subject {}
extension Lead: Subject {}
extension Story: Subject {}
extension Centre: Subject {}
extension Staff: Subject {}
extension Desk: Subject {}
extension RollCall: Subject {}
extension DeskMessage: Subject {}
extension DeskNode: Subject {}

/// A subject folded from all of its events, and the events that the rules did not let count.
public struct Folded<State: Subject>: Sendable {
    /// What the events that count add up to.
    public var state: State
    /// Late or losing events: kept in the log, without effect, with the rule that refused them.
    public var void: [(event: Event, why: Refusal)] = []
}

extension Subject {
    /// Folds a subject's events, given in stamp order; `nil` when none of them makes it.
    public static func fold(_ events: some Sequence<Event>) -> Folded<Self>? {
        var folded: Folded<Self>?
        // What comes before the event that makes the subject (a clock that went wrong) is void too, not forgotten.
        var early: [(event: Event, why: Refusal)] = []
        for event in events {
            guard folded != nil else {
                folded = Self(event).map { Folded(state: $0, void: early) }
                early.append((event, .outOfPlace(event.fact.kind)))
                continue
            }
            do throws(Refusal) {
                try folded?.state.apply(event)
            } catch {
                folded?.void.append((event, error))
            }
        }
        return folded
    }
}

/// Any subject: what a ledger folds without knowing beforehand what it will be.
public enum AnySubject: Equatable, Sendable {
    case task(NewsTask)
    case story(Story)
    case lead(Lead)
    case centre(Centre)
    case staff(Staff)
    case desk(Desk)
    case rollCall(RollCall)
    case message(DeskMessage)
    case node(DeskNode)

    /// Folds a subject's events, given in stamp order; `nil` when the first that makes anything is missing.
    public static func fold(_ events: [Event]) -> AnySubject? {
        for event in events {
            switch event.fact {
            case .taskIssued: return NewsTask.fold(events).map { .task($0.state) }
            case .storyDrafted: return Story.fold(events).map { .story($0.state) }
            case .leadReceived: return Lead.fold(events).map { .lead($0.state) }
            case .centreAdded: return Centre.fold(events).map { .centre($0.state) }
            case .staffAdded: return Staff.fold(events).map { .staff($0.state) }
            case .deskOpened: return Desk.fold(events).map { .desk($0.state) }
            case .rollCalled: return RollCall.fold(events).map { .rollCall($0.state) }
            case .messageSent: return DeskMessage.fold(events).map { .message($0.state) }
            case .nodeAdmitted: return DeskNode.fold(events).map { .node($0.state) }
            default: continue
            }
        }
        return nil
    }
}

extension Subject {
    /// Folds a subject's events, given in their order: the state, and by their places why some do not count.
    static func judged(_ events: [Event]) -> (state: Self, void: [Int: Refusal])? {
        var state: Self?
        var void: [Int: Refusal] = [:]
        for (place, event) in events.enumerated() {
            guard state != nil else {
                state = Self(event)
                if state == nil { void[place] = .outOfPlace(event.fact.kind) }
                continue
            }
            do throws(Refusal) {
                try state?.apply(event)
            } catch {
                void[place] = error
            }
        }
        return state.map { ($0, void) }
    }
}

extension AnySubject {
    /// Folds a subject's events, given in their order: the state, and by their places why some do not count; `nil` when
    /// the one that makes it is missing.
    public static func judged(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        for event in events {
            switch event.fact {
            case .taskIssued: return NewsTask.judged(events).map { (.task($0.state), $0.void) }
            case .storyDrafted: return Story.judged(events).map { (.story($0.state), $0.void) }
            case .leadReceived: return Lead.judged(events).map { (.lead($0.state), $0.void) }
            case .centreAdded: return Centre.judged(events).map { (.centre($0.state), $0.void) }
            case .staffAdded: return Staff.judged(events).map { (.staff($0.state), $0.void) }
            case .deskOpened: return Desk.judged(events).map { (.desk($0.state), $0.void) }
            case .rollCalled: return RollCall.judged(events).map { (.rollCall($0.state), $0.void) }
            case .messageSent: return DeskMessage.judged(events).map { (.message($0.state), $0.void) }
            case .nodeAdmitted: return DeskNode.judged(events).map { (.node($0.state), $0.void) }
            default: continue
            }
        }
        return nil
    }
}
