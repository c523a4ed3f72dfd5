import Newsroom
import Terminal

/// All corrections that were proposed of a story, the latest first, below its reviews.
func correctionLines(_ story: Story, _ model: Model, _ width: Int) -> [[Span]] {
    story.corrections.reversed().flatMap { one -> [[Span]] in
        let (mark, style): (String, Style) =
            switch one.end?.outcome {
            case nil: (model.glyphs.arrow, Model.style(one.clock.reading(at: model.now)))
            case .signed: (model.glyphs.done, .done)
            case .released: (model.glyphs.done, .over)
            case .returned: (model.glyphs.cross, .near)
            case .takenBack, .replaced, .voided: (model.glyphs.dot, .quiet)
            }
        let what = one.end.map { model.read($0.outcome.phrase) } ?? model.read(one.summary.phrase)
        let slip = one.draft.isSlip && one.end != nil ? model.say("  小错", "  slip") : ""
        let head = [
            Span(mark, style), Span(model.say(" 更正  ", " correction  "), .text), Span(what, style), Span(slip, .quiet),
        ]
        var lines = ["\(model.read.name(one.by))  \(model.time(one.at))  \(one.draft.reason)"]
        if let end = one.end {
            lines.append(
                "\(model.read.name(end.by.staff))  \(model.time(end.at))" + (end.note.map { "  \($0)" } ?? ""))
        }
        return [[], head] + lines.flatMap { paragraph($0, model, width - 4) }.map { [Span("    ", .text)] + $0 }
    }
}

/// The open correction against what is out: whose it is and why, what the program finds that changes, and the difference.
func correctionChanges(_ story: Story, _ open: Correction, _ model: Model, _ width: Int) -> [[Span]] {
    let wide = min(width, 76)
    let who = "\(model.read.name(open.by)) \(model.time(open.at))"
    let head = model.say(
        "已发的第 \(story.text.number) 版 → \(who) 提出的更正：\(open.draft.reason)",
        "version \(story.text.number), which is out → the correction that \(who) proposed: \(open.draft.reason)")
    var lines = model.widths.wrap(head, width: wide).map { [Span($0, .quiet)] }
    lines.append([
        Span(model.glyphs.arrow + " ", .accent), Span(model.read(open.summary.phrase), .accent),
        Span(
            open.draft.isSlip
                ? model.say(
                    "  通过的人担保人名、地名、时间未变", "  whoever passes it gives their word: no name, place or time changes") : "",
            .quiet),
    ])
    for finding in model.desk.place.findings {
        lines.append([Span("! ", .near), Span(model.read(finding.phrase), .near)])
    }
    lines.append([])
    if !story.title.hasSameBytes(as: open.draft.title) {
        lines.append([Span("- \(story.title)", .removed)])
        lines.append([Span("+ \(open.draft.title)", .added)])
    }
    for line in TextDiff.lines(story.text.body, open.draft.body) { lines += diffRows(line, model, wide) }
    return lines
}
