import Newsroom
import Testing

/// A story on a channel: the table of steps, what follows what, and what a story's state asks of it.
struct PlacementTests {
    static let story = SubjectID(at: MemoryDesk.start) { 5 }

    static func order(
        _ act: DeliveryAct = .publish, version: Int = 1, key: UInt64 = 1, signedAt: Moment? = nil,
        channel: ChannelID = "app"
    ) -> DeliveryOrder {
        DeliveryOrder(
            key: SubjectID(at: MemoryDesk.start) { key }, story: story, centre: "zz", channel: channel, house: "zz",
            act: act, version: version, textHash: .sample("正文\(version)"), signedAt: signedAt)
    }

    /// Of a story of the desk for a channel of another house.
    static var asked: DeliveryOrder {
        var order = order(channel: "erqi/app")
        order.house = "erqi"
        return order
    }

    /// Of a story of Erqi on its own channel.
    static var erqis: DeliveryOrder {
        var order = asked
        (order.centre, order.signedAt) = ("erqi", MemoryDesk.start)
        return order
    }

    static func step(
        _ state: DeliveryState, key: UInt64 = 1, note: String? = nil, channel: ChannelID = "app"
    ) -> Fact {
        .placement(
            .stepped(channel: channel, key: SubjectID(at: MemoryDesk.start) { key }, to: state, note: note, link: nil))
    }

    static func begun(_ order: DeliveryOrder = order()) throws -> Timeline<Placement> {
        try #require(
            Timeline<Placement>(
                .placement(.ordered(order)), by: "duty",
                subject: .placement(of: order.story, by: order.centre, on: order.channel)))
    }

    /// Ways to each state from `queued`.
    static let ways: [DeliveryState: [DeliveryState]] = [
        .queued: [], .held: [.held], .scheduled: [.scheduled], .sending: [.sending], .sent: [.sent],
        .confirmed: [.confirmed], .unknown: [.sending, .unknown], .failed: [.failed], .missed: [.missed],
        .recalled: [.confirmed, .recalled], .gone: [.confirmed, .gone], .skipped: [.skipped],
    ]

    static let table = RuleTable(
        """
        state     queued held scheduled sending sent confirmed unknown failed missed recalled gone skipped
        queued    -      yes  yes       yes     yes  yes       -       yes    yes    -        -    yes
        held      yes    -    yes       -       yes  yes       yes     -      -      -        -    yes
        scheduled yes    yes  -         yes     -    -         -       -      yes    -        -    yes
        sending   -      -    -         -       yes  yes       yes     yes    -      -        -    -
        sent      -      -    -         -       -    yes       yes     yes    -      -        yes  -
        unknown   yes    -    -         -       yes  yes       -       yes    -      -        -    yes
        failed    yes    -    -         -       -    yes       -       yes    -      -        -    yes
        missed    yes    -    yes       -       -    -         -       -      -      -        -    yes
        confirmed -      -    -         -       -    -         -       -      -      yes      yes  -
        recalled  -      -    -         -       -    -         -       -      -      -        -    -
        gone      -      -    -         -       -    -         -       -      -      -        -    yes
        skipped   -      -    -         -       yes  yes       yes     -      -      -        -    -
        """)

    /// Where an older text turns out to stand, what was ordered to be published takes its place: it is a correction, whatever the node
    /// knew that ordered it.
    @Test(arguments: [true, false]) func whatIsPublishedOverAnOlderTextCorrectsIt(isHeardLate: Bool) throws {
        var line = try Self.begun()
        let first = Self.step(.confirmed)
        if !isHeardLate { line.apply(first, by: "duty") }
        line.apply(.placement(.ordered(Self.order(version: 2, key: 2))), by: "duty")
        if isHeardLate { line.apply(first, by: "duty") }
        #expect(line.state.act == .correct && line.state.isInTrouble)
        #expect(line.state.mayBeOut)
        let due = { (line: Timeline<Placement>) in
            PlacementRule.due(line.state, story: .corrected, published: .sample("正文2"))
        }
        #expect(due(line) == nil, "it is ordered")
        var (left, done, gone) = (line, line, line)
        left.apply(Self.step(.skipped, key: 2), by: "duty")
        #expect(left.state.act == .correct && due(left) == .correct, "the older text stands")
        done.apply(Self.step(.confirmed, key: 2), by: "duty")
        #expect(due(done) == nil && done.state.standing?.order.version == 2 && !done.state.isInTrouble)
        // What the platform did to what stands there is said of that.
        #expect(gone.state.delivery(comingTo: .gone).order.version == 1)
        gone.apply(Self.step(.gone), by: "duty")
        #expect(gone.state.act == .publish && !gone.state.mayBeOut)
    }

    @Test func everyStateAndEveryStep() throws {
        #expect(Self.table.isWhole)
        for (name, cells) in Self.table.rows {
            let state = try #require(DeliveryState(rawValue: name))
            let way = try #require(Self.ways[state])
            for (column, cell) in zip(Self.table.columns, cells) {
                var line = try Self.begun()
                for step in way { #expect(line.apply(Self.step(step), by: "duty") == nil) }
                #expect(line.state.last.state == state)
                let next = try #require(DeliveryState(rawValue: column))
                let refused = line.apply(Self.step(next), by: "duty")
                #expect((refused == nil) == (cell == "yes"), "\(name) → \(column)")
                if cell == "-" { #expect(refused == .deliveryState("app", state), "\(name) → \(column)") }
            }
        }
    }

    @Test func aRecallEndsWhereTheChannelHasTakenItDown() throws {
        var line = try Self.begun()
        line.apply(Self.step(.confirmed), by: "duty")
        #expect(line.apply(.placement(.ordered(Self.order(.recall, key: 2))), by: "head") == nil)
        #expect(line.state.last.state == .queued && line.state.standing?.order.act == .publish)
        #expect(line.apply(Self.step(.confirmed, key: 2), by: "duty") == .deliveryState("app", .queued))
        #expect(line.apply(.placement(.ordered(Self.order(version: 2, key: 3))), by: "duty") == .recallOpen("app"))
        #expect(line.apply(Self.step(.failed, key: 2, note: "超时"), by: "duty") == nil)
        #expect(line.apply(Self.step(.recalled, key: 2), by: "duty") == nil)
        #expect(line.state.deliveries.map(\.state) == [.recalled, .recalled])
        #expect(line.state.standing == nil && !line.state.mayBeOut && line.state.failures == 1)
        #expect(
            line.apply(.placement(.ordered(Self.order(key: 4))), by: "duty") == nil,
            "showing it again is a new delivery")
    }

    @Test func aRecallOfWhatNeverWentOutIsDone() throws {
        for state in [DeliveryState.queued, .failed, .missed, .held, .skipped] {
            var line = try Self.begun()
            for step in try #require(Self.ways[state]) { line.apply(Self.step(step), by: "duty") }
            #expect(line.apply(.placement(.ordered(Self.order(.recall, key: 2))), by: "head") == nil)
            #expect(line.state.last.state == .recalled, "\(state)")
            #expect(line.state.deliveries[0].state == (state == .skipped ? .skipped : .superseded))
            #expect(line.apply(Self.step(.sending), by: "duty") != nil, "a superseded one is never sent")
        }
        var line = try Self.begun()
        line.apply(Self.step(.sending), by: "duty")
        line.apply(.placement(.ordered(Self.order(.recall, key: 2))), by: "head")
        #expect(line.state.last.state == .queued, "what is on its way may arrive")
    }

    @Test func aLaterVersionTakesThePlaceOfWhatWaitsAndNeverComesFirst() throws {
        var line = try Self.begun()
        #expect(line.apply(.placement(.ordered(Self.order(key: 9))), by: "head") == nil)
        #expect(line.state.deliveries.count == 1, "ordered twice, done once")
        #expect(line.apply(.placement(.ordered(Self.order(version: 2, key: 2))), by: "duty") == nil)
        #expect(line.state.deliveries.map(\.state) == [.superseded, .queued])
        #expect(line.apply(.placement(.ordered(Self.order(key: 3))), by: "duty") == .olderVersion("app"))

        line = try Self.begun()
        line.apply(Self.step(.sending), by: "duty")
        line.apply(.placement(.ordered(Self.order(.correct, version: 2, key: 2))), by: "chief")
        #expect(line.state.deliveries.map(\.state) == [.sending, .queued])
        #expect(line.apply(Self.step(.sending, key: 2), by: "duty") != nil)
        line.apply(Self.step(.confirmed), by: "duty")
        #expect(line.apply(Self.step(.sending, key: 2), by: "duty") == nil)
    }

    @Test func aMachineDoesNotReopenWhatAPersonMustDecide() throws {
        let node = Actor.node("n", house: "zz")
        for (way, next, isAllowed) in [
            ([.failed], .queued, false), ([.missed], .queued, false), ([.held], .queued, false),
            ([.held], .sent, true), ([.confirmed, .gone], .skipped, false), ([.sending, .unknown], .queued, false),
            ([.sending, .unknown], .confirmed, true), ([], .sending, true),
        ] as [([DeliveryState], DeliveryState, Bool)] {
            var line = try Self.begun()
            for step in way { line.apply(Self.step(step), by: "duty") }
            var placement = line.state
            let event = Event(
                subject: placement.id, stamp: Stamp(at: line.at), actor: node, fact: Self.step(next))
            #expect((refusal { try placement.take(event) } == nil) == isAllowed, "\(way) → \(next)")
        }
        var placement = try Self.begun().state
        let order = Event(
            subject: placement.id, stamp: Stamp(value: 9), actor: node,
            fact: .placement(.ordered(Self.order(version: 2, key: 2))))
        #expect(refusal { try placement.take(order) } == .outOfPlace("placementOrdered"), "people order")
    }

    @Test func whatBelongsToAnotherPlacementIsRefused() throws {
        #expect(
            Placement(
                Event(
                    subject: .placement(of: Self.story, by: "erqi", on: "weibo"), stamp: Stamp(value: 1),
                    actor: .person(Sample.actor("duty")), fact: .placement(.ordered(Self.order())))) == nil)
        var line = try Self.begun()
        #expect(line.apply(Self.step(.sent, channel: "weibo"), by: "duty") == .outOfPlace("placementStepped"))
        #expect(line.apply(Self.step(.sent, key: 9), by: "duty") == .noPlacement("app"))
        #expect(
            line.apply(.placement(.ordered(Self.order(version: 2, key: 2, channel: "weibo"))), by: "duty")
                == .outOfPlace("placementOrdered"))
    }

    /// Whoever claims another house's story places something else: its own placement is not touched.
    @Test func anotherCentreCannotPlaceInItsStead() throws {
        var foreign = Self.order()
        foreign.centre = "zhongmu"
        let own = SubjectID.placement(of: Self.story, by: "erqi", on: "app")
        #expect(SubjectID.placement(of: Self.story, by: "zhongmu", on: "app") != own)
        let event = Event(
            subject: own, stamp: Stamp(value: 1), actor: .person(Sample.actor("med")),
            fact: .placement(.ordered(foreign)), from: "zhongmu")
        #expect(Placement(event) == nil)
    }

    /// What nobody knows stays in trouble behind what was ordered after it, and whoever finds it out speaks of it.
    @Test func theOldestThatMayComeToAStateIsMeant() throws {
        var line = try Self.begun()
        line.apply(Self.step(.sending), by: "duty")
        line.apply(Self.step(.unknown), by: "duty")
        line.apply(.placement(.ordered(Self.order(.correct, version: 2, key: 2))), by: "chief")
        #expect(line.state.isInTrouble && line.state.isOpen)
        #expect(line.state.delivery(comingTo: .confirmed).order.version == 1)
        for next in [DeliveryState.sending, .sent, .confirmed] {
            #expect(line.apply(Self.step(next, key: 2), by: "duty") != nil, "\(next) before it is known of the first")
        }
        line.apply(Self.step(.confirmed), by: "duty")
        #expect(line.state.delivery(comingTo: .confirmed).order.version == 2)
        #expect(line.apply(Self.step(.confirmed, key: 2), by: "duty") == nil && !line.state.isOpen)

        line.apply(Self.step(.gone, key: 2), by: "duty")
        #expect(
            line.state.standing == nil && !line.state.mayBeOut, "what the platform took away was all that stood there")
    }

    /// A recall goes out also where nobody knows whether there is anything to take down.
    @Test func whatNobodyKnowsIsTakenDownAllTheSame() throws {
        var line = try Self.begun()
        line.apply(Self.step(.sending), by: "duty")
        line.apply(Self.step(.unknown), by: "duty")
        line.apply(.placement(.ordered(Self.order(.recall, key: 2))), by: "head")
        #expect(line.apply(Self.step(.sending, key: 2), by: "duty") == nil)
        #expect(line.apply(Self.step(.recalled, key: 2), by: "duty") == nil)
        #expect(line.state.deliveries.map(\.state) == [.recalled, .recalled])
    }

    /// What somebody did before they heard that it was overruled is so all the same, and is owed what follows from it.
    @Test func whatWasDoneBeforeItWasKnownCounts() throws {
        var line = try Self.begun()
        line.apply(.placement(.ordered(Self.order(.recall, key: 2))), by: "head")
        #expect(line.state.last.state == .recalled)
        #expect(PlacementRule.due(line.state, story: .withdrawn, published: nil) == nil)
        #expect(line.apply(Self.step(.confirmed), by: "duty") == nil)
        #expect(line.state.mayBeOut && PlacementRule.due(line.state, story: .withdrawn, published: nil) == .recall)
        #expect(line.apply(.placement(.ordered(Self.order(.recall, key: 3))), by: "head") == nil)
        #expect(line.state.last.state == .queued && line.state.isInTrouble)

        // Under the key of an order that was the same as the one that stands.
        line = try Self.begun()
        line.apply(.placement(.ordered(Self.order(key: 9))), by: "head")
        #expect(line.apply(Self.step(.confirmed, key: 9), by: "head") == nil)
        #expect(line.state.last.state == .confirmed)
    }

    @Test func whoeverDecidesLikeTheActNeedsItsRight() throws {
        let (scene, story) = try published()
        let desk = scene.desk
        let down = Command.placement(.step(story, channel: "erqi/app", to: .recalled, note: nil))
        #expect(refusal { try desk.perform(down, by: "ed2") } == .noRight(.withdraw, .centreEditor))
        try desk.perform(.story(.withdraw(story, reason: "失实")), by: "head")
        let skip = Command.placement(.step(story, channel: "erqi/app", to: .skipped, note: "已无"))
        #expect(refusal { try desk.perform(skip, by: "ed2") } == .noRight(.withdraw, .centreEditor))
        try desk.perform(skip, by: "head")
        let placement = try #require(desk.placements(of: story).first)
        #expect(
            PlacementRule.due(placement, story: .withdrawn, published: nil) == .recall,
            "it stands there still, and is owed")
        try desk.perform(.placement(.settle(story)), by: "head")
        try desk.perform(down, by: "ed2")
        #expect(try desk.placements(of: story).allSatisfy { !$0.mayBeOut && !$0.isOpen })
    }

    @Test func theStoryAsksOfItsChannels() throws {
        var line = try Self.begun()
        func due(_ state: StoryState, _ published: Int?) -> DeliveryAct? {
            PlacementRule.due(line.state, story: state, published: published.map { .sample("正文\($0)") })
        }
        #expect(due(.published, 1) == nil && due(.corrected, 2) == .correct && due(.withdrawn, 1) == .recall)
        #expect(due(.returned, nil) == .recall && due(.published, nil) == nil)
        line.apply(Self.step(.confirmed), by: "duty")
        #expect(due(.withdrawn, 1) == .recall)
        line.apply(.placement(.ordered(Self.order(.recall, key: 2))), by: "head")
        #expect(due(.withdrawn, 1) == nil, "ordered is owed no more")
        var skipped = try Self.begun()
        skipped.apply(Self.step(.skipped), by: "duty")
        #expect(PlacementRule.due(skipped.state, story: .withdrawn, published: .sample("正文1")) == nil)
        #expect(PlacementRule.due(skipped.state, story: .corrected, published: .sample("正文2")) == nil)
    }

    // MARK: - With the story's own commands

    /// A story that is out on the app and on WeChat, confirmed on the app.
    private func published() throws -> (Scene, SubjectID) {
        let scene = try Scene()
        let desk = scene.desk
        try desk.perform(.story(.submit(scene.story)), by: "rep")
        for (stage, person) in [(Stage.first, "ed"), (.second, "head"), (.third, "chief")] as [(Stage, StaffID)] {
            try desk.perform(scene.review(stage), by: person)
        }
        try desk.perform(.story(.sign(scene.story, textHash: nil)), by: "chief")
        try desk.perform(.story(.publish(scene.story, channels: ["erqi/app", "erqi/wechat"])), by: "ed2")
        try desk.perform(
            .placement(.step(scene.story, channel: "erqi/app", to: .confirmed, note: nil)), by: "ed2")
        return (scene, scene.story)
    }

    private func states(_ desk: MemoryDesk, _ story: SubjectID) throws -> [String] {
        try desk.placements(of: story).map { "\($0.channel.rawValue) \($0.last.order.act) \($0.last.state)" }
    }

    @Test func publishingOrdersAndDoesNothingTwice() throws {
        let (scene, story) = try published()
        let desk = scene.desk
        #expect(try states(desk, story) == ["erqi/app publish confirmed", "erqi/wechat publish queued"])
        let again = Command.story(.publish(story, channels: ["erqi/app", "erqi/wechat"]))
        #expect(refusal { try desk.perform(again, by: "ed2") } == .alreadyPlaced("erqi/app"))
        let made = try desk.perform(.story(.publish(story, channels: [])), by: "ed2")
        #expect(made.count == 2, "only where it is not yet")
        try desk.perform(
            .placement(.step(story, channel: "erqi/wechat", to: .failed, note: "超时")), by: "ed2")
        let retried = try desk.perform(.story(.publish(story, channels: ["erqi/wechat"])), by: "ed2")
        let key = try #require(desk.placements(of: story).first { $0.channel == "erqi/wechat" }).last.id
        #expect(
            retried.last?.fact
                == .placement(.stepped(channel: "erqi/wechat", key: key, to: .queued, note: nil, link: nil)),
            "tried again under the same key")
    }

    @Test func withdrawingAndCorrectingReachEveryChannelInTheSameAct() throws {
        let (scene, story) = try published()
        try scene.desk.correct(story, to: "正文三")
        #expect(try states(scene.desk, story) == ["erqi/app correct queued", "erqi/wechat publish queued"])
        #expect(try scene.desk.placements(of: story).allSatisfy { $0.last.order.version == 2 })
        try scene.desk.perform(.story(.withdraw(story, reason: "失实")), by: "head")
        #expect(try states(scene.desk, story) == ["erqi/app recall queued", "erqi/wechat recall recalled"])
        #expect(refusal { try scene.desk.perform(.placement(.settle(story)), by: "head") } == .nothingDue)
    }

    @Test func whatIsOwedIsOrderedByWhoeverMay() throws {
        let (scene, story) = try published()
        let desk = scene.desk
        // Another node published it elsewhere while it was being withdrawn here.
        try desk.perform(.story(.withdraw(story, reason: "失实")), by: "head")
        let late = DeliveryOrder(
            key: desk.makeID(), story: story, centre: "erqi", channel: "erqi/weibo", house: "erqi", act: .publish,
            version: 1,
            textHash: .sample())
        desk.write(.placement(of: story, by: "erqi", on: "erqi/weibo"), Sample.actor("ed2"), .placement(.ordered(late)))
        let sending = Command.placement(.step(story, channel: "erqi/weibo", to: .sending, note: nil))
        #expect(refusal { try desk.perform(sending, by: "ed2") } != nil, "nothing of it goes out any more")
        #expect(
            refusal { try desk.perform(.placement(.settle(story)), by: "ed2") } == .noRight(.withdraw, .centreEditor))
        try desk.perform(.placement(.settle(story)), by: "head")
        #expect(try states(desk, story).last == "erqi/weibo recall recalled")
    }

    // MARK: - Three nodes at once

    /// One publishes the story on another channel, one withdraws it, one corrects it, each without knowing of the others: in
    /// whatever order that was, the channels get what the story's state asks for.
    @Test func publishWithdrawAndCorrectAtThreeNodes() throws {
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        var lines: [String] = []
        for order in orders {
            let (scene, story) = try published()
            let desk = scene.desk
            // All knew of the correction, and what was left is the last pass of it.
            try desk.perform(.story(.correction(story, .propose(body: "正文三", reason: "误"))), by: "rep")
            try desk.perform(
                .story(.review(story, stage: .second, verdict: .pass, opinion: "可", textHash: nil)), by: "head")
            let acts: [(String, Command, StaffID)] = [
                ("publish", .story(.publish(story, channels: ["erqi/weibo"])), "ed2"),
                ("withdraw", .story(.withdraw(story, reason: "失实")), "head"),
                (
                    "correct", .story(.review(story, stage: .third, verdict: .pass, opinion: "可", textHash: nil)),
                    "chief"
                ),
            ]
            // Each decides from what all knew before.
            let decided = try acts.map { try $0.1.decide(by: Sample.actor($0.2), desk: desk) }
            for place in order {
                desk.now = desk.now.adding(seconds: 1)
                for proposal in decided[place] {
                    desk.write(proposal, by: acts[place].2)
                }
            }
            let state = try #require(desk.story(story))
            let placed = try desk.placements(of: story).map { placement in
                let due = PlacementRule.due(placement, story: state.state, published: state.publishedHash)
                let last = placement.last
                return "\(placement.channel.rawValue) \(last.order.act) \(last.order.version) \(last.state)"
                    + (due.map { " owes \($0)" } ?? "")
            }
            lines.append(
                order.map { acts[$0].0 }.joined(separator: " ") + ": \(state.state); " + placed.joined(separator: ", "))
            for placement in try desk.placements(of: story) where state.state == .withdrawn {
                let isOwed = PlacementRule.due(placement, story: state.state, published: state.publishedHash) == .recall
                #expect(isOwed || placement.last.order.act == .recall, "\(lines)")
            }
            if desk.story(story)?.state == .withdrawn, lines.last?.contains("owes") == true {
                try desk.perform(.placement(.settle(story)), by: "head")
            }
            for placement in try desk.placements(of: story) where state.state == .withdrawn {
                #expect(placement.last.order.act == .recall, "\(lines)")
            }
        }
        #expect(lines == Self.threeNodes, "\(lines.joined(separator: "\n"))")
    }

    static let threeNodes = """
        publish withdraw correct: withdrawn; erqi/app recall 1 queued, erqi/wechat publish 2 queued owes recall, erqi/weibo publish 1 queued owes recall
        publish correct withdraw: withdrawn; erqi/app recall 1 queued, erqi/wechat recall 1 recalled, erqi/weibo publish 1 queued owes recall
        withdraw publish correct: withdrawn; erqi/app recall 1 queued, erqi/wechat publish 2 queued owes recall, erqi/weibo publish 1 queued owes recall
        withdraw correct publish: withdrawn; erqi/app recall 1 queued, erqi/wechat publish 2 queued owes recall, erqi/weibo publish 1 queued owes recall
        correct publish withdraw: withdrawn; erqi/app recall 1 queued, erqi/wechat recall 1 recalled, erqi/weibo publish 1 queued owes recall
        correct withdraw publish: withdrawn; erqi/app recall 1 queued, erqi/wechat recall 1 recalled, erqi/weibo publish 1 queued owes recall
        """.split(separator: "\n").map(String.init)
}
