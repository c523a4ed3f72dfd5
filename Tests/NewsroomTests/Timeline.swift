import Newsroom

/// A subject's events a second apart, from facts; for tests of the rules that stand in `apply`.
struct Timeline<State: Subject> {
    let subject: SubjectID
    private(set) var at = MemoryDesk.start
    private(set) var events: [Event] = []
    private(set) var state: State

    init?(_ fact: Fact, by person: StaffID, subject: SubjectID? = nil) {
        let subject = subject ?? Self.subject(of: fact)
        self.subject = subject
        let event = Event(subject: subject, stamp: Stamp(at: at), actor: .person(Sample.actor(person)), fact: fact)
        guard let state = State(event) else { return nil }
        self.state = state
        events = [event]
    }

    /// Applies a fact a second later; what it was refused with, or `nil`.
    @discardableResult
    mutating func apply(_ fact: Fact, by person: StaffID) -> Refusal? {
        at = at.adding(seconds: 1)
        let event = Event(
            subject: subject, stamp: Stamp(at: at), actor: .person(Sample.actor(person, of: fact, home: state.home)),
            fact: fact)
        events.append(event)
        do throws(Refusal) {
            try state.apply(event)
            return nil
        } catch {
            return error
        }
    }

    /// What a fact that makes something is about: who and what has a name has an id of its own.
    static func subject(of fact: Fact) -> SubjectID {
        switch fact {
        case .desk(.opened): .desk
        case .centre(.added(let card)): .centre(card.id)
        case .staff(.added(let card)): .staff(card.id)
        case .channel(.added(let card)): .channel(card.id)
        case .placement(.ordered(let order)): .placement(of: order.story, by: order.centre, on: order.channel)
        case .node(.admitted(let card)): .node(card.id)
        default: aSubject
        }
    }

    static var aSubject: SubjectID { SubjectID(at: MemoryDesk.start) { 7 } }
}

/// A table of rules as it reads: the first line names the columns, each further line a state and what every column
/// does to it: `-` for refused.
struct RuleTable {
    let columns: [String]
    let rows: [(state: String, cells: [String])]

    init(_ text: String) {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        columns = Array((lines.first ?? []).dropFirst())
        rows = lines.dropFirst().map { ($0.first ?? "", Array($0.dropFirst())) }
    }

    /// Whether every row has a cell for every column.
    var isWhole: Bool { rows.allSatisfy { $0.cells.count == columns.count } }
}

extension TaskOrder {
    /// A task for Erqi, issued at the start.
    static func sample(assignee: StaffID? = nil, dueAt: Moment? = nil) -> TaskOrder {
        TaskOrder(
            number: 117, order: SubjectID(at: MemoryDesk.start) { 3 }, title: "暴雨积水路段", centre: "erqi",
            assignee: assignee, priority: .flash, deliverables: [.video, .photo], dueAt: dueAt,
            acknowledgeBy: MemoryDesk.start.adding(seconds: 60))
    }
}

extension StoryDraft {
    /// A story of Erqi, written by `rep`.
    static func sample(authors: [StaffID] = ["rep"], body: String = "正文一") -> StoryDraft {
        StoryDraft(number: 42, title: "瑞安传家锅", body: body, centre: "erqi", authors: authors)
    }
}

extension TextHash {
    /// The hash of the sample story with this body.
    static func sample(_ body: String = "正文一") -> TextHash { TextHash(title: "瑞安传家锅", body: body) }
}

extension Policy.ReviewLimits {
    static let sample = Policy.ReviewLimits(first: 100, second: 200, third: 300, signature: 400)
}
