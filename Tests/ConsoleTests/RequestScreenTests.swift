import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// Requests at the consoles: the list, one request, what is asked and answered, and whom it waits for.
@Suite struct RequestScreenTests {
    /// The request of the day that waits for Erqi.
    private func open(_ seat: Seat) throws -> RequestRow {
        try #require(try seat.ledger.read { try $0.requests() }.first { $0.state == .open && $0.to.contains("erqi") })
    }

    @Test func theListInBothLanguages() throws {
        for language in Language.allCases {
            let seat = try Seat("zhangmin", language: language)
            try seat.press("Q")
            #expect(seat.model.place == .list(.series(.request)))
            let row = try open(seat)
            let text = seat.text
            #expect(text.contains(language == .zh ? "需求" : "Requests"))
            #expect(text.contains("\(row.number)") && text.contains("R-0001"))
            #expect(text.contains(language == .zh ? "待答" : "open"))
            #expect(text.contains(language == .zh ? "了结" : "closed"))
            #expect(Seat.torn(seat.frame) == nil)
        }
    }

    @Test func oneRequestAtEverySize() throws {
        for language in Language.allCases {
            for (columns, rows) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
                let seat = try Seat("zhaolei", language: language, columns: columns, rows: rows)
                let row = try open(seat)
                seat.visit(.thing(.request, row.id))
                #expect(Seat.torn(seat.frame) == nil, "\(columns)x\(rows)")
                #expect(seat.text.contains("\(row.number)"))
                #expect(seat.text.contains(language == .zh ? "要什么  视频" : "Wanted  video"), "\(seat.text)")
                guard rows >= 24 else { continue }
                #expect(seat.text.contains(language == .zh ? "不能：" : "cannot: "), "\(seat.text)")
                #expect(seat.text.contains(language == .zh ? "未答：二七区" : "silent: Erqi"), "\(seat.text)")
            }
        }
    }

    /// It waits for the people of the centre that was asked, until it answers; then for whoever asked.
    @Test func whomItWaitsFor() throws {
        let asked = try Seat("zhaolei")
        let row = try open(asked)
        let item = Item.thing(.request, row.id)
        #expect(asked.model.mine.map(\.item).contains(item))
        #expect(asked.model.attention.contains { $0.item == item && $0.level <= .mine })
        let refused = try asked.colleague("mahuimin")
        #expect(!refused.model.mine.map(\.item).contains(item), "Guancheng has said no")
        let asker = try asked.colleague("changqingshan")
        #expect(!asker.model.mine.map(\.item).contains(item))
        let story = try asked.story { $0.centre == "erqi" }
        asked.visit(item.place)
        try asked.press("a")
        asked.type("\(story.number)")
        try asked.press("Enter")
        #expect(asked.notice.contains("\(row.number)"), "\(asked.notice)")
        #expect(try asked.ledger.read { try $0.requestRow(row.id) }?.state == .answered)
        #expect(!asked.model.mine.map(\.item).contains(item))
        asker.reload()
        #expect(asker.model.mine.map(\.item).contains(item), "whoever asked closes it")
        asker.visit(item.place)
        #expect(asker.text.contains("\(story.number)"))
        try asker.press("c", "Enter")
        #expect(try asked.ledger.read { try $0.requestRow(row.id) }?.state == .closed)
        try asker.press("c")
        #expect(asker.notice.contains("了结"), "\(asker.notice)")
    }

    @Test func overItsLimitItIsUrgentForEverybody() throws {
        let seat = try Seat("zhangmin")
        let row = try open(seat)
        seat.tick(seconds: row.dueAt.seconds(since: seat.clock.now) + 60)
        seat.reload()
        #expect(seat.model.attention.contains { $0.item == .thing(.request, row.id) && $0.level == .over })
        #expect(seat.model.mine.allSatisfy { $0.item != .thing(.request, row.id) })
    }

    @Test func aNoNeedsItsReason() throws {
        let seat = try Seat("zhaolei")
        let row = try open(seat)
        seat.visit(.thing(.request, row.id))
        try seat.press("x")
        seat.type("都在路上")
        try seat.press("Enter")
        let after = try #require(try seat.ledger.read { try $0.requestRow(row.id) })
        #expect(after.state == .refused && after.answers.last?.answer == .no(reason: "都在路上"))
        seat.visit(.list(.series(.request)))
        #expect(seat.text.contains("无应"), "\(seat.text)")
    }

    @Test func aRequestIsMadeByTheForm() throws {
        let seat = try Seat("liwei")
        try seat.press("Q", "n")
        seat.type("缺桥下积水旧照")
        try seat.press("Tab")
        seat.type("+2h")
        for _ in 0..<6 { try seat.press("Tab") }
        try seat.press("C-s")
        let made = try #require(try seat.ledger.read { try $0.requests() }.first { $0.title == "缺桥下积水旧照" })
        #expect(made.centre == "erqi" && made.to == [] && made.deliverables == [.text] && made.by == "liwei")
        #expect(made.dueAt == seat.clock.now.adding(seconds: 7200))
        // Without a time it is not sent.
        try seat.press("n")
        seat.type("没有时间的")
        try seat.press("C-s")
        #expect(seat.text.contains("17:00"), "\(seat.text)")
        #expect(try seat.ledger.read { try $0.requests() }.allSatisfy { $0.title != "没有时间的" })
    }

    @Test func searchAndTheLogLeadToIt() throws {
        let seat = try Seat("zhangmin")
        let row = try open(seat)
        try seat.press("f")
        seat.type("客流视频")
        #expect(seat.text.contains("\(row.number)"), "\(seat.text)")
        try seat.press("Enter", "Enter")
        #expect(seat.model.place == .thing(.request, row.id))
        try seat.command("go \(row.number)")
        #expect(seat.model.place == .thing(.request, row.id))
    }
}

extension Item {
    /// The screen of a thing.
    fileprivate var place: Place {
        if case .thing(let series, let id) = self { .thing(series, id) } else { .board }
    }
}
