/// A tip as it came in.
public struct LeadCard: Codable, Equatable, Sendable {
    /// Its number in the L series, from 1.
    public var number: Int
    /// One line of at most 200 characters; never empty.
    public var title: String
    /// All that the tip says, at most 1,000,000 bytes of UTF-8; may be empty.
    public var text: String
    /// How it reached the desk.
    public var source: LeadSource
    /// Names the item in its source, so that a second import finds it again.
    public var sourceKey: String?
    /// Where it happens, in the words of whoever brought it; `nil` when they did not say.
    public var place: String?
    /// The centre that it concerns and that may judge it; `nil` where it is no centre's own.
    public var centre: CentreID?
    /// How soon it matters; decides the limit to its first dispatch.
    public var priority: Priority
    /// Heat where the source gives one.
    public var heat: Int?
    /// When it came in, by its source's clock if that tells; never later than its entry.
    public var receivedAt: Moment
    /// When it must have been dispatched.
    public var dispatchBy: Moment?

    /// Without more: a routine lead of no known place or centre, without heat and without a limit.
    public init(
        number: Int, title: String, text: String = "", source: LeadSource, sourceKey: String? = nil,
        place: String? = nil, centre: CentreID? = nil, priority: Priority = .routine, heat: Int? = nil,
        receivedAt: Moment, dispatchBy: Moment? = nil
    ) {
        self.number = number
        self.title = title
        self.text = text
        self.source = source
        self.sourceKey = sourceKey
        self.place = place
        self.centre = centre
        self.priority = priority
        self.heat = heat
        self.receivedAt = receivedAt
        self.dispatchBy = dispatchBy
    }
}

extension LeadCard: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            number: try fields["number"].integer(),
            title: try fields["title"].text(.line),
            text: try fields["text"].text(.body),
            source: try fields["source"].word(),
            sourceKey: try fields.optional("sourceKey")?.text(.remark),
            place: try fields.optional("place")?.text(.line),
            centre: try fields.optional("centre")?.id(),
            priority: try fields["priority"].word(),
            heat: try fields.optional("heat")?.integer(),
            receivedAt: try fields["receivedAt"].moment(),
            dispatchBy: try fields.optional("dispatchBy")?.moment())
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.number("number", number)
        fields.text("title", title)
        fields.text("text", text)
        fields.word("source", source)
        fields.text("sourceKey", sourceKey)
        fields.text("place", place)
        fields.id("centre", centre)
        fields.word("priority", priority)
        fields.number("heat", heat)
        fields.moment("receivedAt", receivedAt)
        fields.moment("dispatchBy", dispatchBy)
    }
}
