import Newsroom
import Testing

/// Text from outside: whatever it holds, what is kept is harmless.
struct CleanTextTests {
    @Test(arguments: [
        ("\u{1B}[31m红\u{1B}[0m", "[31m红[0m"), ("\u{1B}]0;title\u{07}x", "]0;titlex"), ("a\u{9B}31mb", "a31mb"),
        ("  两\t\n 行\r\n完  ", "两 行 完"), ("a\u{202E}cba\u{202C}", "acba"), ("\u{2066}a\u{2069}\u{200F}\u{061C}b", "ab"),
        ("新\u{200B}密\u{FEFF}\u{2060}\u{00AD}码", "新密码"), ("\u{0}\u{7F}\u{85}x", "x"), ("全\u{3000}角", "全 角"),
        ("a\u{2028}b\u{2029}c", "a b c"), ("\u{E000}\u{F8FF}私", "私"), ("\u{E0041}标\u{FFF9}", "标"),
        ("a\u{3164}\u{115F}\u{180E}\u{FFA0}b", "ab"), ("👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"), ("é", "é"), ("", ""), ("\n", ""),
        ("\u{FFD8}未\u{3097}", "未"),
        ("e\u{301}", "e\u{301}"), ("ご飯", "ご飯"), ("क्षि", "क्षि"),
    ])
    func aLineIsMadeHarmless(_ text: String, _ expected: String) {
        #expect(CleanText.line(text) == expected)
        #expect(CleanText.line(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
    }

    @Test(arguments: [
        ("一\r\n二\r三\n四", "一\n二\n三\n四"), ("一\r\r\n二", "一\n\n二"), ("a\tb  \n\n ", "a\tb"),
        ("a\u{85}b\u{2028}c", "a\nb\nc"), ("\u{1B}[2J清\u{202E}屏\u{200B}", "[2J清屏"), ("  缩进", "  缩进"),
        ("\n\u{3000}\n", ""),
    ])
    func aBodyKeepsItsLines(_ text: String, _ expected: String) {
        #expect(CleanText.body(text).unicodeScalars.elementsEqual(expected.unicodeScalars), "\(CleanText.body(text))")
    }

    @Test func stackedMarksAreCut() {
        let stack = "e" + String(repeating: "\u{301}", count: 500)
        #expect(CleanText.line(stack).unicodeScalars.count == 8)
        #expect(CleanText.body("a\n" + stack + "\nb").unicodeScalars.count == 12)
        // Nor may they hide between scalars that are dropped.
        let hidden = "e" + String(repeating: "\u{301}\u{301}\u{200B}", count: 300)
        for text in [CleanText.line(hidden), CleanText.body(hidden)] {
            #expect(text.allSatisfy { $0.unicodeScalars.count <= 8 }, "\(text.unicodeScalars.count)")
        }
    }

    @Test func aLineIsCutAtItsLimit() {
        #expect(CleanText.line(String(repeating: "长", count: 500)).count == CleanText.titleLimit)
        #expect(CleanText.line("甲 乙 丙", limit: 4) == "甲 乙")
        #expect(CleanText.line("甲乙丙丁", limit: 3) == "甲乙丙")
        #expect(CleanText.line("甲", limit: 0) == "")
    }

    @Test func aLineEndsWithAWord() {
        #expect(CleanText.line("甲 乙 丙", limit: 3) == "甲 乙")
        #expect(CleanText.line("甲 乙 丙", limit: 2) == "甲")
        #expect(CleanText.line("甲 乙 丙", limit: 5) == "甲 乙 丙")
        #expect(CleanText.optionalLine(nil) == nil && CleanText.optionalLine(" \u{200B}") == nil)
        #expect(CleanText.optionalLine(" 甲 乙", limit: 3) == "甲 乙")
    }

    /// A joiner stays where its character is whole, and goes where it was cut.
    @Test func joinersStayWithTheirCharacters() {
        let half = "क\u{94D}\u{200D}"
        #expect(CleanText.line(half) == half && CleanText.body(half) == half)
        let marks = String(repeating: "\u{301}", count: 6)
        let (seven, eight) = ("e" + marks, "e" + marks + "\u{308}")
        for text in [seven, eight] {
            #expect(CleanText.line(text).unicodeScalars.elementsEqual(text.unicodeScalars))
            #expect(CleanText.body(text).unicodeScalars.elementsEqual(text.unicodeScalars))
        }
        let cut = seven + "\u{200D}\u{301}x"
        #expect(CleanText.line(cut).unicodeScalars.elementsEqual((seven + "x").unicodeScalars))
        #expect(CleanText.body(cut).unicodeScalars.elementsEqual((seven + "x").unicodeScalars))
        let whole = seven + "\u{200D}"
        #expect(CleanText.body(whole).unicodeScalars.elementsEqual(whole.unicodeScalars), "nothing of it was cut")
    }

    /// Each of these takes some tenths of a second; what grew with the square of the length would take hours.
    @Test func aMegabyteIsCleaned() {
        let samples = [
            String(repeating: "a", count: 1_000_000), String(repeating: "长", count: 333_333),
            String(repeating: "\u{200B}", count: 333_333), "e" + String(repeating: "\u{301}", count: 500_000),
            String(repeating: "👨‍", count: 140_000), String(repeating: "\r\n", count: 500_000),
        ]
        for sample in samples {
            #expect(CleanText.line(sample).count <= CleanText.titleLimit)
            #expect(CleanText.body(sample).utf8.count <= sample.utf8.count)
        }
    }

    @Test func whateverComesInComesOutHarmless() {
        var dice = Soak.dice("hostile text")
        let pool: [UInt32] = [
            0, 7, 9, 10, 13, 0x1B, 0x20, 0x41, 0x7F, 0x85, 0x9B, 0xAD, 0x301, 0x20DD, 0x61C, 0x200B, 0x200D, 0x200E,
            0x2028,
            0x202E, 0x2066, 0x3000, 0x4E2D, 0x725F, 0xFE0F, 0xFEFF, 0xFFFD, 0x1F468, 0x1F3FD, 0xE0041, 0x10FFFF,
        ]
        for _ in 0..<Soak.count(10_000) {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<dice.below(120) {
                let value = dice.below(5) == 0 ? UInt32(dice.below(0x11_0000)) : dice.pick(pool)
                if let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
            }
            let text = String(scalars)
            let (line, body) = (CleanText.line(text, limit: 60), CleanText.body(text))
            #expect(line.count <= 60 && CleanText.line(line, limit: 60) == line, "\(text.debugDescription)")
            #expect(CleanText.body(body) == body, "\(text.debugDescription)")
            #expect(!line.unicodeScalars.contains(where: Self.isHostile), "\(text.debugDescription)")
            #expect(!body.unicodeScalars.contains { Self.isHostile($0) && $0 != "\n" && $0 != "\t" })
        }
    }

    @Test func bytesThatAreNoTextBecomeTheReplacementMark() {
        let text = String(decoding: [0x61, 0xFF, 0xC0, 0xED, 0xA0, 0x80, 0x62] as [UInt8], as: UTF8.self)
        let line = CleanText.line(text)
        #expect(line.hasPrefix("a") && line.hasSuffix("b") && line.contains("\u{FFFD}"))
        #expect(CleanText.body(text) == line)
    }

    @Test func identifiersAreShortAndPlain() {
        for good in ["a", "li-wei_2.b", String(repeating: "x", count: 32)] {
            #expect(CleanText.identifier(good) == good)
        }
        for bad in ["", "A", "a b", "李", "a/b", "a\u{301}", String(repeating: "x", count: 33)] {
            #expect(CleanText.identifier(bad) == nil, "\(bad)")
        }
    }

    private static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
        default: [.privateUse, .unassigned, .surrogate].contains(scalar.properties.generalCategory)
        }
    }
}
