import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// Whoever did what came to nothing is told until they say that they have seen it.
@Suite struct OverruledTests {
    /// Two nodes of one centre, cut off from each other, edit one draft: the second edit is void.
    private func network(draftedAt isDesk: Bool) throws -> (Network, SubjectID) {
        let network = try Network(["erqi", "erqi"])
        try network.meet()
        let (first, second) = (network.centres[0], network.centres[1])
        let origin = isDesk ? network.desk.ledger : first
        let drafted = try origin.perform(.story(.draft(StoryCommand.Draft(title: "积水", body: "初稿"))), as: Cast.reporter)
        let story = try #require(drafted.events.first?.subject)
        try network.meet()
        try Network.carry(from: first, to: second)
        network.desk.clock.advance(seconds: 10)
        try first.perform(.story(.edit(story, title: nil, body: "编辑的", base: nil)), as: Cast.editor)
        network.desk.clock.advance(seconds: 10)
        try second.perform(.story(.edit(story, title: nil, body: "记者的", base: nil)), as: Cast.reporter)
        try network.meet()
        try Network.carry(from: first, to: second)
        try Network.carry(from: second, to: first)
        return (network, story)
    }

    private func told(_ ledger: Ledger, _ person: StaffID? = Cast.reporter.staff) throws -> [OverruledRow] {
        try ledger.read { try $0.overruled(of: person) }
    }

    @Test func whatWasSeenIsToldNoMoreAnywhere() throws {
        let (network, story) = try network(draftedAt: true)
        let row = try #require(try told(network.centres[0]).first)
        for ledger in network.all { #expect(try told(ledger).map(\.event) == [row.event]) }
        // The duty log does not show it as if it had been done.
        for ledger in network.all {
            let lines = try ledger.read { try $0.log() }
            #expect(lines.filter(\.isVoid).map(\.event) == [row.event])
            let texts = Language.allCases.map { language in
                lines.filter(\.isVoid).map {
                    $0.logText(Localizer(language: language, name: \.rawValue, centre: \.rawValue))
                }
            }
            #expect(
                texts.joined().contains { $0.hasPrefix("未算数：") }
                    && texts.joined().contains { $0.hasPrefix("does not count: ") })
        }
        #expect(try told(network.centres[0], Cast.editor.staff).isEmpty, "the other's edit stands")
        guard case .textChanged(let last) = row.why else {
            Issue.record("\(row.why)")
            return
        }
        #expect(last.by == Cast.editor.staff && row.event.subject == story)
        // Another's word for it is none.
        try network.centres[0].perform(.common(.readOverruled(story, at: row.event.stamp)), as: Cast.editor)
        #expect(try told(network.centres[0]).count == 1)
        let before = try network.centres[1].story(story)
        try network.centres[1].perform(.common(.readOverruled(story, at: row.event.stamp)), as: Cast.reporter)
        #expect(try network.centres[1].story(story) == before, "it changes nothing")
        #expect(try network.meet() == [])
        for ledger in network.all {
            #expect(try told(ledger).isEmpty)
            #expect(try told(ledger, nil).count == 1, "what was seen is there for whoever asks for all")
            #expect(
                try ledger.read { try $0.log(for: Cast.reporter.staff) }.allSatisfy {
                    $0.kind != "overruledRead"
                })
            #expect(try ledger.read { try $0.history(story) }.allSatisfy { $0.fact.kind != .common(.overruledRead) })
        }
        try network.expectAlike()
    }

    /// That the loser of two edits of a private draft saw it gives the draft to nobody, and is told again with it.
    @Test func aDraftStaysItsCentresOwn() throws {
        let (network, story) = try network(draftedAt: false)
        let (first, second) = (network.centres[0], network.centres[1])
        let row = try #require(try told(second).first)
        try second.perform(.common(.readOverruled(story, at: row.event.stamp)), as: Cast.reporter)
        #expect(try told(second).isEmpty)
        #expect(try second.story(story)?.text.body == "编辑的")
        #expect(try network.meet() == [])
        #expect(try network.desk.ledger.story(story) == nil)
        try second.perform(.story(.submit(story)), as: Cast.reporter)
        #expect(try network.meet() == [])
        try Network.carry(from: first, to: second)
        try Network.carry(from: second, to: first)
        #expect(try network.desk.ledger.story(story)?.text.body == "编辑的")
        for ledger in network.all { #expect(try told(ledger).isEmpty, "\(ledger.path)") }
        try network.expectAlike()
    }

    @Test func thatAMessageWasReadTwiceIsNothingToTell() throws {
        let network = try Network(["erqi", "erqi"])
        let sent = try network.desk.ledger.perform(
            .message(.send("收到请回", to: [Cast.reporter.staff], about: nil)), as: Cast.duty)
        let message = try #require(sent.events.first?.subject)
        try network.meet()
        for ledger in network.centres { try ledger.perform(.message(.read([message])), as: Cast.reporter) }
        #expect(try network.meet() == [])
        for ledger in network.all { #expect(try told(ledger, nil).isEmpty) }
    }

    @Test func itIsSaidOfSomethingThatIsThere() throws {
        let fixture = try Fixture()
        let nothing = Command.common(.readOverruled(SubjectID(at: Moment(milliseconds: 5)) { 9 }, at: Stamp(value: 9)))
        #expect(throws: Refusal.self) { try fixture.ledger.perform(nothing, as: Cast.reporter) }
    }
}
