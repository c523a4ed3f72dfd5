import ArgumentParser
import Newsroom

/// `guantong story correct-now`
struct StoryCorrectNow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct-now",
        abstract: say(
            "更正等不及审：由没写它的人凭总编授权先发，缺的审须补",
            "let the open correction out before it has passed, on a chief's authority; what it lacks is owed"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @OptionGroup var why: Reason
    @Option(help: about("凭谁授权；不写为自己", "on whose authority; absent, one's own", "STAFF"))
    var authority: String?
    @Flag(help: about("授权来自电话", "the word came by telephone"))
    var byPhone = false
    @OptionGroup var seen: SeenText

    func perform(in session: Session) throws {
        let reason = try why.text()
        try session.eachStory(items) { id, desk in
            .correction(
                id,
                .release(
                    reason: reason, authority: try authority.map(desk.staff), isByPhone: byPhone, textHash: seen.hash))
        }
    }
}
