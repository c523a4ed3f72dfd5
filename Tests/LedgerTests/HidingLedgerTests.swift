import Foundation
import GRDB
import Newsroom
import Testing

@testable import Ledger

/// What lists show of what is hidden, withdrawn or removed, and that the tables follow story and placement alike.
@Suite struct HidingLedgerTests {
    /// A story of Erqi on its own channel and the desk's, confirmed on both.
    private func published() throws -> (Fixture, SubjectID) {
        let fixture = try Fixture()
        let story = try fixture.signed()
        try fixture.ledger.perform(.story(.publish(story, channels: ["erqi/wechat", "wechat"])), as: Cast.editor)
        try fixture.ledger.perform(.placement(.release(story, channels: ["wechat"])), as: Cast.duty)
        for (channel, person) in [("erqi/wechat", Cast.editor), ("wechat", Cast.duty)] as [(ChannelID, Person)] {
            try fixture.ledger.perform(
                .placement(.step(story, channel: channel, to: .confirmed, note: nil)), as: person)
        }
        return (fixture, story)
    }

    private func works(_ fixture: Fixture, _ story: SubjectID) throws -> [String] {
        try fixture.ledger.read { desk in
            try desk.placementRows(of: story).map { row in
                "\(row.channel.rawValue) \(row.state)" + (row.hiding.map { " \($0)" } ?? "")
                    + (row.work.map { " to \($0)" } ?? "")
            }
        }
    }

    private func row(_ fixture: Fixture, _ story: SubjectID) throws -> StoryRow {
        try #require(try fixture.ledger.read { try $0.storyRow(story) })
    }

    @Test func listsShowWhatIsHiddenAndForWhomItWaits() throws {
        let (fixture, story) = try published()
        #expect(try fixture.ledger.read { try $0.failures() }.isEmpty)
        let before = fixture.clock.read()
        try fixture.ledger.perform(.story(.hiding(story, .hide(reason: nil))), as: Cast.editor)
        #expect(
            try works(fixture, story) == [
                "erqi/wechat confirmed hiding to hide", "wechat confirmed hiding to hide",
            ])
        var line = try row(fixture, story)
        #expect(line.failures == 2 && line.due == 0 && line.work == .hide && line.troubleSince != nil)
        #expect(line.hidden?.by == "editor" && line.hidden?.whole == ["erqi"])
        #expect(line.owedReasons.map(\.by) == ["editor"])
        #expect(Set(line.hidden?.houses ?? []) == ["erqi", "zz"] && (line.hidden?.since ?? before) >= before)
        #expect(try fixture.ledger.read { try $0.failures() }.map(\.id) == [story])
        #expect(try fixture.ledger.read { try $0.placementRows() }.count == 2, "what waits is under way")
        try fixture.ledger.perform(.placement(.report(story, channel: "erqi/wechat", .hidden)), as: Cast.editor)
        line = try row(fixture, story)
        #expect(line.failures == 1 && line.failedIn == "zz")
        try fixture.ledger.perform(.placement(.report(story, channel: "wechat", .hidden)), as: Cast.duty)
        try fixture.ledger.perform(.story(.publish(story, channels: ["erqi/weekly"])), as: Cast.editor)
        #expect(
            try works(fixture, story) == [
                "erqi/wechat confirmed hidden", "erqi/weekly held hidden", "wechat confirmed hidden",
            ])
        line = try row(fixture, story)
        #expect(line.failures == 0 && line.work == nil && line.failedSince == nil)
        #expect(try fixture.ledger.read { try $0.failures() }.isEmpty)
        #expect(
            try fixture.ledger.read { try $0.troubled(for: nil) }.map(\.id) == [story], "hidden, it stays on the list")
        fixture.clock.advance(seconds: 60)
        try fixture.ledger.perform(.story(.hiding(story, .show)), as: Cast.duty)
        #expect(
            try works(fixture, story) == [
                "erqi/wechat confirmed showing to show", "erqi/weekly queued", "wechat confirmed showing to show",
            ])
        #expect(try row(fixture, story).troubleSince == fixture.clock.read() && row(fixture, story).hidden == nil)
        for (channel, person) in [("erqi/wechat", Cast.editor), ("wechat", Cast.duty)] as [(ChannelID, Person)] {
            try fixture.ledger.perform(.placement(.report(story, channel: channel, .shown)), as: person)
        }
        #expect(try row(fixture, story).failures == 0)
        #expect(try fixture.ledger.findings() == [])
    }

    @Test func aChannelsHouseHidesThereAlone() throws {
        let (fixture, story) = try published()
        try fixture.ledger.perform(
            .placement(.hide(story, channels: ["wechat"], reason: "待核")), as: Cast.duty)
        #expect(try works(fixture, story) == ["erqi/wechat confirmed", "wechat confirmed hiding to hide"])
        let line = try row(fixture, story)
        #expect(line.hidden?.whole == [] && line.owedReasons.isEmpty && line.hidden?.houses == ["zz", "zz"])
        #expect(try fixture.ledger.findings() == [])
    }

    @Test func aWithdrawalIsCountedAndWhatThePlatformRemovedWaits() throws {
        let (fixture, story) = try published()
        try fixture.ledger.perform(
            .placement(.step(story, channel: "wechat", to: .gone, note: "被删")), as: Cast.duty)
        var line = try row(fixture, story)
        #expect(line.work == .decide && line.failedIn == "erqi" && line.failures == 1 && line.withdrawal == nil)
        #expect(try works(fixture, story).last == "wechat gone to decide")
        try fixture.ledger.perform(
            .placement(.step(story, channel: "wechat", to: .skipped, note: "不再发")), as: Cast.editor)
        #expect(try row(fixture, story).failures == 0)
        try fixture.ledger.perform(.story(.hiding(story, .hide(reason: "失实"))), as: Cast.editor)
        try fixture.ledger.perform(.story(.withdraw(story, reason: "失实")), as: Cast.head)
        line = try row(fixture, story)
        #expect(line.withdrawal == Withdrawal(all: 1, down: 0) && line.hidden == nil && line.failures == 1)
        try fixture.ledger.perform(
            .placement(.step(story, channel: "erqi/wechat", to: .recalled, note: nil)), as: Cast.editor)
        line = try row(fixture, story)
        #expect(line.withdrawal == Withdrawal(all: 1, down: 1) && line.failures == 0)
        #expect(try fixture.ledger.findings() == [])
        let before = try fixture.ledger.everything()
        _ = try fixture.ledger.rebuild()
        #expect(try fixture.ledger.everything() == before)
        #expect(try fixture.ledger.findings() == [])
    }

    /// Stories that are hidden, however many, leave those in trouble on the list.
    @Test func whatIsInTroubleStandsBeforeWhatIsHidden() throws {
        let (fixture, story) = try published()
        try fixture.ledger.perform(
            .placement(.step(story, channel: "wechat", to: .gone, note: "被删")), as: Cast.duty)
        let others = try ["第二条", "第三条"].map { title -> SubjectID in
            fixture.clock.advance(seconds: 60)
            let other = try fixture.signed(title)
            try fixture.ledger.perform(.story(.publish(other, channels: ["erqi/wechat"])), as: Cast.editor)
            let done = PlacementCommand.step(other, channel: "erqi/wechat", to: .confirmed, note: nil)
            try fixture.ledger.perform(.placement(done), as: Cast.editor)
            try fixture.ledger.perform(.story(.hiding(other, .hide(reason: nil))), as: Cast.editor)
            let out = PlacementCommand.report(other, channel: "erqi/wechat", .hidden)
            try fixture.ledger.perform(.placement(out), as: Cast.editor)
            return other
        }
        func list(_ person: Person?) throws -> [SubjectID] {
            try fixture.ledger.read { try $0.troubled(for: person) }.map(\.id)
        }
        #expect(try fixture.ledger.read { try $0.failures(limit: 1) }.map(\.id) == [story])
        #expect(try list(Cast.head).first == story && Set(list(Cast.head)) == Set(others + [story]))
        #expect(try list(Cast.duty) == [story], "nobody tells them, and they owe no reason")
        #expect(try Set(list(Cast.editor)) == Set(others + [story]))
        // Shown again, the reason is owed all the same.
        try fixture.ledger.perform(.story(.hiding(others[0], .show)), as: Cast.editor)
        let back = PlacementCommand.report(others[0], channel: "erqi/wechat", .shown)
        try fixture.ledger.perform(.placement(back), as: Cast.editor)
        #expect(try list(Cast.editor).contains(others[0]) && row(fixture, others[0]).owesReason(Cast.editor))
        try fixture.ledger.perform(.story(.hiding(others[0], .explain(reason: "误报"))), as: Cast.editor)
        #expect(try !list(Cast.editor).contains(others[0]) && row(fixture, others[0]).owedReasons.isEmpty)
        #expect(try fixture.ledger.findings() == [])
    }

    /// What a platform hides by itself is a remark, and nobody's trouble since 1970.
    @Test func whatNobodyHidIsARemark() throws {
        let (fixture, story) = try published()
        try fixture.ledger.perform(.placement(.report(story, channel: "wechat", .hidden)), as: Cast.duty)
        #expect(try works(fixture, story) == ["erqi/wechat confirmed", "wechat confirmed hidden"])
        #expect(try row(fixture, story).failures == 0 && row(fixture, story).failedSince == nil)
        #expect(try fixture.ledger.read { try $0.failures() }.isEmpty)
        // Once it was to be hidden it is to be shown again, since it was found so.
        try fixture.ledger.perform(.story(.hiding(story, .hide(reason: "待核"))), as: Cast.editor)
        try fixture.ledger.perform(.story(.hiding(story, .show)), as: Cast.editor)
        try fixture.ledger.perform(.placement(.report(story, channel: "wechat", .shown)), as: Cast.duty)
        fixture.clock.advance(seconds: 60)
        try fixture.ledger.perform(.placement(.report(story, channel: "wechat", .hidden)), as: Cast.duty)
        #expect(try works(fixture, story).last == "wechat confirmed showing to show")
        #expect(try row(fixture, story).troubleSince == fixture.clock.read())
        #expect(try fixture.ledger.findings() == [])
    }
}
