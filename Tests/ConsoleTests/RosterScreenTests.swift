import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// Another roster, from one centre to two hundred, lays itself out well.
@Suite struct RosterScreenTests {
    private static let sizes = Stop.sizes + [Size(columns: 132, rows: 43), Size(columns: 300, rows: 80)]

    private func seat(centres count: Int) throws -> Seat {
        let clock = TestClock(NewsDay.now)
        return try Seat(ledger: try NewsDay.ledger(centres: count, clock), clock: clock)
    }

    /// The centres that stand whole on the screen, by their place in the list.
    private func shown(_ frame: Frame) -> Set<Int> {
        Set(frame.hits.compactMap { if case .row(.centres, let index) = $0.hit { index } else { nil } })
    }

    /// Moves to every centre in turn and expects the screen to show the one under the cursor.
    private func expectAllWithinReach(_ seat: Seat, _ size: Size) throws {
        seat.resize(size.columns, size.rows)
        seat.visit(.board)
        seat.model.focus[.board] = .centres
        try seat.press("Home")
        let count = seat.model.desk.roster.count
        var seen: Set<Int> = []
        for _ in 0..<count {
            let index = seat.model.list.index
            seen.insert(index)
            let frame = seat.frame
            let visible = shown(frame)
            #expect(visible.contains(index), "\(size): centre \(index) of \(count) is under the cursor, not to be seen")
            guard case .centre(let id) = seat.model.list.selected else { break }
            let name = String(seat.model.read.centre(id).prefix(5))
            #expect(frame.canvas.lines().contains { $0.contains(name) }, "\(size): \(name)")
            if seen.count == count { break }
            try next(seat, count)
        }
        #expect(seen.count == count, "\(size): \(seen.count) of \(count) can be reached")
        #expect(Seat.torn(seat.frame) == nil)
    }

    /// Reads on as one does: to the right, and at the end of a row to the start of the next.
    private func next(_ seat: Seat, _ count: Int) throws {
        let before = seat.model.list.index
        guard seat.model.isInTiles else { return try seat.press("Down") }
        try seat.press("Right")
        guard seat.model.list.index == before else { return }
        for _ in 0..<count {
            let here = seat.model.list.index
            try seat.press("Left")
            if seat.model.list.index == here { break }
        }
        try seat.press("Down")
    }

    @Test(arguments: [1, 2, 16, 17, 40, 200]) func anyNumberOfCentres(_ count: Int) throws {
        let seat = try seat(centres: count)
        #expect(seat.model.desk.roster.count == count)
        let sizes = count > 40 ? Array(Self.sizes.prefix(5)) : Self.sizes
        for size in sizes { try expectAllWithinReach(seat, size) }
    }

    @Test func theProvince() throws {
        let clock = TestClock(NewsDay.now)
        let seat = try Seat(ledger: try NewsDay.province(clock), clock: clock)
        #expect(seat.model.desk.roster.count == 104)
        for size in Self.sizes { try expectAllWithinReach(seat, size) }
    }

    @Test func aMapIsReadByItsOwnDirections() throws {
        let seat = try Seat(columns: 120, rows: 36)
        seat.send(.pointed(.row(.centres, 0), .press))
        func card() throws -> CentreCard {
            guard case .centre(let id) = seat.model.list.selected else { throw NoCentre() }
            return try #require(seat.model.desk.directory.centre(id: id))
        }
        let start = try card()
        for (key, dx, dy) in [("Right", 1, 0), ("Down", 0, 1), ("Left", -1, 0), ("Up", 0, -1)] {
            let before = try card()
            try seat.press(key)
            let after = try card()
            #expect((after.column ?? 0) - (before.column ?? 0) == dx, "\(key)")
            #expect((after.row ?? 0) - (before.row ?? 0) == dy, "\(key)")
        }
        #expect(try card().id == start.id)
    }

    @Test func manyCentresLeaveRoomForWhatIsUrgent() throws {
        for count in [1, 40, 200] {
            let seat = try seat(centres: count)
            try seat.command("d c1 大火 !flash")
            seat.tick(seconds: 120)
            for size in Self.sizes {
                seat.resize(size.columns, size.rows)
                seat.visit(.board)
                #expect(seat.text.contains("T-0001") && seat.text.contains("大火"), "\(count) centres at \(size)")
            }
        }
    }

    private struct NoCentre: Error {}
}
