/// A person at the desk or in a centre.
public struct StaffCard: Codable, Equatable, Sendable {
    /// Names the person in the log and in commands; never given to another.
    public var id: StaffID
    /// As people write it, at most 40 characters; the same in both languages.
    public var name: String
    /// What they are, from which follows all that they may do.
    public var role: Role
    /// Where they sit; only people with a role of the desk act for other centres too.
    public var centre: CentreID
    /// The name under which they log in to the machine.
    public var login: String?
    /// What they know best: places and subjects, for recommendations.
    public var beats: [String]
    /// Whether they still work here.
    public var isActive: Bool

    /// Without more: somebody who works here, has no login of their own and no beats.
    public init(
        id: StaffID, name: String, role: Role, centre: CentreID, login: String? = nil, beats: [String] = [],
        isActive: Bool = true
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.centre = centre
        self.login = login
        self.beats = beats
        self.isActive = isActive
    }
}

extension StaffCard: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            id: try fields["id"].id(),
            name: try fields["name"].text(),
            role: try fields["role"].word(),
            centre: try fields["centre"].id(),
            login: try fields.optional("login")?.text(),
            beats: try fields["beats"].texts(),
            isActive: try fields["isActive"].flag())
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.id("id", id)
        fields.text("name", name)
        fields.word("role", role)
        fields.id("centre", centre)
        fields.text("login", login)
        fields.texts("beats", beats)
        fields.flag("isActive", isActive)
    }
}
