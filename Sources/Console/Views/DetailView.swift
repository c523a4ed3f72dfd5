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

/// The two lines above one thing: what it is, and how it stands.
typealias DetailHeader = (title: [Span], facts: [Span])

private func detailHeader(_ model: Model, _ frame: inout Frame) -> DetailHeader? {
    switch model.place {
    case .task: taskHeader(model, &frame)
    case .story: storyHeader(model, &frame)
    case .lead: leadHeader(model, &frame)
    case .thing(let series, _):
        if let screen = SubjectScreens.of(series), let subject = model.desk.place.subject {
            screen.header(subject, model, &frame)
        } else {
            nil
        }
    case .board, .summary, .tasks, .stories, .leads, .log, .search, .messages, .nodes, .centre, .list: nil
    }
}

/// One of the facts of the second line; an empty one is left out.
func fact(_ text: String, _ style: Style = .text) -> [Span] {
    text.isEmpty ? [] : [Span(text, style), Span("   ", .text)]
}

// MARK: - Text

/// The text of the present thing, wrapped to a width.
func documentLines(_ model: Model, width: Int) -> [[Span]] {
    switch model.place {
    case .task: taskLines(model, width)
    case .lead: leadLines(model, width)
    case .thing(let series, _):
        if let screen = SubjectScreens.of(series), let subject = model.desk.place.subject {
            screen.lines(subject, model, width)
        } else {
            []
        }
    case .messages: messageLines(model, width)
    case .nodes: nodeLines(model, width)
    case .story: storyLines(model, width)
    case .board, .summary, .tasks, .stories, .leads, .log, .search, .centre, .list: []
    }
}

func paragraph(_ text: String, _ model: Model, _ width: Int, _ style: Style = .text) -> [[Span]] {
    model.widths.wrap(text, width: max(4, width)).map { [Span($0, style)] }
}

func head(_ text: String) -> [[Span]] { [[], [Span(text, .quiet)]] }

func pair(_ label: String, _ value: String, _ style: Style = .text) -> [Span] {
    [Span(label + "  ", .quiet), Span(value, style)]
}

func historyLines(_ model: Model, _ width: Int) -> [[Span]] {
    let events = model.desk.place.history.reversed()
    // Times of today need less room than those with a day.
    let column = events.map { model.time($0.at).count }.max() ?? 5
    let name = model.language == .zh ? 9 : 15
    let indent = column + 2 + name
    return events.flatMap { event in
        let head = [
            Span(model.widths.pad(model.time(event.at), to: column + 2), .quiet),
            Span(model.widths.pad(model.read.name(event.actor.id), to: name), .text),
        ]
        let via =
            event.actor.person?.via.map { model.say("（\(model.read.name($0))代办）", " (by \(model.read.name($0)))") }
            ?? ""
        let deed = model.widths.wrap(event.logText(model.read) + via, width: max(10, width - indent))
        return deed.enumerated().map { index, line in
            (index == 0 ? head : [Span(String(repeating: " ", count: indent), .text)])
                + [Span(line, .text)]
        }
    }
}

/// What stands beside the text on a wide screen: reviews and channels of a story, else the history.
private func sideLines(_ model: Model, width: Int) -> [[Span]] {
    guard case .story = model.place, let story = model.desk.place.story else {
        return [sideTitle(model.say("经过", "History"))] + historyLines(model, width)
    }
    return storySide(story, model, width)
}

/// The heading of a part of what stands beside the text.
func sideTitle(_ text: String) -> [Span] { [Span(text, Style(.quiet, bold: true))] }
