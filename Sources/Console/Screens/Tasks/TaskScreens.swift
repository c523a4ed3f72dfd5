import Ledger
import Newsroom
import Terminal

// A task in lists, and its own screen.

extension Model {
    /// A task in a list.
    func cells(_ row: TaskRow, _ frame: inout Frame) -> RowCells {
        let reading = row.urgency(at: now)
        let style = Self.style(reading)
        let kind: Style = row.priority == .flash ? Style(.text, bold: true) : row.priority == .urgent ? .text : .quiet
        return RowCells(
            mark: mark(reading, isDone: !row.state.isOpen), number: "\(row.number)", centre: shortName(row.centre),
            title: row.title, kind: Span(read(row.priority.phrase), kind),
            state: Span(shortState(row.state), row.state == .declined ? .over : .text),
            clock: clock(row.clock, row.state.isOpen ? nil : row.updatedAt, style, &frame),
            who: row.assignee.map(read.name) ?? "")
    }

    /// The states in a word that fits a column.
    func shortState(_ state: TaskState) -> String {
        guard language == .en else { return state.phrase.zh }
        return state == .acknowledged ? "ack'd" : state.phrase.en
    }
}

/// The two lines above a task.
func taskHeader(_ model: Model, _ frame: inout Frame) -> DetailHeader? {
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
}

/// All about a task.
func taskLines(_ model: Model, _ width: Int) -> [[Span]] {
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
