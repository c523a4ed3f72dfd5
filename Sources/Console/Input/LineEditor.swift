import Newsroom
import Terminal

/// One line of text that is being typed, counted in characters as people see them.
struct LineEditor: Equatable, Sendable {
    /// What stands in the line; never a line break or a control character.
    var text: String { String(characters) }
    /// How many characters stand before the cursor.
    private(set) var cursor: Int
    /// How many characters the line takes at most.
    let limit: Int

    private var characters: [Character]

    /// A line with the cursor at its end.
    init(_ text: String = "", limit: Int = 2000) {
        self.limit = min(max(0, limit), 100_000)
        characters = Self.harmless(text, limit: self.limit)
        cursor = characters.count
    }

    /// Whether nothing has been typed.
    var isEmpty: Bool { characters.isEmpty }

    /// Puts another text in place of the line, the cursor at its end.
    mutating func set(_ text: String) {
        characters = Self.harmless(text, limit: limit)
        cursor = characters.count
    }

    /// Puts another text in place of the line, the cursor after that many characters.
    mutating func set(_ text: String, cursor: Int) {
        set(text)
        self.cursor = min(max(0, cursor), characters.count)
    }

    /// Types or pastes a text at the cursor; what passes the limit is left out.
    mutating func insert(_ text: String) {
        let added = Self.harmless(text, limit: limit)
        guard !added.isEmpty else { return }
        // A mark that is typed after its letter joins it, so the line is cut into characters anew.
        let before = Self.harmless(String(characters[..<cursor]) + String(added), limit: limit)
        let whole = Self.harmless(String(before) + String(characters[cursor...]), limit: limit)
        cursor = min(before.count, whole.count)
        characters = whole
    }

    /// Whether the key was the line's; it has then done its work, even where there was nothing to do.
    mutating func apply(_ key: Key) -> Bool {
        if key.alt { return applyAlt(key) }
        if key.control { return applyControl(key) }
        switch key.code {
        case .character(let character): insert(String(character))
        case .left: move(to: cursor - 1)
        case .right: move(to: cursor + 1)
        case .home: move(to: 0)
        case .end: move(to: characters.count)
        case .backspace: remove(cursor - 1, cursor)
        case .delete: remove(cursor, cursor + 1)
        default: return false
        }
        return true
    }

    private mutating func applyControl(_ key: Key) -> Bool {
        switch key.code {
        case .character("a"): move(to: 0)
        case .character("e"): move(to: characters.count)
        case .character("b"): move(to: cursor - 1)
        case .character("f"): move(to: cursor + 1)
        case .character("h"): remove(cursor - 1, cursor)
        case .character("d"): remove(cursor, cursor + 1)
        case .character("w"), .backspace: remove(wordStart(), cursor)
        case .character("u"): remove(0, cursor)
        case .character("k"): remove(cursor, characters.count)
        case .left: move(to: wordStart())
        case .right: move(to: wordEnd())
        case .delete: remove(cursor, wordEnd())
        default: return false
        }
        return true
    }

    private mutating func applyAlt(_ key: Key) -> Bool {
        guard !key.control else { return false }
        switch key.code {
        case .character("b"), .left: move(to: wordStart())
        case .character("f"), .right: move(to: wordEnd())
        case .character("d"): remove(cursor, wordEnd())
        case .backspace: remove(wordStart(), cursor)
        default: return false
        }
        return true
    }

    private mutating func move(to place: Int) {
        cursor = min(max(0, place), characters.count)
    }

    private mutating func remove(_ from: Int, _ to: Int) {
        let from = min(max(0, from), characters.count)
        let to = min(max(from, to), characters.count)
        guard from < to else { return }
        characters.removeSubrange(from..<to)
        // What stood apart may join now: the pieces of a flag, a mark and a letter.
        let before = Array(String(characters[..<from]))
        characters = Self.harmless(String(characters), limit: limit)
        cursor = min(before.count, characters.count)
    }
}

// MARK: Words

extension LineEditor {
    private enum Sort { case blank, sign, ideograph, letter }

    /// Chinese has no blanks between words: a run of ideographs is one word, Latin beside it another.
    private func sort(_ place: Int) -> Sort {
        let character = characters[place]
        if character.isWhitespace { return .blank }
        guard character.isLetter || character.isNumber else { return .sign }
        guard let scalar = character.unicodeScalars.first else { return .sign }
        return scalar.properties.isIdeographic ? .ideograph : .letter
    }

    private func wordStart() -> Int {
        var place = cursor
        while place > 0, sort(place - 1) == .blank { place -= 1 }
        guard place > 0 else { return 0 }
        let kind = sort(place - 1)
        while place > 0, sort(place - 1) == kind { place -= 1 }
        return place
    }

    private func wordEnd() -> Int {
        var place = cursor
        while place < characters.count, sort(place) == .blank { place += 1 }
        guard place < characters.count else { return place }
        let kind = sort(place)
        while place < characters.count, sort(place) == kind { place += 1 }
        return place
    }
}

// MARK: What may stand in a line

extension LineEditor {
    /// Whether the character is one code point that nearly all typed text is made of: no need to look closer.
    private static func isPlain(_ character: Character) -> Bool {
        let scalars = character.unicodeScalars
        guard let scalar = scalars.first, scalars.index(after: scalars.startIndex) == scalars.endIndex else {
            return false
        }
        return (0x21...0x7E).contains(scalar.value) || (0x3001...0x30FF).contains(scalar.value)
            || (0x4E00...0x9FFF).contains(scalar.value) || (0xFF01...0xFF5E).contains(scalar.value)
    }

    /// The text without anything that could steer a terminal; breaks and controls become one blank each run, and
    /// blanks that a person typed stay. Judged by the rule for titles, character by character, because that rule
    /// trims ends and a line that is being typed must keep them.
    private static func harmless(_ text: String, limit: Int) -> [Character] {
        var kept: [Character] = []
        var wasBreak = false
        let bounded = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit * 8 + 256)))
        for character in bounded {
            guard kept.count < limit else { break }
            if character == " " || character == "\u{3000}" {
                kept.append(" ")
                wasBreak = false
                continue
            }
            if isPlain(character) {
                kept.append(character)
                wasBreak = false
                continue
            }
            if character.unicodeScalars.allSatisfy({ $0.properties.isWhitespace || $0.value < 0x20 }) {
                if !wasBreak { kept.append(" ") }
                wasBreak = true
                continue
            }
            let clean = CleanText.line(String(character), limit: 8)
            guard !clean.isEmpty else { continue }
            kept.append(contentsOf: clean)
            wasBreak = false
        }
        // Marks that came apart from their letters join them here; what they make is judged again.
        let joined = Array(String(kept))
        return joined.count == kept.count ? joined : harmless(String(joined), limit: limit)
    }
}

// MARK: The window on the line

extension LineEditor {
    /// The part of the line that a field of that many cells shows, the cursor in it, and where the cursor stands.
    /// The text never takes more than `width` cells, never begins or ends with half a wide character, and leaves the
    /// cursor a cell to stand on.
    func visible(width: Int, widths: Widths) -> (text: String, cursorX: Int) {
        guard width > 0 else { return ("", 0) }
        let cells = characters.map { widths.width(of: String($0)) }
        let before = cells[..<cursor].reduce(0, +)
        // At the end of the line the cursor stands on a cell of its own.
        let total = cells.reduce(0, +) + (cursor == characters.count ? 1 : 0)
        var start = 0
        var skipped = 0
        let under = cursor < cells.count ? max(1, cells[cursor]) : 1
        if total > width {
            // The cursor keeps about a third of the window to its right while there is text there.
            let ahead = min(cells[cursor...].reduce(0, +), width / 3)
            let wanted = max(0, before + max(under, ahead) - width)
            while start < cursor, skipped < wanted {
                skipped += cells[start]
                start += 1
            }
        }
        var end = start
        var used = 0
        while end < cells.count, used + cells[end] <= width {
            used += cells[end]
            end += 1
        }
        return (String(characters[start..<end]), min(before - skipped, width - 1))
    }
}
