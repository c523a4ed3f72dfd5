import Newsroom
import Testing

/// Channels: what they may be called, whose they are, and what happens to their cards.
struct ChannelTests {
    private static func card(_ id: ChannelID, _ house: CentreID, zh: String = "视频号", en: String = "Video")
        -> ChannelCard
    {
        ChannelCard(id: id, name: Name(zh: zh, en: en), kind: .shortVideo, house: house)
    }

    private func set(_ card: ChannelCard, at desk: MemoryDesk = MemoryDesk()) -> Refusal? {
        refusal { try desk.perform(.channel(.set([card])), by: "root") }
    }

    /// The desk's are called by one word, a centre's own by the centre and one word.
    @Test(
        arguments: [
            ("video", "zz", true), ("erqi/video", "erqi", true), ("zz/video", "zz", false), ("video", "erqi", false),
            ("erqi", "erqi", false), ("zhongmu/video", "erqi", false), ("erqi/video", "zz", false),
            ("erqi/video/live", "erqi", false), ("erqi/", "erqi", false), ("/video", "zz", false), ("", "zz", false),
            ("Video", "zz", false), ("erqi/Video", "erqi", false), ("视频", "zz", false), ("video/", "zz", false),
            ("erqi//video", "erqi", false), ("erqi/video/", "erqi", false),
        ] as [(ChannelID, CentreID, Bool)])
    func aChannelIsCalledByItsHouse(id: ChannelID, house: CentreID, isFit: Bool) {
        #expect(set(Self.card(id, house)) == (isFit ? nil : .badIdentifier(id.rawValue)))
    }

    @Test func aChannelHasANameInBothLanguagesAndAHouse() throws {
        #expect(set(Self.card("video", "zz", zh: " \u{200B}")) == .titleMissing)
        #expect(set(Self.card("video", "zz", en: "")) == .titleMissing)
        #expect(set(Self.card("video", "nowhere")) == .unknownCentre("nowhere"))
        let desk = MemoryDesk()
        #expect(set(Self.card("video", "zz", zh: " 视\n频 ", en: String(repeating: "v", count: 50)), at: desk) == nil)
        let made = try #require(try desk.channels().first { $0.id == "video" })
        #expect(made.name == Name(zh: "视 频", en: String(repeating: "v", count: 40)))
    }

    /// What is as it should be is left alone; the rest is added or changed, and stays where it belongs.
    @Test func channelsAreSetToWhatIsGiven() throws {
        let desk = MemoryDesk()
        let (app, wechat) = (Sample.channels[0], Sample.channels[1])
        var renamed = wechat
        renamed.name.zh = "公众号"
        let added = Self.card("erqi/video", "erqi")
        let done = try desk.perform(.channel(.set([app, renamed, added])), by: "root")
        #expect(done.map(\.fact) == [.channel(.changed(renamed)), .channel(.added(added))])
        #expect(done.map(\.subject) == [.channel("wechat"), .channel("erqi/video")])
        #expect(try desk.channels() == [app, renamed] + Sample.channels[2...] + [added])
        #expect(try desk.perform(.channel(.set([app, renamed, added])), by: "root").isEmpty)
        // A card of another house under a name that is known.
        desk.write(.channel("odd/video"), Sample.root, .channel(.added(Self.card("odd/video", "xinmi"))))
        desk.write(
            .centre("odd"), Sample.root,
            .centre(.added(CentreCard(id: "odd", name: Name(zh: "奇", en: "Odd"), kind: .district))))
        #expect(set(Self.card("odd/video", "odd"), at: desk) == .channelElsewhere("odd/video", "xinmi"))
    }

    @Test func aChannelTakesItsOwnCardsOnly() throws {
        let card = Sample.channels[0]
        var line = try #require(Timeline<Channel>(.channel(.added(card)), by: "root"))
        var changed = card
        changed.name.en = "The app"
        changed.kind = .website
        #expect(line.apply(.channel(.changed(changed)), by: "root") == nil)
        #expect(line.state.card == changed)
        var other = changed
        other.id = "weibo"
        #expect(line.apply(.channel(.changed(other)), by: "root") == .outOfPlace("channelChanged"))
        other = changed
        other.house = "erqi"
        #expect(line.apply(.channel(.changed(other)), by: "root") == .outOfPlace("channelChanged"))
        #expect(line.apply(.channel(.added(card)), by: "root") == .outOfPlace("channelAdded"))
        #expect(line.state.card == changed && line.state.home == "zz")
    }
}
