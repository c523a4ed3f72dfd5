import ArgumentParser
import Ledger
import Newsroom

/// `guantong loan …`; loans are proposed and accepted with `guantong staff lend` and `accept`, where people look for who works
/// where.
struct LoanCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loan",
        abstract: say(
            "互审：借用的审稿人；用 staff lend 提出，staff accept 同意",
            "reviewers lent between houses; staff lend proposes, staff accept accepts"),
        subcommands: [LoanList.self, LoanShow.self, LoanEnd.self])
}

struct LoanPropose: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "lend",
        abstract: say(
            "提出互审：借出或借入一位审稿人，另一方同意后生效", "propose to lend or borrow a reviewer; it counts once the other house accepts"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("人员代号", "the person's id", "ID"))
    var id: String
    @Option(help: about("借给哪里", "the house that borrows", "CENTRE"))
    var to: String
    @Option(help: about("从哪里借（默认此人审稿的单位）", "the house that lends (default: where the person reviews)", "CENTRE"))
    var from: String?
    @Option(help: about("只审这一篇", "for the reviews of this story alone", "NUMBER"))
    var story: String?
    @Option(help: about("借到何时：18:00、+2h 或 ISO 8601", "until when: 18:00, +2h or ISO 8601", "TIME"))
    var until: String?

    func validate() throws {
        guard (story == nil) != (until == nil) else {
            throw ValidationError(
                say("写 --story 编号 或 --until 时间，二者之一", "write one of --story NUMBER and --until TIME"))
        }
    }

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let term: LoanTerm
        if let story {
            term = .story(try desk.item(story, .story))
        } else {
            term = .until(try desk.time(until ?? ""))
        }
        let offer = LoanCommand.Offer(
            person: try desk.staff(id), to: try desk.centre(to), from: try from.map(desk.centre), term: term)
        session.tellMade(try desk.ledger.perform(.loan(.propose(offer)), as: actor), desk)
    }
}

struct LoanAccept: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: say("同意互审", "accept the loan of a reviewer"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("人员代号，或互审编号（如 B-0007）", "the person's id, or the loan's number such as B-0007", "ID"))
    var id: String

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let loan = try desk.waitingLoan(id, for: actor)
        _ = try desk.ledger.perform(.loan(.accept(loan)), as: actor)
        session.recorded { try session.tellLoan(loan, desk) }
    }
}

struct LoanEnd: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: say("结束互审，或不同意", "end loans, or turn them down"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("理由，- 为标准输入", "why; - for standard input", "TEXT"))
    var reason: String?

    func perform(in session: Session) throws {
        let why = try reason.map(InputText.typed)
        let (desk, actor) = try session.act()
        session.each(items.numbers) { typed in
            let id = try desk.item(typed, .loan)
            _ = try desk.ledger.perform(.loan(.end(id, reason: why)), as: actor)
            session.recorded { try session.tellLoan(id, desk) }
        }
    }
}

struct LoanList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: say("列出互审，待同意的在前", "list loans, those that wait first"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ListOptions

    func perform(in session: Session) throws {
        let desk = try session.look()
        let filter = try options.filter(desk)
        let (rows, now, names) = try desk.ledger.read { reading in
            let rows = try reading.loans(filter)
            return (rows, reading.now, try reading.numbers(of: rows.compactMap(\.card.term.story)))
        }
        session.tellList(
            rows, json: { LoanJSON($0, zone: desk.zone, now: now) }, table: { desk.table($0, names, at: now) })
    }
}

struct LoanShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: say("看互审与经过", "show loans with what happened"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws {
        let desk = try session.look()
        session.each(items.numbers) { typed in
            let id = try desk.item(typed, .loan)
            let (found, loan, history, now) = try desk.ledger.read {
                (try $0.loanRow(id), try $0.loan(id), try $0.history(id), $0.now)
            }
            guard let row = found, let loan else { throw Refusal.unknownItem(typed) }
            let names = try desk.ledger.read { try $0.numbers(of: [loan.card.term.story].compactMap { $0 }) }
            session.tell(
                LoanJSON(row, loan, history: history, zone: desk.zone, now: now, read: desk.read),
                text: desk.sheet(row, loan, names, history, at: now))
        }
    }
}

extension OpenDesk {
    /// The loan that a number, an id or the person who is lent names; of a person the one that waits for the actor's house.
    fileprivate func waitingLoan(_ typed: String, for actor: Person) throws -> SubjectID {
        if Number(typed) != nil || SubjectID(typed) != nil { return try item(typed, .loan) }
        let person = try staff(typed)
        let (rows, now) = try ledger.read { (try $0.loans(Filter(openOnly: true)), $0.now) }
        let waiting = rows.filter { $0.card.person == person && $0.state == .proposed }
        // The desk's people accept for others too, where the rules let them.
        let own = waiting.filter { $0.waits(for: actor, at: now) }
        let meant = own.isEmpty ? waiting : own
        guard let first = meant.first else { throw Refusal.loan(.noneWaits(person)) }
        guard meant.count == 1 else { throw Refusal.loan(.several(meant.map(\.number))) }
        return first.id
    }
}
