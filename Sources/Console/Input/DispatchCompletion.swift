import Newsroom

extension DispatchLine {
    /// Ways to go on with the word under the cursor, the best first; none inside a title.
    static func complete(_ text: String, cursor: Int, _ context: DispatchContext) -> [Completion] {
        DispatchCompleter(text, cursor: cursor, context).completions
    }
}

/// Completes the word of a dispatch line that the cursor stands in or behind.
private struct DispatchCompleter {
    private let context: DispatchContext
    private let line: [Character]
    private let cursor: Int
    private let words: [DispatchWord]
    private let reading: DispatchReading

    /// No list of choices is longer.
    private static let limit = 50

    init(_ text: String, cursor: Int, _ context: DispatchContext) {
        self.context = context
        line = DispatchLine.characters(text)
        self.cursor = min(max(0, cursor), line.count)
        words = DispatchWord.split(line)
        var reading = DispatchReading(context)
        reading.read(words)
        self.reading = reading
    }

    var completions: [Completion] {
        let found: [Completion]
        if let word = words.first(where: { $0.range.lowerBound < cursor && cursor <= $0.range.upperBound }) {
            switch word.kind {
            case .quoted: found = []
            case .plain: found = isCentreList(word) ? centres(word) : []
            case .priority: found = priorities(word)
            case .deliverables: found = deliverables(word)
            case .due: found = times(word)
            case .person: found = people(word)
            case .link: found = links(word)
            }
        } else {
            found = next
        }
        return Array(found.prefix(Self.limit))
    }

    // MARK: - Where the cursor stands

    /// Whether the word is the first, or goes on with the list that the first began.
    private func isCentreList(_ word: DispatchWord) -> Bool {
        let plain = words.filter { $0.kind == .plain || $0.kind == .quoted }
        guard let place = plain.firstIndex(of: word) else { return false }
        return place == 0
            || (1...place).allSatisfy { index in
                let joined = [plain[index - 1].text.last, plain[index].text.first].compactMap { $0 }
                return plain[index - 1].kind == .plain && joined.contains(where: TypedList.isSeparator)
            }
    }

    /// The part of a list that the cursor stands in: what is typed before the cursor, where it begins and ends, and
    /// the other parts.
    private func part(_ word: DispatchWord) -> (typed: String, range: Range<Int>, others: [String]) {
        let parts = word.parts
        let index = parts.lastIndex { $0.start <= cursor } ?? 0
        let start = min(parts[index].start, cursor)
        let others = parts.indices.filter { $0 != index }.map { parts[$0].text }
        return (String(line[start..<cursor]), start..<start + max(parts[index].text.count, cursor - start), others)
    }

    /// The line with a range of it replaced; `closing` puts a blank behind a word that is complete.
    private func replace(
        _ range: Range<Int>, _ word: String, label: String, detail: String, closing: Bool
    ) -> Completion {
        let after = line[range.upperBound...]
        let blank = closing && after.first?.isWhitespace != true
        let before = String(line[..<range.lowerBound]) + word + (blank ? " " : "")
        let step = closing && !blank ? 1 : 0
        return Completion(
            replacement: before + String(after), cursor: before.count + step, label: label, detail: detail)
    }

    // MARK: - What there is to choose

    private func centres(_ word: DispatchWord) -> [Completion] {
        let (typed, range, others) = part(word)
        return centres(typed, range, others: others.flatMap { DispatchNames.centres($0, context.directory) }.map(\.id))
    }

    private func centres(_ typed: String, _ range: Range<Int>, others: [CentreID]) -> [Completion] {
        // What the title names comes first, then where somebody fits.
        let named = Recommendation.places(in: String(line), context.directory.centres)
        let fitting = context.recommendations.map(\.centre)
        var cards = context.directory.centres(matching: typed).filter { !others.contains($0.id) }
        if typed.isEmpty {
            let order = named + fitting
            func place(_ card: CentreCard) -> Int { order.firstIndex(of: card.id) ?? order.count }
            cards = cards.enumerated().sorted { (place($0.1), $0.0) < (place($1.1), $1.0) }.map(\.element)
        }
        var found = cards.map { card in
            var reasons: [String] = []
            if named.contains(card.id) { reasons.append(context.say("标题提到", "in the title")) }
            if let best = context.recommendations.first(where: { $0.centre == card.id }) {
                reasons.append(context.directory.name(of: best.staff) + context.say("可派", " fits"))
            }
            let detail = reasons.isEmpty ? card.kind.phrase(context.language) : context.list(reasons)
            return replace(
                range, card.id.rawValue, label: "\(card.id.rawValue) \(card.name(context.language))", detail: detail,
                closing: false)
        }
        let all = context.say("全部", "all")
        if others.isEmpty, typed.isEmpty || all.hasPrefix(typed.lowercased()) || "all".hasPrefix(typed.lowercased()) {
            let count = context.directory.roster.count
            found.append(
                replace(range, all, label: all, detail: context.say("\(count) 个中心", "\(count) centres"), closing: false)
            )
        }
        return found
    }

    private func people(_ word: DispatchWord) -> [Completion] {
        people(String(line[word.start..<max(word.start, cursor)]), word.start..<word.range.upperBound)
    }

    private func people(_ typed: String, _ range: Range<Int>, sign: String = "") -> [Completion] {
        // Before a person is named the centres are those of the line; a person named without any does not bind.
        let plain = words.contains { $0.kind == .plain }
        let homes = plain ? reading.centres.map(\.id) : []
        let order = context.recommendations.map(\.staff)
        func place(_ card: StaffCard) -> Int { order.firstIndex(of: card.id) ?? order.count }
        let matching = context.directory.people(matching: typed).filter { card in
            (homes.isEmpty || homes.contains(card.centre)) && card.isFit(for: .answerTask)
        }
        let cards = matching.enumerated().sorted { (place($0.1), $0.0) < (place($1.1), $1.0) }.map(\.element)
        return cards.map { card in
            let centre = context.directory.centre(id: card.centre)?.name(context.language) ?? card.centre.rawValue
            let reasons = context.recommendations.first { $0.staff == card.id }?.reasons ?? []
            let why = context.list(reasons.map { $0.phrase(context.language) })
            let who = "\(centre) \(card.role.phrase(context.language))"
            return replace(
                range, sign + card.id.rawValue, label: "@\(card.id.rawValue) \(card.name)",
                detail: why.isEmpty ? who : context.say("\(who)：\(why)", "\(who): \(why)"), closing: true)
        }
    }

    private func priorities(_ word: DispatchWord) -> [Completion] {
        let typed = String(line[word.start..<max(word.start, cursor)])
        return Priority.meant(by: typed).map { priority($0, word.start..<word.range.upperBound) }
    }

    private func priority(_ level: Priority, _ range: Range<Int>, sign: String = "") -> Completion {
        let seconds = context.policy.acknowledge[level]
        let limit =
            seconds % 60 == 0 && seconds > 60
            ? context.say("\(seconds / 60) 分钟", "\(seconds / 60) min") : context.say("\(seconds) 秒", "\(seconds) s")
        return replace(
            range, sign + context.say(level.phrase.zh, level.rawValue),
            label: "!" + context.say(level.phrase.zh, level.rawValue),
            detail: context.say("\(limit)内接单", "acknowledge within \(limit)"), closing: true)
    }

    private func deliverables(_ word: DispatchWord) -> [Completion] {
        let (typed, range, others) = part(word)
        let taken = others.flatMap { $0.isEmpty ? [] : Deliverable.meant(by: $0) }
        return Deliverable.meant(by: typed).filter { !taken.contains($0) }.map { deliverable in
            let name = context.say(deliverable.phrase.zh, deliverable.rawValue)
            return replace(
                range, name, label: name, detail: context.say(deliverable.rawValue, deliverable.phrase.zh),
                closing: false)
        }
    }

    private func times(_ word: DispatchWord) -> [Completion] {
        times(String(line[word.start..<max(word.start, cursor)]), word.start..<word.range.upperBound)
    }

    private func times(_ typed: String, _ range: Range<Int>, sign: String = "") -> [Completion] {
        var texts = ["+30m", "+1h", "+2h", "+4h"]
        // The next whole hours, at most until the day is over.
        let begin = context.zone.civil(context.now).hour
        texts += (1...8).map { begin + $0 }.filter { $0 < 24 }.map { $0 < 10 ? "0\($0):00" : "\($0):00" }
        let wanted = DispatchLine.characters(typed).map { $0 == "：" ? ":" : $0 == "＋" ? "+" : $0 }
        return texts.filter { $0.hasPrefix(String(wanted)) }.compactMap { text in
            guard let moment = TimeExpression.parse(text, now: context.now, zone: context.zone) else { return nil }
            let clock = context.clock(moment)
            return replace(
                range, sign + text, label: ">" + text, detail: context.say("\(clock) 前", "by \(clock)"), closing: true)
        }
    }

    private func links(_ word: DispatchWord) -> [Completion] {
        links(String(line[word.start..<max(word.start, cursor)]), word.start..<word.range.upperBound)
    }

    private func links(_ typed: String, _ range: Range<Int>, sign: String = "") -> [Completion] {
        [context.selectedLead, context.selectedStory].compactMap { $0 }
            .filter { "\($0.number)".lowercased().hasPrefix(typed.lowercased()) }
            .map { selected in
                replace(
                    range, sign + "\(selected.number)", label: "#\(selected.number)",
                    detail: CleanText.line(selected.title), closing: true)
            }
    }

    /// Between words: centres at the beginning, then what the order does not say yet.
    private var next: [Completion] {
        let here = cursor..<cursor
        let plain = words.filter { $0.kind == .plain && $0.range.lowerBound < cursor }
        let goesOn = plain.last?.text.last.map(TypedList.isSeparator) ?? false
        let isList = plain.last.map(isCentreList) ?? true
        if isList, goesOn || (plain.isEmpty && reading.centres.isEmpty) {
            return centres("", here, others: reading.centres.map(\.id))
        }
        var found: [Completion] = []
        if reading.person == nil { found += people("", here, sign: "@").prefix(3) }
        if reading.priority == nil { found += [Priority.flash, .urgent].map { priority($0, here, sign: "!") } }
        if reading.due == nil { found += times("", here, sign: ">").prefix(3) }
        if reading.lead == nil, reading.story == nil { found += links("", here, sign: "#") }
        return found
    }
}
