import ArgumentParser
import Interchange
import Ledger
import Newsroom

/// `guantong channel …`
struct ChannelCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channel", abstract: say("渠道", "channels"),
        subcommands: [ChannelList.self, ChannelShow.self, ChannelSet.self])
}

struct ChannelList: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("列出渠道", "list the channels"))

    @OptionGroup var common: CommonOptions

    func perform(in session: Session) throws {
        let desk = try session.look()
        if session.json {
            for card in desk.directory.channels { session.output.json(ChannelJSON(card)) }
        } else {
            session.tellTable(desk.table(desk.directory.channels))
        }
    }
}

struct ChannelShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: say("看一个或几个渠道", "show channels"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("渠道", "channels", "CHANNEL"))
    var channels: [String]

    func perform(in session: Session) throws {
        let desk = try session.look()
        session.each(channels) { typed in
            let id = try desk.channel(typed)
            for card in desk.directory.channels where card.id == id {
                session.tell(ChannelJSON(card), text: desk.sheet(card))
            }
        }
    }
}

struct ChannelSet: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: say("按文件增改渠道", "add or change channels from a file"))

    @OptionGroup var common: CommonOptions
    @Argument(
        help: about("TOML 文件，写法同名册中的 [[channel]]", "a TOML file, with [[channel]] as in a roster", "FILE"),
        completion: .file())
    var file: String

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let cards = try ChannelFile.read(path: file, desk: desk.directory.charter.id)
        let outcome = try desk.ledger.perform(.channel(.set(cards)), as: actor)
        if outcome.events.isEmpty { session.remark(session.read("没有改动", "nothing has changed")) }
        for event in outcome.events {
            session.tell(LogJSON(event, zone: desk.zone, read: desk.read), text: desk.line(event, at: event.at))
        }
    }
}
