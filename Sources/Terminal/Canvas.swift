/// A frame in memory: text and styles by cell, and where the cursor stands.
///
/// Every operation cuts to the canvas, so coordinates out of range are harmless, and
/// half a wide character is never left behind. What reaches `write` may come from
/// anywhere: control characters, escape sequences, bidi controls and zero-width
/// characters are shown as a replacement or left out.
public struct Canvas: Sendable {
    /// Its sides in cells; what lies beyond is cut.
    public let size: Size
    /// The lines and marks that it draws with.
    public let glyphs: Glyphs
    /// How many cells its texts take; must be what the terminal itself thinks.
    public let widths: Widths
    /// Where the hardware cursor stands; nil hides it.
    public var cursor: (x: Int, y: Int)?

    /// Row by row.
    private(set) var cells: ContiguousArray<Cell>

    /// An empty canvas. Each side is taken as at least 0 and at most 10,000 cells.
    public init(size: Size, glyphs: Glyphs = .unicode, widths: Widths = Widths()) {
        let size = Size(columns: min(max(0, size.columns), 10_000), rows: min(max(0, size.rows), 10_000))
        self.size = size
        self.glyphs = glyphs
        self.widths = widths
        cells = ContiguousArray(repeating: .blank, count: size.columns * size.rows)
    }

    /// Writes one line of text at (x, y) and returns the cells it took on the canvas.
    ///
    /// Text wider than `width`, or than what is left of the row, ends in an ellipsis.
    /// With `alignRight` it ends at `x + width`; the cells before it are left as they are.
    @discardableResult
    public mutating func write(
        _ text: String, x: Int, y: Int, width: Int? = nil, style: Style = .text, alignRight: Bool = false
    ) -> Int {
        // Coordinates beyond this cannot be on a canvas, and arithmetic on them could overflow.
        guard y >= 0, y < size.rows, x < size.columns, x > -1_000_000 else { return 0 }
        let limit = min(width ?? Int.max, size.columns - x)
        guard limit > 0 else { return 0 }
        var text = text
        return text.withUTF8 { bytes in
            if x >= 0, bytes.count <= limit, bytes.isPrintableASCII {
                let start = alignRight && width != nil ? x + limit - bytes.count : x
                store(ascii: bytes, x: start, y: y, style: style.packed)
                return bytes.count
            }
            return layOut(bytes, x: x, y: y, limit: limit, style: style.packed, alignRight: alignRight && width != nil)
        }
    }

    /// Blanks an area and gives it a style.
    public mutating func fill(_ rect: Rect, style: Style) {
        let area = clamp(rect)
        guard !area.isEmpty else { return }
        let cell = Cell(glyph: 0x20, style: style.packed, width: 1)
        for y in area.y..<area.maxY {
            release(from: area.x, to: area.maxX, y: y)
            let row = y * size.columns
            for x in area.x..<area.maxX { cells[row + x] = cell }
        }
    }

    /// Gives an area a style and keeps its text. A wide character belongs to the cell where it begins.
    public mutating func restyle(_ rect: Rect, style: Style) {
        let area = clamp(rect)
        guard !area.isEmpty else { return }
        let packed = style.packed
        for y in area.y..<area.maxY {
            let row = y * size.columns
            for x in area.x..<area.maxX where !cells[row + x].isTail {
                cells[row + x].style = packed
                if cells[row + x].width == 2 { cells[row + x + 1].style = packed }
            }
        }
    }

    /// Draws a line to the right of (x, y).
    public mutating func horizontalLine(x: Int, y: Int, width: Int, style: Style = Style(.border)) {
        line(clamp(Rect(x: x, y: y, width: width, height: 1)), glyphs.horizontal, Glyphs.ascii.horizontal, style)
    }

    /// Draws a line down from (x, y).
    public mutating func verticalLine(x: Int, y: Int, height: Int, style: Style = Style(.border)) {
        line(clamp(Rect(x: x, y: y, width: 1, height: height)), glyphs.vertical, Glyphs.ascii.vertical, style)
    }

    /// What stands in a part of a canvas, to be put onto another.
    public struct Patch: Sendable {
        fileprivate let rect: Rect
        fileprivate let cells: ContiguousArray<Cell>
    }

    /// Copies what stands in an area, as far as that lies on the canvas.
    public func patch(_ rect: Rect) -> Patch {
        let area = clamp(rect)
        var copy = ContiguousArray<Cell>()
        copy.reserveCapacity(area.width * area.height)
        for y in area.y..<area.maxY {
            copy.append(contentsOf: cells[y * size.columns + area.x..<y * size.columns + area.maxX])
        }
        return Patch(rect: area, cells: copy)
    }

    /// Puts a copy down with its upper left corner at (x, y); what does not fit is cut.
    public mutating func paste(_ patch: Patch, x: Int, y: Int) {
        let area = clamp(Rect(x: x, y: y, width: patch.rect.width, height: patch.rect.height))
        guard !area.isEmpty else { return }
        for row in area.y..<area.maxY {
            release(from: area.x, to: area.maxX, y: row)
            let from = (row - y) * patch.rect.width + area.x - x
            let to = row * size.columns + area.x
            cells.replaceSubrange(to..<to + area.width, with: patch.cells[from..<from + area.width])
            // Of a character that is cut in two a blank is left.
            for place in [to, to + area.width - 1] where isHalf(place, in: to..<to + area.width) {
                cells[place] = Cell(glyph: 0x20, style: cells[place].style, width: 1)
            }
        }
    }

    /// The text of each row without the blanks at its end: for tests and for pipes.
    public func lines() -> [String] {
        (0..<size.rows).map { y in
            let row = cells[y * size.columns..<(y + 1) * size.columns]
            var text = ""
            text.reserveCapacity(row.count * 3)
            for cell in row { cell.append(to: &text) }
            let blanks = text.utf8.reversed().prefix { $0 == 0x20 }.count
            return String(text[..<text.utf8.index(text.endIndex, offsetBy: -blanks)])
        }
    }

    /// The style at (x, y); that of plain text outside the canvas.
    public func style(x: Int, y: Int) -> Style {
        guard x >= 0, x < size.columns, y >= 0, y < size.rows else { return .text }
        return Style(packed: cells[y * size.columns + x].style)
    }
}

extension Canvas {
    private func clamp(_ rect: Rect) -> Rect {
        // Taken apart by hand: x + width may overflow for rectangles out of range.
        let left = max(0, rect.x)
        let top = max(0, rect.y)
        let (right, wide) = rect.x.addingReportingOverflow(max(0, rect.width))
        let (bottom, tall) = rect.y.addingReportingOverflow(max(0, rect.height))
        return Rect(
            x: left, y: top,
            width: max(0, (wide ? size.columns : min(size.columns, right)) - min(left, size.columns)),
            height: max(0, (tall ? size.rows : min(size.rows, bottom)) - min(top, size.rows)))
    }

    /// Whether a cell holds half a wide character of which the other half is beyond a range.
    private func isHalf(_ place: Int, in range: Range<Int>) -> Bool {
        cells[place].isTail ? place == range.lowerBound : cells[place].width == 2 && place == range.upperBound - 1
    }

    private mutating func line(_ area: Rect, _ glyph: String, _ fallback: String, _ style: Style) {
        let text = widths.width(of: glyph) == 1 ? glyph : fallback
        guard !area.isEmpty, let scalar = text.unicodeScalars.first else { return }
        let cell = Cell(glyph: scalar.value, style: style.packed, width: 1)
        for y in area.y..<area.maxY {
            release(from: area.x, to: area.maxX, y: y)
            for x in area.x..<area.maxX { cells[y * size.columns + x] = cell }
        }
    }

    /// Blanks the outer half of wide characters that straddle the borders of [from, to).
    @inline(__always)
    private mutating func release(from: Int, to: Int, y: Int) {
        let row = y * size.columns
        if from > 0 && from < size.columns && cells[row + from].isTail {
            cells[row + from - 1].glyph = 0x20
            cells[row + from - 1].width = 1
        }
        if to < size.columns && cells[row + to].isTail {
            cells[row + to].glyph = 0x20
            cells[row + to].width = 1
        }
    }

    private mutating func store(ascii bytes: UnsafeBufferPointer<UInt8>, x: Int, y: Int, style: UInt16) {
        guard !bytes.isEmpty else { return }
        release(from: x, to: x + bytes.count, y: y)
        let start = y * size.columns + x
        cells.withUnsafeMutableBufferPointer { cells in
            for index in 0..<bytes.count {
                cells[start + index] = Cell(glyph: UInt32(bytes[index]), style: style, width: 1)
            }
        }
    }

    /// The slow way: any text, cut with the ellipsis where it is too long.
    private mutating func layOut(
        _ bytes: UnsafeBufferPointer<UInt8>, x: Int, y: Int, limit: Int, style: UInt16, alignRight: Bool
    ) -> Int {
        var (cut, fits) = widths.prefix(bytes, cells: limit)
        var mark = ""
        if !fits {
            let wanted = widths.width(of: glyphs.ellipsis)
            // Where lines and dots are two cells wide, so may the ellipsis be.
            if wanted <= limit {
                mark = glyphs.ellipsis
                cut = widths.prefix(bytes, cells: limit - wanted).cut
            }
        }
        let markWidth = widths.width(of: mark)
        var column = alignRight ? x + limit - cut.width - markWidth : x
        let first = max(0, column)
        let last = min(size.columns, column + cut.width + markWidth)
        guard first < last else { return 0 }
        release(from: first, to: last, y: y)
        ScalarClass.table.withUnsafeBufferPointer { table in
            let shown = UnsafeBufferPointer(rebasing: bytes[..<cut.end])
            var scanner = ClusterScanner(shown, table: table, ambiguousWide: widths.ambiguousWide)
            while let cluster = scanner.next() { put(cluster, column: &column, y: y, style: style) }
        }
        if !mark.isEmpty {
            widths.forEachCluster(mark) {
                put($0, column: &column, y: y, style: style)
                return true
            }
        }
        return last - first
    }

    @inline(__always)
    private mutating func put(_ cluster: Cluster, column: inout Int, y: Int, style: UInt16) {
        let x = column
        column += cluster.width
        guard column > 0, x < size.columns else { return }
        let row = y * size.columns
        var glyph = cluster.base
        if cluster.markCount > 0 { glyph = Interned.glyph(of: cluster) }
        if glyphs.isASCII && glyph > 0x7e, let plain = Glyphs.plain(glyph) {
            // Drawn two cells wide by its terminal, the sign leaves a blank behind its stand-in.
            for place in [x, x + 1].prefix(cluster.width) where place >= 0 && place < size.columns {
                cells[row + place] = Cell(glyph: place == x ? plain : 0x20, style: style, width: 1)
            }
            return
        }
        if cluster.width == 1 {
            if x >= 0 { cells[row + x] = Cell(glyph: glyph, style: style, width: 1) }
        } else if x >= 0 && x + 1 < size.columns {
            cells[row + x] = Cell(glyph: glyph, style: style, width: 2)
            cells[row + x + 1] = Cell(glyph: Cell.tailGlyph, style: style, width: 0)
        } else {
            // Half of it lies outside: a blank stands for the half inside.
            cells[row + max(0, x)] = Cell(glyph: 0x20, style: style, width: 1)
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether every byte is a visible ASCII character or a blank.
    var isPrintableASCII: Bool {
        for byte in self where byte < 0x20 || byte >= 0x7f { return false }
        return true
    }
}
