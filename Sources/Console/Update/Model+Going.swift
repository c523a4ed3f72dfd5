import Ledger
import Newsroom
import Terminal

extension Model {
    /// Where Enter leads from here.
    var openable: Place? {
        guard pane != .text else {
            return nil
        }
        switch list.selected {
        case .task(let id): return .task(id)
        case .story(let id): return .story(id)
        case .lead(let id): return .lead(id)
        case .thing(let series, let id): return .thing(series, id)
        case .centre(let id): return .centre(id)
        case .log(let id):
            guard let row = rows.log[id], let event = row.event else { return nil }
            if case .message(.sent(_, _, let about)) = event.fact { return place(of: about, row.number) }
            return place(of: event.subject, row.number)
        case .message(let id): return place(of: rows.messages[id]?.about, rows.messages[id]?.number)
        case .proposal(let id, _), .emergency(let id): return .story(id)
        case .overruled(let id): return rows.overruled[id].flatMap { place(of: $0.event.subject, $0.number) }
        case .staff, .node, nil: return nil
        }
    }

    func place(of id: SubjectID?, _ number: Number?) -> Place? {
        guard let id, let number else { return nil }
        return Place(id, number.series)
    }

    /// Goes deeper: the place joins the breadcrumb.
    mutating func go(to place: Place) -> [Effect] {
        guard place != self.place else { return [.reload] }
        places.append(place)
        if places.count > 12 { places.removeSubrange(1..<2) }
        arrive()
        return [.reload]
    }

    /// Goes to one of the main places: the breadcrumb begins anew.
    mutating func jump(to place: Place) -> [Effect] {
        let home = Place.home(of: actor.role)
        places = place == home ? [home] : [home, place]
        arrive()
        return [.reload]
    }

    /// One step back; first out of a filter.
    mutating func back() -> [Effect] {
        if filters[listKey] != nil {
            filters[listKey] = nil
            refreshLists(reorder: true)
            return []
        }
        guard places.count > 1 else { return [] }
        places.removeLast()
        tab = .text
        scroll = 0
        return [.reload]
    }

    private mutating func arrive() {
        tab = .text
        isArriving = true
        scroll = 0
        // Whoever comes back finds the list in order, with the cursor on the same item.
        for pane in Self.panes(place) { lists[ListKey(place: place, pane: pane)]?.arrive() }
    }

    /// Whether Tab has somewhere to go.
    var canTurn: Bool { visiblePanes.count > 1 || !tabs.isEmpty }

    /// The tabs of the present place.
    var tabs: [Tab] { isStoryPlace ? Tab.allCases : [] }

    /// The panes that the present size has room for.
    var visiblePanes: [Pane] { layout(self).panes.map(\.pane).filter { Self.panes(place).contains($0) } }

    mutating func turn(by step: Int) -> [Effect] {
        if !tabs.isEmpty {
            let count = tabs.count
            tab = tabs[((tabs.firstIndex(of: tab) ?? 0) + step + count) % count]
            scroll = 0
            return []
        }
        let panes = visiblePanes
        guard !panes.isEmpty else { return [] }
        let index = panes.firstIndex(of: pane) ?? 0
        focus[place] = panes[(index + step + panes.count) % panes.count]
        return []
    }

    mutating func move(by step: Int) {
        if pane == .text {
            scroll = max(0, min(scroll + step, scrollLimit))
        } else {
            lists[listKey, default: ListState()].move(by: step)
        }
    }

    mutating func move(to index: Int) {
        if pane == .text {
            scroll = max(0, min(index, scrollLimit))
        } else {
            lists[listKey, default: ListState()].move(to: index)
        }
    }

    /// How far a page goes: one line less than is visible.
    var pageHeight: Int {
        let height = layout(self).panes.first { $0.pane == pane }?.rect.height ?? size.rows
        return max(1, height - 2)
    }

    mutating func tell(_ text: String, _ style: Style = .text) { notice = Notice(text: text, style: style) }

    /// The bell, once for each thing that runs over its limit while somebody watches.
    mutating func ring() -> [Effect] {
        let over = Set(attention.filter { $0.level == .over }.map(\.item))
        let news = over.subtracting(rung)
        rung = over
        guard let first = attention.first(where: { news.contains($0.item) }) else { return [] }
        return [.alert(say("超时：", "over its limit: ") + label(first.item))]
    }
}
