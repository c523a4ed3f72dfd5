import Ledger
import Newsroom
import Terminal

// A lead in lists, and its own screen.

extension Model {
    /// A lead in a list.
    func cells(_ row: LeadRow, _ frame: inout Frame) -> RowCells {
        let reading = row.urgency(at: now)
        return RowCells(
            mark: mark(reading, isDone: !row.isOpen), number: "\(row.number)",
            centre: row.centre.map(shortName) ?? row.place ?? "", title: row.title,
            kind: Span(read(row.source.phrase), .quiet),
            state: Span(read(row.state.phrase), row.state == .open ? .text : .quiet),
            clock: clock(row.clock, row.limit == nil ? row.receivedAt : nil, Self.style(reading), &frame),
            who: row.heat.map(heat) ?? read.name(row.finder))
    }

    /// Heat in ten thousands, as hot lists say it: 114 万, 1.1M.
    private func heat(_ value: Int) -> String {
        if language == .zh { return value >= 10_000 ? "\(value / 10_000) 万" : "\(value)" }
        return value >= 1_000_000 ? "\(value / 1_000_000)M" : value >= 1000 ? "\(value / 1000)k" : "\(value)"
    }
}

/// The two lines above a lead.
func leadHeader(_ model: Model, _ frame: inout Frame) -> DetailHeader? {
    guard let lead = model.desk.place.lead else { return nil }
    let reading = lead.urgency(at: model.now)
    return (
        [
            model.mark(reading, isDone: lead.state != .open), Span(" \(lead.number)  ", .quiet),
            Span(lead.card.title, Style(.heading)),
        ],
        fact(model.read(lead.state.phrase), .accent) + fact(model.read(lead.card.source.phrase))
            + fact(lead.card.centre.map { model.read.centre($0) } ?? lead.card.place ?? "")
            + fact(model.time(lead.card.receivedAt), .quiet)
            + fact(lead.card.heat.map { model.say("热度 \($0)", "heat \($0)") } ?? "", .quiet)
            + fact(model.read.name(lead.finder), .quiet)
    )
}

extension Model {
    /// How to reach whoever brought the lead whose screen this is. A screen that stands open shows it no longer than it may be
    /// kept.
    var contact: ContactReading? {
        guard let contact = desk.place.contact else { return nil }
        let isOver = contact.state == .kept && contact.until.map { $0 <= now } ?? false
        return isOver ? ContactReading(.expired, until: contact.until) : contact
    }
}

/// All about a lead.
func leadLines(_ model: Model, _ width: Int) -> [[Span]] {
    guard let lead = model.desk.place.lead else { return [] }
    func key(_ id: String) -> String { model.keymap.label(id) ?? ":" }
    var lines = paragraph(lead.card.text, model, min(width, 76))
    if let contact = model.contact {
        lines.append(
            pair(
                model.say("联系人", "Contact"), contact.sentence(model.read), contact.state == .kept ? .text : .quiet))
    }
    if let reason = lead.reason { lines.append(pair(model.say("不用的理由", "Dismissed because"), reason, .near)) }
    for story in model.desk.place.stories {
        lines += head(model.say("成稿", "Story"))
        lines.append([Span("\(story.number)  ", .quiet), Span(story.title, .text)])
    }
    if !model.desk.place.leads.isEmpty {
        lines += head(
            model.say("可能重复（\(key("lead.merge")) 合并）", "Perhaps the same (\(key("lead.merge")) merges)"))
        for row in model.desk.place.leads {
            lines.append([
                Span("\(row.number)  ", .quiet), Span(row.title, .text),
                Span("  \(model.read(row.state.phrase))", .quiet),
            ])
        }
    }
    if model.size.columns < Layout.sideColumns {
        lines += head(model.say("经过", "History")) + historyLines(model, width)
    }
    return lines
}
