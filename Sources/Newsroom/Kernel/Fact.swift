extension Fact {
    /// The version of the log that this program writes: raised with each new kind and each new value of a known one.
    public static let version = 1

    /// What kind it is of.
    public var kind: FactKind { accept(KindVisitor()) }

    /// The fact about whatever it is about, in a box.
    public var subjectFact: any SubjectFact { accept(BoxVisitor()) }

    /// The right that whoever does it must have; `nil` where the fact itself decides, or everybody may.
    public var right: Right? { accept(RightVisitor()) }

    /// Whose node may write it.
    ///
    /// - Parameter home: the centre that the subject belongs to now; `nil` for what is everybody's.
    public func scope(home: CentreID?) -> Scope { accept(ScopeVisitor(home: home)) }

    /// The number that it gives; `nil` where it gives none.
    public var number: Number? { accept(NumberVisitor()) }

    /// Whether it begins something under an id that its node has made; what has a name of its own has its id from that.
    var makesID: Bool {
        switch self {
        case .lead, .task, .story, .request, .loan, .rollCall, .message: kind.rule.begins
        case .desk, .centre, .staff, .channel, .placement, .node, .common: false
        }
    }

    /// Whether it says who belongs, and as what.
    public var isOfRoster: Bool { accept(RosterVisitor()) }

    /// Whether only the desk's own nodes may write it.
    public var isDesksOwn: Bool { if case .desk = scope(home: nil) { true } else { false } }

    /// The fact as it counts when the clock that wrote it was ahead.
    func corrected(_ correction: ClockCorrection) -> Fact { accept(CorrectionVisitor(correction: correction)) }

    // MARK: - In the log

    /// Reads what stands in the log.
    ///
    /// - Throws: `FactError.notUnderstood` for a kind or a value that this program does not know, `unreadable` for what
    ///   no program may write.
    public init(kind: String, body: UnsafeRawBufferPointer) throws(FactError) {
        guard let kind = FactKind(kind) else { throw .notUnderstood }
        self = try kind.accept(FieldVisitor(fields: Fields(body)))
    }

    /// Its fields as they stand in the log.
    public var body: [UInt8] {
        var fields = FieldWriter()
        subjectFact.write(&fields)
        return fields.finished()
    }
}

extension FactKind {
    /// All that this program knows.
    public static let allCases: [FactKind] = subjects.flatMap { $0.allKinds }

    private static let named = Dictionary(allCases.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The kind of a name; `nil` for one that this program does not know.
    public init?(_ name: String) {
        guard let kind = Self.named[name] else { return nil }
        self = kind
    }

    /// The name under which it stands in the log.
    public var name: String { accept(NameVisitor()) }

    /// What holds of all facts of it.
    public var rule: KindRule { accept(RuleVisitor()) }

    /// The series that numbers what it is about; `nil` where that has no numbers.
    public var series: Series? { accept(SeriesVisitor()) }
}
