import ArgumentParser
import Newsroom

/// On whose authority a story goes out before it was reviewed.
struct AuthorityOptions: ParsableArguments {
    @Option(
        help: about(
            "凭谁的授权快审先发：本处总编或其代理；自己是总编可不写",
            "on whose authority it goes out: a chief of the house, or their deputy; a chief's own without", "STAFF"))
    var authority: String?
    @Flag(help: about("授权来自电话，由本人事后确认", "the authority came by telephone; they confirm it afterwards"))
    var byPhone = false

    func validate() throws {
        if byPhone, authority == nil {
            throw ValidationError(say("--by-phone 须写 --authority", "--by-phone needs --authority"))
        }
    }
}

/// `guantong story confirm`
struct StoryConfirm: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: say("确认凭自己授权的快审先发", "confirm that an emergency publication was on your authority"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws {
        try session.eachStory(items) { id, _ in .emergency(id, .confirm) }
    }
}

/// `guantong story deny`
struct StoryDeny: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny",
        abstract: say(
            "否认授权过快审先发，须写理由；稿件随即下线",
            "deny that an emergency publication was on your authority, with the reason; it is hidden"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @OptionGroup var why: Reason

    func perform(in session: Session) throws {
        let reason = try why.text()
        try session.eachStory(items) { id, _ in .emergency(id, .deny(reason: reason)) }
    }
}
