/// What happens to the card of a person.
public enum StaffFact: SubjectFact {
    case added(StaffCard)
    case changed(StaffCard)

    /// The kinds, by their names in the log.
    public enum Kind: String, CaseIterable, Sendable {
        case added = "staffAdded"
        case changed = "staffChanged"
    }

    /// What kind it is of.
    public var kind: Kind {
        switch self {
        case .added: .added
        case .changed: .changed
        }
    }

    /// The person as they are from then on.
    public var card: StaffCard {
        switch self {
        case .added(let card), .changed(let card): card
        }
    }

    /// It as a fact among those of all subjects.
    public var fact: Fact { .staff(self) }

    /// A kind among those of all subjects.
    public static func kind(_ kind: Kind) -> FactKind { .staff(kind) }

    /// What holds of all facts of a kind.
    public static func rule(_ kind: Kind) -> KindRule {
        switch kind {
        case .added: KindRule(since: 1, begins: true, isListed: true, gives: nil, by: .people)
        case .changed: KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .people)
        }
    }

    /// The right that whoever does it must have.
    public var right: Right? { .manageStaff }

    /// Who belongs, and as what, is the desk's to say.
    public func scope(home _: CentreID?) -> Scope { .desk }

    /// It gives no draft away.
    public func shares(_: SubjectID) -> SubjectID? { nil }

    /// It is everybody's.
    public func staysOwn(at _: CentreID, isOwn _: @autoclosure () throws -> Bool) rethrows -> Bool { false }

    /// It holds no moment that was reckoned from that clock.
    public func corrected(_: ClockCorrection) -> StaffFact { self }

    /// Who may see it in the duty log.
    public var audience: Audience { .everybody }

    /// Whether it says who belongs.
    public var isOfRoster: Bool { true }

    /// Folds the subject.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        Staff.replayed(events)
    }

    /// Nothing of it is measured.
    public static func timings(of _: [Event], now _: Moment) -> [Timing] { [] }

    /// Reads the fields of a kind.
    public init(_ kind: Kind, _ fields: Fields) throws(FactError) {
        switch kind {
        case .added: self = .added(try StaffCard(fields))
        case .changed: self = .changed(try StaffCard(fields))
        }
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        switch self {
        case .added(let card), .changed(let card): card.write(&fields)
        }
    }
}

extension StaffFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .added(let card):
            read("添加人员\(card.name)（\(card.role.phrase.zh)）", "added \(card.name) (\(card.role.phrase.en))")
        case .changed(let card):
            read("更新人员\(card.name)（\(card.role.phrase.zh)）", "changed \(card.name) (\(card.role.phrase.en))")
        }
    }
}
