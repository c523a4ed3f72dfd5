import Testing

@testable import PseudoTerminal

private let e = "\u{1B}["

@Suite("Styles, modes, halves and answers")
struct ScreenStateTests {
    /// A stream of SGR and what the next character looks like.
    struct Style: Sendable, CustomTestStringConvertible {
        let codes: String
        var attributes: CellStyle.Attributes = []
        var foreground = CellColor.standard
        var background = CellColor.standard
        var testDescription: String { codes }
    }

    @Test(
        "Attributes and colours",
        arguments: [
            Style(codes: "1;2;4;7", attributes: [.bold, .dim, .underline, .reverse]),
            Style(codes: "1;2;22"),
            Style(codes: "1;0"),
            Style(codes: "1;"),
            Style(codes: "4;24"),
            Style(codes: "4:3", attributes: .underline),
            Style(codes: "4;4:0"),
            Style(codes: "7;27;3", attributes: .italic),
            Style(codes: "31;42", foreground: .indexed(1), background: .indexed(2)),
            Style(codes: "91;102", foreground: .indexed(9), background: .indexed(10)),
            Style(codes: "31;39;42;49"),
            Style(codes: "38;5;200;1", attributes: .bold, foreground: .indexed(200)),
            Style(codes: "38:5:200;1", attributes: .bold, foreground: .indexed(200)),
            Style(codes: "38;2;1;2;3;48;2;4;5;6", foreground: rgb(1, 2, 3), background: rgb(4, 5, 6)),
            Style(codes: "38:2:1:2:3;48:2::4:5:6", foreground: rgb(1, 2, 3), background: rgb(4, 5, 6)),
            Style(codes: "58;5;9;1", attributes: .bold),
        ])
    func attributes(_ style: Style) {
        var screen = VirtualScreen(columns: 10, rows: 2)
        screen.feed("\(e)\(style.codes)mx")
        let cell = screen.cell(row: 0, column: 0)
        #expect(cell?.style.attributes == style.attributes)
        #expect(cell?.style.foreground == style.foreground)
        #expect(cell?.style.background == style.background)
        #expect(screen.unrecognised == [])
    }

    @Test("Erasing keeps the background")
    func backgroundStays() {
        var screen = VirtualScreen(columns: 10, rows: 2)
        screen.feed("\(e)1;41m\(e)K")
        #expect(screen.cell(row: 0, column: 9)?.style.background == .indexed(1))
        #expect(screen.cell(row: 0, column: 9)?.style.attributes == [])
    }

    @Test(
        "A half that is left alone is reported until it is written over",
        arguments: [
            ("left half overwritten", "二\ra", " "),
            ("right half overwritten", "二\u{8}a", "\rb"),
            ("wide over two halves", "二七\(e)2G中", "\ra\(e)4Gb"),
            ("erase the right half", "二\u{8}\(e)X", "\rx"),
            ("erase to the end", "二\u{8}\(e)K", "\r\(e)K"),
            ("insert between", "二\u{8}\(e)@", "\r\(e)2K"),
            ("delete a half", "二\r\(e)P", "\r\(e)P"),
            ("push over the edge", "\(e)5G二\r\(e)@", "\(e)6Gx"),
        ])
    func torn(_ name: String, _ bytes: String, _ mending: String) {
        var screen = VirtualScreen(columns: 6, rows: 2)
        screen.feed(bytes)
        #expect(screen.torn() != nil)
        #expect(halvesMatch(screen))
        screen.feed(mending)
        #expect(screen.torn() == nil)
    }

    @Test("A resize cuts wide characters, and that is reported")
    func tornByResize() {
        var screen = VirtualScreen(columns: 6, rows: 2)
        screen.feed("二七")
        screen.resize(columns: 3, rows: 2)
        #expect(screen.torn() != nil)
        screen.feed("\(e)2J")
        #expect(screen.torn() == nil)
    }

    @Test("A resize keeps the row of the cursor")
    func resize() {
        var screen = VirtualScreen(columns: 6, rows: 4)
        screen.feed("a\r\nb\r\nc\r\nd")
        screen.resize(columns: 8, rows: 2)
        #expect(screen.lines == ["c", "d"])
        #expect(screen.cursor == ScreenPosition(row: 1, column: 1))
        screen.resize(columns: 8, rows: 3)
        #expect(screen.lines == ["c", "d", ""])
    }

    @Test(
        "Modes are seen on and off",
        arguments: [
            ("?1049", "alternate screen"), ("?2004", "bracketed paste"), ("?1000", "mouse mode 1000"),
            ("?1002", "mouse mode 1002"), ("?1003", "mouse mode 1003"), ("?1006", "mouse mode 1006"),
            ("?1004", "focus events"), ("?2026", "synchronized update"), ("?1", "application cursor keys"),
            ("?6", "origin mode"), ("?5", "reverse screen"), ("4", "insert mode"), ("20", "new line mode"),
        ])
    func modes(_ mode: String, _ name: String) {
        var screen = VirtualScreen(columns: 6, rows: 2)
        screen.feed("\(e)\(mode)h")
        #expect(screen.leftovers == [name])
        screen.feed("\(e)\(mode)l")
        #expect(screen.leftovers == [])
    }

    @Test("Other leftovers are seen")
    func leftovers() {
        var screen = VirtualScreen(columns: 6, rows: 4)
        screen.feed("\(e)?25l\(e)?7l\(e)1;2r\(e)1m\u{1B}(0\u{1B}=")
        #expect(
            screen.leftovers == [
                "hidden cursor", "application keypad", "no autowrap", "attributes", "scroll region",
                "line drawing characters",
            ])
        screen.feed("\(e)!p")
        #expect(screen.leftovers == [])
    }

    @Test(
        "Questions are answered",
        arguments: [
            ("\(e)c", "\(e)?64;1;2;6;9;15;16;17;18;21;22;28c"),
            ("\(e)>c", "\(e)>41;370;0c"),
            ("\(e)5n", "\(e)0n"),
            ("\(e)2;3H\(e)6n", "\(e)2;3R"),
            ("\(e)2;3H\(e)?6n", "\(e)?2;3R"),
            ("\(e)?2026$p", "\(e)?2026;2$y"),
            ("\(e)?2026h\(e)?2026$p", "\(e)?2026;1$y"),
            ("\(e)?31337$p", "\(e)?31337;0$y"),
            ("\(e)4$p", "\(e)4;2$y"),
            ("\(e)18t", "\(e)8;4;10t"),
            ("\u{1B}]10;?\u{7}", "\u{1B}]10;rgb:e5e5/e5e5/e5e5\u{1B}\\"),
            ("\u{1B}]11;?\u{1B}\\", "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\"),
            ("\u{1B}P+q524742\u{1B}\\", "\u{1B}P0+r\u{1B}\\"),
            ("no question", ""),
        ])
    func answers(_ question: String, _ answer: String) {
        var screen = VirtualScreen(columns: 10, rows: 4)
        screen.feed(question)
        #expect(String(decoding: screen.takeReplies(), as: UTF8.self) == answer)
        #expect(screen.takeReplies() == [])
        #expect(screen.unrecognised == [])
    }

    @Test("What is counted: bells, titles, commands, frames, what is not known")
    func counted() {
        var screen = VirtualScreen(columns: 10, rows: 4)
        screen.feed("\u{7}\u{7}\u{1B}]2;贯通\u{7}\u{1B}]52;c;aGk=\u{7}\(e)?2026h\(e)?2026l\(e)5;6y\u{1B}]777;x\u{7}")
        #expect(screen.bells == 2)
        #expect(screen.title == "贯通")
        #expect(screen.commands == [2: 1, 52: 1, 777: 1])
        #expect(screen.synchronizedUpdates == 1)
        #expect(screen.unrecognised == ["CSI 5;6y", "OSC 777"])
    }

    @Test("A text is found by cells")
    func position() {
        var screen = VirtualScreen(columns: 20, rows: 2)
        screen.feed("\r\n二七 task")
        #expect(screen.position(of: "task") == ScreenPosition(row: 1, column: 5))
        #expect(screen.position(of: "七") == ScreenPosition(row: 1, column: 2))
        #expect(screen.position(of: "none") == nil)
    }

    private static func rgb(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> CellColor {
        .rgb(red: red, green: green, blue: blue)
    }
}
