import Testing

@testable import Terminal

@Suite struct CanvasTests {
    private func canvas(_ columns: Int, _ rows: Int, glyphs: Glyphs = .unicode) -> Canvas {
        Canvas(size: Size(columns: columns, rows: rows), glyphs: glyphs)
    }

    @Test func writesAndReports() {
        var canvas = canvas(10, 2)
        #expect(canvas.write("二七", x: 1, y: 0) == 4)
        #expect(canvas.write("12", x: 0, y: 1, width: 6, alignRight: true) == 2)
        #expect(canvas.lines() == [" 二七", "    12"])
    }

    @Test func clipsToWidthAndCanvas() {
        var canvas = canvas(6, 3)
        #expect(canvas.write("暴雨积水", x: 0, y: 0, width: 5) == 5)
        #expect(canvas.write("暴雨积水", x: 0, y: 1) == 5)
        #expect(canvas.write("abc", x: 5, y: 2) == 1)
        #expect(canvas.lines() == ["暴雨…", "暴雨…", "     …"])
    }

    @Test func outOfRangeIsHarmless() {
        var canvas = canvas(4, 1)
        #expect(canvas.write("x", x: 4, y: 0) == 0)
        #expect(canvas.write("x", x: 0, y: -1) == 0)
        #expect(canvas.write("x", x: Int.min, y: 0) == 0)
        #expect(canvas.write("x", x: 0, y: 0, width: -3) == 0)
        #expect(canvas.write("暴雨", x: -1, y: 0) == 3)
        canvas.fill(Rect(x: -5, y: -5, width: Int.max, height: 2), style: .bar)
        canvas.restyle(Rect(x: 9, y: 9, width: 9, height: 9), style: .bar)
        canvas.horizontalLine(x: -2, y: 0, width: Int.max)
        canvas.verticalLine(x: 1, y: -3, height: Int.max)
        #expect(canvas.lines() == ["─│──"])
        #expect(Canvas(size: Size(columns: -1, rows: 5)).lines() == ["", "", "", "", ""])
    }

    @Test func overwritingHalfAWideCharacter() {
        var canvas = canvas(6, 1)
        canvas.write("暴雨", x: 0, y: 0)
        canvas.write("x", x: 1, y: 0)
        #expect(canvas.lines() == [" x雨"])
        canvas.write("y", x: 2, y: 0)
        #expect(canvas.lines() == [" xy"])
        canvas.write("积", x: 1, y: 0)
        #expect(canvas.lines() == [" 积"])
        canvas.fill(Rect(x: 2, y: 0, width: 2, height: 1), style: .text)
        #expect(canvas.lines() == [""])
    }

    @Test func restyleKeepsText() {
        var canvas = canvas(6, 1)
        canvas.write("暴雨", x: 0, y: 0)
        canvas.restyle(Rect(x: 0, y: 0, width: 1, height: 1), style: .selection)
        #expect(canvas.lines() == ["暴雨"])
        #expect(canvas.style(x: 0, y: 0) == .selection)
        #expect(canvas.style(x: 1, y: 0) == .selection)
        #expect(canvas.style(x: 2, y: 0) == .text)
        #expect(canvas.style(x: 99, y: 0) == .text)
    }

    /// What is put down is what was taken up; of a character that is cut in two, there or here, a blank is left.
    @Test func aPatchIsPutDownAsItWasTakenUp() {
        var source = canvas(12, 3)
        source.write("二七区ab积水", x: 0, y: 1, style: Style(.over, bold: true))
        let rect = Rect(x: 0, y: 1, width: 12, height: 1)
        var target = canvas(12, 3)
        target.write("旧的文字在这里", x: 0, y: 1)
        target.paste(source.patch(rect), x: 0, y: 1)
        #expect(target.lines() == source.lines())
        #expect((0..<12).allSatisfy { target.style(x: $0, y: 1) == source.style(x: $0, y: 1) })
        for x in -4..<14 {
            for (from, width) in [(0, 12), (1, 5), (2, 3), (1, 10)] {
                var cut = canvas(12, 3)
                cut.write("一二三四五六", x: 0, y: 1)
                cut.paste(source.patch(Rect(x: from, y: 1, width: width, height: 1)), x: x, y: 1)
                #expect(isWhole(cut), "\(from), \(width) at \(x): \(cut.lines()[1])")
            }
        }
        // Beyond the canvas nothing is taken up, or put down.
        target.paste(source.patch(Rect(x: 40, y: -3, width: 5, height: 2)), x: .max, y: .min)
        #expect(target.lines() == source.lines())
    }

    @Test func stylesRoundTrip() {
        for role in StyleRole.allCases {
            let style = Style(role, bold: true, underline: role == .over, reverse: true, dim: role == .text)
            #expect(Style(packed: style.packed) == style)
        }
    }

    @Test func hostileTextIsShownNotObeyed() {
        var canvas = canvas(40, 1)
        canvas.write("a\u{1b}[31mb\u{202e}c\u{200b}d\ne\u{9b}f\u{fffe}", x: 0, y: 0)
        #expect(canvas.lines() == ["a␛[31mbcd e␦f␦"])
        var plain = self.canvas(20, 1, glyphs: .ascii)
        plain.write("a\u{1b}b", x: 0, y: 0)
        #expect(plain.lines() == ["a?b"])
    }

    @Test func marksStayWithTheirBase() {
        var canvas = canvas(10, 1)
        canvas.write("e\u{301}x", x: 0, y: 0)
        #expect(canvas.lines() == ["e\u{301}x"])
        canvas.write("y", x: 0, y: 0)
        #expect(canvas.lines() == ["yx"])
    }

    @Test func glyphsTakeOneCell() {
        for glyphs in [Glyphs.unicode, .ascii] {
            for child in Mirror(reflecting: glyphs).children {
                guard let text = child.value as? String else { continue }
                #expect(Widths().width(of: text) == 1, "\(child.label ?? "")")
                if glyphs.isASCII { #expect(text.utf8.count == 1) }
            }
        }
        var wide = Canvas(size: Size(columns: 3, rows: 1), widths: Widths(ambiguousWide: true))
        wide.horizontalLine(x: 0, y: 0, width: 3)
        #expect(wide.lines() == ["---"])
    }

    /// After any sequence of operations every wide character has both its halves.
    @Test func neverHalfACharacter() {
        let seed = chosenSeed()
        var random = Seeded(seed: seed)
        for round in 0..<300 {
            let widths = Widths(ambiguousWide: Bool.random(using: &random))
            let size = Size(columns: Int.random(in: 1...20, using: &random), rows: 3)
            var canvas = Canvas(size: size, widths: widths)
            for _ in 0..<40 {
                let x = Int.random(in: -6...22, using: &random)
                let y = Int.random(in: -1...3, using: &random)
                let width = Int.random(in: 0...12, using: &random)
                let area = Rect(x: x, y: y, width: width, height: 2)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: canvas.fill(area, style: .bar)
                case 1: canvas.restyle(area, style: .over)
                case 2: canvas.horizontalLine(x: x, y: y, width: width)
                case 3: canvas.verticalLine(x: x, y: y, height: width)
                default:
                    let text = randomText(upTo: 12, using: &random)
                    let limit = Bool.random(using: &random) ? width : nil
                    let used = canvas.write(text, x: x, y: y, width: limit, alignRight: Bool.random(using: &random))
                    #expect(used >= 0 && used <= min(size.columns, limit ?? size.columns))
                }
            }
            #expect(isWhole(canvas), "seed \(seed), round \(round)")
            for line in canvas.lines() { #expect(widths.width(of: line) <= size.columns, "seed \(seed)") }
        }
    }

    private func isWhole(_ canvas: Canvas) -> Bool {
        (0..<canvas.size.rows).allSatisfy { y in
            let row = Array(canvas.cells[y * canvas.size.columns..<(y + 1) * canvas.size.columns])
            return row.indices.allSatisfy { x in
                switch row[x].width {
                case 2: x + 1 < row.count && row[x + 1].isTail
                case 1: x + 1 >= row.count || !row[x + 1].isTail
                default: x > 0 && row[x - 1].width == 2
                }
            }
        }
    }
}
