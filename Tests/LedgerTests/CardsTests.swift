import Foundation
import GRDB
import Newsroom
import Testing

@testable import Ledger

/// Cards are read from their columns by the log's reader where that understands them, and by Foundation where not: both say the
/// same.
@Suite struct CardsTests {
    private func expectSame<Card: Codable & FieldCoded & Equatable & Sendable>(_ card: Card, isRead: Bool = true) throws
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(card), as: UTF8.self)
        #expect(Cards.fields(Card.self, text) == (isRead ? card : nil), "\(text)")
        #expect(try JSONDecoder().decode(Card.self, from: Data(text.utf8)) == card)
        #expect(Cards().read(Card.self, text) == card)
    }

    @Test func everyCardIsReadTheSame() throws {
        try expectSame(
            CentreCard(
                id: "erqi", name: Name(zh: "二七区“老城”", en: "Erqi \\ \"old\""), kind: .district, column: 3, row: 4,
                aliases: ["二七", "大/学路"], falseFriends: ["二七塔"]))
        try expectSame(CentreCard(id: "jinshui", name: Name(zh: "金水区", en: "Jinshui"), kind: .district))
        try expectSame(
            StaffCard(
                id: "liwei", name: "李薇\u{1F4F7}", role: .reporter, centre: "erqi",
                also: [Post(role: .centreEditor, house: "jinshui")], login: "liwei", beats: ["时政", "民生"],
                isActive: false, deputy: "sunlei"))
        try expectSame(
            ChannelCard(
                id: "erqi/wechat", name: Name(zh: "二七微信", en: "Erqi WeChat"), kind: .wechat, house: "erqi",
                release: [.deskHead]))
        try expectSame(DeskCharter(id: "zz", name: Name(zh: "郑州", en: "Zhengzhou"), zone: "Asia/Shanghai"))
        // Its houses the log writes in another way.
        try expectSame(Policy(), isRead: false)
        var policy = Policy()
        policy.onBehalf = ["erqi": .never]
        policy.lastReviewSigns = ["jinshui"]
        try expectSame(policy, isRead: false)
    }

    /// What is neither is nothing.
    @Test(arguments: ["", "{", "[]", "{}", "null", "{\"id\":1}", "{\"id\":\"erqi\",\"id\":\"zz\"}"])
    func whatIsNoCardIsNone(_ text: String) {
        #expect(Cards().read(CentreCard.self, text) == nil)
    }
}
