import Ledger
import Newsroom
import Terminal

/// The shift at a glance, for whoever looks in: what waits for the reader, what is overdue with others, the figures
/// against their limits, who is on.
func drawSummary(_ model: Model, _ layout: Layout, _ frame: inout Frame) {
    for pane in layout.panes { drawList(model, pane, &frame) }
    guard let side = layout.side, let shift = model.desk.place.shift else { return }
    if let x = layout.divider { frame.canvas.verticalLine(x: x, y: layout.body.y, height: layout.body.height) }
    let figures = model.desk.place.figures
    let since = model.say("本班 \(model.time(shift.since)) 起", "This shift, since \(model.time(shift.since))")
    frame.heading(since, Rect(x: side.x, y: side.y, width: side.width, height: 1), focused: false)
    let columns = figureColumns(side.width)
    let lines = (figures.count + columns - 1) / columns
    let width = side.width / columns
    for (index, figure) in figures.enumerated() {
        let place = Rect(
            x: side.x + index / max(1, lines) * width + 1, y: side.y + 2 + index % max(1, lines), width: width - 2,
            height: 1)
        if index % max(1, lines) == 0 {
            drawFigureHeading(
                model, Rect(x: place.x, y: place.y - 1, width: place.width, height: 1), &frame)
        }
        drawFigure(figure, model, place, &frame)
    }
    if figures.isEmpty {
        frame.canvas.write(
            model.say("本班还没有可计的步骤", "no step has been measured in this shift"), x: side.x + 1, y: side.y + 1,
            width: side.width - 1, style: .quiet)
    }
    let top = side.y + 2 + max(lines, 0)
    drawWhoIsOn(model, shift, Rect(x: side.x, y: top, width: side.width, height: side.maxY - top), &frame)
}

/// One column of figures on a wide screen's side, two where they lie below the lists.
private func figureColumns(_ width: Int) -> Int { width >= 58 ? 2 : 1 }

/// A column of figures: its heading, its cells, and what stands there of a figure.
private struct FigureColumn {
    let title: Phrase
    let width: Int
    let text: (Figure, Model) -> String
    /// Whether it carries the judgement, and with it the colour.
    let isJudged: Bool

    /// From the right; the name has the rest. How often stands only where there is room.
    static func columns(_ width: Int) -> [FigureColumn] {
        func time(_ title: Phrase, _ value: @escaping (Figure) -> Int?) -> FigureColumn {
            FigureColumn(title: title, width: 7) { figure, model in
                value(figure).map { Model.span($0, model.language) } ?? ""
            }
        }
        let share = FigureColumn(title: Phrase("限内", "kept"), width: 6, isJudged: true) { figure, _ in
            figure.percentWithin.map { "\($0)%" } ?? ""
        }
        let count = FigureColumn(title: Phrase("次", "times"), width: 6) { figure, _ in "\(figure.count)" }
        return [share, time(Phrase("九成", "P90"), \.p90), time(Phrase("中位", "median"), \.median)]
            + (width >= 40 ? [count] : [])
    }

    init(title: Phrase, width: Int, isJudged: Bool = false, text: @escaping (Figure, Model) -> String) {
        (self.title, self.width, self.isJudged, self.text) = (title, width, isJudged, text)
    }
}

private func drawFigureHeading(_ model: Model, _ row: Rect, _ frame: inout Frame) {
    var right = row.maxX
    for column in FigureColumn.columns(row.width) {
        right -= column.width
        frame.canvas.write(
            model.read(column.title), x: right, y: row.y, width: column.width, style: .quiet, alignRight: true)
    }
}

private func drawFigure(_ figure: Figure, _ model: Model, _ row: Rect, _ frame: inout Frame) {
    let (mark, style) = judgement(figure, model)
    frame.canvas.write(mark, x: row.x, y: row.y, width: 1, style: style)
    var right = row.maxX
    for column in FigureColumn.columns(row.width) {
        right -= column.width
        frame.canvas.write(
            column.text(figure, model), x: right, y: row.y, width: column.width,
            style: column.isJudged ? style : .text, alignRight: true)
    }
    frame.canvas.write(model.read(figure.measure.phrase), x: row.x + 2, y: row.y, width: right - row.x - 3)
}

/// Nine of ten within the limit is what a desk owes; under three of four it fails.
private func judgement(_ figure: Figure, _ model: Model) -> (String, Style) {
    guard let percent = figure.percentWithin else { return (model.glyphs.dot, .quiet) }
    if percent >= 90 { return (model.glyphs.done, .text) }
    return percent >= 75 ? (model.glyphs.near, .near) : (model.glyphs.over, .over)
}

/// Who has the desk, and which centres are not heard.
private func drawWhoIsOn(_ model: Model, _ shift: Shift, _ rect: Rect, _ frame: inout Frame) {
    guard rect.height >= 2 else { return }
    frame.heading(model.say("在班", "On duty"), Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), focused: false)
    for (index, line) in onDuty(model, shift, width: rect.width - 2).prefix(rect.height - 1).enumerated() {
        frame.write(line, x: rect.x + 1, y: rect.y + 1 + index, width: rect.width - 2)
    }
}

private func onDuty(_ model: Model, _ shift: Shift, width: Int) -> [[Span]] {
    var lines: [[Span]] = []
    func add(_ label: String, _ names: [String], _ style: Style) {
        guard !names.isEmpty else { return }
        let indent = model.widths.width(of: label) + 1
        for (index, line) in model.widths.wrap(names.joined(separator: "  "), width: max(8, width - indent))
            .enumerated()
        {
            lines.append([
                Span(index == 0 ? label + " " : String(repeating: " ", count: indent), .quiet), Span(line, style),
            ])
        }
    }
    let desk = shift.dutyEditor.map { "\(model.read.name($0)) \(model.time(shift.since))" }
    add(model.say("本台", "desk"), [desk ?? model.say("今天还没有人接班", "nobody has taken duty today")], .text)
    add(
        model.say("在座", "here"),
        model.others.map { [model.read.name($0.staff), $0.number.map { "\($0)" } ?? ""].filter { !$0.isEmpty } }
            .map { $0.joined(separator: " ") }, .text)
    func silent(_ presence: Reachability) -> [String] {
        model.desk.roster.filter {
            $0.lastHeard != nil && model.desk.policy.presence(heard: $0.lastHeard, now: model.now) == presence
        }.map { model.shortName($0.id) }
    }
    add("\(model.glyphs.cross) \(model.read(Reachability.lost.phrase))", silent(.lost), .over)
    add("\(model.glyphs.near) \(model.read(Reachability.quiet.phrase))", silent(.quiet), .near)
    // Everybody who has duty at a centre, in columns that line up.
    let people = model.desk.roster.compactMap { row in
        row.dutyEditor.map { (model.shortName(row.id), model.read.name($0)) }
    }
    let cells = (place: (people.map { model.widths.width(of: $0.0) }.max() ?? 0) + 1, person: 8)
    let columns = max(1, width / (cells.place + cells.person + 1))
    if !people.isEmpty { lines.append([]) }
    for start in stride(from: 0, to: people.count, by: columns) {
        lines.append(
            people[start...].prefix(columns).flatMap { place, person in
                [
                    Span(model.widths.pad(place, to: cells.place), .quiet),
                    Span(model.widths.pad(person, to: cells.person) + " ", .text),
                ]
            })
    }
    return lines
}

/// Lays out the summary: the lists above or to the left, figures and people below or to the right.
func layOutSummary(_ model: Model, _ layout: inout Layout) {
    var lists = layout.body
    let figures = model.desk.place.figures.count
    if lists.width >= Layout.sideColumns {
        let width = min(56, lists.width * 2 / 5)
        layout.side = Rect(x: lists.maxX - width, y: lists.y, width: width, height: lists.height)
        layout.divider = lists.maxX - width - 1
        lists = Rect(x: lists.x, y: lists.y, width: lists.width - width - 1, height: lists.height)
    } else {
        // Heading, heading of the columns, figures in two columns; heading and two lines of people.
        let height = min(lists.height - 7, 2 + (figures + 1) / 2 + 3)
        layout.side = Rect(x: lists.x, y: lists.maxY - height, width: lists.width, height: height)
        lists = Rect(x: lists.x, y: lists.y, width: lists.width, height: lists.height - height)
    }
    // What waits for the reader has the room it needs, the rest at least a third; where much is left, the log.
    func count(_ pane: Pane) -> Int { model.lists[Model.ListKey(place: .summary, pane: pane)]?.items.count ?? 0 }
    let mine = max(2, min(count(.mine) + 2, lists.height * 2 / 3))
    var overdue = lists.height - mine
    if overdue - count(.attention) >= 10 { overdue = count(.attention) + 2 }
    func place(_ pane: Pane, _ y: Int, _ height: Int) {
        layout.add(pane, Rect(x: lists.x, y: lists.y + y, width: lists.width, height: height), heading: 1)
    }
    place(.mine, 0, mine)
    place(.attention, mine, overdue)
    if overdue < lists.height - mine { place(.log, mine + overdue, lists.height - mine - overdue) }
}
