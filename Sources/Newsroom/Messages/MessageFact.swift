/// What happens to a message (消息).
public enum MessageFact: SubjectFact {
    /// Without `to` it is for everybody at the desk.
    case sent(text: String, to: [StaffID]?, about: SubjectID?)
    case read

    /// The kinds, by their names in the log.
    public enum Kind: String, CaseIterable, Sendable {
        case sent = "messageSent"
        case read = "messageRead"
    }

    /// What kind it is of.
    public var kind: Kind {
        switch self {
        case .sent: .sent
        case .read: .read
        }
    }

    /// It as a fact among those of all subjects.
    public var fact: Fact { .message(self) }

    /// A kind among those of all subjects.
    public static func kind(_ kind: Kind) -> FactKind { .message(kind) }

    /// What holds of all facts of a kind.
    public static func rule(_ kind: Kind) -> KindRule {
        switch kind {
        case .sent: KindRule(since: 1, begins: true, isListed: true, gives: nil, by: .people)
        case .read: KindRule(since: 1, begins: false, isListed: false, gives: nil, by: .people)
        }
    }

    /// The right that whoever does it must have.
    public var right: Right? {
        switch self {
        case .sent: .message
        case .read: nil
        }
    }

    /// Words between people are nobody's alone.
    public func scope(home _: CentreID?) -> Scope { .anybody }

    /// It gives no draft away.
    public func shares(_: SubjectID) -> SubjectID? { nil }

    /// It is everybody's.
    public func staysOwn(at _: CentreID, isOwn _: @autoclosure () throws -> Bool) rethrows -> Bool { false }

    /// It holds no moment that was reckoned from that clock.
    public func corrected(_: ClockCorrection) -> MessageFact { self }

    /// Words between people are theirs alone, those to everybody everybody's.
    public var audience: Audience {
        switch self {
        case .sent(_, let to, _): to.map(Audience.people) ?? .everybody
        case .read: .everybody
        }
    }

    /// Whether it says who belongs.
    public var isOfRoster: Bool { false }

    /// Folds the subject.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        DeskMessage.replayed(events)
    }

    /// Nothing of it is measured.
    public static func timings(of _: [Event], now _: Moment) -> [Timing] { [] }

    /// Reads the fields of a kind.
    public init(_ kind: Kind, _ fields: Fields) throws(FactError) {
        switch kind {
        case .sent:
            self = .sent(
                text: try fields["text"].text(.remark), to: try fields.optional("to")?.ids(),
                about: try fields.optional("about")?.subject())
        case .read: self = .read
        }
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        switch self {
        case .sent(let text, let to, let about):
            fields.text("text", text)
            fields.ids("to", to)
            fields.subject("about", about)
        case .read: break
        }
    }
}

extension MessageFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .sent(let text, let to, _):
            let whom = to.map { $0.map(read.name).joined(separator: read("、", ", ")) } ?? read("全台", "everybody")
            return read("对\(whom)说：\(text)", "to \(whom): \(text)")
        case .read: return read("已读消息", "read the message")
        }
    }
}
