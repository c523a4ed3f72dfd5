/// What a desk is: its name, place and channels, given once when the database is made.
public struct DeskCharter: Codable, Equatable, Sendable {
    public var id: CentreID
    public var name: Name
    /// The IANA name of the zone in which people read times.
    public var zone: String
    public var channels: [Channel]

    public init(id: CentreID, name: Name, zone: String, channels: [Channel]) {
        self.id = id
        self.name = name
        self.zone = zone
        self.channels = channels
    }
}

/// A name in both languages.
public struct Name: Codable, Hashable, Sendable {
    public var zh: String
    public var en: String

    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
}

/// Somewhere a story can be published.
public struct Channel: Codable, Hashable, Sendable {
    public var id: ChannelID
    public var name: Name

    public init(id: ChannelID, name: Name) {
        self.id = id
        self.name = name
    }
}

/// A centre as the roster has it.
public struct CentreCard: Codable, Equatable, Sendable {
    public var id: CentreID
    public var name: Name
    public var kind: CentreKind
    /// Where it lies on the board's map: column from the west and row from the north, from 0; absent, it is placed
    /// after the others.
    public var column: Int?
    public var row: Int?
    /// Other names people type.
    public var aliases: [String]
    /// Words that contain the name and mean something else: 新密码 (new password) is not 新密.
    public var falseFriends: [String]

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

/// A person at the desk or in a centre.
public struct StaffCard: Codable, Equatable, Sendable {
    public var id: StaffID
    public var name: String
    public var role: Role
    public var centre: CentreID
    /// The name under which they log in to the machine.
    public var login: String?
    /// What they know best: places and subjects, for recommendations.
    public var beats: [String]
    /// Whether they still work here.
    public var isActive: Bool

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

/// A tip as it came in.
public struct LeadCard: Codable, Equatable, Sendable {
    public var number: Int
    public var title: String
    public var text: String
    public var source: LeadSource
    /// Names the item in its source, so that a second import finds it again.
    public var sourceKey: String?
    public var place: String?
    public var centre: CentreID?
    public var priority: Priority
    /// Heat where the source gives one.
    public var heat: Int?
    public var receivedAt: Moment
    /// When it must have been dispatched.
    public var dispatchBy: Moment?

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

/// An order to a centre or a person, as issued.
public struct TaskOrder: Codable, Equatable, Sendable {
    public var number: Int
    /// The tasks that were dispatched together share it.
    public var order: SubjectID
    public var title: String
    public var note: String?
    public var centre: CentreID
    public var assignee: StaffID?
    public var priority: Priority
    public var deliverables: [Deliverable]
    public var dueAt: Moment?
    public var acknowledgeBy: Moment
    public var story: SubjectID?
    public var lead: SubjectID?
    public var topic: String?

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

/// A story's first text.
public struct StoryDraft: Codable, Equatable, Sendable {
    public var number: Int
    public var title: String
    public var body: String
    public var centre: CentreID
    public var authors: [StaffID]
    public var origin: Origin
    /// The story it derives from.
    public var source: SubjectID?
    public var lead: SubjectID?

    public init(
        number: Int, title: String, body: String, centre: CentreID, authors: [StaffID], origin: Origin = .original,
        source: SubjectID? = nil, lead: SubjectID? = nil
    ) {
        self.number = number
        self.title = title
        self.body = body
        self.centre = centre
        self.authors = authors
        self.origin = origin
        self.source = source
        self.lead = lead
    }
}
