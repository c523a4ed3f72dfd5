import Ledger
import Newsroom
import Terminal

/// What lies over the screen: help, palette, a question, a form.
func drawOverlay(_ model: Model, _ layout: Layout, _ frame: inout Frame) {
    switch model.overlay {
    case nil: return
    case .help(let scroll): drawHelp(model, scroll, layout.stage, &frame)
    case .palette(let editor, let index): drawPalette(model, editor, index, layout.stage, &frame)
    case .confirm(let question, _, _): drawQuestion(model, question, layout.stage, &frame)
    case .text(let editor, let purpose): drawTextEditor(model, editor, purpose, &frame)
    case .results: drawResults(model, layout.stage, &frame)
    case .overruled(let row): drawOverruled(model, row, layout.stage, &frame)
    case .difference(let text, let purpose, let scroll):
        drawDifference(model, text, purpose, scroll, layout.stage, &frame)
    case .texts(let index, let isAsking): drawTexts(model, index, isAsking, layout.stage, &frame)
    case .form(let form, _, let problem):
        let height = min(layout.stage.height - 2, form.fields.count + 8)
        let box = layout.stage.centered(width: min(84, model.size.columns - 4), height: height)
        frame.window("", box)
        form.draw(
            &frame.canvas, in: box.inset(horizontal: 2, vertical: 1), language: model.language,
            problem: problem ?? model.keepingProblem?(model.language))
    }
}

extension Frame {
    /// A region over the screen, with a title in its border; whatever lay under it cannot be pointed at.
    mutating func window(_ title: String, _ box: Rect) {
        canvas.fill(box, style: .text)
        hits.append((box, .action("")))
        canvas.horizontalLine(x: box.x, y: box.y, width: box.width)
        canvas.horizontalLine(x: box.x, y: box.maxY - 1, width: box.width)
        canvas.verticalLine(x: box.x, y: box.y, height: box.height)
        canvas.verticalLine(x: box.maxX - 1, y: box.y, height: box.height)
        canvas.write(canvas.glyphs.topLeft, x: box.x, y: box.y, style: .border)
        canvas.write(canvas.glyphs.topRight, x: box.maxX - 1, y: box.y, style: .border)
        canvas.write(canvas.glyphs.bottomLeft, x: box.x, y: box.maxY - 1, style: .border)
        canvas.write(canvas.glyphs.bottomRight, x: box.maxX - 1, y: box.maxY - 1, style: .border)
        guard !title.isEmpty else { return }
        canvas.write(" \(title) ", x: box.x + 2, y: box.y, width: box.width - 4, style: Style(.accent, bold: true))
    }
}

private func drawOverruled(_ model: Model, _ row: OverruledRow, _ stage: Rect, _ frame: inout Frame) {
    let lines = model.overruledLines(row)
    let box = stage.centered(width: model.overruledWidth, height: min(stage.height, lines.count + 6))
    frame.window(model.say("没有算数", "Did not count"), box)
    for (index, line) in lines.prefix(max(0, box.height - 5)).enumerated() {
        frame.write(line, x: box.x + 3, y: box.y + 1 + index, width: box.width - 6)
    }
    drawAnswers(model.say("知道了", "got it"), model.say("先留着", "keep it here"), box, &frame)
}

private func drawAnswers(_ yes: String, _ no: String, _ box: Rect, _ frame: inout Frame) {
    var x = box.x + 3
    let y = box.maxY - 3
    x += frame.canvas.write("Enter", x: x, y: y, style: .key) + 1
    x += frame.canvas.write(yes, x: x, y: y) + 3
    x += frame.canvas.write("Esc", x: x, y: y, style: .key) + 1
    frame.canvas.write(no, x: x, y: y)
}

private func drawQuestion(_ model: Model, _ question: String, _ stage: Rect, _ frame: inout Frame) {
    let width = min(70, model.size.columns - 4)
    let lines = model.widths.wrap(question, width: width - 6)
    let box = stage.centered(width: width, height: lines.count + 6)
    frame.window(model.say("确认", "Confirm"), box)
    for (index, line) in lines.enumerated() {
        frame.canvas.write(line, x: box.x + 3, y: box.y + 2 + index, width: width - 6)
    }
    drawAnswers(model.say("办理", "do it"), model.say("不办", "leave it"), box, &frame)
}

private func helpBox(_ stage: Rect) -> Rect {
    stage.centered(width: min(110, stage.width - 2), height: stage.height - 2)
}

/// The lines of the help for this screen, from the table of actions.
func helpLines(_ model: Model) -> [[Span]] {
    var lines: [[Span]] = []
    if !model.problems.isEmpty {
        lines.append([Span(model.say("配置有误", "Wrong in the configuration"), .near)])
        let width = helpBox(layout(model).stage).width - 6
        for problem in model.problems {
            for (index, line) in model.widths.wrap(problem(model.language), width: width).enumerated() {
                lines.append([Span(index == 0 ? "\(model.glyphs.near) " : "  ", .near), Span(line, .text)])
            }
        }
    }
    for group in Action.Group.allCases {
        let actions = Actions.all.filter { action in
            guard action.group == group else { return false }
            if case .elsewhere = action.possible(model) { return false }
            return true
        }
        guard !actions.isEmpty else { continue }
        if !lines.isEmpty { lines.append([]) }
        lines.append([Span(group.phrase(model.language), Style(.heading))])
        for action in actions {
            let keys = (model.keymap.keys[action.id] ?? []).map { "\($0)" }.joined(separator: " ")
            let command = action.commands.first.map { ":\($0)" } ?? ""
            var line = [
                Span(model.widths.pad(keys, to: 13), .key),
                Span(model.widths.pad(command, to: 13), .quiet),
                Span(action.help(model.language), .text),
            ]
            if case .no(let why) = action.possible(model) {
                line[2].style = .quiet
                line.append(Span("  \(model.glyphs.near) \(why)", .near))
            }
            lines.append(line)
        }
    }
    return lines
}

extension Model {
    /// How far the help can be scrolled.
    var helpScrollLimit: Int { max(0, helpLines(self).count - (layout(self).stage.height - 4)) }
}

private func drawHelp(_ model: Model, _ scroll: Int, _ stage: Rect, _ frame: inout Frame) {
    let box = helpBox(stage)
    frame.window(model.say("帮助：本屏能做什么 · 任意键关闭 · ↓ 更多", "Help: what can be done here · any key closes · ↓ more"), box)
    let lines = helpLines(model)
    for line in 0..<(box.height - 2) where scroll + line < lines.count {
        frame.write(lines[scroll + line], x: box.x + 2, y: box.y + 1 + line, width: box.width - 4)
    }
    if lines.count > box.height - 2 {
        let more = " \(min(lines.count, scroll + box.height - 2))/\(lines.count) "
        frame.canvas.write(
            more, x: box.maxX - 3 - model.widths.width(of: more), y: box.maxY - 1, style: .quiet)
    }
}

private func drawPalette(
    _ model: Model, _ editor: LineEditor, _ index: Int, _ stage: Rect, _ frame: inout Frame
) {
    let box = stage.centered(width: min(100, stage.width - 2), height: min(28, stage.height - 2))
    frame.window(model.say("全部操作", "All actions"), box)
    let line = editor.visible(width: box.width - 8, widths: model.widths)
    frame.canvas.write(model.glyphs.arrow, x: box.x + 2, y: box.y + 1, style: .accent)
    frame.canvas.write(line.text, x: box.x + 4, y: box.y + 1, style: .input)
    frame.canvas.cursor = (box.x + 4 + line.cursorX, box.y + 1)
    let actions = model.paletteActions(editor.text)
    let height = box.height - 4
    let top = max(0, index - height + 1)
    for row in 0..<height where top + row < actions.count {
        let (action, verdict) = actions[top + row]
        let y = box.y + 3 + row
        let keys = (model.keymap.keys[action.id] ?? []).prefix(2).map { "\($0)" }.joined(separator: " ")
        var spans = [
            Span(model.widths.pad(action.name(model.language), to: 14), verdict.isYes ? .text : .quiet),
            Span(model.widths.pad(keys, to: 9), verdict.isYes ? .key : .quiet),
        ]
        switch verdict {
        case .yes: spans.append(Span(action.help(model.language), .quiet))
        case .no(let why): spans.append(Span("\(model.glyphs.near) \(why)", .near))
        case .elsewhere:
            spans.append(Span(model.say("这一屏没有对象", "nothing to act on here"), .quiet))
        }
        frame.write(spans, x: box.x + 2, y: y, width: box.width - 4)
        if top + row == index {
            frame.canvas.restyle(Rect(x: box.x + 1, y: y, width: box.width - 2, height: 1), style: .selection)
        }
    }
}
