/// A small xterm without a window: bytes in, a grid of cells out.
///
/// It knows what ncurses' `xterm-256color` and programs that speak xterm by hand send, wide and
/// combining characters among them, and answers the usual questions. It has no scrollback.
/// What it does not know it notes in `unrecognised`.
public struct VirtualScreen: Sendable {
    /// Width in cells.
    public internal(set) var columns: Int
    /// Height in cells.
    public internal(set) var rows: Int
    /// Where the next character goes.
    public internal(set) var cursor = ScreenPosition(row: 0, column: 0)
    /// The modes that are on.
    public internal(set) var modes = ScreenModes()
    /// What the program last called its window.
    public internal(set) var title = ""
    /// How often the bell rang.
    public internal(set) var bells = 0
    /// How many synchronized updates (mode 2026) were begun.
    public internal(set) var synchronizedUpdates = 0
    /// How many operating system commands came, by number: 0 and 2 title, 8 links, 52 clipboard.
    public internal(set) var commands: [Int: Int] = [:]
    /// The first sequences that this terminal does not know, for a test that expects none.
    public internal(set) var unrecognised: [String] = []
    /// The attributes and colours of the next character.
    public internal(set) var style = CellStyle()

    /// What programs can save and get back with DECSC and DECRC.
    struct SavedCursor: Sendable {
        var cursor = ScreenPosition(row: 0, column: 0)
        var style = CellStyle()
        var lineDrawing = [false, false]
        var shift = 0
        var origin = false
        var pendingWrap = false
    }

    /// The grid that is shown, and the one behind it (main or alternate).
    var grid: [[Cell]]
    var hiddenGrid: [[Cell]]
    /// For the main screen, then for the alternate one.
    var saved = [SavedCursor(), SavedCursor()]
    /// The cursor stands after the last column; the next character wraps first.
    var pendingWrap = false
    /// The rows that scroll.
    var region: ClosedRange<Int>
    var tabStops: Set<Int>
    /// Whether G0 and G1 are the DEC line drawing set, and which of them is in use.
    var lineDrawing = [false, false]
    var shift = 0
    /// For REP, and for marks that join the character before.
    var lastPrinted: Unicode.Scalar?
    var lastWritten: ScreenPosition?
    var replies: [UInt8] = []

    private var decoder = UTF8Decoder()
    private var parser = EscapeParser()

    /// An empty screen of that size; at least one cell.
    public init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
        let row = [Cell](repeating: .blank(), count: self.columns)
        grid = [[Cell]](repeating: row, count: self.rows)
        hiddenGrid = grid
        region = 0...(self.rows - 1)
        tabStops = Self.usualTabStops(self.columns)
    }

    /// Takes what a program wrote, cut anywhere.
    public mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            let output = decoder.push(byte)
            if let scalar = output.first { feed(scalar) }
            if let scalar = output.second { feed(scalar) }
        }
    }

    /// Takes what a program wrote.
    public mutating func feed(_ text: String) { feed(text.utf8) }

    /// The answers to the program's questions since the last call.
    public mutating func takeReplies() -> [UInt8] {
        defer { replies = [] }
        return replies
    }

    /// The rows as text, blanks at the end cut off. A wide character is there once.
    public var lines: [String] { grid.map(Self.text(of:)) }

    /// The cell at a place, or nil outside the screen.
    public func cell(row: Int, column: Int) -> Cell? {
        guard grid.indices.contains(row), grid[row].indices.contains(column) else { return nil }
        return grid[row][column]
    }

    /// Where a text first stands on one row, in cells; nil where it does not.
    public func position(of text: String) -> ScreenPosition? {
        for (row, cells) in grid.enumerated() {
            for column in cells.indices where cells[column].kind != .continuation {
                if Self.text(of: cells[column...]).hasPrefix(text) { return ScreenPosition(row: row, column: column) }
            }
        }
        return nil
    }

    /// Says where half of a wide character stands alone, or nil where every character is whole.
    public func torn() -> String? {
        for (row, cells) in grid.enumerated() {
            for (column, cell) in cells.enumerated() {
                let followed = column + 1 < columns && cells[column + 1].kind == .continuation
                let preceded = column > 0 && cells[column - 1].kind == .wide
                let alone =
                    switch cell.kind {
                    case .orphan: true
                    case .wide: !followed
                    case .continuation: !preceded
                    case .narrow: false
                    }
                if alone {
                    return "row \(row), column \(column): half of a wide character in \"\(Self.text(of: cells))\""
                }
            }
        }
        return nil
    }

    /// In words, what a program that has left should have put back: modes, attributes, scroll region, charset.
    public var leftovers: [String] {
        var found = modes.leftovers
        if style != CellStyle() { found.append("attributes") }
        if region != 0...(rows - 1) { found.append("scroll region") }
        if lineDrawing[shift] { found.append("line drawing characters") }
        return found
    }

    static func usualTabStops(_ columns: Int) -> Set<Int> { Set(stride(from: 8, to: columns, by: 8)) }

    private static func text(of cells: some Collection<Cell>) -> String {
        var text = ""
        var blanks = 0
        for cell in cells {
            if cell.text == " " {
                blanks += 1
            } else if !cell.text.isEmpty {
                text += String(repeating: " ", count: blanks) + cell.text
                blanks = 0
            }
        }
        return text
    }

    private mutating func feed(_ scalar: Unicode.Scalar) {
        switch parser.push(scalar) {
        case nil: break
        case .print(let scalar): put(scalar)
        case .control(let code): control(code)
        case .escape(let intermediates, let final): escape(intermediates, final)
        case .sequence(let sequence): perform(sequence)
        case .command(let text): command(text)
        case .device(let text): device(text)
        }
    }
}
