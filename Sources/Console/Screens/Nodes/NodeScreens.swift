import Ledger
import Newsroom
import Terminal

/// The nodes that share the desk: a list, and below it all about the one under the cursor.
func drawNodes(_ model: Model, _ layout: Layout, _ frame: inout Frame) {
    for pane in layout.panes {
        guard pane.pane == .text else {
            drawList(model, pane, &frame)
            continue
        }
        let row = model.nodeUnderCursor.flatMap { model.rows.nodes[$0] }
        let percent = model.scrollLimit > 0 ? "\(model.scroll * 100 / max(1, model.scrollLimit))%" : ""
        frame.heading(
            row.map { "\($0.card.name)  \(model.home(of: $0))" } ?? "", pane.frame,
            focused: model.pane == .text, note: percent)
        for line in 0..<pane.rect.height where model.scroll + line < model.document.lines.count {
            frame.write(
                model.document.lines[model.scroll + line], x: pane.rect.x, y: pane.rect.y + line,
                width: pane.rect.width)
        }
    }
}

/// A node's mark: red where somebody must look, amber where it is quiet or behind, nothing where all is well.
private func mark(_ node: NodeRow, _ model: Model) -> (String, Style) {
    if node.revokedAt != nil { return (model.glyphs.cross, .quiet) }
    if node.trouble != nil || node.quarantined > 0 { return (model.glyphs.over, .over) }
    if node.isSelf { return (model.glyphs.arrow, .accent) }
    switch model.desk.policy.presence(heard: node.heardAt, now: model.now) {
    case .online: return node.lag == 0 ? (model.glyphs.dot, .quiet) : (model.glyphs.near, .near)
    case .quiet: return (model.glyphs.near, .near)
    case .lost: return node.heardAt == nil ? (model.glyphs.dot, .quiet) : (model.glyphs.over, .over)
    }
}

/// A row: how it stands, what it lacks and since when, when it was heard. Returns how many of its cells name it.
func drawNode(_ node: NodeRow, _ model: Model, _ row: Rect, _ frame: inout Frame) -> Int {
    let (mark, style) = mark(node, model)
    frame.canvas.write(mark, x: row.x + 1, y: row.y, width: 1, style: style)
    var x = row.x + 3
    func column(_ text: String, _ width: Int, _ style: Style, alignRight: Bool = false) {
        let room = max(0, min(width, row.maxX - 1 - x))
        frame.canvas.write(text, x: x, y: row.y, width: room, style: style, alignRight: alignRight)
        x += width + 1
    }
    let isNarrow = row.width < 100
    // A hub is named by its address, which may take what the others leave.
    let name = isNarrow ? 14 : min(52, max(20, row.width - 94))
    let named = min(row.width, 3 + name)
    column(node.card.name, name, node.revokedAt == nil ? .text : .quiet)
    column(model.home(of: node, short: true), isNarrow ? 8 : 16, .quiet)
    let presence = model.desk.policy.presence(heard: node.heardAt, now: model.now)
    let standing = model.read(node.standing(at: model.now, model.desk.policy))
    column(
        standing, model.language == .zh ? 8 : 13,
        presence == .lost && !node.isSelf && node.heardAt != nil ? .over : .text)
    guard node.revokedAt == nil else { return named }
    let version = node.versionWord.map { model.read($0) }
    let lag = [model.lag(node), version ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
    column(lag, isNarrow ? 25 : 34, node.lag == 0 && version == nil ? .quiet : .near)
    column(node.isSelf ? "" : node.heardAt.map(model.ago) ?? "", 8, .quiet, alignRight: true)
    if node.quarantined > 0 {
        column(model.say("隔离 \(node.quarantined)", "\(node.quarantined) set aside"), 14, .over)
    }
    if let trouble = node.trouble { column(trouble.sentence(model.read), row.width, .over) }
    return named
}

extension NodeRow {
    /// Events between the two, either way.
    var lag: Int64 { ahead + behind }
}

extension Model {
    /// Whose it is: its centre, or that it is a hub.
    fileprivate func home(of node: NodeRow, short: Bool = false) -> String {
        if node.isHub { return say("枢纽", "hub") }
        return short ? shortName(node.card.centre) : read.centre(node.card.centre)
    }

    /// What a node lacks and what we lack of it, and since when.
    func lag(_ node: NodeRow) -> String {
        guard !node.isSelf, node.heardAt != nil else { return "" }
        guard node.lag > 0 else { return say("已同步", "level") }
        let parts = [
            node.behind > 0 ? say("它少 \(node.behind)", "lacks \(node.behind)") : "",
            node.ahead > 0 ? say("我少 \(node.ahead)", "we lack \(node.ahead)") : "",
            node.since.map { say("已 \(ago($0))", "for \(ago($0))") } ?? "",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: say("，", ", "))
    }
}

/// All about a node: who it is, how it stands, what is wrong, what was set aside and why.
func nodeLines(_ model: Model, _ width: Int) -> [[Span]] {
    guard let row = model.nodeUnderCursor.flatMap({ model.rows.nodes[$0] }) else { return [] }
    func line(_ zh: String, _ en: String, _ text: String, _ style: Style = .text) -> [Span] {
        [Span(model.widths.pad(model.say(zh, en), to: 12), .quiet), Span(text, style)]
    }
    var lines: [[Span]] = []
    if let trouble = row.trouble {
        lines += model.widths.wrap(trouble.sentence(model.read), width: width).map { [Span($0, .over)] } + [[]]
    }
    if let revoked = row.revokedAt { lines.append(line("除名", "revoked", model.time(revoked), .over)) }
    lines.append(line("标识", "id", row.card.id.rawValue, .quiet))
    if !row.isHub {
        lines.append(line("编号位", "numbers", row.card.slot == 0 ? "T-0001" : "T-\(row.card.slot)-0001"))
        lines.append(line("事件", "events", "\(row.events)"))
    }
    if !row.isSelf {
        lines.append(line("同步", "sync", model.lag(row).isEmpty ? model.say("未联络", "not yet heard") : model.lag(row)))
        let heard = row.heardAt.map { "\(model.time($0))  \(model.ago($0))" }
        let link = row.isConnected ? model.say("  已连接", "  connected") : ""
        lines.append(line("最近", "heard", (heard ?? model.say("从未", "never")) + link))
    }
    if let gap = row.versionGap {
        let log =
            row.log > 0
            ? model.say("（日志 \(row.log)，本机 \(Fact.version)）", " (log \(row.log), here \(Fact.version))") : ""
        lines.append(line("版本", "version", model.read(gap) + log, .near))
        for kind in row.lacks {
            lines.append(line("", "", model.say("它不懂 \(kind)", "it does not know \(kind)"), .quiet))
        }
        for kind in row.knows {
            lines.append(line("", "", model.say("本机不懂 \(kind)", "not known here: \(kind)"), .quiet))
        }
        if row.notUnderstood > 0 {
            let count = row.notUnderstood
            lines.append(
                line("", "", model.say("\(count) 条本版本看不懂", "\(count) events not understood by this version"), .near))
        }
    }
    let aside = model.desk.place.setAside.filter { $0.node == row.card.id }
    if !aside.isEmpty {
        lines += [[], [Span(model.say("隔离的事件（不算数，留底）", "Set aside: kept, and without effect"), Style(.heading))]]
        for item in aside {
            let deed = item.event?.asItHappened.logText(model.read) ?? item.kind
            lines.append([
                Span("\(model.time(item.at))  ", .quiet), Span("\(model.read.name(item.actor))  \(deed)", .text),
            ])
            lines += model.widths.wrap(item.reason.sentence(model.read), width: max(8, width - 4)).map {
                [Span("    " + $0, .over)]
            }
        }
    }
    return lines
}
