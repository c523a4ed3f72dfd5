import Newsroom
import Terminal

/// Where everything stands on a screen of the present size. `update` needs it to scroll, the view to draw: one
/// reckoning for both.
struct Layout {
    /// A list and the rows it has.
    struct PaneRect {
        var pane: Pane
        /// With its heading, where it has one.
        var frame: Rect
        /// The rows of its items.
        var rect: Rect
    }

    /// How the centres are shown.
    enum Centres: Equatable {
        /// As tiles in columns and rows of this size.
        case tiles(columns: Int, width: Int, height: Int)
        /// As a table, a row each.
        case table
    }

    var header: Rect
    /// What the tour or an exercise says; below the header, where neither a line that is typed nor a window covers it.
    var band: Rect
    var body: Rect
    var footer: Rect
    /// Where it is said that the database lost something; only where that is.
    var loss: Rect?
    /// Where windows stand.
    var stage: Rect
    var panes: [PaneRect] = []
    var centres = Centres.table
    /// The summary beside a thing's text, where there is room.
    var side: Rect?
    /// A line that parts left and right.
    var divider: Int?

    func rect(_ pane: Pane) -> Rect? { panes.first { $0.pane == pane }?.rect }

    /// The smallest screen that is laid out on purpose.
    static let smallest = Size(columns: 60, rows: 16)
    /// From here on the centres stand as on the map.
    static let wideColumns = 120
    static let wideRows = 30
    /// From here on a thing has a summary beside its text.
    static let sideColumns = 110
}

/// Lays out the present place.
func layout(_ model: Model) -> Layout {
    let size = model.size
    let band = model.bandHeight
    let stage = band == 0 ? 0 : 1 + band
    var layout = Layout(
        header: Rect(x: 0, y: 0, width: size.columns, height: 1),
        band: Rect(x: 0, y: 1, width: size.columns, height: band),
        body: Rect(x: 0, y: 1 + band, width: size.columns, height: max(0, size.rows - 2 - band)),
        footer: Rect(x: 0, y: size.rows - 1, width: size.columns, height: 1),
        stage: Rect(x: 0, y: stage, width: size.columns, height: max(0, size.rows - stage)))
    if model.desk.loss != nil, model.place == .board || model.place == .summary {
        layout.body.height = max(0, layout.body.height - 1)
        layout.loss = Rect(x: 0, y: size.rows - 2, width: size.columns, height: 1)
    }
    switch model.place {
    case .board: layOutBoard(model, &layout)
    case .summary: layOutSummary(model, &layout)
    case .centre:
        // A line for the centre itself, then its tasks above its stories.
        let body = Rect(x: 0, y: layout.body.y + 1, width: size.columns, height: layout.body.height - 1)
        let half = body.height / 2
        layout.add(.tasks, Rect(x: 0, y: body.y, width: body.width, height: half), heading: 1)
        layout.add(.stories, Rect(x: 0, y: body.y + half, width: body.width, height: body.height - half), heading: 1)
    case .messages, .nodes:
        // The list above, what is under the cursor below.
        let body = layout.body
        let below = min(max(6, body.height * 2 / 5), body.height - 5)
        layout.add(
            model.place == .nodes ? .nodes : .messages,
            Rect(x: 0, y: body.y, width: body.width, height: body.height - below), heading: 1)
        layout.panes.append(
            Layout.PaneRect(
                pane: .text, frame: Rect(x: 0, y: body.maxY - below, width: body.width, height: below),
                rect: Rect(x: 1, y: body.maxY - below + 1, width: body.width - 2, height: below - 1)))
    case .task, .story, .lead, .thing:
        var text = layout.body
        if size.columns >= Layout.sideColumns {
            let width = min(56, size.columns * 2 / 5)
            layout.side = Rect(x: size.columns - width, y: text.y, width: width, height: text.height)
            layout.divider = size.columns - width - 2
            text.width -= width + 3
        }
        layout.panes = [
            Layout.PaneRect(
                pane: .text, frame: text,
                rect: Rect(x: 1, y: text.y + 3, width: text.width - 2, height: max(1, text.height - 3)))
        ]
    default:
        for pane in Model.panes(model.place) { layout.add(pane, layout.body, heading: 1) }
    }
    return layout
}

extension Layout {
    mutating func add(_ pane: Pane, _ frame: Rect, heading: Int) {
        let rect = Rect(x: frame.x, y: frame.y + heading, width: frame.width, height: max(0, frame.height - heading))
        panes.append(PaneRect(pane: pane, frame: frame, rect: rect))
    }
}

private func layOutBoard(_ model: Model, _ layout: inout Layout) {
    let body = layout.body
    let count = model.desk.roster.count
    guard model.isWide else {
        // Small: what is urgent above, all centres below; as many of the urgent as leave room for the centres.
        // Beside a guide's band two will do: sixteen centres still stand on a usual screen.
        let (least, room) = layout.band.isEmpty ? (3, 5) : (2, 3)
        let urgent = max(least, min(12, body.height - 1 - min(count, body.height - room)))
        layout.add(.attention, Rect(x: 0, y: body.y, width: body.width, height: urgent), heading: 0)
        let rest = Rect(x: 0, y: body.y + urgent, width: body.width, height: body.height - urgent)
        var table = rest
        if rest.height - 1 - count >= 4 {
            table.height = count + 1
            layout.add(.centres, table, heading: 1)
            layout.add(
                .log, Rect(x: 0, y: table.maxY, width: rest.width, height: rest.maxY - table.maxY), heading: 1)
        } else {
            layout.add(.centres, table, heading: 1)
        }
        return
    }
    let left = body.width < 150 ? 68 : min(body.width * 11 / 20, 108)
    let map = mapHeight(model, width: left, height: body.height)
    layout.centres = map.centres
    layout.divider = left
    layout.add(.centres, Rect(x: 0, y: body.y, width: left, height: map.height), heading: 1)
    let below = Rect(x: 0, y: body.y + map.height, width: left, height: body.height - map.height)
    let stories = max(4, below.height * 3 / 5)
    layout.add(.stories, Rect(x: 0, y: below.y, width: left, height: min(stories, below.height)), heading: 1)
    if below.height - stories >= 3 {
        layout.add(
            .log, Rect(x: 0, y: below.y + stories, width: left, height: below.height - stories), heading: 1)
    }
    let right = Rect(x: left + 1, y: body.y, width: body.width - left - 1, height: body.height)
    let urgent = right.height / 2
    layout.add(.attention, Rect(x: right.x, y: right.y, width: right.width, height: urgent), heading: 1)
    layout.add(
        .tasks, Rect(x: right.x, y: right.y + urgent, width: right.width, height: right.height - urgent), heading: 1)
}

/// How many lines the centres take on a wide screen, and how they stand: as on the map where the roster has places
/// for them and there is room, else side by side in the order of the roster, smaller where there are many.
private func mapHeight(_ model: Model, width: Int, height: Int) -> (height: Int, centres: Layout.Centres) {
    let roster = model.desk.roster
    let room = height * 2 / 3
    let columns: Int
    if let map = model.map {
        columns = map.columns
    } else {
        columns = max(1, min(roster.count, width / 17))
    }
    let rows = model.map?.rows ?? (roster.count + columns - 1) / max(1, columns)
    let tile = width / max(1, columns)
    if tile >= 16 {
        for lines in [4, 3, 2] where rows * lines + 1 <= room {
            return (rows * lines + 1, .tiles(columns: columns, width: min(tile, 30), height: lines))
        }
    }
    return (min(room, roster.count + 1), .table)
}

/// The places of a roster's centres on its map; `nil` when some have none or share one.
struct MapPlaces: Sendable {
    let columns: Int
    let rows: Int

    init?(_ cards: [CentreCard]) {
        var seen: Set<[Int]> = []
        var columns = 0
        var rows = 0
        for card in cards {
            guard let column = card.column, let row = card.row, column < 12, row < 12,
                seen.insert([column, row]).inserted
            else { return nil }
            columns = max(columns, column + 1)
            rows = max(rows, row + 1)
        }
        guard columns > 0 else { return nil }
        self.columns = columns
        self.rows = rows
    }
}

extension Model {
    /// Whether the screen has room for the map.
    var isWide: Bool { size.columns >= Layout.wideColumns && size.rows >= Layout.wideRows }

    /// Where each centre's tile stands; empty where they stand in a table.
    func tiles(_ layout: Layout) -> [(index: Int, rect: Rect)] {
        guard case .tiles(let columns, let width, let height) = layout.centres, let rect = layout.rect(.centres) else {
            return []
        }
        let isMap = map != nil
        let list = lists[ListKey(place: .board, pane: .centres)]?.items ?? []
        return list.enumerated().compactMap { index, item in
            guard case .centre(let id) = item, let card = rows.centres[id]?.card else { return nil }
            let column = isMap ? card.column ?? 0 : index % columns
            let row = isMap ? card.row ?? 0 : index / columns
            return (
                index,
                Rect(x: rect.x + column * width, y: rect.y + row * height, width: width, height: height)
            )
        }
    }

    /// Whether the cursor moves among tiles, where left and right mean something.
    var isInTiles: Bool { place == .board && pane == .centres && layout(self).centres != .table }

    /// Moves to the nearest tile in a direction; stays where there is none.
    mutating func moveTile(x: Int, y: Int) {
        let tiles = tiles(layout(self))
        guard let here = tiles.first(where: { $0.index == list.index })?.rect else { return }
        let next = tiles.filter { tile in
            let (dx, dy) = (tile.rect.x - here.x, tile.rect.y - here.y)
            return x != 0 ? dx * x > 0 && dy == 0 : dy * y > 0 && dx == 0
        }.min { left, right in
            abs(left.rect.x - here.x) + abs(left.rect.y - here.y)
                < abs(right.rect.x - here.x) + abs(right.rect.y - here.y)
        }
        if let next { lists[listKey, default: ListState()].move(to: next.index) }
    }
}

/// Brings scrolling and the wrapped text in line with the present size; the last step of every update.
func reflow(_ model: inout Model) {
    // What stands in the first list of the board is another thing where there is room for the others.
    if model.isWide != model.wasWide { model.refreshLists() }
    model.fitText()
    let layout = layout(model)
    for pane in layout.panes where pane.pane != .text {
        let key = Model.ListKey(place: model.place, pane: pane.pane)
        if pane.pane == .centres, layout.centres != .table { continue }
        if pane.pane == model.pane {
            model.lists[key]?.show(height: pane.rect.height)
        } else {
            model.lists[key]?.rest()
        }
    }
    if !model.isStoryPlace { model.tab = .text }
    guard let text = layout.rect(.text) else {
        model.document = Document()
        return
    }
    let key = Document.Key(
        place: model.place, tab: model.tab, width: text.width, language: model.language,
        generation: model.generation, sided: layout.side != nil,
        item: model.documentItem,
        isContactOver: model.desk.place.contact?.until.map { $0 <= model.now } ?? false)
    if model.document.key?.item != key.item { model.scroll = 0 }
    if model.document.key != key { model.document = Document(key: key, lines: documentLines(model, width: text.width)) }
    model.scrollLimit = max(0, model.document.lines.count - text.height)
    model.scroll = max(0, min(model.scroll, model.scrollLimit))
}

/// A thing's text, wrapped for the present width; made anew only when something of its key changes.
struct Document: Sendable {
    struct Key: Equatable, Sendable {
        var place: Place
        var tab: Tab
        var width: Int
        var language: Language
        var generation: Int
        var sided: Bool
        /// What is under the cursor, where the text is about that.
        var item: Item?
        /// Whether a contact in it is kept no longer, which no commit tells.
        var isContactOver: Bool
    }

    var key: Key?
    var lines: [[Span]] = []
}
