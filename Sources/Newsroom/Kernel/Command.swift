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
        case .rollCall(let command): try decide(command)
        case .message(let command): try decide(command)
        case .node(let command): try decide(command)
        case .common(let command): try decide(command)
        }
    }
}

/// What the rules need to know of the desk when they decide; the ledger answers, within one transaction.
public protocol DeskFacts {
    var now: Moment { get }
    func desk() throws -> Desk
    func centre(_ id: CentreID) throws -> Centre?
    func staff(_ id: StaffID) throws -> Staff?
    func staff(login: String) throws -> Staff?
    /// How many active administrators there are.
    func administrators() throws -> Int
    func subject(_ id: SubjectID) throws -> AnySubject?
    /// All channels, in the order in which they were added.
    func channels() throws -> [ChannelCard]
    /// A story on all its channels.
    func placements(of story: SubjectID) throws -> [Placement]
    /// The lead that came from this item of a source, if it came before.
    func lead(sourceKey: String) throws -> SubjectID?
    /// The next free number; each call gives another.
    func nextNumber(_ series: Series) throws -> Int
    func makeID() -> SubjectID
    /// So many bytes that nobody can foretell.
    func randomBytes(_ count: Int) -> [UInt8]
    /// The centre whose node this is; `nil` at the desk's own nodes.
    var home: CentreID? { get }
    func node(_ id: NodeID) throws -> DeskNode?
    /// The places in numbers that nodes have already.
    func slots() throws -> Set<Int>
}

extension DeskFacts {
    /// The desk's own node, where nothing else is said.
    public var home: CentreID? { nil }
    /// None, where nothing else is said.
    public func node(_ id: NodeID) throws -> DeskNode? {
        guard case .node(let node) = try subject(.node(id)) else { return nil }
        return node
    }
    /// None, where nothing else is said.
    public func slots() throws -> Set<Int> { [] }
}

/// A fact about to be written.
public struct Proposal: Equatable, Sendable {
    /// What the fact is about: an id known already, or a fresh one for what it makes.
    public var subject: SubjectID
    /// What will have happened once it is written.
    public var fact: Fact
    /// The value that the fact refers to, which is kept beside the log.
    public var value: ErasableValue?
}
