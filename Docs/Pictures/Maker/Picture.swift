import PseudoTerminal

/// A terminal's screen as a picture (SVG): every run of cells at its column, so that it lines up in any font.
struct Picture {
    let screen: VirtualScreen
    let palette: Palette

    /// A cell, in units of the picture.
    private let wide = 8.4
    private let high = 18.0
    private let margin = 12.0

    var svg: String {
        let width = Double(screen.columns) * wide + 2 * margin
        let height = Double(screen.rows) * high + 2 * margin
        var lines = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width))" height="\(number(height))" \
            viewBox="0 0 \(number(width)) \(number(height))" font-size="14" font-family="'Sarasa Mono SC', \
            'Noto Sans Mono CJK SC', 'DejaVu Sans Mono', Menlo, Consolas, monospace" xml:space="preserve">
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

    /// Neighbouring cells of one look and one width of character.
    private struct Run {
        var text: String
        var column: Int
        var cells: Int
        var isWide: Bool
        var style: CellStyle
    }

    private func runs(_ row: Int) -> [Run] {
        var runs: [Run] = []
        for column in 0..<screen.columns {
            guard let cell = screen.cell(row: row, column: column), cell.kind != .continuation else { continue }
            let isWide = cell.kind == .wide
            let cells = isWide ? 2 : 1
            if var last = runs.last, last.style == cell.style, last.isWide == isWide,
                last.column + last.cells == column
            {
                last.text += cell.text
                last.cells += cells
                runs[runs.count - 1] = last
            } else {
                runs.append(Run(text: cell.text, column: column, cells: cells, isWide: isWide, style: cell.style))
            }
        }
        return runs
    }

    private func drawing(_ run: Run, _ row: Int) -> [String] {
        let isReverse = run.style.attributes.contains(.reverse)
        var ink = palette.colour(run.style.foreground) ?? palette.foreground
        var paper = palette.colour(run.style.background)
        if isReverse { (ink, paper) = (paper ?? palette.background, ink) }
        let x = margin + Double(run.column) * wide
        let y = margin + Double(row) * high
        let length = number(Double(run.cells) * wide)
        var lines: [String] = []
        if let paper {
            lines.append(
                #"<rect x="\#(number(x))" y="\#(number(y))" width="\#(length)" height="\#(number(high))" fill="\#(paper)"/>"#)
        }
        guard !run.text.allSatisfy({ $0 == " " }) else { return lines }
        let weight = run.style.attributes.contains(.bold) ? #" font-weight="bold""# : ""
        let dim = run.style.attributes.contains(.dim) ? #" opacity="0.6""# : ""
        lines.append(
            """
            <text x="\(number(x))" y="\(number(y + high * 0.75))" textLength="\(length)" \
            lengthAdjust="spacingAndGlyphs" fill="\(ink)"\(weight)\(dim)>\(Self.escaped(run.text))</text>
            """)
        return lines
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "<": "&lt;"
            case ">": "&gt;"
            case "&": "&amp;"
            // Blanks at the ends and in rows would be drawn together.
            case " ": "\u{A0}"
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
