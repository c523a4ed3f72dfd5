import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// Requests in the ledger: the row that lists read, what a search finds, and that verify agrees.
@Suite struct RequestLedgerTests {
    private func ask(_ fixture: Fixture, _ title: String = "缺航拍画面", to: [CentreID] = ["erqi", "jinshui"]) throws
        -> SubjectID
    {
        fixture.clock.advance(seconds: 1)
        let wish = RequestCommand.Wish(
            title: title, dueAt: fixture.clock.read().adding(seconds: 3600), centre: "xinmi", to: to,
            deliverables: [.video, .photo], priority: .urgent, place: "溱水路", note: "要雨后的")
        return try #require(try fixture.ledger.perform(.request(.make(wish)), as: Cast.duty).events.first).subject
    }

    private func row(_ fixture: Fixture, _ id: SubjectID) throws -> RequestRow {
        try #require(try fixture.ledger.read { try $0.requestRow(id) })
    }

    @Test func theRowIsWhatTheFoldSays() throws {
        let fixture = try Fixture()
        let id = try ask(fixture)
        let story = try fixture.draft()
        var row = try row(fixture, id)
        #expect(row.number == Number(.request, 1) && row.state == .open && row.limit == row.dueAt)
        #expect(row.centre == "xinmi" && row.to == ["erqi", "jinshui"] && row.deliverables == [.video, .photo])
        #expect(row.waits(for: "erqi") && !row.waits(for: "xinmi") && !row.waits(for: "zz"))
        try fixture.ledger.perform(.request(.answer(id, .no(reason: "无\"人\",无车"))), as: Cast.stranger)
        try fixture.ledger.perform(.request(.answer(id, .story(story))), as: Cast.reporter)
        row = try self.row(fixture, id)
        #expect(row.state == .answered && row.limit == nil && row.isOpen)
        #expect(row.answers.map(\.answer) == [.no(reason: "无\"人\",无车"), .story(story)])
        #expect(row.answers.map(\.by) == ["zhao", "liwei"])
        try fixture.ledger.perform(.request(.close(id, reason: "够了")), as: Cast.duty)
        let request = try #require(try fixture.ledger.read { try $0.request(id) })
        row = try self.row(fixture, id)
        #expect(row.state == .closed && !row.isOpen && row.answers == request.answers && request.reason == "够了")
        #expect(try fixture.ledger.verify().findings == [])
    }

    @Test func whatWaitsComesFirstAndAFilterIsByTheAsker() throws {
        let fixture = try Fixture()
        let first = try ask(fixture, "第一")
        let second = try ask(fixture, "第二")
        let third = try ask(fixture, "第三")
        try fixture.ledger.perform(.request(.close(second)), as: Cast.duty)
        try fixture.ledger.perform(.request(.answer(first, .story(try fixture.draft()))), as: Cast.reporter)
        func list(_ filter: Filter) throws -> [SubjectID] {
            try fixture.ledger.read { try $0.requests(filter).map(\.id) }
        }
        #expect(try list(Filter()) == [third, first, second])
        #expect(try list(Filter(openOnly: true)) == [third, first])
        #expect(try list(Filter(centre: "xinmi")) == [third, first, second])
        #expect(try list(Filter(centre: "erqi")) == [])
        #expect(try list(Filter(limit: 1)) == [third])
    }

    @Test func itIsFoundByItsWordsAndItsNumber() throws {
        let fixture = try Fixture()
        let id = try ask(fixture)
        for typed in ["航拍", "雨后", "溱水", "R-0001", "r1"] {
            let hits = try fixture.ledger.read { try $0.search(typed) }
            #expect(hits.rows.map(\.id) == [id], "\(typed)")
            #expect(hits.rows.first?.home == "xinmi")
        }
        #expect(try fixture.ledger.read { try $0.number(of: id) } == Number(.request, 1))
        guard case .one(let item) = try fixture.ledger.read({ try $0.find("\(id)") }) else {
            Issue.record("not found")
            return
        }
        #expect(item.number.series == .request && item.title == "缺航拍画面" && item.centre == "xinmi")
        #expect(try fixture.ledger.read { try $0.log(limit: 1) }.first?.number == Number(.request, 1))
    }

    @Test func verifySeesAChangedRowAndADamagedOneShowsNothing() throws {
        let fixture = try Fixture()
        let id = try ask(fixture)
        try fixture.tamper("UPDATE request SET answers = 'not JSON'")
        #expect(try fixture.ledger.read { try $0.requestRow(id) } == nil)
        #expect(try fixture.ledger.read { try $0.request(id) }?.answers == [])
        #expect(try !fixture.ledger.verify().findings.isEmpty)
    }

    @Test func numbersGoOnAndTheSecondOfTwoIsRefused() throws {
        let fixture = try Fixture()
        let id = try ask(fixture)
        _ = try ask(fixture, "又一个")
        #expect(try fixture.ledger.read { try $0.requests().map(\.number.value).sorted() } == [1, 2])
        let story = try fixture.draft()
        try fixture.ledger.perform(.request(.close(id)), as: Cast.duty)
        #expect(throws: Refusal.self) {
            try fixture.ledger.perform(.request(.answer(id, .story(story))), as: Cast.reporter)
        }
        #expect(try row(fixture, id).answers == [])
    }
}
