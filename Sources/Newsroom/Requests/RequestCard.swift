/// What a centre asks for, as it was asked.
public struct RequestCard: Equatable, Sendable {
    /// Its number in the R series, from 1.
    public var number: Int
    /// Who asks: a centre, or the desk.
    public var centre: CentreID
    /// What is lacking, in one line of at most 200 characters; never empty.
    public var title: String
    /// More to know, in one line of at most 2,000 characters; `nil` when the title says all.
    public var note: String?
    /// What is wanted; never empty.
    public var deliverables: [Deliverable]
    /// Where it is to be had, in the words of whoever asks; `nil` when they do not say.
    public var place: String?
    /// Who is asked, each once and never the asker; empty for everybody.
    public var to: [CentreID]
    /// Until when it is needed.
    public var dueAt: Moment
    /// How soon it matters.
    public var priority: Priority
    /// The story that it is for; `nil` for none.
    public var story: SubjectID?

    /// Without more: a routine request for text to everybody, with no note, place or story.
    public init(
        number: Int, centre: CentreID, title: String, note: String? = nil, deliverables: [Deliverable] = [.text],
        place: String? = nil, to: [CentreID] = [], dueAt: Moment, priority: Priority = .routine, story: SubjectID? = nil
    ) {
        self.number = number
        self.centre = centre
        self.title = title
        self.note = note
        self.deliverables = deliverables
        self.place = place
        self.to = to
        self.dueAt = dueAt
        self.priority = priority
        self.story = story
    }

    /// Whether a centre is one of those asked. Nobody asks itself.
    public func asks(_ other: CentreID) -> Bool { other != centre && (to.isEmpty || to.contains(other)) }
}

extension RequestCard: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            number: try fields["number"].integer(),
            centre: try fields["centre"].id(),
            title: try fields["title"].text(.line),
            note: try fields.optional("note")?.text(.remark),
            deliverables: try fields["deliverables"].words(),
            place: try fields.optional("place")?.text(.line),
            to: try fields["to"].ids(),
            dueAt: try fields["dueAt"].moment(),
            priority: try fields["priority"].word(),
            story: try fields.optional("story")?.subject())
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.number("number", number)
        fields.id("centre", centre)
        fields.text("title", title)
        fields.text("note", note)
        fields.texts("deliverables", deliverables.map(\.rawValue))
        fields.text("place", place)
        fields.ids("to", to)
        fields.moment("dueAt", dueAt)
        fields.word("priority", priority)
        fields.subject("story", story)
    }
}
