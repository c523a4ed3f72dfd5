import Testing

@testable import Terminal

@Suite struct KeyTests {
    /// Bytes and the names of the keys they are.
    static let table: [(String, [String])] = [
        ("a", ["a"]), ("A", ["A"]), ("?", ["?"]), (" ", ["Space"]), ("暴雨", ["暴", "雨"]), ("\r", ["Enter"]),
        ("\t", ["Tab"]),
        ("\u{7f}", ["Backspace"]), ("\u{8}", ["Backspace"]), ("\u{3}", ["C-c"]), ("\u{c}", ["C-l"]), ("\n", ["C-j"]),
        ("\0", ["C-Space"]), ("\u{1c}", ["C-\\"]), ("\u{1b}a", ["A-a"]), ("\u{1b}暴", ["A-暴"]),
        ("\u{1b}\r", ["A-Enter"]),
        ("\u{1b}[A", ["Up"]), ("\u{1b}OA", ["Up"]), ("\u{1b}[1;5A", ["C-Up"]), ("\u{1b}[1;2D", ["S-Left"]),
        ("\u{1b}[1;3C", ["A-Right"]), ("\u{1b}[1;8B", ["C-A-S-Down"]), ("\u{1b}[H", ["Home"]), ("\u{1b}[4~", ["End"]),
        ("\u{1b}[5~", ["PgUp"]), ("\u{1b}[6;5~", ["C-PgDn"]), ("\u{1b}[3~", ["Del"]), ("\u{1b}[2~", ["Ins"]),
        ("\u{1b}[Z", ["S-Tab"]), ("\u{1b}OP", ["F1"]), ("\u{1b}[15~", ["F5"]), ("\u{1b}[24;2~", ["S-F12"]),
        ("\u{1b}[[A", ["F1"]), ("\u{1b}[1;2R", ["S-F3"]), ("\u{1b}OM", ["Enter"]), ("\u{1b}Ow", ["7"]),
        ("\u{1b}[97;5u", ["C-a"]), ("\u{1b}[97;2u", ["A"]), ("\u{1b}[27u", ["Esc"]), ("\u{1b}[13;2u", ["S-Enter"]),
        ("\u{1b}[9;2u", ["S-Tab"]), ("\u{1b}[27;5;13~", ["C-Enter"]), ("\u{1b}[97;5:3u", []),
        ("\u{1b}\u{1b}[A", ["A-Up"]),
        ("\u{1b}[99~", []), ("\u{1b}[?1;2c", []), ("\u{1b}[3;1R", []), ("\u{1b}]11;rgb:0/0/0\u{7}x", ["x"]),
        ("\u{1b}P1$r0m\u{1b}\\x", ["x"]), ("\u{1b}[1\u{1b}[B", ["Down"]),
    ]

    private func names(_ inputs: [Input]) -> [String] {
        inputs.compactMap { if case .key(let key) = $0 { key.description } else { nil } }
    }

    @Test(arguments: table)
    func decodes(_ bytes: String, _ expected: [String]) {
        var decoder = KeyDecoder()
        #expect(names(decoder.feed(bytes.utf8)) == expected)
    }

    @Test(arguments: table)
    func decodesCutAnywhere(_ bytes: String, _ expected: [String]) {
        let all = Array(bytes.utf8)
        for cut in all.indices {
            var decoder = KeyDecoder()
            let inputs = decoder.feed(all[..<cut]) + decoder.feed(all[cut...])
            #expect(names(inputs) == expected, "cut at \(cut)")
        }
        var decoder = KeyDecoder()
        #expect(names(all.flatMap { decoder.feed([$0]) }) == expected)
    }

    @Test(arguments: [
        ("\u{1b}", ["Esc"]), ("\u{1b}\u{1b}", ["Esc", "Esc"]), ("\u{1b}[", ["A-["]), ("\u{1b}O", ["A-O"]),
        ("\u{1b}]", ["A-]"]),
    ])
    func flushDecides(_ bytes: String, _ expected: [String]) {
        var decoder = KeyDecoder()
        #expect(decoder.feed(bytes.utf8).isEmpty)
        #expect(decoder.isWaiting)
        #expect(names(decoder.flush()) == expected)
        #expect(!decoder.isWaiting)
        #expect(decoder.flush().isEmpty)
    }

    @Test func aLongSequenceWaitsForItsEnd() {
        var decoder = KeyDecoder()
        #expect(decoder.feed("\u{1b}[1;".utf8).isEmpty)
        #expect(decoder.flush().isEmpty)
        #expect(names(decoder.feed("5A".utf8)) == ["C-Up"])
    }

    @Test func mouse() {
        var decoder = KeyDecoder()
        let bytes =
            "\u{1b}[<0;3;4M\u{1b}[<0;3;4m\u{1b}[<64;1;1M\u{1b}[<65;1;1M\u{1b}[<34;5;6M\u{1b}[<0;0;0M\u{1b}[<0;1M"
        #expect(
            decoder.feed(bytes.utf8) == [
                .mouse(Mouse(kind: .press, x: 2, y: 3, button: 1)),
                .mouse(Mouse(kind: .release, x: 2, y: 3, button: 1)),
                .mouse(Mouse(kind: .wheelUp, x: 0, y: 0, button: 0)),
                .mouse(Mouse(kind: .wheelDown, x: 0, y: 0, button: 0)),
                .mouse(Mouse(kind: .drag, x: 4, y: 5, button: 3)),
            ])
    }

    @Test func focusAndReplies() {
        var decoder = KeyDecoder()
        let bytes = "\u{1b}[I\u{1b}[O\u{1b}[?2026;2$y\u{1b}[2;3R\u{1b}[?64;1c"
        #expect(decoder.feed(bytes.utf8) == [.focus(true), .focus(false)])
        #expect(
            decoder.takeReplies() == [.mode(2026, state: 2), .position(row: 2, column: 3), .attributes([64, 1])])
        #expect(decoder.takeReplies().isEmpty)
    }

    @Test func pasteCutAnywhere() {
        let all = Array("x\u{1b}[200~二七\r\nq\u{1b}[31m\r\u{1b}[201~y".utf8)
        let expected: [Input] = [.key(Key(.character("x"))), .paste("二七\nq\u{1b}[31m\n"), .key(Key(.character("y")))]
        for cut in all.indices {
            var decoder = KeyDecoder()
            #expect(decoder.feed(all[..<cut]) + decoder.feed(all[cut...]) == expected, "cut at \(cut)")
        }
    }

    @Test func pasteIsBounded() {
        var decoder = KeyDecoder()
        let text = String(repeating: "a", count: KeyDecoder.pasteLimit + 5000)
        let inputs = decoder.feed("\u{1b}[200~\(text)\u{1b}[201~b".utf8)
        #expect(inputs.count == 2)
        if case .paste(let pasted) = inputs.first { #expect(pasted.utf8.count == KeyDecoder.pasteLimit) }
        #expect(inputs.last == .key(Key(.character("b"))))
    }

    @Test func aPasteWithoutEndEndsAtFlush() {
        var decoder = KeyDecoder()
        #expect(decoder.feed("\u{1b}[200~abc\u{1b}[2".utf8).isEmpty)
        #expect(decoder.isPasting)
        #expect(decoder.flush() == [.paste("abc\u{1b}[2")])
        #expect(!decoder.isPasting)
    }

    @Test func rubbishNeverCrashesAndIsBounded() {
        let seed = chosenSeed()
        var random = Seeded(seed: seed)
        let likely: [UInt8] = [
            0x1b, 0x5b, 0x4f, 0x3b, 0x3c, 0x4d, 0x7e, 0x32, 0x30, 0x5d, 0xe6, 0x9a, 0xff, 0x3a, 0x75,
        ]
        for _ in 0..<2000 {
            var decoder = KeyDecoder()
            for _ in 0..<20 {
                let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    Bool.random(using: &random)
                        ? likely.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
                }
                _ = decoder.feed(bytes)
                if Bool.random(using: &random) { _ = decoder.flush() }
            }
            _ = decoder.flush()
            // Whatever stands half-finished, an end of every kind brings the decoder back.
            _ = decoder.feed("\u{1b}[201~\u{1b}\\\u{7}".utf8)
            #expect(names(decoder.feed("\u{1b}[A".utf8)).last == "Up", "seed \(seed)")
        }
        var decoder = KeyDecoder()
        _ = decoder.feed("\u{1b}[".utf8 + [UInt8](repeating: 0x31, count: 100_000))
        #expect(names(decoder.feed("\rx".utf8)).suffix(2) == ["Enter", "x"])
    }

    @Test func namesRoundTrip() {
        var codes: [Key.Code] = [
            .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end,
            .pageUp, .pageDown,
        ]
        codes += (1...35).map { .function($0) }
        codes += "aZ?+-暴 ".map { .character($0) }
        for code in codes {
            for bits in 0..<8 {
                let key = Key(code, control: bits & 1 != 0, alt: bits & 2 != 0, shift: bits & 4 != 0)
                #expect(Key(named: key.description) == key, "\(key)")
            }
        }
    }

    @Test(arguments: [
        ("q", "q"), ("esc", "Esc"), ("Return", "Enter"), ("M-x", "A-x"), ("C-L", "C-l"), ("s-tab", "S-Tab"),
        ("C--", "C--"),
        ("PageDown", "PgDn"), ("f5", "F5"),
    ])
    func otherNames(_ name: String, _ canonical: String) {
        #expect(Key(named: name)?.description == canonical)
    }

    @Test(arguments: ["", "F0", "F36", "F05", "Foo", "C-", "X-a", "\u{1b}", " "])
    func noSuchKey(_ name: String) {
        #expect(Key(named: name) == nil)
    }
}
