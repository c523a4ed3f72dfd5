import GRDB
import Newsroom
import Testing

@testable import Ledger

/// That lists say of a story on its channels what the folded placement says.
@Suite struct PlacementLedgerTests {
    private func expectAlike(_ fixture: Fixture, _ id: SubjectID, _ comment: Comment? = nil) throws {
        let (rows, placements, found) = try fixture.ledger.read {
            (try $0.placementRows(of: id), try $0.placements(of: id), try $0.story(id))
        }
        let story = try #require(found)
        #expect(rows.count == placements.count)
        for (row, placement) in zip(rows, placements) {
            let due = PlacementRule.due(placement, story: story.state, published: story.publishedHash)
            #expect(row.due == due, comment)
            #expect(row.phrase == (due?.owed ?? placement.phrase(of: story)), comment)
        }
    }

    /// What fails on another house's channel waits for that house: it is told so.
    @Test func whatFailsOnAChannelIsItsHouses() throws {
        let fixture = try Fixture()
        let (ledger, channel) = (fixture.ledger, "paper" as ChannelID)
        let story = try fixture.signed()
        try ledger.perform(.story(.publish(story, channels: [channel, "erqi/wechat"])), as: Cast.editor)
        try ledger.perform(.placement(.step(story, channel: "erqi/wechat", to: .confirmed, note: nil)), as: Cast.editor)
        try ledger.perform(.placement(.release(story, channels: [channel])), as: Cast.duty)
        #expect(try ledger.read { try $0.storyRow(story) }?.failedIn == nil)
        fixture.clock.advance(seconds: 60)
        try ledger.perform(.placement(.step(story, channel: channel, to: .failed, note: "超时")), as: Cast.duty)
        let row = try #require(try ledger.read { try $0.storyRow(story) })
        #expect(row.failures == 1 && row.failedIn == "zz" && row.servedBy == ["zz"])
        #expect(row.troubleSince == fixture.clock.read())
    }

    /// Where a correction is refused, or its own house does without it, the older text stands and is owed the newer one.
    @Test(arguments: [true, false]) func aCorrectionThatWasKeptOffIsOwed(isRefused: Bool) throws {
        let fixture = try Fixture()
        let (ledger, channel) = (fixture.ledger, "erqi/wechat" as ChannelID)
        let draft = StoryCommand.Draft(title: "防汛", body: "路面积水已退。", centre: "zz", partners: ["erqi"])
        let story = try #require(try ledger.perform(.story(.draft(draft)), as: Cast.duty).events.first?.subject)
        try ledger.perform(.story(.submit(story)), as: Cast.duty)
        for (stage, person) in zip(Stage.reviews, [Cast.editor, Cast.head, Cast.chief]) {
            try ledger.perform(
                .story(.review(story, stage: stage, verdict: .pass, opinion: "可", textHash: nil)), as: person)
        }
        try ledger.perform(.story(.sign(story, textHash: nil)), as: Cast.otherChief)
        try ledger.perform(.story(.publish(story, channels: [channel])), as: Cast.duty)
        try ledger.perform(.placement(.release(story, channels: [channel])), as: Cast.editor)
        try ledger.perform(.placement(.step(story, channel: channel, to: .confirmed, note: nil)), as: Cast.editor)
        try expectAlike(fixture, story, "published")
        try ledger.perform(
            .story(.correction(story, .propose(body: "路面积水未退。", reason: "失实"))), as: Cast.duty)
        for (stage, person) in [(Stage.second, Cast.head), (.third, Cast.chief)] {
            try ledger.perform(
                .story(.review(story, stage: stage, verdict: .pass, opinion: "可", textHash: nil)), as: person)
        }
        try expectAlike(fixture, story, "proposed")
        let kept: PlacementCommand =
            isRefused
            ? .refuse(story, channel: channel, reason: "证据不足")
            : .step(story, channel: channel, to: .skipped, note: "不更正")
        try ledger.perform(.placement(kept), as: isRefused ? Cast.editor : Cast.chief)
        try expectAlike(fixture, story, "kept off")
        let row = try #require(try ledger.read { try $0.placementRows(of: story) }.first)
        #expect(row.isRefused == isRefused && row.due == .correct && row.note != nil)
        #expect(try fixture.ledger.read { try $0.failures() }.map(\.id) == [story])
        let told = try fixture.ledger.read { try $0.storyWithChannels(story).history }
        #expect(told.contains { if case .placement = $0.fact { true } else { false } })
        #expect(told.map(\.stamp) == told.map(\.stamp).sorted())
        #expect(try fixture.ledger.findings() == [])
    }
}
