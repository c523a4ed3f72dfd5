// All subjects, in one place: what happens to each, of which kinds, what may be asked of it, and how it stands. A new
// subject is a case of each of the four, and a line of each switch; all else that is asked of it stands in its folder.

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
    case loan(LoanFact)
    case rollCall(RollCallFact)
    case message(MessageFact)
    case node(NodeFact)
    /// What can be said of every subject.
    case common(CommonFact)
}

extension Fact {
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
        case .loan(let fact): visitor.visit(fact)
        case .rollCall(let fact): visitor.visit(fact)
        case .message(let fact): visitor.visit(fact)
        case .node(let fact): visitor.visit(fact)
        case .common(let fact): visitor.visit(fact)
        }
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
    case loan(LoanFact.Kind)
    case rollCall(RollCallFact.Kind)
    case message(MessageFact.Kind)
    case node(NodeFact.Kind)
    case common(CommonFact.Kind)

    /// The facts of all subjects.
    static let subjects: [any SubjectFact.Type] = [
        DeskFact.self,
        CentreFact.self,
        StaffFact.self,
        ChannelFact.self,
        LeadFact.self,
        TaskFact.self,
        StoryFact.self,
        PlacementFact.self,
        RequestFact.self,
        LoanFact.self,
        RollCallFact.self,
        MessageFact.self,
        NodeFact.self,
        CommonFact.self,
    ]

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
        case .loan(let kind): try visitor.visit(kind, of: LoanFact.self)
        case .rollCall(let kind): try visitor.visit(kind, of: RollCallFact.self)
        case .message(let kind): try visitor.visit(kind, of: MessageFact.self)
        case .node(let kind): try visitor.visit(kind, of: NodeFact.self)
        case .common(let kind): try visitor.visit(kind, of: CommonFact.self)
        }
    }
}

/// What somebody asks the desk to do, by what it is about. `decide` turns it into facts, or refuses it.
public enum Command: Equatable, Sendable {
    case desk(DeskCommand)
    case centre(CentreCommand)
    case staff(StaffCommand)
    case channel(ChannelCommand)
    case lead(LeadCommand)
    case task(TaskCommand)
    case story(StoryCommand)
    case placement(PlacementCommand)
    case request(RequestCommand)
    case loan(LoanCommand)
    case rollCall(RollCallCommand)
    case message(MessageCommand)
    case node(NodeCommand)
    /// What can be asked of every subject.
    case common(CommonCommand)
}

extension Decider {
    func decide(_ command: Command) throws -> [Proposal] {
        switch command {
        case .desk(let command): try decide(command)
        case .centre(let command): try decide(command)
        case .staff(let command): try decide(command)
        case .channel(let command): try decide(command)
        case .lead(let command): try decide(command)
        case .task(let command): try decide(command)
        case .story(let command): try decide(command)
        case .placement(let command): try decide(command)
        case .request(let command): try decide(command)
        case .loan(let command): try decide(command)
        case .rollCall(let command): try decide(command)
        case .message(let command): try decide(command)
        case .node(let command): try decide(command)
        case .common(let command): try decide(command)
        }
    }
}

/// Any subject: what a ledger folds without knowing beforehand what it will be.
public enum AnySubject: Equatable, Sendable {
    case task(NewsTask)
    case story(Story)
    case placement(Placement)
    case lead(Lead)
    case centre(Centre)
    case staff(Staff)
    case channel(Channel)
    case desk(Desk)
    case request(Request)
    case loan(Loan)
    case rollCall(RollCall)
    case message(DeskMessage)
    case node(DeskNode)

    /// Shows a visitor the subject, whatever it is.
    func accept<Visitor: SubjectVisitor>(_ visitor: Visitor) throws(Visitor.Failure) -> Visitor.Answer {
        switch self {
        case .task(let state): try visitor.visit(state)
        case .story(let state): try visitor.visit(state)
        case .placement(let state): try visitor.visit(state)
        case .lead(let state): try visitor.visit(state)
        case .centre(let state): try visitor.visit(state)
        case .staff(let state): try visitor.visit(state)
        case .channel(let state): try visitor.visit(state)
        case .desk(let state): try visitor.visit(state)
        case .request(let state): try visitor.visit(state)
        case .loan(let state): try visitor.visit(state)
        case .rollCall(let state): try visitor.visit(state)
        case .message(let state): try visitor.visit(state)
        case .node(let state): try visitor.visit(state)
        }
    }
}
