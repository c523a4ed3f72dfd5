import CNcurses
import Glibc

/// curses as a machine that turns frames into the bytes that change the screen.
///
/// It writes into memory, not to the terminal: so a frame is one write, a slow or dead
/// terminal blocks nobody, and the bytes can be counted and tested without a terminal.
/// Terminal modes, input and signals are the session's business.
@MainActor
final class CursesScreen {
    private let sink: Int32
    private let output: UnsafeMutablePointer<FILE>
    private let input: UnsafeMutablePointer<FILE>
    private let screen: OpaquePointer
    let depth: ColorDepth
    private let colors: Int

    private(set) var size: Size
    /// What curses was last told, row by row.
    private var front: ContiguousArray<Cell> = []
    private var span: [cchar_t] = []
    private var proxies = WidthSubstitutes()
    private var thrift = SGRMinimizer()
    /// Attributes and pair by packed style.
    private var looks: [UInt16: (attributes: attr_t, pair: Int32)] = [:]
    private var cursorShown: Bool?

    var theme: Theme {
        didSet {
            looks.removeAll()
            forget()
        }
    }

    init(term: String, size: Size, theme: Theme, noColor: Bool) throws {
        sink = cn_memory("screen")
        guard sink >= 0 else { throw TerminalError.system("Memory for the screen", errno: errno) }
        guard let output = fdopen(sink, "w"), let input = fopen("/dev/null", "r") else {
            throw TerminalError.system("Memory for the screen", errno: errno)
        }
        // curses catches signals of its own accord; they are the session's.
        let caught = [SIGINT, SIGTERM, SIGTSTP, SIGWINCH].map { number in
            var action = sigaction()
            sigaction(number, nil, &action)
            return (number, action)
        }
        let opened = CursesScreen.withSizeInEnvironment(size) { newterm(term, output, input) }
        for (number, before) in caught {
            var action = before
            sigaction(number, &action, nil)
        }
        // Some entries pass as terminals that cannot place the cursor, "dumb" among them.
        guard let screen = opened, cn_string("cup") != nil, cn_string("clear") != nil else {
            if let opened { delscreen(opened) }
            fclose(output)
            fclose(input)
            throw TerminalError.tooSimple(term)
        }
        (self.output, self.input, self.screen) = (output, input, screen)
        self.theme = theme
        self.size = size
        cn_plain_window()
        let wantsColor = !noColor && has_colors()
        if wantsColor {
            start_color()
            use_default_colors()
        }
        colors = wantsColor ? Int(cn_colors()) : 0
        depth = CursesScreen.depth(colors: colors, direct: cn_has("RGB") != 0 || term.hasSuffix("-direct"))
        resize(to: size)
    }

    /// Memory has no window size, and entries such as that of the Linux console name none
    /// either; curses then looks for these variables. Children must not see them.
    private static func withSizeInEnvironment<Result>(_ size: Size, _ body: () -> Result) -> Result {
        let variables = [("LINES", size.rows), ("COLUMNS", size.columns)]
        let before = variables.map { name, _ in getenv(name).map { String(cString: $0) } }
        for (name, value) in variables { setenv(name, String(max(1, value)), 1) }
        defer {
            for ((name, _), value) in zip(variables, before) {
                if let value { setenv(name, value, 1) } else { unsetenv(name) }
            }
        }
        return body()
    }

    /// True colour is used only where terminfo can say it (xterm-direct and its like).
    ///
    /// With COLORTERM=truecolor alone, curses could show true colour only by redefining
    /// entries of the user's palette, which other panes of the same terminal share and
    /// which stays behind after a kill; or by believing in another terminfo entry, whose
    /// keys and sequences may not be this terminal's. The nearest of 256 harms nobody.
    private static func depth(colors: Int, direct: Bool) -> ColorDepth {
        if colors > 256 && direct { return .direct }
        if colors >= 256 { return .palette }
        return colors >= 8 ? .sixteen : .mono
    }

    /// The bytes since the last call.
    func takeBytes() -> [UInt8] {
        fflush(output)
        let count = Int(lseek(sink, 0, SEEK_CUR))
        guard count > 0 else { return [] }
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            used = max(0, pread(sink, buffer.baseAddress, count, 0))
        }
        // Overwritten from the start next time; only a large file gives its memory back, which costs a while.
        if count > 65_536 { ftruncate(sink, 0) }
        lseek(sink, 0, SEEK_SET)
        return thrift.trim(proxies.restore(bytes))
    }

    /// Takes the screen before there is anything to show.
    func open() {
        cn_stage()
        doupdate()
    }

    /// Takes a new size; the next frame paints everything.
    func resize(to size: Size) {
        self.size = Size(columns: max(1, size.columns), rows: max(1, size.rows))
        resize_term(Int32(self.size.rows), Int32(self.size.columns))
        repaint()
    }

    /// Makes the next frame paint everything.
    func repaint() {
        cn_erase()
        forget()
        cn_clear_next()
    }

    /// Gives the screen back to whoever had it before; the next frame takes it again.
    func leave() {
        endwin()
        cursorShown = nil
        thrift.forget()
    }

    func close() {
        endwin()
        delscreen(screen)
        fclose(output)
        fclose(input)
    }

    /// Whether curses itself believes that this character begins at this cell: for tests.
    func cursesHolds(x: Int, y: Int, codeOrProxyOf code: UInt32) -> Bool {
        let held = UInt32(bitPattern: Int32(cn_character_at(Int32(y), Int32(x))))
        return held == code || proxies.proxies(of: code).contains(held)
    }

    private func forget() {
        front = ContiguousArray(repeating: Cell(glyph: 0, style: 0, width: 1), count: size.columns * size.rows)
    }

    /// Tells curses what differs from the frame before.
    func show(_ canvas: Canvas) {
        let columns = min(size.columns, canvas.size.columns)
        for y in 0..<min(size.rows, canvas.size.rows) where !isShown(y, columns: columns, canvas) {
            showRow(y, columns: columns, canvas: canvas)
        }
        placeCursor(canvas.cursor)
        cn_stage()
        doupdate()
    }

    private func placeCursor(_ cursor: (x: Int, y: Int)?) {
        let place = cursor.flatMap { Rect(size).contains(x: $0.x, y: $0.y) ? $0 : nil }
        if cursorShown != (place != nil) {
            cursorShown = place != nil
            curs_set(place != nil ? 1 : 0)
            cn_leave_cursor(place != nil ? 0 : 1)
        }
        if let place { cn_move(Int32(place.y), Int32(place.x)) }
    }

    /// Whether a row is byte for byte what curses was told: that is found out for all of it at once, and mostly it is.
    private func isShown(_ y: Int, columns: Int, _ canvas: Canvas) -> Bool {
        let bytes = columns * MemoryLayout<Cell>.stride
        return canvas.cells.withUnsafeBufferPointer { cells in
            front.withUnsafeBufferPointer { front in
                guard let new = cells.baseAddress, let old = front.baseAddress else { return true }
                return memcmp(new + y * canvas.size.columns, old + y * size.columns, bytes) == 0
            }
        }
    }

    private func showRow(_ y: Int, columns: Int, canvas: Canvas) {
        let new = y * canvas.size.columns
        let old = y * size.columns
        var x = 0
        canvas.cells.withUnsafeBufferPointer { cells in
            front.withUnsafeMutableBufferPointer { front in
                while x < columns {
                    if cells[new + x] == front[old + x] {
                        x += 1
                        continue
                    }
                    // The span grows over short stretches that did not change, and to whole characters.
                    var from = x
                    while from > 0 && (cells[new + from].isTail || front[old + from].isTail) { from -= 1 }
                    var end = x + 1
                    var gap = 0
                    var probe = end
                    while probe < columns && gap < 4 {
                        gap = cells[new + probe] == front[old + probe] ? gap + 1 : 0
                        probe += 1
                        if gap == 0 { end = probe }
                    }
                    while end < columns && (cells[new + end].isTail || front[old + end].isTail) { end += 1 }
                    put(cells, new, from, end, y, columns)
                    for index in from..<end { front[old + index] = cells[new + index] }
                    x = end
                }
            }
        }
    }

    private func put(
        _ cells: UnsafeBufferPointer<Cell>, _ row: Int, _ from: Int, _ end: Int, _ y: Int, _ columns: Int
    ) {
        span.removeAll(keepingCapacity: true)
        for index in from..<end {
            let cell = cells[row + index]
            if cell.isTail { continue }
            // A canvas wider than the screen may end in the first half of a character.
            let cut = cell.width == 2 && index + 1 >= columns
            span.append(cursesCell(cut ? Cell(glyph: 0x20, style: cell.style, width: 1) : cell))
        }
        cn_put(Int32(y), Int32(from), span, Int32(span.count))
    }

    private func cursesCell(_ cell: Cell) -> cchar_t {
        let look = self.look(cell.style)
        // Five code points and the end mark.
        var text: (wchar_t, wchar_t, wchar_t, wchar_t, wchar_t, wchar_t) = (0, 0, 0, 0, 0, 0)
        return withUnsafeMutableBytes(of: &text) { raw in
            let characters = raw.bindMemory(to: wchar_t.self)
            if cell.glyph & Cell.internedBit == 0 {
                characters[0] = wchar_t(bitPattern: proxies.code(for: cell.glyph, width: Int(cell.width)))
            } else {
                let codes = Interned.scalars(cell.glyph)
                characters[0] = wchar_t(bitPattern: proxies.code(for: codes[0], width: Int(cell.width)))
                // Marks that libc does not take for marks would make curses drop the character.
                let marks = codes.dropFirst().prefix(4).filter { cn_width(wchar_t(bitPattern: $0)) == 0 }
                for (index, code) in marks.enumerated() { characters[index + 1] = wchar_t(bitPattern: code) }
            }
            return cn_cell(characters.baseAddress, look.attributes, look.pair)
        }
    }
}

extension CursesScreen {
    private func look(_ packed: UInt16) -> (attributes: attr_t, pair: Int32) {
        if let known = looks[packed] { return known }
        let style = Style(packed: packed)
        let appearance = theme.appearance(style.role, depth: depth)
        var attributes = appearance.attributes
        if style.bold { attributes.insert(.bold) }
        if style.underline { attributes.insert(.underline) }
        if style.reverse { attributes.formSymmetricDifference(.reverse) }
        if style.dim { attributes.insert(.dim) }
        var pair: Int32 = 0
        if depth > .mono {
            let foreground = number(appearance.foreground, foreground: true, &attributes)
            let background = number(appearance.background, foreground: false, &attributes)
            if foreground != -1 || background != -1 { pair = max(0, alloc_pair(foreground, background)) }
        }
        let bits = cn_attributes(
            attributes.contains(.bold) ? 1 : 0, attributes.contains(.underline) ? 1 : 0,
            attributes.contains(.reverse) ? 1 : 0, attributes.contains(.dim) ? 1 : 0)
        looks[packed] = (bits, pair)
        return (bits, pair)
    }

    /// The number by which curses knows a colour.
    private func number(_ color: Color, foreground: Bool, _ attributes: inout Theme.Attributes) -> Int32 {
        switch color {
        case .standard: return -1
        case .index(let index) where depth == .direct:
            // Direct terminals take the first eight numbers as palette entries and the rest as RGB.
            return index < 8 ? Int32(index) : Int32(Color.value(of: Int(index)))
        case .index(let index) where colors < 16 && index >= 8:
            if foreground && index == 8 {
                // Bright black on eight colours would be black, often on black.
                attributes.insert(.dim)
                return -1
            }
            if foreground { attributes.insert(.bold) }
            return Int32(index - 8)
        case .index(let index): return Int32(index)
        case .rgb(let value): return max(8, Int32(value))
        }
    }
}
