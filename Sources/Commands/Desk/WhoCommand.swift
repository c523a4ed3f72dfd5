import ArgumentParser
import Ledger
import Newsroom

/// `guantong who`: who has a console open, and what they look at.
struct WhoCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "who", abstract: say("谁在台上，在看什么", "who is at the desk, and what they look at"))
    @OptionGroup var common: CommonOptions

    func perform(in session: Session) throws {
        let desk = try session.look()
        let people = try desk.ledger.present()
        if session.json {
            for one in people { session.output.json(PresentJSON(one, desk)) }
            return
        }
        let read = desk.read
        var table = Table([read("姓名", "name"), read("角色", "role"), read("在看", "at"), read("自", "since"), ""])
        for one in people {
            let role = desk.directory.person(id: one.staff).map { read($0.role.phrase) } ?? ""
            table.add([
                read.name(one.staff), role, desk.whereabouts(one), desk.time(one.since, at: desk.now),
                one.isReadOnly ? read("只读", "read-only") : "",
            ])
        }
        session.tellTable(table)
    }
}

extension OpenDesk {
    /// What somebody looks at: a number, a centre's id, or the word of a screen.
    fileprivate func whereabouts(_ present: Present) -> String {
        present.number?.description ?? centre(of: present)?.rawValue ?? present.place
    }

    private func centre(of present: Present) -> CentreID? {
        directory.centres.first { .centre($0.id) == present.subject }?.id
    }
}

/// Somebody at the desk as programs read it.
private struct PresentJSON: Encodable {
    let staff: StaffID
    let name: String
    let role: Role?
    let since: String
    let at: String
    /// Said where they only look.
    let readOnly: Bool?

    init(_ present: Present, _ desk: OpenDesk) {
        staff = present.staff
        name = desk.read.name(present.staff)
        role = desk.directory.person(id: present.staff)?.role
        since = desk.zone.iso(present.since)
        at = desk.whereabouts(present)
        readOnly = present.isReadOnly ? true : nil
    }
}
