import Testing

@testable import Ledger
@testable import Newsroom

/// The figures of a shift, from the log.
@Suite struct ShiftTests {
    @Test func aShiftBeginsWhenDutyIsTaken() throws {
        let fixture = try Fixture()
        let early = try fixture.issue("早班的任务")
        fixture.clock.advance(seconds: 30)
        try fixture.ledger.perform(.task(.acknowledge(early)), as: Cast.editor)
        fixture.clock.advance(seconds: 3600)
        try fixture.ledger.perform(.centre(.takeDuty), as: Cast.duty)
        let began = fixture.clock.read()
        fixture.clock.advance(seconds: 60)
        let late = try fixture.issue("本班的任务")
        fixture.clock.advance(seconds: 90)
        try fixture.ledger.perform(.task(.acknowledge(late)), as: Cast.editor)

        let shift = try fixture.ledger.read { try $0.shift() }
        #expect(shift.dutyEditor == "duty" && shift.since == began)
        #expect(shift.figures().map(\.measure) == [.toAcknowledge])
        #expect(shift.figures().first?.count == 1 && shift.figures().first?.median == 90)
        #expect(shift.figures(centre: "jinshui") == [])
        let all = try fixture.ledger.read { try $0.shift(since: began.adding(seconds: -7200)) }
        #expect(all.figures(centre: "erqi").first?.count == 2)
    }

    @Test func withoutDutyItIsTheLastTwelveHours() throws {
        let fixture = try Fixture()
        try fixture.ledger.perform(.centre(.takeDuty), as: Cast.duty)
        fixture.clock.advance(seconds: 25 * 3600)
        let shift = try fixture.ledger.read { try $0.shift() }
        #expect(shift.dutyEditor == nil)
        #expect(shift.since == fixture.clock.read().adding(seconds: -12 * 3600))
    }

    @Test func whatIsOverdueFromBeforeTheShiftStillCounts() throws {
        let fixture = try Fixture()
        _ = try fixture.issue("没人接的任务")
        fixture.clock.advance(seconds: 7200)
        try fixture.ledger.perform(.centre(.takeDuty), as: Cast.duty)
        let figure = try #require(try fixture.ledger.read { try $0.shift() }.figures().first)
        #expect(figure.measure == .toAcknowledge && figure.overdue == 1 && figure.percentWithin == 0)
    }
}
