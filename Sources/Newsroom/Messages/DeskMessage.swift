/// A word from one person to others (消息), folded from its events: who said it, to whom, and who has read it.
public struct DeskMessage: Equatable, Sendable {
    /// What its events are about.
    public let id: SubjectID
    /// Who sent it.
    public let from: StaffID
    /// When it was sent.
    public let at: Moment
    /// What was said, in one line.
    public let text: String
    /// The people named, each once; `nil` for everybody at the desk.
    public let to: [StaffID]?
    /// The task, story or lead that it is about; `nil` for none.
    public let about: SubjectID?
    /// When each recipient read it; who has not is absent.
    public private(set) var readBy: [StaffID: Moment] = [:]

    /// The longest text, in characters.
    public static let textLimit = 500
    /// The most people that one message names.
    public static let recipientLimit = 50
    /// For so many days a message to everybody is news for whoever has not read it.
    public static let newsDays = 7

    /// The message that `event` sends; `nil` when it sends none.
    public init?(_ event: Event) {
        guard case .message(.sent(let text, let to, let about)) = event.fact, let person = event.actor.person else {
            return nil
        }
        id = event.subject
        from = person.staff
        at = event.at
        self.text = text
        self.to = to
        self.about = about
    }

    /// Whether it was sent to this person.
    public func isFor(_ person: StaffID) -> Bool { person != from && to?.contains(person) != false }

    /// Those named who have not read it.
    public var waiting: [StaffID] { (to ?? []).filter { readBy[$0] == nil } }

    /// Applies an event; refuses one that the message does not allow.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .message(.read) = event.fact else { throw .outOfPlace(event.fact.kind.name) }
        let reader = try event.person.staff
        guard isFor(reader) else { throw .notRecipient }
        guard readBy[reader] == nil else { throw .messageRead }
        readBy[reader] = event.at
    }
}

extension Event {
    /// Whether a person may see the event in the duty log. Words between people are theirs alone, those to everybody
    /// are everybody's; that somebody has read one stands beside the message, not in the log,
    /// and that they have seen that an act came to nothing is their own affair.
    public func isShown(to reader: StaffID?) -> Bool {
        let fact = asItHappened.fact
        guard fact.kind.rule.isListed else { return false }
        switch fact.subjectFact.audience {
        case .everybody: return true
        case .people(let people): return reader.map { actor.person?.staff == $0 || people.contains($0) } ?? false
        }
    }
}

extension DeskMessage: Subject {
    /// What happens to it.
    public typealias Facts = MessageFact
    /// It among all subjects.
    public var any: AnySubject { .message(self) }
    /// It has no steps.
    public func outlook(after _: Refusal, _: Localizer) -> String? { nil }
    /// Nobody's alone: whoever it was sent to may read it.
    public var home: CentreID? { nil }
}
