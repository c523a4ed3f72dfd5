import Foundation
import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// What somebody has written and the desk does not have: in a file from the first key on, offered again, and never over
/// what a colleague has saved unseen.
@Suite struct KeptTextTests {
    /// A fresh draft of a reporter of 二七, opened at their seat, where texts are edited on the screen.
    private func draft(_ language: Language = .zh, _ columns: Int = 80, _ rows: Int = 24) throws -> (Seat, SubjectID) {
        let seat = try Seat("liwei", language: language, columns: columns, rows: rows)
        seat.model.reach = HostAccess()
        let made = try seat.elsewhere(
            "liwei", .story(.draft(StoryCommand.Draft(title: "雨夜", body: "第一段。", centre: "erqi"))))
        let id = try #require(made.first).subject
        seat.visit(.story(id))
        return (seat, id)
    }

    /// The next console of the same person, which finds what the first left in its files.
    private func next(_ seat: Seat) throws -> Seat {
        let next = try seat.colleague(seat.model.actor.staff)
        next.model.reach = HostAccess()
        next.model.textSession = "next"
        next.files = seat.files
        next.model.recover(seat.files.values.sorted { ($0.at, $0.id) < ($1.at, $1.id) })
        return next
    }

    private func body(_ seat: Seat, _ id: SubjectID) throws -> String {
        try #require(try seat.ledger.read { try $0.story(id) }).text.body
    }

    // MARK: - While typing

    @Test func theFirstKeyIsInAFile() throws {
        let (seat, id) = try draft()
        let base = TextBase(try #require(seat.model.desk.place.story).text)
        try seat.press("e")
        #expect(seat.files.isEmpty, "nothing of its writer's yet")
        seat.type("急")
        let file = try #require(seat.files.values.first)
        #expect(file.text == "急第一段。" && file.purpose == .story(id) && file.base == base)
        #expect(seat.files.count == 1)
        seat.type("讯")
        #expect(seat.kept == ["急讯第一段。"], "one text is one file")
        try seat.press("C-s")
        #expect(seat.files.isEmpty && seat.model.kept.isEmpty, "the desk has it")
    }

    @Test func whatIsDroppedLeavesNothing() throws {
        let (seat, _) = try draft()
        try seat.press("e", "x", "Esc", "n")
        #expect(seat.files.isEmpty)
        seat.visit(.board)
        try seat.press("@")
        seat.type("zhangmin 一句")
        #expect(seat.kept == ["zhangmin 一句"])
        // A line that is emptied says nothing.
        try seat.press("C-u", "Esc")
        #expect(seat.files.isEmpty && seat.model.kept.isEmpty, "\(seat.kept)")
    }

    @Test(arguments: [Language.zh, .en]) func whatIsLeftByEscapeIsThereForTheSameKey(_ language: Language) throws {
        for (key, words) in [("d", "erqi 半截"), ("@", "liwei 半句"), ("D", "积水")] {
            let seat = try Seat("zhangmin", language: language)
            seat.visit(.board)
            try seat.press(key)
            if key == "D" { try seat.press("Tab") }
            seat.type(words)
            try seat.press("Esc")
            #expect(seat.model.overlay == nil && seat.model.prompt == nil)
            #expect(seat.files.count == 1 && seat.model.kept.count == 1 && seat.notice.contains("U"), "\(seat.notice)")
            // Words that are added to it are kept with it, in the same file.
            try seat.press(key)
            if key == "D" { try seat.press("Tab", "End") }
            seat.type("添")
            try seat.press("Esc")
            #expect(seat.files.count == 1 && seat.kept == seat.model.kept.map(\.text), "\(key)")
            try seat.press(key)
            #expect(seat.text.contains(words + "添"), "\(key): \(seat.text)")
            #expect(seat.notice.contains("Esc"), "it says what works there: \(seat.notice)")
            try seat.press("Esc", "U", "x", "x")
            #expect(seat.files.isEmpty && seat.model.kept.isEmpty)
        }
    }

    @Test func whatNobodyUnderstoodIsNotLost() throws {
        let seat = try Seat("zhangmin")
        let task = try seat.task { $0.state == .issued }
        seat.visit(.task(task.id))
        let key = try #require(seat.model.keymap.label("task.reassign"))
        try seat.press(key)
        seat.type("@nobodyatall")
        try seat.press("Enter")
        #expect(seat.kept.map { $0.hasSuffix("@nobodyatall") } == [true], "\(seat.kept) \(seat.text)")
        #expect(seat.notice.contains("nobodyatall"), "\(seat.notice)")
    }

    @Test func aTextTakenUpAgainLeavesNoOlderCopy() throws {
        var seat = try Seat("zhangmin")
        try seat.press("d")
        seat.type("erqi 暴雨")
        for word in ["积水", "排查"] {
            seat = try next(seat)
            seat.model.textSession = word
            try seat.press("d")
            seat.type(word)
            #expect(seat.files.count == 1, "\(seat.kept)")
        }
        try seat.press("Enter")
        #expect(try seat.ledger.read { try $0.tasks() }.filter { $0.title == "暴雨积水排查" }.count == 1)
        #expect(seat.files.isEmpty && seat.model.kept.isEmpty)
        try seat.press("d")
        #expect(seat.model.prompt?.editor.text == "d ")
    }

    @Test func changesThatAreDroppedLeaveTheTextAsItWasKept() throws {
        let (seat, id) = try draft()
        try seat.press("e", "x")
        let next = try next(seat)
        next.visit(.story(id))
        try next.press("e", "y", "Esc", "n")
        #expect(next.kept == ["x第一段。"] && next.model.kept.map(\.text) == ["x第一段。"], "\(next.kept)")
    }

    @Test func anEditorThatHoldsMoreIsOpenedAgain() throws {
        let (seat, id) = try draft()
        let base = TextBase(try #require(seat.model.desk.place.story).text)
        var left = KeptText(id: "left-1", purpose: .story(id), base: base, text: "第一段。", at: NewsDay.now)
        left.holdsMore = true
        seat.files = [left.id: left]
        seat.model.recover([left])
        seat.model.reach = HostAccess(editor: "vim")
        // The question about its swap file is left open.
        try seat.press("e")
        guard case .edit(let opened, _, _)? = seat.effects.last(where: { if case .edit = $0 { true } else { false } })
        else { return #expect(Bool(false), "the editor is asked") }
        #expect(opened.id == left.id && !seat.files.isEmpty && seat.model.kept.count == 1)
        #expect(seat.model.kept.map(\.holdsMore) == [true] && seat.model.overlay == nil, "it stays: \(seat.notice)")
        // A colleague saved before it was recovered: not over theirs.
        try seat.elsewhere("liwei", .story(.edit(id, title: nil, body: "别人的", base: 1)))
        seat.reload()
        seat.editor = { _ in "取回的" }
        try seat.press("e")
        #expect(try body(seat, id) == "别人的" && seat.kept == ["取回的"], "\(seat.kept) \(seat.text)")
        // Where no editor may be started that is said, and nothing goes.
        seat.model.kept = [left]
        seat.files = [left.id: left]
        seat.model.reach = HostAccess()
        try seat.press("e", "x", "C-s")
        #expect(seat.files[left.id] == left)
    }

    @Test func bothTextsAreNotSavedAsTheyStand() throws {
        let (seat, id) = try draft()
        try seat.press("e")
        seat.type("我的")
        try seat.elsewhere("liwei", .story(.edit(id, title: nil, body: "别人的", base: 1)))
        try seat.press("C-s")
        #expect(seat.notice.contains("按 e 看两份"), "\(seat.notice)")
        try seat.press("e", "b", "C-s")
        #expect(try body(seat, id) == "别人的" && seat.notice.contains("══════"), "\(seat.notice)")
        let kept = try #require(seat.kept.first)
        #expect(seat.kept.count == 1 && kept.contains("别人的") && kept.contains("我的第一段。"))
    }

    @Test(arguments: [Language.zh, .en], [(60, 20), (60, 16), (80, 24)])
    func noKeyOfAnAnswerIsLeftOut(_ language: Language, _ size: (Int, Int)) throws {
        let (seat, id) = try draft(language, size.0, size.1)
        try seat.press("e", "x")
        try seat.elsewhere("liwei", .story(.edit(id, title: nil, body: "别人的", base: 1)))
        try seat.press("C-s", "e")
        let last = language == .zh ? "Esc 以后再说" : "Esc later"
        #expect(seat.text.contains(last), "\(seat.text)")
        // The keys of the editor stay beside what is said of the text.
        try seat.press("Enter")
        seat.model.tell("一句话", .near)
        #expect(seat.text.contains("一句话") && seat.text.contains("C-s"), "\(seat.text)")
    }

    @Test func oneTextIsOne() throws {
        let seat = try Seat("zhangmin", language: .en)
        try seat.press("d")
        seat.type("erqi half")
        let next = try Seat("zhangmin", language: .en, ledger: seat.ledger, clock: seat.clock)
        next.model.recover(Array(seat.files.values))
        #expect(next.notice.hasPrefix("1 text of yours is"), "\(next.notice)")
    }

    /// Lines, forms, leads, messages and reasons are texts as well.
    @Test func whateverIsTypedIsKeptAndOfferedByTheSameKey() throws {
        let day = try Seat("zhangmin")
        let task = try day.task { $0.state == .issued }
        let cases: [(Place, String, String)] = [
            (.board, "d", "erqi 半截派单"), (.board, "@", "liwei 半句话"), (.board, "D", "积水"), (.leads, "n", "半条线索"),
            (.log, "n", "半笔"), (.task(task.id), "x", "半个理由"),
        ]
        for (place, key, words) in cases {
            let seat = try Seat("zhangmin", ledger: day.ledger, clock: day.clock)
            seat.visit(place)
            try seat.press(key)
            if key == "D" { try seat.press("Tab") }
            seat.type(words)
            #expect(seat.files.count == 1, "\(key) at \(place)")
            let next = try next(seat)
            #expect(next.notice.contains("1 份"), "it is said at once: \(next.notice)")
            next.visit(place)
            try next.press(key)
            #expect(next.text.contains(words), "\(key) at \(place): \(next.text)")
            #expect(Seat.torn(next.frame) == nil)
            // Left as it is, it stays.
            try next.press("Esc", "Esc")
            #expect(next.files.count == 1 && next.model.kept.count == 1, "\(key)")
        }
    }

    @Test func aLineThatIsTakenIsForgotten() throws {
        let seat = try Seat("zhangmin")
        try seat.press("d")
        seat.type("erqi")
        try seat.press("Enter")
        #expect(seat.model.prompt != nil && seat.files.count == 1, "without a title it is written on")
        seat.type(" 暴雨积水")
        #expect(seat.kept == ["erqi 暴雨积水"])
        try seat.press("Enter")
        #expect(seat.files.isEmpty, "\(seat.kept)")
        #expect(try seat.ledger.read { try $0.tasks() }.contains { $0.title == "暴雨积水" })
    }

    @Test func aRefusedReasonIsOfferedAgain() throws {
        let seat = try Seat("zhangmin")
        let task = try seat.task { $0.state == .issued }
        seat.visit(.task(task.id))
        try seat.press("X")
        seat.type("理由很长")
        try seat.elsewhere("sunlei", .task(.decline(task.id, reason: "先拒了")))
        try seat.elsewhere("sunlei", .task(.cancel(task.id, reason: "先撤了")))
        try seat.press("Enter")
        #expect(seat.kept == ["理由很长"] && seat.model.kept.map(\.text) == ["理由很长"], "\(seat.notice)")
    }

    // MARK: - Before the desk, and until it has it

    @Test func theFileIsThereBeforeTheCommandAndUntilItIsDurable() throws {
        let (seat, id) = try draft()
        seat.isSlow = true
        try seat.press("e")
        seat.type("急")
        try seat.press("C-s")
        let order = seat.effects.suffix(3).compactMap { effect -> String? in
            switch effect {
            case .keep: "keep"
            case .perform: "perform"
            default: nil
            }
        }
        #expect(order == ["keep", "perform"])
        #expect(seat.kept == ["急第一段。"] && seat.model.pending == 1, "while it is being written it is in its file")
        // The line breaks before the desk has answered: the next console has it.
        seat.send(.input(.hangUp))
        #expect(seat.hasQuit && seat.kept == ["急第一段。"])
        seat.write()
        #expect(seat.files.isEmpty, "now the desk has it")
        #expect(try body(seat, id) == "急第一段。")
    }

    @Test func betweenARefusalAndItsTellingNothingIsLost() throws {
        let (seat, id) = try draft()
        try seat.press("e")
        seat.type("急")
        try seat.elsewhere("liwei", .story(.submit(id)))
        let chief = try #require(
            seat.model.desk.directory.staff.first { $0.role == .centreEditor && $0.centre == "erqi" })
        try seat.elsewhere(chief.id, .story(.review(id, stage: .first, verdict: .pass, opinion: "好", textHash: nil)))
        seat.isSlow = true
        try seat.press("C-s")
        #expect(seat.kept == ["急第一段。"])
        let next = try next(seat)
        #expect(next.model.kept.map(\.text) == ["急第一段。"])
    }

    @Test func anUndoCountsLikeAnyAct() throws {
        let seat = try Seat("zhangmin")
        try seat.press("d")
        seat.type("erqi 误派")
        try seat.press("Enter")
        seat.isSlow = true
        try seat.press("z")
        #expect(seat.model.pending == 1)
        try seat.press("q")
        #expect(!seat.hasQuit && seat.model.isLeaving, "leaving waits for it")
        seat.write()
        #expect(seat.hasQuit)
    }

    // MARK: - Colleagues

    @Test(arguments: [Language.zh, .en], [(80, 24), (120, 36)])
    func aSecondTryShowsWhatAColleagueSaved(_ language: Language, _ size: (Int, Int)) throws {
        let (seat, id) = try draft(language, size.0, size.1)
        try seat.press("e")
        seat.type("我的")
        try seat.elsewhere("liwei", .story(.edit(id, title: nil, body: "更正过的第一段。", base: 1)))
        try seat.press("C-s")
        #expect(try body(seat, id) == "更正过的第一段。")
        #expect(seat.kept == ["我的第一段。"])
        try seat.press("e")
        // Paragraphs that resemble each other are shown as one that changed.
        #expect(seat.text.contains("[-更正过-]{+我+}的第一段。"), "\(seat.text)")
        #expect(Seat.torn(seat.frame) == nil)
        try seat.press("Esc")
        #expect(try body(seat, id) == "更正过的第一段。" && seat.kept == ["我的第一段。"], "later")

        // Both in one editor; what stands between them is never saved.
        try seat.press("e", "b")
        #expect(seat.text.contains("更正过的第一段。") && seat.text.contains("我的第一段。"), "\(seat.text)")
        try seat.press("x", "C-s")
        #expect(try body(seat, id) == "更正过的第一段。" && seat.notice.contains("══════"), "\(seat.notice)")
        try seat.press("e")
        guard case .text(let editor, _) = seat.model.overlay else { return #expect(Bool(false), "it goes on") }
        #expect(editor.text.contains("更正过的第一段。") && editor.text.contains("我的第一段。"))
        for _ in 0..<4 { try seat.press("C-k", "C-k") }
        seat.type("并好的。")
        try seat.press("C-Home", "C-s")
        #expect(try body(seat, id).contains("并好的。"), "\(seat.notice)")
        #expect(seat.files.isEmpty && seat.model.kept.isEmpty, "\(seat.kept)")
    }

    @Test func takingBackDoesNotOverwriteAColleague() throws {
        let (seat, id) = try draft()
        for text in ["一", "二"] {
            try seat.press("e")
            seat.type(text)
            try seat.press("C-s")
        }
        #expect(try body(seat, id) == "二一第一段。")
        // Two edits of one's own are taken back one after the other.
        try seat.press("z")
        #expect(try body(seat, id) == "一第一段。")
        try seat.press("z")
        #expect(try body(seat, id) == "第一段。", "\(seat.notice)")
        try seat.press("e", "三", "C-s")
        try seat.elsewhere("liwei", .story(.edit(id, title: nil, body: "别人后存的", base: nil)))
        try seat.press("z")
        #expect(try body(seat, id) == "别人后存的", "\(seat.notice)")
    }

    @Test func aCorrectionThatASecondSavedBeforeIsShownToo() throws {
        let duty = try Seat("zhangmin")
        let chief = try #require(duty.model.desk.directory.staff.first { $0.role == .chiefEditor })
        let seat = try duty.colleague(chief.id)
        seat.model.reach = HostAccess()
        let row = try seat.story { $0.state == .published }
        seat.visit(.story(row.id))
        try seat.press("C", "更", "C-s")
        seat.type("数字")
        try seat.elsewhere(duty.model.actor.staff, .story(.correction(row.id, .propose(body: "别人先更正了", reason: "快"))))
        try seat.press("Enter", "Enter")
        #expect(seat.notice.contains("已提出更正"), "\(seat.notice)")
        #expect(try proposed(seat, row.id) == "别人先更正了")
        try seat.press("C")
        guard case .difference = seat.model.overlay else { return #expect(Bool(false), "both are shown") }
        #expect(seat.text.contains("别人先更正了"))
        try seat.press("Enter", "C-s")
        seat.type("并了")
        try seat.press("Enter", "Enter")
        #expect(try proposed(seat, row.id).hasPrefix("更"), "\(seat.notice)")
        #expect(seat.files.isEmpty)
    }

    private func proposed(_ seat: Seat, _ id: SubjectID) throws -> String {
        try #require(try seat.ledger.read { try $0.story(id)?.openCorrection }).draft.body
    }

    // MARK: - The list

    @Test(arguments: [Language.zh, .en])
    func theListOpensAndDrops(_ language: Language) throws {
        let (seat, id) = try draft(language)
        try seat.press("e", "x")
        let next = try next(seat)
        try next.press("U")
        #expect(next.text.contains("x第一段。"), "\(next.text)")
        #expect(Seat.torn(next.frame) == nil)
        try next.press("Enter")
        guard case .text(let editor, let purpose) = next.model.overlay else {
            return #expect(Bool(false), "\(next.text)")
        }
        #expect(editor.text == "x第一段。" && purpose.story == id && next.model.place == .story(id))
        try next.press("Esc", "U", "x")
        #expect(next.files.count == 1, "asked once")
        try next.press("x")
        #expect(next.files.isEmpty && next.model.kept.isEmpty)
        try next.press("U")
        #expect(next.model.overlay == nil && !next.notice.isEmpty)
    }

    @Test func whatWasSavedAsItIsNeedsNoChange() throws {
        let (seat, id) = try draft()
        try seat.press("e", "x")
        let next = try next(seat)
        next.visit(.story(id))
        try next.press("e", "C-s")
        #expect(try body(next, id) == "x第一段。")
        #expect(next.files.isEmpty)
        // In an editor of one's own no change may mean that it was only looked at: that is asked.
        let third = try self.next(seat)
        third.visit(.story(id))
        third.model.reach = HostAccess(editor: "editor")
        third.files = seat.files
        third.model.kept = seat.files.values.map { $0.with("又改了") }
        third.editor = { _ in nil }
        try third.press("e", "Enter")
        #expect(try body(third, id) == "x第一段。")
        try third.press("Enter")
        #expect(try body(third, id) == "又改了", "\(third.notice)")
    }

    // MARK: - Where nothing can be written

    @Test(arguments: [Language.zh, .en], [(80, 24), (60, 16)])
    func whatIsInNoFileIsSaidWhileItsWriterSitsThere(_ language: Language, _ size: (Int, Int)) throws {
        let (seat, id) = try draft(language, size.0, size.1)
        try seat.press("e", "x")
        let draft = try #require(seat.model.draft)
        seat.send(.written(draft.id, .failure(.system("/state/unsaved", errno: ENOSPC))))
        // Where lines are narrow, what it means and what to do still stand there.
        let point = language == .zh ? "文字只在本画面里，请腾出空间" : "in this console only; make room"
        #expect(seat.text.contains(point), "\(seat.text)")
        try seat.press("y")
        #expect(seat.text.contains(point), "it stays")
        try seat.elsewhere("liwei", .story(.edit(id, title: nil, body: "先存", base: nil)))
        try seat.press("C-s")
        #expect(seat.model.kept.count == 1)
        try seat.press("q")
        #expect(!seat.hasQuit && seat.notice.contains("/state/unsaved"), "asked once: \(seat.notice)")
        // In a place that takes it, it is safe.
        seat.send(.written(draft.id, .success("/tmp/spare/x.txt")))
        #expect(seat.notice.contains("/tmp/spare/x.txt") && seat.model.unwritten.isEmpty)
        seat.send(.written(draft.id, .failure(.nowhere)))
        try seat.press("q", "q")
        #expect(seat.hasQuit)
    }
}
