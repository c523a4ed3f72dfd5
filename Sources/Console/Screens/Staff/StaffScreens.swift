import Ledger
import Newsroom
import Terminal

/// Everybody with an account. Nobody has a screen of their own: a row says it all.
struct StaffScreens: ListScreen {
    let id = ListID.staff
    var actions: [Action] { Actions.staff }
    let name = Phrase("人员", "Staff")

    func empty(_ model: Model) -> String {
        let key = model.keymap.label("desk.addStaff") ?? ":"
        return model.say("没有人员；\(key) 添加", "nobody yet; \(key) adds somebody")
    }

    /// Who is here comes first.
    func items(_ model: Model) -> [Item] {
        let staff = model.desk.directory.staff
        let here = model.company.places
        return (staff.filter { here[$0.id] != nil } + staff.filter { here[$0.id] == nil }).map { .staff($0.id) }
    }
}

extension ListID {
    static let staff = ListID("staff")
}

/// A row: who it is, where they are, what they do.
func drawStaff(_ card: StaffCard, _ model: Model, _ row: Rect, _ frame: inout Frame) {
    let style: Style = card.isActive ? .text : .quiet
    let isMe = card.id == model.actor.staff
    let present = model.company.places[card.id]
    let mark =
        isMe
        ? model.glyphs.arrow
        : present != nil ? model.glyphs.eye : card.isActive ? model.glyphs.dot : model.glyphs.cross
    frame.canvas.write(
        mark, x: row.x + 1, y: row.y, width: 1, style: isMe ? .accent : present != nil ? .text : .quiet)
    var x = row.x + 3
    func column(_ text: String, _ width: Int, _ style: Style) {
        frame.canvas.write(text, x: x, y: row.y, width: max(0, min(width, row.maxX - 1 - x)), style: style)
        x += width + 1
    }
    let isNarrow = row.width < 76
    column(card.name, 10, style)
    // Where they are stands beside the name: on the narrowest screen too.
    column(
        present.map(model.whereabouts) ?? "", Columns.width(model.company.places.values.map(\.number), least: 8), .text)
    column(card.id.rawValue, isNarrow ? 10 : 14, .quiet)
    column(model.read(card.role.phrase), isNarrow ? 13 : 14, style)
    column(model.shortName(card.centre), 16, style)
    column(card.beats.joined(separator: " "), row.width, .quiet)
}
