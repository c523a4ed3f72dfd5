import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// Clocks: near and over have their marks, the bell rings once, and without a clock there is nothing to tick for.
@Suite struct ClockTests {
    /// The row of a thing that is not the news at the bottom.
    private func row(_ seat: Seat, _ number: Number) throws -> String {
        try #require(
            seat.screen.dropLast().first { $0.contains("\(number)") }, "\(number) is not to be seen: \(seat.text)")
    }

    /// A seat with one flash task that has just been sent.
    private func flash() throws -> (seat: Seat, task: TaskRow) {
        let seat = try Seat(columns: 120, rows: 36)
        try seat.command("d erqi 大火 !flash")
        return (seat, try seat.task { $0.title == "大火" })
    }

    @Test func countsDownNearsAndRunsOver() throws {
        let (seat, task) = try flash()
        // Where each thing has a row to itself.
        try seat.press("t")
        #expect(try row(seat, task.number).contains("01:00"))
        seat.tick(seconds: 10)
        #expect(try row(seat, task.number).contains("00:50"))
        #expect(try !row(seat, task.number).contains(seat.model.glyphs.near))
        seat.tick(seconds: 36)
        #expect(try row(seat, task.number).contains("00:14"))
        #expect(try row(seat, task.number).contains(seat.model.glyphs.near), "the last quarter")
        seat.tick(seconds: 51)
        let over = try row(seat, task.number)
        #expect(over.contains("-00:37") && over.contains(seat.model.glyphs.over), "\(over)")
        #expect(seat.model.attention.first { $0.item == .task(task.id) }?.level == .over)
    }

    @Test func whatRunsOverWhileNobodyIsAtTheKeysComesToTheTop() throws {
        let (seat, task) = try flash()
        let cursor = seat.model.list.selected
        for _ in 0..<62 { seat.tick(seconds: 1) }
        let over = seat.model.attention.filter { $0.level == .over }.map(\.item)
        #expect(Array(seat.model.list.items.prefix(over.count)) == over && over.contains(.task(task.id)))
        #expect(seat.model.list.selected == cursor, "the cursor goes with its item")
    }

    @Test func theTickerShowsTheNewest() throws {
        for (columns, rows) in [(120, 36), (200, 60)] {
            let seat = try Seat(columns: columns, rows: rows)
            let pane = layout(seat.model).rect(.log)
            for number in 1...30 {
                try seat.elsewhere("sunlei", .desk(.note("第\(number)笔")))
                seat.reload()
            }
            if pane != nil { #expect(seat.text.contains("第30笔"), "\(columns)x\(rows)") }
        }
    }

    @Test func theBellRingsOnceForEachThing() throws {
        let (seat, _) = try flash()
        let before = seat.bells
        #expect(before == 0, "what was over when the console opened is not news")
        for _ in 0..<59 { seat.tick(seconds: 1) }
        #expect(seat.bells == 0)
        for _ in 0..<120 { seat.tick(seconds: 1) }
        #expect(seat.bells == 1)
        seat.reload()
        seat.resize(80, 24)
        #expect(seat.bells == 1)
        try seat.command("d jinshui 又一处 !flash")
        seat.tick(seconds: 61)
        #expect(seat.bells == 2)
    }

    @Test func theBellRingsAtACalmDeskToo() throws {
        let clock = TestClock(NewsDay.now)
        let seat = try Seat(ledger: try NewsDay.ledger(centres: 3, clock), clock: clock)
        try seat.command("d c1 头一件 !flash")
        seat.tick(seconds: 30)
        #expect(seat.bells == 0)
        seat.tick(seconds: 31)
        #expect(seat.bells == 1, "the first thing of the day that runs over rings like any other")
        seat.tick(seconds: 60)
        #expect(seat.bells == 1)
    }

    @Test func onlyTheDigitsChange() throws {
        let (seat, _) = try flash()
        let before = seat.screen
        seat.tick(seconds: 1)
        let after = seat.screen
        #expect(before != after)
        for (old, new) in zip(before, after) where old != new {
            // An hour that ends goes over into minutes and seconds: 1h00m, 59:59.
            let changed = zip(old, new).filter { $0 != $1 }.flatMap { [$0, $1] }
            #expect(old.count == new.count && changed.allSatisfy { "0123456789hm:- ".contains($0) }, "\(old)\n\(new)")
        }
    }

    @Test func withinASecondNothingMoves() throws {
        let (seat, _) = try flash()
        try seat.press("t")
        seat.tick(seconds: 1)
        let start = seat.clock.now
        let before = seat.screen
        for milliseconds in [1, 400, 999] {
            seat.clock.now = Moment(milliseconds: start.milliseconds + Int64(milliseconds))
            try seat.press("j")
            try seat.press("k")
            #expect(seat.screen == before, "\(milliseconds) ms into the second")
        }
        seat.clock.now = start.adding(seconds: 1)
        #expect(seat.screen != before)
    }

    @Test func withoutAClockNothingTicks() throws {
        let clock = TestClock(NewsDay.now)
        let seat = try Seat(ledger: try NewsDay.ledger(centres: 16, clock), clock: clock)
        for place in [Place.board, .tasks, .stories, .leads, .log, .list(.staff), .search, .centre("c1")] {
            seat.visit(place)
            #expect(!seat.frame.hasSeconds, "\(place)")
        }
        try seat.command("d c1 有限时")
        seat.visit(.board)
        #expect(seat.frame.hasSeconds)
        seat.visit(.list(.staff))
        #expect(!seat.frame.hasSeconds)
    }

    @Test func aCentreThatIsNotHeardIsMarked() throws {
        let clock = TestClock(NewsDay.now)
        let seat = try Seat(ledger: try NewsDay.ledger(clock), clock: clock)
        let heard = seat.screen.first ?? ""
        clock.now = clock.now.adding(seconds: seat.model.desk.policy.lost + 3600)
        seat.reload()
        #expect(seat.screen.first?.contains("0/16") == true, "\(heard)")
        #expect(seat.text.contains(Reachability.lost.phrase.zh))
    }

    @Test func theDayIsSaidWhenItIsNotToday() throws {
        let seat = try Seat(columns: 120, rows: 36)
        seat.visit(.log)
        let civil = Zone.beijing.civil(NewsDay.now)
        #expect(!seat.text.contains(civil.shortDate))
        seat.clock.now = NewsDay.now.adding(seconds: 86_400)
        seat.reload()
        #expect(seat.text.contains(civil.shortDate))
    }
}
