/// An order to a centre or a person, as issued.
public struct TaskOrder: Codable, Equatable, Sendable {
    /// Its number in the T series, from 1.
    public var number: Int
    /// The tasks that were dispatched together share it.
    public var order: SubjectID
    /// What to do, in one line of at most 200 characters.
    public var title: String
    /// More to know, in one line of at most 2,000 characters; `nil` when the title says all.
    public var note: String?
    /// Whose task it is.
    public var centre: CentreID
    /// The person sent; `nil` leaves the choice to the centre.
    public var assignee: StaffID?
    /// How soon it matters; decides the limit to acknowledge it.
    public var priority: Priority
    /// What to bring home; never empty.
    public var deliverables: [Deliverable]
    /// When copy must be in; `nil` for no due time.
    public var dueAt: Moment?
    /// Until when somebody must have taken it or declined it.
    public var acknowledgeBy: Moment
    /// The story that it works for; `nil` when there is none yet.
    public var story: SubjectID?
    /// The lead that it follows up; `nil` when it came from none.
    public var lead: SubjectID?
    /// The topic it belongs to, as whoever dispatched it wrote it; `nil` for none.
    public var topic: String?

    /// Without more: a routine order for text to a whole centre, with no due time, story, lead or topic.
    public init(
        number: Int, order: SubjectID, title: String, note: String? = nil, centre: CentreID, assignee: StaffID? = nil,
        priority: Priority = .routine, deliverables: [Deliverable] = [.text], dueAt: Moment? = nil,
        acknowledgeBy: Moment, story: SubjectID? = nil, lead: SubjectID? = nil, topic: String? = nil
    ) {
        self.number = number
        self.order = order
        self.title = title
        self.note = note
        self.centre = centre
        self.assignee = assignee
        self.priority = priority
        self.deliverables = deliverables
        self.dueAt = dueAt
        self.acknowledgeBy = acknowledgeBy
        self.story = story
        self.lead = lead
        self.topic = topic
    }
}

extension TaskOrder: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            number: try fields["number"].integer(),
            order: try fields["order"].subject(),
            title: try fields["title"].text(.line),
            note: try fields.optional("note")?.text(.remark),
            centre: try fields["centre"].id(),
            assignee: try fields.optional("assignee")?.id(),
            priority: try fields["priority"].word(),
            deliverables: try fields["deliverables"].words(),
            dueAt: try fields.optional("dueAt")?.moment(),
            acknowledgeBy: try fields["acknowledgeBy"].moment(),
            story: try fields.optional("story")?.subject(),
            lead: try fields.optional("lead")?.subject(),
            topic: try fields.optional("topic")?.text(.line))
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.number("number", number)
        fields.subject("order", order)
        fields.text("title", title)
        fields.text("note", note)
        fields.id("centre", centre)
        fields.id("assignee", assignee)
        fields.word("priority", priority)
        fields.texts("deliverables", deliverables.map(\.rawValue))
        fields.moment("dueAt", dueAt)
        fields.moment("acknowledgeBy", acknowledgeBy)
        fields.subject("story", story)
        fields.subject("lead", lead)
        fields.text("topic", topic)
    }
}
