import Newsroom
import Terminal

/// Where the text stands: no wider than is good to read.
func textBox(_ model: Model) -> Rect {
    Rect(x: 0, y: 1, width: model.size.columns, height: max(3, model.size.rows - 2))
        .centered(width: min(84, model.size.columns), height: max(3, model.size.rows - 2))
        .inset(horizontal: 1, vertical: 1)
}

/// A text that is being edited: it has the screen to itself, but for the top line and the keys.
func drawTextEditor(_ model: Model, _ editor: TextEditor, _ purpose: EditPurpose, _ frame: inout Frame) {
    let text = textBox(model)
    frame.canvas.fill(Rect(x: 0, y: 1, width: model.size.columns, height: model.size.rows - 1), style: .text)
    frame.hits.append((Rect(model.size), .action("")))
    let word =
        switch purpose {
        case .story: model.say("改稿", "Editing")
        case .correction(_, _, isSlip: false): model.say("更正", "Correcting")
        case .correction(_, _, isSlip: true): model.say("更正小错", "Correcting a slip")
        }
    let title = "\(word) \(model.label(.story(purpose.story)))"
    let place = model.say(
        "第 \(editor.cursor.paragraph + 1)/\(editor.paragraphs.count) 段",
        "paragraph \(editor.cursor.paragraph + 1)/\(editor.paragraphs.count)")
    let heading = Rect(x: text.x - 1, y: 1, width: text.width + 2, height: 1)
    frame.heading(title, heading, focused: true, note: place)
    let visible = editor.visible
    for (index, line) in visible.rows.enumerated() {
        frame.canvas.write(line, x: text.x, y: text.y + index, width: text.width)
    }
    if !editor.isAsking {
        frame.canvas.cursor = (text.x + min(visible.cursor.x, text.width - 1), text.y + visible.cursor.y)
    }
    // Said until it is mended: what is typed here is in no file. Neither this nor the news hides the keys.
    let problem = model.keepingProblem.map { Model.Notice(text: $0(model.language), style: .over) }
    if let said = problem ?? model.notice {
        frame.canvas.write(
            said.text, x: text.x, y: model.size.rows - 2, width: model.size.columns - text.x, style: said.style)
    }
    drawKeys(model, editor, at: text.x, &frame)
}

/// The last line: what to press, or the question what becomes of the changes.
private func drawKeys(_ model: Model, _ editor: TextEditor, at left: Int, _ frame: inout Frame) {
    let y = model.size.rows - 1
    frame.canvas.fill(Rect(x: 0, y: y, width: model.size.columns, height: 1), style: .text)
    var x = left
    func keys(_ pairs: [(String, String)]) {
        for (key, name) in pairs {
            guard x + model.widths.width(of: key + name) + 1 < model.size.columns else { return }
            x += frame.canvas.write(key, x: x, y: y, style: .key) + 1
            x += frame.canvas.write(name, x: x, y: y, style: .quiet) + 2
        }
    }
    if editor.isAsking {
        x += frame.canvas.write(model.say("改动要存吗？", "Save the changes?"), x: x, y: y, style: .near) + 2
        keys([
            ("Enter", model.say("存", "save")), ("n", model.say("不存", "drop them")), ("Esc", model.say("续写", "go on")),
        ])
    } else if editor.isFull {
        frame.canvas.write(
            model.say("放不下：正文最长 4 MB；请分篇", "it does not fit: 4 MB at most; split the text"), x: x, y: y, style: .over)
    } else {
        keys([
            ("C-s", model.say("存", "save")), ("Esc", model.say("放下", "leave")), ("C-z", model.say("撤一步", "undo")),
            ("C-k", model.say("删到段尾", "cut to the end")), ("C-Home C-End", model.say("首尾", "start, end")),
        ])
    }
}
