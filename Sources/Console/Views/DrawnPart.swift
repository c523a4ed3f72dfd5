import Newsroom
import Terminal

/// The rows of a pane as they were drawn, without its cursor. They are drawn anew only once something that they show has
/// changed: a cursor that moves among them restyles two.
struct DrawnPart {
    /// All that the rows of a pane depend on.
    struct Key: Equatable {
        var place: Place
        var pane: Pane
        var rect: Rect
        var items: [Item]
        var top: Int
        /// Which reading of the desk has last changed one of them.
        var generation: Int
        /// The second that the clocks show.
        var now: Moment
        var language: Language
        var isASCII: Bool
        var widths: Widths
        /// How centres stand, where it is about them.
        var centres: Layout.Centres
        /// Who is where, which rows of people say.
        var company: Company
    }

    var key: Key
    var patch: Canvas.Patch
    /// How many cells of each row name what it is about: those the cursor covers.
    var named: [Int]
    var hasSeconds: Bool
}

extension DrawnPart.Key {
    init(_ model: Model, _ pane: Pane, _ rect: Rect, _ list: ListState, centres: Layout.Centres = .table) {
        self.init(
            place: model.place, pane: pane, rect: rect, items: list.items, top: list.top,
            generation: model.rows.generation(
                of: list.items.dropFirst(list.top).prefix(rect.height), now: model.generation),
            now: model.now, language: model.language, isASCII: model.glyphs.isASCII, widths: model.widths,
            centres: centres, company: model.company)
    }
}

extension Frame {
    /// Draws the rows of a pane, or takes them from the frame before where nothing of theirs has changed.
    ///
    /// - Parameter draw: draws them, and gives of each how many cells name what it is about.
    /// - Returns: those.
    @discardableResult
    mutating func rows(_ key: DrawnPart.Key, _ draw: (inout Frame) -> [Int]) -> [Int] {
        if let known = before[key.pane], known.key == key {
            canvas.paste(known.patch, x: key.rect.x, y: key.rect.y)
            hasSeconds = hasSeconds || known.hasSeconds
            parts[key.pane] = known
            return known.named
        }
        let hadSeconds = hasSeconds
        hasSeconds = false
        let named = draw(&self)
        parts[key.pane] = DrawnPart(key: key, patch: canvas.patch(key.rect), named: named, hasSeconds: hasSeconds)
        hasSeconds = hasSeconds || hadSeconds
        return named
    }
}
