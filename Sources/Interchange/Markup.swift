/// XHTML, HTML and NITF to plain paragraphs: tags go, blocks end paragraphs, entities become characters.
/// Reads each scalar once, whatever the markup looks like.
enum Markup {
    /// The text of a piece of markup; paragraphs are parted by an empty line.
    static func text(_ markup: String) -> String {
        var reader = Reader()
        reader.read(markup)
        return reader.paragraphs.joined(separator: "\n\n")
    }

    /// What stands in these is not copy.
    private static let silent: Set<String> = ["head", "script", "style", "title", "template", "nav"]
    /// These run on within a paragraph.
    private static let inline: Set<String> = [
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "person",
        "org", "location", "money", "num", "chron", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time",
        "tt", "u", "var", "wbr", "img",
    ]

    private struct Reader {
        var paragraphs: [String] = []
        private var lines: [String] = []
        private var line = ""
        private var blank = false
        /// The silent element that we are in, if any, and how deep in its like.
        private var silence: (name: String, depth: Int)?

        mutating func read(_ markup: String) {
            let scalars = Array(markup.unicodeScalars)
            var index = 0
            // Once no bracket closes any more, none will: the rest is text. Keeps a wall of "<" linear.
            let lastClose = scalars.lastIndex(of: ">") ?? -1
            while index < scalars.count {
                let scalar = scalars[index]
                if scalar == "<", index < lastClose, let end = Self.tagEnd(scalars, index, lastClose) {
                    tag(scalars[(index + 1)..<end])
                    index = end + 1
                } else if scalar == "&", let (character, next) = Self.entity(scalars, index) {
                    append(character)
                    index = next
                } else {
                    append(scalar)
                    index += 1
                }
            }
            endParagraph()
        }

        private mutating func append(_ scalar: Unicode.Scalar) {
            guard silence == nil else { return }
            // The full-width indent of Chinese copy is white space too; a no-break space is kept as a plain one.
            if scalar.properties.isWhitespace {
                blank = true
                return
            }
            if blank, !line.isEmpty { line.append(" ") }
            blank = false
            line.unicodeScalars.append(scalar)
        }

        private mutating func endLine() {
            if !line.isEmpty { lines.append(line) }
            line = ""
            blank = false
        }

        private mutating func endParagraph() {
            endLine()
            if !lines.isEmpty { paragraphs.append(lines.joined(separator: "\n")) }
            lines = []
        }

        private mutating func tag(_ content: ArraySlice<Unicode.Scalar>) {
            let closes = content.first == "/"
            let letters = (closes ? content.dropFirst() : content).prefix {
                $0.properties.isAlphabetic || $0 == "." || ("0"..."9").contains($0)
            }
            let name = String(String.UnicodeScalarView(letters)).lowercased()
            guard !name.isEmpty else { return }
            if let open = silence {
                guard name == open.name, content.last != "/" else { return }
                let depth = open.depth + (closes ? -1 : 1)
                silence = depth == 0 ? nil : (name, depth)
                return
            }
            if Markup.silent.contains(name), content.last != "/" {
                if !closes { silence = (name, 1) }
                endParagraph()
            } else if name == "br" {
                endLine()
            } else if !Markup.inline.contains(name) {
                endParagraph()
            }
        }

        /// Where the tag that begins here ends; `nil` when "<" is only a sign in the text.
        private static func tagEnd(_ scalars: [Unicode.Scalar], _ start: Int, _ lastClose: Int) -> Int? {
            let next = scalars[start + 1]
            guard next == "/" || next == "!" || next == "?" || next.properties.isAlphabetic else { return nil }
            let isComment = scalars[start...].starts(with: "<!--".unicodeScalars)
            var quote: Unicode.Scalar?
            for index in (start + 1)...lastClose {
                let scalar = scalars[index]
                if isComment {
                    if scalar == ">", index >= start + 6, scalars[index - 1] == "-", scalars[index - 2] == "-" {
                        return index
                    }
                } else if let open = quote {
                    if scalar == open { quote = nil }
                } else if scalar == "\"" || scalar == "'" {
                    // Only an attribute's value is quoted; an apostrophe elsewhere is not.
                    if scalars[index - 1] == "=" { quote = scalar }
                } else if scalar == ">" {
                    return index
                }
            }
            // Unclosed comment or quote: what is left holds no copy that could be told from markup.
            return lastClose
        }

        private static let named: [String: Unicode.Scalar] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ensp": " ", "emsp": " ",
            "mdash": "—", "ndash": "–", "hellip": "…", "middot": "·", "bull": "•", "lsquo": "‘", "rsquo": "’",
            "ldquo": "“", "rdquo": "”", "laquo": "«", "raquo": "»", "deg": "°", "times": "×", "copy": "©",
            "reg": "®", "yen": "¥", "euro": "€", "pound": "£", "auml": "ä", "ouml": "ö", "uuml": "ü", "szlig": "ß",
            "eacute": "é", "egrave": "è",
        ]

        private static func entity(_ scalars: [Unicode.Scalar], _ start: Int) -> (Unicode.Scalar, next: Int)? {
            let window = scalars[(start + 1)..<min(start + 12, scalars.count)]
            guard let end = window.firstIndex(of: ";") else { return nil }
            let name = String(String.UnicodeScalarView(window[..<end]))
            if name.hasPrefix("#x") || name.hasPrefix("#X") {
                guard let scalar = UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init) else { return nil }
                return (scalar, end + 1)
            }
            if name.hasPrefix("#") {
                guard let scalar = UInt32(name.dropFirst(1)).flatMap(Unicode.Scalar.init) else { return nil }
                return (scalar, end + 1)
            }
            return named[name].map { ($0, end + 1) }
        }
    }
}
