import Testing
import Wording

@testable import Files

/// What is no TOML is refused with its place and what to do, whatever it is.
@Suite struct TOMLFaultTests {
    /// Texts, the line and column of what is wrong, and what the sentence must name.
    static let faults: [(text: String, line: Int, column: Int, words: String)] = [
        // Headings
        ("[", 1, 2, "expected a key, found the end of the file"), ("[[", 1, 3, "expected a key"),
        ("[[[", 1, 3, "expected a key, found '['"), ("[.", 1, 2, "found '.'"), ("[,", 1, 2, "found ','"),
        ("[[.", 1, 3, "found '.'"), ("[a", 1, 3, "expected ]"), ("[[a", 1, 4, "expected ]]"),
        ("[[a]", 1, 5, "expected ]]"),
        ("[a]]", 1, 4, "found ']'"), ("[ [a]]", 1, 3, "found '['"), ("[[a] ]", 1, 5, "expected ]]"),
        ("[]", 1, 2, "found ']'"),
        ("[[]]", 1, 3, "found ']'"), ("[a.]", 1, 4, "found ']'"), ("[.a]", 1, 2, "found '.'"),
        ("[a..b]", 1, 4, "found '.'"),
        ("x = 1\n[a b]", 2, 4, "found 'b'"), ("[a]b = 1", 1, 4, "end of the line"), ("[a\n]", 1, 3, "end of the line"),
        ("[.roles]\n", 1, 2, "found '.'"), ("]", 1, 1, "expected a key"), ("[\"\"\"a\"\"\"]", 1, 2, "expected a key"),
        // Keys
        ("= 1", 1, 1, "expected a key"), ("a", 1, 2, "expected ="), ("a\n= 1", 1, 2, "end of the line"),
        ("a b = 1", 1, 3, "found 'b'"),
        ("a. = 1", 1, 4, "found '='"), ("a..b = 1", 1, 3, "found '.'"), (".a = 1", 1, 1, "found '.'"),
        ("é = 1", 1, 1, "found 'é'"),
        ("a! = 1", 1, 2, "found '!'"), ("\"a\nb\" = 1", 1, 1, "does not end"), ("'''a''' = 1", 1, 1, "expected a key"),
        ("中文 = 1", 1, 1, "in quotes"), ("a = 1\n\"b\" \"c\" = 1", 2, 5, "expected ="),
        // What follows a value
        ("a = 1 b = 2", 1, 7, "end of the line"), ("a = 1, b = 2", 1, 6, "found ','"),
        ("a = \"x\" y", 1, 9, "found 'y'"),
        ("a = [1] 2", 1, 9, "found '2'"), ("a = = 1", 1, 5, "found '='"), ("a =", 1, 4, "found the end of the file"),
        ("a = \nb = 1", 1, 5, "found the end of the line"), ("a = # b", 1, 5, "found '#'"),
        ("a = 1 = 2", 1, 7, "found '='"),
        // Words, numbers
        ("a = True", 1, 5, "'True'"), ("a = yes", 1, 5, "'yes'"), ("a = truee", 1, 5, "'truee'"),
        ("a = nil", 1, 5, "in quotes"),
        ("a = 01", 1, 5, "'01'"), ("a = -01", 1, 5, "'-01'"), ("a = 1_", 1, 5, "'1_'"), ("a = _1", 1, 5, "'_1'"),
        ("a = 1__2", 1, 5, "'1__2'"), ("a = +", 1, 5, "'+'"), ("a = --1", 1, 5, "'--1'"), ("a = 0x", 1, 5, "'0x'"),
        ("a = 0xG", 1, 5, "'0xG'"), ("a = 0b2", 1, 5, "'0b2'"), ("a = 0o8", 1, 5, "'0o8'"),
        ("a = +0x1", 1, 5, "'+0x1'"),
        ("a = 0X1", 1, 5, "'0X1'"), ("a = 0x_1", 1, 5, "'0x_1'"), ("a = 1.", 1, 5, "'1.'"), ("a = .5", 1, 5, "'.5'"),
        ("a = 1.e2", 1, 5, "'1.e2'"), ("a = 1e", 1, 5, "'1e'"), ("a = 1e2.5", 1, 5, "'1e2.5'"),
        ("a = 1._5", 1, 5, "'1._5'"),
        ("a = 03.14", 1, 5, "'03.14'"), ("a = 1e+", 1, 5, "'1e+'"), ("a = Inf", 1, 5, "'Inf'"),
        ("a = +true", 1, 5, "'+true'"),
        ("a = 9223372036854775808", 1, 5, "too large"), ("a = -9223372036854775809", 1, 5, "too large"),
        ("a = 0xFFFFFFFFFFFFFFFF", 1, 5, "too large"), ("a = 1e400", 1, 5, "too large"),
        ("a = " + String(repeating: "9", count: 5000), 1, 5, "too large"),
        // Dates
        ("a = 2026-02-30", 1, 5, "2026-02-30"), ("a = 2026-13-01", 1, 5, "no date"),
        ("a = 2026-00-10", 1, 5, "no date"),
        ("a = 1900-02-29", 1, 5, "no date"), ("a = 2026-1-01", 1, 5, "no date"), ("a = 2026-01-01T", 1, 5, "no date"),
        ("a = 2026-01-01T24:00:00Z", 1, 5, "no date"), ("a = 2026-01-01T10:60:00", 1, 5, "no date"),
        ("a = 2026-01-01T10:00", 1, 5, "no date"), ("a = 2026-01-01T10:00:61", 1, 5, "no date"),
        ("a = 10:00", 1, 5, "no date"),
        ("a = 2026-01-01T10:00:00.", 1, 5, "no date"), ("a = 2026-01-01T10:00:00+25:00", 1, 5, "no date"),
        ("a = 10:00:00Z", 1, 5, "no date"), ("a = 2026-01-01 10:00:00 Z", 1, 25, "end of the line"),
        ("a = 9999999-99-99", 1, 5, "9999999"),
        // Strings
        ("a = \"x", 1, 5, "does not end; add \""), ("a = 'x", 1, 5, "does not end; add '"),
        ("a = \"x\ny\"", 1, 5, "three quotes"),
        ("\na = \"\"\"x\ny", 2, 5, "does not end"), ("a = '''x''", 1, 5, "does not end"),
        ("a = \"\\x41\"", 1, 6, "'\\x'"),
        ("a = \"\\u12\"", 1, 6, "'\\u12'"), ("a = \"\\ud800\"", 1, 6, "'\\ud800'"),
        ("a = \"\\U00110000\"", 1, 6, "\\U00110000"),
        ("a = \"\\", 1, 6, "escape"), ("a = \"\"\"\\ x\"\"\"", 1, 8, "escape"), ("a = \"a\u{1}b\"", 1, 7, "\\u0001"),
        ("a = 'a\u{7F}'", 1, 7, "\\u007F"), ("a = \"\"\"a\0\"\"\"", 1, 9, "\\u0000"),
        ("a = \"\"\"a\rb\"\"\"", 1, 9, "\\u000D"),
        ("a = \"\"\"\"\"\"\"\"\"", 1, 13, "end of the line"), ("# a\u{8}b", 1, 4, "\\u0008"),
        ("a = 1\r", 1, 6, "\\u000D"), ("a\0 = 1", 1, 2, "\\u0000"),
        // Arrays and inline tables
        ("a = [1", 1, 5, "not closed; add ]"), ("\na = [\n1,\n", 2, 5, "not closed; add ]"),
        ("a = [1 2]", 1, 8, "comma or ]"),
        ("a = [,]", 1, 6, "expected a value"), ("a = [1,,2]", 1, 8, "expected a value"),
        ("a = [1}", 1, 7, "comma or ]"),
        ("a = [b = 1]", 1, 6, "'b'"), ("a = {", 1, 5, "not closed; add }"), ("a = { b = 1", 1, 5, "not closed; add }"),
        ("a = { b = 1, }", 1, 14, "comma before }"),
        ("a = { b = 1\n}", 1, 12, "on its line"), ("a = {\nb = 1 }", 1, 6, "on its line"),
        ("a = { b }", 1, 9, "expected ="),
        ("a = { b = 1 c = 2 }", 1, 13, "comma or }"), ("a = { , }", 1, 7, "expected a key"),
        ("a = { b = 1 # c\n}", 1, 13, "on its line"),
        ("a = { b = 1, b = 2 }", 1, 14, "b is set already on line 1"), ("x={ ", 1, 3, "not closed; add }"),
        ("x={a.", 1, 6, "expected a key"),
        // Names that are taken
        ("a = 1\na = 2", 2, 1, "a is set already on line 1"),
        ("a.b = 1\n\"a\".'b' = 2", 2, 1, "a.b is set already on line 1"),
        ("[a]\n\n[a]", 3, 1, "a stands already on line 1"), ("a = 1\n[a]", 2, 1, "set already on line 1"),
        ("[a]\nb=1\n[a.b]", 3, 1, "a.b is set already"),
        ("a = 1\n[a.b]", 2, 1, "takes nothing more"), ("a = {}\n[a.b]", 2, 1, "takes nothing more"),
        ("a = []\n[[a]]", 2, 1, "not written as [[a]]"),
        ("[[a]]\n[a]", 2, 1, "stands already"), ("[a]\n[[a]]", 2, 1, "not written as [[a]]"),
        ("[a.b]\n[[a]]", 2, 1, "not written as [[a]]"),
        ("a.b = 1\n[a]", 2, 1, "stands already on line 1"), ("a.b = 1\na = 2", 2, 1, "set already"),
        ("a = 1\na.b = 2", 2, 1, "takes nothing more"),
        ("[a.b]\n[a]\nb.c = 1", 3, 1, "takes nothing more"),
        ("[a.b.c]\nz=1\n[a]\nb.c.t = 1", 4, 1, "takes nothing more"),
        ("[a]\nb.c = 1\n[a.b]", 3, 1, "stands already on line 2"),
        ("[[a]]\n[x]\n[[a.b]]\n[a.b]", 4, 1, "stands already"),
        ("[[a.b]]\n[a]\nb.c = 1", 3, 1, "takes nothing more"), ("a = [{}]\n[a.b]", 2, 1, "takes nothing more"),
        ("a = { b.c = 1, b = 2 }", 1, 16, "set already"), ("a = { b = {}, b.c = 1 }", 1, 15, "takes nothing more"),
        ("[a.b.c]\n[a]\nb.x = 1\n[a.b]", 4, 1, "stands already"),
    ]

    @Test(arguments: faults) func saysWhereAndWhat(_ text: String, line: Int, column: Int, words: String) throws {
        let error = try #require(fault(text), "let through: \(text)")
        #expect(error.line == line && error.column == column, "\(error.line):\(error.column) \(error.phrase.en)")
        #expect(error.phrase.en.contains(words), "\(error.phrase.en)")
        #expect(error.phrase.zh.contains("第 \(column) 列") && error.phrase.zh.contains("；"), "\(error.phrase.zh)")
        #expect(error.phrase.en.contains("; "), "what to do: \(error.phrase.en)")
        for text in [error.phrase.zh, error.phrase.en] {
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }, "\(text.debugDescription)")
            #expect(text.count < 300)
        }
    }

    @Test func bytesThatAreNoTextNameTheirPlace() {
        func place(_ bytes: [UInt8]) -> [Int]? {
            guard let error = fault(bytes), error.kind == .notText else { return nil }
            return [error.line, error.column]
        }
        #expect(place([0xFF, 0xFE, 0x5B, 0x00]) == [1, 1])
        #expect(place(Array("a = 1\nb = \"中".utf8) + [0xE4, 0xB8] + Array("\"".utf8)) == [2, 7])
        #expect(place(Array("a = \"".utf8) + [0xED, 0xA0, 0x80, 0x22]) == [1, 6])
        #expect(place(Array("a = \"".utf8) + [0xC0, 0x80, 0x22]) == [1, 6])
        #expect(place(Array("# ".utf8) + [0xF5, 0x80, 0x80, 0x80]) == [1, 3])
        #expect(place(Array("a = 1\n".utf8) + [0xE4]) == [2, 1])
        #expect(place(Array("a = 1 # 中".utf8)) == nil)
    }

    @Test func noDepthAndNoNumberBringsItDown() {
        let kinds: [(String, TOMLError.Kind)] = [
            ("a = " + String(repeating: "[", count: 200_000), .tooDeep),
            ("a = " + String(repeating: "{b=", count: 200_000), .tooDeep),
            ("a = " + String(repeating: "[{b=", count: 200_000), .tooDeep),
            ("a" + String(repeating: ".a", count: 200_000) + " = 1", .tooManyParts),
            ("[a" + String(repeating: ".a", count: 200_000) + "]", .tooManyParts),
            ("a = [" + String(repeating: "1,", count: TOMLParser.valueLimit + 1) + "]", .tooManyValues),
            (String(repeating: "[[a]]\n", count: TOMLParser.valueLimit + 1), .tooManyValues),
        ]
        for (text, kind) in kinds { #expect(fault(text)?.kind == kind, "\(text.prefix(20))") }
        let deepest =
            String(repeating: "[", count: TOMLParser.depthLimit) + String(repeating: "]", count: TOMLParser.depthLimit)
        #expect(fault("a = " + deepest) == nil)
        let dots = String(repeating: "a.", count: TOMLParser.partLimit - 1) + "a"
        let braces = String(repeating: "{\(dots) = ", count: 3) + "1" + String(repeating: "}", count: 3)
        #expect(fault("[\(dots)]\n\(dots) = \(braces)") == nil)
        #expect(fault("a = " + String(repeating: "{\(dots) = ", count: 9))?.kind == .tooDeep, "keys count as levels")
    }
}

extension TOMLFaultTests {
    /// Texts that somebody broke at random: an answer or an error, never a crash; the answer comes out the same twice.
    @Test func brokenAtRandom() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = Numbers(state: seed)
        let good = Array(
            """
            # 例
            a = "x\\u4e2d" # y
            b.c = [1, 0xFF, -1.5e3, 2026-11-28T03:30:00Z, { d = 'e', f.g = true }]
            [h."i j".k]
            l = \"""
            m \\
              n\"""
            [[o]]
            p = '''q'''
            [[o]]
            [o.r]
            s = [[[]], {}]

            """.utf8)
        let words = [
            "[", "[[", "[.", "]", "{", "}", "=", ".", ",", "\"", "'", "\"\"\"", "'''", "\r\n", "\r", "\\u", "\\", "#",
            "0x", "1e400", "07:00:00",
        ]
        for _ in 0..<3000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...5, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
                case 2: bytes.insert(contentsOf: Array((words.randomElement(using: &random) ?? "").utf8), at: place)
                default: bytes = Array(bytes[..<place])
                }
            }
            guard let error = fault(bytes) else { continue }
            let lines = bytes.count { $0 == 0x0A } + 1
            #expect((1...lines).contains(error.line) && error.column >= 1, "\(Array(bytes))")
            #expect(!error.phrase.zh.isEmpty && !error.phrase.en.isEmpty)
        }
    }

    private struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
