import ArgumentParser
import Ledger
import Newsroom

/// `guantong centre …`
struct CentreCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "centre", abstract: say("中心", "centres"), subcommands: [CentreList.self, CentreShow.self])
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
            let people = desk.directory.staff.filter { $0.centre == id && $0.isActive }
            if session.json {
                var object = CentreJSON(row, desk: desk, now: now)
                object.staff = people.map(StaffJSON.init)
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

extension OpenDesk {
    /// Every centre with what it has in hand; the desk itself only where it is asked for.
    func centres(withDesk: Bool = false) throws -> (rows: [CentreRow], now: Moment) {
        try ledger.read { reading in
            let rows = try reading.centres(today: zone.startOfDay(reading.now))
            return (rows.filter { withDesk || $0.card.id != directory.charter.id }, reading.now)
        }
    }

    /// A table under its title and the number of its rows.
    func titled(_ title: Phrase, _ table: Table) -> String {
        "\n\(read(title)) \(table.count)" + (table.isEmpty ? "" : "\n" + table.text())
    }
}

/// `guantong staff …`
struct StaffCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff", abstract: say("人员", "staff"),
        subcommands: [StaffList.self, StaffAdd.self, StaffSet.self])
}

struct StaffList: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("列出人员", "list the staff"))

    @OptionGroup var common: CommonOptions
    @Option(help: about("只看某中心", "only of this centre", "CENTRE"))
    var centre: String?

    func perform(in session: Session) throws {
        let desk = try session.look()
        let home = try centre.map(desk.centre)
        let staff = desk.directory.staff.filter { home == nil || $0.centre == home }
        if session.json {
            for card in staff { session.output.json(StaffJSON(card)) }
        } else {
            session.tellTable(desk.table(staff))
        }
    }
}

struct StaffAdd: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: say("添加人员", "add somebody"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("代号", "the id", "ID"))
    var id: String
    @Option(help: about("姓名", "the name"))
    var name: String
    @Option(help: about("角色", "the role"))
    var role: Role
    @Option(help: about("所属中心", "the centre", "CENTRE"))
    var centre: String
    @Option(help: about("登录名", "the name they log in with"))
    var login: String?
    @Option(help: about("专长，可多次", "what they know best; may be repeated", "TEXT"))
    var beat: [String] = []

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let card = StaffCard(
            id: StaffID(rawValue: id), name: name, role: role, centre: try desk.centre(centre),
            login: try login.map(Login.checked), beats: beat.flatMap(TypedList.names))
        try session.tellStaff(try desk.ledger.perform(.addStaff(card), as: actor), id)
    }
}

struct StaffSet: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: say("更改人员的登记", "change what is known of somebody"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("代号", "the id", "ID"))
    var id: String
    @Option(help: about("姓名", "the name"))
    var name: String?
    @Option(help: about("角色", "the role"))
    var role: Role?
    @Option(help: about("所属中心", "the centre", "CENTRE"))
    var centre: String?
    @Option(help: about("登录名；空则解除", "the name they log in with; empty for none"))
    var login: String?
    @Option(help: about("专长，可多次", "what they know best; may be repeated", "TEXT"))
    var beat: [String] = []
    @Flag(inversion: .prefixedNo, help: about("是否在岗", "whether they still work here"))
    var active: Bool?

    func validate() throws {
        let isEmpty = name == nil && role == nil && centre == nil && login == nil && beat.isEmpty && active == nil
        if isEmpty { throw ValidationError(say("没说改什么", "name what to change")) }
    }

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let home = try centre.map(desk.centre)
        let person = try desk.staff(id)
        let newLogin = try login.map { $0.isEmpty ? nil : try Login.checked($0) }
        let outcome = try desk.ledger.transaction { transaction in
            // Read within the transaction: a colleague may have changed another part a moment ago.
            guard var card = try transaction.staff(person)?.card else { throw Refusal.unknownStaff(person.rawValue) }
            card.name = name ?? card.name
            card.role = role ?? card.role
            card.centre = home ?? card.centre
            card.login = newLogin ?? card.login
            card.beats = beat.isEmpty ? card.beats : beat.flatMap(TypedList.names)
            card.isActive = active ?? card.isActive
            return try transaction.perform(.changeStaff(card), as: actor)
        }
        try session.tellStaff(outcome, person.rawValue)
    }
}

/// The name of somebody's login, as the command line takes it.
private enum Login {
    static func checked(_ text: String) throws -> String {
        let isFit = (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isFit else {
            throw Failure.usage(
                Phrase("登录名须为 1 到 64 个无空格的 ASCII 字符", "a login has 1 to 64 ASCII characters without blanks"))
        }
        return text
    }
}

extension Session {
    fileprivate func tellStaff(_ outcome: Ledger.Outcome, _ id: String) throws {
        for case .staff(let fact) in outcome.events.map(\.fact) { tell(StaffJSON(fact.card), text: id) }
    }
}

/// `guantong duty`: the caller takes duty at their own centre.
struct DutyCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "duty", abstract: say("在本中心接班", "take duty at your centre"))
    @OptionGroup var common: CommonOptions

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let outcome = try desk.ledger.perform(.takeDuty, as: actor)
        for event in outcome.events {
            session.tell(LogJSON(event, zone: desk.zone, read: desk.read), text: desk.line(event, at: event.at))
        }
    }
}

/// `guantong rights`: who may do what, from the one table.
struct RightsCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "rights", abstract: say("各角色的权限表", "who may do what"))
    @OptionGroup var common: CommonOptions

    private struct RightJSON: Encodable {
        let right: String
        let roles: [Role]
    }

    func perform(in session: Session) throws {
        let read = session.read
        if session.json {
            for right in Right.allCases {
                session.output.json(RightJSON(right: right.rawValue, roles: right.roles))
            }
            return
        }
        var table = Table([read("权限", "right")] + Role.allCases.map { read($0.phrase) })
        for right in Right.allCases {
            table.add([read(right.phrase)] + Role.allCases.map { $0.may(right) ? read("可", "yes") : "-" })
        }
        session.tellTable(table)
    }
}
