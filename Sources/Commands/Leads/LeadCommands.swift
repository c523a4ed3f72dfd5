import ArgumentParser
import Ledger
import Newsroom

/// `guantong lead …`
struct LeadCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lead", abstract: say("线索", "leads"),
        subcommands: [
            LeadNew.self, LeadList.self, LeadShow.self, LeadPromote.self, LeadMerge.self, LeadDismiss.self,
            LeadRestore.self,
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

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let tip = LeadCommand.Tip(
            title: title, text: try text.map(InputText.typed) ?? "", source: source, place: place,
            centre: try centre.map(desk.centre), priority: priority)
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
        if session.json {
            for row in rows { session.output.json(LeadJSON(row, zone: desk.zone, now: now)) }
        } else {
            session.tellTable(desk.table(rows, at: now))
        }
    }
}

struct LeadShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: say("看线索与经过", "show leads with what happened"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws {
        let desk = try session.look()
        session.each(items.numbers) { typed in
            let id = try desk.item(typed, .lead)
            let (found, lead, history, now) = try desk.ledger.read {
                (try $0.leadRow(id), try $0.lead(id), try $0.history(id), $0.now)
            }
            guard let row = found, let lead else { throw Refusal.unknownItem(typed) }
            session.tell(
                LeadJSON(row, lead, history: history, zone: desk.zone, now: now, read: desk.read),
                text: desk.sheet(row, lead, history, at: now))
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
        try session.eachLead(items) { id, desk in
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
        try session.eachLead(items) { id, desk in .merge(id, into: try desk.item(into, .lead)) }
    }
}

struct LeadDismiss: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "dismiss", abstract: say("不用", "put leads aside"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @OptionGroup var why: Reason

    func perform(in session: Session) throws {
        let reason = try why.text()
        try session.eachLead(items) { id, _ in .dismiss(id, reason: reason) }
    }
}

struct LeadRestore: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: say("不用的或已合并的恢复待判", "take dismissed or merged leads up again"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws { try session.eachLead(items) { id, _ in .restore(id) } }
}
