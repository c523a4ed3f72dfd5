import Ledger
import Newsroom

/// Staff as people read them.
extension OpenDesk {
    func table(_ staff: [StaffCard]) -> Table {
        var table = Table([
            read("代号", "id"), read("姓名", "name"), read("角色", "role"), read("中心", "centre"),
            read("登录名", "login"), read("在岗", "active"), read("专长", "beats"),
        ])
        for card in staff {
            table.add([
                card.id.rawValue, card.name, read(card.role.phrase),
                ([read.centre(card.centre)]
                    + card.posts.dropFirst().map { "\(read($0.role.phrase))@\(read.centre($0.house))" })
                    .joined(separator: read("、", ", ")), card.login ?? "-",
                card.isActive ? read("是", "yes") : read("否", "no"),
                card.beats.joined(separator: read("、", ", ")),
            ])
        }
        return table
    }
}

extension Session {
    func tellStaff(_ outcome: Ledger.Outcome, _ id: String) throws {
        for case .staff(let fact) in outcome.events.map(\.fact) { tell(StaffJSON(fact.card), text: id) }
    }
}
