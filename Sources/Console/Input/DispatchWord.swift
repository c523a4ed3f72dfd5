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

    /// What parts a list of names.
    static func isSeparator(_ character: Character) -> Bool { ",，、;；".contains(character) }

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
            if Self.isSeparator(character) {
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

/// What the words after the signs mean.
enum DispatchTerms {
    private static let priorityNames: [(Priority, [String])] = [
        (.flash, ["flash", "特急"]), (.urgent, ["urgent", "加急", "紧急"]), (.routine, ["routine", "普通", "一般"]),
    ]
    private static let deliverableNames: [(Deliverable, [String])] = [
        (.text, ["text", "文字"]), (.photo, ["photo", "图片", "照片"]), (.video, ["video", "视频"]),
        (.live, ["live", "直播"]), (.graphic, ["graphic", "图表"]),
    ]

    /// The priorities that a typed word may mean, the likeliest first; more than one is ambiguous.
    static func priorities(_ typed: String) -> [Priority] { match(typed, priorityNames) }
    /// The deliverables that a typed word may mean, the likeliest first; more than one is ambiguous.
    static func deliverables(_ typed: String) -> [Deliverable] { match(typed, deliverableNames) }

    /// As written, by its beginning, by sound; everything for an empty word.
    private static func match<Term>(_ typed: String, _ names: [(Term, [String])]) -> [Term] {
        let ranked = names.compactMap { term, words -> (rank: Int, term: Term)? in
            let ranks = words.compactMap { word -> Int? in
                if word == typed.lowercased() { return -1 }
                // A word inside another is no abbreviation.
                return Pinyin.shared.match(typed, in: word).flatMap { $0 % 2 == 0 ? $0 : nil }
            }
            return ranks.min().map { ($0, term) }
        }
        let best = ranked.map(\.rank).min() ?? 0
        return ranked.filter { $0.rank == best }.map(\.term)
    }

    /// A time as people type it, in full-width digits and Chinese words too: `18：30`, `18点半`, `+2小时`.
    static func due(_ typed: String, now: Moment, zone: Zone) -> Moment? {
        guard typed.count <= 40 else { return nil }
        var text = ""
        for scalar in typed.unicodeScalars {
            // Full-width forms stand at a fixed distance from ASCII.
            if (0xFF01...0xFF5E).contains(scalar.value), let plain = Unicode.Scalar(scalar.value - 0xFEE0) {
                text.unicodeScalars.append(plain)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        for (long, short) in [
            ("小时", "h"), ("分钟", "m"), ("天", "d"), ("点半", ":30"), ("时半", ":30"), ("分", ""),
            ("点", ":"), ("时", ":"), ("H", "h"), ("M", "m"),
        ] {
            text = text.split(separator: long, omittingEmptySubsequences: false).joined(separator: short)
        }
        if text.hasSuffix(":") { text += "00" }
        return TimeExpression.parse(text, now: now, zone: zone)
    }
}
