import ArgumentParser
import Ledger
import Newsroom

/// `guantong request …`
struct RequestCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: say("需求：向别的中心要缺的东西", "requests: what one centre asks of others"),
        subcommands: [
            RequestNew.self, RequestList.self, RequestShow.self, RequestAnswerCommand.self, RequestClose.self,
        ])
}

struct RequestNew: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "new", abstract: say("提需求", "make a request"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("缺什么", "what is lacking", "TITLE"))
    var title: String
    @Option(help: about("要在何时：17:00、+2h 或 ISO 8601", "by when it is needed: 17:00, +2h or ISO 8601", "TIME"))
    var due: String
    @Option(help: about("哪个中心提出（默认本中心）", "the centre that asks (default: your own)", "CENTRE"))
    var centre: String?
    @Option(
        help: about("问哪些中心，逗号隔开；不写则问各中心", "the centres asked, with commas between; all where none is named", "CENTRES"))
    var to: String?
    @Option(help: about("要什么：text,photo,video,live,graphic", "what is wanted: text,photo,video,live,graphic", "ITEMS"))
    var deliver: DeliverableList?
    @Option(help: about("级别：flash、urgent、routine", "flash, urgent or routine"))
    var priority: Priority = .routine
    @Option(help: about("地点", "where", "TEXT"))
    var place: String?
    @Option(help: about("说明，- 为标准输入", "more to know; - for standard input", "TEXT"))
    var note: String?
    @Option(help: about("用于哪篇稿件", "the story that it is for", "NUMBER"))
    var story: String?

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let wish = RequestCommand.Wish(
            title: title, dueAt: try desk.time(due), centre: try centre.map(desk.centre),
            to: try to.map(desk.centres) ?? [], deliverables: deliver?.items ?? [.text], priority: priority,
            place: place, note: try note.map(InputText.typed), story: try story.map { try desk.item($0, .story) })
        session.tellMade(try desk.ledger.perform(.request(.make(wish)), as: actor), desk)
    }
}

struct RequestList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: say("列出需求，待答的在前", "list requests, those that wait first"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ListOptions

    func perform(in session: Session) throws {
        let desk = try session.look()
        let filter = try options.filter(desk)
        let (rows, now) = try desk.ledger.read { (try $0.requests(filter), $0.now) }
        session.tellList(rows, json: { RequestJSON($0, zone: desk.zone, now: now) }, table: { desk.table($0, at: now) })
    }
}

struct RequestShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: say("看需求、答复与经过", "show requests with their answers and what happened"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws {
        let desk = try session.look()
        session.each(items.numbers) { typed in
            let id = try desk.item(typed, .request)
            let (found, request, history, now) = try desk.ledger.read {
                (try $0.requestRow(id), try $0.request(id), try $0.history(id), $0.now)
            }
            guard let row = found, let request else { throw Refusal.unknownItem(typed) }
            let named = [row.story].compactMap { $0 } + row.answers.compactMap { $0.answer.story ?? $0.answer.task }
            let names = try desk.ledger.read { reading in
                try named.reduce(into: [SubjectID: Number]()) { $0[$1] = try reading.number(of: $1) }
            }
            session.tell(
                RequestJSON(row, request, history: history, zone: desk.zone, now: now, read: desk.read),
                text: desk.sheet(row, request, names: names, history, at: now))
        }
    }
}

struct RequestAnswerCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: say("答复需求：稿件、任务或不能", "answer a request with a story, a task or a no"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("需求编号（如 R-0007）或标识", "the request's number such as R-0007, or its id", "NUMBER"))
    var number: String
    @Option(help: about("以这篇稿件答复", "the story that answers it", "NUMBER"))
    var story: String?
    @Option(help: about("以这个任务应下", "the task that takes it on", "NUMBER"))
    var task: String?
    @Flag(name: .customLong("no"), help: about("不能，须写 --reason", "it cannot be done; --reason says why"))
    var isNo = false
    @Option(help: about("不能的理由，- 为标准输入", "why not; - for standard input", "TEXT"))
    var reason: String?
    @Option(help: about("替哪个中心答复（默认本中心）", "the centre that answers (default: your own)", "CENTRE"))
    var centre: String?

    func validate() throws {
        let ways = [story != nil, task != nil, isNo].count { $0 }
        guard ways == 1, isNo == (reason != nil) else {
            throw ValidationError(
                say(
                    "写 --story 编号、--task 编号，或 --no --reason 理由，三者之一",
                    "write one of --story NUMBER, --task NUMBER, or --no --reason TEXT"))
        }
    }

    func perform(in session: Session) throws {
        let why = try reason.map(InputText.typed)
        try session.eachRequest([number]) { id, desk in
            let answer: RequestAnswer =
                if let story {
                    .story(try desk.item(story, .story))
                } else if let task {
                    .task(try desk.item(task, .task))
                } else {
                    .no(reason: why ?? "")
                }
            return .answer(id, answer, centre: try centre.map(desk.centre))
        }
    }
}

struct RequestClose: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "close", abstract: say("了结需求", "close requests"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("理由，- 为标准输入", "why; - for standard input", "TEXT"))
    var reason: String?

    func perform(in session: Session) throws {
        let why = try reason.map(InputText.typed)
        try session.eachRequest(items.numbers) { id, _ in .close(id, reason: why) }
    }
}
