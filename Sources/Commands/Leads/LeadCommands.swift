import ArgumentParser
import Ledger
import Newsroom

/// `guantong lead …`
struct LeadCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lead", abstract: say("线索", "leads"),
        subcommands: [
            LeadNew.self, LeadList.self, LeadShow.self, LeadPromote.self, LeadMerge.self, LeadDismiss.self,
            LeadRestore.self, LeadContactCommand.self,
        ])
}

struct LeadNew: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "new", abstract: say("登记线索", "enter a lead"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("标题", "what it is about", "TITLE"))
    var title: String
    @Option(help: about("内容，- 为标准输入", "what is known; - for standard input", "TEXT"))
    var text: String?
    @Option(help: about("来源：hotline、reporter、feed、hotList、desk", "hotline, reporter, feed, hotList or desk"))
    var source: LeadSource = .desk
    @Option(help: about("地点", "where", "TEXT"))
    var place: String?
    @Option(help: about("所属中心", "the centre it belongs to", "CENTRE"))
    var centre: String?
    @Option(help: about("级别：flash、urgent、routine", "flash, urgent or routine"))
    var priority: Priority = .routine
    @Option(
        help: about(
            "联系人：怎样找到提供线索的人，- 为标准输入；不入日志，保留 30 天",
            "how to reach whoever brought it, - for standard input; not in the log, kept for 30 days", "TEXT"))
    var contact: String?

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let tip = LeadCommand.Tip(
            title: title, text: try text.map(InputText.typed) ?? "", source: source, place: place,
            centre: try centre.map(desk.centre), priority: priority, contact: try contact.map(InputText.typed))
        let similar = try desk.ledger.read { try $0.similar(to: CleanText.line(title)) }
        let outcome = try desk.ledger.perform(.lead(.receive(tip)), as: actor)
        for lead in similar where !session.json {
            session.remark(desk.read("可能重复：", "possible duplicate: ") + "\(lead.number)  \(lead.title)")
        }
        session.tellMade(outcome, desk)
    }
}

struct LeadList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: say("列出线索，待判的在前", "list leads, the open ones first"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ListOptions

    func perform(in session: Session) throws {
        let desk = try session.look()
        let filter = try options.filter(desk)
        let (rows, now) = try desk.ledger.read { (try $0.leads(filter), $0.now) }
        session.tellList(rows, json: { LeadJSON($0, zone: desk.zone, now: now) }, table: { desk.table($0, at: now) })
    }
}

struct LeadShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: say("看线索与经过", "show leads with what happened"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws {
        let desk = try session.look()
        let reader = try session.actorIfKnown(desk)
        let houses = desk.directory.houses(desk.policy, at: desk.now)
        session.each(items.numbers) { typed in
            let id = try desk.item(typed, .lead)
            let (found, lead, history, now) = try desk.ledger.read {
                (try $0.leadRow(id), try $0.lead(id), try $0.history(id), $0.now)
            }
            guard let row = found, let lead else { throw Refusal.unknownItem(typed) }
            // For those only who may work on it; to others it is as if there were none.
            let maySee = reader.map { lead.isContactOpen(to: $0, in: houses) } ?? false
            let contact = maySee ? try desk.ledger.read { $0.contact(of: lead) } : nil
            session.tell(
                LeadJSON(row, lead, contact, history: history, zone: desk.zone, now: now, read: desk.read),
                text: desk.sheet(row, lead, contact, history, at: now))
        }
    }
}

struct LeadPromote: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote", abstract: say("立项，成为稿件", "make stories of leads"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("稿件归哪个中心", "the centre that the story belongs to", "CENTRE"))
    var centre: String?
    @Option(help: about("作者，可多次", "an author; may be repeated", "STAFF"))
    var author: [String] = []

    func perform(in session: Session) throws {
        try session.eachLead(items.numbers) { id, desk in
            .promote(id, centre: try centre.map(desk.centre), authors: try author.flatMap(desk.people))
        }
    }
}

struct LeadMerge: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: say("并入另一线索", "merge leads into another"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("并入哪条", "the lead that stays", "NUMBER"))
    var into: String

    func perform(in session: Session) throws {
        try session.eachLead(items.numbers) { id, desk in .merge(id, into: try desk.item(into, .lead)) }
    }
}

struct LeadDismiss: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "dismiss", abstract: say("不用", "put leads aside"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @OptionGroup var why: Reason

    func perform(in session: Session) throws {
        let reason = try why.text()
        try session.eachLead(items.numbers) { id, _ in .dismiss(id, reason: reason) }
    }
}

struct LeadRestore: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: say("不用的或已合并的恢复待判", "take dismissed or merged leads up again"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws { try session.eachLead(items.numbers) { id, _ in .restore(id) } }
}

struct LeadContactCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact",
        abstract: say("登记或删除线索联系人", "say how to reach whoever brought a lead, or let it be forgotten"),
        discussion: say(
            """
            联系人不入日志、不进备份，只存于指挥中心和线索所属中心的节点，30 天后自动删除。命令行上的字本机其他用户看得到；写 - 则从标准输入读。
            """,
            """
            A contact is not in the log and in no backup. It lies at the desk's nodes and those of the lead's centre, and is \
            deleted after 30 days. What stands in a command line other users of the machine can see; - reads standard input.
            """))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("线索编号（如 L-0031）或标识", "the number of a lead such as L-0031, or its id", "NUMBER"))
    var item: String
    @Argument(help: about("姓名、电话，- 为标准输入", "name, number; - for standard input", "TEXT"))
    var text: String?
    @Flag(help: about("删除联系人", "let it be forgotten"))
    var erase = false

    func validate() throws {
        guard (text == nil) == erase else {
            throw ValidationError(say("写联系人，或写 --erase", "give the contact, or --erase"))
        }
    }

    func perform(in session: Session) throws {
        let contact = try text.map(InputText.typed)
        try session.eachLead([item]) { id, _ in contact.map { .giveContact(id, $0) } ?? .eraseContact(id) }
    }
}
