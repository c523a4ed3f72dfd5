import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// A story that is hidden, on the screens of those who hide it, serve its channels, and are told.
@Suite struct HidingScreenTests {
    /// At the duty editor's, a story that stands on a channel of the desk and nothing waits for.
    private func published() throws -> (seat: Seat, row: StoryRow, channel: ChannelID) {
        let seat = try Seat("zhangmin")
        let rows = try seat.ledger.read { desk in
            try desk.stories().filter { $0.state == .published && $0.failedSince == nil && $0.stage == nil }.compactMap
            {
                row -> (StoryRow, ChannelID)? in
                let placements = try desk.placementRows(of: row.id)
                guard placements.allSatisfy({ $0.state == .confirmed && $0.house == "zz" }) else { return nil }
                return placements.first.map { (row, $0.channel) }
            }
        }
        let (row, channel) = try #require(rows.first, "no such story in the day")
        seat.visit(.story(row.id))
        return (seat, row, channel)
    }

    private func story(_ seat: Seat, _ id: SubjectID) throws -> Story {
        try #require(try seat.ledger.read { try $0.story(id) })
    }

    @Test func oneKeyHidesItAndTheSecondAsksWhy() throws {
        let (seat, row, _) = try published()
        try seat.press("H")
        #expect(try story(seat, row.id).isHidden, "\(seat.notice)")
        #expect(seat.model.prompt == nil && seat.text.contains("下线中 0/"), "\(seat.text)")
        try seat.press("H")
        seat.type("来源存疑")
        try seat.press("Enter")
        #expect(try story(seat, row.id).hidings.standing.first?.reason?.text == "来源存疑")
        try seat.press("H")
        #expect(seat.model.prompt == nil && seat.notice.contains("恢复上线"), "\(seat.notice)")
        seat.send(.pointed(.tab(.placements), .press))
        #expect(seat.text.contains("来源存疑") && seat.text.contains("整稿"), "\(seat.text)")
        #expect(seat.model.attention.contains { $0.item == .story(row.id) && $0.kind == .placementFailed })
        try seat.press("u", "Enter")
        #expect(try !story(seat, row.id).isHidden, "\(seat.notice)")
    }

    @Test func whatWasHiddenIsTakenBackAndListsSaySo() throws {
        let (seat, row, channel) = try published()
        seat.visit(.stories)
        seat.model.lists[seat.model.listKey]?.select(.story(row.id))
        try seat.press("H")
        #expect(try story(seat, row.id).isHidden, "\(seat.notice)")
        #expect(seat.text.contains("待下"), "\(seat.text)")
        try seat.press("z")
        #expect(try !story(seat, row.id).isHidden, "\(seat.notice)")
        #expect(try story(seat, row.id).owedReasons.isEmpty, "a slip of the key owes nothing")
        try seat.press("H")
        seat.visit(.story(row.id))
        let placements = try seat.ledger.read { try $0.placementRows(of: row.id) }
        for placement in placements {
            // What is to be said next stands there already.
            try seat.press("O")
            #expect(seat.text.contains("已下线"), "\(placement.channel) \(seat.text)")
            try seat.press("Enter")
        }
        #expect(
            try seat.ledger.read { try $0.placementRows(of: row.id) }.allSatisfy { $0.hiding == .hidden }, "\(channel)")
        #expect(seat.text.contains("已下线"), "\(seat.text)")
        let chief = try seat.colleague(
            try #require(seat.model.desk.directory.staff.first { $0.role == .deskHead && $0.centre == "zz" }).id)
        chief.visit(.board)
        #expect(chief.model.attention.contains { $0.item == .story(row.id) && $0.kind == .storyHidden && $0.isReaders })
        #expect(seat.model.attention.contains { $0.item == .story(row.id) && $0.kind == .hideUnexplained })
    }

    @Test func aReporterIsToldWhoMay() throws {
        let (seat, row, _) = try published()
        let reporter = try seat.colleague("liwei")
        reporter.visit(.story(row.id))
        try reporter.press("H")
        #expect(try !story(seat, row.id).isHidden)
        #expect(reporter.notice.contains("值班编辑"), "\(reporter.notice)")
    }
}
