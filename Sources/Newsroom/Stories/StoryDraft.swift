/// A story's first text.
public struct StoryDraft: Codable, Equatable, Sendable {
    /// Its number in the S series, from 1.
    public var number: Int
    /// The headline, one line of at most 200 characters; never empty.
    public var title: String
    /// The text, at most 1,000,000 bytes of UTF-8; may be empty until it is submitted.
    public var body: String
    /// Whose story it is, for good.
    public var centre: CentreID
    /// Who answers for the text; empty, the first who writes on it does.
    public var authors: [StaffID]
    /// Whether the text is the centre's own, derived from a story, or reposted.
    public var origin: Origin
    /// The story it derives from.
    public var source: SubjectID?
    /// The lead that it was begun from; `nil` for none.
    public var lead: SubjectID?
    /// The centres that work on it with the desk, in the order of their ids; empty for all but joint stories, which are the desk's.
    public var partners: [CentreID]

    /// Without more: original work that derives from no story and came from no lead.
    public init(
        number: Int, title: String, body: String, centre: CentreID, authors: [StaffID], origin: Origin = .original,
        source: SubjectID? = nil, lead: SubjectID? = nil, partners: [CentreID] = []
    ) {
        self.number = number
        self.title = title
        self.body = body
        self.centre = centre
        self.authors = authors
        self.origin = origin
        self.source = source
        self.lead = lead
        self.partners = partners
    }
}

extension StoryDraft: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            number: try fields["number"].integer(),
            title: try fields["title"].text(.line),
            body: try fields["body"].text(.body),
            centre: try fields["centre"].id(),
            authors: try fields["authors"].ids(),
            origin: try fields["origin"].word(),
            source: try fields.optional("source")?.subject(),
            lead: try fields.optional("lead")?.subject(),
            partners: try fields.optional("partners")?.ids() ?? [])
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.number("number", number)
        fields.text("title", title)
        fields.text("body", body)
        fields.id("centre", centre)
        fields.ids("authors", authors)
        fields.word("origin", origin)
        fields.subject("source", source)
        fields.subject("lead", lead)
        fields.ids("partners", partners.isEmpty ? nil : partners)
    }
}
