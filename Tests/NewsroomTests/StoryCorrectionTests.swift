import Newsroom
import Testing

/// A correction beside what is out: who proposes, who passes, and what comes of it.
struct StoryCorrectionTests {
    typealias Table = StoryTableTests

    static let refusals: [CorrectionRefusal] = [
        .open(by: "liwei", since: MemoryDesk.start), .notOpen(last: nil),
        .notOpen(last: Refusal.Trace(by: "liwei", at: MemoryDesk.start)), .moreThanSlip(.tooLong(21)),
        .moreThanSlip(.number("3")), .notSlip, .isSlip, .othersText("liwei"), .wordOpen("liwei"),
    ]

    static func proposed(_ body: String, base: TextHash = .sample(), isSlip: Bool = false) -> Fact {
        .story(
            .correction(
                .proposed(
                    Correction.Draft(
                        title: "瑞安传家锅", body: body, reason: "name", base: base, isSlip: isSlip, limits: .sample))))
    }

    /// A review of the open correction.
    static func review(_ stage: Stage, _ verdict: Verdict, _ body: String) -> Fact {
        .story(
            .reviewed(
                stage: stage, verdict: verdict, opinion: "seen", textHash: .sample(body), ofCorrection: true))
    }

    static func slip(_ verdict: Verdict, _ body: String) -> Fact {
        .story(.correction(.slipReviewed(verdict: verdict, opinion: "seen", textHash: .sample(body))))
    }

    static func takenBack(_ body: String) -> Fact {
        .story(.correction(.takenBack(textHash: .sample(body), reason: nil)))
    }

    /// A correction all the way, with who does what.
    static func steps(_ body: String, base: TextHash = .sample()) -> [(StaffID, Fact)] {
        [
            ("rep", proposed(body, base: base)), ("head", review(.second, .pass, body)),
            ("chief", review(.third, .pass, body)),
        ]
    }

    /// A story that is out, of which corrections were proposed by another than its author.
    static func line(_ body: String = "正文三", by writer: StaffID = "rep2", isSlip: Bool = false) throws -> Timeline<
        Story
    > {
        var line = try Table.story(in: .published)
        #expect(line.apply(proposed(body, isSlip: isSlip), by: writer) == nil)
        return line
    }

    @Test func aCorrectionStandsBesideWhatIsOutUntilItHasPassed() throws {
        var line = try Table.story(in: .published)
        for (place, (person, fact)) in Self.steps("正文三").enumerated() {
            #expect(line.apply(fact, by: person) == nil)
            guard place < 2 else { break }
            #expect(line.state.state == .published && line.state.text.body == "正文一")
            #expect(line.state.publishedHash == .sample() && line.state.signature?.textHash == .sample())
            #expect(line.state.openCorrection?.stage == (place == 0 ? .second : .third))
            #expect(line.state.openStage == nil && line.state.isOpen)
        }
        let story = line.state
        #expect(story.state == .corrected && story.publishedHash == .sample("正文三") && story.reason == "name")
        #expect(story.signature?.by == "chief" && story.signature?.textHash == .sample("正文三"))
        #expect(story.text.by == "rep" && story.text.number == 2 && story.openCorrection == nil && !story.isOpen)
        #expect(story.corrections.map(\.end?.outcome) == [.signed] && story.corrections[0].end?.by.staff == "chief")
        #expect(story.approval(.second)?.by.staff == "head" && story.approval(.third)?.by.staff == "chief")
        #expect(line.apply(Self.proposed("正文四", base: .sample("正文三")), by: "rep") == nil)
    }

    @Test func nobodyPassesWhatTheyWroteOrTwoLevels() throws {
        var line = try Self.line(by: "head2")
        #expect(line.apply(Self.review(.second, .pass, "正文三"), by: "rep") == .ownStory)
        #expect(line.apply(Self.review(.second, .pass, "正文三"), by: "head2") == .ownEdit)
        #expect(line.apply(Self.review(.second, .pass, "正文三"), by: "ed") == .tookStage(.first))
        #expect(line.state.isBarredFromCorrection("head2") && line.state.isBarredFromCorrection("ed"))
        #expect(line.apply(Self.review(.first, .pass, "正文三"), by: "ed2")?.code == "stageOrder")
        #expect(
            line.apply(Self.review(.third, .pass, "正文三"), by: "chief2") == .stageOrder(wanted: .third, open: .second))
        #expect(line.apply(.story(.signed(textHash: .sample("正文三"))), by: "chief") == .reviewsMissing(.second))
        #expect(line.apply(Self.review(.second, .pass, "正文三"), by: "head") == nil)
        #expect(line.apply(Self.review(.third, .pass, "正文三"), by: "head") == .tookStage(.second))
        #expect(line.state.state == .published)
    }

    @Test func oneIsOpenAtATimeAndAnotherNamesIt() throws {
        var line = try Self.line()
        let proposedAt = line.at
        line.apply(Self.review(.second, .pass, "正文三"), by: "head")
        #expect(line.apply(Self.proposed("正文四"), by: "rep") == .correction(.open(by: "rep2", since: proposedAt)))
        #expect(line.apply(Self.proposed("正文三", base: .sample("正文三")), by: "rep") == .textSame)
        #expect(line.apply(Self.proposed("正文一", base: .sample("正文三")), by: "rep") == .textSame)
        #expect(line.apply(Self.proposed("正文四", base: .sample("正文二")), by: "rep")?.code == "textChanged")
        #expect(line.apply(Self.proposed("正文四", base: .sample("正文三")), by: "rep") == nil)
        #expect(line.state.corrections.map(\.end?.outcome) == [.replaced, nil])
        #expect(line.state.openCorrection?.stage == .second, "what passed another text did not pass this one")
        #expect(line.apply(Self.review(.second, .pass, "正文三"), by: "head2")?.code == "correctionNotOpen")
    }

    @Test func aReturnEndsItAndLeavesWhatIsOut() throws {
        var line = try Self.line()
        #expect(line.apply(Self.review(.second, .return, "正文三"), by: "head") == nil)
        let end = try #require(line.state.corrections[0].end)
        #expect(end.outcome == .returned && end.by.staff == "head" && end.note == "seen")
        #expect(line.state.state == .published && line.state.openCorrection == nil && !line.state.isOpen)
        let trace = Refusal.Trace(by: "head", at: end.at)
        #expect(line.apply(Self.review(.second, .pass, "正文三"), by: "head2") == .correction(.notOpen(last: trace)))
        #expect(line.apply(Self.proposed("正文四", base: .sample("正文三")), by: "rep") == .correction(.notOpen(last: trace)))
        // The same text once more needs all its passes again.
        #expect(line.apply(Self.proposed("正文三"), by: "rep2") == nil)
        #expect(line.state.openCorrection?.reviews.isEmpty == true)
    }

    @Test func itsWriterTakesItBackAndNobodyElse() throws {
        var line = try Self.line()
        #expect(line.apply(Self.takenBack("正文三"), by: "rep") == .correction(.othersText("rep2")))
        #expect(line.apply(Self.takenBack("正文二"), by: "rep2")?.code == "correctionNotOpen")
        #expect(line.apply(Self.takenBack("正文三"), by: "rep2") == nil)
        #expect(line.state.corrections.map(\.end?.outcome) == [.takenBack])
        #expect(line.apply(Self.takenBack("正文三"), by: "rep2")?.code == "correctionNotOpen")
    }

    @Test func aWithdrawalVoidsIt() throws {
        var line = try Self.line()
        #expect(line.apply(.story(.withdrawn(reason: "失实")), by: "head") == nil)
        #expect(line.state.state == .withdrawn && line.state.corrections.map(\.end?.outcome) == [.voided])
        #expect(line.apply(Self.review(.second, .pass, "正文三"), by: "head2")?.code == "correctionNotOpen")
        #expect(line.apply(Self.proposed("正文四"), by: "rep")?.code == "storyState")
    }

    // MARK: - Slips

    @Test func aSlipPassesByTheWordOfOneWhoDidNotWriteIt() throws {
        // Whatever level they took: the centre editor gave the first review.
        for person in ["ed", "ed2", "duty", "head", "chief"] as [StaffID] {
            var line = try Self.line("正文一。", by: "rep2", isSlip: true)
            #expect(line.state.correction?.right == .firstReview && line.state.correction?.isSlip == true)
            #expect(line.apply(Self.slip(.pass, "正文一。"), by: "rep2") == .ownEdit)
            #expect(line.apply(Self.slip(.pass, "正文一。"), by: "rep") == .ownStory)
            #expect(line.apply(Self.review(.second, .pass, "正文一。"), by: "head2") == .correction(.isSlip))
            #expect(line.apply(.story(.signed(textHash: .sample("正文一。"))), by: "chief2") == .correction(.isSlip))
            let reviews = line.state.reviews
            #expect(line.apply(Self.slip(.pass, "正文一。"), by: person) == nil)
            #expect(line.state.state == .corrected && line.state.signature?.by == person)
            #expect(line.state.reviews == reviews, "it is no level of the three")
        }
        var line = try Self.line("正文一。", isSlip: true)
        #expect(line.apply(Self.slip(.return, "正文一。"), by: "ed") == nil)
        #expect(line.state.state == .published && line.state.corrections.map(\.end?.outcome) == [.returned])
        var whole = try Self.line("正文一。")
        #expect(whole.apply(Self.slip(.pass, "正文一。"), by: "ed") == .correction(.notSlip))
    }

    @Test func whatIsMoreThanASlipIsNotTakenAsOne() throws {
        var line = try Table.story(in: .published)
        #expect(
            line.apply(Self.proposed("正文一" + String(repeating: "长", count: 21), isSlip: true), by: "rep")
                == .correction(.moreThanSlip(.tooLong(21))))
        #expect(line.apply(Self.proposed("正文三", isSlip: true), by: "rep")?.code == "moreThanSlip")
        #expect(line.state.corrections.isEmpty)
        #expect(line.apply(Self.proposed("正文一" + String(repeating: "长", count: 20), isSlip: true), by: "rep") == nil)
    }

    @Test func theMiddleOfAChangeDecides() {
        func lack(_ old: String, _ new: String, title: (String, String) = ("题", "题")) -> Correction.SlipLack? {
            Correction.slipLack(from: (title.0, old), to: (title.1, new))
        }
        let long = String(repeating: "甲", count: 500)
        #expect(lack(long + "的的" + long, long + "的" + long) == nil)
        #expect(lack("哈哈哈", "哈哈") == nil && lack("哈哈", "哈哈哈") == nil)
        #expect(lack("共 3 人", "共 3 人。") == nil, "a number that stays is none that changes")
        #expect(lack("共 13 人", "共 18 人") == .number("3"))
        #expect(lack("共三人", "共人") == .number("三") && lack("共人", "共两人") == .number("两"))
        for digit in ["０", "②", "½", "Ⅳ", "〇", "廿", "٣", "○", "㉑", "叄", "㊱"] {
            #expect(lack("共\(digit)", "共") == .number(digit))
        }
        // A point or a sign beside a digit is part of the number.
        #expect(lack("1.5亿元", "15亿元") == .number("1") && lack("零下-5度", "零下5度") == .number("5"))
        #expect(lack("3人，死", "3人,死") == nil)
        #expect(lack("a" + long + "b", "c" + long + "d") == .tooLong(502), "two places far apart are one change")
        #expect(lack("尾", "尾", title: ("题目", "题木")) == nil)
        #expect(lack("尾。", "尾", title: ("题目", "题木")) == nil && lack(long + "。", long, title: ("目", "木")) != nil)
    }

    @Test func aSlipIsComparedWithWhatIsOut() throws {
        var line = try Self.line("完全不同的一篇")
        let base = TextHash.sample("完全不同的一篇")
        #expect(
            line.apply(Self.proposed("完全不同的一篇。", base: base, isSlip: true), by: "rep")?.code == "moreThanSlip",
            "not with another correction that it would take the place of")
        #expect(line.apply(Self.proposed("正文一。", base: base, isSlip: true), by: "rep") == nil)
    }

    // MARK: - Clocks and lists

    @Test func itsClockRunsAndItStandsOnTheListsOfThoseWhoMayPassIt() throws {
        var line = try Self.line(by: "head2")
        let since = line.at
        #expect(line.state.clock == Clock(since: since, limit: since.adding(seconds: 200)))
        #expect(line.state.listedSince == since && line.state.responsible == .reviewer)
        func waits(_ person: StaffID) -> Bool { line.state.waits(for: Sample.actor(person), in: Sample.houses) }
        #expect(waits("head") && !waits("head2") && !waits("ed2") && !waits("chief") && !waits("rep"))
        func attention(_ now: Moment) -> Attention? {
            Attention.list(
                tasks: [TaskLine](), stories: [line.state], failures: [Story](), leads: [LeadLine](),
                proposals: [ProposalLine](), channels: Sample.channels, rollCall: RollCallLine?.none,
                for: Sample.actor("head"), in: Sample.houses, at: now
            ).first
        }
        #expect(attention(since)?.isReaders == true && attention(since)?.kind == nil)
        let late = attention(since.adding(seconds: 200))
        #expect(late?.kind == .correctionOverdue && late?.level == .over && late?.since == since.adding(seconds: 200))
        line.apply(Self.review(.second, .pass, "正文三"), by: "head")
        #expect(line.state.clock == Clock(since: line.at, limit: line.at.adding(seconds: 300)))
        #expect(waits("chief") && !waits("head"))
        let slip = try Self.line("正文一。", isSlip: true).state
        for person in ["ed", "ed2"] as [StaffID] {
            #expect(slip.waits(for: Sample.actor(person), in: Sample.houses), "\(person)")
        }
        for person in ["rep", "med", "head"] as [StaffID] {
            #expect(!slip.waits(for: Sample.actor(person), in: Sample.houses), "\(person)")
        }
    }

    /// Who is lent to the house reviews there, and does not sign.
    @Test func onLoanTheSignatureStaysOpen() throws {
        var line = try Self.line()
        line.apply(Self.review(.second, .pass, "正文三"), by: "head")
        let loan = Capacity.loan(SubjectID(kind: "test", name: "loan"), to: "erqi")
        var story = line.state
        let chief = Person(staff: "mchief", role: .chiefEditor, house: "zhongmu", capacity: loan)
        let at = line.at.adding(seconds: 1)
        try story.apply(
            Event(
                subject: line.subject, stamp: Stamp(at: at), actor: .person(chief),
                fact: Self.review(.third, .pass, "正文三"), from: "zhongmu"))
        #expect(story.state == .published && story.openCorrection?.stage == .signature)
        #expect(story.waits(for: Sample.actor("chief"), in: Sample.houses))
        func signed(_ person: Person, _ seconds: Int) -> Event {
            Event(
                subject: line.subject, stamp: Stamp(at: at.adding(seconds: seconds)), actor: .person(person),
                fact: .story(.signed(textHash: .sample("正文三"))))
        }
        let own = Sample.actor("chief", of: .story(.signed(textHash: .sample())), home: "erqi")
        var other = story
        #expect(refusal { try other.apply(signed(chief, 1)) } == .otherCentre("erqi"))
        try story.apply(signed(own, 2))
        #expect(story.state == .corrected && story.signature?.by == "chief")
    }

    // MARK: - What is asked

    @Test func whoeverWritesForTheHouseProposes() throws {
        let (desk, story) = try ProposalTests.signed()
        try desk.perform(.story(.publish(story, channels: ["erqi/app"])), by: "ed2")
        func ask(_ request: Correction.Request, by person: StaffID) -> Refusal? {
            refusal { try desk.perform(.story(.correction(story, request)), by: person) }
        }
        let hash = try #require(desk.story(story)).text.textHash
        #expect(ask(.propose(body: "正文三", reason: "误"), by: "med") == .otherCentre("erqi"))
        #expect(ask(.propose(body: "", reason: "误"), by: "rep") == .bodyMissing)
        #expect(ask(.propose(body: "正文三", reason: " "), by: "rep") == .reasonMissing)
        #expect(ask(.takeBack(), by: "rep") == .correction(.notOpen(last: nil)))
        #expect(ask(.propose(body: "正文三", reason: "误", base: TextHash(rawValue: hash.short)), by: "rep2") == nil)
        #expect(ask(.propose(body: "正文四", reason: "误"), by: "ed")?.code == "correctionOpen")
        #expect(
            ask(.propose(body: "正文四", reason: "误", base: TextHash(rawValue: "0000000000")), by: "ed")?.code
                == "textChanged")
        let open = try #require(desk.story(story)?.openCorrection)
        #expect(open.draft.limits == Policy().review && open.draft.title == desk.story(story)?.title)
        #expect(ask(.propose(body: "正文四", reason: "误", base: open.textHash), by: "ed") == nil)
        #expect(ask(.takeBack(), by: "rep2") == .correction(.othersText("ed")))
        #expect(ask(.takeBack(reason: "再核"), by: "ed") == nil)
    }

    @Test func theLastPassOrdersItOnTheChannels() throws {
        let (desk, story) = try ProposalTests.signed()
        try desk.perform(.story(.publish(story, channels: ["erqi/app"])), by: "ed2")
        try desk.perform(.placement(.step(story, channel: "erqi/app", to: .confirmed, note: nil)), by: "ed2")
        func pass(_ stage: Stage, by person: StaffID) throws -> [Proposal] {
            try desk.perform(
                .story(.review(story, stage: stage, verdict: .pass, opinion: "可", textHash: nil)), by: person)
        }
        try desk.perform(.story(.correction(story, .propose(body: "正文三", reason: "误"))), by: "rep")
        #expect(try pass(.second, by: "head").count == 1)
        #expect(try desk.placements(of: story)[0].last.order.act == .publish)
        let made = try pass(.third, by: "chief")
        #expect(made.count == 2 && made.allSatisfy { $0.capacity == .onBehalf })
        let order = try desk.placements(of: story)[0].last.order
        #expect(order.act == .correct && order.version == 2 && order.textHash == desk.story(story)?.publishedHash)
        // A slip, passed at the centre's own node by its editor.
        desk.home = "erqi"
        try desk.perform(
            .story(.correction(story, .propose(body: "正文三。", reason: "漏句号", isSlip: true))), by: "rep")
        #expect(refusal { _ = try pass(.second, by: "rep2") } == .noRight(.firstReview, .reporter))
        #expect(try pass(.second, by: "ed").count == 2)
        #expect(desk.story(story)?.state == .corrected && desk.story(story)?.text.body == "正文三。")
        #expect(try desk.placements(of: story)[0].last.order.version == 3)
        #expect(Story.fold(desk.events(of: story))?.void.isEmpty == true)
    }

    @Test func aReviewSpeaksOfTheCorrectionUnlessAFirstReviewIsOwed() throws {
        let scene = try Scene()
        let (desk, story) = (scene.desk, scene.story)
        try desk.perform(.story(.publishInEmergency(story, channels: ["erqi/app"], reason: "汛情")), by: "chief")
        try desk.perform(.story(.correction(story, .propose(body: "正文三", reason: "误"))), by: "rep")
        let out = try #require(desk.story(story)).text.textHash
        try desk.perform(scene.review(.first), by: "ed")
        #expect(desk.story(story)?.reviews.last?.textHash == out)
        try desk.perform(scene.review(.second), by: "head")
        #expect(desk.story(story)?.reviews.last?.textHash == desk.story(story)?.openCorrection?.textHash)
        try desk.perform(scene.review(.third), by: "chief2")
        #expect(desk.story(story)?.state == .corrected && desk.story(story)?.isSettled == true)
    }

    @Test func whatChangesIsFound() {
        let terms: [(Correction.Finding.Kind, String)] = [
            (.name, "李伟"), (.name, "王总"), (.place, "二七区"), (.place, "金水区"),
        ]
        func found(_ old: String, _ new: String) -> [String] {
            Correction.findings(from: old, to: new, terms: terms)
                .map { "\($0.isGone ? "-" : "+")\($0.kind.rawValue):\($0.text)" }
        }
        #expect(found("二七区积水，李伟说", "二七区积水，李伟说。") == [])
        #expect(found("二七区积水，李伟说", "金水区积水，李伟说").contains("-place:二七区"))
        #expect(found("二七区积水，李伟说", "金水区积水，李伟说").contains("+place:金水区"))
        #expect(found("李伟说", "王总说") == ["-name:李伟", "+name:王总"])
        #expect(found("昨天上午九点", "今天上午九点") == ["+time:今天", "-time:昨天"])
        #expect(found("29日，3人", "30日，3人") == ["-time:29日", "+time:30日"])
        #expect(found("周五，转移46人", "周六，转移46人") == ["-time:周五", "+time:周六"].sorted().reversed())
        #expect(Set(found("转移四十六人", "转移五十二人")) == ["-number:四十六", "+number:五十二"])
        #expect(found("", "") == [] && found("", "3") == ["+number:3"])
    }
}

extension MemoryDesk {
    /// A correction of a story all the way; what the last pass makes.
    @discardableResult
    func correct(_ story: SubjectID, to body: String, base: TextHash? = nil) throws -> [Proposal] {
        try perform(.story(.correction(story, .propose(body: body, reason: "误", base: base))), by: "rep")
        try perform(.story(.review(story, stage: .second, verdict: .pass, opinion: "可", textHash: nil)), by: "head")
        return try perform(
            .story(.review(story, stage: .third, verdict: .pass, opinion: "可", textHash: nil)), by: "chief")
    }
}
