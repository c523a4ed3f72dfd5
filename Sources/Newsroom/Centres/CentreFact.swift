/// What happens to a centre.
public enum CentreFact: SubjectFact {
    case added(CentreCard)
    case dutyTaken(staff: StaffID)

    /// The kinds, by their names in the log.
    public enum Kind: String, CaseIterable, Sendable {
        case added = "centreAdded"
        case dutyTaken
    }

    /// What kind it is of.
    public var kind: Kind {
        switch self {
        case .added: .added
        case .dutyTaken: .dutyTaken
        }
    }

    /// It as a fact among those of all subjects.
    public var fact: Fact { .centre(self) }

    /// A kind among those of all subjects.
    public static func kind(_ kind: Kind) -> FactKind { .centre(kind) }

    /// What holds of all facts of a kind.
    public static func rule(_ kind: Kind) -> KindRule {
        switch kind {
        case .added: KindRule(since: 1, begins: true, isListed: true, gives: nil, by: .people)
        case .dutyTaken: KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .people)
        }
    }

    /// The right that whoever does it must have.
    public var right: Right? {
        switch self {
        case .added: .managePolicy
        case .dutyTaken: .takeDuty
        }
    }

    /// Which centres there are is the desk's to say; who is on duty the centre's.
    public func scope(home: CentreID?) -> Scope {
        switch self {
        case .added: .desk
        case .dutyTaken: .of(home)
        }
    }

    /// It gives no draft away.
    public func shares(_: SubjectID) -> SubjectID? { nil }

    /// It is everybody's.
    public func staysOwn(at _: CentreID, isOwn _: @autoclosure () throws -> Bool) rethrows -> Bool { false }

    /// It holds no moment that was reckoned from that clock.
    public func corrected(_: ClockCorrection) -> CentreFact { self }

    /// Who may see it in the duty log.
    public var audience: Audience { .everybody }

    /// Whether it says who belongs.
    public var isOfRoster: Bool { false }

    /// Folds the subject.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        Centre.replayed(events)
    }

    /// Nothing of it is measured.
    public static func timings(of _: [Event], now _: Moment) -> [Timing] { [] }

    /// Reads the fields of a kind.
    public init(_ kind: Kind, _ fields: Fields) throws(FactError) {
        switch kind {
        case .added: self = .added(try CentreCard(fields))
        case .dutyTaken: self = .dutyTaken(staff: try fields["staff"].id())
        }
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        switch self {
        case .added(let card): card.write(&fields)
        case .dutyTaken(let staff): fields.id("staff", staff)
        }
    }
}

extension CentreFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .added(let card): read("加入\(card.name.zh)", "added \(card.name.en)")
        case .dutyTaken(let staff): read("\(read.name(staff))接班", "\(read.name(staff)) took duty")
        }
    }
}
