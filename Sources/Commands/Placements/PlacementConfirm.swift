import ArgumentParser
import Newsroom

/// `guantong placement confirm`
struct PlacementConfirm: DeskCommand {
    /// What somebody has seen on the channel.
    enum Seen: String, ExpressibleByArgument, CaseIterable {
        /// It stands there, was refused, or was removed by the platform.
        case published, refused, deleted
        /// It is out of sight there, or in sight again.
        case hidden, shown
    }

    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: say("登记在渠道上看到的：已发、拒绝、被删、已下线、已恢复", "say what stands on a channel, or is out of sight there"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("渠道", "the channel", "CHANNEL"))
    var channel: String
    @Option(help: about("published、refused、deleted、hidden 或 shown", "published, refused, deleted, hidden or shown"))
    var state: Seen
    @Option(help: about("说明；拒绝时必填", "a remark; required with refused", "TEXT"))
    var note: String?

    func perform(in session: Session) throws {
        let remark = try note.map(InputText.typed)
        try session.eachPlacement(items) { id, desk in
            let channel = try desk.channel(channel)
            func step(_ state: DeliveryState) -> PlacementCommand {
                .step(id, channel: channel, to: state, note: remark)
            }
            return switch state {
            case .published: step(.confirmed)
            case .refused: step(.failed)
            case .deleted: step(.gone)
            case .hidden: .report(id, channel: channel, .hidden)
            case .shown: .report(id, channel: channel, .shown)
            }
        }
    }
}
