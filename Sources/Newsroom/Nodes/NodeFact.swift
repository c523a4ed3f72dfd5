/// What happens to a node: who may write into the log that all nodes share. Only the desk's own nodes may say so, but for
/// its key, which each node changes itself.
public enum NodeFact: SubjectFact {
    case admitted(NodeCard)
    /// `before` are the keys before it, from the first on: whoever knows of the change takes nothing more that they sign.
    case keyChanged(key: String, before: [String])
    case revoked(ends: [OriginEnd], reason: String)

    /// The kinds, by their names in the log.
    public enum Kind: String, CaseIterable, Sendable {
        case admitted = "nodeAdmitted"
        case keyChanged = "nodeKeyChanged"
        case revoked = "nodeRevoked"
    }

    /// What kind it is of.
    public var kind: Kind {
        switch self {
        case .admitted: .admitted
        case .keyChanged: .keyChanged
        case .revoked: .revoked
        }
    }

    /// It as a fact among those of all subjects.
    public var fact: Fact { .node(self) }

    /// A kind among those of all subjects.
    public static func kind(_ kind: Kind) -> FactKind { .node(kind) }

    /// What holds of all facts of a kind.
    public static func rule(_ kind: Kind) -> KindRule {
        switch kind {
        case .admitted: KindRule(since: 1, begins: true, isListed: true, gives: nil, by: .people)
        case .keyChanged: KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .either)
        case .revoked: KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .people)
        }
    }

    /// The right that whoever does it must have.
    public var right: Right? {
        switch self {
        case .admitted, .revoked: .manageNodes
        case .keyChanged: nil
        }
    }

    /// Whose key it is was judged when the event came.
    public func scope(home _: CentreID?) -> Scope {
        switch self {
        case .admitted, .revoked: .desk
        case .keyChanged: .anybody
        }
    }

    /// It gives no draft away.
    public func shares(_: SubjectID) -> SubjectID? { nil }

    /// It is everybody's.
    public func staysOwn(at _: CentreID, isOwn _: @autoclosure () throws -> Bool) rethrows -> Bool { false }

    /// It holds no moment that was reckoned from that clock.
    public func corrected(_: ClockCorrection) -> NodeFact { self }

    /// Who may see it in the duty log.
    public var audience: Audience { .everybody }

    /// Whether it says who belongs.
    public var isOfRoster: Bool { true }

    /// Folds the subject.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        DeskNode.replayed(events)
    }

    /// Nothing of it is measured.
    public static func timings(of _: [Event], now _: Moment) -> [Timing] { [] }

    /// Reads the fields of a kind.
    public init(_ kind: Kind, _ fields: Fields) throws(FactError) {
        switch kind {
        case .admitted: self = .admitted(try NodeCard(fields))
        case .keyChanged:
            self = .keyChanged(
                key: try fields["key"].text(.line), before: try fields["before"].lines())
        case .revoked: self = .revoked(ends: try fields["ends"].codedList(), reason: try fields["reason"].text(.remark))
        }
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        switch self {
        case .admitted(let card): card.write(&fields)
        case .keyChanged(let key, let before):
            fields.text("key", key)
            fields.texts("before", before)
        case .revoked(let ends, let reason):
            fields.objects("ends", ends)
            fields.text("reason", reason)
        }
    }
}

extension NodeFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .admitted(let card):
            read(
                "准入节点\(card.name)（\(read.centre(card.centre))）",
                "admitted node \(card.name) (\(read.centre(card.centre)))")
        case .keyChanged: read("更换节点密钥", "changed the node's key")
        case .revoked(_, let reason): read("除名节点：\(reason)", "revoked the node: \(reason)")
        }
    }
}
