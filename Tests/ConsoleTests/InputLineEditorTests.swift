import Newsroom
import Terminal
import Testing

@testable import Console

@Suite struct InputLineEditorTests {
    @Test(arguments: [
        // text, cursor, key, expected text with the cursor as |
        ("ab二七", 2, "Left", "a|b二七"), ("ab", 0, "Left", "|ab"), ("ab", 2, "Right", "ab|"), ("ab", 1, "Home", "|ab"),
        ("ab", 1, "End", "ab|"), ("二七", 2, "Backspace", "二|"), ("二七", 0, "Delete", "|七"), ("二七", 2, "Delete", "二七|"),
        ("ab", 1, "C-a", "|ab"), ("ab", 1, "C-e", "ab|"), ("ab", 1, "C-b", "|ab"), ("ab", 1, "C-f", "ab|"),
        ("ab", 1, "C-h", "|b"), ("ab", 1, "C-d", "a|"), ("erqi 暴雨 x", 8, "C-w", "erqi |x"), ("a b", 3, "C-w", "a |"),
        ("erqi 暴雨", 7, "C-w", "erqi |"), ("erqi暴雨", 6, "C-w", "erqi|"), ("abc", 2, "C-u", "|c"),
        ("abc", 1, "C-k", "a|"),
        ("ab cd", 5, "A-b", "ab |cd"), ("ab cd", 0, "A-f", "ab| cd"), ("ab cd", 5, "C-Left", "ab |cd"),
        ("ab cd", 2, "C-Right", "ab cd|"), ("e\u{301}x", 1, "Backspace", "|x"), ("👨‍👩‍👧x", 1, "Backspace", "|x"),
        ("ab", 1, "c", "ac|b"), ("ab", 1, "Space", "a |b"),
    ])
    func keys(_ row: (String, Int, String, String)) throws {
        var editor = LineEditor()
        editor.set(row.0, cursor: row.1)
        let key = try #require(Key(named: row.2))
        let taken = editor.apply(key)
        #expect(taken)
        let shown = editor.text.prefix(editor.cursor) + "|" + editor.text.dropFirst(editor.cursor)
        #expect(shown == row.3, "\(row)")
    }

    @Test(arguments: ["Enter", "Esc", "Tab", "S-Tab", "Up", "Down", "PgUp", "F5", "C-s", "A-x", "C-r"])
    func othersKeys(_ name: String) throws {
        var editor = LineEditor("ab")
        let key = try #require(Key(named: name))
        let taken = editor.apply(key)
        #expect(!taken)
        #expect(editor == LineEditor("ab"))
    }

    @Test func pastesOneHarmlessLine() {
        var editor = LineEditor("甲")
        editor.insert("a\r\nb\u{1B}[2Jc\u{202E}d\te  f")
        #expect(editor.text == "甲a b [2Jcd e  f")
        #expect(!editor.text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    }

    @Test func keepsItsLimit() {
        var editor = LineEditor("abc", limit: 5)
        editor.set("abc", cursor: 1)
        editor.insert("12345")
        #expect(editor.text.count == 5)
        #expect(editor.text.hasPrefix("a1"))
        editor.insert(String(repeating: "长", count: 1_000_000))
        #expect(editor.text.count == 5)
    }

    @Test func typedMarksJoinTheirLetter() {
        var editor = LineEditor("e")
        editor.insert("\u{301}")
        #expect(editor.text == "e\u{301}")
        #expect(editor.cursor == 1)
    }

    @Test(arguments: [
        ("abc", 3, 10, "abc", 3), ("abcdef", 6, 4, "def", 3), ("二七区金水", 5, 6, "金水", 4), ("二七区金水", 0, 5, "二七", 0),
        ("", 0, 4, "", 0), ("ab", 2, 0, "", 0), ("二", 0, 1, "", 0),
    ])
    func window(_ row: (String, Int, Int, String, Int)) {
        var editor = LineEditor()
        editor.set(row.0, cursor: row.1)
        let shown = editor.visible(width: row.2, widths: Widths())
        #expect(shown.text == row.3, "\(row)")
        #expect(shown.cursorX == row.4, "\(row)")
    }

    @Test func anyKeysAndPastes() {
        let seed = UInt64.random(in: 0 ... .max)
        print("line editor seed \(seed)")
        var random = SeededGenerator(seed: seed)
        for ambiguous in [false, true] {
            var editor = LineEditor("", limit: 40)
            let widths = Widths(ambiguousWide: ambiguous)
            for step in 0..<10_000 {
                if Int.random(in: 0..<3, using: &random) == 0 {
                    editor.insert(Hostile.texts[Int.random(in: 0..<Hostile.texts.count, using: &random)])
                } else {
                    _ = editor.apply(Hostile.key(&random))
                }
                let width = Int.random(in: 1...30, using: &random)
                let shown = editor.visible(width: width, widths: widths)
                let isSound =
                    (0...editor.text.count).contains(editor.cursor) && editor.text.count <= 40
                    && widths.width(of: shown.text) <= width && (0..<width).contains(shown.cursorX)
                    && (shown.text.isEmpty || editor.text.contains(shown.text))
                    && LineEditor(editor.text, limit: 40).text == editor.text
                    && editor.text.unicodeScalars.allSatisfy {
                        $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0x1B
                    }
                #expect(isSound, "seed \(seed) step \(step): \(editor) in \(width): \(shown)")
                if !isSound { return }
            }
        }
    }
}

@Suite struct InputPromptHistoryTests {
    @Test func walks() {
        var history = PromptHistory()
        for line in ["d erqi a", "ack", "ack", "", "  ", "d jinshui b"] { history.add(line) }
        #expect(history.lines == ["d erqi a", "ack", "d jinshui b"])
        #expect(history.up(current: "") == "d jinshui b")
        #expect(history.up(current: "d jinshui b") == "ack")
        #expect(history.up(current: "ack") == "d erqi a")
        #expect(history.up(current: "d erqi a") == nil)
        #expect(history.down() == "ack")
        #expect(history.down() == "d jinshui b")
        #expect(history.down() == "")
        #expect(history.down() == nil)
    }

    @Test func walksWhatBeginsAlike() {
        var history = PromptHistory(["d erqi a", "ack", "d jinshui b"])
        #expect(history.up(current: "d ") == "d jinshui b")
        #expect(history.up(current: "d jinshui b") == "d erqi a")
        #expect(history.down() == "d jinshui b")
        #expect(history.down() == "d ")
        _ = history.up(current: "a")
        history.reset()
        #expect(history.up(current: "") == "d jinshui b")
    }

    @Test func isBounded() {
        var history = PromptHistory()
        for number in 0..<1000 { history.add("\(number)") }
        #expect(history.lines.count == 200)
        #expect(history.lines.first == "800")
    }
}
