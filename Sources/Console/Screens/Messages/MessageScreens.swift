import Ledger
import Newsroom
import Terminal

/// The messages: a list, and below it the one under the cursor.
func drawMessages(_ model: Model, _ layout: Layout, _ frame: inout Frame) {
    for pane in layout.panes {
        guard pane.pane == .text else {
            drawList(model, pane, &frame)
            continue
        }
        let row = model.messageUnderCursor.flatMap { model.rows.messages[$0] }
        let percent = model.scrollLimit > 0 ? "\(model.scroll * 100 / max(1, model.scrollLimit))%" : ""
        frame.heading(
            row.map { people($0, model) } ?? "", pane.frame, focused: model.pane == .text, note: percent)
        for line in 0..<pane.rect.height where model.scroll + line < model.document.lines.count {
            frame.write(
                model.document.lines[model.scroll + line], x: pane.rect.x, y: pane.rect.y + line,
                width: pane.rect.width)
        }
    }
}

/// From whom to whom; of many, the first.
private func people(_ row: MessageRow, _ model: Model) -> String {
    let names = row.to.map { $0.map(model.read.name) }
    let whom =
        switch names {
        case nil: model.say("全台", "everybody")
        case let names? where names.count > 3:
            model.say("\(names[0]) 等 \(names.count) 人", "\(names[0]) and \(names.count - 1) more")
        case let names?: names.joined(separator: model.say("、", ", "))
        }
    return "\(model.read.name(row.from)) \(model.glyphs.arrow) \(whom)"
}

/// A row: whether it is unread, when, who, about what, and how it begins. Returns how many of its cells name it.
func drawMessage(_ line: MessageRow, _ number: Int, _ model: Model, _ row: Rect, _ frame: inout Frame) -> Int {
    let isUnread = line.isUnread(by: model.actor.staff)
    let isSent = line.from == model.actor.staff
    let isKnown = isSent && line.to.map { $0.allSatisfy { line.readBy[$0] != nil } } ?? !line.readBy.isEmpty
    let mark = isUnread ? model.glyphs.mail : isKnown ? model.glyphs.done : model.glyphs.dot
    let style: Style = isUnread ? Style(.text, bold: true) : .text
    var x = row.x + 1
    frame.canvas.write(mark, x: x, y: row.y, width: 1, style: isUnread ? .accent : .quiet)
    x += 2
    frame.canvas.write(model.ago(line.at), x: x, y: row.y, width: 5, style: .quiet)
    x += 6
    let who = row.width < 76 ? 16 : 24
    frame.canvas.write(people(line, model), x: x, y: row.y, width: who, style: isUnread ? style : .quiet)
    x += who + 1
    frame.canvas.write(line.number.map { "\($0)" } ?? "", x: x, y: row.y, width: number, style: .quiet)
    x += number + 1
    frame.canvas.write(line.text, x: x, y: row.y, width: max(0, row.maxX - 1 - x), style: style)
    return min(row.width, 9 + who)
}

/// The whole message: when and about what, the text, and who has read it.
func messageLines(_ model: Model, _ width: Int) -> [[Span]] {
    guard let row = model.messageUnderCursor.flatMap({ model.rows.messages[$0] }) else { return [] }
    var head = [Span(model.time(row.at), .quiet)]
    if let number = row.number {
        let key = model.keymap.label("go.open") ?? ":open"
        head.append(Span("   \(number)", .text))
        head.append(Span(model.say("（\(key) 打开）", " (\(key) opens it)"), .quiet))
    }
    var lines = [head] + model.widths.wrap(row.text, width: min(width, 76)).map { [Span($0)] }
    let read = row.readBy.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    let missing = (row.to ?? []).filter { row.readBy[$0] == nil }
    if !read.isEmpty {
        let names = read.prefix(8).map { "\(model.read.name($0.key)) \(model.time($0.value))" }
        let more = read.count > 8 ? model.say(" 等 \(read.count) 人", " and \(read.count - 8) more") : ""
        lines += [[]] + wrapped(model.say("已读  ", "read by  "), names, more, model, width)
    }
    if !missing.isEmpty {
        let names = missing.prefix(8).map(model.read.name)
        let more = missing.count > 8 ? model.say(" 等 \(missing.count) 人", " and \(missing.count - 8) more") : ""
        lines += (read.isEmpty ? [[]] : []) + wrapped(model.say("未读  ", "not yet  "), names, more, model, width)
    }
    return lines
}

private func wrapped(
    _ label: String, _ names: [String], _ more: String, _ model: Model, _ width: Int
) -> [[Span]] {
    model.widths.wrap(label + names.joined(separator: model.say("、", ", ")) + more, width: width).map {
        [Span($0, .quiet)]
    }
}
