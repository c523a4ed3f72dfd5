import ArgumentParser
import Newsroom

/// `guantong placement hide`
struct PlacementHide: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "hide", abstract: say("在所列渠道下线，可恢复", "hide stories on some channels until shown again"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("渠道，可多次；不写为全部可下线的", "a channel; may be repeated; without it, all that you may", "CHANNEL"))
    var channel: [String] = []
    @Option(help: about("理由，可稍后补；- 为标准输入", "why, which may be said later; - for standard input", "TEXT"))
    var reason: String?

    func perform(in session: Session) throws {
        let why = try reason.map(InputText.typed)
        try session.eachPlacement(items) { id, desk in
            .hide(id, channels: try channel.flatMap(desk.channels), reason: why)
        }
    }
}

/// `guantong placement show-again`
struct PlacementShowAgain: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show-again", abstract: say("在所列渠道恢复上线", "show again what was hidden on some channels"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("渠道，可多次；不写为全部可恢复的", "a channel; may be repeated; without it, all that you may", "CHANNEL"))
    var channel: [String] = []

    func perform(in session: Session) throws {
        try session.eachPlacement(items) { id, desk in .show(id, channels: try channel.flatMap(desk.channels)) }
    }
}
