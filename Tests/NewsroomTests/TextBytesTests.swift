import Foundation
import Newsroom
import Testing

/// Texts that look the same and are written with other bytes: é as one letter, and as e with an accent after it. The
/// database, the hashes and other nodes tell them apart, and so must every rule.
struct TextBytesTests {
    static let one = "caf\u{E9}"
    static let two = "cafe\u{301}"

    @Test func swiftTakesThemForTheSameAndTheRulesDoNot() {
        #expect(Self.one == Self.two, "else these tests prove nothing")
        #expect(!Self.one.hasSameBytes(as: Self.two) && Self.one.hasSameBytes(as: "caf\u{E9}"))
        #expect("".hasSameBytes(as: "") && !"".hasSameBytes(as: "a"))
        let long = String(repeating: "长", count: 100)
        #expect(
            long.hasSameBytes(as: String(repeating: "长", count: 100))
                && !(long + "é").hasSameBytes(as: long + "e\u{301}"))
        // A text that is no native one is compared by its bytes too.
        #expect((NSString(string: Self.one) as String).hasSameBytes(as: Self.one))
    }

    private func expectBytes<ID: TextID>(_ type: ID.Type) throws {
        let (one, two) = (ID(rawValue: Self.one), ID(rawValue: Self.two))
        #expect(one != two && one == ID(rawValue: Self.one), "\(type)")
        #expect(Set([one, two, ID(rawValue: Self.two)]).count == 2, "\(type)")
        #expect([one: 1][two] == nil, "\(type)")
        #expect(![one].contains(two) && [one, two].firstIndex(of: two) == 1, "\(type)")
        // e comes before é, and so do its bytes; Swift's order has neither before the other.
        #expect(two < one && !(one < two) && [one, two].sorted() == [two, one], "\(type)")
        let json = try JSONEncoder().encode([one, two])
        #expect(json == Data(#"["\#(Self.one)","\#(Self.two)"]"#.utf8), "\(type)")
        #expect(try JSONDecoder().decode([ID].self, from: json) == [one, two], "\(type)")
    }

    @Test func idsAreTheSameWhereTheirBytesAre() throws {
        try expectBytes(CentreID.self)
        try expectBytes(StaffID.self)
        try expectBytes(ChannelID.self)
        try expectBytes(NodeID.self)
        try expectBytes(TextHash.self)
        try expectBytes(TextKey.self)
        #expect(SubjectID.staff(StaffID(rawValue: Self.one)) != .staff(StaffID(rawValue: Self.two)))
        // In what is made of them, too, by whatever way it is compared.
        let actors = [Self.one, Self.two].map { Person(staff: StaffID(rawValue: $0), role: .reporter, house: "erqi") }
        #expect(actors[0] != actors[1] && Set(actors).count == 2)
    }

    @Test func anEditOfTheBytesAloneIsAnEdit() throws {
        var line = try #require(Timeline<Story>(.story(.drafted(.sample(body: Self.one))), by: "rep"))
        let title = line.state.title
        #expect(line.apply(.story(.edited(title: title, body: Self.one, base: nil)), by: "rep") == .textSame)
        #expect(line.apply(.story(.edited(title: title, body: Self.two, base: nil)), by: "rep") == nil)
        #expect(line.state.versions.count == 2 && line.state.text.body.hasSameBytes(as: Self.two))
        #expect(line.state.versions[0].textHash != line.state.text.textHash)
        #expect(line.apply(.story(.edited(title: Self.one, body: Self.two, base: nil)), by: "rep") == nil)
        #expect(line.apply(.story(.edited(title: Self.two, body: Self.two, base: nil)), by: "rep") == nil)
        #expect(line.apply(.story(.edited(title: Self.two, body: Self.two, base: nil)), by: "rep") == .textSame)
    }

    @Test func aCorrectionOfTheBytesAloneIsACorrection() throws {
        var line = try StoryTableTests.story(in: .published)
        let (title, body) = (line.state.title, line.state.text.body)
        let out = line.state.text.textHash
        let (one, two) = (TextHash(title: title, body: Self.one), TextHash(title: title, body: Self.two))
        #expect(line.apply(StoryCorrectionTests.proposed(body, base: out), by: "rep") == .textSame)
        #expect(line.apply(StoryCorrectionTests.proposed(Self.one, base: out), by: "rep") == nil)
        #expect(line.apply(StoryCorrectionTests.proposed(Self.two, base: one), by: "rep") == nil)
        #expect(line.state.openCorrection?.textHash == two && one != two)
        #expect(line.apply(StoryCorrectionTests.proposed(Self.two, base: two), by: "rep") == .textSame)
    }

    @Test func peopleAndCentresWhoseIdsLookAlikeAreNotTheSame() throws {
        // A word to one is not for the other, and a roll call waits for both.
        let (one, two) = (StaffID(rawValue: Self.one), StaffID(rawValue: Self.two))
        var message = try #require(
            Timeline<DeskMessage>(.message(.sent(text: "速回", to: [one], about: nil)), by: "duty"))
        #expect(message.state.isFor(one) && !message.state.isFor(two))
        #expect(message.apply(.message(.read), by: two) == .notRecipient)
        #expect(message.apply(.message(.read), by: one) == nil)
        let centres = [CentreID(rawValue: Self.one), CentreID(rawValue: Self.two)]
        var roll = try #require(
            Timeline<RollCall>(.rollCall(.called(centres: centres, answerBy: MemoryDesk.start)), by: "duty"))
        #expect(roll.apply(.rollCall(.answered(centre: centres[0])), by: "ed") == nil)
        #expect(roll.state.missing == [centres[1]])
        #expect(roll.apply(.rollCall(.answered(centre: centres[1])), by: "ed") == nil)
        #expect(roll.state.missing == [])
    }

    @Test func aNodesKeyIsItsBytes() throws {
        let card = NodeCard(id: "a", name: "n", centre: "erqi", slot: 1, key: "K")
        var node = try #require(Timeline<DeskNode>(.node(.admitted(card)), by: "admin"))
        // The sign of the kelvin is a K to Swift.
        #expect(node.apply(.node(.keyChanged(key: "\u{212A}", before: ["K"])), by: "admin") == nil)
        #expect(node.state.keys.count == 2)
    }
}
