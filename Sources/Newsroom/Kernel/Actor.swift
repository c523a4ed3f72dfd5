/// Who acts: a person, or a node by itself.
public enum Actor: Hashable, Sendable {
    case person(Person)
    /// A machine without anybody's asking, such as one that changed its key; `house` is the centre whose node it is.
    case node(NodeID, house: CentreID)

    /// The house for which they act.
    public var house: CentreID {
        switch self {
        case .person(let person): person.house
        case .node(_, let house): house
        }
    }

    /// The person; `nil` for a node.
    public var person: Person? { if case .person(let person) = self { person } else { nil } }

    /// Who it is, whatever they act as.
    public var id: ActorID {
        switch self {
        case .person(let person): .person(person.staff)
        case .node(let node, let house): .node(node, house: house)
        }
    }
}

extension Actor {
    /// Reads the five parts as which an actor stands in the log: of a person all that apply, of a node no more than its
    /// id and house.
    ///
    /// - Throws: `FactError.notUnderstood` for a role or a capacity that a newer program writes, `unreadable` for what no
    ///   program may write.
    public init(id: String, role: String?, house: String, capacity: String?, via: String?) throws(FactError) {
        let house = CentreID(rawValue: house)
        guard let role else {
            guard capacity == nil, via == nil else { throw .unreadable }
            self = .node(NodeID(rawValue: id), house: house)
            return
        }
        guard let known = Role(rawValue: role) else { throw .notUnderstood }
        self = .person(
            Person(
                staff: StaffID(rawValue: id), role: known, house: house, capacity: try Capacity(stored: capacity),
                via: via.map(StaffID.init(rawValue:))))
    }
}

/// Who somebody is, whatever they act as.
public enum ActorID: Hashable, Sendable {
    case person(StaffID)
    case node(NodeID, house: CentreID)

    /// The id of the person or the node, as it stands in the log.
    public var rawValue: String {
        switch self {
        case .person(let staff): staff.rawValue
        case .node(let node, _): node.rawValue
        }
    }
}

/// The person who acts: as what, for which house, and by what entitlement at that moment.
public struct Person: Hashable, Codable, Sendable {
    /// Whose act it is.
    public var staff: StaffID
    /// What they are in this act; a later change of role does not touch it.
    public var role: Role
    /// The house, a centre or the desk, in which they have that role.
    public var house: CentreID
    /// By what they may act on what is not their house's own.
    public var capacity: Capacity
    /// The administrator who acted in this person's name, where one did.
    public var via: StaffID?

    /// Without more, somebody who acts in their own name and house.
    public init(
        staff: StaffID, role: Role, house: CentreID, capacity: Capacity = .own, via: StaffID? = nil
    ) {
        self.staff = staff
        self.role = role
        self.house = house
        self.capacity = capacity
        self.via = via
    }

    /// The role with its house.
    public var post: Post { Post(role: role, house: house) }
}

/// By what a person may act on a thing.
public enum Capacity: Hashable, Codable, Sendable {
    /// By their own role in their own house.
    case own
    /// For a house that has nobody for it.
    case onBehalf
    /// Lent to the house, by the loan of that id. The house stands beside it: that it is the loan's is asked of the loan, that
    /// it is the thing's of the thing, and neither knows the other.
    case loan(SubjectID, to: CentreID)

    /// The loan, where it is one's.
    public var loan: SubjectID? { if case .loan(let id, _) = self { id } else { nil } }

    /// How it stands in the log; `nil` for `own`.
    public var stored: String? {
        switch self {
        case .own: nil
        case .onBehalf: "onBehalf"
        case .loan(let loan, let house): "loan \(loan) \(house.rawValue)"
        }
    }

    /// Reads what stands in the log.
    ///
    /// - Throws: `FactError.notUnderstood` for what a newer program writes.
    public init(stored: String?) throws(FactError) {
        switch stored {
        case nil: self = .own
        case "onBehalf": self = .onBehalf
        case let text?:
            let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "loan", !parts[2].isEmpty else { throw .notUnderstood }
            // In its one form only: what a loan changes is found by it.
            var written = String(parts[1])
            guard let loan = written.withUTF8({ SubjectID(written: UnsafeRawBufferPointer($0)) }) else {
                throw .notUnderstood
            }
            self = .loan(loan, to: CentreID(rawValue: String(parts[2])))
        }
    }
}

/// A role in a house. A person may have several.
public struct Post: Hashable, Codable, Sendable {
    /// What somebody is there.
    public var role: Role
    /// The centre, or the desk.
    public var house: CentreID

    /// A role in a house.
    public init(role: Role, house: CentreID) {
        self.role = role
        self.house = house
    }
}

extension Post: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(role: try fields["role"].word(), house: try fields["house"].id())
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.word("role", role)
        fields.id("house", house)
    }
}
