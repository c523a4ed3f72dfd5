import Ledger
import Newsroom
import Rehearsal
import Testing

/// What becomes of the requests of a demonstration's day.
@Suite struct RequestDayTests {
    @Test func theDayHasOneThatWasHelpedAndOneThatWaits() throws {
        let stage = try Stage(seed: 7)
        let requests = try stage.ledger.read { try $0.requests() }
        #expect(requests.map(\.state).sorted { $0.rawValue < $1.rawValue } == [.closed, .open])
        let closed = try #require(requests.first { $0.state == .closed })
        #expect(closed.answers.map(\.answer.isHelp) == [false, true])
        #expect(requests.first { $0.state == .open }?.answers.map(\.answer.isHelp) == [false])
    }

    /// Nobody's script goes on with it: whoever is asked answers, and what is done is closed.
    @Test func itsPeopleAnswerAndClose() throws {
        for seed in [1, 2, 3] as [UInt64] {
            for language in Language.allCases {
                let stage = try Stage(seed: seed, language: language)
                try stage.play(seconds: 3 * 3600)
                let requests = try stage.ledger.read { try $0.requests() }
                #expect(requests.count == 2)
                #expect(requests.allSatisfy { $0.state == .closed }, "\(requests.map(\.state))")
                #expect(requests.allSatisfy { $0.answers.count == 2 })
            }
        }
    }

    /// What a visitor asks for is answered by the people of the day too.
    @Test func aVisitorIsAnswered() throws {
        let stage = try Stage(seed: 5)
        let visitor = Person(staff: Stage.visitor, role: .dutyEditor, house: "zz")
        let due = Stage.now.adding(seconds: 3600)
        let wish = RequestCommand.Wish(title: "停飞日的一堂理论课的图片", dueAt: due, to: ["shangjie", "gongyi"])
        let id = try #require(try stage.ledger.perform(.request(.make(wish)), as: visitor).events.first).subject
        try stage.play(seconds: 2 * 3600)
        let row = try #require(try stage.ledger.read { try $0.requestRow(id) })
        #expect(!row.answers.isEmpty, "\(row)")
    }
}
