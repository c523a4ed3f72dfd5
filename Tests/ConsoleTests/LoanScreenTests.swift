import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// Loans of reviewers at the consoles: the list, one loan, what both houses say, and what the lent reviewer is offered.
@Suite struct LoanScreenTests {
    /// The editor of a centre.
    private func editor(_ seat: Seat, _ centre: CentreID) throws -> StaffID {
        try #require(
            seat.model.desk.directory.staff.first { $0.role == .centreEditor && $0.centre == centre }
        ).id
    }

    private func loan(_ seat: Seat) throws -> LoanRow {
        // The newest: the day has one of its own.
        try #require(try seat.ledger.read { try $0.loans() }.max { $0.number.value < $1.number.value })
    }

    /// Jinshui's editor fills in the form: they are lent to Erqi until the evening.
    private func proposed() throws -> Seat {
        let first = try Seat()
        let lent = try first.colleague(try editor(first, "jinshui"))
        try lent.press("B", "n")
        lent.type(lent.model.actor.staff.rawValue)
        try lent.press("Tab")
        lent.type("erqi")
        try lent.press("Tab")
        lent.type("+4h")
        try lent.press("C-s")
        return lent
    }

    @Test func oneProposesAndTheOtherAccepts() throws {
        let lent = try proposed()
        let row = try loan(lent)
        #expect(row.state == .proposed && row.card.lender == "jinshui" && row.card.borrower == "erqi")
        #expect(lent.model.place == .list(.series(.loan)) && lent.text.contains("\(row.number)"), "\(lent.text)")
        let item = Item.thing(.loan, row.id)
        #expect(!lent.model.mine.map(\.item).contains(item))
        // Who proposed it is told who accepts.
        try lent.press("a")
        #expect(lent.notice.contains("二七区"), "\(lent.notice)")
        let other = try lent.colleague(try editor(lent, "erqi"))
        #expect(other.model.mine.map(\.item).contains(item), "it waits for the other house")
        other.visit(.thing(.loan, row.id))
        #expect(other.text.contains("等二七区"), "\(other.text)")
        try other.press("a")
        #expect(try loan(other).state == .inForce && loan(other).acceptedBy == other.model.actor.staff)
        #expect(!other.model.mine.map(\.item).contains(item))
        try other.press("c")
        other.type("够了")
        try other.press("Enter")
        #expect(try loan(other).state == .ended)
        #expect(other.text.contains("够了"), "\(other.text)")
        try other.press("a")
        #expect(other.notice.contains("结束"), "\(other.notice)")
    }

    /// The story waits for the lent reviewer, on the board and by the keys, from the other house's word on and no longer than the loan.
    @Test func theLentReviewerIsOfferedTheStory() throws {
        let lent = try proposed()
        let made = try lent.elsewhere(
            "liwei", .story(.draft(StoryCommand.Draft(title: "雨夜接力", body: "正文", centre: "erqi"))))
        let id = try #require(made.first).subject
        try lent.elsewhere("liwei", .story(.submit(id)))
        func waits() -> Bool {
            lent.reload()
            return lent.model.mine.map(\.item).contains(.story(id))
        }
        #expect(!waits())
        lent.visit(.story(id))
        try lent.press("p")
        #expect(lent.model.prompt == nil && lent.notice.contains("二七区"), "\(lent.notice)")
        try lent.elsewhere(try editor(lent, "erqi"), .loan(.accept(try loan(lent).id)))
        #expect(waits())
        lent.visit(.story(id))
        // Reviews alone: what else is another centre's stays so.
        try lent.press("m")
        #expect(lent.notice.contains("二七区"), "\(lent.notice)")
        try lent.press("p", "Enter")
        let review = try #require(try lent.ledger.read { try $0.story(id) }?.approval(.first))
        #expect(review.by.staff == lent.model.actor.staff && review.by.capacity == .loan(try loan(lent).id, to: "erqi"))
        lent.visit(.story(id))
        lent.send(.pointed(.tab(.reviews), .press))
        #expect(lent.text.contains("（互审）"), "\(lent.text)")
        #expect(!waits())
        let second = try lent.elsewhere(
            "liwei", .story(.draft(StoryCommand.Draft(title: "第二篇", body: "正文", centre: "erqi"))))
        try lent.elsewhere("liwei", .story(.submit(try #require(second.first).subject)))
        lent.reload()
        #expect(lent.model.mine.map(\.item).contains(.story(try #require(second.first).subject)))
        // Its time passes while the screen stands.
        lent.tick(seconds: 4 * 3600)
        #expect(!lent.model.mine.map(\.item).contains(.story(try #require(second.first).subject)))
    }

    @Test func oneLoanAtEverySize() throws {
        for language in Language.allCases {
            for (columns, rows) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
                let seat = try Seat(language: language, columns: columns, rows: rows, ledger: try proposed().ledger)
                let row = try loan(seat)
                for place in [Place.thing(.loan, row.id), .list(.series(.loan))] {
                    seat.visit(place)
                    #expect(Seat.torn(seat.frame) == nil, "\(columns)x\(rows)")
                    #expect(seat.text.contains("\(row.number)"), "\(seat.text)")
                }
                seat.visit(.thing(.loan, row.id))
                #expect(seat.text.contains(language == .zh ? "借入  二七区" : "Borrows   Erqi"), "\(seat.text)")
            }
        }
    }

    @Test func itIsFound() throws {
        let lent = try proposed()
        let row = try loan(lent)
        try lent.command("go \(row.number)")
        #expect(lent.model.place == .thing(.loan, row.id))
        try lent.press("f")
        lent.type(row.card.person.rawValue)
        #expect(lent.text.contains("\(row.number)"), "\(lent.text)")
    }
}
