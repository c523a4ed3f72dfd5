import ArgumentParser
import Ledger
import Newsroom

/// `guantong message …`
struct MessageCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: say("消息", "messages"),
        subcommands: [MessageSend.self, MessageList.self, MessageRead.self], aliases: ["msg"])
}

struct MessageSend: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: say("给人发一句话", "say a word to somebody"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("发给谁，可用逗号分隔多人；desk 为全台", "to whom, several separated by commas; desk for everybody", "TO"))
    var to: String
    @Argument(help: about("内容，最多 500 字，- 为标准输入", "the text, 500 characters at most; - for standard input", "TEXT"))
    var text: String
    @Option(name: .customLong("about"), help: about("关于哪一件", "what it is about", "NUMBER"))
    var subject: String?

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let people = try desk.directory.readRecipients(list: to)?.map(\.id)
        let text = try InputText.typed(text)
        let outcome = try desk.ledger.perform(
            .message(.send(text, to: people, about: try subject.map(desk.anything))), as: actor)
        session.recorded {
            for event in outcome.events {
                guard let row = try desk.ledger.read({ try $0.message(event.subject) }) else { continue }
                session.tell(MessageJSON(row, reader: actor.staff, zone: desk.zone), text: "\(row.id)")
            }
        }
    }
}

struct MessageList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: say("你收到和发出的消息，新的在后；看了不算已读", "what you sent and were sent, the newest last; listing is not reading"))

    @OptionGroup var common: CommonOptions
    @Flag(help: about("只列未读的", "only what you have not read"))
    var unread = false
    @Option(help: about("最多列出多少", "how many at most", "N"))
    var limit = 200

    func validate() throws { try ListOptions.check(limit) }

    func perform(in session: Session) throws {
        let desk = try session.look()
        let reader = try session.caller(desk)
        let rows = try desk.ledger.read { reading in
            try unread ? reading.unread(by: reader, limit: limit) : reading.messages(of: reader, limit: limit)
        }
        session.tellMessages(rows.reversed(), desk, reader: reader)
        session.tellLatest(rows.count, limit)
    }
}

struct MessageRead: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: say("读消息，并记为已读（默认全部未读）", "read messages and record that you have; all unread ones by default"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("消息的标识，可多个", "ids of messages; several may be given", "ID"))
    var ids: [String] = []

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let rows = try desk.ledger.read { reading in
            guard !ids.isEmpty else { return Array(try reading.unread(by: actor.staff).reversed()) }
            return try ids.map { typed in
                guard let id = SubjectID(typed), let row = try reading.message(id) else {
                    throw Refusal.unknownItem(CleanText.line(typed, limit: 60))
                }
                return row
            }
        }
        try desk.ledger.perform(.message(.read(rows.map(\.id))), as: actor)
        session.recorded {
            let read = try desk.ledger.read { reading in try rows.compactMap { try reading.message($0.id) } }
            session.tellMessages(read, desk, reader: actor.staff)
        }
    }
}

extension OpenDesk {
    /// The task, story or lead of a number or an id.
    func anything(_ typed: String) throws -> SubjectID { try numbered(typed).id }
}
