/// How texts are cut for the search index. Most Chinese words have two characters, so every two neighbours are a
/// token; the last of a run stands alone too, so that one character finds every text it occurs in (as a token's
/// beginning). Words in other scripts are kept whole.
enum Bigrams {
    /// The tokens of a text, separated by blanks.
    static func tokens(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        result.reserveCapacity(text.utf8.count)
        eachRun(text) { run, isHan in
            if isHan {
                for index in run.indices {
                    result.append(run[index])
                    if index + 1 < run.endIndex { result.append(run[index + 1]) }
                    result.append(" ")
                }
            } else {
                result.append(contentsOf: run)
                result.append(" ")
            }
        }
        return String(result)
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
            let han = isHan(scalar)
            let counts = han || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
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

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }
}
