/// Something that is asked of facts whatever they are about. What a subject answers stands in its own `SubjectFact`.
protocol FactVisitor {
    /// What comes of it.
    associatedtype Answer
    /// Asks a fact.
    func visit(_ fact: some SubjectFact) -> Answer
}

/// Something that is asked of kinds of facts, whatever they are about.
protocol FactKindVisitor {
    /// What comes of it.
    associatedtype Answer
    /// Why nothing may come of it.
    associatedtype Failure: Error
    /// Asks a kind of a subject's facts.
    func visit<Subject: SubjectFact>(_ kind: Subject.Kind, of subject: Subject.Type) throws(Failure) -> Answer
}

// MARK: - Of facts

struct KindVisitor: FactVisitor {
    func visit<Subject: SubjectFact>(_ fact: Subject) -> FactKind { Subject.kind(fact.kind) }
}

struct BoxVisitor: FactVisitor {
    func visit(_ fact: some SubjectFact) -> any SubjectFact { fact }
}

struct RightVisitor: FactVisitor {
    func visit(_ fact: some SubjectFact) -> Right? { fact.right }
}

struct ScopeVisitor: FactVisitor {
    let home: CentreID?
    func visit(_ fact: some SubjectFact) -> Scope { fact.scope(home: home) }
}

struct NumberVisitor: FactVisitor {
    func visit(_ fact: some SubjectFact) -> Number? { fact.number }
}

struct RosterVisitor: FactVisitor {
    func visit(_ fact: some SubjectFact) -> Bool { fact.isOfRoster }
}

struct TimingVisitor: FactVisitor {
    let events: [Event]
    let now: Moment
    func visit<Fact: SubjectFact>(_: Fact) -> [Timing] { Fact.timings(of: events, now: now) }
}

struct CorrectionVisitor: FactVisitor {
    let correction: ClockCorrection
    func visit(_ fact: some SubjectFact) -> Fact { fact.corrected(correction).fact }
}

// MARK: - Of kinds

struct NameVisitor: FactKindVisitor {
    typealias Answer = String
    typealias Failure = Never
    func visit<Subject: SubjectFact>(_ kind: Subject.Kind, of _: Subject.Type) -> String { kind.rawValue }
}

struct RuleVisitor: FactKindVisitor {
    typealias Answer = KindRule
    typealias Failure = Never
    func visit<Subject: SubjectFact>(_ kind: Subject.Kind, of _: Subject.Type) -> KindRule { Subject.rule(kind) }
}

struct SeriesVisitor: FactKindVisitor {
    typealias Answer = Series?
    typealias Failure = Never
    func visit<Subject: SubjectFact>(_: Subject.Kind, of _: Subject.Type) -> Series? { Subject.series }
}

struct FieldVisitor: FactKindVisitor {
    typealias Answer = Fact
    typealias Failure = FactError
    let fields: Fields
    func visit<Subject: SubjectFact>(_ kind: Subject.Kind, of _: Subject.Type) throws(FactError) -> Fact {
        try Subject(kind, fields).fact
    }
}
