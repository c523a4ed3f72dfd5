/// One list under somebody's eyes: what it holds, where the cursor stands, how far it is scrolled.
///
/// The cursor stays on its item when the list changes, on the same line of the screen if that is possible; while the
/// list has the focus, its order stays too, and what is new joins at the end.
struct ListState: Equatable, Sendable {
    private(set) var items: [Item] = []
    private(set) var index = 0
    private(set) var top = 0
    /// What came since the list was last put in order.
    private(set) var fresh: Set<Item> = []
    /// Somebody has just come: the next items may stand in their natural order.
    private var isNew = false

    var selected: Item? { items.indices.contains(index) ? items[index] : nil }

    /// Takes the items as they are now, in their natural order.
    /// - Parameter keepOrder: whether somebody is in the list, so that nothing may move.
    mutating func refresh(_ wanted: [Item], keepOrder: Bool) {
        let old = items
        let oldIndex = index
        let cursor = selected
        let mayMove = !keepOrder || isNew
        isNew = false
        if !mayMove, !old.isEmpty {
            let alive = Set(wanted)
            let known = Set(old)
            let added = wanted.filter { !known.contains($0) }
            items = old.filter { alive.contains($0) } + added
            fresh = fresh.intersection(alive).union(added)
        } else {
            items = wanted
            fresh = []
        }
        guard let cursor else { return clamp() }
        if let place = items.firstIndex(of: cursor) {
            index = place
        } else {
            // The item has gone: the next one that is still there takes the cursor.
            let alive = Set(items)
            let heir = old[oldIndex...].first { alive.contains($0) } ?? old[..<oldIndex].last { alive.contains($0) }
            index = heir.flatMap { items.firstIndex(of: $0) } ?? 0
        }
        // The cursor's line stays while somebody is there; else the list stays and the cursor goes with its item.
        if !mayMove { top += index - oldIndex }
        clamp()
    }

    /// Somebody comes: the items that are read next are put in order, once.
    mutating func arrive() { isNew = true }

    mutating func move(by step: Int) {
        index += step
        clamp()
    }

    mutating func move(to place: Int) {
        index = place
        clamp()
    }

    mutating func select(_ item: Item) {
        if let place = items.firstIndex(of: item) { index = place }
    }

    /// Scrolls so that the cursor is among the `height` visible lines, no further than needed.
    mutating func show(height: Int) {
        guard height > 0 else { return }
        if index < top { top = index }
        if index >= top + height { top = index - height + 1 }
        top = max(0, min(top, items.count - height))
    }

    /// Scrolls back: a list in which nobody is shows its beginning.
    mutating func rest() { top = 0 }

    private mutating func clamp() {
        index = max(0, min(index, items.count - 1))
        top = max(0, top)
    }
}
