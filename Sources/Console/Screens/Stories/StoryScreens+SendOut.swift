import Newsroom
import Terminal

/// Where an approval from outside stands, above a story.
func outsideFact(_ story: Story, _ model: Model, _ frame: inout Frame) -> [Span] {
    guard let out = story.sendOut else { return [] }
    let style = Model.style(out.clock.reading(at: model.now))
    // Where our clock does not stand, theirs shows beside it.
    let clock = story.isClockOutside ? "" : " " + model.clock(out.clock, nil, style, &frame).text
    let to = CleanText.line(out.to, limit: 16)
    return fact(model.say("外审 \(to)\(clock)", "out with \(to)\(clock)"), style)
}

/// All that was sent out for approval, below the reviews.
func sendOutLines(_ story: Story, _ model: Model, _ width: Int) -> [[Span]] {
    story.sendOuts.reversed().flatMap { out -> [[Span]] in
        let (mark, style): (String, Style) =
            switch out.end?.outcome {
            case nil: (model.glyphs.arrow, Model.style(out.summary.clock.reading(at: model.now)))
            case .passed: (model.glyphs.done, .done)
            case .returned: (model.glyphs.cross, .near)
            case .takenBack, .voided: (model.glyphs.dot, .quiet)
            }
        let what = out.end.map { model.read($0.outcome.phrase) } ?? model.say("等答复", "waits for an answer")
        let due =
            out.end == nil ? out.order.due.map { model.say("  \(model.time($0)) 前", "  by \(model.time($0))") } : nil
        let version = story.versions.last { $0.textHash == out.order.textHash }?.number ?? 0
        let head = [
            Span(mark, style), Span(model.say(" 外审  ", " outside  "), .text), Span(what, style),
            Span(due ?? "", style), Span(model.say("  第 \(version) 版", "  version \(version)"), .quiet),
        ]
        let way = out.order.way.map { model.say("（\($0)）", " (\($0))") } ?? ""
        var lines = ["\(out.order.to)\(way)  \(model.read.name(out.by))  \(model.time(out.at))"]
        if let end = out.end {
            lines.append("\(model.read.name(end.by))  \(model.time(end.at))" + (end.note.map { "  \($0)" } ?? ""))
        }
        return [[], head] + lines.flatMap { paragraph($0, model, width - 4) }.map { [Span("    ", .text)] + $0 }
    }
}
