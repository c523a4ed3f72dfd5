import ArgumentParser
import Ledger
import Newsroom

/// `guantong story …`
struct StoryCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "story", abstract: say("稿件", "stories"),
        subcommands: [
            StoryNew.self, StoryList.self, StoryShow.self, StoryEdit.self, StoryShare.self, StorySubmit.self,
            StoryRecall.self,
            StoryReview.self, StorySign.self, StoryPublish.self, StoryPlacement.self, StoryCorrect.self,
            StoryCorrectBack.self, StoryCorrectNow.self, StoryWithdraw.self, StoryConfirm.self, StoryDeny.self,
            StoryHide.self, StoryHideReason.self,
            StoryShowAgain.self, StorySendOut.self, StoryAnswer.self, StoryTakeBack.self, StoryAttach.self,
            StoryDetach.self,
        ])
}

struct StoryNew: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "new", abstract: say("起稿", "begin a story"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("标题", "the title", "TITLE"))
    var title: String
    @Option(help: about("所属中心", "the centre it belongs to", "CENTRE"))
    var centre: String?
    @Option(
        help: about(
            "联合报道的中心，逗号隔开；稿件属指挥中心", "the partners of a joint story, which is the desk's; comma-separated", "CENTRES"))
    var with: String?
    @Option(help: about("作者，可多次", "an author; may be repeated", "STAFF"))
    var author: [String] = []
    @Option(help: about("正文文件，- 为标准输入", "the text's file; - for standard input", "FILE"), completion: .file())
    var body: String?
    @Option(help: about("来源：original、derived、reposted", "original, derived or reposted"))
    var origin: Origin?
    @Option(name: .customLong("from"), help: about("衍生自哪篇稿件", "the story it derives from", "NUMBER"))
    var source: String?
    @Option(help: about("出自哪条线索", "the lead it comes from", "NUMBER"))
    var lead: String?

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let new = StoryCommand.Draft(
            title: title, body: try body.map(InputText.file) ?? "", centre: try centre.map(desk.centre),
            authors: try author.flatMap(desk.people), origin: origin ?? (source == nil ? .original : .derived),
            source: try source.map { try desk.item($0, .story) }, lead: try lead.map { try desk.item($0, .lead) },
            partners: try with.map { try TypedList.names($0).map(desk.centre) } ?? [])
        session.tellMade(try desk.ledger.perform(.story(.draft(new)), as: actor), desk)
    }
}

struct StoryList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: say("列出稿件，未完成的在前", "list stories, the open ones first"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ListOptions

    func perform(in session: Session) throws {
        let desk = try session.look()
        let filter = try options.filter(desk)
        // What each is folded from is read while it is told: there may be many.
        try desk.ledger.read { reading in
            try session.tellList(
                try reading.stories(filter),
                json: { row in
                    try reading.story(row.id).map {
                        StoryJSON($0, on: try reading.placementRows(of: row.id), zone: desk.zone, now: reading.now)
                    }
                }, table: { desk.table($0, at: reading.now) })
        }
    }
}

struct StoryShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: say("看稿件：正文、审稿、版本、分发、经过", "show stories: text, reviews, versions, placements, history"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws {
        let desk = try session.look()
        session.each(items.numbers) { typed in
            let id = try desk.item(typed, .story)
            let (found, placements, now) = try desk.ledger.read {
                (try $0.storyWithChannels(id), try $0.placementRows(of: id), $0.now)
            }
            let history = found.history
            guard let story = found.story else { throw Refusal.unknownItem(typed) }
            session.tell(
                StoryJSON(story, on: placements, history: history, at: desk, now: now),
                text: desk.sheet(story, placements, history, at: now))
        }
    }
}

struct StoryEdit: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "edit", abstract: say("改稿", "change a story's text"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("新标题", "the new title", "TEXT"))
    var title: String?
    @Option(help: about("新正文的文件，- 为标准输入", "the new text's file; - for standard input", "FILE"), completion: .file())
    var body: String?
    @Option(help: about("所改的版本号；已有新版则拒绝", "the version that you changed; refused when there is a newer one", "N"))
    var base: Int?

    func validate() throws {
        if title == nil, body == nil {
            throw ValidationError(say("须写 --title 或 --body", "name --title or --body"))
        }
    }

    func perform(in session: Session) throws {
        let text = try body.map(InputText.file)
        try session.eachStory(items) { id, _ in .edit(id, title: title, body: text, base: base) }
    }
}

struct StoryShare: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "share", abstract: say("把本中心的草稿给大家看", "give a draft that is its centre's own to everybody"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws { try session.eachStory(items) { id, _ in .share(id) } }
}

struct StorySubmit: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "submit", abstract: say("送审", "submit for review"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws { try session.eachStory(items) { id, _ in .submit(id) } }
}

struct StoryRecall: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "recall", abstract: say("撤回送审", "take back what nobody has reviewed yet"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers

    func perform(in session: Session) throws { try session.eachStory(items) { id, _ in .recall(id) } }
}

/// The text that a reviewer or signer has read.
struct SeenText: ParsableArguments {
    @Option(help: about("所审文字的哈希；文字已变则拒绝", "the hash of the text you read; refused when it has changed", "HASH"))
    var textHash: String?

    var hash: TextHash? { textHash.map { TextHash(rawValue: $0.lowercased()) } }
}

struct StoryReview: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: say(
            "审稿，须留意见；已发稿件有更正待审时，审的是更正",
            "review stories, with an opinion; of one that is out, the correction that is open"),
        discussion: say(
            """
            更正由二审、三审，最后一审通过即签发，各渠道随之更新。按小错提出的更正，本单位任一审稿人审一次（--level 2），
            通过即担保人名、地名、时间没有变；guantong story show 列出程序找到的变动。
            """,
            """
            A correction passes the second and the third review, and the last pass signs it: the channels follow. One that was
            proposed as a slip passes once (--level 2), by any reviewer of the house, on their word that no name, place or time
            changes; guantong story show lists what the program finds.
            """))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("审级：1、2、3", "the level: 1, 2 or 3"))
    var level: Level
    @Option(help: about("结论：pass 或 return", "pass or return"))
    var verdict: Verdict
    @Option(help: about("意见，- 为标准输入", "what you think of it; - for standard input", "TEXT"))
    var opinion: String
    @OptionGroup var seen: SeenText

    func perform(in session: Session) throws {
        let text = try InputText.typed(opinion)
        try session.eachStory(items) { id, _ in
            .review(id, stage: level.stage, verdict: verdict, opinion: text, textHash: seen.hash)
        }
    }
}

struct StorySign: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "sign", abstract: say("签发", "sign off"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @OptionGroup var seen: SeenText

    func perform(in session: Session) throws {
        try session.eachStory(items) { id, _ in .sign(id, textHash: seen.hash) }
    }
}

struct StoryPublish: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: say("发布到渠道（默认为稿件所属单位全部）", "publish on channels, on all of the story's house by default"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("渠道，可多次", "a channel; may be repeated", "CHANNEL"))
    var channel: [String] = []
    @Flag(help: about("快审先发：审签未完即发，须写理由", "publish before the reviews are complete; needs a reason"))
    var emergency = false
    @Option(help: about("应急的理由，- 为标准输入", "why it cannot wait; - for standard input", "TEXT"))
    var reason: String?
    @OptionGroup var word: AuthorityOptions

    func validate() throws {
        if word.authority != nil, !emergency {
            throw ValidationError(say("--authority 只与 --emergency 同用", "--authority goes with --emergency only"))
        }
        if reason != nil, !emergency {
            throw ValidationError(say("--reason 只与 --emergency 同用", "--reason goes with --emergency only"))
        }
        if emergency, reason == nil {
            throw ValidationError(say("--emergency 须写 --reason", "--emergency needs --reason"))
        }
    }

    func perform(in session: Session) throws {
        let why = try reason.map(InputText.typed)
        try session.eachStory(items) { id, desk in
            let channels = try channel.flatMap(desk.channels)
            guard let why else { return .publish(id, channels: channels) }
            return .publishInEmergency(
                id, channels: channels, reason: why, authority: try word.authority.map(desk.staff),
                isByPhone: word.byPhone)
        }
    }
}

struct StoryPlacement: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "placement", abstract: say("登记某渠道的分发结果", "report what became of a story on a channel"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @Option(help: about("渠道", "the channel", "CHANNEL"))
    var channel: String
    @Option(
        help: about(
            "结果：published、failed、queued、withdrawn，或 confirmed 等状态",
            "published, failed, queued or withdrawn, or another state"))
    var state: DeliveryState
    @Option(help: about("说明；失败时必填", "a remark; required with failed", "TEXT"))
    var note: String?
    @Option(help: about("在哪里能看到", "where it can be seen", "TEXT"))
    var link: String?

    func perform(in session: Session) throws {
        let remark = try note.map(InputText.typed)
        let seen = try link.map(InputText.typed)
        try session.eachPlacement(items) { id, desk in
            .step(id, channel: try desk.channel(channel), to: state, note: remark, link: seen)
        }
    }
}

struct StoryWithdraw: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: say("撤稿", "withdraw what is published"))
    @OptionGroup var common: CommonOptions
    @OptionGroup var items: Numbers
    @OptionGroup var why: Reason

    func perform(in session: Session) throws {
        let reason = try why.text()
        try session.eachStory(items) { id, _ in .withdraw(id, reason: reason) }
    }
}
