import Ledger
import Newsroom
import Terminal

extension Model {
    /// The act that came to nothing under the cursor, else the latest one.
    var overruledAtHand: OverruledRow? {
        if case .overruled(let id) = list.selected, let row = rows.overruled[id] { return row }
        return desk.overruled.first
    }

    /// Whether the cursor stands on such an act.
    var isOnOverruled: Bool {
        if case .overruled = list.selected, pane != .text { true } else { false }
    }

    /// Goes to what the act was about, and says over it why the act does not count and what can be done now. A text that
    /// lost is its writer's still: editing begins with it.
    mutating func openOverruled(_ row: OverruledRow) -> [Effect] {
        let id = row.event.subject
        let effects = place(of: id, row.number).map { go(to: $0) } ?? []
        if let text = row.text, !kept.contains(where: { $0.purpose.story == id }) {
            let held = KeptText(
                id: newTextID(), purpose: .story(id), text: text, label: row.number.map { "\($0)" } ?? "", at: now)
            kept.append(held)
            overlay = .overruled(row)
            return effects + [.keep(held)]
        }
        overlay = .overruled(row)
        return effects
    }

    mutating func overruledKey(_ key: Key, _ row: OverruledRow) -> [Effect] {
        switch key.code {
        case .enter, .character("y"), .character("Y"):
            overlay = nil
            guard !isReadOnly, actor.role.may(.message), seen.insert(row.id).inserted else { return [] }
            return perform([.common(.readOverruled(row.event.subject, at: row.event.stamp))], done: "")
        case .escape, .character("n"), .character("N"), .character("q"): overlay = nil
        default: break
        }
        return []
    }

    /// What the window says of an act that came to nothing: what it was, why it does not count, and what comes next.
    func overruledLines(_ row: OverruledRow) -> [[Span]] {
        let width = overruledWidth - 6
        let thing = [row.number.map { "\($0)" }, row.title].compactMap { $0 }.joined(separator: " ")
        // A remark may be long; what was done can be read in the history.
        let deed = widths.wrap(row.event.nullity(to: actor.staff, now: now, read), width: width).prefix(3)
        var lines = widths.wrap(thing, width: width).prefix(thing.isEmpty ? 0 : 2).map { [Span($0, Style(.heading))] }
        lines += deed.map { [Span($0)] }
        lines += [[]] + widths.wrap(row.why.sentence(read), width: width).map { [Span($0)] }
        if let next = row.standing.outlook(after: row.why, read) {
            lines += widths.wrap(next, width: width).map { [Span($0)] }
        }
        if row.text != nil, let key = keymap.label("story.edit") {
            let words = say("\(key) 改稿时先给出你的文字，可并入新版", "\(key) edits beginning with your text, to merge it")
            lines += widths.wrap(words, width: width).map { [Span($0, .quiet)] }
        }
        return lines
    }

    /// How wide its window is.
    var overruledWidth: Int { min(74, size.columns - 4) }
}

extension OverruledRow {
    /// The text that lost against another, which its writer may want to merge.
    var text: String? {
        guard case .story(let fact) = event.fact else { return nil }
        // A correction loses against another that was proposed first, too.
        if case .correction(.proposed(let draft)) = fact { return draft.body }
        guard case .textChanged = why else { return nil }
        return switch fact {
        case .edited(_, let body, _): body
        case .drafted, .submitted, .recalled, .reviewed, .signed, .published, .proposed, .released,
            .publishedInEmergency, .emergency, .withdrawn, .shared, .sendOut, .attachment, .hiding, .correction:
            nil
        }
    }
}
