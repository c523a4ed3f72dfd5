/// Text from outside, made harmless before it is kept: escape sequences, bidirectional controls, zero-width
/// tricks and stray control characters never reach a cell, a log line or a JSON string.
public enum CleanText {
    /// The longest title, in characters.
    public static let titleLimit = 200
    /// The longest body, in bytes of UTF-8.
    public static let bodyLimit = 1_000_000
    /// The longest reason, opinion or note, in characters.
    public static let remarkLimit = 2_000

    /// One line: controls become a blank, runs of blanks become one, ends are trimmed, cut at `limit` characters.
    public static func line(_ text: String, limit: Int = titleLimit) -> String {
        var result = ""
        var count = 0
        var blank = false
        // A hostile megabyte is not worth reading to its end: no line needs more than eight scalars a character.
        // Harmful scalars go first: between two marks they would make two characters of one stack.
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit * 8 + 256) {
            if isBreak(scalar) { scalars.append(" ") } else if !isHarmful(scalar) { scalars.append(scalar) }
        }
        for character in String(scalars) {
            let kept = unstacked(character)
            if kept.allSatisfy(\.properties.isWhitespace) {
                blank = true
                continue
            }
            if blank, count > 0 {
                guard count + 1 < limit else { break }
                result.append(" ")
                count += 1
            }
            blank = false
            guard count < limit else { break }
            result.unicodeScalars.append(contentsOf: kept)
            count += 1
        }
        return result
    }

    /// One line as `line` makes it; `nil` where nothing was given, or nothing is left of it.
    public static func optionalLine(_ text: String?, limit: Int = titleLimit) -> String? {
        guard let text else { return nil }
        let clean = line(text, limit: limit)
        return clean.isEmpty ? nil : clean
    }

    /// Several lines: line breaks and tabs stay (every break becomes a line feed), all else as in `line`;
    /// trailing blanks go. Longer texts are the caller's to refuse (`bodyLimit`).
    public static func body(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.reserveCapacity(text.unicodeScalars.count)
        var afterReturn = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0D:
                scalars.append("\n")
                afterReturn = true
                continue
            case 0x0A:
                if !afterReturn { scalars.append("\n") }
            case 0x85, 0x2028, 0x2029:
                scalars.append("\n")
            case 0x09:
                scalars.append("\t")
            default:
                if !isHarmful(scalar) { scalars.append(scalar) }
            }
            afterReturn = false
        }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return cut(String(scalars))
    }

    /// The text with the full-width letters, digits and signs of Chinese input as plain ones.
    public static func plainSigns(_ text: some StringProtocol) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            // They stand at a fixed distance from ASCII.
            let isFull = (0xFF01...0xFF5E).contains(scalar.value)
            plain.append(isFull ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
        }
        return String(plain)
    }

    /// A name fit for an id: lower-case letters, digits, `-`, `_` and `.`, at most 32; `nil` otherwise.
    public static func identifier(_ text: String) -> String? {
        let bytes = text.utf8
        guard (1...32).contains(bytes.count) else { return nil }
        let allowed = bytes.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 95 || byte == 46
        }
        return allowed ? text : nil
    }

    /// Whether a scalar may not be kept: controls, bidirectional controls, zero-width marks other than the joiners
    /// that emoji and scripts need, tags, and unassigned or private code points that terminals disagree on.
    static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: return false
        case 0..<0x20, 0x7F...0x9F: return true
        // Letters that show nothing, and joiners of what should stay apart.
        case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x3164, 0xFFA0: return true
        case 0x4E00...0x9FFF, 0x3000...0x303F, 0x3041...0x3096, 0x30A0...0x30FF, 0xFF01...0xFF9F: return false
        case 0x200C, 0x200D: return false
        case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0x00AD: return true
        case 0xFFF9...0xFFFB, 0xE0000...0xE0FFF: return true
        default:
            switch scalar.properties.generalCategory {
            case .control, .surrogate, .unassigned, .privateUse: return true
            default: return false
            }
        }
    }

    /// What ends a line or a column, and is a blank within a line.
    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// The most scalars that one character may have; what is stacked above is cut.
    private static let markLimit = 8

    /// A character's first scalars; a joiner at the cut would draw the next character in.
    private static func unstacked(_ character: Character) -> Substring.UnicodeScalarView {
        var kept = character.unicodeScalars.prefix(markLimit)
        while kept.count == markLimit, let last = kept.last, last.value == 0x200D { kept.removeLast() }
        return kept
    }

    /// The text with every character cut to `markLimit` scalars.
    private static func cut(_ text: String) -> String {
        guard text.contains(where: { $0.unicodeScalars.count > markLimit }) else { return text }
        var scalars = String.UnicodeScalarView()
        for character in text { scalars.append(contentsOf: unstacked(character)) }
        return String(scalars)
    }
}
