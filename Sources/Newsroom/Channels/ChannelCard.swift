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
    /// Who of its house may release there, in the order of `Role`; empty for all whose role carries the right.
    public var release: [Role]

    /// A channel as given; without more, all of its house release there who may release at all.
    public init(id: ChannelID, name: Name, kind: ChannelKind, house: CentreID, release: [Role] = []) {
        self.id = id
        self.name = name
        self.kind = kind
        self.house = house
        self.release = release
    }

    /// The roles that may release there.
    public var releasers: [Role] { release.isEmpty ? Right.release.roles : release }
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
            house: try fields["house"].id(),
            release: try fields.optional("release")?.words() ?? [])
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.id("id", id)
        fields.object("name", name)
        fields.word("kind", kind)
        fields.id("house", house)
        fields.texts("release", release.isEmpty ? nil : release.map(\.rawValue))
    }
}
