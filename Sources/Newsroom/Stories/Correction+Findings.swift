// What a program finds in a correction that its reviewer should look at. It marks, and decides nothing.

extension Correction {
    /// A name, place, time or number that one of two texts has more often than the other, where they differ.
    public struct Finding: Hashable, Sendable {
        /// What it is.
        public let kind: Kind
        /// As it stands in the text.
        public let text: String
        /// Whether the correction has it less often than the text before it; else more often.
        public let isGone: Bool

        /// What is looked for.
        public enum Kind: String, CaseIterable, Sendable { case name, place, time, number }
    }

    /// How far around a change is looked, in scalars: a name of which one character changes is found whole.
    private static let around = 40
    /// No more of either text is looked at: a page is drawn with what is found.
    private static let longest = 4000

    /// The names, places, times and numbers that change between two texts.
    ///
    /// - Parameters:
    ///   - old: the text that is out.
    ///   - new: the text that would be.
    ///   - terms: the names and places that are known.
    public static func findings(from old: String, to new: String, terms: [(Finding.Kind, String)]) -> [Finding] {
        let (before, after) = middle(old, new, around: around)
        let texts = [before, after].map { slice in
            var text = String.UnicodeScalarView()
            text.append(contentsOf: slice.prefix(longest))
            return String(text)
        }
        var counts: [[Finding.Kind: [String: Int]]] = []
        for text in texts {
            var found: [Finding.Kind: [String: Int]] = [:]
            for (kind, term) in terms + words where term.count > 1 {
                let count = text.split(separator: term, omittingEmptySubsequences: false).count - 1
                if count > 0 { found[kind, default: [:]][term] = count }
            }
            for (kind, run) in numbers(in: text) { found[kind, default: [:]][run, default: 0] += 1 }
            counts.append(found)
        }
        let all = Finding.Kind.allCases.flatMap { kind -> [Finding] in
            let (old, new) = (counts[0][kind] ?? [:], counts[1][kind] ?? [:])
            return Set(old.keys).union(new.keys).sorted().compactMap { text in
                let more = (new[text] ?? 0) - (old[text] ?? 0)
                return more == 0 ? nil : Finding(kind: kind, text: text, isGone: more < 0)
            }
        }
        // What is part of a longer one is said by that: 二七 of 二七区.
        return all.filter { one in
            !all.contains { $0.isGone == one.isGone && $0.text != one.text && $0.text.contains(one.text) }
        }
    }

    /// Words that tell a time, of more than one character.
    private static let words: [(Finding.Kind, String)] = [
        "今天", "昨天", "明天", "前天", "后天", "今日", "昨日", "明日", "次日", "当日", "凌晨", "清晨", "早上", "上午", "中午", "下午",
        "傍晚", "晚上", "夜间", "今晨", "今晚", "昨晚", "今年", "去年", "明年", "本月", "上月", "下月", "本周", "上周", "下周", "周日", "周末",
        "星期日", "星期天", "月底", "年底", "年初",
    ].map { (.time, $0) }

    /// What makes a number a time: 三点, 29日, 周五.
    private static let after = Set("年月日号时点分秒".unicodeScalars)
    private static let before = Set("周期".unicodeScalars)

    /// The runs of numerals, with the sign that makes them a time.
    private static func numbers(in text: String) -> [(Finding.Kind, String)] {
        var found: [(Finding.Kind, String)] = []
        var run = String.UnicodeScalarView()
        var (isTime, last): (Bool, Unicode.Scalar?) = (false, nil)
        func end(_ next: Unicode.Scalar?) {
            guard !run.isEmpty else { return }
            if let next, after.contains(next) {
                run.append(next)
                isTime = true
            }
            found.append((isTime ? .time : .number, String(run)))
            run = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            let isJoint = [".", ":", "：", "-", "/", "%"].contains(scalar)
            if isNumeral(scalar) {
                if run.isEmpty, let sign = last, before.contains(sign) {
                    isTime = true
                    run.append(sign)
                } else if run.isEmpty {
                    isTime = false
                }
                run.append(scalar)
            } else if isJoint, !run.isEmpty {
                run.append(scalar)
            } else {
                end(scalar)
            }
            last = scalar
        }
        end(nil)
        return found
    }
}

extension Directory {
    /// The names and places that a desk knows: its people, its centres by all their names, its channels' houses among them.
    public var terms: [(Correction.Finding.Kind, String)] {
        staff.map { (.name, $0.name) }
            + centres.flatMap { card in
                ([card.name.zh, card.name.en] + card.aliases).map { (.place, $0) }
            }
    }

    /// What changes between a story's text and the open correction of it.
    public func findings(of correction: Correction, of story: Story) -> [Correction.Finding] {
        Correction.findings(
            from: story.title + "\n" + story.text.body, to: correction.draft.title + "\n" + correction.draft.body,
            terms: terms)
    }
}

extension Correction.Finding {
    /// What was found, in words.
    public var phrase: Phrase {
        isGone
            ? Phrase("\(kind.phrase.zh)“\(text)”没了", "\(kind.phrase.en) “\(text)” is gone")
            : Phrase("\(kind.phrase.zh)“\(text)”是新的", "\(kind.phrase.en) “\(text)” is new")
    }
}

extension Correction.Finding.Kind {
    /// In a word.
    public var phrase: Phrase {
        switch self {
        case .name: Phrase("人名", "name")
        case .place: Phrase("地名", "place")
        case .time: Phrase("时间", "time")
        case .number: Phrase("数字", "number")
        }
    }
}
