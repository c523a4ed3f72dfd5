/// What happened: the body of an event, by what it is about.
///
/// In the log it is a kind, such as `taskDeclined`, and beside it a JSON object of its fields, such as `{"reason":"…"}`.
/// Docs/log.md has them all. Kinds and fields are never renamed or given another meaning: databases outlive programs.
public enum Fact: Equatable, Sendable {
    case desk(DeskFact)
    case centre(CentreFact)
    case staff(StaffFact)
    case channel(ChannelFact)
    case lead(LeadFact)
    case task(TaskFact)
    case story(StoryFact)
    case placement(PlacementFact)
    case request(RequestFact)
    case rollCall(RollCallFact)
    case message(MessageFact)
    case node(NodeFact)
    /// What can be said of every subject.
    case common(CommonFact)
}

extension Fact {
    /// The version of the log that this program writes: raised with each new kind and each new value of a known one.
    public static let version = 1

    /// Shows a visitor the fact about whatever it is about: the one switch over subjects. Nothing is put into a box, which
    /// what is asked of each event of a long log is not worth.
    func accept<Visitor: FactVisitor>(_ visitor: Visitor) -> Visitor.Answer {
        switch self {
        case .desk(let fact): visitor.visit(fact)
        case .centre(let fact): visitor.visit(fact)
        case .staff(let fact): visitor.visit(fact)
        case .channel(let fact): visitor.visit(fact)
        case .lead(let fact): visitor.visit(fact)
        case .task(let fact): visitor.visit(fact)
        case .story(let fact): visitor.visit(fact)
        case .placement(let fact): visitor.visit(fact)
        case .request(let fact): visitor.visit(fact)
        case .rollCall(let fact): visitor.visit(fact)
        case .message(let fact): visitor.visit(fact)
        case .node(let fact): visitor.visit(fact)
        case .common(let fact): visitor.visit(fact)
        }
    }

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

/// The kind of a fact.
public enum FactKind: Hashable, Sendable, CaseIterable {
    case desk(DeskFact.Kind)
    case centre(CentreFact.Kind)
    case staff(StaffFact.Kind)
    case channel(ChannelFact.Kind)
    case lead(LeadFact.Kind)
    case task(TaskFact.Kind)
    case story(StoryFact.Kind)
    case placement(PlacementFact.Kind)
    case request(RequestFact.Kind)
    case rollCall(RollCallFact.Kind)
    case message(MessageFact.Kind)
    case node(NodeFact.Kind)
    case common(CommonFact.Kind)

    /// The facts of all subjects.
    private static let subjects: [any SubjectFact.Type] = [
        DeskFact.self, CentreFact.self, StaffFact.self, ChannelFact.self, LeadFact.self, TaskFact.self,
        StoryFact.self, PlacementFact.self, RequestFact.self, RollCallFact.self, MessageFact.self, NodeFact.self,
        CommonFact.self,
    ]

    /// All that this program knows.
    public static let allCases: [FactKind] = subjects.flatMap { $0.allKinds }

    private static let named = Dictionary(allCases.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The kind of a name; `nil` for one that this program does not know.
    public init?(_ name: String) {
        guard let kind = Self.named[name] else { return nil }
        self = kind
    }

    /// Shows a visitor the kind and whose it is: the one switch over the subjects of kinds.
    func accept<Visitor: FactKindVisitor>(_ visitor: Visitor) throws(Visitor.Failure) -> Visitor.Answer {
        switch self {
        case .desk(let kind): try visitor.visit(kind, of: DeskFact.self)
        case .centre(let kind): try visitor.visit(kind, of: CentreFact.self)
        case .staff(let kind): try visitor.visit(kind, of: StaffFact.self)
        case .channel(let kind): try visitor.visit(kind, of: ChannelFact.self)
        case .lead(let kind): try visitor.visit(kind, of: LeadFact.self)
        case .task(let kind): try visitor.visit(kind, of: TaskFact.self)
        case .story(let kind): try visitor.visit(kind, of: StoryFact.self)
        case .placement(let kind): try visitor.visit(kind, of: PlacementFact.self)
        case .request(let kind): try visitor.visit(kind, of: RequestFact.self)
        case .rollCall(let kind): try visitor.visit(kind, of: RollCallFact.self)
        case .message(let kind): try visitor.visit(kind, of: MessageFact.self)
        case .node(let kind): try visitor.visit(kind, of: NodeFact.self)
        case .common(let kind): try visitor.visit(kind, of: CommonFact.self)
        }
    }

    /// The name under which it stands in the log.
    public var name: String { accept(NameVisitor()) }

    /// What holds of all facts of it.
    public var rule: KindRule { accept(RuleVisitor()) }

    /// The series that numbers what it is about; `nil` where that has no numbers.
    public var series: Series? { accept(SeriesVisitor()) }
}
