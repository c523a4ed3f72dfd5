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

    func validate() throws { try ListOptions.check(limit) }

    func perform(in session: Session) throws {
        let desk = try session.look()
        // Whoever is nobody at this desk sees what everybody may see.
        let reader = try session.callerIfKnown(desk)
        let (rows, now) = try desk.ledger.read { (try $0.log(limit: limit, for: reader), $0.now) }
        for row in rows.reversed() {
            session.tell(LogJSON(row, zone: desk.zone, read: desk.read), text: desk.line(row, at: now))
        }
        session.tellLatest(rows.count, limit)
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
        let outcome = try desk.ledger.perform(.desk(.note(try InputText.typed(text))), as: actor)
        for event in outcome.events {
            session.tell(LogJSON(event, zone: desk.zone, read: desk.read), text: desk.line(event, at: event.at))
        }
    }
}
