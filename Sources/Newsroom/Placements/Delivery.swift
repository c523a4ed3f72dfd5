/// What a channel is to be given: one act with one version of a story, under a key that stays the same however often it is
/// tried.
public struct DeliveryOrder: Equatable, Sendable {
    /// Tells this delivery from all others, on the channel's side too.
    public var key: SubjectID
    /// The story that is placed.
    public var story: SubjectID
    /// The centre whose story it is.
    public var centre: CentreID
    /// Where it is placed.
    public var channel: ChannelID
    /// The house to which the channel belongs.
    public var house: CentreID
    /// What is to be done there.
    public var act: DeliveryAct
    /// The version of the story, from 1: the one that is given, or of a recall the last that may stand there.
    public var version: Int
    /// The text of that version.
    public var textHash: TextHash
    /// When the text was signed off; `nil` where it goes out before that, and of what is corrected or recalled.
    public var signedAt: Moment?
    /// Until when the channel's house is to release or refuse it; `nil` where the channel is the story's own house's, and of a
    /// recall.
    public var releaseBy: Moment?

    /// An order as given.
    public init(
        key: SubjectID, story: SubjectID, centre: CentreID, channel: ChannelID, house: CentreID, act: DeliveryAct,
        version: Int, textHash: TextHash, signedAt: Moment? = nil, releaseBy: Moment? = nil
    ) {
        self.key = key
        self.story = story
        self.centre = centre
        self.channel = channel
        self.house = house
        self.act = act
        self.version = version
        self.textHash = textHash
        self.signedAt = signedAt
        self.releaseBy = releaseBy
    }

    /// Whether the channel's house must release it: another than the story's asks it to publish or to correct. What is taken
    /// down needs nobody's leave.
    public var needsRelease: Bool { house != centre && act != .recall }

    /// Whether it names the house that its channel has, as far as the id and the node that wrote it can tell: by whose channels
    /// no centre stands in the id the desk's nodes know, and a centre's node does not say that they are its own.
    func namesHouse(from: CentreID?) -> Bool {
        if let owner = channel.centre { return owner == house }
        return from == nil || house != from
    }
}

/// One act on a channel and how far it has come.
public struct Delivery: Equatable, Sendable, Identifiable {
    /// What is to be done.
    public let order: DeliveryOrder
    /// Where it stands.
    public internal(set) var state: DeliveryState
    /// Since when it stands there.
    public internal(set) var since: Moment
    /// Who said so last.
    public internal(set) var by: ActorID
    /// What was said with it, such as why it failed; `nil` when nothing was.
    public internal(set) var note: String?
    /// Where it can be seen, or what the platform calls it; `nil` until that is known.
    public internal(set) var link: String?
    /// Whether the channel's house kept off it what was proposed.
    public internal(set) var isRefused = false
    /// How often it failed.
    public internal(set) var failures = 0

    /// Its key.
    public var id: SubjectID { order.key }
}

extension DeliveryOrder: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            key: try fields["key"].subject(),
            story: try fields["story"].subject(),
            centre: try fields["centre"].id(),
            channel: try fields["channel"].id(),
            house: try fields["house"].id(),
            act: try fields["act"].word(),
            version: try fields["version"].integer(),
            textHash: try fields["textHash"].id(),
            signedAt: try fields.optional("signedAt")?.moment(),
            releaseBy: try fields.optional("releaseBy")?.moment())
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.subject("key", key)
        fields.subject("story", story)
        fields.id("centre", centre)
        fields.id("channel", channel)
        fields.id("house", house)
        fields.word("act", act)
        fields.number("version", version)
        fields.id("textHash", textHash)
        fields.moment("signedAt", signedAt)
        fields.moment("releaseBy", releaseBy)
    }
}
