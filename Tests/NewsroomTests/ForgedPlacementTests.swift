import Newsroom
import Testing

/// What a centre's node may have written of a channel, so that nobody else's word comes to nothing by it.
struct ForgedPlacementTests {
    private static let key = HidingTests.key

    private func took(
        _ placement: inout Placement, _ fact: Fact, by person: StaffID, from: CentreID?, after seconds: Int
    ) -> Refusal? {
        let actor = from == nil ? Sample.actor(person, of: fact, home: placement.centre) : Sample.actor(person)
        let event = Event(
            subject: placement.id, stamp: Stamp(at: MemoryDesk.start.adding(seconds: seconds)),
            actor: .person(actor), fact: fact, from: from)
        return refusal { try placement.take(event) }
    }

    /// An order of Erqi for a channel.
    private static func order(
        _ act: DeliveryAct = .publish, on channel: ChannelID = "erqi/app", house: CentreID = "erqi", key: UInt64 = 1,
        version: Int = 1
    ) -> DeliveryOrder {
        var order = PlacementTests.order(act, version: version, key: key, channel: channel)
        (order.centre, order.house) = ("erqi", house)
        return order
    }

    private func begun(_ order: DeliveryOrder, from: CentreID? = "erqi") throws -> Placement {
        try #require(
            Placement(
                Event(
                    subject: .placement(of: order.story, by: order.centre, on: order.channel),
                    stamp: Stamp(at: MemoryDesk.start), actor: .person(Sample.actor("ed")),
                    fact: .placement(.ordered(order)), from: from)))
    }

    /// Erqi's node writes that a channel of the desk is Zhongmu's: the desk's people serve it, hide there and take it down.
    @Test func whoseAChannelOfTheDeskIsNoCentreSays() throws {
        let (desk, story) = try ProposalTests.signed()
        try desk.perform(.story(.publish(story, channels: ["erqi/wechat"])), by: "ed2")
        let written = try #require(desk.story(story))
        var order = Self.order(on: "weibo", house: "zhongmu")
        (order.story, order.textHash) = (story, written.text.textHash)
        let id = SubjectID.placement(of: story, by: "erqi", on: "weibo")
        let proposed = StoryFact.proposed(channels: ["weibo"], textHash: order.textHash)
        desk.write(story, Sample.actor("ed"), .story(proposed), from: "erqi")
        desk.write(id, Sample.actor("ed"), .placement(.ordered(order)), from: "erqi")
        func placement() throws -> Placement {
            guard let found = try desk.placements(of: story).first(where: { $0.channel == "weibo" }) else {
                throw Refusal.noPlacement("weibo")
            }
            return found
        }
        #expect(try desk.channels().house(of: placement()) == "zz")
        func refused(_ command: PlacementCommand, by person: StaffID) -> Refusal? {
            refusal { try desk.perform(.placement(command), by: person) }
        }
        #expect(refused(.release(story, channels: ["weibo"]), by: "duty") == nil)
        #expect(refused(.step(story, channel: "weibo", to: .confirmed, note: nil), by: "duty") == nil)
        #expect(refused(.report(story, channel: "weibo", .hidden), by: "duty") == nil)
        #expect(
            refused(.hide(story, channels: ["weibo"], reason: nil), by: "med") == .hiding(.byHouses(["erqi", "zz"])))
        #expect(refused(.hide(story, channels: ["weibo"], reason: nil), by: "duty") == nil)
        try desk.perform(.story(.withdraw(story, reason: "失实")), by: "head")
        #expect(try placement().last.order.act == .recall && placement().last.order.house == "zz")
    }

    /// An honest node orders nothing on a channel that is not; a forged order there costs the desk nothing.
    @Test func aWithdrawalIsOrderedWhereThereIsAChannel() throws {
        let (desk, story) = try ProposalTests.signed()
        try desk.perform(.story(.publish(story, channels: ["erqi/wechat"])), by: "ed2")
        let written = try #require(desk.story(story))
        for number in 0..<9 {
            var order = Self.order(on: ChannelID(rawValue: "erqi/x\(number)"), key: UInt64(number) + 100)
            (order.story, order.textHash) = (story, written.text.textHash)
            let id = SubjectID.placement(of: story, by: "erqi", on: order.channel)
            desk.write(id, Sample.actor("ed"), .placement(.ordered(order)), from: "erqi")
        }
        #expect(try desk.placements(of: story).count == 10)
        let made = try desk.perform(.story(.withdraw(story, reason: "失实")), by: "head")
        #expect(made.count == 2, "the story's word, and one channel's")
        #expect(refusal { try desk.perform(.placement(.settle(story)), by: "head") } == .nothingDue)
    }

    /// The key of the desk's order, written before it by whoever read it there.
    @Test func noCentreTakesTheKeyOfTheDesksOrder() throws {
        let recall = Fact.placement(.ordered(Self.order(.recall, key: 9)))
        let forged = Fact.placement(.ordered(Self.order(key: 9, version: 2)))
        let confirmed = PlacementTests.step(.confirmed, channel: "erqi/app")
        var line = try begun(Self.order())
        #expect(took(&line, confirmed, by: "ed", from: "erqi", after: 1) == nil)
        #expect(took(&line, forged, by: "ed", from: "erqi", after: 2) == nil)
        #expect(took(&line, recall, by: "head", from: nil, after: 3) == nil)
        #expect(line.last.order.act == .recall && line.order(under: Self.key(9))?.act == .recall)
        #expect(
            took(&line, PlacementTests.step(.recalled, key: 9, channel: "erqi/app"), by: "ed", from: "erqi", after: 4)
                == nil)
        #expect(line.last.state == .recalled && !line.mayBeOut)

        // By what goes on under another key, too.
        line = try begun(Self.order())
        let same = Fact.placement(.ordered(Self.order(key: 9)))
        #expect(took(&line, same, by: "ed", from: "erqi", after: 1) == nil && line.deliveries.count == 1)
        #expect(took(&line, confirmed, by: "ed", from: "erqi", after: 2) == nil)
        #expect(took(&line, recall, by: "head", from: nil, after: 3) == nil && line.last.order.act == .recall)
        // After it nobody orders under it.
        #expect(took(&line, forged, by: "ed", from: "erqi", after: 4) == .alreadyPlaced("erqi/app"))
        #expect(took(&line, recall, by: "head", from: nil, after: 5) == .alreadyPlaced("erqi/app"))
    }

    /// However much its centre ordered, the desk takes it down.
    @Test func whatACentreOrdersLeavesRoomForTheDesk() throws {
        var line = try begun(Self.order())
        for number in 2...(2 * Placement.mostDeliveries + 10) {
            let isRecall = number.isMultiple(of: 2)
            let order = Self.order(isRecall ? .recall : .publish, key: UInt64(number), version: number)
            _ = took(&line, .placement(.ordered(order)), by: "ed", from: "erqi", after: number)
        }
        #expect(line.deliveries.count <= 2 * Placement.mostDeliveries)
        let recall = Self.order(.recall, key: 5_000, version: 5_000)
        #expect(took(&line, .placement(.ordered(recall)), by: "head", from: nil, after: 3_000) == nil)
        #expect(line.last.order.key == Self.key(5_000))
    }

    // MARK: - What is hidden

    /// The desk hides on a channel of Erqi; its node has read the key and hid, or shows, under it.
    @Test func noCentreTakesTheKeyOfWhatTheDeskHid() throws {
        let hide = HidingTests.on("erqi/app", .hidden(key: Self.key(7), reason: nil))
        let show = HidingTests.on("erqi/app", .shown(key: Self.key(7)))
        let confirmed = PlacementTests.step(.confirmed, channel: "erqi/app")
        var line = try begun(Self.order())
        #expect(took(&line, confirmed, by: "ed", from: "erqi", after: 1) == nil)
        #expect(took(&line, hide, by: "ed", from: "erqi", after: 2) == nil)
        #expect(took(&line, hide, by: "duty", from: nil, after: 3) == nil)
        #expect(line.hidings.standing.map(\.house) == ["erqi", "zz"])
        #expect(took(&line, show, by: "ed", from: "erqi", after: 4) == nil)
        #expect(line.hidings.standing.map(\.house) == ["zz"], "each ends its own")
        #expect(took(&line, show, by: "ed", from: "erqi", after: 5) == .hiding(.hiddenBy("zz")))
        #expect(took(&line, show, by: "duty", from: nil, after: 6) == nil && !line.isHidden)
    }

    @Test func aCentreHidesOneThingSoOftenAndTheDeskAllTheSame() throws {
        var line = try begun(Self.order())
        let confirmed = PlacementTests.step(.confirmed, channel: "erqi/app")
        #expect(took(&line, confirmed, by: "ed", from: "erqi", after: 1) == nil)
        func hide(_ number: Int) -> Fact {
            HidingTests.on("erqi/app", .hidden(key: Self.key(UInt64(number)), reason: nil))
        }
        for number in 1...Hidings.mostOfCentre {
            #expect(took(&line, hide(number), by: "ed", from: "erqi", after: number + 1) == nil)
        }
        #expect(took(&line, hide(900), by: "ed", from: "erqi", after: 600) == .outOfPlace("placementHidden"))
        #expect(took(&line, hide(901), by: "duty", from: nil, after: 601) == nil)
        #expect(line.hidings.standing.count == Hidings.mostOfCentre + 1)
    }

    /// A recall is nobody's word that what was hidden may be seen: whatever its centre orders there later is held.
    @Test func aCentreShowsNothingOfTheDesksByTakingItDown() throws {
        let hide = HidingTests.on("erqi/app", .hidden(key: Self.key(7), reason: "失实"))
        for isOut in [true, false] {
            var line = try begun(Self.order())
            if isOut {
                let confirmed = PlacementTests.step(.confirmed, channel: "erqi/app")
                #expect(took(&line, confirmed, by: "ed", from: "erqi", after: 1) == nil)
            }
            #expect(took(&line, hide, by: "duty", from: nil, after: 2) == nil)
            let recall = Fact.placement(.ordered(Self.order(.recall, key: 2)))
            #expect(took(&line, recall, by: "ed", from: "erqi", after: 3) == nil)
            let down = PlacementTests.step(.recalled, key: 2, channel: "erqi/app")
            #expect((took(&line, down, by: "ed", from: "erqi", after: 4) == nil) == isOut)
            #expect(line.last.state == .recalled && line.isHidden)
            func state() -> HidingState? {
                HidingRule.state(
                    isWanted: line.isHidden, wasWanted: false, isHiddenThere: line.hiddenThere != nil,
                    mayBeOut: line.mayBeOut, act: line.last.order.act, state: line.last.state, story: .published)
            }
            #expect(state() == nil, "what is not there is not called hidden")
            let anew = Fact.placement(.ordered(Self.order(key: 3)))
            #expect(took(&line, anew, by: "ed", from: "erqi", after: 5) == nil)
            #expect(state() == .hidden && HidingRule.standing(.queued, .publish, state()) == .held)
        }
    }
}
