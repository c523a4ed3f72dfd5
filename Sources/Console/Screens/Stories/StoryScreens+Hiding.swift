import Ledger
import Newsroom
import Terminal

/// That a story is hidden, or how far its withdrawal has come, above it.
func hidingFact(_ story: Story, _ model: Model) -> [Span] {
    let placements = model.desk.place.placements
    if let withdrawal = Withdrawal(story, placements) {
        // While reviews are owed the line begins with the one that is open.
        let state = story.openStage == nil ? "" : model.read(story.state.phrase) + " "
        return fact(state + model.read(withdrawal.phrase), withdrawal.down < withdrawal.all ? .over : .quiet)
    }
    guard let progress = HidingProgress(isWhole: story.isHidden, placements.map { $0.hiding(of: story) }) else {
        return []
    }
    return fact(model.read(progress.phrase), progress.isOpen ? .over : .near)
}

/// Who has hidden it and why, below its channels.
func hidingLines(_ story: Story, _ model: Model, _ width: Int) -> [[Span]] {
    let whole = story.hidings.all.map { (model.say("整稿", "the story"), $0) }
    let parts = model.desk.place.placements.flatMap { placement in
        placement.hidings.all.map { (model.read.channel(placement.channel), $0) }
    }
    let all = (whole + parts).sorted { $0.1.at < $1.1.at }
    guard !all.isEmpty else { return [] }
    return head(model.say("下线", "Hidden"))
        + all.flatMap { place, hiding -> [[Span]] in
            let stands = hiding.end == nil
            let line = [
                Span(stands ? model.glyphs.arrow : model.glyphs.dot, stands ? .near : .quiet),
                Span(" \(place)  ", stands ? .text : .quiet),
                Span("\(model.shortName(hiding.house)) \(model.read.name(hiding.by))  ", stands ? .text : .quiet),
                Span(model.time(hiding.at), .quiet),
                Span(
                    hiding.end.map { end in
                        let (name, time) = (model.read.name(end.by), model.time(end.at))
                        // What is withdrawn is taken down, not shown again.
                        return story.withdrawnAt.map { end.at >= $0 } ?? false
                            ? model.say("  \(name) \(time) 撤稿", "  withdrawn by \(name) \(time)")
                            : model.say("  \(name) \(time) 恢复上线", "  shown again by \(name) \(time)")
                    } ?? "", .quiet),
            ]
            guard let reason = hiding.reason else {
                return [line, [Span(model.say("  待补理由", "  no reason yet"), .near)]]
            }
            return [line] + paragraph(reason.text, model, width - 2).map { [Span("  ", .text)] + $0 }
        }
}
