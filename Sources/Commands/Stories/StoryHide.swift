import ArgumentParser
import Newsroom

/// `guantong story hide`
struct StoryHide: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "hide",
        abstract: say(
            "下线：各渠道暂不可见，可恢复；再用一次可补写理由", "hide on every channel until shown again; once more with --reason says why"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("理由，可稍后补；- 为标准输入", "why, which may be said later; - for standard input", "TEXT"))
    var reason: String?

    func perform(in session: Session) throws {
        let why = try reason.map(InputText.typed)
        try session.eachStory(items) { id, _ in .hiding(id, .hide(reason: why)) }
    }
}

/// `guantong story hide-reason`
struct StoryHideReason: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "hide-reason",
        abstract: say("补写下线的理由，已恢复上线的也可补", "say why your house hid it, also of what is shown again"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("理由；- 为标准输入", "why; - for standard input", "TEXT"))
    var reason: String

    func perform(in session: Session) throws {
        let why = try InputText.typed(reason)
        try session.eachStory(items) { id, _ in .hiding(id, .explain(reason: why)) }
    }
}

/// `guantong story show-again`
struct StoryShowAgain: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show-again",
        abstract: say("恢复上线：由下线的单位或指挥中心", "show again what your house, or at the desk anybody, has hidden"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws {
        try session.eachStory(items) { id, _ in .hiding(id, .show) }
    }
}
