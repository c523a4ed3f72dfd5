extension Widths {
    /// Breaks a text into lines of at most `width` cells.
    ///
    /// Latin words break at blanks, or inside where one is longer than a line;
    /// Chinese breaks anywhere except before closing and after opening punctuation.
    /// Line breaks in the text are kept; blanks at a break are dropped. A character
    /// wider than the line becomes `?`. No lines for a width below one.
    public func wrap(_ text: String, width: Int) -> [String] {
        guard width > 0 else { return [] }
        var lines: [String] = []
        for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            wrapParagraph(String(paragraph), width: width, into: &lines)
        }
        return lines
    }

    private struct Piece {
        var text: String
        var width: Int
        var isBlank: Bool
        /// Whether a line may end between this piece and the next one.
        var breakAfter: Bool
    }

    private func wrapParagraph(_ text: String, width: Int, into lines: inout [String]) {
        let pieces = pieces(of: text, width: width)
        var line = ""
        var used = 0
        var index = 0
        while index < pieces.count {
            // A run is what may not be broken: up to the next place where a line may end.
            var end = index
            var runWidth = 0
            while end < pieces.count {
                runWidth += pieces[end].width
                end += 1
                if pieces[end - 1].breakAfter { break }
            }
            let isBlank = pieces[index].isBlank
            // What is longer than a line breaks inside all the same: after a hyphen it goes on, where a new line would leave most of
            // this one empty.
            let goesOn = runWidth > width && index > 0 && !pieces[index - 1].isBlank
            if used + runWidth > width && used > 0 && !goesOn {
                lines.append(trimmed(line))
                (line, used) = ("", 0)
            }
            // Blanks at a break vanish, those that indent the paragraph stay.
            if isBlank && used == 0 && index > 0 {
                index = end
                continue
            }
            for piece in pieces[index..<end] {
                if used + piece.width > width {
                    lines.append(line)
                    (line, used) = ("", 0)
                }
                line += piece.text
                used += piece.width
            }
            index = end
        }
        lines.append(trimmed(line))
    }

    private func trimmed(_ line: String) -> String {
        var line = line
        while line.utf8.last == 0x20 { line.unicodeScalars.removeLast() }
        return line
    }

    private func pieces(of text: String, width: Int) -> [Piece] {
        var pieces: [Piece] = []
        var bases: [UInt32] = []
        forEachCluster(text) { cluster in
            var shown = ""
            cluster.append(to: &shown)
            if cluster.width > width {
                pieces.append(Piece(text: "?", width: 1, isBlank: false, breakAfter: true))
            } else {
                pieces.append(
                    Piece(text: shown, width: cluster.width, isBlank: cluster.base == 0x20, breakAfter: false))
            }
            bases.append(cluster.base)
            return true
        }
        for index in pieces.indices {
            let next = index + 1 < pieces.count ? bases[index + 1] : 0x20
            pieces[index].breakAfter = mayBreak(after: bases[index], before: next)
        }
        return pieces
    }

    private func mayBreak(after base: UInt32, before next: UInt32) -> Bool {
        if base == 0x20 { return true }
        if next == 0x20 { return true }
        if Self.closing.contains(next) || Self.opening.contains(base) { return false }
        // After the hyphen of a word, but never inside a number such as T-0117.
        if base == 0x2d { return (0x61...0x7a).contains(next | 0x20) }
        return Self.isIdeographic(base) || Self.isIdeographic(next)
    }

    private static func isIdeographic(_ code: UInt32) -> Bool {
        (0x2e80...0xd7ff).contains(code) || (0xf900...0xfaff).contains(code)
            || (0xff00...0xff60).contains(code) || code >= 0x1f000
    }

    /// May not begin a line.
    private static let closing = Set("，。、；：？！）】》〉」』〕”’…—·％,.;:?!)]}%".unicodeScalars.map(\.value))
    /// May not end a line.
    private static let opening = Set("（【《〈「『〔“‘([{".unicodeScalars.map(\.value))
}
