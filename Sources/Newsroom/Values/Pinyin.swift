/// Finding Chinese names by their sound: `erqi`, `eqq` and `二七` all find 二七区.
public struct Pinyin: Sendable {
    /// The shared table, read at first use (about a millisecond).
    public static let shared = Pinyin()

    /// Readings of each character from U+4E00: indices into `syllables`, -1 for none.
    private var first: [Int16]
    private var others: [UInt32: [Int16]] = [:]
    private var syllables: [[UInt8]] = []

    private init() {
        first = Array(repeating: -1, count: Self.range.count)
        for line in Self.table.split(separator: "\n") {
            guard let blank = line.firstIndex(of: " ") else { continue }
            let index = Int16(syllables.count)
            syllables.append(Array(line[..<blank].utf8))
            for scalar in line[line.index(after: blank)...].unicodeScalars where Self.range.contains(scalar.value) {
                let place = Int(scalar.value - 0x4E00)
                if first[place] == -1 {
                    first[place] = index
                } else if Self.usuallySecond.contains(scalar) {
                    others[scalar.value, default: []].append(first[place])
                    first[place] = index
                } else {
                    others[scalar.value, default: []].append(index)
                }
            }
        }
    }

    /// Characters with two readings of which the later in the alphabet is the usual one: 区 is qu, seldom ou.
    private static let usuallySecond = Set("薄曾重石行系觉校牟区召着".unicodeScalars)

    private static let range: ClosedRange<UInt32> = 0x4E00...0x9FFF

    /// The readings of a character; empty for one that has none here.
    private func readings(_ scalar: Unicode.Scalar) -> [[UInt8]] {
        guard Self.range.contains(scalar.value) else { return [] }
        let main = first[Int(scalar.value - 0x4E00)]
        guard main >= 0 else { return [] }
        return [syllables[Int(main)]] + (others[scalar.value] ?? []).map { syllables[Int($0)] }
    }

    /// The usual reading in plain letters without tones: `erqiqu` for 二七区; other characters stay, in lower case.
    public func letters(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if let reading = readings(scalar).first {
                result += String(decoding: reading, as: UTF8.self)
            } else {
                result += scalar.properties.lowercaseMapping
            }
        }
        return result
    }

    /// Whether `query` is found in `text`: as written (letter case aside), or by sound, where each character may
    /// be given by its whole syllable, its beginning, or its initial: `bysn`, `baoyu`, `baoy` find 暴雨水泥.
    /// An empty query matches everything.
    public func matches(_ query: String, in text: String) -> Bool {
        match(query, in: text) != nil
    }

    /// Where `query` is found, as a rank: 0 at the start as written, 1 inside as written, 2 by sound at the start,
    /// 3 by sound inside; `nil` where it is not found.
    public func match(_ query: String, in text: String) -> Int? {
        if query.isEmpty { return 0 }
        let needle = query.lowercased()
        let hay = text.lowercased()
        if hay.hasPrefix(needle) { return 0 }
        if hay.holds(needle) { return 1 }
        let wanted = Array(needle.utf8).filter { $0 != 0x20 && $0 != 0x27 }
        guard !wanted.isEmpty, wanted.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) }) else {
            return nil
        }
        let scalars = Array(hay.unicodeScalars.prefix(400))
        for start in scalars.indices where sounds(wanted[...], scalars[start...]) { return start == 0 ? 2 : 3 }
        return nil
    }

    /// Whether the letters can be spent on the characters from the first on. At each character every length of
    /// syllable that fits is tried; queries are short, so this stays small.
    private func sounds(_ wanted: ArraySlice<UInt8>, _ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        guard !wanted.isEmpty else { return true }
        guard let scalar = scalars.first else { return false }
        let rest = scalars.dropFirst()
        if scalar == " " { return sounds(wanted, rest) }
        let choices = readings(scalar)
        if choices.isEmpty {
            guard scalar.isASCII, let first = wanted.first, UInt8(truncatingIfNeeded: scalar.value) == first else {
                return false
            }
            return sounds(wanted.dropFirst(), rest)
        }
        for syllable in choices {
            // `lu` finds 绿 (lv) too: people type either.
            var length = zip(wanted, syllable).prefix { $0 == $1 || ($0 == 117 && $1 == 118) }.count
            while length > 0 {
                if sounds(wanted.dropFirst(length), rest) { return true }
                length -= 1
            }
        }
        return false
    }
}
