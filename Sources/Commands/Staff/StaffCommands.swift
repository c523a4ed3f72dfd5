import ArgumentParser
import Ledger
import Newsroom

/// `guantong staff …`
struct StaffCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff", abstract: say("人员", "staff"),
        subcommands: [
            StaffList.self, StaffAdd.self, StaffSet.self, LoanPropose.self, LoanAccept.self,
        ])
}

struct StaffList: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("列出人员", "list the staff"))

    @OptionGroup var common: CommonOptions
    @Option(help: about("只看某中心", "only of this centre", "CENTRE"))
    var centre: String?

    func perform(in session: Session) throws {
        let desk = try session.look()
        let home = try centre.map(desk.centre)
        let staff = desk.directory.staff.filter { card in home == nil || card.posts.contains { $0.house == home } }
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
    @Option(
        help: about(
            "兼任的岗位，可多次；set 时空则解除", "another post of theirs; may be repeated, and empty for none with set", "ROLE@CENTRE"
        ))
    var also: [String] = []
    @Option(help: about("登录名", "the name they log in with"))
    var login: String?
    @Option(help: about("专长，可多次", "what they know best; may be repeated", "TEXT"))
    var beat: [String] = []
    @Option(help: about("谁代理（总编不在时授权）", "who stands in for them, as a chief away from the desk", "STAFF"))
    var deputy: String?

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let card = StaffCard(
            id: StaffID(rawValue: id), name: name, role: role, centre: try desk.centre(centre),
            also: try desk.posts(also), login: try login.map(Login.checked),
            beats: beat.flatMap(TypedList.names), deputy: try deputy.map(desk.staff))
        try session.tellStaff(try desk.ledger.perform(.staff(.add(card)), as: actor), id)
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
    @Option(
        help: about(
            "兼任的岗位，可多次；set 时空则解除", "another post of theirs; may be repeated, and empty for none with set", "ROLE@CENTRE"
        ))
    var also: [String] = []
    @Option(help: about("登录名；空则解除", "the name they log in with; empty for none"))
    var login: String?
    @Option(help: about("专长，可多次", "what they know best; may be repeated", "TEXT"))
    var beat: [String] = []
    @Flag(inversion: .prefixedNo, help: about("是否在岗", "whether they still work here"))
    var active: Bool?
    @Option(help: about("谁代理；空则解除", "who stands in for them; empty for nobody", "STAFF"))
    var deputy: String?

    func validate() throws {
        let isEmpty =
            name == nil && role == nil && centre == nil && login == nil && beat.isEmpty
            && active == nil && also.isEmpty && deputy == nil
        if isEmpty { throw ValidationError(say("没说改什么", "name what to change")) }
    }

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let home = try centre.map(desk.centre)
        let person = try desk.staff(id)
        let others = try desk.posts(also)
        let standIn = try deputy.map { $0.isEmpty ? nil : try desk.staff($0) }
        let newLogin = try login.map { $0.isEmpty ? nil : try Login.checked($0) }
        let outcome = try desk.ledger.transaction { transaction in
            // Read within the transaction: a colleague may have changed another part a moment ago.
            guard var card = try transaction.staff(person)?.card else { throw Refusal.unknownStaff(person.rawValue) }
            card.name = name ?? card.name
            card.role = role ?? card.role
            card.centre = home ?? card.centre
            if !also.isEmpty { card.posts = [card.posts[0]] + others }
            card.login = newLogin ?? card.login
            card.beats = beat.isEmpty ? card.beats : beat.flatMap(TypedList.names)
            card.isActive = active ?? card.isActive
            if let standIn { card.deputy = standIn }
            return try transaction.perform(.staff(.change(card)), as: actor)
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
