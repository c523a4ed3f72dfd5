import Newsroom
import Testing

/// What is hidden (下线): by whom and where, what shows it again, and that nothing else is changed by it.
struct HidingTests {
    typealias Table = StoryTableTests

    static let refusals: [HidingRefusal] = [
        .hidden(by: Refusal.Trace(by: "liwei", at: MemoryDesk.start)), .notHidden(last: nil),
        .notHidden(last: Refusal.Trace(by: "liwei", at: MemoryDesk.start)), .hiddenBy("erqi"),
        .byHouses(["erqi", "zz"]),
        .explained(by: Refusal.Trace(by: "liwei", at: MemoryDesk.start)), .asWhole("erqi"), .nothingThere("app"),
        .denied(by: "liwei", house: "erqi"), .stopped("app"), .saidBefore("app", .hidden), .saidBefore("app", .shown),
    ]

    static func key(_ number: UInt64 = 1) -> SubjectID { SubjectID(at: MemoryDesk.start) { number } }

    static func hidden(_ number: UInt64 = 1, reason: String? = nil) -> Fact {
        .story(.hiding(.hidden(key: key(number), reason: reason)))
    }

    static func shown(_ number: UInt64 = 1) -> Fact { .story(.hiding(.shown(key: key(number)))) }

    static func explained(_ number: UInt64 = 1) -> Fact {
        .story(.hiding(.explained(key: key(number), reason: "待核实")))
    }

    static func on(_ step: Hiding.Step) -> Fact { on("app", step) }

    static func on(_ channel: ChannelID, _ step: Hiding.Step) -> Fact {
        .placement(.hiding(channel: channel, step))
    }

    static func reported(_ visibility: Visibility, on channel: ChannelID = "app", key: UInt64 = 1) -> Fact {
        .placement(.reported(channel: channel, key: Self.key(key), visibility))
    }

    /// A story of the desk that stands on a channel of Erqi.
    static func borrowed() throws -> Timeline<Placement> {
        var line = try PlacementTests.begun(PlacementTests.asked)
        let order = PlacementTests.asked
        line.apply(
            .placement(.released(channel: "erqi/app", key: order.key, textHash: order.textHash)), by: "ed")
        line.apply(PlacementTests.step(.confirmed, channel: "erqi/app"), by: "ed")
        return line
    }

    private func refused(_ desk: MemoryDesk, _ command: Command, by person: StaffID) -> Refusal? {
        refusal { try desk.perform(command, by: person) }
    }

    private static func hide(_ story: SubjectID, _ reason: String? = nil) -> Command {
        .story(.hiding(story, .hide(reason: reason)))
    }

    private static func show(_ story: SubjectID) -> Command { .story(.hiding(story, .show)) }

    /// Published by Erqi on its own channel and the desk's, confirmed on both.
    private func published() throws -> (desk: MemoryDesk, story: SubjectID) {
        let (desk, story) = try ProposalTests.signed()
        try desk.perform(.story(.publish(story, channels: ["erqi/wechat", "app"])), by: "ed2")
        try desk.perform(.placement(.release(story, channels: ["app"])), by: "duty")
        for (channel, person) in [("erqi/wechat", "ed2"), ("app", "duty")] as [(ChannelID, StaffID)] {
            try desk.perform(.placement(.step(story, channel: channel, to: .confirmed, note: nil)), by: person)
        }
        return (desk, story)
    }

    /// How the story stands on its channels, such as `app confirmed hiding`.
    private func stands(_ desk: MemoryDesk, _ id: SubjectID) throws -> [String] {
        let story = try #require(desk.story(id))
        return try desk.placements(of: id).map { placement in
            let hiding = placement.hiding(of: story).map { " \($0)" } ?? ""
            return "\(placement.channel.rawValue) \(placement.standing(of: story))\(hiding)"
        }
    }

    // MARK: - The story

    @Test func onlyWhatIsOutIsHidden() throws {
        for state in StoryState.allCases {
            var line = try Table.story(in: state)
            let before = line.state
            let refused = line.apply(Self.hidden(), by: "ed")
            #expect((refused == nil) == state.isOut, "\(state)")
            #expect(refused == nil || refused == .storyState(state, last: before.last))
            #expect(line.state.state == state && line.state.isHidden == state.isOut)
        }
    }

    @Test func aHouseSaysWhyNowOrLater() throws {
        var line = try Table.story(in: .published)
        #expect(line.apply(Self.hidden(), by: "ed") == nil)
        #expect(line.state.hidings.standing.map(\.house) == ["erqi"])
        #expect(line.state.owedReasons == [Hiding.OwedReason(by: "ed", since: line.at)])
        #expect(line.apply(Self.explained(9), by: "ed") == .hiding(.notHidden(last: nil)))
        #expect(line.apply(Self.explained(), by: "ed2") == nil)
        #expect(line.state.owedReasons.isEmpty && line.state.hidings.all[0].reason?.by == "ed2")
        let given = Refusal.Trace(by: "ed2", at: line.at)
        #expect(line.apply(Self.explained(), by: "ed") == .hiding(.explained(by: given)))
        #expect(line.apply(Self.shown(), by: "ed2") == nil)
        #expect(!line.state.isHidden && line.state.hidden == nil && line.state.state == .published)
        let shown = Refusal.Trace(by: "ed2", at: line.at)
        #expect(line.apply(Self.shown(), by: "ed") == .hiding(.notHidden(last: shown)))
        #expect(line.apply(Self.hidden(), by: "ed") == .outOfPlace("storyHidden"), "no key counts twice")
        #expect(line.apply(Self.hidden(3, reason: "再核"), by: "ed") == nil)
        #expect(line.state.owedReasons.isEmpty)
    }

    /// Two of one house at two nodes: whoever shows one again has not seen the other.
    @Test func whatNobodyHasSeenNobodyShows() throws {
        var line = try Table.story(in: .published)
        #expect(line.apply(Self.hidden(1), by: "ed") == nil)
        #expect(line.apply(Self.hidden(2), by: "ed2") == nil)
        #expect(line.apply(Self.shown(1), by: "ed") == nil && line.state.isHidden)
        #expect(line.state.hidings.standing.map(\.key) == [Self.key(2)])
        #expect(line.apply(Self.shown(1), by: "ed")?.code == "notHidden")
        #expect(line.apply(Self.shown(2), by: "ed") == nil && !line.state.isHidden)
    }

    /// To show again what was hidden does not say why it was, nor does a withdrawal.
    @Test func aReasonIsOwedUntilItIsGiven() throws {
        var line = try Table.story(in: .published)
        line.apply(Self.hidden(1), by: "ed")
        let owed = [Hiding.OwedReason(by: "ed", since: line.at)]
        #expect(line.apply(Self.shown(1), by: "ed") == nil)
        #expect(!line.state.isHidden && line.state.hidden == nil && line.state.owedReasons == owed)
        var withdrawn = line
        #expect(line.apply(Self.explained(1), by: "ed") == nil && line.state.owedReasons.isEmpty)
        #expect(line.state.hidings.all[0].reason?.text == "待核实" && !line.state.isHidden)
        #expect(withdrawn.apply(.story(.withdrawn(reason: "失实")), by: "head") == nil)
        #expect(withdrawn.state.owedReasons == owed && withdrawn.apply(Self.explained(1), by: "ed") == nil)

        let (desk, story) = try published()
        try desk.perform(Self.hide(story), by: "ed")
        try desk.perform(.placement(.hide(story, channels: ["app"], reason: nil)), by: "ed")
        try desk.perform(Self.show(story), by: "ed")
        let explain = Command.story(.hiding(story, .explain(reason: "来源存疑")))
        #expect(refused(desk, explain, by: "duty")?.code == "notHidden", "the house that hid it says why")
        #expect(
            try desk.perform(explain, by: "ed2").map(\.fact.kind) == [
                .story(.hideExplained), .placement(.hideExplained),
            ])
        #expect(refused(desk, explain, by: "ed")?.code == "hideExplained")
        #expect(refused(desk, .story(.hiding(story, .explain(reason: " "))), by: "ed") == .reasonMissing)
    }

    /// What a county's node writes of another house's hiding counts nowhere; what the desk's nodes write was judged there.
    @Test func theHouseThatHidItShowsItAgainOrTheDesk() throws {
        var line = try Table.story(in: .published)
        line.apply(Self.hidden(1), by: "duty")
        line.apply(Self.hidden(2), by: "ed")
        #expect(line.state.hidings.standing.map(\.house) == ["zz", "erqi"])
        func forged(_ fact: Fact, by person: StaffID, from: CentreID?) -> Refusal? {
            var story = line.state
            return refusal {
                try story.take(
                    Event(
                        subject: line.subject, stamp: Stamp(at: line.at.adding(seconds: 9)),
                        actor: .person(Sample.actor(person)), fact: fact, from: from))
            }
        }
        #expect(forged(Self.shown(1), by: "ed", from: "erqi") == .hiding(.hiddenBy("zz")))
        #expect(forged(Self.explained(1), by: "ed", from: "erqi") == .hiding(.hiddenBy("zz")))
        #expect(forged(Self.shown(2), by: "ed", from: "erqi") == nil)
        #expect(forged(Self.shown(2), by: "duty", from: nil) == nil)
        #expect(forged(Self.hidden(3), by: "med", from: "zhongmu") == .otherNode("erqi"))
    }

    @Test func whatIsOwedStaysOwedAndAWithdrawalEndsIt() throws {
        var line = try Table.story(in: .inReview)
        line.apply(EmergencyTests.released(on: PublicationTests.chief), by: "chief")
        let (open, clock) = (line.state.openStage, line.state.clock)
        #expect(open == .first)
        #expect(line.apply(Self.hidden(), by: "ed") == nil)
        #expect(line.state.openStage == open && line.state.clock == clock)
        #expect(line.apply(Table.review(.first, .pass), by: "ed") == nil)
        #expect(line.state.isHidden)
        #expect(line.apply(.story(.withdrawn(reason: "失实")), by: "head") == nil)
        #expect(!line.state.isHidden && line.state.hidings.all[0].end?.by == .person("head"))
        #expect(line.apply(Self.hidden(2), by: "ed") == .storyState(.withdrawn, last: line.state.last))
        // Nor does it cancel what is owed, and what is said of it brings nothing back.
        #expect(line.state.openStage == .second && line.state.clock.limit == line.state.publishedAt)
        #expect(line.apply(Table.review(.second, .return), by: "head") == nil && line.state.state == .withdrawn)
        // Of what is down already either verdict is given, and nobody signs a false text.
        #expect(line.state.openStage == .third && line.state.isOpen)
        #expect(line.apply(Table.review(.third, .pass), by: "chief2") == nil)
        #expect(line.state.openStage == nil && line.state.state == .withdrawn && !line.state.isOpen)
    }

    // MARK: - The placement

    @Test func itIsHiddenThereOnceWhoeverServesItSaysSo() throws {
        var line = try PlacementTests.begun()
        #expect(line.apply(Self.reported(.hidden), by: "duty") == .hiding(.nothingThere("app")), "nothing is out")
        line.apply(PlacementTests.step(.confirmed), by: "duty")
        #expect(line.apply(Self.on(.hidden(key: Self.key(), reason: nil)), by: "duty") == nil)
        #expect(line.state.isHidden && line.state.hiddenThere == nil)
        #expect(line.apply(Self.reported(.shown), by: "duty") == .hiding(.saidBefore("app", .shown)))
        #expect(line.apply(Self.reported(.hidden), by: "duty") == nil)
        #expect(line.state.hiddenThere?.at == line.at && line.state.standing != nil, "the text stands where it stood")
        #expect(line.apply(Self.reported(.hidden), by: "duty") == .hiding(.saidBefore("app", .hidden)))
        #expect(line.apply(Self.on(.shown(key: Self.key())), by: "head") == nil)
        #expect(!line.state.isHidden && line.state.hiddenThere != nil)
        #expect(line.apply(Self.reported(.shown), by: "duty") == nil && line.state.hiddenThere == nil)
        #expect(
            line.apply(Self.on("weibo", .hidden(key: Self.key(2), reason: nil)), by: "duty")
                == .outOfPlace("placementHidden"))
        #expect(line.apply(Self.reported(.hidden, on: "weibo"), by: "duty") == .outOfPlace("placementReported"))
    }

    @Test func aCorrectionIsDeliveredAndStaysHidden() throws {
        var line = try PlacementTests.begun()
        line.apply(PlacementTests.step(.confirmed), by: "duty")
        line.apply(Self.on(.hidden(key: Self.key(), reason: nil)), by: "duty")
        line.apply(Self.reported(.hidden), by: "duty")
        let correction = PlacementTests.order(.correct, version: 2, key: 2)
        #expect(line.apply(.placement(.ordered(correction)), by: "chief") == nil)
        #expect(HidingRule.standing(line.state.last.state, .correct, .hidden) == .queued)
        #expect(line.apply(PlacementTests.step(.confirmed, key: 2), by: "duty") == nil)
        #expect(line.state.isHidden && line.state.hiddenThere != nil && line.state.standing?.order.version == 2)
    }

    @Test func neitherARecallEndsItNorWhatThePlatformRemoves() throws {
        var line = try PlacementTests.begun()
        line.apply(PlacementTests.step(.confirmed), by: "duty")
        line.apply(Self.on(.hidden(key: Self.key(), reason: nil)), by: "duty")
        line.apply(Self.reported(.hidden), by: "duty")
        var gone = line
        line.apply(.placement(.ordered(PlacementTests.order(.recall, key: 2))), by: "head")
        #expect(line.state.isHidden, "until it is down it stays out of sight")
        #expect(
            line.apply(Self.on(.hidden(key: Self.key(2), reason: nil)), by: "ed") == .recallOpen("app"),
            "what comes down is not hidden besides")
        line.apply(PlacementTests.step(.recalled, key: 2), by: "duty")
        #expect(line.state.isHidden && line.state.hiddenThere == nil && line.state.wasOut)
        #expect(line.apply(Self.on(.hidden(key: Self.key(3), reason: nil)), by: "ed") == .hiding(.nothingThere("app")))

        gone.apply(PlacementTests.step(.gone), by: "duty")
        #expect(gone.state.isHidden && gone.state.hiddenThere == nil && !gone.state.isPresent)
        gone.apply(.placement(.ordered(PlacementTests.order(key: 4))), by: "duty")
        #expect(HidingRule.standing(gone.state.last.state, .publish, .hidden) == .held, "published anew it is held")

        var waiting = try PlacementTests.begun()
        waiting.apply(Self.on(.hidden(key: Self.key(), reason: nil)), by: "duty")
        waiting.apply(.placement(.ordered(PlacementTests.order(.recall, key: 2))), by: "head")
        #expect(waiting.state.isHidden && !waiting.state.wasOut, "it never went out")
    }

    /// Whoever had put it there before they heard says so; then it is in sight, and wanted out of it.
    @Test func whatWasPutThereAllTheSameIsToBeHidden() throws {
        var line = try PlacementTests.begun()
        line.apply(Self.on(.hidden(key: Self.key(), reason: nil)), by: "duty")
        #expect(line.apply(PlacementTests.step(.confirmed), by: "duty") == nil)
        func state() -> HidingState? {
            HidingRule.state(
                isWanted: line.state.isHidden, wasWanted: false, isHiddenThere: line.state.hiddenThere != nil,
                mayBeOut: line.state.mayBeOut, act: .publish, state: line.state.last.state, story: .published)
        }
        #expect(state() == .hiding)
        line.apply(Self.reported(.hidden), by: "duty")
        #expect(state() == .hidden)
        // Taken away by the platform, and put there anew: in sight again.
        line.apply(PlacementTests.step(.gone), by: "duty")
        line.apply(.placement(.ordered(PlacementTests.order(key: 2))), by: "duty")
        line.apply(PlacementTests.step(.sent, key: 2), by: "duty")
        #expect(state() == .hiding)
        // What was said of the one that was taken away says nothing of this one.
        #expect(line.apply(Self.reported(.hidden), by: "duty") == .hiding(.nothingThere("app")))
        #expect(state() == .hiding)
        #expect(line.apply(Self.reported(.hidden, key: 2), by: "duty") == nil && state() == .hidden)
    }

    @Test func theStorysHouseTheChannelsAndTheDeskHaveASay() throws {
        let line = try Self.borrowed()
        func refused(_ fact: Fact, by person: StaffID, from: CentreID?) -> Refusal? {
            var placement = line.state
            return refusal {
                try placement.take(
                    Event(
                        subject: line.subject, stamp: Stamp(at: line.at.adding(seconds: 9)),
                        actor: .person(Sample.actor(person)), fact: fact, from: from))
            }
        }
        let hide = Self.on("erqi/app", .hidden(key: Self.key(), reason: nil))
        #expect(refused(hide, by: "ed", from: "erqi") == nil)
        #expect(refused(hide, by: "duty", from: nil) == nil)
        #expect(refused(hide, by: "med", from: "zhongmu") == .otherNode("zz"))
        // What is seen there its own house says.
        #expect(refused(Self.reported(.hidden, on: "erqi/app"), by: "ed", from: "erqi") == nil)
        #expect(
            refused(Self.reported(.hidden, on: "erqi/app"), by: "duty", from: nil)
                == .othersChannel("erqi/app", "erqi"))
        let mine = try PlacementTests.begun()
        var desks = mine.state
        let foreign = Event(
            subject: mine.subject, stamp: Stamp(at: mine.at.adding(seconds: 9)),
            actor: .person(Sample.actor("ed")), fact: Self.on(.hidden(key: Self.key(), reason: nil)), from: "erqi")
        #expect(refusal { try desks.take(foreign) } == .otherNode("zz"), "neither its story nor its channel")
    }

    @Test func twoHousesHideAndEachShowsItsOwn() throws {
        var line = try Self.borrowed()
        line.apply(Self.on("erqi/app", .hidden(key: Self.key(1), reason: nil)), by: "duty")
        line.apply(Self.on("erqi/app", .hidden(key: Self.key(2), reason: nil)), by: "ed")
        var placement = line.state
        func take(_ number: UInt64, by person: StaffID, from: CentreID?) -> Refusal? {
            refusal {
                try placement.take(
                    Event(
                        subject: line.subject, stamp: Stamp(at: line.at.adding(seconds: Int(number) + 5)),
                        actor: .person(Sample.actor(person)),
                        fact: Self.on("erqi/app", .shown(key: Self.key(number))), from: from))
            }
        }
        #expect(take(1, by: "ed", from: "erqi") == .hiding(.hiddenBy("zz")))
        #expect(take(2, by: "ed", from: "erqi") == nil && placement.isHidden)
        #expect(take(1, by: "duty", from: nil) == nil && !placement.isHidden)
    }

    /// The platform removed it: somebody says whether it is published again or left.
    @Test func whatThePlatformRemovedWaitsForAPerson() throws {
        let (desk, story) = try published()
        func work() throws -> [ChannelWork?] {
            guard let state = desk.story(story) else { return [] }
            return try desk.placements(of: story).map { $0.work(of: state) }
        }
        let gone = Command.placement(.step(story, channel: "app", to: .gone, note: "平台下架"))
        #expect(refused(desk, gone, by: "duty") == nil)
        #expect(try work() == [.decide, nil])
        #expect(refused(desk, .story(.publish(story, channels: ["app"])), by: "ed2") == nil)
        #expect(try work() == [nil, nil], "published again")
        try desk.perform(.placement(.release(story, channels: ["app"])), by: "duty")
        try desk.perform(.placement(.step(story, channel: "app", to: .confirmed, note: nil)), by: "duty")
        try desk.perform(gone, by: "duty")
        let left = Command.placement(.step(story, channel: "app", to: .skipped, note: "不再发"))
        let machine = Event(
            subject: .placement(of: story, by: "erqi", on: "app"), stamp: Stamp(at: desk.now.adding(seconds: 60)),
            actor: .node("n", house: "zz"),
            fact: .placement(
                .stepped(
                    channel: "app", key: try #require(try desk.placements(of: story).first).last.id, to: .skipped,
                    note: nil, link: nil)))
        var placement = try #require(try desk.placements(of: story).first)
        #expect(refusal { try placement.take(machine) } == .deliveryState("app", .gone))
        #expect(refused(desk, left, by: "med") != nil)
        #expect(refused(desk, left, by: "ed2") == nil)
        #expect(try work() == [nil, nil])
    }

    // MARK: - What is decided

    @Test func oneKeyHidesWhereverItIsOrComesToBe() throws {
        let (desk, story) = try published()
        let made = try desk.perform(Self.hide(story), by: "ed2")
        #expect(made.map(\.fact.kind) == [.story(.hidden)] && made.map(\.capacity) == [.own])
        #expect(try stands(desk, story) == ["app confirmed hiding", "erqi/wechat confirmed hiding"])
        // Published elsewhere meanwhile: queued as held, and not sent.
        try desk.perform(.story(.publish(story, channels: ["erqi/weibo", "zhongmu/wechat"])), by: "ed")
        #expect(
            try stands(desk, story).suffix(2) == ["erqi/weibo held hidden", "zhongmu/wechat proposed hidden"])
        let send = Command.placement(.step(story, channel: "erqi/weibo", to: .sending, note: nil))
        #expect(refused(desk, send, by: "ed2") == .hiding(.stopped("erqi/weibo")))
        #expect(refused(desk, .placement(.release(story, channels: [])), by: "med") == nil)
        #expect(try stands(desk, story).last == "zhongmu/wechat held hidden")
        #expect(
            refused(desk, .placement(.report(story, channel: "app", .hidden)), by: "ed2")
                == .othersChannel("app", "zz"))
        try desk.perform(.placement(.report(story, channel: "app", .hidden)), by: "duty")
        #expect(try stands(desk, story).first == "app confirmed hidden")
        try desk.perform(Self.show(story), by: "ed")
        #expect(
            try stands(desk, story) == [
                "app confirmed showing", "erqi/wechat confirmed", "erqi/weibo queued", "zhongmu/wechat queued",
            ])
        #expect(refused(desk, send, by: "ed2") == nil)
        try desk.perform(.placement(.report(story, channel: "app", .shown)), by: "duty")
        #expect(try stands(desk, story).first == "app confirmed")
    }

    @Test func whoMayHideWhere() throws {
        let (desk, story) = try published()
        #expect(refused(desk, Self.hide(story), by: "rep") == .noRight(.hide, .reporter))
        #expect(refused(desk, Self.hide(story), by: "med") == .hiding(.byHouses(["erqi"])))
        #expect(
            refused(desk, .placement(.hide(story, channels: ["app"], reason: nil)), by: "med")
                == .hiding(.byHouses(["erqi", "zz"])))
        #expect(
            refused(desk, .placement(.hide(story, channels: ["weibo"], reason: nil)), by: "duty")
                == .noPlacement("weibo"))
        try desk.perform(.story(.publish(story, channels: ["zhongmu/wechat"])), by: "ed2")
        // On its own channels a house has a say about another's story, and nowhere else.
        let made = try desk.perform(Self.hide(story, "待核"), by: "med")
        #expect(made.map(\.subject) == [.placement(of: story, by: "erqi", on: "zhongmu/wechat")])
        #expect(refused(desk, Self.hide(story), by: "med")?.code == "alreadyHidden")
        #expect(refused(desk, Self.show(story), by: "ed2") == .hiding(.hiddenBy("zhongmu")))
        #expect(refused(desk, Self.show(story), by: "med") == nil)
        #expect(refused(desk, Self.show(story), by: "med")?.code == "notHidden")
        // The desk hides everywhere and shows what anybody hid; a house does not show what the desk hid.
        #expect(refused(desk, Self.hide(story), by: "duty") == nil)
        #expect(refused(desk, Self.show(story), by: "ed2") == .hiding(.hiddenBy("zz")))
        #expect(refused(desk, Self.hide(story), by: "ed2") == nil, "each house its own")
        #expect(
            refused(desk, .placement(.show(story, channels: ["app"])), by: "ed2") == .hiding(.asWhole("zz")))
        // Its own first, another house's after that.
        #expect(refused(desk, Self.show(story), by: "duty2") == nil)
        #expect(desk.story(story)?.hidings.standing.map(\.house) == ["erqi"])
        #expect(refused(desk, Self.show(story), by: "duty2") == nil)
        #expect(desk.story(story)?.isHidden == false)
    }

    /// Whoever takes back what they hid shows nothing that others have hidden since.
    @Test func takingBackShowsNothingElse() throws {
        let (desk, story) = try published()
        func key(_ made: [Proposal]) throws -> SubjectID { try #require(made.first?.fact.hiding) }
        func takeBack(_ keys: [SubjectID], by person: StaffID) -> Refusal? {
            refused(desk, .story(.hiding(story, .takeBack(keys, reason: "误下线"))), by: person)
        }
        let erqis = try key(try desk.perform(Self.hide(story), by: "ed"))
        let desks = try key(try desk.perform(Self.hide(story), by: "duty"))
        #expect(takeBack([desks], by: "duty") == nil)
        // Nobody owes the reason of a slip of the key.
        #expect(desk.story(story)?.hidings.all.last?.reason?.text == "误下线")
        #expect(desk.story(story)?.hidings.standing.map(\.key) == [erqis])
        try desk.perform(Self.show(story), by: "ed2")
        try desk.perform(Self.hide(story, "待核"), by: "ed2")
        #expect(takeBack([erqis], by: "ed")?.code == "notHidden")
        #expect(desk.story(story)?.isHidden == true)
    }

    @Test func aCountysNodeHidesWhatIsItsOwn() throws {
        let (desk, story) = try published()
        desk.home = "erqi"
        #expect(refused(desk, Self.hide(story), by: "ed") == nil)
        #expect(refused(desk, .placement(.hide(story, channels: ["app"], reason: nil)), by: "ed") == nil)
        #expect(Story.fold(desk.events(of: story))?.void.isEmpty == true)
        desk.home = "zhongmu"
        #expect(refused(desk, Self.hide(story), by: "med") == .hiding(.byHouses(["erqi"])))
    }

    @Test func theReasonMayComeLater() throws {
        let (desk, story) = try published()
        try desk.perform(Self.hide(story), by: "ed")
        #expect(refused(desk, Self.hide(story, " "), by: "ed2")?.code == "alreadyHidden")
        let made = try desk.perform(Self.hide(story, "来源存疑"), by: "ed2")
        #expect(made.map(\.fact.kind) == [.story(.hideExplained)])
        #expect(desk.story(story)?.hidings.standing.first?.reason?.text == "来源存疑")
        #expect(refused(desk, Self.hide(story, "再写"), by: "ed")?.code == "alreadyHidden")
    }

    /// One node publishes on another channel while one hides, whichever was first: there it is hidden too.
    @Test func whatComesOfAnotherNodeIsHiddenToo() throws {
        for order in [[0, 1], [1, 0]] {
            let (desk, story) = try published()
            let acts: [(Command, StaffID)] = [
                (.story(.publish(story, channels: ["erqi/weibo"])), "ed2"), (Self.hide(story), "duty"),
            ]
            let decided = try acts.map { try $0.0.decide(by: Sample.actor($0.1), desk: desk) }
            for place in order {
                desk.now = desk.now.adding(seconds: 1)
                for proposal in decided[place] { desk.write(proposal, by: acts[place].1) }
            }
            #expect(try stands(desk, story).last == "erqi/weibo held hidden")
        }
    }

    @Test func aWithdrawalCountsWhatChannelsConfirmed() throws {
        let (desk, story) = try published()
        try desk.perform(Self.hide(story), by: "ed")
        try desk.perform(.story(.publish(story, channels: ["erqi/weibo"])), by: "ed2")
        #expect(try Withdrawal(#require(desk.story(story)), desk.placements(of: story)) == nil)
        try desk.perform(.story(.withdraw(story, reason: "失实")), by: "head")
        func withdrawal() throws -> Withdrawal? {
            try Withdrawal(#require(desk.story(story)), desk.placements(of: story))
        }
        #expect(try withdrawal() == Withdrawal(all: 2, down: 0), "where it never was there is nothing to confirm")
        #expect(
            try stands(desk, story) == ["app queued", "erqi/wechat queued", "erqi/weibo recalled"],
            "what is taken down is not hidden besides")
        try desk.perform(.placement(.step(story, channel: "app", to: .recalled, note: nil)), by: "duty")
        #expect(try withdrawal() == Withdrawal(all: 2, down: 1))
    }

    // MARK: - Who is told

    /// Those who serve a channel find it on their list, whatever else the story waits for.
    @Test func whatIsToBeHiddenWaitsForWhoeverServesTheChannel() {
        var story = StoryLine(state: .published, openStage: .second, failedSince: .minute(3), failedIn: "zz")
        func waits(_ reader: StaffID) -> Bool {
            AttentionTests.list(stories: [story], for: reader).contains(where: \.isReaders)
        }
        #expect(!waits("ed") && !waits("duty") && waits("head"))
        story.servedBy = ["zz", "erqi"]
        #expect(waits("ed") && waits("duty") && !waits("med") && !waits("rep"))
    }

    @Test func headsAndChiefsAreToldAndWhoeverHidItOwesTheReason() {
        var story = StoryLine(state: .published)
        func kinds(_ reader: StaffID?) -> [Attention.Kind?] {
            AttentionTests.list(failures: [story], for: reader).map(\.kind)
        }
        #expect(kinds("head").isEmpty)
        story.hidden = Hiding.Summary(since: .minute(7), by: "ed", houses: ["erqi", "zhongmu"])
        story.owedReasons = [Hiding.OwedReason(by: "ed", since: .minute(7))]
        #expect(kinds("ed") == [.hideUnexplained] && kinds("head") == [.storyHidden] && kinds(nil) == [.storyHidden])
        #expect(kinds("chief").isEmpty && kinds("duty").isEmpty && kinds("ed2").isEmpty)
        for (house, isTold) in [("erqi", true), ("zhongmu", true), ("xinmi", false)] as [(CentreID, Bool)] {
            for role in Role.allCases {
                let person = Person(staff: "x", role: role, house: house)
                let wanted = isTold && (role == .deskHead || role == .chiefEditor)
                #expect(story.isTold(person, in: Sample.houses) == wanted, "\(house) \(role)")
            }
        }
        let list = AttentionTests.list(failures: [story], for: "head")
        #expect(list.map(\.level) == [.mine] && list.map(\.since) == [.minute(7)])
        story.failedSince = .minute(9)
        #expect(kinds("head") == [.placementFailed], "what waits for hands comes first")
        story.failedSince = nil
        story.hidden = nil
        #expect(kinds("ed") == [.hideUnexplained] && kinds("head").isEmpty, "shown again, the reason is owed")
        story.owedReasons = []
        #expect(kinds("ed").isEmpty)
    }

    /// What a platform hides by itself nobody here has to show again, nor does it hold what is ordered beside it.
    @Test func whatNobodyHidHereIsARemark() {
        func state(_ state: DeliveryState, wasWanted: Bool) -> HidingState? {
            HidingRule.state(
                isWanted: false, wasWanted: wasWanted, isHiddenThere: true, mayBeOut: true, act: .publish, state: state,
                story: .published)
        }
        #expect(state(.confirmed, wasWanted: true) == .showing && state(.confirmed, wasWanted: false) == .hidden)
        #expect(HidingRule.work(.hidden, state: .confirmed, story: .published) == nil)
        #expect(state(.queued, wasWanted: false) == nil)
    }

    @Test func everyWordIsSaidInBothLanguages() {
        for phrase in HidingState.allCases.map(\.phrase) + ChannelWork.allCases.map(\.phrase)
            + Visibility.allCases.map(\.phrase)
        {
            WordsTests.expectWhole(phrase.zh, phrase.en, phrase.en)
        }
    }
}
