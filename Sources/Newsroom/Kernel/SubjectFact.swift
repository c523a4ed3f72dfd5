/// The facts about one kind of subject: an enum of its own, with a table of what each kind may do.
///
/// Every switch over kinds is exhaustive, so that whoever adds one is led through all that must be said of it.
public protocol SubjectFact: Equatable, Sendable {
    /// Its kinds, by the names under which they stand in the log; a name is never given to another.
    associatedtype Kind: RawRepresentable<String>, CaseIterable, Hashable, Sendable
    /// What kind it is of.
    var kind: Kind { get }
    /// It as a fact among those of all subjects.
    var fact: Fact { get }
    /// A kind among those of all subjects.
    static func kind(_ kind: Kind) -> FactKind
    /// The series that numbers the subject; `nil` where it has no numbers.
    static var series: Series? { get }
    /// The number that it gives; `nil` where its kind gives none.
    var number: Number? { get }
    /// What it refers to, where a value is kept beside the log; `nil` where its kind refers to none.
    var reference: ErasableReference? { get }
    /// What holds of all facts of a kind.
    static func rule(_ kind: Kind) -> KindRule
    /// The right that whoever does it must have; `nil` where the fact itself decides, or everybody may.
    var right: Right? { get }
    /// Whose node may write it.
    ///
    /// - Parameter home: the centre that the subject belongs to now; `nil` for what is everybody's.
    func scope(home: CentreID?) -> Scope
    /// Who may see it in the duty log, where its kind is listed there; who did it always may.
    var audience: Audience { get }
    /// The draft that it gives to everybody, where it is still its centre's own; `nil` for none.
    ///
    /// - Parameter subject: what the fact is about.
    func shares(_ subject: SubjectID) -> SubjectID?
    /// Whether it is written into the chain that only its own centre has.
    ///
    /// - Parameters:
    ///   - home: the centre whose node writes it.
    ///   - isOwn: whether its subject is that centre's own so far; asked only where that decides.
    func staysOwn(at home: CentreID, isOwn: @autoclosure () throws -> Bool) rethrows -> Bool
    /// Whether it says who belongs, and as what: what others wrote is judged again by it.
    var isOfRoster: Bool { get }
    /// Folds events of its subject, given in their order; `nil` when none of them makes it.
    static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])?
    /// The timings in a subject's events, given in stamp order, and what is overdue at `now`.
    static func timings(of events: [Event], now: Moment) -> [Timing]
    /// What happened, as the duty log says it, without who and what.
    ///
    /// - Parameter moment: when it happened.
    func logText(_ read: Localizer, at moment: Moment) -> String
    /// The fact as it counts when the clock that wrote it was ahead.
    func corrected(_ correction: ClockCorrection) -> Self
    /// Reads the fields of a kind.
    init(_ kind: Kind, _ fields: Fields) throws(FactError)
    /// Writes its fields; what is written is read as the same.
    func write(_ fields: inout FieldWriter)
}

extension SubjectFact {
    /// Most subjects have no numbers.
    public static var series: Series? { nil }
    /// A subject without numbers gives none. What a kind's rule says that it gives, and what its facts do, is compared by a
    /// test.
    public var number: Number? { nil }
    /// Most facts say all there is in themselves.
    public var reference: ErasableReference? { nil }
    /// All kinds of the subject's facts, among those of all subjects.
    static var allKinds: [FactKind] { Kind.allCases.map { kind($0) } }
}

/// What holds of all facts of a kind.
public struct KindRule: Equatable, Sendable {
    /// The version of the log since which there is this kind.
    public let since: Int
    /// Whether it makes a subject.
    public let begins: Bool
    /// Whether it is a line of the duty log. What is not stands beside its subject, or is somebody's own affair.
    public let isListed: Bool
    /// The series in which it gives a number; `nil` for none.
    public let gives: Series?
    /// Whether people do it, nodes by themselves, or both.
    public let by: Doers
}

/// Who does what a kind tells of.
public enum Doers: Equatable, Sendable {
    case people, nodes, either

    /// Whether somebody is one of them.
    func include(_ actor: Actor) -> Bool {
        switch (self, actor) {
        case (.people, .person), (.nodes, .node), (.either, _): true
        case (.people, .node), (.nodes, .person): false
        }
    }
}

/// Who may see a fact.
public enum Audience: Equatable, Sendable {
    case everybody
    case people([StaffID])
}

/// Whose node may write a fact.
public enum Scope: Equatable, Sendable {
    /// Any node: it changes nothing of anybody's.
    case anybody
    /// The nodes of these centres, all of them the same, and the desk's; of none only the desk's.
    case centres([CentreID])
    /// The nodes of any of these centres, and the desk's; of none only the desk's.
    case either([CentreID])
    /// Only the desk's own nodes.
    case desk
}

extension Scope {
    /// The centre that something belongs to; anybody where it is nobody's.
    static func of(_ home: CentreID?) -> Scope { home.map { .centres([$0]) } ?? .anybody }
}
