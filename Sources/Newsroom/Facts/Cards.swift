/// What a desk is: its name, place and channels, given once when the database is made.
public struct DeskCharter: Codable, Equatable, Sendable {
    /// The desk's own centre, such as `zz`: people of the desk sit there.
    public var id: CentreID
    /// What the desk is called, in full.
    public var name: Name
    /// The IANA name of the zone in which people read times.
    public var zone: String
    /// Where its stories can go; a publication that names none goes to all of them.
    public var channels: [Channel]

    /// A charter as given; whoever reads it from a file checks it there.
    public init(id: CentreID, name: Name, zone: String, channels: [Channel]) {
        self.id = id
        self.name = name
        self.zone = zone
        self.channels = channels
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

/// Somewhere a story can be published.
public struct Channel: Codable, Hashable, Sendable {
    /// Names the channel in the log and in commands; never given to another.
    public var id: ChannelID
    /// What people call the channel, such as 微信 or WeChat.
    public var name: Name

    /// A channel of the desk's charter.
    public init(id: ChannelID, name: Name) {
        self.id = id
        self.name = name
    }
}

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

    /// Without more: original work that derives from no story and came from no lead.
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
