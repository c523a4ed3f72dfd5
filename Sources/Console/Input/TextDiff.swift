/// What changed between two versions of a text.
enum TextDiff {
    /// Paragraph by paragraph; within a changed paragraph, character by character where the script has no blanks, and
    /// word by word where it has. Work is bounded: texts that share too little are shown as replaced, never guessed at
    /// for seconds.
    static func lines(_ old: String, _ new: String) -> [DiffLine] {
        let before = old.split(separator: "\n", omittingEmptySubsequences: false)
        let after = new.split(separator: "\n", omittingEmptySubsequences: false)
        var lines: [DiffLine] = []
        var budget = Budget()
        var work = Budget.paragraphs
        for run in runs(before, after, &work) {
            switch run {
            case .same(let range):
                lines += before[range].map { DiffLine(kind: .same, segments: [.init(text: String($0), kind: .same)]) }
            case .replaced(let gone, let come):
                lines += replaced(before[gone], after[come], &budget)
            }
        }
        return lines
    }

    /// How much closer looking is left: the whole of two large texts is not compared by the character.
    private struct Budget {
        /// Steps for finding the paragraphs that stayed.
        static let paragraphs = 2_000_000
        /// Steps for looking into those that changed.
        var work = 4_000_000
    }

    /// Paragraphs that took the place of others: those that still resemble each other are shown as changed.
    private static func replaced(
        _ gone: ArraySlice<Substring>, _ come: ArraySlice<Substring>, _ budget: inout Budget
    ) -> [DiffLine] {
        var lines: [DiffLine] = []
        var rest = come
        for old in gone {
            // The next paragraph is the likeliest; one of the two behind it may be it where some were put in before.
            var match: (index: Int, segments: [DiffLine.Segment])?
            for index in rest.indices.prefix(3) {
                guard let segments = changed(old, rest[index], &budget) else { continue }
                match = (index, segments)
                break
            }
            guard let match else {
                lines.append(DiffLine(kind: .removed, segments: [.init(text: String(old), kind: .removed)]))
                continue
            }
            lines += added(rest[..<match.index])
            lines.append(DiffLine(kind: .changed, segments: match.segments))
            rest = rest[(match.index + 1)...]
        }
        return lines + added(rest)
    }

    private static func added(_ paragraphs: ArraySlice<Substring>) -> [DiffLine] {
        paragraphs.map { DiffLine(kind: .added, segments: [.init(text: String($0), kind: .added)]) }
    }

    /// The pieces of a changed paragraph; `nil` when too little of it stayed for the comparison to help anybody.
    private static func changed(
        _ old: Substring, _ new: Substring, _ budget: inout Budget
    ) -> [DiffLine.Segment]? {
        guard budget.work > 0, !old.isEmpty, !new.isEmpty, old.utf8.count + new.utf8.count <= 200_000 else {
            return nil
        }
        let before = pieces(old)
        let after = pieces(new)
        budget.work -= (before.count + after.count) * 4
        guard budget.work > 0 else { return nil }
        var segments: [DiffLine.Segment] = []
        var same = 0
        for run in runs(before, after, &budget.work) {
            switch run {
            case .same(let range):
                segments.append(.init(text: before[range].joined(), kind: .same))
                same += before[range].reduce(0) { $0 + ($1.allSatisfy(\.isWhitespace) ? 0 : $1.utf8.count) }
            case .replaced(let gone, let come):
                if !gone.isEmpty { segments.append(.init(text: before[gone].joined(), kind: .removed)) }
                if !come.isEmpty { segments.append(.init(text: after[come].joined(), kind: .added)) }
            }
        }
        // Below that a reader sees two texts sooner than one with patches.
        return same * 2 >= min(old.utf8.count, new.utf8.count) ? segments : nil
    }

    /// Words of Latin letters and digits; every other character for itself.
    private static func pieces(_ text: Substring) -> [Substring] {
        var pieces: [Substring] = []
        var start = text.startIndex
        var place = start
        while place < text.endIndex {
            let next = text.index(after: place)
            if !isWordPart(text[place]) {
                if start < place { pieces.append(text[start..<place]) }
                pieces.append(text[place..<next])
                start = next
            }
            place = next
        }
        if start < place { pieces.append(text[start..<place]) }
        return pieces
    }

    private static func isWordPart(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return false }
        return (character.isLetter || character.isNumber) && !scalar.properties.isIdeographic && scalar.value < 0x2E80
    }
}

// MARK: - Comparing

extension TextDiff {
    private enum Run {
        /// Where it stands in the old.
        case same(Range<Int>)
        /// Where it stood in the old, and what stands in its place in the new.
        case replaced(Range<Int>, Range<Int>)
    }

    /// The runs of equal and unequal elements. Ends that are equal are found first; the middle is compared by Myers'
    /// method as long as there is `work` left, which it uses up; else it counts as replaced.
    private static func runs(_ before: [Substring], _ after: [Substring], _ work: inout Int) -> [Run] {
        var numbers: [Substring: Int] = [:]
        func number(_ text: Substring) -> Int {
            if let known = numbers[text] { return known }
            numbers[text] = numbers.count
            return numbers.count - 1
        }
        // String equality is canonical; a text with other code points is another text here.
        let old = before.map(number)
        let new = after.map(number)
        func equal(_ left: Int, _ right: Int) -> Bool {
            old[left] == new[right] && before[left].utf8.elementsEqual(after[right].utf8)
        }
        var head = 0
        while head < old.count, head < new.count, equal(head, head) { head += 1 }
        var tail = 0
        while tail < old.count - head, tail < new.count - head, equal(old.count - 1 - tail, new.count - 1 - tail) {
            tail += 1
        }
        var runs: [Run] = head > 0 ? [.same(0..<head)] : []
        let gone = head..<old.count - tail
        let come = head..<new.count - tail
        if !gone.isEmpty, !come.isEmpty, let matches = matches(gone, come, &work, equal) {
            var (left, right) = (gone.lowerBound, come.lowerBound)
            for match in matches {
                if left < match.old || right < match.new {
                    runs.append(.replaced(left..<match.old, right..<match.new))
                }
                runs.append(.same(match.old..<match.old + match.count))
                (left, right) = (match.old + match.count, match.new + match.count)
            }
            if left < gone.upperBound || right < come.upperBound {
                runs.append(.replaced(left..<gone.upperBound, right..<come.upperBound))
            }
        } else if !gone.isEmpty || !come.isEmpty {
            runs.append(.replaced(gone, come))
        }
        if tail > 0 { runs.append(.same(old.count - tail..<old.count)) }
        return runs
    }

    /// The equal stretches of a shortest edit, in order; `nil` when finding it takes more than `work` steps.
    private static func matches(
        _ old: Range<Int>, _ new: Range<Int>, _ work: inout Int, _ equal: (Int, Int) -> Bool
    ) -> [(old: Int, new: Int, count: Int)]? {
        let (n, m) = (old.count, new.count)
        // Every step keeps its row, so that the way back is known: steps squared is the memory too.
        let depth = min(n + m, 1_500)
        var reach = [Int](repeating: 0, count: 2 * depth + 3)
        let zero = depth + 1
        var trace: [[Int]] = []
        for step in 0...depth {
            trace.append(Array(reach[(zero - step - 1)...(zero + step + 1)]))
            for diagonal in stride(from: -step, through: step, by: 2) {
                let down =
                    diagonal == -step
                    || (diagonal != step && reach[zero + diagonal - 1] < reach[zero + diagonal + 1])
                var x = down ? reach[zero + diagonal + 1] : reach[zero + diagonal - 1] + 1
                var y = x - diagonal
                while x < n, y < m, equal(old.lowerBound + x, new.lowerBound + y) {
                    x += 1
                    y += 1
                    work -= 1
                }
                reach[zero + diagonal] = x
                work -= 1
                if x >= n, y >= m { return wayBack(trace, n, m, old.lowerBound, new.lowerBound) }
            }
            if work < 0 { return nil }
        }
        return nil
    }

    private static func wayBack(
        _ trace: [[Int]], _ n: Int, _ m: Int, _ oldStart: Int, _ newStart: Int
    ) -> [(old: Int, new: Int, count: Int)] {
        var (x, y) = (n, m)
        var found: [(old: Int, new: Int, count: Int)] = []
        for step in stride(from: trace.count - 1, through: 0, by: -1) {
            let row = trace[step]
            let zero = step + 1
            let diagonal = x - y
            let down = diagonal == -step || (diagonal != step && row[zero + diagonal - 1] < row[zero + diagonal + 1])
            let from = down ? diagonal + 1 : diagonal - 1
            let fromX = step == 0 ? 0 : row[zero + from]
            let startX = step == 0 ? 0 : (down ? fromX : fromX + 1)
            let count = x - startX
            if count > 0 { found.append((oldStart + startX, newStart + y - count, count)) }
            (x, y) = step == 0 ? (0, 0) : (fromX, fromX - from)
        }
        return found.reversed()
    }
}

/// One paragraph of a comparison.
struct DiffLine: Equatable, Sendable {
    enum Kind: Equatable, Sendable { case same, added, removed, changed }

    /// A piece of a paragraph; its kind is never `changed`.
    struct Segment: Equatable, Sendable {
        var text: String
        var kind: Kind
    }

    var kind: Kind
    var segments: [Segment]

    /// The paragraph in the old version; `nil` where it is not in it.
    var old: String? {
        kind == .added ? nil : segments.filter { $0.kind != .added }.map(\.text).joined()
    }

    /// The paragraph in the new version; `nil` where it is not in it.
    var new: String? {
        kind == .removed ? nil : segments.filter { $0.kind != .removed }.map(\.text).joined()
    }
}
