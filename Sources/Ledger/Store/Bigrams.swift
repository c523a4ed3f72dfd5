/// How texts are cut for the search index. Most Chinese words have two characters, so every two neighbours are a
/// token; the last of a run stands alone too, so that one character finds every text it occurs in (as a token's
/// beginning). Words in other scripts are kept whole.
enum Bigrams {
    /// The tokens of a text, separated by blanks.
    static func tokens(_ text: String) -> String {
        // A million texts come this way: in bytes, and one look at each character.
        var tokens: [UInt8] = []
        tokens.reserveCapacity(text.utf8.count * 5 / 2)
        var han: Unicode.Scalar?
        var isWord = false
        func end() {
            if let last = han { tokens.append(contentsOf: last.utf8) }
            if han != nil || isWord { tokens.append(UInt8(ascii: " ")) }
            (han, isWord) = (nil, false)
        }
        for scalar in text.unicodeScalars {
            switch kind(scalar) {
            case .han:
                if let last = han {
                    tokens.append(contentsOf: last.utf8)
                    tokens.append(contentsOf: scalar.utf8)
                    tokens.append(UInt8(ascii: " "))
                } else {
                    end()
                }
                han = scalar
            case .word:
                if han != nil { end() }
                tokens.append(contentsOf: scalar.utf8)
                isWord = true
            case .other: end()
            }
        }
        end()
        return String(decoding: tokens, as: UTF8.self)
    }

    /// The FTS5 query for what somebody typed: every piece must occur, a word or a single character perhaps as the
    /// beginning of one; `nil` when nothing in it can be searched.
    static func query(_ typed: String) -> String? {
        var pieces: [String] = []
        eachRun(String(typed.prefix(64))) { run, isHan in
            if isHan, run.count > 1 {
                for index in run.indices.dropLast() {
                    pieces.append("\"\(Character(run[index]))\(Character(run[index + 1]))\"")
                }
            } else {
                var word = String.UnicodeScalarView()
                word.append(contentsOf: run)
                pieces.append("\"\(String(word))\"*")
            }
        }
        return pieces.isEmpty ? nil : pieces.joined(separator: " AND ")
    }

    /// Cuts a text into runs of Han characters (and kana) and words of other scripts; all else separates.
    private static func eachRun(_ text: String, _ body: (ArraySlice<Unicode.Scalar>, _ isHan: Bool) -> Void) {
        var run: [Unicode.Scalar] = []
        var runIsHan = false
        for scalar in text.unicodeScalars {
            let kind = Self.kind(scalar)
            let (han, counts) = (kind == .han, kind != .other)
            if !counts || (han != runIsHan && !run.isEmpty) {
                if !run.isEmpty { body(run[...], runIsHan) }
                run.removeAll(keepingCapacity: true)
            }
            guard counts else { continue }
            runIsHan = han
            run.append(scalar)
        }
        if !run.isEmpty { body(run[...], runIsHan) }
    }

    private enum Kind {
        case han, word, other
    }

    private static func kind(_ scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: .han
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: .word
        case 0x00...0x7F: .other
        default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? .word : .other
        }
    }
}
