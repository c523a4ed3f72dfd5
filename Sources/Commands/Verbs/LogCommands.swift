import ArgumentParser
import Ledger
import Newsroom

/// `guantong log`, `guantong log note TEXT`
struct LogCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: say("值班日志", "the duty log"), subcommands: [LogShow.self, LogNote.self],
        defaultSubcommand: LogShow.self)
}

struct LogShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: say("最近的日志，新的在后", "the latest of the log, the newest last"))

    @OptionGroup var common: CommonOptions
    @Option(help: about("列出多少行", "how many lines", "N"))
    var limit = 200

    func validate() throws {
        guard (1...1_000_000).contains(limit) else {
            throw ValidationError(say("--limit 须在 1 到 1000000 之间", "--limit is from 1 to 1000000"))
        }
    }

    func perform(in session: Session) throws {
        let desk = try session.look()
        // Whoever is nobody at this desk sees what everybody may see.
        let reader = try session.callerIfKnown(desk)
        let (rows, now) = try desk.ledger.read { (try $0.log(limit: limit, for: reader), $0.now) }
        for row in rows.reversed() {
            session.tell(LogJSON(row, zone: desk.zone, read: desk.read), text: desk.line(row, at: now))
        }
    }
}

struct LogNote: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: say("在日志里记一笔", "write a line in the log"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("内容，- 为标准输入", "the text; - for standard input", "TEXT"))
    var text: String

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let outcome = try desk.ledger.perform(.note(try InputText.typed(text)), as: actor)
        for event in outcome.events {
            session.tell(LogJSON(event, zone: desk.zone, read: desk.read), text: desk.line(event, at: event.at))
        }
    }
}

/// `guantong rollcall …`
struct RollCallCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollcall", abstract: say("点名", "the roll call"),
        subcommands: [RollCallCall.self, RollCallAnswer.self, RollCallShow.self])
}

struct RollCallCall: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: say("点名（默认全部中心）", "call the roll, of all centres by default"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("中心", "the centres", "CENTRE"))
    var centres: [String] = []

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let named = try centres.flatMap(desk.centres)
        let all = desk.directory.roster.map(\.id)
        try desk.ledger.perform(.callRoll(centres: named.isEmpty ? all : named), as: actor)
        session.recorded { try session.tellRollCall(desk) }
    }
}

struct RollCallAnswer: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: say("代表本中心应答最近一次点名", "answer the latest roll call for your centre"))
    @OptionGroup var common: CommonOptions

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        guard let call = try desk.ledger.read({ try $0.rollCall() }) else { throw Failure.noRollCall }
        try desk.ledger.perform(.answerRoll(call.id), as: actor)
        session.recorded { try session.tellRollCall(desk) }
    }
}

struct RollCallShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: say("最近一次点名：谁应答了，谁没有", "the latest roll call: who answered, who did not"))
    @OptionGroup var common: CommonOptions

    func perform(in session: Session) throws { try session.tellRollCall(try session.look()) }
}

extension Session {
    fileprivate func tellRollCall(_ desk: OpenDesk) throws {
        let (found, now) = try desk.ledger.read { (try $0.rollCall(), $0.now) }
        guard let call = found else { throw Failure.noRollCall }
        if json { return output.json(RollCallJSON(call, zone: desk.zone)) }
        let read = desk.read
        output.text(
            read(
                "\(read.name(call.calledBy)) \(desk.time(call.calledAt, at: now)) 点名，"
                    + "\(call.centres.count - call.missing.count)/\(call.centres.count) 已应答",
                "called by \(read.name(call.calledBy)) at \(desk.time(call.calledAt, at: now)), "
                    + "\(call.centres.count - call.missing.count) of \(call.centres.count) answered"))
        var table = Table([read("中心", "centre"), read("应答", "answer")])
        for centre in call.centres {
            let answer =
                if let at = call.answers[centre] {
                    desk.time(at, at: now) + (call.isLate(centre) ? read("（迟）", " (late)") : "")
                } else {
                    call.overdue(at: now).contains(centre) ? read("未应答，超时", "none, overdue") : read("等待", "waiting")
                }
            table.add([read.centre(centre), answer])
        }
        output.text(table.text())
    }
}
