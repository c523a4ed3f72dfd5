import ArgumentParser
import Newsroom

/// `guantong story send-out`
struct StorySendOut: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "send-out", abstract: say("送外审：请外面的单位或人审看", "send the text out for approval"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("送给谁", "to whom", "TEXT"))
    var to: String
    @Option(help: about("怎样送", "by what way", "TEXT"))
    var by: String?
    @Option(help: about("何时前答复：18:00、+2h", "by when an answer is due: 18:00, +2h", "TIME"))
    var until: String?
    @OptionGroup var seen: SeenText

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        // A time that cannot be read is the line's fault, not a story's.
        let due = try until.map(desk.time)
        session.eachStory(items.numbers, at: desk, as: actor) { id, _ in
            .sendOut(id, .send(to: to, way: by, due: due, textHash: seen.hash))
        }
    }
}

/// `guantong story answer`
struct StoryAnswer: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer",
        abstract: say("登记外审答复，退回即退稿", "record the answer from outside; return sends the story back"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("结论：pass 或 return", "pass or return"))
    var verdict: Verdict
    @Option(
        help: about(
            "依据：文号、谁在何时说的；- 为标准输入", "what shows it: a document's number, who said it when; - for standard input", "TEXT"
        ))
    var evidence: String

    func perform(in session: Session) throws {
        let text = try InputText.typed(evidence)
        try session.eachStory(items) { id, _ in .sendOut(id, .answer(verdict, evidence: text)) }
    }
}

/// `guantong story take-back`
struct StoryTakeBack: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "take-back", abstract: say("取回外审", "take back what is out for approval"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("理由，可不写；- 为标准输入", "why, if any; - for standard input", "TEXT"))
    var reason: String?

    func perform(in session: Session) throws {
        let why = try reason.map(InputText.typed)
        try session.eachStory(items) { id, _ in .sendOut(id, .takeBack(reason: why)) }
    }
}
