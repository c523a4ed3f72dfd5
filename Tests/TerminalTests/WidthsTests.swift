import Testing

@testable import Terminal

@Suite struct WidthsTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("贯通", 4), ("a贯b", 4), ("，。", 4), ("ｱ", 1), ("ａ", 2), ("한글", 4),
        ("\u{1112}\u{1161}\u{11ab}", 2), ("é", 1), ("e\u{301}", 1), ("\u{301}", 1), ("👩‍💻", 2), ("👨‍👩‍👧‍👦", 2),
        ("👍🏽", 2), ("🇨🇳", 2), ("❤️", 1), ("1️⃣", 1), ("\u{20000}", 2), ("\u{200b}", 0), ("\u{202e}", 0), ("\u{1b}", 1),
        ("\n", 1), ("\t", 1), ("T-0117 二七", 11),
    ])
    func width(_ text: String, _ cells: Int) {
        #expect(Widths().width(of: text) == cells)
        #expect(Widths().width(of: Substring(text)) == cells)
    }

    @Test(arguments: ["“", "”", "…", "·", "─", "▲", "→", "×", "é"])
    func ambiguousBothWays(_ text: String) {
        #expect(Widths().width(of: text) == 1)
        #expect(Widths(ambiguousWide: true).width(of: text) == 2)
        // A mark on a letter is ambiguous by the book, but takes no cell of its own.
        #expect(Widths(ambiguousWide: true).width(of: "e\u{301}") == 1)
    }

    @Test(arguments: [
        ("暴雨积水", 8, "暴雨积水"), ("暴雨积水", 7, "暴雨积…"), ("暴雨积水", 6, "暴雨…"), ("暴雨积水", 2, "…"),
        ("暴雨", 1, "…"), ("暴雨", 0, ""), ("abc", 2, "a…"), ("abc", -1, ""), ("e\u{301}e\u{301}", 1, "…"), ("a暴", 2, "a…"),
    ])
    func clip(_ text: String, _ cells: Int, _ expected: String) {
        #expect(Widths().clip(text, to: cells) == expected)
    }

    @Test func pad() {
        #expect(Widths().pad("二七", to: 6) == "二七  ")
        #expect(Widths().pad("二七", to: 6, alignRight: true) == "  二七")
        #expect(Widths().pad("二七区", to: 4) == "二… ")
        #expect(Widths(ambiguousWide: true).pad("二七区", to: 5) == "二… ")
    }

    @Test func cutNeverExceeds() {
        let seed = chosenSeed()
        var random = Seeded(seed: seed)
        for _ in 0..<3000 {
            let widths = Widths(ambiguousWide: Bool.random(using: &random))
            let text = randomText(upTo: 30, using: &random)
            let limit = Int.random(in: 0...40, using: &random)
            #expect(widths.width(of: widths.clip(text, to: limit)) <= limit, "seed \(seed)")
            #expect(widths.width(of: widths.pad(text, to: limit)) == limit, "seed \(seed)")
            #expect(widths.wrap(text, width: limit).allSatisfy { widths.width(of: $0) <= limit }, "seed \(seed)")
            #expect(widths.width(of: widths.clean(text)) == widths.width(of: text), "seed \(seed)")
        }
    }

    @Test func wrapLatinAtBlanks() {
        #expect(Widths().wrap("the quick brown fox", width: 10) == ["the quick", "brown fox"])
        #expect(Widths().wrap("incomprehensible", width: 6) == ["incomp", "rehens", "ible"])
        #expect(Widths().wrap("a  b\n\n c", width: 9) == ["a  b", "", " c"])
        #expect(Widths().wrap("", width: 5) == [""])
        // A path that is longer than a line fills it: what stands at its end must not be cut off for a short line before.
        #expect(Widths().wrap("kept-a1/0123456789abcdef", width: 10) == ["kept-a1/01", "23456789ab", "cdef"])
        #expect(Widths().wrap("see kept-a1/0123456789abcdef", width: 10) == ["see kept-a", "1/01234567", "89abcdef"])
        #expect(Widths().wrap("see a1/0123456789", width: 10) == ["see", "a1/0123456", "789"])
        #expect(Widths().wrap("a well-known fox", width: 10) == ["a well-", "known fox"])
        #expect(Widths().wrap("text", width: 0) == [])
    }

    @Test func wrapChinese() {
        #expect(Widths().wrap("暴雨积水路段", width: 8) == ["暴雨积水", "路段"])
        // No line begins with a comma, none ends with an opening bracket.
        #expect(Widths().wrap("暴雨积水，路段", width: 8) == ["暴雨积", "水，路段"])
        #expect(Widths().wrap("暴雨积《绕行", width: 8) == ["暴雨积", "《绕行"])
        #expect(Widths().wrap("金水 T-0117 暴雨", width: 8) == ["金水", "T-0117", "暴雨"])
        #expect(Widths().wrap("暴", width: 1) == ["?"])
    }

    @Test func cleanHasNothingThatSteers() {
        let clean = Widths().clean(pieces.joined())
        #expect(clean.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value) })
        #expect(!clean.unicodeScalars.contains { (0x202a...0x202e).contains($0.value) })
    }
}
