import Testing

@testable import Newsroom

/// How long each step took, and whether within its limit.
@Suite struct FigureTests {
    private func task(_ facts: [(after: Int, fact: Fact)], dueIn due: Int? = nil) -> [Event] {
        let order = TaskOrder.sample(dueAt: due.map { MemoryDesk.start.adding(seconds: $0) })
        return ([(0, .task(.issued(order)))] + facts).map { after, fact in
            Event(
                subject: Timeline<NewsTask>.aSubject, stamp: Stamp(at: MemoryDesk.start.adding(seconds: after)),
                actor: .person(Sample.actor("rep")), fact: fact)
        }
    }

    private func timings(_ events: [Event], at seconds: Int) -> [Timing] {
        Timing.timings(of: events, now: MemoryDesk.start.adding(seconds: seconds))
    }

    @Test func stepsOfATaskAreMeasuredFromItsDispatch() {
        let events = task(
            [(45, .task(.acknowledged)), (600, .task(.arrived)), (3000, .task(.filed(story: nil)))], dueIn: 2400)
        let found = timings(events, at: 5000)
        #expect(found.map(\.measure) == [.toAcknowledge, .toScene, .toCopy])
        #expect(found.map(\.seconds) == [45, 600, 3000])
        #expect(found.map(\.isWithin) == [true, nil, false])
        #expect(found.allSatisfy { $0.centre == "erqi" })
    }

    @Test func whatNobodyTakesIsOverdueAndNotForgotten() {
        #expect(timings(task([]), at: 59) == [])
        let late = timings(task([]), at: 61)
        #expect(late.map(\.measure) == [.toAcknowledge])
        #expect(late.map(\.seconds) == [nil] && late.map(\.isWithin) == [false])
        let noCopy = timings(task([(30, .task(.acknowledged))], dueIn: 100), at: 101)
        #expect(noCopy.map(\.measure) == [.toAcknowledge, .toCopy])
        #expect(noCopy.map(\.isWithin) == [true, false])
        #expect(
            timings(task([(30, .task(.cancelled(reason: "误派")))], dueIn: 100), at: 500) == [], "cancelled owes nothing")
    }

    @Test func whoIsSentNextHasTheirOwnClock() {
        let limit = MemoryDesk.start.adding(seconds: 360)
        let events = task([
            (50, .task(.declined(reason: "人不够"))),
            (300, .task(.reassigned(centre: "jinshui", assignee: nil, acknowledgeBy: limit))),
            (340, .task(.acknowledged)),
        ])
        let found = timings(events, at: 400)
        #expect(found.map(\.seconds) == [40])
        #expect(found.map(\.isWithin) == [true])
        #expect(found.map(\.centre) == ["jinshui"])
    }

    @Test func whatTheRulesRefusedIsNoStep() {
        let found = timings(
            task([(20, .task(.arrived)), (30, .task(.acknowledged)), (31, .task(.acknowledged))]), at: 40)
        #expect(found.map(\.measure) == [.toScene, .toAcknowledge] || found.map(\.measure) == [.toAcknowledge])
        #expect(found.count { $0.measure == .toAcknowledge } == 1)
    }

    @Test func reviewsAreMeasuredFromWhenTheStoryWaitedForThem() throws {
        var line = try #require(Timeline<Story>(.story(.drafted(.sample())), by: "rep"))
        let limits = Policy.ReviewLimits(first: 1, second: 1, third: 600, signature: 600)
        line.apply(.story(.submitted(limits: limits)), by: "rep")
        for (stage, person) in zip(Stage.reviews, ["editor", "head", "chief"] as [StaffID]) {
            let refused = line.apply(
                .story(.reviewed(stage: stage, verdict: .pass, opinion: "可", textHash: .sample())), by: person)
            #expect(refused == nil)
        }
        #expect(line.apply(.story(.signed(textHash: .sample())), by: "chief2") == nil)
        let refused = line.apply(.story(.published(channels: ["app", "weibo"], textHash: .sample())), by: "duty")
        #expect(refused == nil)
        let found = Timing.timings(of: line.events, now: line.at)
        #expect(found.map(\.measure) == [.firstReview, .secondReview, .thirdReview, .signature])
        #expect(found.map(\.seconds) == [1, 1, 1, 1])
        #expect(found.map(\.isWithin) == [true, true, true, true])
    }

    @Test func aChannelIsMeasuredFromTheSignature() throws {
        var line = try PlacementTests.begun(PlacementTests.order(signedAt: MemoryDesk.start.adding(seconds: -60)))
        line.apply(PlacementTests.step(.failed, note: "超时"), by: "duty")
        line.apply(PlacementTests.step(.confirmed), by: "duty")
        line.apply(PlacementTests.step(.confirmed), by: "duty")
        let found = Timing.timings(of: line.events, now: line.at)
        #expect(found.map(\.measure) == [.toChannels] && found.map(\.seconds) == [62], "once, from the signature")
        // Ordered twice, it is the same delivery under either key.
        var twice = try PlacementTests.begun(PlacementTests.order(signedAt: MemoryDesk.start))
        twice.apply(.placement(.ordered(PlacementTests.order(key: 9))), by: "head")
        twice.apply(PlacementTests.step(.confirmed, key: 9), by: "head")
        #expect(Timing.timings(of: twice.events, now: twice.at).map(\.seconds) == [2])
        var unsigned = try PlacementTests.begun()
        unsigned.apply(PlacementTests.step(.confirmed), by: "duty")
        #expect(Timing.timings(of: unsigned.events, now: unsigned.at).isEmpty)
    }

    @Test func aLeadIsMeasuredFromItsArrival() throws {
        var card = OtherSubjectTests.card
        card.receivedAt = MemoryDesk.start.adding(seconds: -3600)
        card.dispatchBy = MemoryDesk.start.adding(seconds: 2)
        var line = try #require(Timeline<Lead>(.lead(.received(card)), by: "rep"))
        #expect(Timing.timings(of: line.events, now: line.at).isEmpty)
        let late = Timing.timings(of: line.events, now: line.at.adding(seconds: 2))
        #expect(late.map(\.measure) == [.leadToDispatch] && late.map(\.isWithin) == [false])
        line.apply(.lead(.dismissed(reason: "旧闻")), by: "ed")
        line.apply(.lead(.restored), by: "ed")
        line.apply(.lead(.promoted(story: OtherSubjectTests.other)), by: "duty")
        let found = Timing.timings(of: line.events, now: line.at.adding(seconds: 99))
        #expect(found.map(\.measure) == [.leadToDispatch] && found.map(\.seconds) == [3])
        #expect(found.map(\.isWithin) == [false] && found.map(\.centre) == [nil])
    }

    /// What a subject is follows from the first fact that makes one, whatever else is said of it later.
    @Test func aSubjectIsWhatItWasMadeAs() {
        let events = task([(45, .task(.acknowledged)), (50, .story(.drafted(.sample()))), (60, .task(.arrived))])
        #expect(timings(events, at: 100).map(\.measure) == [.toAcknowledge, .toScene])
    }

    @Test func figuresAreMedianNinetiethAndShare() throws {
        func acknowledged(_ seconds: Int?, _ isWithin: Bool?) -> Timing {
            Timing(measure: .toAcknowledge, centre: "erqi", at: MemoryDesk.start, seconds: seconds, isWithin: isWithin)
        }
        let ten = (1...10).map { acknowledged($0 * 10, $0 <= 9) }
        let figure = Figure(.toAcknowledge, ten)
        #expect(figure.median == 50 && figure.p90 == 90 && figure.percentWithin == 90 && figure.count == 10)
        let one = Figure(.toAcknowledge, [acknowledged(7, nil)])
        #expect(one.median == 7 && one.p90 == 7 && one.percentWithin == nil)
        let owed = Figure(.toAcknowledge, ten + [acknowledged(nil, false)])
        #expect(owed.overdue == 1 && owed.count == 10 && owed.percentWithin == 81, "rounded down")
        #expect(Figure.figures([]) == [])
        #expect(Figure.figures(ten).map(\.measure) == [.toAcknowledge])
    }
}

/// How often what went out had not been reviewed.
struct EmergencyShareTests {
    @Test func aFirstPublicationIsCountedOnceAndByWhomItWasReleased() throws {
        var line = try EmergencyTests.awaited()
        let at = line.at
        line.apply(EmergencyTests.released(on: PublicationTests.chief), by: "chief")
        for (person, fact) in PublicationTests.reviews("正文一") { line.apply(fact, by: person) }
        line.apply(.story(.signed(textHash: .sample())), by: "chief")
        line.apply(.story(.published(channels: ["wechat"], textHash: .sample())), by: "head")
        #expect(
            Publication(of: line.events) == Publication(centre: "erqi", by: "duty", at: at, isEmergency: true))
        let plain = try StoryTableTests.story(in: .published)
        #expect(Publication(of: plain.events)?.isEmergency == false && Publication(of: plain.events)?.by == "duty")
        #expect(Publication(of: try StoryTableTests.story(in: .signedOff).events) == nil)
        #expect(Publication(of: try TaskRulesTests.task(in: .closed).events) == nil)
    }

    @Test func sharesAreByHouseAndByPerson() {
        func one(_ centre: CentreID, _ by: StaffID, _ isEmergency: Bool) -> Publication {
            Publication(centre: centre, by: by, at: MemoryDesk.start, isEmergency: isEmergency)
        }
        let all = [
            one("erqi", "ed", false), one("erqi", "ed", false), one("erqi", "duty", true), one("zhongmu", "med", false),
            one("xinmi", "duty", true), one("xinmi", "chief", true),
        ]
        let shares = EmergencyShare.shares(all)
        #expect(
            shares.map(\.subject)
                == [.centre("xinmi"), .centre("erqi"), .person("duty"), .person("chief")])
        #expect(shares.map(\.published) == [2, 3, 2, 1] && shares.map(\.emergencies) == [2, 1, 2, 1])
        #expect(shares.map(\.percent) == [100, 34, 100, 100])
    }
}
