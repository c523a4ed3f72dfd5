import Ledger
import Newsroom
import Terminal

// A story that went out before its reviews were complete: on whose authority, in lists and on its screen.

extension Model {
    /// A story whose emergency needs somebody besides the reviewers; `nil` for any other.
    func emergencyCells(_ row: StoryRow, _ frame: inout Frame) -> RowCells? {
        guard let emergency = row.openEmergency else { return nil }
        let reading = emergency.clock.reading(at: now)
        let isMine = row.emergencyWaits(for: actor, in: desk.houses, at: now)
        var mark = mark(reading, isDone: false)
        if reading == .calm, isMine { mark = Span(glyphs.arrow, .accent) }
        let state = emergency.isDenied ? say("否认", "denied") : say("待认", "confirm")
        return RowCells(
            mark: mark, number: "\(row.number)", centre: shortName(row.centre), title: row.title,
            kind: Span(say("授权", "auth."), reading == .over ? .over : .quiet),
            state: Span(state, emergency.isDenied ? .over : isMine ? .accent : .text),
            clock: clock(emergency.clock, nil, Self.style(reading), &frame), who: read.name(emergency.authority))
    }
}

/// That a story went out in an emergency, and whether a confirmation is awaited or was denied; empty where it did not.
func emergencyFact(_ story: Story, _ model: Model) -> String {
    guard story.emergency != nil else { return "" }
    return switch story.openEmergency?.isDenied {
    case nil: model.say("快审先发", "emergency")
    case false?: model.say("快审先发 待确认", "emergency, to be confirmed")
    case true?: model.say("快审先发 被否认", "emergency, denied")
    }
}

/// On whose authority the story went out, and what they say of it; empty where it did not go out so.
func emergencyLines(_ story: Story, _ model: Model, _ width: Int) -> [[Span]] {
    guard let emergency = story.emergency else { return [] }
    let authority = emergency.authority
    let released = model.say(
        " 快审先发  \(model.read.name(emergency.by))放行  ", " emergency  released by \(model.read.name(emergency.by))  ")
    var lines = [
        [
            Span(model.glyphs.dot, .text), Span(released, .text), Span(model.time(emergency.at), .text),
        ]
    ]
    lines += model.widths.wrap(emergency.reason, width: max(1, width - 2)).map { [Span("  " + $0, .quiet)] }
    guard authority.confirmBy != nil else { return [[]] + lines }
    let way = authority.way.map { model.read($0.phrase) } ?? ""
    let name = model.read.name(authority.staff)
    let (mark, style, said): (String, Style, String) =
        switch emergency.answer {
        case nil: (model.glyphs.arrow, .accent, model.say("待本人确认", "to be confirmed"))
        case let answer? where answer.denial != nil:
            (model.glyphs.cross, .over, model.say("否认", "denied") + "  " + model.time(answer.at))
        case let answer?: (model.glyphs.done, .done, model.say("确认", "confirmed") + "  " + model.time(answer.at))
        }
    lines.append([
        Span(mark, style), Span(model.say(" 授权  \(name)  \(way)  ", " on the authority of \(name)  \(way)  "), .text),
        Span(said, style),
    ])
    if let lost = story.lostDenial, emergency.answer == nil {
        lines.append([
            Span(model.glyphs.cross, .over),
            Span(model.say(" \(model.read.name(lost.by))否认授权  ", " denied by \(model.read.name(lost.by))  "), .over),
            Span(model.time(lost.at), .over),
        ])
        lines += model.widths.wrap(lost.reason, width: max(1, width - 2)).map { [Span("  " + $0, .quiet)] }
    }
    if let denial = emergency.answer?.denial {
        lines += model.widths.wrap(denial, width: max(1, width - 2)).map { [Span("  " + $0, .quiet)] }
    }
    return [[]] + lines
}
