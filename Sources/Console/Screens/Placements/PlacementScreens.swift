import Ledger
import Newsroom
import Terminal

/// Where a story stands on its channels.
func placementLines(_ model: Model) -> [[Span]] {
    guard let story = model.desk.place.story, !model.desk.place.placements.isEmpty else {
        return [[Span(model.say("还没有发往任何渠道", "not on any channel yet"), .quiet)]]
    }
    return model.desk.place.placements.map { placement in
        let last = placement.last
        let due = PlacementRule.due(placement, story: story.state, published: story.publishedHash)
        let (mark, style) =
            due == nil && placement.work(of: story) == nil
            ? deliveryMark(placement.standing(of: story), model) : (model.glyphs.cross, .over)
        let name = model.widths.pad(model.read.channel(placement.channel), to: 16) + " "
        let state = model.widths.pad(model.read(due?.owed ?? placement.phrase(of: story)), to: 12) + " "
        let house = model.desk.directory.channels.house(of: placement)
        let isOthers = house != placement.centre
        let version = model.say("第 \(last.order.version) 版", "version \(last.order.version)")
        return [
            Span("\(mark) ", style), Span(name, .text), Span(state, style),
            Span(model.time(placement.since(of: story)), .quiet),
            Span(last.order.version > 1 ? "  \(version)" : "", .quiet),
            Span(isOthers ? "  \(model.shortName(house))" : "", .quiet),
            Span(last.note.map { "  \($0)" } ?? "", .text), Span(last.link.map { "  \($0)" } ?? "", .quiet),
        ]
    }
}

private func deliveryMark(_ state: DeliveryState, _ model: Model) -> (String, Style) {
    switch state {
    case .confirmed: (model.glyphs.done, .done)
    case .recalled: (model.glyphs.done, .quiet)
    case .failed, .unknown, .missed, .gone: (model.glyphs.cross, .over)
    case .proposed, .queued, .held, .scheduled, .sending, .sent: (model.glyphs.dot, .text)
    case .superseded, .skipped: (model.glyphs.dot, .quiet)
    }
}

extension Model {
    /// A story that waits to be let onto a house's channels: which, and whose word it waits for.
    func cells(_ row: ProposalRow, _ frame: inout Frame) -> RowCells {
        let reading = row.clock.reading(at: now)
        let isMine = row.waits(for: actor, channels: desk.directory.channels, in: desk.houses)
        var mark = mark(reading, isDone: false)
        if reading == .calm, isMine { mark = Span(glyphs.arrow, .accent) }
        let channels = names(row.channels)
        return RowCells(
            mark: mark, number: "\(row.number)", centre: shortName(row.centre),
            title: "\(row.title) → \(channels)",
            kind: Span(
                row.isCorrection
                    ? say("更正", "correct") : row.isEmergency ? say("应急", "emerg.") : say("放行", "release"),
                row.isCorrection || row.isEmergency ? .over : .quiet),
            state: Span(say("待放", "proposed"), isMine ? .accent : .text),
            clock: clock(row.clock, nil, Self.style(reading), &frame), who: shortName(row.house))
    }

    /// Whether a channel has trouble with the story that is open, or is owed something.
    func isInTrouble(_ story: Story) -> Bool {
        desk.place.placements.contains { $0.isInTrouble || $0.work(of: story) != nil } || isOwed(story)
    }

    /// Whether a channel of the story that is open is owed something that nobody has ordered.
    func isOwed(_ story: Story) -> Bool {
        desk.place.placements.contains {
            PlacementRule.due($0, story: story.state, published: story.publishedHash) != nil
        }
    }
}
