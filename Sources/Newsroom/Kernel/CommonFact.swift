/// What can be said of every subject.
public enum CommonFact: SubjectFact {
    /// What happened before in a chain that only its own centre has: told again when it is shared.
    indirect case told(Told)
    /// Somebody has seen that their act of that stamp came to nothing. It changes nothing.
    case overruledRead(at: Stamp)

    /// The kinds, by their names in the log.
    public enum Kind: String, CaseIterable, Sendable {
        case told, overruledRead
    }

    /// An event that is told again.
    public struct Told: Equatable, Sendable {
        /// When it happened.
        public var at: Stamp
        /// What happened.
        public var fact: Fact
        /// Its fields, byte for byte as they were written then.
        public let body: [UInt8]

        /// What happened at a stamp, with the fields that it is written with.
        public init(at: Stamp, fact: Fact) { self.init(at: at, fact: fact, body: fact.body) }

        /// The same with its fields as they stand, which may hold more than this program knows.
        public init(at: Stamp, fact: Fact, body: [UInt8]) {
            (self.at, self.fact, self.body) = (at, fact, body)
        }

        /// Whether it tells of a telling, which nobody may.
        public var isOfTelling: Bool { if case .common(.told) = fact { true } else { false } }
    }

    /// What kind it is of.
    public var kind: Kind {
        switch self {
        case .told: .told
        case .overruledRead: .overruledRead
        }
    }

    /// It as a fact among those of all subjects.
    public var fact: Fact { .common(self) }

    /// A kind among those of all subjects.
    public static func kind(_ kind: Kind) -> FactKind { .common(kind) }

    /// What holds of all facts of a kind.
    public static func rule(_ kind: Kind) -> KindRule {
        switch kind {
        case .told: KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .people)
        case .overruledRead: KindRule(since: 1, begins: false, isListed: false, gives: nil, by: .people)
        }
    }

    /// None of its own: what is told again is judged as it happened.
    public var right: Right? { nil }

    /// A telling is judged as what it tells; what somebody has seen is theirs.
    public func scope(home: CentreID?) -> Scope {
        switch self {
        case .told: .of(home)
        case .overruledRead: .anybody
        }
    }

    /// Neither gives a draft away: that its writer has seen what became of it is nobody else's.
    public func shares(_: SubjectID) -> SubjectID? { nil }

    /// What somebody has seen of their own draft stays with it.
    public func staysOwn(at home: CentreID, isOwn: @autoclosure () throws -> Bool) rethrows -> Bool {
        switch self {
        case .told: false
        case .overruledRead: try isOwn()
        }
    }

    /// What is told again happened before it was told.
    public func corrected(_ correction: ClockCorrection) -> CommonFact {
        guard case .told(var told) = self, let inner = correction.ofTold(told.at) else { return self }
        told.at = inner.counted
        told.fact = told.fact.corrected(inner)
        return .told(told)
    }

    /// Who may see it in the duty log.
    public var audience: Audience { .everybody }

    /// Whether it says who belongs.
    public var isOfRoster: Bool { false }

    /// Folds the subject.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        nil
    }

    /// Nothing of it is measured.
    public static func timings(of _: [Event], now _: Moment) -> [Timing] { [] }

    /// Reads the fields of a kind.
    public init(_ kind: Kind, _ fields: Fields) throws(FactError) {
        switch kind {
        case .told:
            let body = try fields["body"].raw
            self = .told(
                Told(
                    at: Stamp(value: try fields["at"].long()),
                    fact: try Fact(kind: try fields["kind"].text(.id), body: body), body: Array(body)))
        case .overruledRead: self = .overruledRead(at: Stamp(value: try fields["at"].long()))
        }
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        switch self {
        case .told(let told):
            fields.number("at", told.at.value)
            fields.text("kind", told.fact.kind.name)
            fields.raw("body", told.body)
        case .overruledRead(let at): fields.number("at", at.value)
        }
    }
}

extension CommonFact {
    /// What happened, as the duty log says it.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .told(let told): told.fact.logText(read, at: told.at.moment)
        case .overruledRead: read("已知有事没算数", "saw what did not count")
        }
    }
}
