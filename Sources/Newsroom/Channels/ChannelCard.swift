/// What a channel is.
public struct ChannelCard: Codable, Hashable, Sendable {
    /// Names the channel in the log and in commands, for good; a centre's own begins with the centre, `erqi/wechat`.
    public var id: ChannelID
    /// What people call the channel, such as 微信 or WeChat.
    public var name: Name
    /// What sort of channel it is.
    public var kind: ChannelKind
    /// The house to which it belongs for good: the desk, or a centre.
    public var house: CentreID

    /// A channel as given.
    public init(id: ChannelID, name: Name, kind: ChannelKind, house: CentreID) {
        self.id = id
        self.name = name
        self.kind = kind
        self.house = house
    }
}

/// What sort of channel it is.
public enum ChannelKind: String, Codable, CaseIterable, Sendable {
    case paper, radio, tv, website, app, push, wechat, weibo, shortVideo, headlines, screen, loudspeaker, sms, docking
}

extension ChannelCard: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            id: try fields["id"].id(),
            name: try fields["name"].coded(),
            kind: try fields["kind"].word(),
            house: try fields["house"].id())
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.id("id", id)
        fields.object("name", name)
        fields.word("kind", kind)
        fields.id("house", house)
    }
}
