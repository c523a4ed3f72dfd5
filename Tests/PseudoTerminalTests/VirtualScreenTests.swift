import Testing

@testable import PseudoTerminal

/// What a stream of bytes should leave on a screen of ten columns and four rows.
struct Drawing: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let rows: [String]
    var cursor: ScreenPosition?

    init(_ name: String, _ text: String, _ rows: [String], at cursor: (Int, Int)? = nil) {
        self.init(name, bytes: Array(text.utf8), rows, at: cursor)
    }

    init(_ name: String, bytes: [UInt8], _ rows: [String], at cursor: (Int, Int)? = nil) {
        self.name = name
        self.bytes = bytes
        self.rows = rows
        self.cursor = cursor.map { ScreenPosition(row: $0.0, column: $0.1) }
    }

    var testDescription: String { name }
}

private let e = "\u{1B}["
private let fourRows = "aaaa\r\nbbbb\r\ncccc\r\ndddd"

@Suite("Screens from bytes")
struct VirtualScreenTests {
    @Test(
        "Characters",
        arguments: [
            Drawing("plain", "hello", ["hello", "", "", ""], at: (0, 5)),
            Drawing("lines", "a\r\nb\nc", ["a", "b", " c", ""], at: (2, 2)),
            Drawing("a full row waits before it wraps", "0123456789", ["0123456789", "", "", ""], at: (0, 9)),
            Drawing("wrap", "0123456789ab", ["0123456789", "ab", "", ""], at: (1, 2)),
            Drawing("return after a full row", "0123456789\r\nx", ["0123456789", "x", "", ""]),
            Drawing("no wrap", "\(e)?7l0123456789ab", ["012345678b", "", "", ""], at: (0, 9)),
            Drawing("wrap scrolls", "\(e)4;9Habcd", ["", "", "        ab", "cd"], at: (3, 2)),
            Drawing("backspace", "ab\u{8}c", ["ac", "", "", ""]),
            Drawing("backspace after a full row", "0123456789\u{8}x", ["01234567x9", "", "", ""]),
            Drawing("tabs", "\tx\(e)Zy", ["        y", "", "", ""]),
            Drawing("own tabs", "\(e)3g\(e)4G\u{1B}H\r\tx\ty", ["   x     y", "", "", ""]),
            Drawing("wide", "二七ab", ["二七ab", "", "", ""], at: (0, 6)),
            Drawing("a wide character that does not fit wraps", "012345678中", ["012345678", "中", "", ""], at: (1, 2)),
            Drawing("a wide character that just fits", "01234567中x", ["01234567中", "x", "", ""]),
            Drawing("marks join", "e\u{301}x", ["e\u{301}x", "", "", ""], at: (0, 2)),
            Drawing("marks join wide ones", "が\u{3099}x", ["が\u{3099}x", "", "", ""], at: (0, 3)),
            Drawing("marks join a full row", "012345678e\u{301}", ["012345678e\u{301}", "", "", ""], at: (0, 9)),
            Drawing("zero width joins", "a\u{200B}b", ["a\u{200B}b", "", "", ""], at: (0, 2)),
            Drawing("emoji", "😀x", ["😀x", "", "", ""], at: (0, 3)),
            Drawing("repetition", "ab\(e)3b", ["abbbb", "", "", ""], at: (0, 5)),
            Drawing("repetition of a wide one", "中\(e)2b", ["中中中", "", "", ""], at: (0, 6)),
            Drawing("borders", "\u{1B}(0lqk\u{1B}(Blqk", ["┌─┐lqk", "", "", ""]),
            Drawing("borders by shift", "\u{1B})0\u{E}x\u{F}x", ["│x", "", "", ""]),
            Drawing("insert mode", "abcd\r\(e)4hXY\(e)4l", ["XYabcd", "", "", ""]),
        ])
    func characters(_ drawing: Drawing) { check(drawing) }

    @Test(
        "Bytes that are not UTF-8",
        arguments: [
            Drawing("alone", bytes: [0x61, 0xFF, 0x62], ["a\u{FFFD}b", "", "", ""]),
            Drawing("cut short", bytes: [0xE4, 0xBA, 0x62], ["\u{FFFD}b", "", "", ""]),
            Drawing("cut by an escape", bytes: [0xE4, 0xBA] + Array("\(e)2Gx".utf8), ["\u{FFFD}x", "", "", ""]),
            Drawing("overlong", bytes: [0xC0, 0xAF, 0x62], ["\u{FFFD}\u{FFFD}b", "", "", ""]),
            Drawing("surrogate", bytes: [0xED, 0xA0, 0x80], ["\u{FFFD}\u{FFFD}\u{FFFD}", "", "", ""]),
            Drawing(
                "too large", bytes: [0xF4, 0x90, 0x80, 0x80], [String(repeating: "\u{FFFD}", count: 4), "", "", ""]),
            Drawing("the last one", bytes: [0xF4, 0x8F, 0xBF, 0xBD, 0x62], ["\u{10FFFD}b", "", "", ""]),
        ])
    func invalidBytes(_ drawing: Drawing) { check(drawing) }

    @Test(
        "Moving",
        arguments: [
            Drawing("position", "\(e)2;3Hx", ["", "  x", "", ""], at: (1, 3)),
            Drawing("position beyond", "\(e)99;99Hx", ["", "", "", "         x"], at: (3, 9)),
            Drawing("zero is one", "\(e)0;0Hx", ["x", "", "", ""]),
            Drawing("four ways", "\(e)3;5H\(e)A\(e)2D\(e)Bx\(e)Cy", ["", "", "  x y", ""]),
            Drawing("column and row", "\(e)4G\(e)3dx\(e)8`y", ["", "", "   x   y", ""]),
            Drawing("next and previous line", "\(e)2;5H\(e)Ex\(e)2Fy", ["y", "", "x", ""]),
            Drawing("save and restore", "\(e)2;2H\u{1B}7\(e)4;4H\u{1B}8x", ["", " x", "", ""]),
            Drawing("reverse index", "\(e)2;1Hx\u{1B}My", [" y", "x", "", ""]),
            Drawing("reverse index scrolls", "x\u{1B}My", [" y", "x", "", ""]),
            Drawing("next line", "ab\u{1B}Ec", ["ab", "c", "", ""]),
            Drawing("the eight-bit introducer", "ab\u{9B}1Gc", ["cb", "", "", ""]),
            Drawing("a control inside a sequence", "ab\(e)\r2Cc", ["abc", "", "", ""]),
            Drawing("a cancelled sequence", "\(e)2\u{18}Cx", ["Cx", "", "", ""]),
            Drawing("origin mode", "\(e)2;3r\(e)?6h\(e)1;1Hx\(e)9;1Hy", ["", "x", "y", ""]),
        ])
    func moving(_ drawing: Drawing) { check(drawing) }

    @Test(
        "Erasing, inserting, deleting",
        arguments: [
            Drawing("to the end", "abcdef\(e)3G\(e)K", ["ab", "", "", ""], at: (0, 2)),
            Drawing("to the beginning", "abcdef\(e)3G\(e)1K", ["   def", "", "", ""]),
            Drawing("the line", "abcdef\(e)3G\(e)2K", ["", "", "", ""]),
            Drawing("characters", "abcdef\(e)3G\(e)2X", ["ab  ef", "", "", ""]),
            Drawing("below", "\(fourRows)\(e)2;3H\(e)J", ["aaaa", "bb", "", ""]),
            Drawing("above", "\(fourRows)\(e)2;3H\(e)1J", ["", "   b", "cccc", "dddd"]),
            Drawing("all", "\(fourRows)\(e)2J", ["", "", "", ""], at: (3, 4)),
            Drawing("insert characters", "abcdefghij\(e)3G\(e)2@", ["ab  cdefgh", "", "", ""]),
            Drawing("delete characters", "abcdef\(e)3G\(e)2P", ["abef", "", "", ""]),
            Drawing("delete beyond", "abcdef\(e)3G\(e)99P", ["ab", "", "", ""]),
            Drawing("insert lines", "\(fourRows)\(e)2;3H\(e)L", ["aaaa", "", "bbbb", "cccc"], at: (1, 0)),
            Drawing("delete lines", "\(fourRows)\(e)2;3H\(e)2M", ["aaaa", "dddd", "", ""], at: (1, 0)),
            Drawing("scroll up", "\(fourRows)\(e)S", ["bbbb", "cccc", "dddd", ""]),
            Drawing("scroll down", "\(fourRows)\(e)2T", ["", "", "aaaa", "bbbb"]),
            Drawing("a region", "\(fourRows)\(e)2;3r\(e)3;1H\n", ["aaaa", "cccc", "", "dddd"], at: (2, 0)),
            Drawing("no scroll outside", "\(fourRows)\(e)1;2r\(e)4;1H\n", ["aaaa", "bbbb", "cccc", "dddd"]),
            Drawing("insert in a region", "\(fourRows)\(e)2;3r\(e)2;1H\(e)L", ["aaaa", "", "bbbb", "dddd"]),
            Drawing("delete outside a region", "\(fourRows)\(e)2;3r\(e)1;1H\(e)M", ["aaaa", "bbbb", "cccc", "dddd"]),
            Drawing("alternate screen", "ab\(e)?1049hcd\(e)?1049l", ["ab", "", "", ""], at: (0, 2)),
            Drawing("on the alternate screen", "ab\(e)?1049hcd", ["  cd", "", "", ""]),
            Drawing("alternate screen, entered again", "\(e)?1049hcd\(e)?1049l\(e)?1049h", ["", "", "", ""]),
            Drawing("reset", "\(fourRows)\(e)2;3r\(e)?7l\u{1B}cx", ["x", "", "", ""]),
            Drawing("an unknown string", "a\u{1B}_secret\u{1B}\\b\u{1B}^x\u{1B}\\c", ["abc", "", "", ""]),
            Drawing("a title", "a\u{1B}]0;t\u{7}b\u{1B}]2;u\u{1B}\\c", ["abc", "", "", ""]),
        ])
    func changing(_ drawing: Drawing) { check(drawing) }

    @Test("The same screen however the bytes are cut")
    func cutAnywhere() {
        let text = "二\(e)31m七\(e)2;3He\u{301}\u{1B}]0;郑州\u{7}\(e)?2026h😀\(e)?2026l"
        var whole = VirtualScreen(columns: 10, rows: 4)
        whole.feed(text)
        for byte in Array(text.utf8).indices {
            var cut = VirtualScreen(columns: 10, rows: 4)
            cut.feed(Array(text.utf8)[..<byte])
            cut.feed(Array(text.utf8)[byte...])
            #expect(cut.lines == whole.lines && cut.title == "郑州" && cut.cursor == whole.cursor)
        }
    }

    @Test("Any bytes at all leave a whole grid")
    func anyBytes() {
        var generator = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: .min ... .max, using: &generator)
        var state = seed
        let pieces =
            ["\u{1B}[", "\u{1B}[", "\u{1B}[", "\u{1B}", ";", "?", "二", "e\u{301}", "\n", "\r", "\t", "9", "1049"]
            + ["@", "P", "X", "L", "M", "r", "b", "S", "T", "h", "l"]
        var screen = VirtualScreen(columns: 7, rows: 3)
        for round in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let number = Int(state >> 33)
            if number % 5 == 0 {
                screen.feed([UInt8(truncatingIfNeeded: number >> 8)])
            } else {
                screen.feed(pieces[number % pieces.count])
            }
            if number % 301 == 0 { screen.resize(columns: 1 + number % 13, rows: 1 + number % 5) }
            let isWhole =
                screen.grid.count == screen.rows && screen.grid.allSatisfy { $0.count == screen.columns }
                && screen.cell(row: screen.cursor.row, column: screen.cursor.column) != nil
            guard isWhole, halvesMatch(screen) else {
                Issue.record("seed \(seed), round \(round): \(screen.lines)")
                return
            }
        }
    }

    private func check(_ drawing: Drawing) {
        var screen = VirtualScreen(columns: 10, rows: 4)
        screen.feed(drawing.bytes)
        #expect(screen.lines == drawing.rows)
        #expect(screen.torn() == nil)
        #expect(screen.unrecognised == [])
        if let cursor = drawing.cursor { #expect(screen.cursor == cursor) }
    }
}

/// Every left half is followed by a right one and the other way round: what is torn is marked as orphan.
func halvesMatch(_ screen: VirtualScreen) -> Bool {
    screen.grid.allSatisfy { row in
        row.indices.allSatisfy { column in
            switch row[column].kind {
            case .wide: column + 1 < row.count && row[column + 1].kind == .continuation
            case .continuation: column > 0 && row[column - 1].kind == .wide
            case .narrow, .orphan: true
            }
        }
    }
}
