/// What a desk is: its name and place, given once when the database is made.
public struct DeskCharter: Codable, Equatable, Sendable {
    /// The desk's own centre, such as `zz`: people of the desk sit there.
    public var id: CentreID
    /// What the desk is called, in full.
    public var name: Name
    /// The IANA name of the zone in which people read times.
    public var zone: String

    /// A charter as given; whoever reads it from a file checks it there.
    public init(id: CentreID, name: Name, zone: String) {
        self.id = id
        self.name = name
        self.zone = zone
    }
}

/// A name in both languages.
public struct Name: Codable, Hashable, Sendable {
    /// The name on a Chinese screen, such as 二七区.
    public var zh: String
    /// The name on an English screen, such as Erqi.
    public var en: String

    /// Both are needed: neither language stands in for the other.
    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
}

extension DeskCharter: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            id: try fields["id"].id(),
            name: try fields["name"].coded(),
            zone: try fields["zone"].text(.line))
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.id("id", id)
        fields.object("name", name)
        fields.text("zone", zone)
    }
}

extension Name: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            zh: try fields["zh"].text(.line),
            en: try fields["en"].text(.line))
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.text("zh", zh)
        fields.text("en", en)
    }
}
