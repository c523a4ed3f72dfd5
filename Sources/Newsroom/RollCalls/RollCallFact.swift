/// What happens to a roll call (点名).
public enum RollCallFact: SubjectFact {
    case called(centres: [CentreID], answerBy: Moment)
    case answered(centre: CentreID)

    /// The kinds, by their names in the log.
    public enum Kind: String, CaseIterable, Sendable {
        case called = "rollCalled"
        case answered = "rollAnswered"
    }

    /// What kind it is of.
    public var kind: Kind {
        switch self {
        case .called: .called
        case .answered: .answered
        }
    }

    /// It as a fact among those of all subjects.
    public var fact: Fact { .rollCall(self) }

    /// A kind among those of all subjects.
    public static func kind(_ kind: Kind) -> FactKind { .rollCall(kind) }

    /// What holds of all facts of a kind.
    public static func rule(_ kind: Kind) -> KindRule {
        switch kind {
        case .called: KindRule(since: 1, begins: true, isListed: true, gives: nil, by: .people)
        case .answered: KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .people)
        }
    }

    /// The right that whoever does it must have.
    public var right: Right? {
        switch self {
        case .called: .callRoll
        case .answered: .answerRoll
        }
    }

    /// A centre calls, and answers for, itself; the desk everybody.
    public func scope(home _: CentreID?) -> Scope {
        switch self {
        case .called(let centres, _): .centres(centres)
        case .answered(let centre): .centres([centre])
        }
    }

    /// It gives no draft away.
    public func shares(_: SubjectID) -> SubjectID? { nil }

    /// It is everybody's.
    public func staysOwn(at _: CentreID, isOwn _: @autoclosure () throws -> Bool) rethrows -> Bool { false }

    /// When an answer becomes late.
    public func corrected(_ correction: ClockCorrection) -> RollCallFact {
        switch self {
        case .called(let centres, let limit): .called(centres: centres, answerBy: correction.limit(limit))
        case .answered: self
        }
    }

    /// Who may see it in the duty log.
    public var audience: Audience { .everybody }

    /// Whether it says who belongs.
    public var isOfRoster: Bool { false }

    /// Folds the subject.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        RollCall.replayed(events)
    }

    /// Nothing of it is measured.
    public static func timings(of _: [Event], now _: Moment) -> [Timing] { [] }

    /// Reads the fields of a kind.
    public init(_ kind: Kind, _ fields: Fields) throws(FactError) {
        switch kind {
        case .called: self = .called(centres: try fields["centres"].ids(), answerBy: try fields["answerBy"].moment())
        case .answered: self = .answered(centre: try fields["centre"].id())
        }
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        switch self {
        case .called(let centres, let limit):
            fields.ids("centres", centres)
            fields.moment("answerBy", limit)
        case .answered(let centre): fields.id("centre", centre)
        }
    }
}

extension RollCallFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .called(let centres, _): read("点名 \(centres.count) 个中心", "called the roll of \(centres.count) centres")
        case .answered(let centre): read("\(read.centre(centre))应答", "\(read.centre(centre)) answered")
        }
    }
}
