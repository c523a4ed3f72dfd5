extension Refusal {
    /// One sentence: which rule says no, and what would make it possible.
    public func sentence(_ read: Localizer) -> String {
        switch self {
        case .noRight(let right, let role):
            let who = right.roles.map { read($0.phrase) }
            return read(
                "\(role.phrase.zh)无权\(right.phrase.zh)；可由\(who.joined(separator: "、"))办理",
                "as \(role.phrase.en) you may not \(right.phrase.en); who may: \(who.joined(separator: ", "))")
        case .mayNotSeeLoss(let role, let roles):
            let who = roles.map { read($0.phrase) }
            return read(
                "\(role.phrase.zh)不能替大家确认看到缺失；可由\(who.joined(separator: "、"))办理",
                "as \(role.phrase.en) you may not say for everybody that a loss was seen; who may: "
                    + who.joined(separator: ", "))
        case .otherCentre(let centre):
            return read(
                "只能办理本中心的事；这是\(read.centre(centre))的，请由该中心或指挥台办理",
                "you act for your own centre; this is \(read.centre(centre))'s; ask them or the desk")
        case .housesOwn(let house, let people):
            let names = people.prefix(3).map(read.name).joined(separator: read("、", ", "))
            return read(
                "这是\(read.centre(house))自己的事；" + (names.isEmpty ? "本台策略不许代行" : "由\(names)办理"),
                "this is \(read.centre(house))'s own; "
                    + (names.isEmpty ? "the policy lets the desk do nothing on its behalf" : "\(names) may do it"))
        case .deputyUnfit(let person, let houses):
            let names = houses.map(read.centre).joined(separator: read("、", ", "))
            return read(
                "\(read.name(person))不在\(names)任编辑，不能代理总编；请选那里的编辑或主任",
                "\(read.name(person)) edits nothing in \(names) and cannot stand in for its chief; name an editor or head of it"
            )
        case .jointIsDesks(let centre):
            return read(
                "联合报道属指挥中心；\(read.centre(centre))的稿件没有联合中心，请以指挥中心名义起稿",
                "a joint story is the desk's; one of \(read.centre(centre)) has no partners; begin it for the desk")
        case .inactive(let person):
            return read(
                "\(read.name(person))已停用；请选在岗人员", "\(read.name(person)) is no longer active; name somebody who is")
        case .unknownCentre(let text):
            return read("没有中心“\(text)”；guantong centre list 列出全部", "no centre '\(text)'; see guantong centre list")
        case .unknownStaff(let text):
            return read("没有人员“\(text)”；guantong staff list 列出全部", "nobody called '\(text)'; see guantong staff list")
        case .unknownChannel(let text):
            return read("没有渠道“\(text)”；请用名册里的渠道", "no channel '\(text)'; use one of the roster")
        case .unknownItem(let text): return read("没有“\(text)”；请核对编号", "there is no '\(text)'; check the number")
        case .staffExists(let id):
            return read("人员代号“\(id.rawValue)”已有人用；请换一个", "the id '\(id.rawValue)' is taken; choose another")
        case .loginTaken(let login):
            return read(
                "登录名“\(login)”已属他人；先从那人处解除", "the login '\(login)' belongs to somebody else; free it there first")
        case .badIdentifier(let text):
            return read(
                "代号“\(text)”不合规；请用 1 到 32 个小写字母、数字、- _ .",
                "'\(text)' is no id; use 1 to 32 lower-case letters, digits, - _ .")
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
        case .reasonMissing: return read("须写明理由；请补上", "a reason is required; give one")
        case .opinionMissing: return read("审稿须留意见；请补上", "a review needs an opinion; give one")
        case .centreMissing: return read("没说哪个中心；请指明", "no centre named; name one")
        case .sourceMissing: return read("衍生稿须注明源稿；请指明", "a derived story names the story it derives from; name one")
        case .dueInThePast: return read("截止时间已过；请给将来的时间", "the due time is past; give a later one")
        case .limitImpossible(let seconds):
            return read(
                "时限 \(seconds) 秒不成立；请用 1 到 \(Policy.longest)，“失联”不短于“静默”",
                "a limit of \(seconds) s cannot be; use 1 to \(Policy.longest), and 'lost' no shorter than 'quiet'")
        case .taskState(let state, let last):
            return read(
                "\(traced(last, read))：任务现为“\(state.phrase.zh)”，不能这样办\(Self.nextStep(state).zh)",
                "the task is \(state.phrase.en) now (\(traced(last, read)))\(Self.nextStep(state).en)")
        case .sameAssignee: return read("任务已在那里；改派须换中心或换人", "the task is there already; name another centre or person")
        case .otherAssignee(let person):
            return read(
                "任务指派给\(read.name(person))；由本人、中心编辑或指挥台办理",
                "the task is \(read.name(person))'s; they, their editor or the desk can do it")
        case .leadState(let state, let last):
            return read(
                "\(traced(last, read))：线索现为“\(state.phrase.zh)”\(Self.nextStep(state).zh)",
                "the lead is \(state.phrase.en) now (\(traced(last, read)))\(Self.nextStep(state).en)")
        case .storyState(let state, let last):
            return read(
                "\(traced(last, read))：稿件现为“\(state.phrase.zh)”，不能这样办\(Self.nextStep(state).zh)",
                "the story is \(state.phrase.en) now (\(traced(last, read)))\(Self.nextStep(state).en)")
        case .textChanged(let last):
            return read(
                "稿件在你阅读后已被改动（\(traced(last, read))）；看过新版再办，你的文字仍在",
                "the text was changed after you read it (\(traced(last, read))); read the new one, yours is kept")
        case .textSame: return read("文字没有变化；不必再存", "the text is the same; there is nothing to save")
        case .stageOrder(let wanted, let open):
            let waiting = open.map { read(act($0)) } ?? read("无", "nothing")
            return read(
                "现在不到\(act(wanted).zh)；稿件正等：\(waiting)",
                "it is not time for the \(act(wanted).en); the story waits for: \(waiting)")
        case .ownStory: return read("作者不能审、签自己的稿件；请他人办理", "authors do not review or sign their own; ask somebody else")
        case .ownEdit: return read("这一版是你改的；须由他人审", "you wrote this version; somebody else must review it")
        case .tookStage(let stage):
            return read(
                "你已\(stage.phrase.zh)此稿，一人不能审两级；请他人办理",
                "you gave the \(stage.phrase.en); nobody takes two levels, ask somebody else")
        case .reviewsMissing(let stage):
            return read("还缺\(act(stage).zh)；完成后再办", "the \(act(stage).en) is still missing; complete it first")
        case .alreadyReviewed(let stage, let person):
            return read(
                "\(read.name(person))已\(stage.phrase.zh)，不能撤回；可请其退回",
                "\(read.name(person)) gave the \(stage.phrase.en) already; ask for a return")
        case .channelsMissing:
            return read(
                "稿件所属单位没有自己的渠道；请写明渠道，或由管理员用 guantong channel set 添加",
                "the story's house has no channels of its own; name one, or let an administrator add some with guantong channel set"
            )
        case .noPlacement(let channel):
            return read(
                "此稿没有发往\(read.channel(channel))；先发布到该渠道",
                "the story was not sent to \(read.channel(channel)); publish it there first")
        case .alreadyPlaced(let channel):
            return read(
                "\(read.channel(channel))上已是这一版，或正在办理；不必再发",
                "this version is on \(read.channel(channel)) already, or on its way; there is nothing to do")
        case .recallOpen(let channel):
            return read(
                "此稿正从\(read.channel(channel))撤下；撤下之后可再发",
                "the story is being taken down from \(read.channel(channel)); publish it again once it is down")
        case .olderVersion(let channel):
            return read(
                "\(read.channel(channel))上有更新的一版；请用最新一版",
                "a newer version was ordered on \(read.channel(channel)); use the newest")
        case .deliveryState(let channel, let state):
            return read(
                "\(read.channel(channel))上的分发现为“\(state.phrase.zh)”，不能这样改；先看分发一栏",
                "on \(read.channel(channel)) the story is \(state.phrase.en); that does not come next: see its placements"
            )
        case .nothingDue:
            return read(
                "该下达的都已下达；由经管渠道的人办好后用 story placement（O）登记",
                "all that is owed is ordered; whoever serves the channel does it and reports it with story placement (O)"
            )
        case .othersChannel(let channel, let house):
            return read(
                "渠道\(channel.rawValue)是\(read.centre(house))的；由该处的编辑、主任或总编放行和登记",
                "the channel \(channel.rawValue) is \(read.centre(house))'s; its editors, heads and chiefs release and report there"
            )
        case .releasedBy(let channel, let roles):
            let who = roles.map { read($0.phrase) }.joined(separator: read("、", ", "))
            return read(
                "渠道\(channel.rawValue)由\(who)放行；请交给他们",
                "on the channel \(channel.rawValue) the \(who) releases; ask them")
        case .ownChannelsMissing(let house):
            return read(
                "所列渠道没有\(read.centre(house))自己的，不能立即发出；请加上自己的渠道，或请本台值班总编代行",
                "none of these channels is \(read.centre(house))'s own, so nothing would go out now; name one of its own, or ask the desk's chief"
            )
        case .nothingProposed:
            return read(
                "这些渠道上没有待放行的；看稿件的“分发”页签",
                "nothing waits to be released on these channels; the story's channels tab shows each")
        case .channelElsewhere(let channel, let house):
            return read(
                "渠道\(channel.rawValue)属于\(read.centre(house))，不能改归别处；请另设渠道",
                "the channel \(channel.rawValue) belongs to \(read.centre(house)) for good; add another one")
        case .rollAnswered: return read("本中心已应答；不必再答", "your centre has answered already; once is enough")
        case .notCalled(let centre):
            return read("没有点到\(read.centre(centre))；不必应答", "\(read.centre(centre)) was not called; it need not answer")
        case .ofSubject(let own): return own.refusal.sentence(read)
        case .sameLead: return read("线索不能并入自身；请另选一条", "a lead cannot be merged into itself; choose another")
        case .otherPosts(let person, let posts):
            let names = posts.map { "\(read($0.role.phrase))@\($0.house.rawValue)" }.joined(separator: read("、", ", "))
            return read(
                "\(read.name(person))没有这个岗位；有：\(names)", "\(read.name(person)) has no such post; theirs: \(names)")
        case .badPosts:
            return read(
                "岗位须有一至 \(StaffCard.mostPosts) 个，且不得重复；请核对",
                "a person has one to \(StaffCard.mostPosts) posts, none of them twice; check them")
        case .lastAdministrator:
            return read("这是最后一名管理员；先任命另一名", "this is the last administrator; appoint another first")
        case .recipientMissing:
            return read("没说发给谁；请写别人的名字，或写 desk 发给全台", "nobody to send it to; name others, or desk for all")
        case .tooManyRecipients:
            return read(
                "一条消息最多写 \(DeskMessage.recipientLimit) 人；再多就发给全台",
                "a message names \(DeskMessage.recipientLimit) people at most; send it to everybody instead")
        case .contactMissing: return read("没写联系方式；要删除用 --erase", "no contact is given; to erase one say --erase")
        case .contactTooLong:
            return read(
                "联系方式超过 \(ErasableValue.textLimit) 字；请写短些，其余写进线索",
                "a contact has \(ErasableValue.textLimit) characters at most; shorten it, the rest belongs into the lead"
            )
        case .messageTooLong:
            return read(
                "消息超过 \(DeskMessage.textLimit) 字；请写短些，或分几条",
                "a message has \(DeskMessage.textLimit) characters at most; shorten it or send several")
        case .takesNoMessages(let person):
            return read(
                "\(read.name(person))是观察员，不收发消息；请换人",
                "\(read.name(person)) only looks and takes no messages; name others")
        case .notRecipient: return read("这条消息不是发给你的；由收件人自己读", "the message was not sent to you; its recipients read it")
        case .nodeRevoked(let name):
            return read(
                "节点\(name)已除名，不能再用；请在那台机器上 guantong init --join 新建数据库，再准入它印出的那行",
                "node \(name) was revoked and does not come back; make a new database there with guantong init --join, and admit the "
                    + "line that it prints")
        case .otherNode(let centre):
            return read(
                "这个节点只管本中心的事，这件归\(read.centre(centre))；请指挥中心或该中心来办",
                "this node acts for its own centre only, and this is \(read.centre(centre))'s; ask the desk or that centre"
            )
        case .badCorrection:
            return read(
                "订正无效；须写首号、末号（从 1 起）和时钟快了多少，照 guantong clock 印出的那行写",
                "this corrects nothing; give first and last number, from 1, and by how much the clock was ahead, as guantong clock prints it"
            )
        case .desksOwn:
            return read(
                "名册、时限和节点只能在指挥中心的节点上改；请在那里办理",
                "roster, limits and nodes are changed at the desk's own node only; do it there")
        case .badNode:
            return read(
                "节点标识或密钥不对；请照节点打印的整行粘贴",
                "that is no node's id or key; paste the whole line that the node printed")
        case .nodeExists(let name):
            return read("节点\(name)已准入；不必再办", "node \(name) was admitted already; once is enough")
        case .lastNode:
            return read(
                "首个节点是大家信任的根，不能除名；请用 guantong peers rotate 换密钥",
                "the first node is the root of trust and cannot be revoked; change its key with guantong peers rotate")
        case .messageRead: return read("这条消息你已读过；不必再读", "you have read the message already; once is enough")
        case .outOfPlace(let kind):
            return read("事件 \(kind) 与对象不符；请核对编号", "the event \(kind) does not belong to this; check the number")
        }
    }

    private func traced(_ last: Trace, _ read: Localizer) -> String {
        let time = read.zone.civil(last.at).shortTime
        return read("\(read.name(last.by)) \(time) 已办", "\(read.name(last.by)) at \(time)")
    }

    /// What a stage asks for, as a noun: the open signature is "to sign" in a list, and missing as "signature".
    private func act(_ stage: Stage) -> Phrase {
        stage == .signature ? Phrase("签发", "signature") : stage.phrase
    }

    static func nextStep(_ state: TaskState) -> Phrase {
        switch state {
        case .issued: Phrase("；须先接单", "; it must be acknowledged first")
        case .declined: Phrase("；先改派，或撤销", "; reassign it or cancel it")
        case .acknowledged, .enRoute, .onScene: Phrase("；下一步是出发、到场或交稿", "; on the way, on scene or filed comes next")
        case .filed: Phrase("；可办结，或撤销", "; close it or cancel it")
        case .closed, .cancelled: Phrase("；请另派新任务", "; dispatch a new one")
        }
    }

    static func nextStep(_ state: LeadState) -> Phrase {
        switch state {
        case .open: Phrase("；可立项、合并或不用", "; promote, merge or dismiss it")
        case .promoted: Phrase("；请到其稿件上办", "; go on with its story")
        case .dismissed: Phrase("；先恢复待判", "; restore it first")
        case .merged: Phrase("；请到并入的线索上办，或先恢复待判", "; go on with the lead it was merged into, or restore it first")
        }
    }

    static func nextStep(_ state: StoryState) -> Phrase {
        switch state {
        case .draft, .returned: Phrase("；先提交送审", "; submit it for review first")
        case .inReview: Phrase("；先审完签发", "; the reviews and the signature come first")
        case .signedOff: Phrase("；已签文字冻结，总编退回后才能改", "; its text is frozen: a chief editor can return it")
        case .published, .corrected: Phrase("；可更正或撤稿", "; correct it or withdraw it")
        case .withdrawn: Phrase("；请另起新稿", "; begin a new story")
        }
    }
}
