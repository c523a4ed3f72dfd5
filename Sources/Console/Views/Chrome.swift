import Ledger
import Newsroom
import Terminal

/// The top line: where am I, who am I, is everybody heard, what time is it; and who else is here, and what is unread.
func drawHeader(_ model: Model, _ layout: Layout, _ frame: inout Frame) {
    let width = layout.header.width
    frame.canvas.fill(layout.header, style: .bar)
    let room = crumbRoom(model)
    func header(without omitted: Header) -> (brand: String, right: [Span]) {
        headerParts(model, without: omitted, hasSeconds: frame.hasSeconds)
    }
    var omitted = Header.nothing
    var parts = header(without: omitted)
    func isCrowded() -> Bool {
        let used = parts.right.reduce(model.widths.width(of: parts.brand)) { $0 + model.widths.width(of: $1.text) + 2 }
        return used + room > width
    }
    // What matters least gives way first, until the way here has room.
    while isCrowded(), let next = Header(rawValue: omitted.rawValue + 1) {
        omitted = next
        parts = header(without: omitted)
    }
    var right = width
    for span in parts.right.reversed() {
        let wide = model.widths.width(of: span.text)
        right -= wide + (right == width ? 1 : 2)
        frame.canvas.write(span.text, x: right, y: 0, width: wide, style: span.style)
    }
    drawCrumbs(model, brand: parts.brand, right: right, &frame)
}

/// What the top line leaves out where it is narrow, one after the other; where, who, when and whether everybody is
/// heard stay to the last.
private enum Header: Int {
    case nothing, company, weekday, heardWord, post, brand
}

/// The parts of the top line when everything up to `omitted` is left out.
private func headerParts(
    _ model: Model, without omitted: Header, hasSeconds: Bool
) -> (brand: String, right: [Span]) {
    func has(_ part: Header) -> Bool { part.rawValue > omitted.rawValue }
    var right = [heard(model, isLong: has(.heardWord))]
    let others = model.company.places.count
    if others > 0, has(.company) { right.append(Span("\(model.glyphs.eye) \(others)", .bar)) }
    let unread = model.desk.unread.count
    if unread > 0 { right.append(Span(mail(unread, model), Style(.bar, bold: true))) }
    right.append(person(model, isLong: has(.post)))
    let civil = model.zone.civil(model.now)
    let time = hasSeconds ? civil.time : civil.shortTime
    let weekday = model.say(
        ["周日", "周一", "周二", "周三", "周四", "周五", "周六"][civil.weekday],
        ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][civil.weekday])
    right.append(Span(has(.weekday) ? "\(weekday) \(time)" : time, Style(.bar, bold: true)))
    return (has(.brand) ? model.say("贯通", "Guantong") : "", right)
}

private func mail(_ unread: Int, _ model: Model) -> String {
    let count = unread < 200 ? "\(unread)" : "200+"
    return model.glyphs.isASCII ? model.glyphs.mail + count : "\(model.glyphs.mail) \(count)"
}

private func crumbs(_ model: Model) -> [String] { model.places.map { name($0, model, model.read) } }
private func step(_ model: Model) -> String { " \(model.glyphs.arrow) " }

/// What the way here needs at least: where one is, and that there is a way back.
private func crumbRoom(_ model: Model) -> Int {
    let all = crumbs(model)
    let last = all.suffix(1) + (all.count > 1 ? [model.glyphs.ellipsis] : [])
    // A long word that is searched for may be cut.
    return min(34, last.reduce(1) { $0 + model.widths.width(of: step(model) + $1) })
}

private func drawCrumbs(_ model: Model, brand: String, right: Int, _ frame: inout Frame) {
    var x = 1
    x += frame.canvas.write(brand, x: x, y: 0, style: Style(.bar, bold: true))
    // Where the way here has no room its beginning gives: where one is must be read.
    var crumbs = crumbs(model)
    let step = step(model)
    func crowded() -> Bool { model.widths.width(of: crumbs.map { step + $0 }.joined()) > right - x - 1 }
    if crumbs.count > 1, crowded() { crumbs[0] = model.glyphs.ellipsis }
    while crumbs.count > 2, crowded() { crumbs.remove(at: 1) }
    for (index, crumb) in crumbs.enumerated() {
        let before = index == 0 && brand.isEmpty ? "" : step
        x += frame.canvas.write(before, x: x, y: 0, width: max(0, right - x - 1), style: .bar)
        x += frame.canvas.write(
            crumb, x: x, y: 0, width: max(0, right - x - 1), style: Style(.bar, bold: index == crumbs.count - 1))
    }
}

private func person(_ model: Model, isLong: Bool) -> Span {
    let marks = [
        model.isDemo ? model.say("演示", "demo") : "", model.isReadOnly ? model.say("只读", "read-only") : "",
    ].filter { !$0.isEmpty }.map { "[\($0)] " }.joined()
    let post = isLong ? "\(model.read(model.actor.role.phrase)) " : ""
    // Whoever learns in another's place must see whose hand it is.
    let style = model.isSeatedElsewhere ? Style(.bar, bold: true, reverse: true) : .bar
    return Span("\(marks)\(post)\(model.read.name(model.actor.staff))", style)
}

private func heard(_ model: Model, isLong: Bool) -> Span {
    let roster = model.desk.roster
    let heard = roster.count { model.desk.policy.presence(heard: $0.lastHeard, now: model.now) == .online }
    let mark = heard == roster.count ? "" : model.glyphs.near + " "
    let word = isLong ? " " + model.say("在线", "online") : ""
    return Span("\(mark)\(heard)/\(roster.count)\(word)", .bar)
}

/// What a place is called in the breadcrumb.
func name(_ place: Place, _ model: Model, _ read: Localizer) -> String {
    switch place {
    case .board: model.say("总览", "Board")
    case .summary: model.say("概况", "Summary")
    case .tasks: model.say("任务", "Tasks")
    case .stories: model.say("稿件", "Stories")
    case .leads: model.say("线索", "Leads")
    case .log: model.say("日志", "Log")
    case .search: model.say("搜索", "Search") + (model.query.isEmpty ? "" : " " + model.query)
    case .messages: model.say("消息", "Messages")
    case .nodes: model.say("节点", "Nodes")
    case .centre(let id): read.centre(id)
    case .task(let id): model.label(.task(id))
    case .story(let id): model.label(.story(id))
    case .lead(let id): model.label(.lead(id))
    case .list(let id): ListScreens.of(id).map { model.read($0.name) } ?? ""
    case .thing(let series, let id): model.label(.thing(series, id))
    }
}

/// That acts are missing, above the keys: how many and what to do, and when they were recorded where that has room.
func drawLoss(_ model: Model, _ layout: Layout, _ frame: inout Frame) {
    guard let rect = layout.loss, let loss = model.desk.loss else { return }
    let short = "\(model.glyphs.over) \(model.read(loss.notice))"
    let when = model.read(loss.when(model.zone))
    let long = short + model.say("（\(when)）", " (\(when))")
    frame.canvas.write(
        model.widths.width(of: long) <= rect.width - 2 ? long : short, x: 1, y: rect.y, width: rect.width - 2,
        style: Style(.over, bold: true))
}

/// The bottom line: what can be done now; or the news; or the line that is typed, with what it will do below.
func drawFooter(_ model: Model, _ layout: Layout, _ frame: inout Frame) {
    if let prompt = model.prompt { return drawPrompt(model, prompt, layout, &frame) }
    let rect = layout.footer
    if let notice = model.notice {
        let mark =
            switch notice.style.role {
            case .over: model.glyphs.cross + " "
            case .near: model.glyphs.near + " "
            case .done: model.glyphs.done + " "
            default: ""
            }
        // A refusal that is cut would keep from its reader what to do: it takes another line, or two.
        let lines = model.widths.wrap(mark + notice.text, width: rect.width - 2)
        let shown = lines.prefix(2) + [lines.dropFirst(2).joined(separator: " ")].filter { !$0.isEmpty }
        let top = rect.maxY - shown.count
        frame.canvas.fill(Rect(x: 0, y: top, width: rect.width, height: shown.count), style: .text)
        for (index, line) in shown.enumerated() {
            frame.canvas.write(line, x: 1, y: top + index, width: rect.width - 2, style: notice.style)
        }
        return
    }
    if model.pending > 0 {
        let what =
            model.isLeaving
            ? model.say("写完即离开…", "leaving once it is written…") : model.say("正在写入…", "writing…")
        frame.canvas.write(what, x: 1, y: rect.y, style: .quiet)
        return
    }
    if let problem = model.keepingProblem {
        frame.canvas.write(
            model.glyphs.cross + " " + problem(model.language), x: 1, y: rect.y, width: rect.width - 2, style: .over)
        return
    }
    if let row = model.newsLine { return drawNews(row, model, rect, &frame) }
    var x = 1
    for action in hints(model) {
        guard let key = model.keymap.label(action.id) else { continue }
        let name = action.name(model.language)
        let wide = model.widths.width(of: key) + model.widths.width(of: name) + 3
        guard x + wide <= rect.maxX else { continue }
        let start = x
        x += frame.canvas.write(key, x: x, y: rect.y, style: .key) + 1
        x += frame.canvas.write(name, x: x, y: rect.y, style: .quiet) + 2
        frame.hits.append((Rect(x: start, y: rect.y, width: x - start - 1, height: 1), .action(action.id)))
    }
}

/// A message that has come: who says what, and the key that says one has read it.
private func drawNews(_ row: MessageRow, _ model: Model, _ rect: Rect, _ frame: inout Frame) {
    let news = model.newsText(row)
    let hint = model.widths.width(of: news.key) + 1 + model.widths.width(of: news.deed)
    frame.canvas.write(
        news.text, x: 1, y: rect.y, width: rect.width - 4 - hint, style: Style(.accent, bold: true))
    let start = rect.maxX - 1 - hint
    let end = start + frame.canvas.write(news.key, x: start, y: rect.y, style: .key)
    frame.canvas.write(news.deed, x: end + 1, y: rect.y, style: .quiet)
    frame.hits.append((rect, .action("message.read")))
}

/// At most eight things that can be done now. What every screen has stands first and still; what depends on the
/// thing under the cursor follows, so that moving it repaints little.
func hints(_ model: Model) -> [Action] {
    let weighted = Actions.hinted.filter {
        $0.isApt(model) && $0.possible(model).isYes && model.keymap.label($0.id) != nil
    }
    let general = weighted.filter { $0.group == .go || $0.group == .view }
    let own = weighted.filter { $0.group != .go && $0.group != .view }
    return Array(general.prefix(8 - min(4, own.count)) + own.prefix(4))
}

private func drawPrompt(_ model: Model, _ prompt: Prompt, _ layout: Layout, _ frame: inout Frame) {
    var lines = 1
    var preview = prompt.preview
    if let problem = model.keepingProblem, model.draft.map({ model.unwritten.contains($0.id) }) == true {
        preview = [Span(problem(model.language), .over)]
    } else if let notice = model.notice {
        preview = [Span(notice.text, notice.style)]
    }
    if !preview.isEmpty { lines += 1 }
    let shown = completions(prompt)
    if !shown.isEmpty { lines += 1 }
    let rect = Rect(x: 0, y: model.size.rows - lines, width: model.size.columns, height: lines)
    frame.canvas.fill(rect, style: .text)
    frame.hits.append((rect, .action("")))
    if lines > 1 { frame.canvas.horizontalLine(x: 0, y: rect.y - 1, width: rect.width) }
    var y = rect.y
    let label = model.widths.clip(prompt.label, to: rect.width / 2)
    let start = 1 + frame.canvas.write(label, x: 1, y: y, style: Style(.accent, bold: true))
    let gap = prompt.label.count > 1 ? 1 : 0
    let line = prompt.editor.visible(width: rect.width - start - gap - 1, widths: model.widths)
    frame.canvas.write(line.text, x: start + gap, y: y, style: .input)
    frame.canvas.cursor = (start + gap + line.cursorX, y)
    if !preview.isEmpty {
        y += 1
        frame.write(preview, x: 1, y: y, width: rect.width - 2)
    }
    guard !shown.isEmpty else { return }
    y += 1
    var x = 1
    let first = max(0, (prompt.choice ?? 0) - 3)
    for (index, completion) in prompt.completions.enumerated().dropFirst(first) {
        let text = completion.detail.isEmpty ? completion.label : "\(completion.label) \(completion.detail)"
        let wide = model.widths.width(of: text)
        guard x + min(wide, 20) < rect.maxX else { break }
        let style: Style = index == prompt.choice ? .selection : .quiet
        x += frame.canvas.write(text, x: x, y: y, width: rect.maxX - x - 1, style: style) + 2
    }
}

private func completions(_ prompt: Prompt) -> ArraySlice<Completion> { prompt.completions.prefix(40) }
