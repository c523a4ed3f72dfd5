import Ledger
import Newsroom
import Terminal

/// A row of a list of tasks, stories and leads: always the same columns, so that eyes need not search.
struct RowCells {
    var mark: Span
    var number: String
    var centre: String
    var title: String
    /// Priority of a task, source of a lead.
    var kind: Span
    /// State of a task, stage of a story.
    var state: Span
    var clock: Span
    var who: String
}

/// The columns of a list at a width.
struct Columns {
    var number: Int
    var centre: Int
    var kind: Int
    var state: Int
    var clock = 7
    var who: Int

    /// - Parameter number: how wide the widest number is; it is never cut, the title neither beyond recognition.
    init(_ language: Language, width: Int, number: Int, hasCentre: Bool = true) {
        self.number = number
        let isWide = width >= 72
        centre = hasCentre ? (language == .zh ? 6 : isWide ? 10 : 8) : 0
        kind = language == .zh ? 4 : isWide ? 8 : 0
        if width < 56 { kind = 0 }
        state = language == .zh ? 4 : 9
        // A name in Latin letters is longer than one in Chinese.
        who = width >= 84 && language == .en ? 12 : isWide ? 8 : width >= 60 ? 6 : 0
        guard number > Self.usualNumber else { return }
        func title() -> Int {
            width - 4 - [number, centre, kind, state, clock, who].reduce(0) { $0 + ($1 > 0 ? $1 + 1 : 0) }
        }
        if title() < 10 { kind = 0 }
        if title() < 10 { who = 0 }
        if title() < 6 { centre = 0 }
    }

    /// `T-0117`: what a column of numbers has at least.
    static let usualNumber = 6

    /// How wide a column must be that cuts none of these numbers.
    static func width(_ numbers: some Sequence<Number?>, least: Int = usualNumber) -> Int {
        numbers.reduce(least) { widest, number in
            guard let number, number.value > 9999 else { return widest }
            return max(widest, "\(number)".utf8.count)
        }
    }
}

extension Model {
    /// What a list shows of an item; `nil` when the item has gone.
    func cells(_ item: Item, _ frame: inout Frame) -> RowCells? {
        switch item {
        case .task(let id): task(id).map { cells($0, &frame) }
        case .story(let id): story(id).map { cells($0, &frame) }
        case .lead(let id): lead(id).map { cells($0, &frame) }
        case .thing(let series, let id):
            other(id).flatMap { SubjectScreens.of(series)?.cells($0, self, &frame) }
        case .centre(let id): unansweredCells(id)
        case .proposal(let id, let house): proposal(id, house).map { cells($0, &frame) }
        case .emergency(let id): story(id).flatMap { emergencyCells($0, &frame) }
        case .overruled(let id): rows.overruled[id].map(cells)
        case .staff, .log, .message, .node: nil
        }
    }

    /// The number in an item's row.
    func number(_ item: Item) -> Number? {
        switch item {
        case .task(let id): task(id)?.number
        case .story(let id), .emergency(let id): story(id)?.number
        case .lead(let id): lead(id)?.number
        case .thing(_, let id): other(id)?.number
        case .proposal(let id, let house): proposal(id, house)?.number
        case .overruled(let id): rows.overruled[id]?.number
        case .message(let id): rows.messages[id]?.number
        case .centre, .staff, .log, .node: nil
        }
    }

    /// An act of the reader's that came to nothing: what it was, and about what.
    private func cells(_ row: OverruledRow) -> RowCells {
        // A remark may be long: its words are in the window that Enter opens.
        let deed = CleanText.line(row.event.logText(read), limit: 24)
        return RowCells(
            mark: Span(glyphs.cross, .near), number: row.number.map { "\($0)" } ?? "",
            centre: row.standing.home.map(shortName) ?? "",
            title: say("没有算数：\(deed)", "not counted: \(deed)") + (row.title.map { "  \($0)" } ?? ""),
            kind: Span(say("你办的", "yours"), .quiet), state: Span(say("未算", "void"), .near),
            clock: Span(ago(row.event.at), .quiet), who: "")
    }

    /// A centre's name as the desk says it, without what every district has: 二七 for 二七区.
    func shortName(_ id: CentreID) -> String {
        if id == desk.directory.charter.id { return say("本台", "Desk") }
        let name = read.centre(id)
        let endings = language == .zh ? ["新区", "区", "市", "县"] : [" New District", " Development Zone", " Zone"]
        for ending in endings where name.hasSuffix(ending) && name.count > ending.count + 1 {
            return String(name.dropLast(ending.count))
        }
        return name
    }

    func mark(_ reading: Clock.Reading, isDone: Bool) -> Span {
        switch reading {
        case .over: Span(glyphs.over, .over)
        case .near: Span(glyphs.near, .near)
        case .calm: Span(isDone ? glyphs.done : glyphs.dot, .quiet)
        }
    }

    static func style(_ reading: Clock.Reading) -> Style {
        switch reading {
        case .over: .over
        case .near: .near
        case .calm: .text
        }
    }

    /// A clock as it is shown everywhere: time left counts down by seconds within the hour, `-00:37` past the limit;
    /// without a limit, how long ago.
    func clock(_ clock: Clock, _ since: Moment?, _ style: Style, _ frame: inout Frame) -> Span {
        if let since { return Span(ago(since), .quiet) }
        guard let limit = clock.limit else { return Span(ago(clock.since), .quiet) }
        let left = limit.milliseconds - now.milliseconds
        let seconds = Int(abs(left) / 1000)
        if seconds < 3600 { frame.hasSeconds = true }
        return Span((left < 0 ? "-" : "") + Self.span(seconds, language), style)
    }

    /// `04:12` within the hour, `2h05m` within two days, then days.
    static func span(_ seconds: Int, _ language: Language) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if seconds < 3600 { return "\(two(seconds / 60)):\(two(seconds % 60))" }
        if seconds < 48 * 3600 { return "\(seconds / 3600)h\(two(seconds / 60 % 60))m" }
        return language == .zh ? "\(seconds / 86400) 天" : "\(seconds / 86400)d"
    }

    /// How long ago, in one word: it changes once a minute at most.
    func ago(_ moment: Moment) -> String {
        let seconds = max(0, now.seconds(since: moment))
        if seconds < 60 { return say("刚刚", "now") }
        if seconds < 3600 { return say("\(seconds / 60) 分", "\(seconds / 60)m") }
        if seconds < 48 * 3600 { return say("\(seconds / 3600) 时", "\(seconds / 3600)h") }
        return say("\(seconds / 86400) 天", "\(seconds / 86400)d")
    }

    /// A time of day, with the day when it is not today.
    func time(_ moment: Moment) -> String {
        let civil = zone.civil(moment)
        let today = zone.civil(now)
        if civil.date == today.date { return civil.shortTime }
        return (civil.year == today.year ? civil.shortDate : civil.date) + " " + civil.shortTime
    }
}

/// Draws a list with its heading, its rows and its cursor.
func drawList(_ model: Model, _ pane: Layout.PaneRect, _ frame: inout Frame) {
    let key = Model.ListKey(place: model.place, pane: pane.pane)
    let list = model.lists[key] ?? ListState()
    let focused = model.pane == pane.pane
    if pane.rect.y > pane.frame.y {
        var note = list.items.isEmpty ? "" : "\(list.index + 1)/\(list.items.count)"
        if let filter = model.filters[key] { note = "/\(filter)  \(list.items.count)" }
        if !focused { note = "\(list.items.count)" }
        if pane.pane == .log, model.place != .log { note = "" }
        let more = model.more(pane.pane)
        if more > 0 { note += model.say("，另有 \(more) 条未列", ", \(more) more not listed") }
        frame.heading(title(pane.pane, model), pane.frame, focused: focused, note: note)
    }
    guard !list.items.isEmpty else {
        frame.canvas.write(
            emptyText(pane.pane, model, filtered: model.filters[key] != nil), x: pane.rect.x + 2, y: pane.rect.y,
            width: pane.rect.width - 3, style: .quiet)
        return
    }
    let shown = max(0, min(pane.rect.height, list.items.count - list.top))
    let named = frame.rows(DrawnPart.Key(model, pane.pane, pane.rect, list)) { frame in
        let columns = Columns(
            model.language, width: pane.rect.width, number: Columns.width(list.items.lazy.map(model.number)),
            hasCentre: !model.isCentre)
        return (0..<shown).map { line in
            draw(list.items[list.top + line], pane.pane, model, pane.rect.row(line), columns, &frame)
        }
    }
    for (line, named) in named.enumerated() {
        let index = list.top + line
        let row = pane.rect.row(line)
        let item = list.items[index]
        frame.hits.append((row, .row(pane.pane, index)))
        if index == list.index, focused {
            // The bar covers what names the row. State and clock keep their colours, which mean something, and a
            // move of the cursor costs few bytes on a slow link.
            frame.canvas.restyle(Rect(x: row.x, y: row.y, width: named, height: 1), style: .selection)
        } else if list.fresh.contains(item) {
            frame.canvas.write("+", x: row.x, y: row.y, style: .accent)
        }
        // That somebody else has it open is marked where nothing else stands.
        if !(list.fresh.contains(item) && index != list.index), model.isWatched(item) {
            frame.canvas.write(model.glyphs.eye, x: row.x, y: row.y, style: .quiet)
        }
    }
}

/// Draws an item's row and returns how many of its cells name it.
private func draw(
    _ item: Item, _ pane: Pane, _ model: Model, _ row: Rect, _ columns: Columns, _ frame: inout Frame
) -> Int {
    switch item {
    case .log(let id): if let line = model.rows.log[id] { drawLog(line, model, row, &frame) }
    case .staff(let id):
        if let card = model.rows.staff[id] { drawStaff(card, model, row, &frame) }
        return min(row.width, 22)
    case .node(let id): if let node = model.rows.nodes[id] { return drawNode(node, model, row, &frame) }
    case .message(let id):
        if let line = model.rows.messages[id] { return drawMessage(line, columns.number, model, row, &frame) }
    case .centre(let id) where pane != .attention:
        if let centre = model.rows.centres[id] { drawCentreRow(centre, model, row, &frame) }
    case .task, .story, .lead, .thing, .centre, .proposal, .emergency, .overruled:
        guard let cells = model.cells(item, &frame) else { return row.width }
        return draw(cells, row, columns, &frame)
    }
    return min(row.width, 29)
}

private func draw(_ cells: RowCells, _ row: Rect, _ columns: Columns, _ frame: inout Frame) -> Int {
    var x = row.x + 1
    frame.canvas.write(cells.mark.text, x: x, y: row.y, width: 1, style: cells.mark.style)
    x += 2
    frame.canvas.write(cells.number, x: x, y: row.y, width: columns.number, style: .quiet)
    x += columns.number + 1
    if columns.centre > 0 {
        frame.canvas.write(cells.centre, x: x, y: row.y, width: columns.centre)
        x += columns.centre + 1
    }
    // From the right: who, clock, state, kind; the title has the rest.
    var right = row.maxX - 1
    if columns.who > 0 {
        frame.canvas.write(cells.who, x: right - columns.who, y: row.y, width: columns.who, style: .quiet)
        right -= columns.who + 1
    }
    frame.canvas.write(
        cells.clock.text, x: right - columns.clock, y: row.y, width: columns.clock, style: cells.clock.style,
        alignRight: true)
    right -= columns.clock + 1
    frame.canvas.write(
        cells.state.text, x: right - columns.state, y: row.y, width: columns.state, style: cells.state.style)
    right -= columns.state + 1
    if columns.kind > 0 {
        frame.canvas.write(
            cells.kind.text, x: right - columns.kind, y: row.y, width: columns.kind, style: cells.kind.style)
        right -= columns.kind + 1
    }
    let style: Style = cells.mark.style.role == .over ? Style(.text, bold: true) : .text
    frame.canvas.write(cells.title, x: x, y: row.y, width: max(0, right - x), style: style)
    return max(1, right - row.x)
}

private func title(_ pane: Pane, _ model: Model) -> String {
    switch pane {
    case .attention:
        model.place == .summary ? model.say("超时，在等别人", "Overdue with others") : model.say("要紧", "Needs attention")
    case .mine: model.say("等我", "Waits for me")
    case .centres: model.say("中心", "Centres")
    case .tasks:
        model.place == .board ? model.say("其余任务", "Other tasks") : model.say("任务", "Tasks")
    case .stories:
        model.place == .board ? model.say("其余稿件", "Other stories") : model.say("稿件", "Stories")
    case .leads: model.say("线索", "Leads")
    case .log: model.say("动态", "Log")
    case .hits: model.say("结果", "Found")
    case .messages: model.say("消息", "Messages")
    case .nodes: model.say("节点", "Nodes")
    case .things: name(model.place, model, model.read)
    case .text: ""
    }
}

/// An empty list says what to do.
private func emptyText(_ pane: Pane, _ model: Model, filtered: Bool) -> String {
    if filtered { return model.say("没有符合筛选的；Esc 取消筛选", "nothing fits the filter; Esc clears it") }
    func key(_ id: String) -> String { model.keymap.label(id) ?? ":" }
    return switch pane {
    case .attention:
        model.place == .summary
            ? model.say("没有超时", "nothing is overdue") : model.say("眼下没有要紧的事", "nothing needs anybody now")
    case .mine: model.say("没有等您的事", "nothing waits for you")
    case .tasks:
        model.place == .board
            ? model.say("没有其余任务", "no other tasks")
            : model.say("没有任务；\(key("task.dispatch")) 派单", "no tasks; \(key("task.dispatch")) dispatches one")
    // On the board the key of a new story means another thing.
    case .stories:
        model.place == .board
            ? model.say("没有其余稿件", "no other stories")
            : model.say("没有稿件；\(key("story.new")) 起稿", "no stories; \(key("story.new")) begins one")
    case .leads:
        model.say(
            "没有线索；\(key("lead.new")) 登记，或 guantong import 导入",
            "no leads; \(key("lead.new")) enters one, guantong import brings many")
    case .log: model.say("今天还没有记录", "nothing has happened yet")
    case .hits:
        model.query.isEmpty
            ? model.say("输入要找的字，一个字也行", "type what to find; one character will do")
            : model.say("没有找到“\(model.query)”", "nothing found for '\(model.query)'")
    case .nodes:
        model.say(
            "这个台还没有与别的节点共享；guantong peers add 准入一个",
            "this desk is shared with nobody yet; guantong peers add admits a node")
    case .messages:
        model.say(
            "还没有消息；\(key("message.send")) 给人发一条", "no messages yet; \(key("message.send")) sends one")
    case .things: model.listScreen?.empty(model) ?? ""
    case .centres, .text: ""
    }
}
