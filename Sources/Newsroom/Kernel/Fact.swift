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
    case rollCall(RollCallFact)
    case message(MessageFact)
    case node(NodeFact)
    /// What can be said of every subject.
    case common(CommonFact)
}

extension Fact {
    /// The version of the log that this program writes: raised with each new kind and each new value of a known one.
    public static let version = 1

    /// What kind it is of.
    public var kind: FactKind {
        switch self {
        case .desk(let fact): .desk(fact.kind)
        case .centre(let fact): .centre(fact.kind)
        case .staff(let fact): .staff(fact.kind)
        case .channel(let fact): .channel(fact.kind)
        case .lead(let fact): .lead(fact.kind)
        case .task(let fact): .task(fact.kind)
        case .story(let fact): .story(fact.kind)
        case .placement(let fact): .placement(fact.kind)
        case .rollCall(let fact): .rollCall(fact.kind)
        case .message(let fact): .message(fact.kind)
        case .node(let fact): .node(fact.kind)
        case .common(let fact): .common(fact.kind)
        }
    }

    /// The fact about whatever it is about. It is put into a box, which what is asked of each event of a long log is not
    /// worth.
    public var subjectFact: any SubjectFact {
        switch self {
        case .desk(let fact): fact
        case .centre(let fact): fact
        case .staff(let fact): fact
        case .channel(let fact): fact
        case .lead(let fact): fact
        case .task(let fact): fact
        case .story(let fact): fact
        case .placement(let fact): fact
        case .rollCall(let fact): fact
        case .message(let fact): fact
        case .node(let fact): fact
        case .common(let fact): fact
        }
    }

    /// The right that whoever does it must have; `nil` where the fact itself decides, or everybody may.
    public var right: Right? {
        switch self {
        case .desk(let fact): fact.right
        case .centre(let fact): fact.right
        case .staff(let fact): fact.right
        case .channel(let fact): fact.right
        case .lead(let fact): fact.right
        case .task(let fact): fact.right
        case .story(let fact): fact.right
        case .placement(let fact): fact.right
        case .rollCall(let fact): fact.right
        case .message(let fact): fact.right
        case .node(let fact): fact.right
        case .common(let fact): fact.right
        }
    }

    /// Whose node may write it.
    ///
    /// - Parameter home: the centre that the subject belongs to now; `nil` for what is everybody's.
    public func scope(home: CentreID?) -> Scope {
        switch self {
        case .desk(let fact): fact.scope(home: home)
        case .centre(let fact): fact.scope(home: home)
        case .staff(let fact): fact.scope(home: home)
        case .channel(let fact): fact.scope(home: home)
        case .lead(let fact): fact.scope(home: home)
        case .task(let fact): fact.scope(home: home)
        case .story(let fact): fact.scope(home: home)
        case .placement(let fact): fact.scope(home: home)
        case .rollCall(let fact): fact.scope(home: home)
        case .message(let fact): fact.scope(home: home)
        case .node(let fact): fact.scope(home: home)
        case .common(let fact): fact.scope(home: home)
        }
    }

    /// The number that it gives; `nil` where it gives none.
    public var number: Number? {
        switch self {
        case .task(.issued(let order)): Number(.task, order.number)
        case .story(.drafted(let draft)): Number(.story, draft.number)
        case .lead(.received(let card)): Number(.lead, card.number)
        case .desk, .centre, .staff, .channel, .lead, .task, .story, .placement, .rollCall, .message, .node, .common:
            nil
        }
    }

    /// Whether only the desk's own nodes may write it.
    public var isDesksOwn: Bool { if case .desk = scope(home: nil) { true } else { false } }

    /// The fact as it counts when the clock that wrote it was ahead.
    func corrected(_ correction: ClockCorrection) -> Fact {
        switch self {
        case .desk(let fact): .desk(fact.corrected(correction))
        case .centre(let fact): .centre(fact.corrected(correction))
        case .staff(let fact): .staff(fact.corrected(correction))
        case .channel(let fact): .channel(fact.corrected(correction))
        case .lead(let fact): .lead(fact.corrected(correction))
        case .task(let fact): .task(fact.corrected(correction))
        case .story(let fact): .story(fact.corrected(correction))
        case .placement(let fact): .placement(fact.corrected(correction))
        case .rollCall(let fact): .rollCall(fact.corrected(correction))
        case .message(let fact): .message(fact.corrected(correction))
        case .node(let fact): .node(fact.corrected(correction))
        case .common(let fact): .common(fact.corrected(correction))
        }
    }

    // MARK: - In the log

    /// Reads what stands in the log.
    ///
    /// - Throws: `FactError.notUnderstood` for a kind or a value that this program does not know, `unreadable` for what
    ///   no program may write.
    public init(kind: String, body: UnsafeRawBufferPointer) throws(FactError) {
        guard let kind = FactKind(kind) else { throw .notUnderstood }
        self = try Fact(kind, Fields(body))
    }

    private init(_ kind: FactKind, _ fields: Fields) throws(FactError) {
        self =
            switch kind {
            case .desk(let kind): .desk(try DeskFact(kind, fields))
            case .centre(let kind): .centre(try CentreFact(kind, fields))
            case .staff(let kind): .staff(try StaffFact(kind, fields))
            case .channel(let kind): .channel(try ChannelFact(kind, fields))
            case .lead(let kind): .lead(try LeadFact(kind, fields))
            case .task(let kind): .task(try TaskFact(kind, fields))
            case .story(let kind): .story(try StoryFact(kind, fields))
            case .placement(let kind): .placement(try PlacementFact(kind, fields))
            case .rollCall(let kind): .rollCall(try RollCallFact(kind, fields))
            case .message(let kind): .message(try MessageFact(kind, fields))
            case .node(let kind): .node(try NodeFact(kind, fields))
            case .common(let kind): .common(try CommonFact(kind, fields))
            }
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
    case rollCall(RollCallFact.Kind)
    case message(MessageFact.Kind)
    case node(NodeFact.Kind)
    case common(CommonFact.Kind)

    /// All that this program knows.
    public static let allCases: [FactKind] =
        DeskFact.Kind.allCases.map { .desk($0) } + CentreFact.Kind.allCases.map { .centre($0) }
        + StaffFact.Kind.allCases.map { .staff($0) } + ChannelFact.Kind.allCases.map { .channel($0) }
        + LeadFact.Kind.allCases.map { .lead($0) }
        + TaskFact.Kind.allCases.map { .task($0) } + StoryFact.Kind.allCases.map { .story($0) }
        + PlacementFact.Kind.allCases.map { .placement($0) }
        + RollCallFact.Kind.allCases.map { .rollCall($0) } + MessageFact.Kind.allCases.map { .message($0) }
        + NodeFact.Kind.allCases.map { .node($0) } + CommonFact.Kind.allCases.map { .common($0) }

    private static let named = Dictionary(allCases.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The kind of a name; `nil` for one that this program does not know.
    public init?(_ name: String) {
        guard let kind = Self.named[name] else { return nil }
        self = kind
    }

    /// The name under which it stands in the log.
    public var name: String {
        switch self {
        case .desk(let kind): kind.rawValue
        case .centre(let kind): kind.rawValue
        case .staff(let kind): kind.rawValue
        case .channel(let kind): kind.rawValue
        case .lead(let kind): kind.rawValue
        case .task(let kind): kind.rawValue
        case .story(let kind): kind.rawValue
        case .placement(let kind): kind.rawValue
        case .rollCall(let kind): kind.rawValue
        case .message(let kind): kind.rawValue
        case .node(let kind): kind.rawValue
        case .common(let kind): kind.rawValue
        }
    }

    /// What holds of all facts of it.
    public var rule: KindRule {
        switch self {
        case .desk(let kind): DeskFact.rule(kind)
        case .centre(let kind): CentreFact.rule(kind)
        case .staff(let kind): StaffFact.rule(kind)
        case .channel(let kind): ChannelFact.rule(kind)
        case .lead(let kind): LeadFact.rule(kind)
        case .task(let kind): TaskFact.rule(kind)
        case .story(let kind): StoryFact.rule(kind)
        case .placement(let kind): PlacementFact.rule(kind)
        case .rollCall(let kind): RollCallFact.rule(kind)
        case .message(let kind): MessageFact.rule(kind)
        case .node(let kind): NodeFact.rule(kind)
        case .common(let kind): CommonFact.rule(kind)
        }
    }
}
