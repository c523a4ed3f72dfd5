import ArgumentParser
import Newsroom

/// `guantong story correct`
struct StoryCorrect: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct",
        abstract: say("对已发稿件提出更正，审过后替换", "propose a correction of what is out; it takes its place once it has passed"),
        discussion: say(
            "随后用 guantong story review 二审、三审；小错只须一审（--level 2）。有更正待审时，须用 --base 写明所改的那份。",
            """
            Then guantong story review, second and third level, or level 2 alone for a slip. Where a correction is open already, --base
            names it.
            """))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("更正后的标题", "the corrected title", "TEXT"))
    var title: String?
    @Option(
        help: about("更正后正文的文件，- 为标准输入", "the corrected text's file; - for standard input", "FILE"), completion: .file())
    var body: String
    @OptionGroup var why: Reason
    @Flag(
        help: about(
            "小错：至多改 20 字，不动数字、人名、地名、时间；一人审过即可",
            "a slip: at most 20 characters, no number, name, place or time; one reviewer passes it"))
    var slip = false
    @Option(
        help: about(
            "所改文字的哈希，或其前 8 位以上：已发的，或待审的更正",
            "the hash of the text that you changed, or at least its first 8 digits: what is out, or the open correction",
            "HASH"))
    var base: String?

    func validate() throws {
        if let base, base.utf8.count < 8 {
            throw ValidationError(say("--base 至少写哈希的前 8 位", "--base needs at least the first 8 digits of the hash"))
        }
    }

    func perform(in session: Session) throws {
        let text = try InputText.file(body)
        let reason = try why.text()
        try session.eachStory(items) { id, _ in
            .correction(
                id,
                .propose(
                    title: title, body: text, reason: reason, isSlip: slip,
                    base: base.map { TextHash(rawValue: $0.lowercased()) }))
        }
    }
}

/// `guantong story correct-back`
struct StoryCorrectBack: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct-back", abstract: say("取回自己提出的更正", "take back the correction that you proposed"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("理由，可不写；- 为标准输入", "why, if any; - for standard input", "TEXT"))
    var reason: String?

    func perform(in session: Session) throws {
        let why = try reason.map(InputText.typed)
        try session.eachStory(items) { id, _ in .correction(id, .takeBack(reason: why)) }
    }
}
