/// What the rules need to know of the desk when they decide; the ledger answers, within one transaction.
public protocol DeskFacts {
    var now: Moment { get }
    func desk() throws -> Desk
    func centre(_ id: CentreID) throws -> Centre?
    func staff(_ id: StaffID) throws -> Staff?
    func staff(login: String) throws -> Staff?
    /// Who may do what in which house.
    func houses() throws -> Houses
    func subject(_ id: SubjectID) throws -> AnySubject?
    /// All channels, in the order in which they were added.
    func channels() throws -> [ChannelCard]
    /// A story on all its channels.
    func placements(of story: SubjectID) throws -> [Placement]
    /// The lead that came from this item of a source, if it came before.
    func lead(sourceKey: String) throws -> SubjectID?
    /// The next free number; each call gives another.
    func nextNumber(_ series: Series) throws -> Int
    func makeID() throws -> SubjectID
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
    /// The node as it stands, where nothing else is said.
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
    /// By what whoever does it may.
    public var capacity = Capacity.own
    /// The value that the fact refers to, which is kept beside the log.
    public var value: ErasableValue?
}
