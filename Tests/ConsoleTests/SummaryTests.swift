import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// A supervisor looks in: the shift at a glance, and from there to a verdict in a few keys.
@Suite struct SummaryTests {
    /// A story of 二七 that waits for its third review; passed by an editor and a desk head.
    private func waiting(_ seat: Seat, mended: Bool = false) throws -> SubjectID {
        let draft = StoryCommand.Draft(title: "环城高速绕行指引", body: "第一段。\n\n第二段。", centre: "erqi")
        let id = try #require(try seat.elsewhere("liwei", .story(.draft(draft))).first).subject
        try seat.elsewhere("liwei", .story(.submit(id)))
        let people = seat.model.desk.directory.staff
        let editor = try #require(people.first { $0.role == .centreEditor && $0.centre == "erqi" }).id
        let head = try #require(people.first { $0.role == .deskHead }).id
        func review(_ person: StaffID, _ stage: Stage, _ verdict: Verdict = .pass) throws {
            try seat.elsewhere(
                person, .story(.review(id, stage: stage, verdict: verdict, opinion: "路名已核", textHash: nil)))
        }
        try review(editor, .first)
        if mended {
            try review(head, .second, .return)
            try seat.elsewhere("liwei", .story(.edit(id, title: nil, body: "第一段。\n\n第二段，改过。", base: nil)))
            try seat.elsewhere("liwei", .story(.submit(id)))
            try review(editor, .first)
        }
        try review(head, .second)
        return id
    }

    private func story(_ seat: Seat, _ id: SubjectID) throws -> Story {
        try #require(try seat.ledger.read { try $0.story(id) })
    }

    /// Puts the cursor of the summary's first list on a story; how often that needs the arrow.
    private func find(_ seat: Seat, _ id: SubjectID) throws -> Int {
        let index = try #require(seat.model.list.items.firstIndex(of: .story(id)), "\(seat.text)")
        for _ in 0..<index { try seat.press("Down") }
        return index
    }

    @Test(arguments: [(60, 20), (80, 24), (120, 36), (200, 60)], Language.allCases)
    func aChiefEditorBeginsAtTheSummary(size: (Int, Int), language: Language) throws {
        let seat = try Seat("zhoumingyuan", language: language, columns: size.0, rows: size.1)
        #expect(seat.model.place == .summary)
        let text = seat.text
        let expected =
            language == .zh
            ? ["概况", "等我", "超时", "本班", "中位", "九成", "限内", "在班", "张敏"]
            : ["Summary", "Waits for me", "Overdue", "This shift", "median", "P90", "kept", "On duty", "张敏"]
        for words in expected { #expect(text.holds(words), "\(words)\n\(text)") }
        #expect(try Seat("zhangmin").model.place == .board, "who runs the desk begins at the board")
        #expect(try Seat("zhangmin").model.places.count == 1)
    }

    @Test func passingAndSigningTakeFiveKeysFromTheSummary() throws {
        let seat = try Seat("zhoumingyuan", columns: 60, rows: 20)
        let id = try waiting(seat)
        seat.reload()
        let arrows = try find(seat, id)
        try seat.press("Enter")
        #expect(seat.text.holds("第二段"), "the text is on the screen:\n\(seat.text)")
        #expect(seat.text.holds("路名已核"), "and what the reviewers before said:\n\(seat.text)")
        try seat.press("p", "Enter")
        #expect(try story(seat, id).openStage == .signature)
        try seat.press("S", "Enter")
        #expect(try story(seat, id).state == .signedOff)
        #expect(arrows + 5 <= 8)
    }

    @Test func aMendedTextOpensWithWhatHasChanged() throws {
        let seat = try Seat("zhoumingyuan")
        let id = try waiting(seat, mended: true)
        seat.reload()
        _ = try find(seat, id)
        try seat.press("Enter")
        #expect(seat.model.tab == .changes)
        #expect(seat.text.holds("改过"))
        try seat.press("S-Tab")
        #expect(seat.model.tab == .text, "and stays where the reader goes")
        seat.reload()
        #expect(seat.model.tab == .text)
    }

    @Test func whatSomebodyMayNotJudgeDoesNotWaitForThem() throws {
        let seat = try Seat("zhoumingyuan")
        let id = try waiting(seat)
        let other = try seat.colleague("hejing")
        #expect(seat.model.place == .summary)
        seat.reload()
        #expect(seat.model.list.items.contains(.story(id)) && other.model.list.items.contains(.story(id)))
        // A desk head took the second level: made chief editor, they still take no other of this story.
        let head = try #require(try story(seat, id).approval(.second)).by.staff
        var card = try #require(seat.model.desk.directory.person(id: head))
        card.role = .chiefEditor
        try seat.elsewhere("root", .staff(.change(card)))
        let promoted = try seat.colleague(head)
        #expect(promoted.model.place == .summary)
        #expect(!promoted.model.list.items.contains(.story(id)), "\(promoted.text)")
    }

    @Test func theFiguresAreThoseOfTheLog() throws {
        let seat = try Seat("zhoumingyuan", columns: 120, rows: 36)
        let figures = try seat.ledger.read { try $0.shift() }.figures()
        #expect(!figures.isEmpty)
        for figure in figures {
            let side = seat.screen.map { String($0.split(separator: "│").last ?? "") }
            let line = try #require(side.first { $0.holds("\(figure.measure.phrase.zh) ") }, "\(figure)\n\(seat.text)")
            if let median = figure.median { #expect(line.holds(Model.span(median, .zh))) }
            if let p90 = figure.p90 { #expect(line.holds(Model.span(p90, .zh))) }
            if let percent = figure.percentWithin { #expect(line.holds("\(percent)%")) }
        }
    }
}
