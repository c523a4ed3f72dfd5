import ArgumentParser
import Ledger
import Newsroom

/// `guantong placement …`
struct PlacementCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "placement", abstract: say("分发：稿件在各渠道上", "stories on their channels"),
        subcommands: [
            PlacementList.self, PlacementShow.self, PlacementRelease.self, PlacementRefuse.self, PlacementResend.self,
            PlacementSkip.self, PlacementSettle.self, PlacementConfirm.self, PlacementHide.self,
            PlacementShowAgain.self,
        ])
}

struct PlacementList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: say("列出未了的分发：欠办和出错的在前", "list what is under way, what is owed or in trouble first"))

    @OptionGroup var common: CommonOptions
    @Option(help: about("最多列几条", "how many at most", "N"))
    var limit = 200

    func validate() throws { try ListOptions.check(limit) }

    func perform(in session: Session) throws {
        let desk = try session.look()
        let (rows, now) = try desk.ledger.read { (try $0.placementRows(limit: limit), $0.now) }
        session.tellList(rows, json: { PlacementJSON($0, zone: desk.zone) }, table: { desk.table($0, at: now) })
    }
}

struct PlacementShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: say("看稿件在各渠道上的每次投放", "show stories on their channels, delivery by delivery"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws {
        let desk = try session.look()
        session.each(items.numbers) { typed in
            let id = try desk.item(typed, .story)
            let (rows, placements, now) = try desk.ledger.read {
                (try $0.placementRows(of: id), try $0.placements(of: id), $0.now)
            }
            if session.json {
                for placement in placements {
                    guard let row = rows.first(where: { $0.id == placement.id }) else { continue }
                    session.output.json(PlacementJSON(row, placement, zone: desk.zone))
                }
            } else {
                session.tellTable(desk.table(placements, at: now))
            }
        }
    }
}

struct PlacementRelease: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: say("放行：让别处的稿件上本单位的渠道", "let another house's story onto your house's channels"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(
        help: about("渠道，可多次；不写为全部可放行的", "a channel; may be repeated; without it, all that you may release", "CHANNEL"))
    var channel: [String] = []

    func perform(in session: Session) throws {
        try session.eachPlacement(items) { id, desk in
            .release(id, channels: try channel.flatMap(desk.channels))
        }
    }
}

struct PlacementRefuse: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "refuse", abstract: say("不放行：说明理由", "refuse to let a story onto a channel, with the reason"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("渠道", "the channel", "CHANNEL"))
    var channel: String
    @OptionGroup var why: Reason

    func perform(in session: Session) throws {
        let reason = try why.text()
        try session.eachPlacement(items) { id, desk in
            .refuse(id, channel: try desk.channel(channel), reason: reason)
        }
    }
}

struct PlacementResend: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend", abstract: say("失败、过时或不明的，重新待发", "queue again what failed, was missed or is unknown"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("渠道", "the channel", "CHANNEL"))
    var channel: String

    func perform(in session: Session) throws {
        try session.eachPlacement(items) { id, desk in
            .step(id, channel: try desk.channel(channel), to: .queued, note: nil)
        }
    }
}

struct PlacementSkip: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip", abstract: say("不再投放：略过", "decide to do without a delivery"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("渠道", "the channel", "CHANNEL"))
    var channel: String
    @Option(help: about("说明", "a remark", "TEXT"))
    var note: String?

    func perform(in session: Session) throws {
        let remark = try note.map(InputText.typed)
        try session.eachPlacement(items) { id, desk in
            .step(id, channel: try desk.channel(channel), to: .skipped, note: remark)
        }
    }
}

struct PlacementSettle: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: say("补办各渠道欠下的：撤稿撤下，更正换上", "order what channels are owed: withdrawn taken down, corrected replaced"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws {
        try session.eachPlacement(items) { id, _ in .settle(id) }
    }
}
