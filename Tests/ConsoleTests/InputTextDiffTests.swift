import Testing

@testable import Console

@Suite struct InputTextDiffTests {
    private func sides(_ lines: [DiffLine]) -> (old: String, new: String) {
        (lines.compactMap(\.old).joined(separator: "\n"), lines.compactMap(\.new).joined(separator: "\n"))
    }

    private func marked(_ lines: [DiffLine]) -> String {
        lines.map { line in
            let sign = [DiffLine.Kind.same: " ", .added: "+", .removed: "-", .changed: "~"][line.kind] ?? "?"
            let text = line.segments.map { segment in
                line.kind != .changed || segment.kind == .same
                    ? segment.text
                    : (segment.kind == .added ? "{" : "[") + segment.text + (segment.kind == .added ? "}" : "]")
            }.joined()
            return sign + text
        }.joined(separator: "\n")
    }

    @Test(arguments: [
        ("甲\n乙", "甲\n乙", " 甲\n 乙"), ("甲\n乙", "甲", " 甲\n-乙"), ("甲", "甲\n乙", " 甲\n+乙"),
        ("暴雨致三处积水", "暴雨致五处积水", "~暴雨致[三]{五}处积水"),
        ("The road is closed", "The road is open", "~The road is [closed]{open}"),
        ("全文甲乙丙", "完不同样", "-全文甲乙丙\n+完不同样"), ("一段\n暴雨致三处积水", "新段\n一段\n暴雨致四处积水", "+新段\n 一段\n~暴雨致[三]{四}处积水"),
        ("", "", " "), ("第1场 2:0", "第2场 2:0", "~第[1]{2}场 2:0"), ("e\u{301}", "é", "-e\u{301}\n+é"),
    ])
    func shows(_ row: (String, String, String)) {
        #expect(marked(TextDiff.lines(row.0, row.1)).unicodeScalars.elementsEqual(row.2.unicodeScalars), "\(row)")
    }

    @Test func reconstructsBothTexts() {
        let seed = UInt64.random(in: 0 ... .max)
        print("diff seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("二七金水暴雨路abc 12,。\n\n").map(String.init) + ["\r\n", "e\u{301}", "é", "👍🏽", "\u{301}"]
        for _ in 0..<400 {
            let old = (0..<Int.random(in: 0...120, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            var new = old
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                let place = Int.random(in: 0...new.count, using: &random)
                let end = min(new.count, place + Int.random(in: 0...6, using: &random))
                let piece = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                    alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                }
                new.replaceSubrange(place..<end, with: piece)
            }
            let (before, after) = (old.joined(), new.joined())
            let back = sides(TextDiff.lines(before, after))
            #expect(back.old.utf8.elementsEqual(before.utf8), "seed \(seed): \(before.debugDescription)")
            #expect(back.new.utf8.elementsEqual(after.utf8), "seed \(seed): \(after.debugDescription)")
        }
    }

    @Test func largeTextsStayBounded() {
        var random = SeededGenerator(seed: 3)
        func text(_ paragraphs: Int, _ length: Int) -> String {
            (0..<paragraphs).map { _ in
                String(
                    (0..<length).compactMap { _ in
                        Unicode.Scalar(UInt32.random(in: 0x4E00...0x4E40, using: &random)).map(Character.init)
                    })
            }.joined(separator: "\n")
        }
        // A third of a million characters, a megabyte: one paragraph, paragraphs of usual size, and tiny ones.
        for (paragraphs, length) in [(1, 330_000), (1_000, 330), (100_000, 2)] {
            let (old, new) = (text(paragraphs, length), text(paragraphs, length))
            let back = sides(TextDiff.lines(old, new))
            #expect(back.old == old && back.new == new, "\(paragraphs) x \(length)")
        }
    }
}
