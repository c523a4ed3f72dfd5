import Newsroom

/// One word of a dispatch line, with the sign before it taken off.
///
/// A line is words between blanks. `!` begins a priority, `+` deliverables, `>` a time, `@` a person and `#` a number;
/// the full-width signs of Chinese input do the same. A part in straight quotes is title, whatever is in it; a quote
/// within is written twice.
struct DispatchWord: Equatable {
    enum Kind: Equatable { case plain, quoted, priority, deliverables, due, person, link }

    var kind: Kind
    /// Without sign and quotes.
    var text: String
    /// Where the word stands in the line, sign and quotes included, in characters.
    var range: Range<Int>
    /// Where `text` begins in the line.
    var start: Int

    /// What the signs begin.
    static let signs: [Character: Kind] = [
        "!": .priority, "！": .priority, "+": .deliverables, "＋": .deliverables,
        // Chinese input methods give 》 for the key of >.
        ">": .due, "＞": .due, "》": .due, "@": .person, "＠": .person, "#": .link, "＃": .link,
    ]

    /// The words of a line in their order.
    static func split(_ line: [Character]) -> [DispatchWord] {
        var words: [DispatchWord] = []
        var place = 0
        while place < line.count {
            if line[place].isWhitespace {
                place += 1
                continue
            }
            let start = place
            if line[place] == "\"" {
                var text = ""
                place += 1
                while place < line.count {
                    let isPair = place + 1 < line.count && line[place + 1] == "\""
                    if line[place] == "\"", !isPair { break }
                    text.append(line[place])
                    place += line[place] == "\"" ? 2 : 1
                }
                place = min(place + 1, line.count)
                words.append(DispatchWord(kind: .quoted, text: text, range: start..<place, start: start + 1))
                continue
            }
            while place < line.count, !line[place].isWhitespace { place += 1 }
            let kind = signs[line[start]] ?? .plain
            let inner = kind == .plain ? start : start + 1
            words.append(
                DispatchWord(kind: kind, text: String(line[inner..<place]), range: start..<place, start: inner))
        }
        return words
    }

    /// The parts of a list with the places where they begin in the line; empty ones too.
    var parts: [(text: String, start: Int)] {
        var parts: [(text: String, start: Int)] = []
        var part = ""
        var begin = start
        for (offset, character) in text.enumerated() {
            if TypedList.isSeparator(character) {
                parts.append((part, begin))
                part = ""
                begin = start + offset + 1
            } else {
                part.append(character)
            }
        }
        parts.append((part, begin))
        return parts
    }
}
