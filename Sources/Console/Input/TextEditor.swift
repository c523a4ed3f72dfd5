import Newsroom
import Terminal

/// A text of several paragraphs that is being typed, for where no editor may be started: a cursor, a window that
/// follows it, and nothing that a newsroom would not use. Paragraphs are wrapped at the window's width, which changes
/// nothing in the text.
struct TextEditor: Sendable {
    /// A place in the text, counted in paragraphs and characters as people see them.
    struct Place: Comparable, Sendable {
        var paragraph = 0
        var character = 0

        static func < (one: Place, other: Place) -> Bool {
            (one.paragraph, one.character) < (other.paragraph, other.character)
        }
    }

    /// The text it began with.
    let original: String
    /// Never empty; none holds a line break.
    private(set) var paragraphs: [[Character]]
    private(set) var cursor = Place()
    /// Whether the person is asked what becomes of what was changed.
    var isAsking = false
    /// Whether the last insertion did not fit.
    private(set) var isFull = false

    /// The longest text, in bytes.
    static let limit = TerminalSession.textLimit

    /// How often it was changed: tells a change without comparing long texts.
    private(set) var changes = 0

    private var bytes: Int
    private var past: [Snapshot] = []
    private var isTyping = false
    /// The column that Up and Down keep to.
    private var goal: Int?

    // The window: its size in cells, and the row that it begins with.
    private(set) var width = 72
    private(set) var height = 20
    private(set) var widths = Widths()
    private var top = Row(paragraph: 0, index: 0)

    private struct Snapshot: Sendable {
        var paragraphs: [[Character]]
        var cursor: Place
        var bytes: Int
    }

    /// A row of the window: which of a paragraph's.
    private struct Row: Comparable, Sendable {
        var paragraph: Int
        var index: Int

        static func < (one: Row, other: Row) -> Bool { (one.paragraph, one.index) < (other.paragraph, other.index) }
    }

    /// A text with the cursor at its beginning.
    init(_ text: String) {
        original = text
        paragraphs = Self.paragraphs(of: text)
        bytes = text.utf8.count
    }

    /// The text as it stands.
    var text: String { paragraphs.map { String($0) }.joined(separator: "\n") }

    var isChanged: Bool { !past.isEmpty && !text.hasSameBytes(as: original) }

    // MARK: - Changing

    /// Pastes a text at the cursor, as one change of its own: all of it, or nothing where it would not fit.
    mutating func paste(_ text: String) {
        insert(text, isTyping: false)
        follow()
    }

    private mutating func insert(_ text: String, isTyping: Bool) {
        let clean = Self.harmless(text)
        guard !clean.isEmpty else { return }
        isFull = bytes + clean.utf8.count > Self.limit
        guard !isFull else { return }
        remember(isTyping: isTyping)
        changes += 1
        let line = paragraphs[cursor.paragraph]
        let before = String(line[..<cursor.character]) + clean
        // A mark that is typed after its letter joins it, so what stands there is cut into characters anew.
        var new = Self.paragraphs(of: before)
        let end = Place(paragraph: cursor.paragraph + new.count - 1, character: new[new.count - 1].count)
        let whole = Array(String(new[new.count - 1]) + String(line[cursor.character...]))
        new[new.count - 1] = whole
        paragraphs.replaceSubrange(cursor.paragraph...cursor.paragraph, with: new)
        bytes += clean.utf8.count
        cursor = Place(paragraph: end.paragraph, character: min(end.character, whole.count))
    }

    /// Takes out what stands between two places.
    private mutating func remove(_ from: Place, _ to: Place, isTyping: Bool = false) {
        guard from < to else { return }
        remember(isTyping: isTyping)
        changes += 1
        isFull = false
        let start = String(paragraphs[from.paragraph][..<from.character])
        let rest = String(paragraphs[to.paragraph][to.character...])
        let gone = Array(paragraphs[from.paragraph...to.paragraph])
        let joined = Array(start + rest)
        paragraphs.replaceSubrange(from.paragraph...to.paragraph, with: [joined])
        bytes -= gone.reduce(gone.count - 1) { $0 + String($1).utf8.count } - String(joined).utf8.count
        cursor = Place(paragraph: from.paragraph, character: min(Array(start).count, joined.count))
    }

    /// Keeps what stood before a change. A run of typed characters counts as one.
    private mutating func remember(isTyping now: Bool) {
        goal = nil
        defer { isTyping = now }
        guard !(now && isTyping) else { return }
        past.append(Snapshot(paragraphs: paragraphs, cursor: cursor, bytes: bytes))
        if past.count > 200 { past.remove(at: 1) }
    }

    mutating func undo() {
        guard let last = past.popLast() else { return }
        changes += 1
        (paragraphs, cursor, bytes) = (last.paragraphs, last.cursor, last.bytes)
        (isTyping, isFull, goal) = (false, false, nil)
        follow()
    }

    // MARK: - Keys

    /// Whether the key was the text's.
    mutating func apply(_ key: Key) -> Bool {
        let done = key.control ? applyControl(key) : !key.alt && applyPlain(key)
        if done { follow() }
        return done
    }

    private mutating func applyPlain(_ key: Key) -> Bool {
        switch key.code {
        case .character(let character): insert(String(character), isTyping: true)
        case .enter: insert("\n", isTyping: false)
        case .tab: insert("\t", isTyping: true)
        case .backspace: remove(place(before: cursor), cursor, isTyping: true)
        case .delete: remove(cursor, place(after: cursor), isTyping: true)
        case .left: go(place(before: cursor))
        case .right: go(place(after: cursor))
        case .up: step(-1)
        case .down: step(1)
        case .pageUp: step(-max(1, height - 1))
        case .pageDown: step(max(1, height - 1))
        case .home: go(Place(paragraph: cursor.paragraph, character: rowAtCursor.range.lowerBound))
        case .end: go(Place(paragraph: cursor.paragraph, character: endOfRow))
        default: return false
        }
        return true
    }

    private mutating func applyControl(_ key: Key) -> Bool {
        let line = paragraphs[cursor.paragraph]
        let start = Place(paragraph: cursor.paragraph)
        let end = Place(paragraph: cursor.paragraph, character: line.count)
        let last = paragraphs.count - 1
        switch key.code {
        case .home: go(Place())
        case .end: go(Place(paragraph: last, character: paragraphs[last].count))
        case .character("a"): go(start)
        case .character("e"): go(end)
        case .character("u"): remove(start, cursor)
        case .character("k"): remove(cursor, cursor == end ? place(after: cursor) : end)
        case .character("d"): remove(cursor, place(after: cursor), isTyping: true)
        case .character("h"): remove(place(before: cursor), cursor, isTyping: true)
        case .character("z"), .character("_"): undo()
        default: return false
        }
        return true
    }

    private mutating func go(_ place: Place) {
        cursor = place
        (goal, isTyping, isFull) = (nil, false, false)
    }

    private func place(before place: Place) -> Place {
        if place.character > 0 { return Place(paragraph: place.paragraph, character: place.character - 1) }
        guard place.paragraph > 0 else { return place }
        return Place(paragraph: place.paragraph - 1, character: paragraphs[place.paragraph - 1].count)
    }

    private func place(after place: Place) -> Place {
        if place.character < paragraphs[place.paragraph].count {
            return Place(paragraph: place.paragraph, character: place.character + 1)
        }
        guard place.paragraph + 1 < paragraphs.count else { return place }
        return Place(paragraph: place.paragraph + 1)
    }

    // MARK: - What may stand in it

    private static func paragraphs(of text: String) -> [[Character]] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    }

    /// By the rule for bodies, which trims the end: a sign that is taken off again keeps what is typed there.
    private static func harmless(_ text: String) -> String {
        var clean = CleanText.body(text + ".")
        if clean.unicodeScalars.last == "." { clean.unicodeScalars.removeLast() }
        return clean
    }
}

// MARK: - The window

extension TextEditor {
    /// Takes the window's size, and keeps the cursor in it.
    mutating func fit(width: Int, height: Int, widths: Widths) {
        let (width, height) = (max(8, width), max(1, height))
        guard width != self.width || height != self.height || widths != self.widths else { return }
        (self.width, self.height, self.widths) = (width, height, widths)
        follow()
    }

    /// The rows to be seen, and where the cursor stands among them.
    var visible: (rows: [String], cursor: (x: Int, y: Int)) {
        var shown: [String] = []
        var cursor = (x: 0, y: 0)
        let here = rowAtCursor
        var paragraph = top.paragraph
        var skip = top.index
        while shown.count < height, paragraph < paragraphs.count {
            for (index, range) in rows(of: paragraph).enumerated().dropFirst(skip) where shown.count < height {
                if paragraph == self.cursor.paragraph, index == here.index {
                    cursor = (cells(paragraph, range.lowerBound..<self.cursor.character), shown.count)
                }
                shown.append(paragraphs[paragraph][range].map { $0 == "\t" ? "    " : String($0) }.joined())
            }
            skip = 0
            paragraph += 1
        }
        return (shown, cursor)
    }

    /// The ranges of characters that stand in one row each. The last cell is the cursor's, so that it can stand
    /// behind a full row; words of letters stay whole where they can.
    private func rows(of paragraph: Int) -> [Range<Int>] {
        let line = paragraphs[paragraph]
        let room = width - 1
        var rows: [Range<Int>] = []
        var (start, used, blank) = (0, 0, 0)
        for index in line.indices {
            let wide = cells(line[index])
            // A blank between two rows stands in the cursor's cell, not at the beginning of the next.
            let hangs = line[index] == " " && used == room && index + 1 < line.count
            // Twice where the word that goes down with it is as long as a row.
            while !hangs, used + wide > room, index > start {
                // Back to the last blank, where a word would be cut in two.
                let isInWord = Self.isLetter(line[index]) && Self.isLetter(line[index - 1])
                let end = isInWord && blank > start ? blank : index
                rows.append(start..<end)
                start = end
                used = (start..<index).reduce(0) { $0 + cells(line[$1]) }
            }
            used += wide
            if line[index] == " " { blank = index + 1 }
        }
        rows.append(start..<line.count)
        return rows
    }

    private static func isLetter(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return false }
        return scalar.value < 0x2E80 && scalar != " "
    }

    /// Which row of its paragraph the cursor is in.
    private var rowAtCursor: (index: Int, range: Range<Int>) {
        let rows = rows(of: cursor.paragraph)
        let index = rows.lastIndex { $0.lowerBound <= cursor.character } ?? 0
        return (index, rows[index])
    }

    /// The last place that still stands in the cursor's row.
    private var endOfRow: Int {
        let row = rowAtCursor.range
        return row.upperBound == paragraphs[cursor.paragraph].count
            ? row.upperBound : max(row.lowerBound, row.upperBound - 1)
    }

    /// Moves by rows, keeping to the column.
    private mutating func step(_ count: Int) {
        var rows = rows(of: cursor.paragraph)
        var index = rowAtCursor.index
        let goal = goal ?? cells(cursor.paragraph, rows[index].lowerBound..<cursor.character)
        for _ in 0..<abs(count) {
            if count > 0, index + 1 < rows.count {
                index += 1
            } else if count < 0, index > 0 {
                index -= 1
            } else {
                let next = cursor.paragraph + (count > 0 ? 1 : -1)
                guard paragraphs.indices.contains(next) else { break }
                cursor.paragraph = next
                rows = self.rows(of: next)
                index = count > 0 ? 0 : rows.count - 1
            }
        }
        let range = rows[index]
        let isLast = range.upperBound == paragraphs[cursor.paragraph].count
        var used = 0
        var place = range.lowerBound
        while place < range.upperBound - (isLast ? 0 : 1) {
            used += cells(paragraphs[cursor.paragraph][place])
            if used > goal { break }
            place += 1
        }
        go(Place(paragraph: cursor.paragraph, character: place))
        self.goal = goal
    }

    /// Scrolls as far as it needs for the cursor to be seen.
    private mutating func follow() {
        let here = Row(paragraph: cursor.paragraph, index: rowAtCursor.index)
        if top.paragraph >= paragraphs.count || here < top { top = here }
        var first = here
        var left = height - 1
        while left > 0, first > top {
            if first.index > 0 {
                first.index -= 1
            } else {
                guard first.paragraph > 0 else { break }
                first = Row(paragraph: first.paragraph - 1, index: rows(of: first.paragraph - 1).count - 1)
            }
            left -= 1
        }
        if first > top { top = first }
        top.index = min(top.index, rows(of: top.paragraph).count - 1)
    }

    private func cells(_ paragraph: Int, _ range: Range<Int>) -> Int {
        paragraphs[paragraph][range].reduce(0) { $0 + cells($1) }
    }

    private func cells(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        if character == "\t" { return 4 }
        // Nearly everything is one of these; the rest is looked up.
        if character.utf8.count == 1 { return 1 }
        if character.utf8.count == 3, (0x4E00...0x9FFF).contains(scalar.value) { return 2 }
        return widths.width(of: String(character))
    }
}
