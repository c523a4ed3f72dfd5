import Ledger
import Newsroom
import Testing

@testable import Console

/// A demonstration's console takes over another day's desk without leaving the screen.
@Suite struct NextDayTests {
    private func take(_ seat: Seat, _ next: Seat) throws {
        seat.model.beginDay(actor: next.model.actor)
        let (place, query, actor) = (seat.model.place, seat.model.query, seat.model.actor)
        seat.model.take(
            try next.ledger.read { try DeskData.load(place, query: query, for: actor, $0, zone: .beijing) })
    }

    @Test func whatWasOneDaysIsForgotten() throws {
        let seat = try Seat()
        try seat.command("d erqi 派了又撤")
        #expect(!seat.model.undo.isEmpty)
        try seat.press("t")
        try seat.press("Enter")
        guard case .task(let id) = seat.model.place else { return #expect(Bool(false), "no task") }
        try seat.press("?")
        #expect(seat.model.overlay != nil)

        let clock = TestClock(NewsDay.now.adding(seconds: 86_400))
        let next = try Seat("sunlei", ledger: try NewsDay.ledger(centres: 5, clock).staffed("sunlei"), clock: clock)
        try take(seat, next)
        #expect(seat.model.places == [.board, .tasks], "\(seat.model.places)")
        #expect(seat.model.undo.isEmpty && seat.model.overlay == nil && seat.model.prompt == nil)
        #expect(seat.model.actor.staff == "sunlei")
        #expect(seat.model.task(id) == nil && seat.model.list.items.isEmpty)
        #expect(seat.model.desk.roster.count == 5)
    }

    @Test func theReaderStaysWhereTheyWere() throws {
        let seat = try Seat()
        seat.visit(.centre("erqi"))
        let next = try Seat()
        try take(seat, next)
        #expect(seat.model.place == .centre("erqi"))
        #expect(seat.text.contains("二七区"))
    }

    @Test func aVisitorsListStaysInOrderAsLongAsTheyAreThere() throws {
        let seat = try Seat(columns: 120, rows: 36)
        #expect(!seat.model.isAttended)
        seat.model.isVisited = true
        // A day that runs fast: an hour of it goes by between two keys.
        seat.tick(seconds: 3600)
        #expect(seat.model.isAttended)
        let order = seat.model.list.items
        seat.tick(seconds: 3600)
        let kept = seat.model.list.items.filter(order.contains)
        #expect(kept == order.filter(kept.contains))
    }
}

extension Ledger {
    /// The same desk with one more duty editor.
    func staffed(_ id: StaffID) throws -> Ledger {
        let charter = try read { try $0.desk().charter }
        let root = Person(staff: "root", role: .administrator, house: charter.id)
        try perform(.staff(.add(StaffCard(id: id, name: "孙磊", role: .dutyEditor, centre: charter.id))), as: root)
        return self
    }
}
