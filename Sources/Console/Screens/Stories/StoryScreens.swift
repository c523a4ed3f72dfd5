import Ledger
import Newsroom
import Terminal

// A story in lists, and its own screen.

extension Model {
    /// What the channels of a story wait for somebody to do.
    private func trouble(_ row: StoryRow) -> String {
        switch row.work {
        case .hide: return say("待下", "hide")
        case .show: return say("恢复", "show")
        case .decide: return say("下架", "gone")
        case nil: break
        }
        return switch row.state {
        case .withdrawn: say("待撤", "recall")
        case .corrected: say("待换", "update")
        case .draft, .inReview, .returned, .signedOff, .published: say("失败", "failed")
        }
    }

    /// A story in a list.
    func cells(_ row: StoryRow, _ frame: inout Frame) -> RowCells {
        let reading = row.urgency(at: now)
        let isMine =
            (row.waitsForVerdict(of: actor, in: desk.houses) || row.waitsForPass(of: actor, in: desk.houses))
            && !desk.place.barred.contains(row.id)
        let isDone = row.stage == nil && row.correction == nil
        var mark = mark(reading, isDone: isDone && row.state.isOut)
        if reading == .calm, isMine || row.isSender(actor) { mark = Span(glyphs.arrow, .accent) }
        let isReturned = row.isToldOfReturn(actor.staff, at: now)
        let state: Span =
            if row.failures > 0 {
                Span(trouble(row), .over)
            } else if isReturned {
                Span(say("退回", "returned"), .near)
            } else if row.owesReason(actor) {
                Span(say("欠理由", "reason?"), .near)
            } else if row.hidden?.whole.isEmpty == false {
                Span(say("下线", "hidden"), .near)
            } else if row.isClockOutside {
                Span(say("外审", "outside"), reading == .over ? .over : .text)
            } else if let stage = row.stage {
                Span(shortStage(stage), isMine ? .accent : .text)
            } else if let correction = row.correction {
                Span(
                    correction.isSlip ? say("待审", "to pass") : shortStage(correction.stage),
                    isMine ? .accent : reading == .over ? .over : .text)
            } else if row.state == .signedOff, row.isProposed {
                // Signed, and another house has still to let it out.
                Span(say("待放", "proposed"), .text)
            } else {
                Span(
                    language == .en && row.state == .signedOff ? "signed" : read(row.state.phrase),
                    row.state == .returned ? .near : row.state.isOut ? .quiet : .text)
            }
        let isUrgent = row.isEmergency && row.stage != nil && row.state != .withdrawn
        let kind =
            if isUrgent {
                say("应急", "emerg.")
            } else if row.correction == nil, isReturned {
                say("更正", "corr.")
            } else if row.state == .withdrawn, row.stage != nil {
                say("撤稿", "withdr.")
            } else {
                row.withdrawal.map { "\($0.down)/\($0.all)" }
                    ?? row.correction.map { $0.isSlip ? say("小错", "slip") : say("更正", "corr.") }
                    ?? read(row.origin.phrase)
            }
        return RowCells(
            mark: mark, number: "\(row.number)", centre: shortName(row.centre), title: row.title,
            kind: Span(kind, isUrgent ? .over : .quiet), state: state,
            clock: clock(row.clock, isDone ? row.updatedAt : nil, Self.style(reading), &frame),
            who: row.authors.first.map(read.name) ?? "")
    }

    private func shortStage(_ stage: Stage) -> String {
        guard language == .en, stage != .signature else { return read(stage.phrase) }
        return "review \(stage.rawValue)"
    }
}

/// The two lines above a story.
func storyHeader(_ model: Model, _ frame: inout Frame) -> DetailHeader? {
    guard let story = model.desk.place.story else { return nil }
    let reading = model.isInTrouble(story) ? .over : story.urgency(at: model.now)
    let isDone = story.openStage == nil && story.correction == nil
    let clock = model.clock(
        story.clock, isDone ? story.last.at : nil, Model.style(reading), &frame)
    let isProposed = story.state == .signedOff && model.desk.place.placements.contains { $0.waits(with: story) }
    let state =
        story.openStage.map { model.read($0.phrase) }
        ?? (isProposed ? model.say("待放行", "proposed") : model.read(story.state.phrase))
    return (
        [
            model.mark(reading, isDone: story.state.isOut && isDone),
            Span(" \(story.number)  ", .quiet), Span(story.title, Style(.heading)),
        ],
        fact(state, .accent) + hidingFact(story, model) + fact(clock.text, clock.style)
            + fact(emergencyFact(story, model), .over)
            + fact(story.correction.map { model.read($0.phrase) } ?? "", Model.style(reading))
            + outsideFact(story, model, &frame)
            + fact(model.read.centre(story.draft.centre) + partnersFact(story, model))
            + fact(story.authors.map(model.read.name).joined(separator: " "))
            + fact(model.read(story.draft.origin.phrase), .quiet)
            + fact(model.say("第 \(story.text.number) 版", "version \(story.text.number)"), .quiet)
    )
}

/// The partners of a joint story, after its house.
private func partnersFact(_ story: Story, _ model: Model) -> String {
    story.partners.isEmpty ? "" : "+" + story.partners.map(model.shortName).joined(separator: model.say("、", ", "))
}

/// The open tab of a story.
func storyLines(_ model: Model, _ width: Int) -> [[Span]] {
    switch model.tab {
    case .text: storyText(model, width)
    case .changes: storyChanges(model, width)
    case .reviews: reviewLines(model, width)
    case .placements:
        placementLines(model)
            + (model.desk.place.story.map { hidingLines($0, model, width) } ?? []) + derivedLines(model)
    case .history: historyLines(model, width)
    }
}

private func storyText(_ model: Model, _ width: Int) -> [[Span]] {
    guard let story = model.desk.place.story else { return [] }
    guard !story.text.body.isEmpty else {
        let key = model.keymap.label("story.edit") ?? ":edit"
        return [[Span(model.say("还没有正文；\(key) 开始写", "no text yet; \(key) begins to write"), .quiet)]]
            + attachmentLines(story, model, min(width, 76))
    }
    // A measure of 76 cells reads well; wider only tires the eye.
    return opinions(story, model, min(width, 76)) + paragraph(story.text.body, model, min(width, 76))
        + attachmentLines(story, model, min(width, 76))
}

/// What the reviewers before said, above the text that the next one reads; on a wide screen it stands beside it.
private func opinions(_ story: Story, _ model: Model, _ width: Int) -> [[Span]] {
    guard story.openStage != nil, model.size.columns < Layout.sideColumns else { return [] }
    let given = Stage.reviews.compactMap { story.approval($0) }
    let lines = given.flatMap { review in
        let head = "\(model.read(review.stage.phrase)) \(model.read.name(review.by.staff)) "
        return model.widths.wrap(head + review.opinion, width: width - 2).enumerated().map { index, line in
            [Span(index == 0 ? model.glyphs.done + " " : "  ", .done), Span(line, .quiet)]
        }
    }
    return lines.isEmpty ? [] : lines + [[]]
}

private func reviewLines(_ model: Model, _ width: Int) -> [[Span]] {
    guard let story = model.desk.place.story else { return [] }
    var lines: [[Span]] = []
    for stage in Stage.reviews {
        let given = story.reviews.filter { $0.stage == stage }
        if given.isEmpty {
            let isOpen = story.openStage == stage
            lines.append([
                Span(isOpen ? model.glyphs.arrow : model.glyphs.dot, isOpen ? .accent : .quiet),
                Span(" \(model.read(stage.phrase))  ", isOpen ? .text : .quiet),
                Span(
                    isOpen ? model.say("等待中", "waiting") : model.say("未到", "not yet"),
                    isOpen ? .accent : .quiet),
            ])
        }
        for review in given { lines += reviewLine(review, story, model, width) }
        lines.append([])
    }
    if let signature = story.signature {
        lines.append([
            Span(model.glyphs.done, .done), Span(model.say(" 签发  ", " signed off  "), .text),
            Span("\(model.read.name(signature.by))  \(model.time(signature.at))  ", .text),
            Span(signature.textHash.short, .quiet),
        ])
    } else if story.openStage == .signature {
        lines.append([
            Span(model.glyphs.arrow, .accent), Span(model.say(" 候签", " to be signed"), .accent),
        ])
    }
    return lines + correctionLines(story, model, width) + sendOutLines(story, model, width)
        + emergencyLines(story, model, width)
}

private func reviewLine(_ review: Story.Review, _ story: Story, _ model: Model, _ width: Int) -> [[Span]] {
    let stands = story.stands(review)
    let (mark, style): (String, Style) =
        review.verdict == .return
        ? (model.glyphs.cross, .near) : stands ? (model.glyphs.done, .done) : (model.glyphs.dot, .quiet)
    let version = story.versions.last { $0.textHash == review.textHash }?.number
    var head = [
        Span(mark, style), Span(" \(model.read(review.stage.phrase))  ", .text),
        Span(model.read(review.verdict.phrase), style),
        Span("  \(model.read.name(review.by.staff))", .text),
        Span(review.by.capacity.mark.map { model.say("（\($0.zh)）", " (\($0.en))") } ?? "", .quiet),
        Span("  \(model.time(review.at))  ", .text),
        Span(version.map { model.say("第 \($0) 版", "version \($0)") } ?? model.say("更正", "correction"), .quiet),
    ]
    if review.verdict == .pass, !stands, story.signature == nil {
        // An outside return takes the third review of the same text back.
        let isSame = review.textHash == story.text.textHash
        head.append(
            Span(
                isSame ? model.say("  须再审", "  to be given again") : model.say("  文字已改，作废", "  void: the text changed"),
                .near))
    }
    return [head] + paragraph(review.opinion, model, width - 4).map { [Span("    ", .text)] + $0 }
}

/// What was derived from the story, where there is no room for it beside the text.
private func derivedLines(_ model: Model) -> [[Span]] {
    guard model.size.columns < 110, !model.desk.place.stories.isEmpty else { return [] }
    return head(model.say("衍生", "Derived"))
        + model.desk.place.stories.map { row in
            [
                Span("\(row.number)  ", .quiet), Span(row.title, .text),
                Span("  \(model.read.centre(row.centre))", .quiet),
            ]
        }
}

/// What stands beside the text of a story: reviews, channels, tasks, what was derived, and the history.
func storySide(_ story: Story, _ model: Model, _ width: Int) -> [[Span]] {
    var lines = [sideTitle(model.say("三审", "Three reviews"))] + reviewLines(model, width)
    if !model.desk.place.placements.isEmpty {
        lines += [[], sideTitle(model.say("分发", "Channels"))] + placementLines(model)
        lines += hidingLines(story, model, width)
    }
    if !model.desk.place.tasks.isEmpty {
        lines += [[], sideTitle(model.say("任务", "Tasks"))]
        lines += model.desk.place.tasks.prefix(8).map { row in
            [
                Span("\(row.number)  ", .quiet),
                Span(model.widths.pad(model.shortName(row.centre), to: 11) + " ", .text),
                Span(model.read(row.state.phrase), .text),
            ]
        }
    }
    if !model.desk.place.stories.isEmpty {
        lines += [[], sideTitle(model.say("衍生", "Derived"))]
        lines += model.desk.place.stories.prefix(8).map { row in
            [Span("\(row.number)  ", .quiet), Span(row.title, .text)]
        }
    }
    return lines + [[], sideTitle(model.say("经过", "History"))] + historyLines(model, width)
}
