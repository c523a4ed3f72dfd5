import Testing

@testable import Console
@testable import Ledger
@testable import Newsroom
@testable import Terminal

/// Numbers as they are typed at the console: found wherever the thing is, and asked about where there are two.
@Suite struct NumberScreenTests {
    /// A second story with the number of one that is there.
    private func twin(of row: StoryRow, _ seat: Seat) throws -> SubjectID {
        let drafted = try #require(try seat.ledger.read { try $0.history(row.id) }.first)
        guard case .storyDrafted(var draft) = drafted.fact else { throw Refusal.unknownItem("") }
        draft.title = "同号的另一篇"
        let other = draft
        return try seat.ledger.transaction { transaction in
            let id = transaction.makeID()
            try transaction.append(id, .storyDrafted(other), by: drafted.actor)
            return id
        }
    }

    @Test func goingToANumberOfTwoShowsBoth() throws {
        let seat = try Seat()
        let row = try seat.story { _ in true }
        let other = try twin(of: row, seat)
        try seat.command("go \(row.number)")
        #expect(seat.model.place == .search)
        #expect(seat.model.list.items == [.story(row.id), .story(other)])
        #expect(seat.notice.contains("\(row.number)"))
        try seat.press("Down", "Enter")
        #expect(seat.model.place == .story(other))
    }

    @Test func aLineThatNamesANumberOfTwoSaysTheirIds() throws {
        let seat = try Seat("zhangmin", columns: 200)
        let row = try seat.story { _ in true }
        let other = try twin(of: row, seat)
        let tasks = try seat.ledger.read { try $0.tasks().count }
        try seat.command("d erqi 去看看 #\(row.number)")
        #expect(seat.notice.contains("\(row.id)") && seat.notice.contains("\(other)"))
        #expect(try seat.ledger.read { try $0.tasks().count } == tasks)
        try seat.press("C-c")
        try seat.command("d erqi 去看看 #\(other)")
        let made = try seat.task { $0.title == "去看看" }
        #expect(made.story == other)
        try seat.command("message liwei 看看这篇 #\(row.number)")
        #expect(seat.text.contains("\(other)"))
    }

    /// What the screens do not hold is found all the same.
    @Test func whatNoListHoldsIsFoundByItsNumber() throws {
        let seat = try Seat()
        let closed = try #require(
            try seat.ledger.read { try $0.stories() }.first { row in !seat.model.rows.stories.keys.contains(row.id) },
            "every story of the day is on the screen")
        try seat.command("d erqi 回访 #\(closed.number)")
        #expect(try seat.task { $0.title == "回访" }.story == closed.id)
    }

    @Test func whatTheDatabaseLostStandsOnTheBoard() throws {
        for language in Language.allCases {
            let seat = try Seat(language: language)
            seat.model.desk.loss = Loss(
                acts: 4, since: NewsDay.now.adding(seconds: -600), until: NewsDay.now, isShared: false)
            #expect(seat.screen.last?.contains("4") == true)
            seat.resize(60, 16)
            #expect(Seat.torn(seat.frame) == nil)
            seat.resize(160, 40)
            #expect(seat.screen.last?.contains("guantong verify") == true)
        }
    }
}
