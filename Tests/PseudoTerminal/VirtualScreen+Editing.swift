// Printing, moving and erasing: everything that changes cells.
extension VirtualScreen {
    /// Writes a character at the cursor, wrapping first where it must.
    mutating func put(_ given: Unicode.Scalar) {
        let scalar = lineDrawing[shift] ? LineDrawing.character(for: given) : given
        let width = CharacterWidth.columns(of: scalar)
        guard width > 0 else { return combine(scalar) }
        guard width <= columns else { return }
        let doesNotFit = cursor.column + width > columns
        if pendingWrap || doesNotFit {
            if modes.autowrap {
                cursor.column = 0
                lineFeed()
            } else if doesNotFit {
                return
            }
        }
        pendingWrap = false
        if modes.insert { insertBlanks(width) }
        let (row, column) = (cursor.row, cursor.column)
        split(row, at: column)
        split(row, at: column + width)
        grid[row][column] = Cell(text: String(scalar), kind: width == 2 ? .wide : .narrow, style: style)
        if width == 2 { grid[row][column + 1] = Cell(text: "", kind: .continuation, style: style) }
        lastPrinted = given
        lastWritten = cursor
        cursor.column += width
        if cursor.column >= columns {
            cursor.column = columns - 1
            pendingWrap = true
        }
    }

    /// Joins a mark of no width to the character before; a cell keeps a bounded number of them.
    private mutating func combine(_ mark: Unicode.Scalar) {
        guard let place = lastWritten, let cell = cell(row: place.row, column: place.column),
            cell.text.unicodeScalars.count < 16, cell.kind == .narrow || cell.kind == .wide
        else { return }
        grid[place.row][place.column].text.unicodeScalars.append(mark)
    }

    /// Before cells at and after `column` change without those before it: a wide character that
    /// stands across the line is no more, and both halves are marked.
    mutating func split(_ row: Int, at column: Int) {
        guard column > 0, column < columns, grid[row][column].kind == .continuation else { return }
        for half in [column - 1, column] {
            grid[row][half].text = " "
            grid[row][half].kind = .orphan
        }
    }

    /// Blanks some cells of a row.
    mutating func erase(_ row: Int, _ range: Range<Int>) {
        let range = range.clamped(to: 0..<columns)
        guard !range.isEmpty else { return }
        split(row, at: range.lowerBound)
        split(row, at: range.upperBound)
        for column in range { grid[row][column] = .blank(style.background) }
    }

    /// Blanks whole rows.
    mutating func erase(rows range: Range<Int>) {
        for row in range.clamped(to: 0..<rows) { grid[row] = blankRow }
    }

    /// ICH, and the push of insert mode.
    mutating func insertBlanks(_ wanted: Int) {
        let (row, column) = (cursor.row, cursor.column)
        let count = min(wanted, columns - column)
        split(row, at: column)
        split(row, at: columns - count)
        grid[row].removeLast(count)
        grid[row].insert(contentsOf: blanks(count), at: column)
    }

    /// DCH.
    mutating func deleteCharacters(_ wanted: Int) {
        let (row, column) = (cursor.row, cursor.column)
        let count = min(wanted, columns - column)
        split(row, at: column)
        split(row, at: column + count)
        grid[row].removeSubrange(column..<(column + count))
        grid[row].append(contentsOf: blanks(count))
    }

    /// SU and a line feed on the last row: `top` leaves, blanks come at the bottom of the region.
    mutating func scrollUp(_ wanted: Int, from top: Int? = nil) {
        let area = (top ?? region.lowerBound)...region.upperBound
        let count = min(wanted, area.count)
        grid.removeSubrange(area.lowerBound..<(area.lowerBound + count))
        let fresh = [[Cell]](repeating: blankRow, count: count)
        grid.insert(contentsOf: fresh, at: area.upperBound + 1 - count)
        lastWritten = nil
    }

    /// SD and a reverse index on the first row.
    mutating func scrollDown(_ wanted: Int, from top: Int? = nil) {
        let area = (top ?? region.lowerBound)...region.upperBound
        let count = min(wanted, area.count)
        grid.removeSubrange((area.upperBound + 1 - count)...area.upperBound)
        grid.insert(contentsOf: [[Cell]](repeating: blankRow, count: count), at: area.lowerBound)
        lastWritten = nil
    }

    /// IND: down a row, scrolling where the region ends.
    mutating func lineFeed() {
        pendingWrap = false
        if cursor.row == region.upperBound {
            scrollUp(1)
        } else if cursor.row < rows - 1 {
            cursor.row += 1
        }
    }

    /// RI: up a row, scrolling where the region begins.
    mutating func reverseIndex() {
        pendingWrap = false
        if cursor.row == region.lowerBound {
            scrollDown(1)
        } else if cursor.row > 0 {
            cursor.row -= 1
        }
    }

    /// Moves within the screen, and vertically not out of the scroll region it is in.
    mutating func move(rows down: Int = 0, columns right: Int = 0) {
        let top = cursor.row >= region.lowerBound ? region.lowerBound : 0
        let bottom = cursor.row <= region.upperBound ? region.upperBound : rows - 1
        cursor.row = min(max(cursor.row + down, top), bottom)
        cursor.column = min(max(cursor.column + right, 0), columns - 1)
        pendingWrap = false
    }

    /// Goes to a place counted from 0; in origin mode rows count within the region.
    mutating func go(row: Int? = nil, column: Int? = nil) {
        if let row {
            let area = modes.origin ? region : 0...(rows - 1)
            cursor.row = min(max(area.lowerBound + row, area.lowerBound), area.upperBound)
        }
        if let column { cursor.column = min(max(column, 0), columns - 1) }
        pendingWrap = false
    }

    /// To the next stop, or the one before for a negative count.
    mutating func tab(_ count: Int) {
        for _ in 0..<min(abs(count), columns) {
            let next =
                count > 0
                ? tabStops.filter { $0 > cursor.column }.min() ?? columns - 1
                : tabStops.filter { $0 < cursor.column }.max() ?? 0
            cursor.column = next
        }
        pendingWrap = false
    }

    /// Goes to the alternate screen or back; the one that is left keeps its cells.
    mutating func useAlternateScreen(_ on: Bool) {
        guard modes.alternateScreen != on else { return }
        modes.alternateScreen = on
        swap(&grid, &hiddenGrid)
        lastWritten = nil
    }

    /// Takes another size. As xterm does, rows leave at the bottom, or at the top where the
    /// cursor would fall out; nothing is wrapped anew.
    public mutating func resize(columns newColumns: Int, rows newRows: Int) {
        let newColumns = max(1, newColumns)
        let newRows = max(1, newRows)
        let lost = max(0, cursor.row - (newRows - 1))
        grid = Self.resized(grid, newColumns, newRows, dropping: lost)
        hiddenGrid = Self.resized(hiddenGrid, newColumns, newRows, dropping: 0)
        tabStops.formUnion(Self.usualTabStops(newColumns).filter { $0 >= columns })
        tabStops = tabStops.filter { $0 < newColumns }
        columns = newColumns
        rows = newRows
        region = 0...(newRows - 1)
        cursor.row -= lost
        cursor.column = min(cursor.column, newColumns - 1)
        pendingWrap = false
        lastWritten = nil
    }

    private static func resized(_ grid: [[Cell]], _ columns: Int, _ rows: Int, dropping lost: Int) -> [[Cell]] {
        var result = grid.dropFirst(lost).prefix(rows).map { row in
            var row = Array(row.prefix(columns))
            if let last = row.last, last.kind == .wide {
                row[row.count - 1].text = " "
                row[row.count - 1].kind = .orphan
            }
            row += [Cell](repeating: .blank(), count: columns - row.count)
            return row
        }
        while result.count < rows { result.append([Cell](repeating: .blank(), count: columns)) }
        return result
    }

    private var blankRow: [Cell] { blanks(columns) }

    private func blanks(_ count: Int) -> [Cell] { [Cell](repeating: .blank(style.background), count: count) }
}

/// The DEC special graphics that curses borders are made of.
enum LineDrawing {
    private static let characters: [Unicode.Scalar] = Array("◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·".unicodeScalars)

    /// What the set shows for a character; those outside it stay.
    static func character(for scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0x60...0x7E).contains(scalar.value) else { return scalar }
        return characters[Int(scalar.value) - 0x60]
    }
}
