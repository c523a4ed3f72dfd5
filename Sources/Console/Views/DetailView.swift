import Ledger
import Newsroom
import Terminal

/// One task, story or lead: its title and state above, its text below, and a summary beside where there is room.
func drawDetail(_ model: Model, _ layout: Layout, _ frame: inout Frame) {
    guard let text = layout.rect(.text), let pane = layout.panes.first else { return }
    let top = pane.frame
    guard let header = detailHeader(model, &frame) else {
        frame.canvas.write(
            model.say("这一项已不在；Esc 返回", "it is not there any more; Esc goes back"), x: 1, y: top.y, style: .quiet)
        return
    }
    frame.write(header.title, x: 1, y: top.y, width: top.width - 2)
    // Who else is here stands at the right end; of the facts the last give way.
    let company = model.place.subject.map { model.companyLine($0) } ?? ""
    let wide = model.widths.width(of: company)
    frame.write(header.facts, x: 1, y: top.y + 1, width: top.width - 2 - (wide > 0 ? wide + 2 : 0))
    frame.canvas.write(company, x: top.maxX - 1 - wide, y: top.y + 1, style: .text)
    drawTabs(model, Rect(x: 0, y: top.y + 2, width: top.width, height: 1), &frame)
    for line in 0..<text.height {
        let index = model.scroll + line
        guard index < model.document.lines.count else { break }
        frame.write(model.document.lines[index], x: text.x, y: text.y + line, width: text.width)
    }
    guard let side = layout.side, let x = layout.divider else { return }
    frame.canvas.verticalLine(x: x, y: layout.body.y, height: layout.body.height)
    for (index, line) in sideLines(model, width: side.width - 1).prefix(side.height).enumerated() {
        frame.write(line, x: side.x, y: side.y + index, width: side.width)
    }
}

private func drawTabs(_ model: Model, _ rect: Rect, _ frame: inout Frame) {
    frame.canvas.horizontalLine(x: rect.x, y: rect.y, width: rect.width)
    var x = rect.x + 2
    for tab in model.tabs {
        let isOpen = tab == model.tab
        let label = isOpen ? "[\(tab.phrase(model.language))]" : " \(tab.phrase(model.language)) "
        let start = x
        x += frame.canvas.write(
            label, x: x, y: rect.y, width: rect.maxX - x, style: isOpen ? Style(.accent, bold: true) : .quiet)
        frame.hits.append((Rect(x: start, y: rect.y, width: x - start, height: 1), .tab(tab)))
    }
    if model.scrollLimit > 0 {
        let percent = " \(model.scroll * 100 / max(1, model.scrollLimit))% "
        frame.canvas.write(percent, x: rect.maxX - 6, y: rect.y, width: 6, style: .quiet)
    }
}

/// The two lines above: what it is, and how it stands.
private func detailHeader(_ model: Model, _ frame: inout Frame) -> (title: [Span], facts: [Span])? {
    func fact(_ text: String, _ style: Style = .text) -> [Span] {
        text.isEmpty ? [] : [Span(text, style), Span("   ", .text)]
    }
    switch model.place {
    case .task:
        guard let task = model.desk.place.task else { return nil }
        let reading = task.urgency(at: model.now)
        let clock = model.clock(
            task.clock, task.state.isOpen ? nil : task.last.at, Model.style(reading), &frame)
        let mark = model.mark(reading, isDone: !task.state.isOpen)
        return (
            [
                mark, Span(" \(task.number)  ", .quiet),
                Span(task.order.title, Style(.heading)),
            ],
            fact(
                model.read(task.order.priority.phrase), task.order.priority == .flash ? Style(.text, bold: true) : .text
            )
                + fact(model.read(task.state.phrase), task.state == .declined ? .over : .accent)
                + fact(clock.text, clock.style) + fact(model.read.centre(task.order.centre))
                + fact(task.order.assignee.map(model.read.name) ?? model.say("未指定人", "nobody named"), .quiet)
        )
    case .story:
        guard let story = model.desk.place.story else { return nil }
        let reading = story.urgency(at: model.now)
        let clock = model.clock(
            story.clock, story.openStage == nil ? story.last.at : nil, Model.style(reading), &frame)
        let state = story.openStage.map { model.read($0.phrase) } ?? model.read(story.state.phrase)
        return (
            [
                model.mark(reading, isDone: story.state.isOut && story.openStage == nil),
                Span(" \(story.number)  ", .quiet), Span(story.title, Style(.heading)),
            ],
            fact(state, .accent) + fact(clock.text, clock.style) + fact(model.read.centre(story.draft.centre))
                + fact(story.authors.map(model.read.name).joined(separator: " "))
                + fact(model.read(story.draft.origin.phrase), .quiet)
                + fact(model.say("第 \(story.text.number) 版", "version \(story.text.number)"), .quiet)
                + fact(story.emergency == nil ? "" : model.say("应急先发", "emergency"), .over)
        )
    case .lead:
        guard let lead = model.desk.place.lead else { return nil }
        let reading = lead.urgency(at: model.now)
        return (
            [
                model.mark(reading, isDone: lead.state != .open), Span(" \(lead.number)  ", .quiet),
                Span(lead.card.title, Style(.heading)),
            ],
            fact(model.read(lead.state.phrase), .accent) + fact(model.read(lead.card.source.phrase))
                + fact(lead.card.centre.map { model.read.centre($0) } ?? lead.card.place ?? "")
                + fact(model.time(lead.card.receivedAt), .quiet)
                + fact(lead.card.heat.map { model.say("热度 \($0)", "heat \($0)") } ?? "", .quiet)
                + fact(model.read.name(lead.finder), .quiet)
        )
    default: return nil
    }
}

// MARK: - Text

/// The text of the present thing, wrapped to a width.
func documentLines(_ model: Model, width: Int) -> [[Span]] {
    switch model.place {
    case .task: taskLines(model, width)
    case .lead: leadLines(model, width)
    case .messages: messageLines(model, width)
    case .nodes: nodeLines(model, width)
    case .story:
        switch model.tab {
        case .text: storyText(model, width)
        case .changes: storyChanges(model, width)
        case .reviews: reviewLines(model, width)
        case .placements: placementLines(model) + derivedLines(model)
        case .history: historyLines(model, width)
        }
    default: []
    }
}

private func paragraph(_ text: String, _ model: Model, _ width: Int, _ style: Style = .text) -> [[Span]] {
    model.widths.wrap(text, width: max(4, width)).map { [Span($0, style)] }
}

private func head(_ text: String) -> [[Span]] { [[], [Span(text, .quiet)]] }

private func pair(_ label: String, _ value: String, _ style: Style = .text) -> [Span] {
    [Span(label + "  ", .quiet), Span(value, style)]
}

private func storyText(_ model: Model, _ width: Int) -> [[Span]] {
    guard let story = model.desk.place.story else { return [] }
    guard !story.text.body.isEmpty else {
        let key = model.keymap.label("story.edit") ?? ":edit"
        return [[Span(model.say("还没有正文；\(key) 开始写", "no text yet; \(key) begins to write"), .quiet)]]
    }
    // A measure of 76 cells reads well; wider only tires the eye.
    return opinions(story, model, min(width, 76)) + paragraph(story.text.body, model, min(width, 76))
}

/// What the reviewers before said, above the text that the next one reads; on a wide screen it stands beside it.
private func opinions(_ story: Story, _ model: Model, _ width: Int) -> [[Span]] {
    guard story.openStage != nil, model.size.columns < Layout.sideColumns else { return [] }
    let given = Stage.reviews.compactMap { story.approval($0) }
    let lines = given.flatMap { review in
        let head = "\(model.read(review.stage.phrase)) \(model.read.name(review.by.staff)) "
        return model.widths.wrap(head + review.opinion, width: width - 2).enumerated().map { index, line in
            [Span(index == 0 ? model.glyphs.done + " " : "  ", .done), Span(line, .quiet)]
        }
    }
    return lines.isEmpty ? [] : lines + [[]]
}

private func reviewLines(_ model: Model, _ width: Int) -> [[Span]] {
    guard let story = model.desk.place.story else { return [] }
    var lines: [[Span]] = []
    for stage in Stage.reviews {
        let given = story.reviews.filter { $0.stage == stage }
        if given.isEmpty {
            let isOpen = story.openStage == stage
            lines.append([
                Span(isOpen ? model.glyphs.arrow : model.glyphs.dot, isOpen ? .accent : .quiet),
                Span(" \(model.read(stage.phrase))  ", isOpen ? .text : .quiet),
                Span(
                    isOpen ? model.say("等待中", "waiting") : model.say("未到", "not yet"),
                    isOpen ? .accent : .quiet),
            ])
        }
        for review in given { lines += reviewLine(review, story, model, width) }
        lines.append([])
    }
    if let signature = story.signature {
        lines.append([
            Span(model.glyphs.done, .done), Span(model.say(" 签发  ", " signed off  "), .text),
            Span("\(model.read.name(signature.by))  \(model.time(signature.at))  ", .text),
            Span(signature.textHash.short, .quiet),
        ])
    } else if story.openStage == .signature {
        lines.append([
            Span(model.glyphs.arrow, .accent), Span(model.say(" 候签", " to be signed"), .accent),
        ])
    }
    return lines
}

private func reviewLine(_ review: Story.Review, _ story: Story, _ model: Model, _ width: Int) -> [[Span]] {
    let stands = story.stands(review)
    let (mark, style): (String, Style) =
        review.verdict == .return
        ? (model.glyphs.cross, .near) : stands ? (model.glyphs.done, .done) : (model.glyphs.dot, .quiet)
    let version = story.versions.last { $0.textHash == review.textHash }?.number ?? 0
    var head = [
        Span(mark, style), Span(" \(model.read(review.stage.phrase))  ", .text),
        Span(model.read(review.verdict.phrase), style),
        Span("  \(model.read.name(review.by.staff))  \(model.time(review.at))  ", .text),
        Span(model.say("第 \(version) 版", "version \(version)"), .quiet),
    ]
    if review.verdict == .pass, !stands, story.signature == nil {
        head.append(Span(model.say("  文字已改，作废", "  void: the text changed"), .near))
    }
    return [head] + paragraph(review.opinion, model, width - 4).map { [Span("    ", .text)] + $0 }
}

private func placementLines(_ model: Model) -> [[Span]] {
    guard let story = model.desk.place.story, !story.placements.isEmpty else {
        return [[Span(model.say("还没有发往任何渠道", "not on any channel yet"), .quiet)]]
    }
    return story.placements.map { placement in
        let (mark, style): (String, Style) =
            switch placement.state {
            case .published: (model.glyphs.done, .done)
            case .failed: (model.glyphs.cross, .over)
            case .queued: (model.glyphs.dot, .text)
            case .withdrawn: (model.glyphs.cross, .quiet)
            }
        let name = model.widths.pad(model.read.channel(placement.channel), to: 16)
        let state = model.widths.pad(model.read(placement.state.phrase), to: 10)
        return [
            Span("\(mark) ", style), Span(name, .text), Span(state, style),
            Span(model.time(placement.at), .quiet),
            Span(placement.note.map { "  \($0)" } ?? "", .text),
        ]
    }
}

/// What was derived from the story, where there is no room for it beside the text.
private func derivedLines(_ model: Model) -> [[Span]] {
    guard model.size.columns < 110, !model.desk.place.stories.isEmpty else { return [] }
    return head(model.say("衍生", "Derived"))
        + model.desk.place.stories.map { row in
            [
                Span("\(row.number)  ", .quiet), Span(row.title, .text),
                Span("  \(model.read.centre(row.centre))", .quiet),
            ]
        }
}

private func historyLines(_ model: Model, _ width: Int) -> [[Span]] {
    let events = model.desk.place.history.reversed()
    // Times of today need less room than those with a day.
    let column = events.map { model.time($0.at).count }.max() ?? 5
    let name = model.language == .zh ? 9 : 15
    let indent = column + 2 + name
    return events.flatMap { event in
        let head = [
            Span(model.widths.pad(model.time(event.at), to: column + 2), .quiet),
            Span(model.widths.pad(model.read.name(event.actor.staff), to: name), .text),
        ]
        let via = event.actor.via.map { model.say("（\(model.read.name($0))代办）", " (by \(model.read.name($0)))") } ?? ""
        let deed = model.widths.wrap(event.deed(model.read) + via, width: max(10, width - indent))
        return deed.enumerated().map { index, line in
            (index == 0 ? head : [Span(String(repeating: " ", count: indent), .text)])
                + [Span(line, .text)]
        }
    }
}

private func taskLines(_ model: Model, _ width: Int) -> [[Span]] {
    guard let task = model.desk.place.task else { return [] }
    func key(_ id: String) -> String { model.keymap.label(id) ?? ":" }
    let order = task.order
    var lines: [[Span]] = [
        pair(
            model.say("要什么", "Wanted"),
            order.deliverables.map { model.read($0.phrase) }.joined(separator: model.say("、", ", "))),
        pair(
            model.say("派单  ", "Issued"), "\(model.read.name(task.issuedBy))  \(model.time(task.issuedAt))"),
        pair(model.say("接单至", "Ack by"), model.time(order.acknowledgeBy)),
    ]
    if let due = order.dueAt { lines.append(pair(model.say("截止  ", "Due   "), model.time(due))) }
    if let reason = task.reason { lines.append(pair(model.say("理由  ", "Reason"), reason, .near)) }
    if let note = order.note { lines += [[]] + paragraph(note, model, width) }
    if !model.desk.place.recommendations.isEmpty, task.state == .issued || task.state == .declined {
        lines += head(
            model.say("可派谁（\(key("task.reassign")) 改派）", "Whom to send (\(key("task.reassign")) reassigns)"))
        for person in model.desk.place.recommendations.prefix(5) {
            let reasons = person.reasons.map { model.read($0.phrase) }.joined(separator: model.say("、", ", "))
            lines.append([
                Span(model.widths.pad(model.read.name(person.staff), to: model.language == .zh ? 9 : 15), .text),
                Span(model.widths.pad(model.shortName(person.centre), to: 10) + " ", .text),
                Span(reasons, .quiet),
            ])
        }
    } else if task.state == .declined {
        lines += head(
            model.say("没有合适的人：都已拒接、已满三件或无关联", "nobody fits: they declined, have three in hand, or have no tie to it"))
    }
    if !model.desk.place.tasks.isEmpty {
        lines += head(model.say("同一派单", "The same order"))
        for row in model.desk.place.tasks {
            lines.append([
                Span("\(row.number)  ", .quiet),
                Span(model.widths.pad(model.shortName(row.centre), to: 12) + " ", .text),
                Span(model.read(row.state.phrase), .text),
            ])
        }
    }
    for story in model.desk.place.stories {
        lines += head(model.say("稿件", "Story"))
        lines.append([
            Span("\(story.number)  ", .quiet), Span(story.title, .text),
            Span("  \(model.read(story.state.phrase))", .quiet),
        ])
    }
    // Beside the text there is no room for the history: it follows below.
    if model.size.columns < Layout.sideColumns {
        lines += head(model.say("经过", "History")) + historyLines(model, width)
    }
    return lines
}

private func leadLines(_ model: Model, _ width: Int) -> [[Span]] {
    guard let lead = model.desk.place.lead else { return [] }
    func key(_ id: String) -> String { model.keymap.label(id) ?? ":" }
    var lines = paragraph(lead.card.text, model, min(width, 76))
    if let reason = lead.reason { lines.append(pair(model.say("不用的理由", "Dismissed because"), reason, .near)) }
    for story in model.desk.place.stories {
        lines += head(model.say("成稿", "Story"))
        lines.append([Span("\(story.number)  ", .quiet), Span(story.title, .text)])
    }
    if !model.desk.place.leads.isEmpty {
        lines += head(
            model.say("可能重复（\(key("lead.merge")) 合并）", "Perhaps the same (\(key("lead.merge")) merges)"))
        for row in model.desk.place.leads {
            lines.append([
                Span("\(row.number)  ", .quiet), Span(row.title, .text),
                Span("  \(model.read(row.state.phrase))", .quiet),
            ])
        }
    }
    if model.size.columns < Layout.sideColumns {
        lines += head(model.say("经过", "History")) + historyLines(model, width)
    }
    return lines
}

/// What stands beside the text on a wide screen: reviews and channels of a story, else the history.
private func sideLines(_ model: Model, width: Int) -> [[Span]] {
    func title(_ text: String) -> [Span] { [Span(text, Style(.quiet, bold: true))] }
    guard case .story = model.place, let story = model.desk.place.story else {
        return [title(model.say("经过", "History"))] + historyLines(model, width)
    }
    var lines = [title(model.say("三审", "Three reviews"))] + reviewLines(model, width)
    if !story.placements.isEmpty {
        lines += [[], title(model.say("分发", "Channels"))] + placementLines(model)
    }
    if !model.desk.place.tasks.isEmpty {
        lines += [[], title(model.say("任务", "Tasks"))]
        lines += model.desk.place.tasks.prefix(8).map { row in
            [
                Span("\(row.number)  ", .quiet),
                Span(model.widths.pad(model.shortName(row.centre), to: 11) + " ", .text),
                Span(model.read(row.state.phrase), .text),
            ]
        }
    }
    if !model.desk.place.stories.isEmpty {
        lines += [[], title(model.say("衍生", "Derived"))]
        lines += model.desk.place.stories.prefix(8).map { row in
            [Span("\(row.number)  ", .quiet), Span(row.title, .text)]
        }
    }
    return lines + [[], title(model.say("经过", "History"))] + historyLines(model, width)
}
