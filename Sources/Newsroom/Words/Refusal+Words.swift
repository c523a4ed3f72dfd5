/// What a sentence about people and times needs to know: names, and the zone in which times are read.
public struct Reader: Sendable {
    public var language: Language
    public var zone: Zone
    /// A person's name.
    public var name: @Sendable (StaffID) -> String
    /// A centre's name.
    public var centre: @Sendable (CentreID) -> String
    /// A channel's name.
    public var channel: @Sendable (ChannelID) -> String

    public init(
        language: Language, zone: Zone = .beijing, name: @escaping @Sendable (StaffID) -> String = { $0.rawValue },
        centre: @escaping @Sendable (CentreID) -> String = { $0.rawValue },
        channel: @escaping @Sendable (ChannelID) -> String = { $0.rawValue }
    ) {
        self.language = language
        self.zone = zone
        self.name = name
        self.centre = centre
        self.channel = channel
    }

    /// A reader who knows the names of a directory.
    public init(language: Language, zone: Zone, directory: Directory) {
        let people = Dictionary(directory.staff.map { ($0.id, $0.name) }) { first, _ in first }
        let centres = Dictionary(directory.centres.map { ($0.id, $0.name) }) { first, _ in first }
        let channels = Dictionary(directory.charter.channels.map { ($0.id, $0.name) }) { first, _ in first }
        let desk = directory.charter
        self.init(
            language: language, zone: zone, name: { people[$0] ?? $0.rawValue },
            centre: { $0 == desk.id ? desk.name(language) : centres[$0]?(language) ?? $0.rawValue },
            channel: { channels[$0]?(language) ?? $0.rawValue })
    }

    /// A phrase in the reader's language.
    public func callAsFunction(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    /// A phrase in the reader's language.
    public func callAsFunction(_ phrase: Phrase) -> String { phrase(language) }
}

extension Refusal {
    /// One sentence: which rule says no, and what would make it possible.
    public func sentence(_ read: Reader) -> String {
        switch self {
        case .noRight(let right, let role):
            let who = right.roles.map { read($0.phrase) }
            return read(
                "\(role.phrase.zh)无权\(right.phrase.zh)；可由\(who.joined(separator: "、"))办理",
                "a \(role.phrase.en) may not \(right.phrase.en); ask a \(who.joined(separator: ", "))")
        case .otherCentre(let centre):
            return read(
                "只能办理本中心的事；这是\(read.centre(centre))的，请由该中心或指挥台办理",
                "you act for your own centre; this is \(read.centre(centre))'s: ask them or the desk")
        case .inactive(let person):
            return read("\(read.name(person))已停用；请选在岗人员", "\(read.name(person)) is no longer active; name somebody who is")
        case .unknownCentre(let text):
            return read("没有中心“\(text)”；guantong centre list 列出全部", "no centre '\(text)'; see guantong centre list")
        case .unknownStaff(let text):
            return read("没有人员“\(text)”；guantong staff list 列出全部", "nobody called '\(text)'; see guantong staff list")
        case .unknownChannel(let text): return read("没有渠道“\(text)”", "no channel '\(text)'")
        case .unknownItem(let text): return read("没有“\(text)”；请核对编号", "there is no '\(text)'; check the number")
        case .staffExists(let id): return read("人员代号“\(id.rawValue)”已有人用；请换一个", "the id '\(id.rawValue)' is taken; choose another")
        case .loginTaken(let login):
            return read("登录名“\(login)”已属他人；先从那人处解除", "the login '\(login)' belongs to somebody else; free it there first")
        case .badIdentifier(let text):
            return read(
                "代号“\(text)”不合规：用 1 到 32 个小写字母、数字、- _ .", "'\(text)' is no id: use 1 to 32 lower-case letters, digits, - _ .")
        case .staffElsewhere(let person, let centre):
            return read(
                "\(read.name(person))属于\(read.centre(centre))；派给该中心，或换人",
                "\(read.name(person)) belongs to \(read.centre(centre)); send it there or name somebody else")
        case .titleMissing: return read("缺内容；请写明", "there is no text; write it")
        case .bodyMissing: return read("稿件没有正文；先写正文", "the story has no text yet; write it first")
        case .bodyTooLong(let bytes):
            return read(
                "正文 \(bytes) 字节，超过上限 \(CleanText.bodyLimit)；请分篇",
                "the text has \(bytes) bytes, over the limit of \(CleanText.bodyLimit); split it")
        case .reasonMissing: return read("须写明理由", "a reason is required; give one")
        case .opinionMissing: return read("审稿须留意见", "a review needs an opinion; give one")
        case .centreMissing: return read("没说派给哪个中心", "no centre named; name one")
        case .sourceMissing: return read("衍生稿须注明源稿", "a derived story names the story it derives from")
        case .dueInThePast: return read("截止时间已过；请给将来的时间", "the due time is past; give a later one")
        case .taskState(let state, let last):
            return read(
                "\(traced(last, read))：任务现为“\(state.phrase.zh)”，不能这样办",
                "the task is \(state.phrase.en) now (\(traced(last, read))); that step is not possible from there")
        case .sameAssignee: return read("任务已在那里；改派须换中心或换人", "the task is there already; name another centre or person")
        case .otherAssignee(let person):
            return read("任务指派给\(read.name(person))；由本人、中心编辑或指挥台办理", "the task is \(read.name(person))'s; they, their editor or the desk can do it")
        case .leadState(let state, let last):
            return read("\(traced(last, read))：线索现为“\(state.phrase.zh)”", "the lead is \(state.phrase.en) now (\(traced(last, read)))")
        case .storyState(let state, let last):
            return read(
                "\(traced(last, read))：稿件现为“\(state.phrase.zh)”，不能这样办\(nextStep(state).zh)",
                "the story is \(state.phrase.en) now (\(traced(last, read)))\(nextStep(state).en)")
        case .textChanged(let last):
            return read(
                "稿件在你阅读后已被改动（\(traced(last, read))）；看过新版再办，你的文字仍在",
                "the text was changed after you read it (\(traced(last, read))); read the new one, yours is kept")
        case .textSame: return read("文字没有变化", "the text is the same; nothing to change")
        case .stageOrder(let wanted, let open):
            let waiting = open.map { read($0.phrase) } ?? read("无", "nothing")
            return read(
                "现在不到\(wanted.phrase.zh)；稿件正等：\(waiting)", "it is not time for the \(wanted.phrase.en); the story waits for: \(waiting)")
        case .ownStory: return read("作者不能审、签自己的稿件；请他人办理", "authors do not review or sign their own; ask somebody else")
        case .ownEdit: return read("这一版是你改的；须由他人审", "you wrote this version; somebody else must review it")
        case .tookStage(let stage):
            return read(
                "你已\(stage.phrase.zh)此稿，一人不能审两级；请他人办理", "you gave the \(stage.phrase.en); nobody takes two levels, ask somebody else")
        case .reviewsMissing(let stage):
            return read("还缺\(stage.phrase.zh)；完成后再办", "the \(stage.phrase.en) is still missing; complete it first")
        case .alreadyReviewed(let stage, let person):
            return read(
                "\(read.name(person))已\(stage.phrase.zh)，不能撤回；可请其退回", "\(read.name(person)) gave the \(stage.phrase.en) already; ask for a return")
        case .channelsMissing: return read("指挥台没有设置渠道", "the desk has no channels; add them to the roster")
        case .noPlacement(let channel):
            return read("此稿没有发往\(read.channel(channel))", "the story was not sent to \(read.channel(channel))")
        case .rollAnswered: return read("本中心已应答", "your centre has answered already")
        case .notCalled(let centre): return read("没有点到\(read.centre(centre))", "\(read.centre(centre)) was not called")
        case .sameLead: return read("线索不能并入自身", "a lead cannot be merged into itself")
        case .lastAdministrator: return read("这是最后一名管理员；先任命另一名", "this is the last administrator; appoint another first")
        case .outOfPlace(let kind): return read("事件 \(kind) 与对象不符", "the event \(kind) does not belong to this")
        }
    }

    private func traced(_ last: Trace, _ read: Reader) -> String {
        let time = read.zone.civil(last.at).shortTime
        return read("\(read.name(last.by)) \(time) 已办", "\(read.name(last.by)) at \(time)")
    }

    private func nextStep(_ state: StoryState) -> Phrase {
        switch state {
        case .draft, .returned: Phrase("；先提交送审", "; submit it for review first")
        case .inReview: Phrase("；先审完签发", "; the reviews and the signature come first")
        case .signedOff: Phrase("；已签文字冻结，总编退回后才能改", "; its text is frozen: a chief editor can return it")
        case .published, .corrected: Phrase("；可更正或撤稿", "; correct it or withdraw it")
        case .withdrawn: Phrase("；请另起新稿", "; begin a new story")
        }
    }
}
