import Foundation
import Newsroom
import Testing

@testable import Console
@testable import Terminal

/// The console's own editor, for where no other may be started.
@Suite struct TextEditorTests {
    private func press(_ editor: inout TextEditor, _ names: String...) {
        for name in names { if let key = Key(named: name) { _ = editor.apply(key) } }
    }

    @Test func typesPastesAndJoins() {
        var editor = TextEditor("第一段\n第二段")
        editor.fit(width: 20, height: 5, widths: Widths())
        press(&editor, "End", "a", "Enter", "b")
        #expect(editor.text == "第一段a\nb\n第二段")
        press(&editor, "Backspace", "Backspace", "Backspace")
        #expect(editor.text == "第一段\n第二段")
        press(&editor, "Delete")
        #expect(editor.text == "第一段第二段")
        editor.paste("甲\r\n乙\u{1B}[31m\u{202E}\n")
        #expect(editor.text == "第一段甲\n乙[31m\n第二段")
        #expect(editor.cursor == TextEditor.Place(paragraph: 2, character: 0))
    }

    @Test func aMarkJoinsItsLetter() {
        var editor = TextEditor("")
        press(&editor, "e")
        editor.paste("\u{301}")
        #expect(editor.paragraphs == [["e\u{301}"]] && editor.cursor.character == 1)
        press(&editor, "Left", "Delete")
        #expect(editor.text.isEmpty)
    }

    @Test func undoGoesBackByWordsOfWork() {
        var editor = TextEditor("原文")
        press(&editor, "C-End", "a", "b", "c")
        editor.paste("贴")
        press(&editor, "Backspace")
        #expect(editor.text == "原文abc")
        press(&editor, "C-z")
        #expect(editor.text == "原文abc贴")
        press(&editor, "C-z", "C-z")
        #expect(editor.text == "原文" && !editor.isChanged)
        press(&editor, "C-z")
        #expect(editor.text == "原文")
    }

    @Test func wrapsWideCharactersAndWords() {
        var editor = TextEditor("一二三四五\nnews from the desk")
        editor.fit(width: 8, height: 10, widths: Widths())
        #expect(editor.visible.rows == ["一二三", "四五", "news ", "from ", "the ", "desk"])
        press(&editor, "Down")
        #expect(editor.visible.cursor == (0, 1))
        press(&editor, "End")
        #expect(editor.cursor.character == 5 && editor.visible.cursor == (4, 1))
        press(&editor, "Down", "Down", "Up")
        #expect(editor.visible.cursor == (4, 2), "the column is kept")
        press(&editor, "Home")
        #expect(editor.visible.cursor == (0, 2))
    }

    @Test func theWindowFollowsTheCursor() {
        var editor = TextEditor((1...50).map { "第\($0)段" }.joined(separator: "\n"))
        editor.fit(width: 20, height: 6, widths: Widths())
        press(&editor, "C-End")
        #expect(editor.visible.rows.last == "第50段" && editor.visible.rows.count == 6)
        press(&editor, "PgUp", "PgUp")
        #expect(editor.visible.rows.contains("第40段") && editor.visible.cursor.y == 0)
        editor.fit(width: 9, height: 3, widths: Widths())
        #expect((0..<3).contains(editor.visible.cursor.y))
        press(&editor, "C-Home")
        #expect(editor.visible.rows.first == "第1段")
    }

    @Test func whatDoesNotFitIsNotHalfTaken() {
        var editor = TextEditor(String(repeating: "字", count: TextEditor.limit / 3 - 2))
        editor.paste("123456789")
        #expect(editor.isFull && !editor.isChanged)
        editor.paste("12")
        #expect(!editor.isFull && editor.text.hasPrefix("12字"))
    }

    /// Any keys: the text is what an array of characters would be, the cursor is in it, and the window shows it.
    @Test func randomKeys() {
        let seed = UInt64.random(in: 0 ... .max)
        print("text editor seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let steps = ProcessInfo.processInfo.environment["GUANTONG_SOAK"] == nil ? 4_000 : 40_000
        let keys = [
            "Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDn", "C-Home", "C-End", "Enter", "Backspace",
            "Delete", "a", " ", "C-a", "C-e", "C-u", "C-k", "C-d", "C-z", "Tab",
        ].compactMap { Key(named: $0) }
        let texts = ["二七区", "e", "\u{301}", "👨‍👩‍👧", "🇨", "🇳", "\n\n", "\t", "a b", "\u{200D}", "\u{1B}[2J", "字\r\n字"]
        var editor = TextEditor("开头\n第二段 with words\n")
        for step in 0..<steps {
            switch Int.random(in: 0..<10, using: &random) {
            case 0: editor.paste(texts.randomElement(using: &random) ?? "")
            case 1:
                editor.fit(
                    width: Int.random(in: 8...34, using: &random), height: Int.random(in: 1...8, using: &random),
                    widths: Widths())
            default: if let key = keys.randomElement(using: &random) { _ = editor.apply(key) }
            }
            let line = editor.paragraphs[editor.cursor.paragraph]
            #expect((0...line.count).contains(editor.cursor.character), "step \(step)")
            #expect(Array(String(line)) == line, "step \(step): characters as people see them")
            let visible = editor.visible
            #expect((1...editor.height).contains(visible.rows.count) && visible.rows.indices.contains(visible.cursor.y))
            #expect((0..<editor.width).contains(visible.cursor.x), "step \(step): \(visible)")
            if editor.text.utf8.count > 4000 { editor = TextEditor("") }
        }
    }
}

/// The same at the desk: editing a story where no editor may be started.
@Suite struct OwnEditorTests {
    private func seat(_ language: Language = .zh, columns: Int = 80, rows: Int = 24) throws -> (Seat, SubjectID) {
        let seat = try Seat("zhangmin", language: language, columns: columns, rows: rows)
        seat.model.reach = HostAccess()
        let story = try #require(
            try seat.ledger.read { try $0.stories() }.first { [.draft, .inReview, .returned].contains($0.state) })
        seat.visit(.story(story.id))
        return (seat, story.id)
    }

    @Test(arguments: [(60, 20), (80, 24), (120, 36), (200, 60)], [Language.zh, .en])
    func savesANewVersion(_ size: (Int, Int), _ language: Language) throws {
        let (seat, id) = try seat(language, columns: size.0, rows: size.1)
        let before = try #require(seat.model.desk.place.story).text
        try seat.press("e")
        #expect(Seat.torn(seat.frame) == nil && seat.frame.canvas.cursor != nil)
        #expect(seat.text.contains(language == .zh ? "改稿" : "Editing"))
        seat.type("急")
        try seat.press("Enter")
        seat.send(.input(.paste("第二行\n第三行")))
        #expect(Seat.torn(seat.frame) == nil && seat.text.contains("第三行"))
        try seat.press("C-s")
        let story = try #require(seat.model.desk.place.story)
        #expect(story.id == id && story.text.number == before.number + 1)
        #expect(story.text.body.hasPrefix("急\n第二行\n第三行"))
    }

    @Test func escAsksOnlyWhereSomethingChanged() throws {
        let (seat, _) = try seat()
        let number = seat.model.desk.place.story?.text.number
        try seat.press("e", "Esc")
        #expect(seat.model.overlay == nil && seat.notice == "没有改动")
        try seat.press("e", "x", "Esc")
        #expect(seat.text.contains("改动要存吗"))
        try seat.press("Esc", "y")
        #expect(seat.text.contains("xy"), "it goes on")
        try seat.press("Esc", "n")
        #expect(seat.model.overlay == nil && seat.model.desk.place.story?.text.number == number)
        try seat.press("e", "x", "C-c", "Enter")
        #expect(seat.model.desk.place.story?.text.number == number.map { $0 + 1 })
    }

    @Test func aRefusedTextStaysItsWriters() throws {
        let (seat, id) = try seat()
        try seat.press("e", "x")
        try seat.elsewhere("zhangmin", .story(.edit(id, title: nil, body: "别人先存了", base: nil)))
        try seat.press("C-s")
        #expect(seat.kept.first?.hasPrefix("x") == true)
        // Not over what somebody else has saved unseen.
        try seat.press("e")
        #expect(seat.text.contains("别人先存了") && seat.text.contains("+ x"), "\(seat.text)")
        try seat.press("Enter", "y", "C-s")
        #expect(seat.kept.isEmpty && seat.model.kept.isEmpty, "taken now")
        #expect(seat.model.desk.place.story?.text.body.hasPrefix("yx") == true)
    }

    @Test func aCorrectionWithoutItsReasonIsKeptToo() throws {
        let (duty, _) = try seat()
        let chief = try #require(duty.model.desk.directory.staff.first { $0.role == .chiefEditor })
        let seat = try duty.colleague(chief.id)
        seat.model.reach = HostAccess()
        let story = try seat.story { $0.state == .published }
        seat.visit(.story(story.id))
        try seat.press("C", "更", "C-s")
        #expect(seat.model.prompt != nil)
        seat.send(.input(.hangUp))
        #expect(seat.kept.first?.hasPrefix("更") == true)
    }

    @Test func whatIsTypedWhenTheLineBreaksIsKept() throws {
        for input in [Input.hangUp, .terminate] {
            let (seat, _) = try seat()
            try seat.press("e", "夜")
            seat.send(.input(input))
            #expect(seat.kept.first?.hasPrefix("夜") == true && seat.hasQuit)
        }
    }

    @Test func noShellIsOffered() throws {
        let (seat, _) = try seat()
        try seat.press("C-z")
        #expect(!seat.effects.contains { if case .suspend = $0 { true } else { false } })
        #expect(seat.notice.contains("没有命令行"))
    }
}
