import Testing

@testable import Console
@testable import Ledger
@testable import Newsroom
@testable import Terminal

/// Numbers as they are typed at the console: found wherever the thing is, and asked about where there are two.
@Suite struct NumberScreenTests {
    /// A second story with the number of one that is there.
    private func twin(of row: StoryRow, _ seat: Seat, _ number: Number? = nil) throws -> SubjectID {
        let drafted = try #require(try seat.ledger.read { try $0.history(row.id) }.first)
        guard case .story(.drafted(var draft)) = drafted.fact else { throw Refusal.unknownItem("") }
        draft.title = "同号的另一篇"
        if let number { draft.number = number.value }
        let other = draft
        return try seat.ledger.transaction { transaction in
            let id = try transaction.makeID()
            try transaction.append(id, .story(.drafted(other)), by: drafted.actor)
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
            for (columns, rows) in [(60, 16), (60, 20), (80, 24), (120, 36)] {
                let seat = try Seat(language: language, columns: columns, rows: rows)
                let keys = try #require(seat.screen.last)
                let loss = Loss(
                    acts: 4, since: NewsDay.now.adding(seconds: -600), until: NewsDay.now, isShared: false)
                seat.model.desk.loss = loss
                for place in [Place.board, .summary] {
                    seat.visit(place)
                    seat.model.desk.loss = loss
                    let line = seat.screen[rows - 2]
                    #expect(line.contains(loss.notice(language)) && !line.contains("…"), "\(line)")
                    #expect(place != .board || seat.screen.last == keys, "the keys stay: \(seat.text)")
                    #expect(Seat.torn(seat.frame) == nil)
                }
            }
        }
    }

    /// Numbers that were given after a restore are longer, and those of a centre's node; the column is as wide.
    @Test func noListCutsANumber() throws {
        let long = [Number(.story, 585_001), Number(.story, 585_002), Number(.story, 3 * Number.perSlot + 1_585_001)]
        for language in Language.allCases {
            for (columns, rows) in [(60, 20), (80, 24), (120, 36)] {
                let seat = try Seat(language: language, columns: columns, rows: rows)
                let row = try seat.story { _ in true }
                for number in long {
                    let id = try twin(of: row, seat, number)
                    try seat.elsewhere("zhangmin", .message(.send("看看", to: ["liwei"], about: id)))
                }
                for place in [Place.stories, .log, .messages] {
                    seat.visit(place)
                    if place == .stories {
                        try seat.press("/")
                        seat.type("同号")
                        try seat.press("Enter")
                    }
                    for number in place == .log ? [] : long {
                        #expect(seat.text.contains("\(number) "), "\(columns) \(language) \(place): \(seat.text)")
                    }
                    #expect(Seat.torn(seat.frame) == nil)
                }
            }
        }
        #expect(Columns.width([Number(.task, 9999), nil]) == 6)
    }
}
