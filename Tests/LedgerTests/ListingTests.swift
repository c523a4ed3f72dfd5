import Newsroom
import Testing

@testable import Ledger

/// That lists say how many they leave out, and leave out nothing that needs somebody where all of that is asked for.
@Suite struct ListingTests {
    @Test func whatIsLeftOutIsCounted() throws {
        let fixture = try Fixture()
        for number in 0..<5 { _ = try fixture.issue("任务 \(number)", to: number < 3 ? "erqi" : "xinmi") }
        try fixture.ledger.read { desk in
            let whole = try desk.tasks()
            #expect(whole.count == 5 && whole.more == 0)
            let cut = try desk.tasks(Filter(limit: 2))
            #expect(cut.count == 2 && cut.more == 3)
            #expect(cut.rows.map(\.id) == whole.prefix(2).map(\.id), "in the same order")
            #expect(try desk.tasks(Filter(centre: "erqi", limit: 1)).more == 2)
            #expect(try desk.tasks(Filter(centre: "erqi", limit: 3)).more == 0)
            let kept = try desk.tasks(Filter(openOnly: true, limit: 2, keepsOpen: true))
            #expect(kept.count == 5 && kept.more == 0, "what needs somebody is all there")
            #expect(try desk.rows(.task, Filter(limit: 4)).more == 1)
        }
        try fixture.ledger.perform(
            .task(.cancel(try #require(try fixture.ledger.read { try $0.tasks() }.first).id, reason: "误派")),
            as: Cast.duty)
        let (open, all) = try fixture.ledger.read {
            (try $0.tasks(Filter(openOnly: true, limit: 2)).more, try $0.tasks(Filter(limit: 2)).more)
        }
        #expect(open == 2 && all == 3)
    }

    @Test func storiesOfACentreAreCountedWithThoseOnWhichItWorks() throws {
        let fixture = try Fixture()
        _ = try (fixture.draft("甲"), fixture.draft("乙"))
        let joint = StoryCommand.Draft(title: "联合", body: "正文", centre: "zz", partners: ["erqi"])
        try fixture.ledger.perform(.story(.draft(joint)), as: Cast.duty)
        let lists = try fixture.ledger.read { desk in
            try [Filter(centre: "erqi"), Filter(centre: "erqi", limit: 2), Filter(centre: "xinmi", limit: 1)].map {
                try desk.stories($0)
            }
        }
        #expect(lists.map(\.count) == [3, 2, 0] && lists.map(\.more) == [0, 1, 0])
    }

    /// Who proposed a correction is told for a day that it was sent back.
    @Test func aCorrectionSentBackStandsOnItsWritersList() throws {
        let fixture = try Fixture()
        let story = try fixture.signed()
        try fixture.ledger.perform(.story(.publish(story, channels: ["erqi/wechat"])), as: Cast.editor)
        try fixture.ledger.perform(
            .placement(.step(story, channel: "erqi/wechat", to: .confirmed, note: nil)), as: Cast.editor)
        try fixture.ledger.perform(
            .story(.correction(story, .propose(body: "路面积水未退。", reason: "失实"))), as: Cast.reporter)
        func told(_ person: Person) throws -> Bool {
            try fixture.ledger.read { try $0.troubled(for: person) }.contains {
                $0.isToldOfReturn(person.staff, at: fixture.clock.read())
            }
        }
        #expect(try !told(Cast.reporter))
        let back = StoryCommand.review(story, stage: .second, verdict: .return, opinion: "来源不足", textHash: nil)
        try fixture.ledger.perform(.story(back), as: Cast.head)
        #expect(try told(Cast.reporter) && !told(Cast.editor) && !told(Cast.head))
        fixture.clock.advance(seconds: Correction.Return.toldFor)
        #expect(try !told(Cast.reporter))
        #expect(try fixture.ledger.findings() == [])
    }
}
