import Ledger
import Newsroom
import Terminal

/// The centres on the board: where they are, or as a table where there is no room for that.
func drawCentres(_ model: Model, _ layout: Layout, _ pane: Layout.PaneRect, _ frame: inout Frame) {
    let focused = model.pane == .centres
    switch layout.centres {
    case .table:
        drawCentreHeading(model, pane.frame, focused: focused, &frame)
        var body = pane
        body.frame = pane.rect
        drawList(model, body, &frame)
    case .tiles(_, _, let height):
        let legend = model.say("稿 草稿  审 在审  签 已签  发 今日已发", "D draft  R review  S signed  P out today")
        frame.heading(model.say("中心", "Centres"), pane.frame, focused: focused, note: legend)
        let list = model.lists[Model.ListKey(place: .board, pane: .centres)] ?? ListState()
        let tiles = model.tiles(layout)
        frame.rows(DrawnPart.Key(model, .centres, pane.rect, list, centres: layout.centres)) { frame in
            for (index, rect) in tiles {
                guard case .centre(let id) = list.items[index], let centre = model.rows.centres[id] else { continue }
                drawTile(centre, model, rect, lines: height, &frame)
            }
            return []
        }
        for (index, rect) in tiles {
            frame.hits.append((rect, .row(.centres, index)))
            if focused, index == list.index {
                let shown = Rect(x: rect.x, y: rect.y, width: rect.width - 1, height: min(3, height))
                frame.canvas.restyle(shown, style: .selection)
            }
        }
    }
}

/// One centre in a few quiet lines: name and who is on duty; tasks and when it was heard; stories by stage.
private func drawTile(_ centre: CentreRow, _ model: Model, _ rect: Rect, lines: Int, _ frame: inout Frame) {
    let overdue = centre.overdue(at: model.now)
    let presence = model.desk.policy.presence(heard: centre.lastHeard, now: model.now)
    let (mark, style) = centreMark(centre, overdue: overdue, presence, model)
    let left = rect.x + 2
    let right = rect.maxX - 1
    frame.canvas.write(mark, x: rect.x, y: rect.y, width: 1, style: style)
    var name = model.read.centre(centre.id)
    if model.widths.width(of: name) > right - left { name = model.shortName(centre.id) }
    let end =
        frame.canvas.write(
            name, x: left, y: rect.y, width: right - left, style: mark == model.glyphs.over ? .over : .heading) + left
        + 1
    // Whole, or the family name alone: half a name is nobody.
    let duty = centre.dutyEditor.map(model.read.name) ?? ""
    let names = [duty, String(duty.prefix { $0 != " " })]
    if let fitting = names.first(where: { model.widths.width(of: $0) <= right - end }) {
        frame.canvas.write(fitting, x: end, y: rect.y, style: .quiet)
    }

    guard lines >= 2 else { return }
    var x = left
    x += frame.canvas.write(model.say("任务", "tasks "), x: x, y: rect.y + 1, style: .quiet)
    x += frame.canvas.write(
        count(centre.openTasks, model), x: x, y: rect.y + 1, style: centre.openTasks > 0 ? .text : .quiet)
    if overdue > 0 {
        x += frame.canvas.write(" \(model.glyphs.over)\(overdue)", x: x, y: rect.y + 1, style: .over)
    }
    let heard = presence == .online ? centre.lastHeard.map(model.ago) ?? "" : silence(centre, presence, model)
    if model.widths.width(of: heard) <= right - x - 1 {
        frame.canvas.write(
            heard, x: x + 1, y: rect.y + 1,
            style: silent(centre, presence))
    }

    guard lines >= 3 else { return }
    let numbers = [centre.drafts, centre.inReview, centre.signedOff, centre.publishedToday]
    let labels = model.language == .zh ? ["稿", "审", "签", "发"] : ["D", "R", "S", "P"]
    let texts = numbers.map { count($0, model) }
    let needed = zip(labels, texts).reduce(0) { $0 + model.widths.width(of: $1.0) + $1.1.count }
    let gap = max(0, min(2, (right - left - needed) / 3))
    x = left
    for (index, text) in texts.enumerated() {
        x += frame.canvas.write(labels[index], x: x, y: rect.y + 2, width: max(0, right - x), style: .quiet)
        x += frame.canvas.write(
            text, x: x, y: rect.y + 2, width: max(0, right - x), style: numbers[index] > 0 ? .text : .quiet)
        x += gap
    }
}

private func silent(_ centre: CentreRow, _ presence: Reachability) -> Style {
    guard centre.lastHeard != nil else { return .quiet }
    return presence == .lost ? .over : presence == .quiet ? .near : .quiet
}

/// How a silent centre is called: one that was never heard is not lost, it has yet to report.
private func silence(_ centre: CentreRow, _ presence: Reachability, _ model: Model) -> String {
    centre.lastHeard == nil ? model.say("未报到", "not yet") : model.read(presence.phrase)
}

private func count(_ number: Int, _ model: Model) -> String { number > 0 ? "\(number)" : model.glyphs.dot }

private func centreMark(
    _ centre: CentreRow, overdue: Int, _ presence: Reachability, _ model: Model
) -> (String, Style) {
    if overdue > 0 || model.desk.unanswered(at: model.now).contains(centre.id) { return (model.glyphs.over, .over) }
    if centre.lastHeard == nil { return (model.glyphs.dot, .quiet) }
    return switch presence {
    case .lost: (model.glyphs.cross, .over)
    case .quiet: (model.glyphs.near, .near)
    case .online: (model.glyphs.dot, .quiet)
    }
}

/// The columns of the table of centres, for headings and rows alike.
private struct CentreColumns {
    let duty: Int, tasks: Int, overdue: Int, stages: Int, heard: Int
    /// From one stage to the next.
    let step: Int

    init(_ rect: Rect, _ language: Language) {
        let isNarrow = rect.width < 76
        duty = rect.x + (language == .zh ? 14 : isNarrow ? 15 : 26)
        tasks = duty + (isNarrow ? 8 : 10)
        overdue = tasks + (isNarrow ? 5 : 6)
        step = isNarrow ? 4 : 5
        stages = overdue + (isNarrow ? 4 : 7)
        heard = min(rect.maxX - 9, stages + step * 4 + (isNarrow ? 0 : 4))
    }
}

private func drawCentreHeading(_ model: Model, _ rect: Rect, focused: Bool, _ frame: inout Frame) {
    frame.heading(model.say("中心", "Centre"), rect, focused: focused)
    let columns = CentreColumns(rect, model.language)
    let style = Style.quiet
    frame.canvas.write(model.say(" 值班 ", " Duty "), x: columns.duty - 1, y: rect.y, style: style)
    frame.canvas.write(model.say("任务", "Tasks"), x: columns.tasks, y: rect.y, style: style)
    frame.canvas.write(model.say("超时", "Over"), x: columns.overdue, y: rect.y, style: style)
    for (index, label) in stageLabels(model).enumerated() {
        frame.canvas.write(
            " \(label)", x: columns.stages + index * columns.step + (model.language == .zh ? 1 : 0), y: rect.y,
            style: style)
    }
    frame.canvas.write(model.say(" 最近 ", " Heard "), x: columns.heard + 1, y: rect.y, style: style)
}

private func stageLabels(_ model: Model) -> [String] {
    model.language == .zh ? ["稿", "审", "签", "发"] : ["Drft", "Rev", "Sgn", "Out"]
}

func drawCentreRow(_ centre: CentreRow, _ model: Model, _ row: Rect, _ frame: inout Frame) {
    let columns = CentreColumns(row, model.language)
    let overdue = centre.overdue(at: model.now)
    let presence = model.desk.policy.presence(heard: centre.lastHeard, now: model.now)
    let (mark, style) = centreMark(centre, overdue: overdue, presence, model)
    frame.canvas.write(mark, x: row.x + 1, y: row.y, width: 1, style: style)
    let room = columns.duty - row.x - 4
    let name = model.read.centre(centre.id)
    frame.canvas.write(
        room < 16 && model.widths.width(of: name) > room ? model.shortName(centre.id) : name, x: row.x + 3, y: row.y,
        width: room,
        style: mark == model.glyphs.over ? .over : .text)
    frame.canvas.write(
        centre.dutyEditor.map(model.read.name) ?? "", x: columns.duty, y: row.y,
        width: columns.tasks - columns.duty - 1,
        style: .quiet)
    func number(_ value: Int, _ x: Int, _ style: Style = .text) {
        frame.canvas.write(
            count(value, model), x: x, y: row.y, width: 4, style: value > 0 ? style : .quiet, alignRight: true)
    }
    number(centre.openTasks, columns.tasks)
    if overdue > 0 {
        frame.canvas.write(
            "\(model.glyphs.over)\(overdue)", x: columns.overdue, y: row.y, width: 4, style: .over, alignRight: true)
    } else {
        number(0, columns.overdue)
    }
    let stages = [centre.drafts, centre.inReview, centre.signedOff, centre.publishedToday]
    for (index, value) in stages.enumerated() { number(value, columns.stages + index * columns.step) }
    let heard = presence == .lost ? silence(centre, presence, model) : centre.lastHeard.map(model.ago) ?? ""
    frame.canvas.write(
        heard, x: columns.heard + 2, y: row.y, width: 7,
        style: silent(centre, presence))
}

/// One centre: a line about itself, its tasks, its stories.
func drawCentre(_ model: Model, _ id: CentreID, _ layout: Layout, _ frame: inout Frame) {
    for pane in layout.panes { drawList(model, pane, &frame) }
    guard let centre = model.rows.centres[id] else { return }
    let presence = model.desk.policy.presence(heard: centre.lastHeard, now: model.now)
    var spans = [
        Span(model.read.centre(id), Style(.heading)),
        Span("  \(model.read(centre.card.kind.phrase))  ", .quiet),
        Span(model.read(presence.phrase), presence == .lost ? .over : presence == .quiet ? .near : .text),
    ]
    if let heard = centre.lastHeard { spans.append(Span(" \(model.ago(heard))", .quiet)) }
    if let duty = centre.dutyEditor {
        spans.append(Span(model.say("  值班 ", "  duty "), .quiet))
        spans.append(Span(model.read.name(duty), .text))
    }
    let people = model.desk.directory.staff.filter { $0.centre == id && $0.isActive && $0.id != centre.dutyEditor }
    if !people.isEmpty {
        spans.append(
            Span("  " + people.prefix(8).map(\.name).joined(separator: " "), .quiet))
    }
    frame.write(spans, x: 1, y: layout.body.y, width: model.size.columns - 2)
}
