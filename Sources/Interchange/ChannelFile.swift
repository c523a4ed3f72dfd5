import Files
import Newsroom

/// Reads channels, those of a roster or of a file of their own:
///
///     [[channel]]                           # 1 to 50
///     id = "app"                            # for good; a centre's own begins with the centre, "erqi/wechat"
///     zh = "客户端"
///     en = "App"
///     kind = "app"                          # paper, radio, tv, website, app, push, wechat, weibo, shortVideo, headlines,
///                                           # screen, loudspeaker, sms or docking; without it, what the id names, or website
///     release = ["deskHead", "chiefEditor"] # who of its house lets stories onto it; without it, centre editors and up
///
/// Anything else is a fault.
public enum ChannelFile {
    /// How many channels one file may have.
    public static let limit = 50

    /// Reads the channels of a file, or says what is wrong with the first key that is wrong.
    ///
    /// - Parameter desk: the desk's own house, whose channels have no centre before their ids.
    public static func read(path: String, desk: CentreID) throws(DataFileError) -> [ChannelCard] {
        let root = try TOMLDocument(path: path, limit: 1 << 20, kinds: .any).root
        try root.allow(only: ["channel"])
        return try channels(root, desk: desk)
    }

    static func channels(_ root: TOMLSection, desk: CentreID) throws(DataFileError) -> [ChannelCard] {
        let sections = try root.sections("channel")
        guard (1...limit).contains(sections.count) else {
            throw root.fault("channel", RosterFile.count(sections.count, limit))
        }
        var channels: [ChannelCard] = []
        for section in sections {
            try section.allow(only: ["id", "zh", "en", "kind", "release"])
            let (id, house) = try identifier(section, desk)
            guard !channels.contains(where: { $0.id == id }) else {
                throw section.fault("id", RosterFile.twice(id.rawValue))
            }
            channels.append(
                ChannelCard(
                    id: id, name: try RosterFile.name(section), kind: try kind(section, id), house: house,
                    release: try release(section)))
        }
        return channels
    }

    private static func identifier(
        _ section: TOMLSection, _ desk: CentreID
    ) throws(DataFileError) -> (ChannelID, CentreID) {
        let text = try section.need("id", section.string("id"))
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(parts.count), parts.allSatisfy({ CleanText.identifier($0) != nil }) else {
            throw section.fault(
                "id",
                .badValue(
                    Phrase(
                        "应为代号，如 weibo；中心自己的写 erqi/wechat",
                        "should be an id such as weibo, or erqi/wechat for a centre's own")))
        }
        return (ChannelID(rawValue: text), parts.count == 2 ? CentreID(rawValue: parts[0]) : desk)
    }

    private static func release(_ section: TOMLSection) throws(DataFileError) -> [Role] {
        var roles: [Role] = []
        for word in try section.strings("release") ?? [] {
            guard let role = Role(rawValue: word), role.may(.release) else {
                let words = Right.release.roles.map(\.rawValue).joined(separator: ", ")
                throw section.fault("release", .badValue(Phrase("应为 \(words) 之一", "should be one of \(words)")))
            }
            roles.append(role)
        }
        return roles
    }

    private static func kind(_ section: TOMLSection, _ id: ChannelID) throws(DataFileError) -> ChannelKind {
        guard let word = try section.string("kind") else { return ChannelKind(rawValue: id.rawValue) ?? .website }
        guard let kind = ChannelKind(rawValue: word) else {
            let kinds = ChannelKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw section.fault("kind", .badValue(Phrase("应为 \(kinds) 之一", "should be one of \(kinds)")))
        }
        return kind
    }
}
