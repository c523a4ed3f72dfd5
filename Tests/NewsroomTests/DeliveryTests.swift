import Newsroom
import Testing

/// What is asked of each state of a delivery, and what an order says of its text.
struct DeliveryTests {
    typealias Table = PlacementTests

    private static let table = RuleTable(
        """
        state      over settled mayBeOut trouble superseded person
        proposed   -    -       -        -       yes        yes
        queued     -    -       -        -       yes        -
        held       -    -       -        -       yes        yes
        scheduled  -    -       -        -       yes        -
        sending    -    -       yes      -       -          -
        sent       -    -       yes      -       -          -
        confirmed  -    yes     yes      -       -          -
        unknown    -    -       yes      yes     -          -
        failed     -    -       -        yes     yes        yes
        missed     -    -       -        yes     yes        yes
        recalled   yes  yes     -        -       -          -
        gone       yes  yes     -        -       -          yes
        superseded yes  yes     -        -       -          -
        skipped    yes  yes     -        -       -          -
        """)

    @Test func everyStateIsOneOrTheOther() throws {
        #expect(Self.table.isWhole && Self.table.rows.map(\.state) == DeliveryState.allCases.map(\.rawValue))
        for (name, cells) in Self.table.rows {
            let state = try #require(DeliveryState(rawValue: name))
            let found = [
                state.isOver, state.isSettled, state.mayBeOut, state.isTrouble, state.isSuperseded, state.needsPerson,
            ]
            #expect(found == cells.map { $0 == "yes" }, "\(name)")
        }
    }

    /// A text that waits is no trouble; what is to be corrected or taken down is, until it is.
    @Test func whatIsToBeSetRightIsTroubleFromTheFirstMoment() throws {
        var line = try Table.begun()
        #expect(!line.state.isInTrouble && line.state.isOpen)
        line.apply(Table.step(.confirmed), by: "duty")
        #expect(!line.state.isInTrouble && !line.state.isOpen)
        line.apply(.placement(.ordered(Table.order(.correct, version: 2, key: 2))), by: "chief")
        #expect(line.state.isInTrouble && line.state.isOpen)
        line.apply(Table.step(.confirmed, key: 2), by: "duty")
        #expect(!line.state.isInTrouble && !line.state.isOpen)
        line.apply(.placement(.ordered(Table.order(.recall, version: 2, key: 3))), by: "head")
        #expect(line.state.isInTrouble)
        line.apply(Table.step(.recalled, key: 3), by: "duty")
        #expect(!line.state.isInTrouble && !line.state.isOpen)
        line = try Table.begun()
        line.apply(Table.step(.failed, note: "超时"), by: "duty")
        #expect(line.state.isInTrouble)
    }

    /// What came after is not gone with what the platform took away.
    @Test func whatWentLaterDoesNotGoWithIt() throws {
        var line = try Table.begun()
        line.apply(Table.step(.confirmed), by: "duty")
        line.apply(.placement(.ordered(Table.order(.correct, version: 2, key: 2))), by: "chief")
        line.apply(Table.step(.sending, key: 2), by: "duty")
        #expect(line.apply(Table.step(.gone), by: "duty") == nil)
        #expect(line.state.deliveries.map(\.state) == [.gone, .sending])
        #expect(line.apply(Table.step(.sent, key: 2), by: "duty") == nil)
        #expect(line.apply(Table.step(.gone, key: 2), by: "duty") == nil)
        #expect(line.state.deliveries.map(\.state) == [.gone, .gone])
    }

    @Test func aChannelIsGivenNoMoreOfOneStoryThanItMayBe() throws {
        let most = Placement.mostDeliveries
        // New versions, one in the place of the other; and the same again, under keys of its own.
        for isSame in [false, true] {
            var line = try Table.begun()
            for key in 2...most {
                let order = Table.order(version: isSame ? 1 : key, key: UInt64(key))
                guard line.apply(.placement(.ordered(order)), by: "duty") == nil else {
                    Issue.record("\(isSame) \(key)")
                    return
                }
            }
            #expect(line.state.deliveries.count == (isSame ? 1 : most))
            let next = Table.order(version: isSame ? 1 : most + 1, key: UInt64(most + 1))
            #expect(line.apply(.placement(.ordered(next)), by: "duty") == .alreadyPlaced("app"))
        }
        var line = try Table.begun()
        #expect(line.apply(.placement(.ordered(Table.order(version: 2))), by: "duty") == .alreadyPlaced("app"))
    }

    // MARK: - With the story's own commands

    /// A story of two versions, the second signed.
    private func signed() throws -> Scene {
        let scene = try Scene()
        try scene.desk.perform(.story(.edit(scene.story, title: nil, body: "正文二", base: 1)), by: "rep")
        try scene.desk.perform(.story(.submit(scene.story)), by: "rep")
        for (stage, person) in [(Stage.first, "ed"), (.second, "head"), (.third, "chief")] as [(Stage, StaffID)] {
            try scene.desk.perform(scene.review(stage), by: person)
        }
        scene.desk.now = scene.desk.now.adding(seconds: 5)
        try scene.desk.perform(.story(.sign(scene.story, textHash: nil)), by: "chief")
        scene.desk.now = scene.desk.now.adding(seconds: 5)
        return scene
    }

    private func orders(_ scene: Scene) throws -> [DeliveryOrder] {
        try scene.desk.placements(of: scene.story).map(\.last.order)
    }

    private func hash(_ body: String) -> TextHash { TextHash(title: "传家锅", body: body) }

    @Test func whatIsOrderedIsTheTextThatIsSignedWithItsVersion() throws {
        let scene = try signed()
        let made = try scene.desk.perform(.story(.publish(scene.story, channels: ["erqi/app"])), by: "ed2")
        #expect(made.first?.fact == .story(.published(channels: ["erqi/app"], textHash: hash("正文二"))))
        let order = try #require(try orders(scene).first)
        #expect(order.act == .publish && order.version == 2 && order.textHash == hash("正文二"))
        #expect(order.signedAt == MemoryDesk.start.adding(seconds: 5))
        // Where it is already, it is not published again.
        let more = try scene.desk.perform(
            .story(.publish(scene.story, channels: ["erqi/app", "erqi/weibo"])), by: "ed2")
        #expect(more.first?.fact == .story(.published(channels: ["erqi/weibo"], textHash: hash("正文二"))))
        #expect(more.count == 2)
    }

    @Test func whatGoesOutUnsignedSaysSo() throws {
        let scene = try Scene()
        try scene.desk.perform(.story(.edit(scene.story, title: nil, body: "正文二", base: 1)), by: "rep")
        let made = try scene.desk.perform(
            .story(.publishInEmergency(scene.story, channels: ["erqi/app"], reason: "汛情")), by: "chief")
        let key = try #require(scene.desk.story(scene.story)?.emergency?.key)
        #expect(
            made.first?.fact
                == .story(
                    .publishedInEmergency(
                        key: key, channels: ["erqi/app"], textHash: hash("正文二"), reason: "汛情",
                        authority: PublicationTests.chief)))
        let order = try #require(try orders(scene).first)
        #expect(order.version == 2 && order.textHash == hash("正文二") && order.signedAt == nil)
    }

    @Test func aCorrectionIsOrderedAsTheNextVersionAndARecallAsTheLast() throws {
        let scene = try signed()
        try scene.desk.perform(.story(.publish(scene.story, channels: ["erqi/app", "erqi/weibo"])), by: "ed2")
        try scene.desk.perform(
            .placement(.step(scene.story, channel: "erqi/app", to: .confirmed, note: nil)), by: "ed2")
        try scene.desk.correct(scene.story, to: "正文三", base: hash("正文二"))
        #expect(try orders(scene).map(\.version) == [3, 3])
        #expect(
            try orders(scene).map(\.act) == [.correct, .publish], "what never went out has nothing to be corrected")
        #expect(try orders(scene).allSatisfy { $0.textHash == hash("正文三") && $0.signedAt == nil })
        try scene.desk.perform(.story(.withdraw(scene.story, reason: "失实")), by: "head")
        #expect(try orders(scene).map(\.version) == [3, 3])
        #expect(try orders(scene).allSatisfy { $0.act == .recall && $0.textHash == hash("正文三") })
    }

    /// What a channel is owed is the text that is out, not any that was.
    @Test func whatIsOwedIsOrderedAsItIsOut() throws {
        let scene = try signed()
        let desk = scene.desk
        try desk.perform(.story(.publish(scene.story, channels: ["erqi/app"])), by: "ed2")
        let trace = try #require(desk.story(scene.story)?.textTrace)
        let stale = Command.story(.correction(scene.story, .propose(body: "正文三", reason: "误", base: hash("正文一"))))
        #expect(refusal { try desk.perform(stale, by: "rep") } == .textChanged(last: trace))
        try desk.correct(scene.story, to: "正文三")
        // Another node placed the second version elsewhere meanwhile, and one of the two stands there.
        for (place, channel) in (["erqi/wechat", "erqi/weibo"] as [ChannelID]).enumerated() {
            let late = DeliveryOrder(
                key: desk.makeID(), story: scene.story, centre: "erqi", channel: channel, house: "erqi", act: .publish,
                version: 2,
                textHash: hash("正文二"))
            let id = SubjectID.placement(of: scene.story, by: "erqi", on: channel)
            desk.write(id, Sample.actor("ed2"), .placement(.ordered(late)))
            guard place == 0 else { continue }
            desk.write(
                id, Sample.actor("ed2"),
                .placement(.stepped(channel: channel, key: late.key, to: .confirmed, note: nil, link: nil)))
        }
        #expect(
            refusal { try desk.perform(.placement(.settle(scene.story)), by: "rep") } == .noRight(.publish, .reporter))
        #expect(
            refusal { try desk.perform(.placement(.settle(scene.story)), by: "chief") }
                == .housesOwn("erqi", ["ed", "ed2"]))
        try desk.perform(.placement(.settle(scene.story)), by: "ed")
        let settled = try orders(scene).filter { $0.channel != "erqi/app" }
        #expect(settled.map(\.act) == [.correct, .publish])
        #expect(settled.allSatisfy { $0.version == 3 && $0.textHash == hash("正文三") })
    }
}
