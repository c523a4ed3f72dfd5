import PseudoTerminal

/// A terminal's screen as a picture (SVG): every character at its own cell, so that it lines up in any font.
struct Picture {
    let screen: VirtualScreen
    let palette: Palette

    /// A cell, in units of the picture.
    private let wide = 8.43
    private let high = 18.0
    private let margin = 12.0

    var svg: String {
        let width = Double(screen.columns) * wide + 2 * margin
        let height = Double(screen.rows) * high + 2 * margin
        var lines = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width))" height="\(number(height))" \
            viewBox="0 0 \(number(width)) \(number(height))" font-size="14" font-family="'DejaVu Sans Mono', Menlo, \
            Consolas, 'Noto Sans Mono CJK SC', 'PingFang SC', 'Microsoft YaHei', monospace" xml:space="preserve">
            """,
            #"<rect width="100%" height="100%" rx="8" fill="\#(palette.background)"/>"#,
        ]
        for row in 0..<screen.rows {
            for run in runs(row) {
                lines += drawing(run, row)
            }
        }
        return (lines + ["</svg>", ""]).joined(separator: "\n")
    }

    /// Neighbouring cells of one look; the characters with the column of each.
    private struct Run {
        var characters: [(text: String, column: Int)]
        var row: Int
        var column: Int
        var cells: Int
        var style: CellStyle
    }

    private func runs(_ row: Int) -> [Run] {
        var runs: [Run] = []
        for column in 0..<screen.columns {
            guard let cell = screen.cell(row: row, column: column), cell.kind != .continuation else { continue }
            let cells = cell.kind == .wide ? 2 : 1
            if var last = runs.popLast() {
                guard last.style == cell.style else {
                    runs += [
                        last,
                        Run(
                            characters: [(cell.text, column)], row: row, column: column, cells: cells, style: cell.style
                        ),
                    ]
                    continue
                }
                last.characters.append((cell.text, column))
                last.cells += cells
                runs.append(last)
            } else {
                runs = [
                    Run(
                        characters: [(cell.text, column)], row: row, column: column, cells: cells, style: cell.style)
                ]
            }
        }
        return runs
    }

    private func drawing(_ run: Run, _ row: Int) -> [String] {
        let isReverse = run.style.attributes.contains(.reverse)
        var ink = palette.colour(run.style.foreground) ?? palette.foreground
        var paper = palette.colour(run.style.background)
        if isReverse { (ink, paper) = (paper ?? palette.background, ink) }
        let y = margin + Double(row) * high
        var lines: [String] = []
        if let paper { lines.append(rect(left(run.column), y, Double(run.cells) * wide, high, paper)) }
        let dim = run.style.attributes.contains(.dim) ? #" opacity="0.6""# : ""
        // Lines are drawn, for no two fonts join them alike.
        for (text, column) in run.characters where text == "─" || text == "│" {
            lines.append(
                text == "─"
                    ? rect(left(column), y + high / 2, wide, 1, ink, dim)
                    : rect(left(column) + wide / 2, y, 1, high, ink, dim))
        }
        let weight = run.style.attributes.contains(.bold) ? #" font-weight="bold""# : ""
        return lines
            + words(run).map { word in
                // A character of two cells is as wide as its font is high.
                let size = word.kind == .wide ? #" font-size="\#(number(2 * wide))""# : ""
                return """
                    <text x="\(number(left(word.column)))" y="\(number(y + high * 0.75))" fill="\(ink)"\(size)\(weight)\(dim)>\
                    \(Self.escaped(word.text))</text>
                    """
            }
    }

    /// Characters that any font of fixed width sets at their cells: of one width, without a blank among them. Signs that
    /// are neither letters of one alphabet nor wide stand alone, for fonts disagree on how wide they are.
    private func words(_ run: Run) -> [(text: String, column: Int, kind: Width)] {
        var words: [(text: String, column: Int, kind: Width)] = []
        var next = -1
        for (text, column) in run.characters {
            guard ![" ", "", "─", "│"].contains(text) else {
                next = -1
                continue
            }
            let isWide = screen.cell(row: run.row, column: column)?.kind == .wide
            let kind: Width = isWide ? .wide : text.utf8.count == 1 ? .narrow : .other
            if let last = words.last, column == next, kind == last.kind, kind != .other {
                words[words.count - 1].text += text
            } else {
                words.append((text, column, kind))
            }
            next = column + (isWide ? 2 : 1)
        }
        return words
    }

    private enum Width { case narrow, wide, other }

    private func left(_ column: Int) -> Double { margin + Double(column) * wide }

    private func rect(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ fill: String, _ more: String = ""
    ) -> String {
        #"<rect x="\#(number(x))" y="\#(number(y))" width="\#(number(width))" height="\#(number(height))" "#
            + #"fill="\#(fill)"\#(more)/>"#
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "<": "&lt;"
            case ">": "&gt;"
            case "&": "&amp;"
            default: String(character)
            }
        }.joined()
    }

    /// One decimal is enough for a picture.
    private func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}

/// What the colours of a terminal look like: xterm's.
struct Palette {
    let background: String
    let foreground: String

    static let dark = Palette(background: "#16181d", foreground: "#d8dbe0")

    func colour(_ colour: CellColor) -> String? {
        switch colour {
        case .standard: nil
        case .rgb(let red, let green, let blue): Self.hex(Int(red), Int(green), Int(blue))
        case .indexed(let index): Self.indexed(Int(index))
        }
    }

    private static let sixteen = [
        "#1d1f21", "#cc6666", "#98b26b", "#d0a35c", "#6d9cc6", "#b294bb", "#7ab8b0", "#c5c8c6", "#707880", "#ff6b68",
        "#b5d681", "#f0c674", "#81b4e8", "#c8a9d6", "#8fd6cd", "#ffffff",
    ]

    private static func indexed(_ index: Int) -> String {
        if index < 16 { return sixteen[index] }
        if index >= 232 {
            let grey = 8 + (index - 232) * 10
            return hex(grey, grey, grey)
        }
        func level(_ step: Int) -> Int { step == 0 ? 0 : 55 + step * 40 }
        let cube = index - 16
        return hex(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
    }

    private static func hex(_ red: Int, _ green: Int, _ blue: Int) -> String {
        "#"
            + [red, green, blue].map { part in
                let digits = String(part, radix: 16)
                return digits.count < 2 ? "0" + digits : digits
            }.joined()
    }
}
