import Newsroom
import Testing

/// A story that is out for approval (送审): what waits for the answer, whose clock runs, and what the answer does.
struct SendOutTests {
    typealias Table = StoryTableTests

    static let refusals: [SendOutRefusal] = [
        .out(to: "the press office", since: MemoryDesk.start),
        .notOut(last: Refusal.Trace(by: "liwei", at: MemoryDesk.start)), .notOut(last: nil), .nobodyNamed,
        .evidenceMissing,
    ]

    static func key(_ number: UInt64 = 1) -> SubjectID { SubjectID(at: MemoryDesk.start) { number } }

    static func sent(_ number: UInt64 = 1, due: Moment? = nil, _ hash: TextHash = .sample()) -> Fact {
        .story(
            .sendOut(.sent(SendOut.Order(key: key(number), to: "宣传部", way: "专人", due: due, textHash: hash))))
    }

    static func answered(_ verdict: Verdict, _ number: UInt64 = 1) -> Fact {
        .story(.sendOut(.answered(key: key(number), verdict: verdict, evidence: "宣字 7 号")))
    }

    static func takenBack(_ number: UInt64 = 1) -> Fact {
        .story(.sendOut(.takenBack(key: key(number), reason: nil)))
    }

    /// Through all reviews, and out.
    static func out(due: Moment? = nil) throws -> Timeline<Story> {
        var line = try ReviewTests.story(passed: 3)
        #expect(line.apply(sent(due: due), by: "head") == nil)
        return line
    }

    private static let signed = Fact.story(.signed(textHash: .sample()))

    @Test func nobodySignsBeforeTheAnswer() throws {
        var line = try Self.out()
        let since = line.at
        #expect(line.apply(Self.signed, by: "chief") == .sendOut(.out(to: "宣传部", since: since)))
        #expect(line.state.openStage == .signature && line.state.state == .inReview)
        #expect(line.apply(Self.answered(.pass), by: "head") == nil)
        #expect(line.state.openSendOut == nil && line.state.sendOuts[0].end?.outcome == .passed)
        #expect(line.state.sendOuts[0].end?.note == "宣字 7 号")
        #expect(line.apply(Self.signed, by: "chief") == nil)
        #expect(line.state.state == .signedOff)
    }

    @Test func whatIsTakenBackIsSignedToo() throws {
        var line = try Self.out()
        #expect(line.apply(Self.takenBack(), by: "chief") == nil)
        #expect(line.apply(Self.signed, by: "chief") == nil)
        #expect(line.state.sendOuts.map { $0.end?.outcome } == [.takenBack])
    }

    /// The states in which there is something that could be approved, of all.
    @Test func onlyWhatWaitsForAStageIsSentOut() throws {
        for state in StoryState.allCases {
            var line = try Table.story(in: state)
            let refused = line.apply(Self.sent(due: nil, line.state.text.textHash), by: "head")
            #expect((refused == nil) == (state == .inReview), "\(state)")
            if state != .inReview { #expect(refused?.code == "storyState", "\(state)") }
        }
        var line = try ReviewTests.story(passed: 1)
        #expect(line.apply(Self.sent(due: nil, .sample("正文二")), by: "head")?.code == "textChanged")
    }

    @Test func reviewsGoOnMeanwhile() throws {
        var line = try ReviewTests.story(passed: 1)
        line.apply(Self.sent(), by: "head2")
        #expect(line.apply(Table.review(.second, .pass), by: "head") == nil)
        #expect(line.apply(Table.review(.third, .pass), by: "chief") == nil)
        #expect(line.apply(Self.signed, by: "chief2")?.code == "sentOut")
    }

    // MARK: - Clocks

    /// Ours stands while theirs runs, and goes on with what it had left.
    @Test func ourClockStandsWhileTheirsRuns() throws {
        let due = MemoryDesk.start.adding(seconds: 50)
        var line = try ReviewTests.story(passed: 3)
        // Nine seconds of the signature's time pass before it is sent out.
        for _ in 0..<8 { line.apply(.task(.closed), by: "ed") }
        let before = line.state.clock
        line.apply(Self.sent(due: due), by: "head")
        let since = line.at
        #expect(line.state.clock == Clock(since: since, limit: due))
        #expect(line.state.isClockOutside && line.state.listedSince == since)
        #expect(line.state.urgency(at: due) == .over && line.state.overdueSince(at: due) == due)
        #expect(line.state.stageClock(at: since.adding(seconds: 900)).reading(at: since.adding(seconds: 900)) == .calm)
        for _ in 0..<20 { line.apply(.task(.closed), by: "ed") }
        line.apply(Self.answered(.pass), by: "head")
        let after = line.state.clock
        #expect(after.since == before.since.adding(seconds: 21) && line.at == since.adding(seconds: 21))
        #expect(after.limit == before.limit?.adding(seconds: 21))
        // It was over when it went out: it is over when it comes back.
        var late = try ReviewTests.story(passed: 3)
        for _ in 0..<500 { late.apply(.task(.closed), by: "ed") }
        #expect(late.state.isOverdue(at: late.at))
        late.apply(Self.sent(), by: "head")
        #expect(!late.state.isOverdue(at: late.at.adding(seconds: 9999)), "without a due time theirs only counts up")
        late.apply(Self.takenBack(), by: "head")
        #expect(late.state.isOverdue(at: late.at))
    }

    @Test func figuresLeaveOutTheTimeOutside() throws {
        var line = try ReviewTests.story(passed: 1)
        line.apply(Self.sent(), by: "head2")
        for _ in 0..<30 { line.apply(.task(.closed), by: "ed") }
        line.apply(Table.review(.second, .pass), by: "head")
        for _ in 0..<30 { line.apply(.task(.closed), by: "ed") }
        line.apply(Self.answered(.pass), by: "head2")
        line.apply(Table.review(.third, .pass), by: "chief")
        line.apply(Self.signed, by: "chief2")
        let found = Timing.timings(of: line.events, now: line.at)
        #expect(found.map(\.measure) == [.firstReview, .secondReview, .thirdReview, .signature])
        #expect(found.map(\.seconds) == [1, 1, 1, 1], "a second each, whatever it was out")
        #expect(found.map(\.isWithin) == [true, true, true, true])
        var open = try ReviewTests.story(passed: 1)
        open.apply(Self.sent(), by: "head2")
        #expect(Timing.timings(of: open.events, now: open.at.adding(seconds: 9999)).map(\.measure) == [.firstReview])
        open.apply(Self.takenBack(), by: "head2")
        let late = Timing.timings(of: open.events, now: open.at.adding(seconds: 9999))
        #expect(late.map(\.measure) == [.firstReview, .secondReview] && late.last?.isWithin == false)
    }

    /// What went out before its reviews were complete is overdue until they are given: no sending out takes that back.
    @Test func whatIsOwedStaysOverdue() throws {
        var line = try ReviewTests.story(passed: 3)
        line.apply(PublicationTests.emergency, by: "chief")
        #expect(line.apply(Self.sent(due: MemoryDesk.start.adding(seconds: 9999)), by: "head") == nil)
        #expect(line.state.isOverdue(at: line.at) && !line.state.isClockOutside)
        #expect(line.apply(Self.signed, by: "chief")?.code == "sentOut")
        // A return takes back nothing that is out; its third review is given again.
        #expect(line.apply(Self.answered(.return), by: "head") == nil)
        #expect(line.state.state == .published && line.state.openStage == .third)
        #expect(line.apply(Table.review(.third, .pass), by: "chief2") == nil)
        #expect(line.apply(Self.signed, by: "chief2") == nil)
        #expect(line.state.isSettled)
    }

    @Test func noMomentFromElsewhereTraps() throws {
        for due in [Int64.min, -1, 0, .max] {
            var line = try Self.out(due: Moment(milliseconds: due))
            for now in [line.at, Moment(milliseconds: .min), Moment(milliseconds: .max)] {
                _ = line.state.urgency(at: now)
                _ = line.state.stageClock(at: now)
            }
            line.apply(Self.takenBack(), by: "head")
            _ = line.state.stageClock(at: Moment(milliseconds: .max))
        }
    }

    // MARK: - What ends it

    @Test func anEditVoidsIt() throws {
        var line = try Self.out()
        line.apply(.story(.edited(title: "瑞安传家锅", body: "正文二")), by: "rep")
        #expect(line.state.openSendOut == nil && line.state.sendOuts[0].end?.outcome == .voided)
        #expect(line.state.sendOuts[0].end?.by == "rep")
        // Back to the text that went out, it does not open again.
        line.apply(.story(.edited(title: "瑞安传家锅", body: "正文一")), by: "rep2")
        #expect(line.state.openStage == .signature && line.state.openSendOut == nil)
        let ended = Refusal.Trace(by: "rep", at: line.state.sendOuts[0].end?.at ?? line.at)
        #expect(line.apply(Self.answered(.pass), by: "head") == .sendOut(.notOut(last: ended)))
        #expect(line.apply(Self.sent(2), by: "head") == nil, "it is sent out anew")
        #expect(line.state.sendOuts.count == 2)
    }

    @Test func aReturnSendsTheStoryBack() throws {
        var line = try Self.out()
        #expect(line.apply(Self.answered(.return), by: "head") == nil)
        #expect(line.state.state == .returned && line.state.openStage == nil)
        #expect(line.state.sendOuts[0].end?.outcome == .returned)
        line.apply(.story(.submitted(limits: .sample)), by: "rep")
        #expect(line.state.openStage == .third, "the same text is reviewed once more by a chief editor")
        #expect(line.apply(Self.signed, by: "chief2") == .reviewsMissing(.third))
        #expect(line.apply(Table.review(.third, .pass), by: "chief") == nil)
        #expect(line.apply(Self.signed, by: "chief2") == nil)
        var edited = try Self.out()
        edited.apply(Self.answered(.return), by: "head")
        edited.apply(.story(.edited(title: "瑞安传家锅", body: "正文二")), by: "rep")
        edited.apply(.story(.submitted(limits: .sample)), by: "rep")
        #expect(edited.state.openStage == .first)
    }

    /// What goes back to its authors, or is withdrawn, is not for anybody outside to approve.
    @Test func whatGoesBackIsOutNoMore() throws {
        func outcome(_ fact: Fact, by person: StaffID, passed: Int = 3) throws -> SendOut.Outcome? {
            var line = try ReviewTests.story(passed: passed)
            line.apply(Self.sent(), by: "head")
            #expect(line.apply(fact, by: person) == nil)
            return line.state.sendOuts[0].end?.outcome
        }
        #expect(try outcome(Table.review(.third, .return), by: "chief2") == .voided)
        #expect(try outcome(.story(.recalled), by: "rep", passed: 0) == .voided)
        #expect(try outcome(Table.review(.first, .pass), by: "ed", passed: 0) == nil)
    }

    @Test func oneAtATimeAndEachItsOwnAnswer() throws {
        var line = try Self.out()
        let since = line.at
        #expect(line.apply(Self.sent(2), by: "chief") == .sendOut(.out(to: "宣传部", since: since)))
        #expect(line.apply(Self.answered(.pass, 2), by: "chief")?.code == "notSentOut", "nothing of that key is out")
        line.apply(Self.takenBack(), by: "head")
        #expect(line.apply(Self.sent(1), by: "head")?.code == "outOfPlace", "no key is used twice")
        line.apply(Self.sent(3), by: "head")
        #expect(line.apply(Self.answered(.return, 1), by: "chief")?.code == "notSentOut", "what was taken back is over")
        #expect(line.apply(Self.takenBack(1), by: "chief")?.code == "notSentOut")
        #expect(line.state.openSendOut?.order.key == Self.key(3))
        var never = try ReviewTests.story(passed: 3)
        #expect(never.apply(Self.answered(.pass), by: "chief") == .sendOut(.notOut(last: nil)))
    }

    // MARK: - Who

    /// Whoever may not sign a text records no approval of it; a return stops it.
    @Test func anAuthorRecordsNoApproval() throws {
        var line = try #require(Timeline<Story>(.story(.drafted(.sample(authors: ["rep", "head"]))), by: "rep"))
        line.apply(.story(.submitted(limits: .sample)), by: "rep")
        #expect(line.apply(Self.sent(), by: "head") == nil)
        #expect(line.apply(Self.answered(.pass), by: "head") == .ownStory)
        #expect(line.apply(Self.answered(.return), by: "head") == nil)
    }

    @Test func headsAndChiefsSendOut() throws {
        let scene = try Scene()
        try scene.desk.perform(.story(.submit(scene.story)), by: "rep")
        func ask(_ request: SendOut.Request, by person: StaffID) -> Refusal? {
            refusal { try scene.desk.perform(.story(.sendOut(scene.story, request)), by: person) }
        }
        let send = SendOut.Request.send(to: " 宣传部\u{202E} ", way: " ", due: nil, textHash: nil)
        #expect(ask(send, by: "duty") == .noRight(.sendOut, .dutyEditor))
        #expect(ask(.send(to: "\u{200B}", way: nil, due: nil, textHash: nil), by: "head") == .sendOut(.nobodyNamed))
        let past = SendOut.Request.send(to: "部", way: nil, due: scene.desk.now, textHash: nil)
        #expect(ask(past, by: "head") == .dueInThePast)
        #expect(ask(.takeBack(reason: nil), by: "head") == .sendOut(.notOut(last: nil)))
        #expect(ask(send, by: "head") == nil)
        let out = try #require(scene.desk.story(scene.story)?.openSendOut)
        #expect(out.order.to == "宣传部" && out.order.way == nil && out.by == "head")
        #expect(out.order.due == scene.desk.now.adding(seconds: Policy().sendOut), "nothing waits for ever")
        #expect(ask(.answer(.pass, evidence: " "), by: "head") == .sendOut(.evidenceMissing))
        #expect(ask(.answer(.pass, evidence: "批文", key: Self.key(9)), by: "head")?.code == "notSentOut")
        #expect(ask(.answer(.pass, evidence: "批文"), by: "chief") == nil)
        #expect(ask(.answer(.pass, evidence: "批文"), by: "chief")?.code == "notSentOut")
        #expect(scene.desk.log.last?.actor.person?.capacity == .onBehalf, "the desk for a centre without a head")
    }

    /// Where a house's only head wrote the text, the desk records the answer on its behalf.
    @Test func theDeskStepsInWhereTheHouseHasNobody() throws {
        let head = StaffCard(id: "ehead", name: "区主任", role: .deskHead, centre: "erqi")
        func capacity(authors: [StaffID]) throws -> Capacity? {
            let houses = Houses(
                desk: "zz", policy: Policy(), staff: Sample.staff + [head], loans: [], now: MemoryDesk.start)
            let story = try #require(Timeline<Story>(.story(.drafted(.sample(authors: authors))), by: "rep")).state
            return try? story.capacity(.sendOut, of: Sample.actor("chief"), in: houses)
        }
        #expect(try capacity(authors: ["rep"]) == nil && capacity(authors: ["rep", "ehead"]) == .onBehalf)
    }

    // MARK: - Rules that lists ask

    @Test func attentionNamesWhatIsLateOutsideAndItsSender() throws {
        let story = try Self.out(due: MemoryDesk.start.adding(seconds: 100)).state
        func list(_ reader: StaffID, _ seconds: Int) -> Attention? {
            Attention.list(
                tasks: [TaskLine](), stories: [story], failures: [StoryLine](), leads: [LeadLine](),
                proposals: [ProposalLine](), channels: [], rollCall: RollCallLine?.none, for: Sample.actor(reader),
                in: Sample.houses,
                at: MemoryDesk.start.adding(seconds: seconds)
            ).first
        }
        #expect(list("head", 10)?.level == .mine && list("head", 10)?.kind == nil)
        #expect(list("head", 100)?.kind == .sendOutOverdue && list("head", 100)?.level == .over)
        #expect(list("head", 100)?.since == MemoryDesk.start.adding(seconds: 100))
        // Nobody can sign, so it does not wait for whoever signs.
        #expect(list("chief", 10)?.isReaders == false)
        #expect(!story.waitsForVerdict(of: Sample.actor("chief2"), in: Sample.houses))
    }

    @Test func aDueTimeOfAWrongClockIsMovedWithIt() {
        let written = MemoryDesk.start.adding(seconds: 60)
        let event = Event(
            subject: Self.key(), stamp: Stamp(at: written), actor: .person(Sample.actor("head")),
            fact: Self.sent(due: written.adding(seconds: 5))
        ).corrected(by: 60_000)
        #expect(event.fact == Self.sent(due: MemoryDesk.start.adding(seconds: 5)))
    }
}
