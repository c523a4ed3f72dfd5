// What counts as a slip (小错): judged by every fold, so by fixed tables and no knowledge of people or places.

extension Correction {
    /// The most that a slip changes, in Unicode scalars, of either text once what both begin and end with is cut away.
    public static let mostOfASlip = 20

    /// Why a change is more than a slip.
    public enum SlipLack: Hashable, Sendable {
        /// So many characters change.
        case tooLong(Int)
        /// A digit or numeral changes.
        case number(String)
    }

    /// Why a change from one text to another is more than a slip; `nil` when it is none more. Headline and text are taken as one,
    /// with a line feed between, as the text's hash takes them.
    public static func slipLack(from old: (title: String, body: String), to new: (title: String, body: String))
        -> SlipLack?
    {
        let (before, after) = middle(old.title + "\n" + old.body, new.title + "\n" + new.body)
        let length = max(before.count, after.count)
        guard length <= mostOfASlip else { return .tooLong(length) }
        // What stands beside a digit is part of the number: a point, a sign.
        let (from, to) = middle(old.title + "\n" + old.body, new.title + "\n" + new.body, around: 1)
        let number = (before + after).first(where: isNumeral) ?? (edges(from) + edges(to)).first(where: isDigit)
        return number.map { .number(String(Character($0))) }
    }

    private static func edges(_ scalars: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
        [scalars.first, scalars.last].compactMap { $0 }
    }

    /// What is left of two texts once what both begin with, and then what both end with, is cut away; with `around`, and so many
    /// scalars of that on either side.
    static func middle(
        _ old: String, _ new: String, around: Int = 0
    ) -> (old: ArraySlice<Unicode.Scalar>, new: ArraySlice<Unicode.Scalar>) {
        let (before, after) = (Array(old.unicodeScalars), Array(new.unicodeScalars))
        let most = min(before.count, after.count)
        var start = 0
        while start < most, before[start] == after[start] { start += 1 }
        var end = 0
        while end < most - start, before[before.count - 1 - end] == after[after.count - 1 - end] { end += 1 }
        (start, end) = (max(0, start - around), max(0, end - around))
        return (before[start..<(before.count - end)], after[start..<(after.count - end)])
    }

    /// Whether a scalar stands for a number: a digit of a script that is met here, or a Chinese numeral. The table is fixed: a
    /// later version of Unicode must not judge an event otherwise than the node that wrote it.
    static func isNumeral(_ scalar: Unicode.Scalar) -> Bool {
        chineseNumerals.contains(scalar) || isDigit(scalar)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { digits.contains { $0.contains(scalar.value) } }

    private static let chineseNumerals = Set(
        "〇零一二两三四五六七八九十百千万亿兆廿卅卌壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸兩半俩仨叁叄弌弍弎貮弐○◯双倆仨卄".unicodeScalars)

    private static let digits: [ClosedRange<UInt32>] = [
        0x30...0x39, 0xB2...0xB3, 0xB9...0xB9, 0xBC...0xBE, 0x660...0x669, 0x6F0...0x6F9, 0x966...0x96F,
        0x2070...0x2079, 0x2080...0x2089, 0x2150...0x2189, 0x2460...0x249B, 0x24EA...0x24FF, 0x2776...0x2793,
        0x3021...0x3029, 0x3038...0x303A, 0x3220...0x3229, 0x3248...0x324F, 0x3251...0x325F, 0x3280...0x3289,
        0x32B1...0x32BF, 0x32C0...0x32CB,
        0x3358...0x3370, 0x33E0...0x33FE, 0xE50...0xE59, 0xF20...0xF33, 0x1810...0x1819, 0xFF10...0xFF19,
        0x1D7CE...0x1D7FF,
    ]
}

extension Correction.SlipLack {
    /// Why, in a few words.
    var phrase: Phrase {
        switch self {
        case .tooLong(let count):
            Phrase(
                "改动 \(count) 字，超过 \(Correction.mostOfASlip) 字",
                "\(count) characters change, more than \(Correction.mostOfASlip)")
        case .number(let text): Phrase("改动涉及数字“\(text)”", "a number changes (\(text))")
        }
    }
}
