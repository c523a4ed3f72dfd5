import Newsroom
import Testing

/// A story for another house's channel waits until that house lets it through; nobody else can.
struct ProposalTests {
    /// A story of Erqi, or of the desk, that is signed off.
    static func signed(by author: StaffID = "rep", at home: CentreID? = nil) throws -> (
        desk: MemoryDesk, story: SubjectID
    ) {
        let scene = try Scene()
        let desk = scene.desk
        var story = scene.story
        if author != "rep" {
            story = try #require(
                try desk.perform(.story(.draft(StoryCommand.Draft(title: "防汛", body: "正文"))), by: author).first
            ).subject
        }
        try desk.perform(.story(.submit(story)), by: author)
        let first: StaffID = author == "rep" ? "ed" : "duty"
        for (stage, person) in zip(Stage.reviews, [first, "head", "chief"] as [StaffID]) {
            try desk.perform(
                .story(.review(story, stage: stage, verdict: .pass, opinion: "可", textHash: nil)), by: person)
        }
        try desk.perform(.story(.sign(story, textHash: nil)), by: "chief2")
        desk.now = desk.now.adding(seconds: 10)
        return (desk, story)
    }

    private func states(_ desk: MemoryDesk, _ story: SubjectID) throws -> [String] {
        try desk.placements(of: story).map { "\($0.channel.rawValue) \($0.last.order.act) \($0.last.state)" }
    }

    private func refused(_ desk: MemoryDesk, _ command: Command, by person: StaffID) -> Refusal? {
        refusal { try desk.perform(command, by: person) }
    }

    /// A county publishes on its own account, asks the desk for the desk's channels, and says itself what became of its own.
    @Test func aCentrePublishesOnItsOwnChannelsAndProposesForOthers() throws {
        let (desk, story) = try Self.signed()
        func publish(_ channels: ChannelID...) -> Command { .story(.publish(story, channels: channels)) }
        #expect(refused(desk, publish("zhongmu/wechat"), by: "med") == .otherCentre("erqi"))
        #expect(refused(desk, publish("app"), by: "duty") == .housesOwn("erqi", ["ed", "ed2"]), "it is theirs to ask")
        #expect(refused(desk, publish("erqi/wechat", "app"), by: "ed2") == nil)
        #expect(try states(desk, story) == ["app publish proposed", "erqi/wechat publish queued"])
        #expect(desk.story(story)?.state == .published && desk.story(story)?.proposed.keys.map(\.rawValue) == ["app"])
        func step(_ channel: ChannelID, _ state: DeliveryState) -> Command {
            .placement(.step(story, channel: channel, to: state, note: nil))
        }
        #expect(refused(desk, step("erqi/wechat", .confirmed), by: "ed2") == nil)
        #expect(refused(desk, .placement(.release(story, channels: ["app"])), by: "ed2") == .othersChannel("app", "zz"))
        #expect(refused(desk, step("app", .queued), by: "ed2") == .othersChannel("app", "zz"))
        #expect(refused(desk, .placement(.release(story, channels: [])), by: "duty") == nil)
        #expect(refused(desk, step("app", .confirmed), by: "ed2") == .othersChannel("app", "zz"))
        #expect(refused(desk, step("app", .confirmed), by: "duty") == nil)
        #expect(try states(desk, story) == ["app publish confirmed", "erqi/wechat publish confirmed"])
        #expect(refused(desk, .placement(.release(story, channels: [])), by: "duty") == .nothingProposed)
        #expect(
            refused(desk, .placement(.release(story, channels: ["app"])), by: "duty")
                == .deliveryState("app", .confirmed))
        #expect(refused(desk, .placement(.release(story, channels: ["weibo"])), by: "duty") == .noPlacement("weibo"))
        #expect(Story.fold(desk.events(of: story))?.void.isEmpty == true)
    }

    @Test func aStoryStaysSignedOffUntilAFirstRelease() throws {
        let (desk, story) = try Self.signed()
        try desk.perform(.story(.publish(story, channels: ["app", "weibo"])), by: "ed2")
        #expect(desk.story(story)?.state == .signedOff && desk.story(story)?.publishedAt == nil)
        let placement = try #require(try desk.placements(of: story).first)
        #expect(placement.last.order.releaseBy == desk.now.adding(seconds: Policy().release))
        #expect(PlacementRule.due(placement, story: .signedOff, published: nil) == nil, "it stands nowhere")
        desk.now = desk.now.adding(seconds: 10)
        try desk.perform(.placement(.release(story, channels: ["weibo"])), by: "duty")
        #expect(desk.story(story)?.state == .published && desk.story(story)?.publishedAt == desk.now)
        #expect(try states(desk, story) == ["app publish proposed", "weibo publish queued"])
    }

    @Test func whoeverMayLetItThroughThemselvesNeedsNoSecondWord() throws {
        let (desk, story) = try Self.signed()
        try desk.perform(.desk(.setOnBehalf("erqi", .always)), by: "root")
        let made = try desk.perform(.story(.publish(story, channels: ["app"])), by: "duty")
        #expect(
            made.map(\.capacity) == [.onBehalf, .own, .onBehalf, .own], "it asks on their behalf, and lets it through")
        #expect(try states(desk, story) == ["app publish queued"])
        #expect(desk.story(story)?.state == .published)
    }

    @Test func aHouseRefusesWithAReasonAndTheOtherTakesBack() throws {
        let (desk, story) = try Self.signed()
        try desk.perform(.story(.publish(story, channels: ["app", "weibo", "zhongmu/wechat"])), by: "ed2")
        func refuse(_ channel: ChannelID, _ reason: String) -> Command {
            .placement(.refuse(story, channel: channel, reason: reason))
        }
        #expect(refused(desk, refuse("app", " "), by: "duty") == .reasonMissing)
        #expect(refused(desk, refuse("zhongmu/wechat", "重复"), by: "duty") == .housesOwn("zhongmu", ["med"]))
        #expect(refused(desk, refuse("zhongmu/wechat", "重复"), by: "med") == nil)
        #expect(refused(desk, refuse("app", "已有同题"), by: "duty") == nil)
        let back = Command.placement(.step(story, channel: "weibo", to: .skipped, note: nil))
        #expect(refused(desk, back, by: "med") == .otherCentre("erqi"))
        #expect(refused(desk, back, by: "ed2") == nil)
        #expect(
            try states(desk, story) == [
                "app publish skipped", "weibo publish skipped", "zhongmu/wechat publish skipped",
            ])
        #expect(desk.story(story)?.state == .signedOff)
        // It may be asked for again.
        #expect(refused(desk, .story(.publish(story, channels: ["app"])), by: "ed2") == nil)
        #expect(try states(desk, story).first == "app publish proposed")
    }

    @Test func theDeskAsksACentreAndThatReleasesAtItsOwnNode() throws {
        let (desk, story) = try Self.signed(by: "duty2")
        try desk.perform(.story(.publish(story, channels: ["app", "erqi/wechat"])), by: "duty")
        #expect(try states(desk, story) == ["app publish queued", "erqi/wechat publish proposed"])
        #expect(
            refused(desk, .placement(.release(story, channels: [])), by: "duty") == .housesOwn("erqi", ["ed", "ed2"]))
        desk.home = "erqi"
        #expect(refused(desk, .placement(.release(story, channels: [])), by: "ed") == nil)
        #expect(
            refused(desk, .placement(.step(story, channel: "erqi/wechat", to: .confirmed, note: nil)), by: "ed") == nil)
        #expect(try states(desk, story).last == "erqi/wechat publish confirmed")
        #expect(Story.fold(desk.events(of: story))?.void.isEmpty == true)
    }

    @Test func aCorrectionWaitsForTheHouseAndARecallForNobody() throws {
        let (desk, story) = try Self.signed()
        try desk.perform(.story(.publish(story, channels: ["app", "zhongmu/wechat"])), by: "ed2")
        try desk.perform(.placement(.release(story, channels: [])), by: "duty")
        try desk.perform(.placement(.release(story, channels: [])), by: "med")
        for (channel, person) in [("app", "duty"), ("zhongmu/wechat", "med")] as [(ChannelID, StaffID)] {
            try desk.perform(.placement(.step(story, channel: channel, to: .confirmed, note: nil)), by: person)
        }
        try desk.correct(story, to: "正文三")
        // The desk's chief corrects on Erqi's behalf, and lets it onto the desk's own channel.
        #expect(try states(desk, story) == ["app correct queued", "zhongmu/wechat correct proposed"])
        try desk.perform(.placement(.release(story, channels: [])), by: "med")
        #expect(try states(desk, story).last == "zhongmu/wechat correct queued")
        try desk.perform(.story(.withdraw(story, reason: "失实")), by: "head")
        #expect(try states(desk, story) == ["app recall queued", "zhongmu/wechat recall queued"])
        let skip = Command.placement(.step(story, channel: "zhongmu/wechat", to: .skipped, note: "不撤"))
        #expect(refused(desk, skip, by: "med") != nil, "nobody does without a recall but whose story it is")
    }

    @Test func whatIsWithdrawnMeanwhileIsNotReleased() throws {
        let (desk, story) = try Self.signed()
        try desk.perform(.story(.publish(story, channels: ["erqi/app", "app"])), by: "ed2")
        try desk.perform(.story(.withdraw(story, reason: "失实")), by: "head")
        #expect(try states(desk, story) == ["app recall recalled", "erqi/app recall recalled"])
        #expect(
            refused(desk, .placement(.release(story, channels: ["app"])), by: "duty")
                == .deliveryState("app", .recalled))
    }

    @Test func aTextThatIsNoLongerTheStorysIsNotReleased() throws {
        let (desk, story) = try Self.signed()
        try desk.perform(.story(.publish(story, channels: ["app"])), by: "ed2")
        try desk.perform(
            .story(.review(story, stage: .third, verdict: .return, opinion: "再核", textHash: nil)), by: "chief")
        #expect(refused(desk, .placement(.release(story, channels: ["app"])), by: "duty")?.code == "storyState")
        #expect(try states(desk, story) == ["app publish proposed"])
    }

    /// Each channel is released with the text that was proposed there, and only while that is the story's.
    @Test func aStaleProposalDoesNotGoOutWithANewOne() throws {
        let (desk, story) = try Self.signed()
        try desk.perform(.story(.publish(story, channels: ["app", "weibo"])), by: "ed2")
        try desk.perform(
            .story(.review(story, stage: .third, verdict: .return, opinion: "再核", textHash: nil)), by: "chief")
        try desk.perform(.story(.edit(story, title: nil, body: "正文二", base: nil)), by: "rep")
        try desk.perform(.story(.submit(story)), by: "rep")
        for (stage, person) in zip(Stage.reviews, ["ed", "head", "chief"] as [StaffID]) {
            try desk.perform(
                .story(.review(story, stage: stage, verdict: .pass, opinion: "可", textHash: nil)), by: person)
        }
        try desk.perform(.story(.sign(story, textHash: nil)), by: "chief2")
        try desk.perform(.story(.publish(story, channels: ["app"])), by: "ed2")
        #expect(refused(desk, .placement(.release(story, channels: ["weibo"])), by: "duty")?.code == "textChanged")
        try desk.perform(.placement(.release(story, channels: [])), by: "duty")
        let placed = try desk.placements(of: story)
        #expect(placed.map(\.last.state) == [.queued, .proposed])
        #expect(placed[0].last.order.version == 2)
    }

    /// Where a correction was refused, what is wrong stands there still, and somebody has to see to it.
    @Test func aRefusedCorrectionIsNotForgotten() throws {
        let (desk, story) = try Self.signed()
        try desk.perform(.story(.publish(story, channels: ["zhongmu/wechat"])), by: "ed2")
        try desk.perform(.placement(.release(story, channels: [])), by: "med")
        try desk.perform(.placement(.step(story, channel: "zhongmu/wechat", to: .confirmed, note: nil)), by: "med")
        try desk.correct(story, to: "正文三")
        let refuse = Command.placement(.refuse(story, channel: "zhongmu/wechat", reason: "不便"))
        #expect(refused(desk, refuse, by: "med") == nil)
        let placement = try #require(try desk.placements(of: story).first)
        #expect(placement.isInTrouble && placement.last.isRefused)
        #expect(
            PlacementRule.due(placement, story: .corrected, published: desk.story(story)?.publishedHash) == .correct)
        try desk.perform(.story(.publish(story, channels: ["zhongmu/wechat"])), by: "ed2")
        #expect(try states(desk, story) == ["zhongmu/wechat correct proposed"], "not published beside what stands")
        // What was released is not the channel's house's to do without, at its own node neither.
        try desk.correct(story, to: "正文四")
        try desk.perform(.placement(.release(story, channels: [])), by: "med")
        let skip = Command.placement(.step(story, channel: "zhongmu/wechat", to: .skipped, note: "不改"))
        #expect(refused(desk, skip, by: "med") == .noRight(.correct, .centreEditor))
        desk.home = "zhongmu"
        desk.write(
            .staff("mchief"), Sample.root,
            .staff(.added(StaffCard(id: "mchief", name: "总编", role: .chiefEditor, centre: "zhongmu"))))
        let chief = Person(staff: "mchief", role: .chiefEditor, house: "zhongmu")
        #expect(refusal { _ = try skip.decide(by: chief, desk: desk) } == .otherNode("erqi"))
    }

    /// A county that orders another text under the key that was let through has no word for that.
    @Test func aReleaseIsOfTheTextThatWasSeen() throws {
        var (real, forged) = (Self.order("app", house: "zz"), Self.order("app", house: "zz"))
        real.version = 2
        (real.textHash, forged.textHash) = (.sample("正文2"), .sample("没人审过"))
        let events = [
            Self.event(.ordered(forged), on: forged, by: "ed", from: "erqi"),
            Self.event(.ordered(real), on: real, by: "ed", from: "erqi", at: 1),
            Self.event(
                .released(channel: "app", key: real.key, textHash: real.textHash), on: real, by: "duty", from: nil,
                at: 2),
        ]
        let folded = try #require(Placement.fold(events))
        #expect(
            folded.state.last.state == .proposed
                && folded.void.map(\.why) == [.alreadyPlaced("app"), .olderVersion("app")])
    }

    /// What its house had sent before it heard that it was taken back stands there, and is owed a recall.
    @Test func whatIsOutIsOutWhoeverTookItBack() throws {
        let (desk, story) = try Self.signed()
        try desk.perform(.story(.publish(story, channels: ["app"])), by: "ed2")
        try desk.perform(.placement(.release(story, channels: [])), by: "duty")
        let confirmed = try Command.placement(.step(story, channel: "app", to: .confirmed, note: nil)).decide(
            by: Sample.actor("duty"), desk: desk)
        try desk.perform(.placement(.step(story, channel: "app", to: .skipped, note: nil)), by: "ed2")
        for proposal in confirmed { desk.write(proposal, by: "duty") }
        #expect(try states(desk, story) == ["app publish confirmed"])
        try desk.perform(.story(.withdraw(story, reason: "失实")), by: "head")
        #expect(try states(desk, story) == ["app recall queued"])
    }

    /// Where a house has nobody of those whom its channel names, the desk's people of that role release there.
    @Test func aChannelIsNotShutForWantOfPeople() throws {
        let (desk, story) = try Self.signed(by: "duty2")
        var own = Sample.channels[3]
        own.release = [.deskHead]
        try desk.perform(.channel(.set([own])), by: "root")
        try desk.perform(.story(.publish(story, channels: [own.id])), by: "duty")
        let release = Command.placement(.release(story, channels: [own.id]))
        #expect(refused(desk, release, by: "ed") == .releasedBy(own.id, [.deskHead]))
        #expect(refused(desk, release, by: "duty") == .releasedBy(own.id, [.deskHead]))
        let waiting = ProposalLine(house: "erqi", channels: [own.id])
        #expect(waiting.waits(for: Sample.actor("head"), channels: [own], in: try desk.houses()))
        #expect(refused(desk, release, by: "head") == nil)
    }

    /// Who names no channel means those on which they may.
    @Test func aRestrictedChannelDoesNotStopTheOthers() throws {
        let (desk, story) = try Self.signed()
        var own = Sample.channels[3]
        own.release = [.deskHead]
        try desk.perform(.channel(.set([own])), by: "root")
        #expect(refused(desk, .story(.publish(story, channels: [])), by: "ed2") == nil)
        #expect(try desk.placements(of: story).map(\.channel) == ["erqi/wechat", "erqi/weibo"])
    }

    @Test func aChannelSaysWhoOfItsHouseReleases() throws {
        let (desk, story) = try Self.signed()
        var app = Sample.channels[0]
        app.release = [.business]
        #expect(refused(desk, .channel(.set([app])), by: "root") == .noRight(.release, .business))
        app.release = [.chiefEditor, .deskHead]
        try desk.perform(.channel(.set([app])), by: "root")
        #expect(try desk.channels()[0].release == [.deskHead, .chiefEditor])
        try desk.perform(.story(.publish(story, channels: ["app"])), by: "ed2")
        let release = Command.placement(.release(story, channels: ["app"]))
        #expect(refused(desk, release, by: "duty") == .releasedBy("app", [.deskHead, .chiefEditor]))
        #expect(refused(desk, release, by: "head") == nil)
        // A house's own channel as well.
        var own = Sample.channels[3]
        own.release = [.chiefEditor]
        try desk.perform(.channel(.set([own])), by: "root")
        #expect(
            refused(desk, .story(.publish(story, channels: [own.id])), by: "ed2") == .releasedBy(own.id, [.chiefEditor])
        )
    }

    @Test func anEmergencyGoesOutWhereWhoeverReleasesItMay() throws {
        let scene = try Scene()
        let desk = scene.desk
        func emergency(_ channels: ChannelID...) -> Command {
            .story(.publishInEmergency(scene.story, channels: channels, reason: "汛情"))
        }
        #expect(refused(desk, emergency("zhongmu/wechat"), by: "chief") == .ownChannelsMissing("erqi"))
        let made = try desk.perform(emergency("app", "zhongmu/wechat"), by: "chief")
        #expect(made.first?.capacity == .onBehalf)
        #expect(try states(desk, scene.story) == ["app publish queued", "zhongmu/wechat publish proposed"])
        #expect(desk.story(scene.story)?.state == .published)
        #expect(refused(desk, .placement(.release(scene.story, channels: [])), by: "med") == nil)
        #expect(Story.fold(desk.events(of: scene.story))?.void.isEmpty == true)
    }

    // MARK: - What another node may write

    private static func order(
        _ channel: ChannelID, house: CentreID, centre: CentreID = "erqi", act: DeliveryAct = .publish
    ) -> DeliveryOrder {
        var order = PlacementTests.order(act, channel: channel)
        (order.centre, order.house) = (centre, house)
        return order
    }

    private static func event(
        _ fact: PlacementFact, on order: DeliveryOrder, by person: StaffID, capacity: Capacity = .own, from: CentreID?,
        at seconds: Int = 0
    ) -> Event {
        var actor = Sample.actor(person)
        actor.capacity = capacity
        return Event(
            subject: .placement(of: order.story, by: order.centre, on: order.channel),
            stamp: Stamp(at: MemoryDesk.start.adding(seconds: seconds)), actor: .person(actor), fact: .placement(fact),
            from: from)
    }

    /// Whose channel it is a county's node cannot make up.
    @Test func aCentresNodeDoesNotTakeTheDesksChannels() {
        func begun(_ channel: ChannelID, _ house: CentreID, by person: StaffID, from: CentreID?) -> DeliveryState? {
            let order = Self.order(channel, house: house)
            return Placement(Self.event(.ordered(order), on: order, by: person, from: from))?.last.state
        }
        #expect(begun("app", "erqi", by: "ed", from: "erqi") == nil)
        #expect(begun("zhongmu/wechat", "erqi", by: "ed", from: "erqi") == nil)
        #expect(begun("erqi/wechat", "zz", by: "ed", from: "erqi") == nil)
        #expect(begun("app", "zz", by: "ed", from: "erqi") == .proposed)
        #expect(begun("app", "zz", by: "duty", from: nil) == nil, "not on their behalf")
        #expect(begun("zhongmu/wechat", "zhongmu", by: "ed", from: "erqi") == .proposed)
        #expect(begun("erqi/wechat", "erqi", by: "ed", from: "erqi") == .queued)
    }

    @Test func nobodyButTheHouseLetsItThrough() {
        func step(
            _ channel: ChannelID, _ house: CentreID, to state: DeliveryState, by person: StaffID,
            capacity: Capacity = .own, from: CentreID?
        ) -> Refusal? {
            let order = Self.order(channel, house: house)
            let fact: PlacementFact =
                state == .queued
                ? .released(channel: channel, key: order.key, textHash: order.textHash)
                : .stepped(channel: channel, key: order.key, to: state, note: nil, link: nil)
            let events = [
                Self.event(.ordered(order), on: order, by: "ed", from: "erqi"),
                Self.event(fact, on: order, by: person, capacity: capacity, from: from, at: 1),
            ]
            return Placement.fold(events)?.void.last?.why
        }
        let desks = Refusal.othersChannel("app", "zz")
        #expect(step("app", "zz", to: .queued, by: "ed", from: "erqi") == desks)
        #expect(step("app", "zz", to: .queued, by: "ed", capacity: .onBehalf, from: "erqi") == desks)
        #expect(step("app", "zz", to: .queued, by: "duty", from: "erqi") == desks, "a name is soon said")
        #expect(step("app", "zz", to: .queued, by: "ed", from: nil) == desks)
        #expect(step("app", "zz", to: .queued, by: "med", from: "zhongmu") == .otherNode("erqi"))
        #expect(step("app", "zz", to: .queued, by: "duty", from: nil) == nil)
        #expect(
            step("app", "zz", to: .skipped, by: "ed", from: "erqi") == nil, "they take back what they asked for")
        #expect(step("app", "xinmi", to: .queued, by: "duty", from: nil) == nil, "whose it is the desk knows")
        let other = Refusal.othersChannel("zhongmu/wechat", "zhongmu")
        #expect(step("zhongmu/wechat", "zhongmu", to: .queued, by: "ed", from: "erqi") == other)
        #expect(step("zhongmu/wechat", "zhongmu", to: .queued, by: "duty", from: nil) == other)
        #expect(step("zhongmu/wechat", "zhongmu", to: .queued, by: "duty", capacity: .onBehalf, from: nil) == nil)
        #expect(step("zhongmu/wechat", "zhongmu", to: .queued, by: "med", from: "zhongmu") == nil)
    }

    @Test func aStoryIsOutWhereItsNodesCanKnow() throws {
        let line = try StoryTableTests.story(in: .signedOff)
        func apply(_ facts: [(StoryFact, by: StaffID, from: CentreID?)]) -> Refusal? {
            let events = facts.enumerated().map { place, fact in
                Event(
                    subject: line.subject, stamp: Stamp(at: line.at.adding(seconds: place + 1)),
                    actor: .person(Sample.actor(fact.by)), fact: .story(fact.0), from: fact.from)
            }
            return Story.fold(line.events + events)?.void.first?.why
        }
        func published(_ channel: ChannelID) -> StoryFact { .published(channels: [channel], textHash: .sample()) }
        func proposed(_ channel: ChannelID) -> StoryFact { .proposed(channels: [channel], textHash: .sample()) }
        func released(_ channel: ChannelID) -> StoryFact { .released(channels: [channel], textHash: .sample()) }
        // An empty list is no way round that.
        for fact: StoryFact in [
            .released(channels: [], textHash: .sample()), .published(channels: [], textHash: .sample()),
            .proposed(channels: [], textHash: .sample()),
        ] {
            #expect(apply([(fact, "ed", "erqi")]) != nil)
            #expect(apply([(fact, "med", "zhongmu")]) != nil)
            #expect(apply([(fact, "duty", nil)]) != nil)
        }
        #expect(apply([(published("app"), "ed", "erqi")]) == .desksOwn)
        #expect(apply([(published("zhongmu/wechat"), "ed", "erqi")]) == .otherNode("zhongmu"))
        #expect(apply([(published("erqi/wechat"), "ed", "erqi")]) == nil)
        #expect(apply([(proposed("app"), "ed", "erqi"), (released("app"), "ed", "erqi")]) == .desksOwn)
        #expect(apply([(proposed("app"), "ed", "erqi"), (released("app"), "duty", nil)]) == nil)
        #expect(apply([(released("app"), "duty", nil)]) == .noPlacement("app"), "nobody asked")
        #expect(apply([(released("zhongmu/wechat"), "med", "zhongmu")]) == .noPlacement("zhongmu/wechat"))
        let older = StoryFact.proposed(channels: ["app"], textHash: .sample("旧"))
        #expect(apply([(older, "ed", "erqi"), (released("app"), "duty", nil)]) != nil, "asked for another text")
        let theirs = proposed("zhongmu/wechat")
        #expect(apply([(theirs, "ed", "erqi"), (released("zhongmu/wechat"), "med", "zhongmu")]) == nil)
        #expect(apply([(theirs, "ed", "erqi"), (released("zhongmu/wechat"), "ed", "erqi")]) == .otherNode("zhongmu"))
    }

    // MARK: - Whom it waits for

    @Test func itWaitsForWhoseDutyItIsInTheChannelsHouse() {
        let now = MemoryDesk.start
        func waits(_ line: ProposalLine, for person: StaffID, _ channels: [ChannelCard] = Sample.channels) -> Bool {
            line.waits(for: Sample.actor(person), channels: channels, in: Sample.houses)
        }
        let desks = ProposalLine()
        #expect(["duty", "duty2"].allSatisfy { waits(desks, for: $0) })
        #expect(["ed", "med", "head", "chief", "rep", "root"].allSatisfy { !waits(desks, for: $0) })
        var strict = Sample.channels
        strict[0].release = [.deskHead, .chiefEditor]
        #expect(!waits(desks, for: "duty", strict) && waits(desks, for: "head", strict))
        let theirs = ProposalLine(house: "zhongmu", channels: ["zhongmu/wechat"])
        #expect(waits(theirs, for: "med") && !waits(theirs, for: "ed") && !waits(theirs, for: "duty"))
        // Where a house has nobody, the desk's duty editor lets it through.
        let card = ChannelCard(id: "xinmi/app", name: Name(zh: "新密", en: "Xinmi"), kind: .app, house: "xinmi")
        #expect(waits(ProposalLine(house: "xinmi", channels: ["xinmi/app"]), for: "duty", [card]))
        let late = ProposalLine(clock: Clock(since: now, limit: now.adding(seconds: 600)))
        let list = AttentionTests.list(proposals: [late], for: "duty", at: 11)
        #expect(list.map(\.kind) == [.proposalOverdue] && list[0].isReaders && list[0].level == .over)
        #expect(AttentionTests.list(proposals: [late], for: "ed", at: 5).map(\.isReaders) == [false])
    }
}
