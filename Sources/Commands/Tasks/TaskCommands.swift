import ArgumentParser
import Ledger
import Newsroom

/// `guantong task …`
struct TaskCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task", abstract: say("任务", "tasks"),
        subcommands: [
            TaskDispatch.self, TaskList.self, TaskShow.self, TaskAcknowledge.self, TaskDecline.self,
            TaskEnRoute.self, TaskArrive.self, TaskFile.self, TaskClose.self, TaskCancel.self, TaskReassign.self,
        ])
}

struct TaskDispatch: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispatch", abstract: say("派单", "dispatch a task to centres"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("中心，可用逗号并列", "centres, separated by commas", "CENTRE"))
    var centres: String
    @Argument(help: about("标题", "what to do", "TITLE"))
    var title: String
    @Option(help: about("级别：flash、urgent、routine", "how soon it matters: flash, urgent or routine"))
    var priority: Priority = .routine
    @Option(help: about("截止：18:00、+2h、+45m 或 ISO 8601", "due at 18:00, +2h, +45m or an ISO 8601 time", "TIME"))
    var due: String?
    @Option(help: about("要交：text,photo,video,live,graphic", "to bring: text,photo,video,live,graphic", "LIST"))
    var deliver: DeliverableList?
    @Option(name: .customLong("to"), help: about("指派给谁", "who goes", "STAFF"))
    var assignee: String?
    @Option(help: about("所属选题", "the topic it belongs to", "ID"))
    var topic: String?
    @Option(help: about("为哪篇稿件", "the story it works for", "NUMBER"))
    var story: String?
    @Option(help: about("出自哪条线索", "the lead it comes from", "NUMBER"))
    var lead: String?
    @Option(help: about("说明，- 为标准输入", "more to say; - for standard input", "TEXT"))
    var note: String?

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let order = TaskCommand.Dispatch(
            centres: try desk.centres(centres), title: title, note: try note.map(InputText.typed),
            priority: priority, deliverables: deliver?.items ?? [.text], dueAt: try due.map(desk.time),
            assignee: try assignee.map(desk.staff), story: try story.map { try desk.item($0, .story) },
            lead: try lead.map { try desk.item($0, .lead) }, topic: topic)
        let outcome = try desk.ledger.perform(.task(.dispatch(order)), as: actor)
        session.tellMade(outcome, desk)
    }
}

struct TaskList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: say("列出任务，未办结的在前", "list tasks, the open ones first"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ListOptions

    func perform(in session: Session) throws {
        let desk = try session.look()
        let filter = try options.filter(desk)
        let (rows, now) = try desk.ledger.read { (try $0.tasks(filter), $0.now) }
        session.tellList(rows, json: { TaskJSON($0, zone: desk.zone, now: now) }, table: { desk.table($0, at: now) })
    }
}

struct TaskShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: say("看任务与经过", "show tasks with what happened"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws {
        let desk = try session.look()
        session.each(items.numbers) { typed in
            let id = try desk.item(typed, .task)
            let (found, task, history, now) = try desk.ledger.read {
                (try $0.taskRow(id), try $0.task(id), try $0.history(id), $0.now)
            }
            guard let row = found, let task else { throw Refusal.unknownItem(typed) }
            session.tell(
                TaskJSON(row, task, history: history, zone: desk.zone, now: now, read: desk.read),
                text: desk.sheet(row, task, history, at: now))
        }
    }
}

// MARK: - Steps

struct TaskAcknowledge: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "ack", abstract: say("接单", "acknowledge tasks"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws { try session.eachTask(items) { id, _ in .acknowledge(id) } }
}

struct TaskDecline: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "decline", abstract: say("拒接", "decline tasks"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @OptionGroup var why: Reason

    func perform(in session: Session) throws {
        let reason = try why.text()
        try session.eachTask(items) { id, _ in .decline(id, reason: reason) }
    }
}

struct TaskEnRoute: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "enroute", abstract: say("出发", "set out"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws { try session.eachTask(items) { id, _ in .depart(id) } }
}

struct TaskArrive: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "arrive", abstract: say("到场", "arrive on scene"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws { try session.eachTask(items) { id, _ in .arrive(id) } }
}

struct TaskFile: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "file", abstract: say("交稿", "file what was brought"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("所交稿件", "the story that was filed", "NUMBER"))
    var story: String?

    func perform(in session: Session) throws {
        try session.eachTask(items) { id, desk in .file(id, story: try story.map { try desk.item($0, .story) }) }
    }
}

struct TaskClose: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "close", abstract: say("办结", "close filed tasks"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws { try session.eachTask(items) { id, _ in .close(id) } }
}

struct TaskCancel: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "cancel", abstract: say("撤销", "cancel tasks"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @OptionGroup var why: Reason

    func perform(in session: Session) throws {
        let reason = try why.text()
        try session.eachTask(items) { id, _ in .cancel(id, reason: reason) }
    }
}

struct TaskReassign: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "reassign", abstract: say("改派给别的中心或人员", "send somebody else"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("改派给哪个中心", "the centre to send instead", "CENTRE"))
    var centre: String?
    @Option(name: .customLong("to"), help: about("改派给谁", "the person to send instead", "STAFF"))
    var assignee: String?

    func validate() throws {
        if centre == nil, assignee == nil {
            throw ValidationError(say("须写 --centre 或 --to", "name --centre or --to"))
        }
    }

    func perform(in session: Session) throws {
        try session.eachTask(items) { id, desk in
            .reassign(id, centre: try centre.map(desk.centre), assignee: try assignee.map(desk.staff))
        }
    }
}
