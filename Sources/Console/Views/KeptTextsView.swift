import Newsroom
import Terminal

extension Model {
    /// What the desk has now against a text that is kept, as the changes of a story are shown.
    func differenceLines(_ text: KeptText, _ purpose: EditPurpose, width: Int) -> [[Span]] {
        guard let theirs = version(purpose.base) else { return [] }
        var lines: [[Span]] = [
            [
                Span(
                    say(
                        "现行第 \(theirs.number) 版（\(read.name(theirs.by)) \(time(theirs.at))）→ 你的文字（\(time(text.at))）",
                        "as it stands, version \(theirs.number) (\(read.name(theirs.by)) \(time(theirs.at))) → your text (\(time(text.at)))"
                    ), .quiet)
            ], [],
        ]
        for line in TextDiff.lines(theirs.body, text.text) { lines += diffRows(line, self, min(width, 76)) }
        return lines
    }

    /// What a kept text is, in a word or two.
    func title(of text: KeptText) -> String {
        let what: String =
            switch text.purpose {
            case .story, .unknown: say("正文", "text")
            case .correction: say("更正", "correction")
            case .line(let id, _): Actions.byID[id]?.name(language) ?? id
            case .form(.dispatch): say("派单表", "dispatch form")
            case .form(.story): say("新稿件表", "new story")
            case .form(.lead): say("线索表", "new lead")
            case .form(.action(let id)): Actions.byID[id]?.name(language) ?? id
            case .form(.staff): say("人员表", "person")
            }
        return [text.label, what].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

func drawDifference(
    _ model: Model, _ text: KeptText, _ purpose: EditPurpose, _ scroll: Int, _ stage: Rect, _ frame: inout Frame
) {
    let box = stage.centered(width: min(84, stage.width - 2), height: stage.height - 2)
    let label = model.label(.story(purpose.story))
    frame.window(model.say("\(label)：别人先存了", "\(label): somebody else has saved"), box)
    let lines = model.differenceLines(text, purpose, width: box.width - 4)
    let height = box.height - 5
    let top = min(scroll, max(0, lines.count - height))
    for (index, line) in lines.dropFirst(top).prefix(height).enumerated() {
        frame.write(line, x: box.x + 2, y: box.y + 1 + index, width: box.width - 4)
    }
    drawAnswers(
        [
            ("Enter", model.say("改我的，存在其上", "edit mine, over theirs")),
            ("b", model.say("两份一起改", "edit both")), ("x", model.say("丢弃我的", "drop mine")),
            ("Esc", model.say("以后再说", "later")),
        ], box, model, &frame)
}

func drawTexts(_ model: Model, _ index: Int, _ isAsking: Bool, _ stage: Rect, _ frame: inout Frame) {
    let box = stage.centered(width: min(100, stage.width - 2), height: min(stage.height, model.kept.count + 8))
    frame.window(model.say("未存进本台的文字", "Texts that the desk does not have"), box)
    let height = max(1, box.height - 7)
    let top = max(0, min(index - height + 1, model.kept.count - height))
    for (row, text) in model.kept.dropFirst(top).prefix(height).enumerated() {
        let y = box.y + 1 + row
        let line =
            text.holdsMore
            ? model.say("你的编辑器里还有没存的文字", "your editor has unsaved text")
            : String(text.text.replacing("\n", with: " ").prefix(200))
        frame.write(
            [
                Span(model.widths.pad(model.time(text.at), to: 7), .quiet),
                Span(model.widths.pad(model.title(of: text), to: 20) + " ", .text),
                Span(line, .quiet),
            ], x: box.x + 2, y: y, width: box.width - 4)
        if top + row == index {
            frame.canvas.restyle(Rect(x: box.x + 1, y: y, width: box.width - 2, height: 1), style: .selection)
        }
    }
    // Where it lies, for other programs; or why it lies nowhere.
    let chosen = model.kept.indices.contains(index) ? model.kept[index] : nil
    let isUnwritten = chosen.map { model.unwritten.contains($0.id) } ?? false
    let place = isUnwritten ? model.keepingProblem?(model.language) : chosen?.path
    for (row, line) in model.widths.wrap(place ?? "", width: box.width - 4).prefix(3).enumerated() {
        frame.canvas.write(
            line, x: box.x + 2, y: box.maxY - 5 + row, width: box.width - 4, style: isUnwritten ? .over : .quiet)
    }
    let answers =
        isAsking
        ? [("x", model.say("真的丢弃", "drop it for good")), ("Esc", model.say("留着", "keep it"))]
        : [
            ("Enter", model.say("打开", "open")), ("x", model.say("丢弃", "drop")),
            ("Esc", model.say("关闭", "close")),
        ]
    drawAnswers(answers, box, model, &frame)
}

/// The lines of a window that say what to press: the last, and the one above it where one does not hold all.
private func drawAnswers(_ answers: [(String, String)], _ box: Rect, _ model: Model, _ frame: inout Frame) {
    var rows: [[(String, String)]] = [[]]
    var room = box.width - 4
    for (key, name) in answers {
        let width = model.widths.width(of: key + name) + 1
        if width > room, rows.last?.isEmpty == false {
            rows.append([])
            room = box.width - 4
        }
        rows[rows.count - 1].append((key, name))
        room -= width + 3
    }
    for (index, row) in rows.enumerated() {
        let y = box.maxY - 1 - rows.count + index
        var x = box.x + 2
        for (key, name) in row {
            x += frame.canvas.write(key, x: x, y: y, style: .key) + 1
            x += frame.canvas.write(name, x: x, y: y, width: max(0, box.maxX - 2 - x), style: .text) + 3
        }
    }
}
