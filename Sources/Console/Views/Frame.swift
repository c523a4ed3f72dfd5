import Newsroom
import Terminal

/// One picture of the console: the cells, and what lies under the pointer.
struct Frame {
    var canvas: Canvas
    var hits: [(rect: Rect, hit: Hit)] = []
    /// Whether a clock that runs by seconds is to be seen.
    var hasSeconds = false
    /// The rows of its panes, for the next frame.
    var parts: [Pane: DrawnPart] = [:]
    /// Those of the frame before.
    private(set) var before: [Pane: DrawnPart] = [:]

    init(_ canvas: Canvas, after frame: Frame? = nil) {
        self.canvas = canvas
        before = frame?.parts ?? [:]
    }

    /// What lies at a cell; what was drawn last lies on top.
    func hit(x: Int, y: Int) -> Hit? { hits.last { $0.rect.contains(x: x, y: y) }?.hit }

    /// Keeps nothing of the frame before.
    mutating func dropPrevious() { before = [:] }

    /// Writes spans one after another and returns the cells they took.
    @discardableResult
    mutating func write(_ spans: [Span], x: Int, y: Int, width: Int) -> Int {
        var used = 0
        for span in spans where used < width {
            used += canvas.write(span.text, x: x + used, y: y, width: width - used, style: span.style)
        }
        return used
    }

    /// A heading over a region: a word, and a thin line to its end.
    mutating func heading(_ text: String, _ rect: Rect, focused: Bool, note: String = "") {
        let style = focused ? Style(.accent, bold: true) : Style.quiet
        canvas.horizontalLine(x: rect.x, y: rect.y, width: rect.width)
        let mark = focused ? canvas.glyphs.arrow : canvas.glyphs.horizontal
        var x = rect.x + canvas.write(mark, x: rect.x, y: rect.y, style: focused ? style : .border)
        x += canvas.write(" \(text) ", x: x, y: rect.y, width: rect.width - 1, style: style)
        if !note.isEmpty {
            let wide = canvas.widths.width(of: note) + 2
            if wide < rect.maxX - x {
                canvas.write(" \(note) ", x: rect.maxX - wide, y: rect.y, width: wide, style: .quiet)
            }
        }
    }
}

/// Draws the whole console.
///
/// - Parameter previous: the frame before, of which rows that have not changed are taken; the picture is the same without it.
func view(_ model: Model, after previous: Frame? = nil) -> Frame {
    var frame = Frame(Canvas(size: model.size, glyphs: model.glyphs, widths: model.widths), after: previous)
    guard model.size.columns >= Layout.smallest.columns, model.size.rows >= Layout.smallest.rows else {
        let text = model.say(
            "窗口太小：需要 60×16，现为 \(model.size.columns)×\(model.size.rows)",
            "too small: 60x16 needed, this is \(model.size.columns)x\(model.size.rows)")
        for (index, line) in model.widths.wrap(text, width: max(1, model.size.columns)).enumerated() {
            frame.canvas.write(line, x: 0, y: index, style: .near)
        }
        return frame
    }
    let layout = layout(model)
    switch model.place {
    case .board: drawBoard(model, layout, &frame)
    case .summary: drawSummary(model, layout, &frame)
    case .centre(let id): drawCentre(model, id, layout, &frame)
    case .task, .story, .lead, .thing: drawDetail(model, layout, &frame)
    case .messages: drawMessages(model, layout, &frame)
    case .nodes: drawNodes(model, layout, &frame)
    default: for pane in layout.panes { drawList(model, pane, &frame) }
    }
    drawHeader(model, layout, &frame)
    drawBand(model, layout, &frame)
    drawLoss(model, layout, &frame)
    drawFooter(model, layout, &frame)
    drawOverlay(model, layout, &frame)
    frame.dropPrevious()
    return frame
}
