/// A centre as the roster has it.
public struct CentreCard: Codable, Equatable, Sendable {
    /// Names the centre in the log and in commands; never given to another.
    public var id: CentreID
    /// What people call the centre, in full.
    public var name: Name
    /// What sort of place it serves.
    public var kind: CentreKind
    /// Its column on the board's map, from 0 in the west; a board on which any centre has no cell shows no map.
    public var column: Int?
    /// Its row on that map, from 0 in the north; given together with the column or not at all.
    public var row: Int?
    /// Other names people type.
    public var aliases: [String]
    /// Words that contain the name and mean something else: 新密码 (new password) is not 新密.
    public var falseFriends: [String]

    /// Without more: a centre with no cell on the map, which goes by its id and name alone.
    public init(
        id: CentreID, name: Name, kind: CentreKind, column: Int? = nil, row: Int? = nil, aliases: [String] = [],
        falseFriends: [String] = []
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.column = column
        self.row = row
        self.aliases = aliases
        self.falseFriends = falseFriends
    }
}

extension CentreCard: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            id: try fields["id"].id(),
            name: try fields["name"].coded(),
            kind: try fields["kind"].word(),
            column: try fields.optional("column")?.integer(),
            row: try fields.optional("row")?.integer(),
            aliases: try fields["aliases"].lines(),
            falseFriends: try fields["falseFriends"].lines())
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.id("id", id)
        fields.object("name", name)
        fields.word("kind", kind)
        fields.number("column", column)
        fields.number("row", row)
        fields.texts("aliases", aliases)
        fields.texts("falseFriends", falseFriends)
    }
}
