import ArgumentParser
import Ledger
import Newsroom

/// `guantong centre …`
struct CentreCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "centre", abstract: say("中心", "centres"),
        subcommands: [CentreList.self, CentreShow.self, CentreSet.self])
}

struct CentreList: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("列出各中心", "list the centres"))
    @OptionGroup var common: CommonOptions

    func perform(in session: Session) throws {
        let desk = try session.look()
        let (rows, now) = try desk.centres()
        if session.json {
            for row in rows { session.output.json(CentreJSON(row, desk: desk, now: now)) }
        } else {
            session.tellTable(desk.table(rows, at: now))
        }
    }
}

struct CentreShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: say("看中心：人员、任务、稿件", "show centres: people, tasks, stories"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("代号、名称或拼音，可多个", "ids, names or pinyin; several may be given", "CENTRE"))
    var centres: [String]

    func perform(in session: Session) throws {
        let desk = try session.look()
        let (rows, now) = try desk.centres(withDesk: true)
        session.each(centres) { typed in
            let id = try desk.centre(typed)
            guard let row = rows.first(where: { $0.card.id == id }) else { throw Refusal.unknownCentre(typed) }
            let people = desk.directory.staff.filter { card in
                card.isActive && card.posts.contains { $0.house == id }
            }
            if session.json {
                var object = CentreJSON(row, desk: desk, now: now)
                object.staff = people.map(StaffJSON.init)
                object.onBehalf = desk.policy.onBehalf[id] ?? .whereNobody
                session.output.json(object)
            } else {
                let filter = Filter(centre: id, openOnly: true)
                let (tasks, stories) = try desk.ledger.read { (try $0.tasks(filter), try $0.stories(filter)) }
                session.output.text(desk.table([row], at: now).text())
                session.output.text(desk.titled(Phrase("人员", "people"), desk.table(people)))
                session.output.text(desk.titled(Phrase("任务", "tasks"), desk.table(tasks, at: now)))
                session.output.text(desk.titled(Phrase("稿件", "stories"), desk.table(stories, at: now)))
            }
        }
    }
}

struct CentreSet: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: say("定下本台能否代某中心办理", "say what the desk may do on a centre's behalf"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("代号、名称或拼音", "id, name or pinyin", "CENTRE"))
    var centre: String
    @Option(
        help: about(
            "代行：never 不许，whereNobody 那里没有人可办时，always 都可以",
            "never, whereNobody (of what nobody there may do), or always", "WHEN"))
    var onBehalf: OnBehalf

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let id = try desk.centre(centre)
        try desk.ledger.perform(.desk(.setOnBehalf(id, onBehalf)), as: actor)
        let (rows, now) = try desk.centres(withDesk: true)
        guard let row = rows.first(where: { $0.card.id == id }) else { throw Refusal.unknownCentre(centre) }
        var object = CentreJSON(row, desk: desk, now: now)
        object.onBehalf = onBehalf
        session.tell(object, text: "\(desk.read.centre(id))  \(desk.read(onBehalf.phrase))")
    }
}

extension OnBehalf: ExpressibleByArgument {}
