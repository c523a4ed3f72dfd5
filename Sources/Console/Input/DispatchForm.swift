import Newsroom

extension Form {
    /// The fields of a dispatch, filled with what a line says so far.
    ///
    /// - Parameter prefill: the line that the person was typing.
    static func dispatch(_ context: DispatchContext, prefill: String = "") -> Form {
        let words = DispatchWord.split(DispatchLine.characters(prefill))
        var reading = DispatchReading(context)
        reading.read(words)
        var title = reading.title
        var links = [reading.lead?.number, reading.story?.number].compactMap { $0 }
        if words.isEmpty, let selected = context.selectedLead ?? context.selectedStory {
            title = CleanText.line(selected.title)
            links = [selected.number]
        }
        let relative = words.first {
            $0.kind == .deliverables && TimeExpression.parse("+" + $0.text, now: context.now, zone: context.zone) != nil
        }
        let due = words.first { $0.kind == .due }?.text ?? relative.map { "+" + $0.text } ?? ""
        let order = reading.order
        return Form(
            title: Phrase("派单", "Dispatch"),
            fields: [
                Field(
                    "centres", Phrase("中心", "Centres"),
                    .several(
                        // The desk itself is seldom meant, and comes last.
                        (context.directory.roster
                            + context.directory.centres.filter { $0.id == context.directory.charter.id }).map {
                                Option(id: $0.id.rawValue, label: Phrase($0.name.zh, $0.name.en))
                            }),
                    hint: Phrase("打字筛选，空格选取，可选多个", "type to filter, Space chooses, several if you like"),
                    chosen: order.centres.map(\.rawValue)),
                Field(
                    "title", Phrase("标题", "Title"), .text(example: Phrase("要采什么", "what to cover")),
                    hint: Phrase("一句话说清要采什么", "say in a line what to cover"), text: title),
                Field(
                    "priority", Phrase("优先级", "Priority"),
                    .choice(Priority.allCases.map { Option(id: $0.rawValue, label: $0.phrase) }),
                    hint: Phrase("左右键选取", "Left and Right choose"), chosen: [order.priority.rawValue]),
                Field(
                    "deliverables", Phrase("交付", "Deliver"),
                    .several(Deliverable.allCases.map { Option(id: $0.rawValue, label: $0.phrase) }),
                    hint: Phrase("空格选取，可选多个", "Space chooses, several if you like"),
                    chosen: order.deliverables.map(\.rawValue)),
                Field(
                    "due", Phrase("截止", "Due"),
                    .text(example: Phrase("18:00 或 +2h，可不填", "18:00 or +2h, or nothing")),
                    hint: Phrase("18:00、+2h、+45m；不填则不限", "18:00, +2h, +45m; empty for no limit"), text: due),
                Field(
                    "person", Phrase("负责人", "Person"), .choice(people(context)),
                    hint: Phrase("打字筛选；不指定则由中心安排", "type to filter; with nobody named the centre decides"),
                    chosen: [order.assignee?.rawValue ?? ""]),
                Field(
                    "links", Phrase("关联", "Links"),
                    .text(example: Phrase("S-0042 或 L-0031，可不填", "S-0042 or L-0031, or nothing")),
                    hint: Phrase("稿件或线索的编号", "the number of a story or a lead"),
                    text: links.map(\.description).joined(separator: " ")),
            ])
    }

    /// Nobody, then those recommended with the first reason, then all others who can be sent.
    private static func people(_ context: DispatchContext) -> [Option] {
        let order = context.recommendations.map(\.staff)
        func place(_ card: StaffCard) -> Int { order.firstIndex(of: card.id) ?? order.count }
        let cards = context.directory.staff.filter { $0.isFit(for: .answerTask) }
        let sorted = cards.enumerated().sorted { (place($0.1), $0.0) < (place($1.1), $1.0) }.map(\.element)
        return [Option(id: "", label: Phrase("不指定", "nobody"))]
            + sorted.map { card in
                let centre = context.directory.centre(id: card.centre)?.name
                let reason = context.recommendations.first { $0.staff == card.id }?.reasons.first?.phrase
                let zh = [centre?.zh ?? card.centre.rawValue, reason?.zh].compactMap { $0 }.joined(separator: "，")
                let en = [centre?.en ?? card.centre.rawValue, reason?.en].compactMap { $0 }.joined(separator: ", ")
                return Option(id: card.id.rawValue, label: Phrase("\(card.name)（\(zh)）", "\(card.name) (\(en))"))
            }
    }

    /// The line that says what the fields say, for the one parser that reads both.
    func dispatchLine() -> String {
        var parts: [String] = []
        let centres = values("centres")
        if !centres.isEmpty { parts.append(centres.joined(separator: ",")) }
        let title = value("title")
        if !title.allSatisfy(\.isWhitespace) { parts.append(Self.asTitle(title)) }
        if !value("priority").isEmpty { parts.append("!" + value("priority")) }
        let deliverables = values("deliverables")
        if !deliverables.isEmpty { parts.append("+" + deliverables.joined(separator: ",")) }
        // A date and a time are one word on a line.
        let due = value("due").split(whereSeparator: \.isWhitespace).joined(separator: "T")
        if !due.isEmpty { parts.append(">" + due) }
        if !value("person").isEmpty { parts.append("@" + value("person")) }
        let links = TypedList.words(value("links"))
        parts += links.map {
            "#" + ($0.first.flatMap { DispatchWord.signs[$0] } == .link ? String($0.dropFirst()) : $0)
        }
        return parts.joined(separator: " ")
    }

    /// In quotes, so that nothing in it can be mistaken for a name or a sign.
    private static func asTitle(_ title: String) -> String {
        "\"" + title.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
