import Newsroom
import Testing

/// Which release whoever was named answers for, and what of it a node cannot choose: a county's node may write a release and say that
/// it was first.
struct EmergencyReleaseTests {
    typealias Table = StoryTableTests

    /// Two releases of one text on the same chief's word, the second of which lost.
    private func twice() throws -> Timeline<Story> {
        var line = try ReviewTests.story(passed: 0)
        #expect(line.apply(EmergencyTests.released(on: EmergencyTests.chief2), by: "duty") == nil)
        let second = EmergencyTests.released(on: EmergencyTests.chief2, key: EmergencyTests.key(2))
        #expect(line.apply(second, by: "duty2") != nil)
        return line
    }

    private func denied(_ number: UInt64) -> Fact {
        .story(.emergency(.denied(key: EmergencyTests.key(number), textHash: .sample(), reason: "没有接到电话")))
    }

    @Test func aWordOnAnotherReleaseOfTheSameTextIsNoneOnThisOne() throws {
        var line = try twice()
        let other = Emergency.Step.confirmed(key: EmergencyTests.key(2), textHash: .sample())
        #expect(line.apply(.story(.emergency(other)), by: "chief2") == .emergency(.none))
        #expect(line.state.emergency?.isAwaited == true)
        #expect(line.apply(EmergencyTests.confirmed, by: "chief2") == nil)
    }

    @Test func aDenialOfTheReleaseThatLostIsHeard() throws {
        var line = try twice()
        #expect(line.apply(denied(2), by: "chief2") == nil)
        let at = line.at
        #expect(
            line.state.lostDenial.map { [$0.by, StaffID(rawValue: $0.reason)] } == ["chief2", "没有接到电话"])
        #expect(line.state.emergency?.answer == nil, "it is no word on what went out")
        #expect(
            line.state.openEmergency
                == Emergency.Summary(
                    authority: "chief2", house: "zz", clock: Clock(since: at, limit: at), isDenied: true))
        // Whoever was named says of what went out that it was theirs, or it is withdrawn, or signed by somebody who knows.
        var (confirmed, withdrawn, signed) = (line, line, line)
        confirmed.apply(EmergencyTests.confirmed, by: "chief2")
        #expect(confirmed.state.openEmergency == nil)
        withdrawn.apply(.story(.withdrawn(reason: "未经授权")), by: "head")
        #expect(withdrawn.state.openEmergency?.isDenied == false)
        for (person, fact) in PublicationTests.reviews("正文一") { signed.apply(fact, by: person) }
        #expect(signed.state.openEmergency?.isDenied == true)
        signed.apply(.story(.signed(textHash: .sample())), by: "chief")
        #expect(signed.state.openEmergency == nil && !signed.state.isOpen)
    }

    /// Of the story's own house, or by one of the desk's nodes.
    @Test func whoseDenialsAreHeard() throws {
        let line = try twice()
        let nodes: [(StaffID, CentreID?, Bool)] = [
            ("chief2", nil, true), ("ed", "erqi", true), ("med", "zhongmu", false),
        ]
        for (person, from, isHeard) in nodes {
            let event = Event(
                subject: line.subject, stamp: Stamp(at: line.at.adding(seconds: 5)),
                actor: .person(Sample.actor(person)), fact: denied(2), from: from)
            let folded = try #require(Story.fold(line.events + [event]))
            #expect((folded.state.lostDenial != nil) == isHeard, "\(person)")
            #expect(folded.void.count == (isHeard ? 1 : 2))
        }
    }

    /// What went out on a word that was never given is shown again by a chief, and not by whoever let it out.
    @Test func whatWasDeniedIsNoMatterOfItsReleaser() throws {
        var line = try EmergencyTests.awaited()
        line.apply(EmergencyTests.denied, by: "chief2")
        #expect(line.apply(HidingTests.hidden(7, reason: "没有接到电话"), by: "chief2") == nil)
        let releaser = try #require(line.state.emergency?.by)
        for person in [releaser, "duty2", "head"] {
            #expect(
                line.apply(HidingTests.shown(7), by: person) == .hiding(.denied(by: "chief2", house: "zz")), "\(person)"
            )
        }
        #expect(line.state.isHidden)
        #expect(line.apply(HidingTests.shown(7), by: "chief") == nil)
        #expect(!line.state.isHidden)
    }

    /// Neither a slip nor a correction makes up for what an emergency left out: the denial stands, and nothing more is published.
    @Test(arguments: [true, false]) func aCorrectionClosesNoDenial(isSlip: Bool) throws {
        var line = try EmergencyTests.awaited()
        line.apply(EmergencyTests.denied, by: "chief2")
        line.apply(HidingTests.hidden(7, reason: "没有接到电话"), by: "chief2")
        if isSlip {
            #expect(line.apply(StoryCorrectionTests.proposed("正文一。", isSlip: true), by: "rep2") == nil)
            #expect(line.apply(StoryCorrectionTests.slip(.pass, "正文一。"), by: "ed2") == nil)
        } else {
            for (person, fact) in StoryCorrectionTests.steps("正文三") { #expect(line.apply(fact, by: person) == nil) }
        }
        #expect(line.state.openStage == .first && line.state.openEmergency?.isDenied == true)
        #expect(line.apply(HidingTests.shown(7), by: "duty2")?.code == "emergencyDenied")
        let text = line.state.text.textHash
        #expect(
            line.apply(.story(.published(channels: ["app"], textHash: text)), by: "duty2") == .reviewsMissing(.first))
        #expect(
            line.apply(.story(.proposed(channels: ["erqi/app"], textHash: text)), by: "duty2")
                == .reviewsMissing(.first))
    }

    /// Another's word for what went out is none for what lost.
    @Test func aConfirmationByAnotherLeavesADenial() throws {
        var line = try twice()
        #expect(line.apply(denied(2), by: "chief") == nil)
        #expect(line.apply(EmergencyTests.confirmed, by: "chief2") == nil)
        #expect(line.state.openEmergency?.isDenied == true && line.state.openEmergency?.authority == "chief")
    }

    @Test func aDenialOfWhatAnUrgentCorrectionReplacedIsNot() throws {
        var line = try EmergencyTests.awaited()
        line.apply(EmergencyTests.confirmed, by: "chief2")
        line.apply(StoryCorrectionTests.proposed("正文三"), by: "rep")
        let again = Fact.story(
            .correction(
                .released(
                    key: EmergencyTests.key(), textHash: .sample("正文三"), reason: "险情", authority: PublicationTests.chief
                )))
        #expect(
            line.apply(again, by: "chief") == .outOfPlace("storyCorrectionReleased"), "each release has its own key")
        let other = Fact.story(
            .correction(
                .released(
                    key: EmergencyTests.key(3), textHash: .sample("正文三"), reason: "险情",
                    authority: PublicationTests.chief)))
        #expect(line.apply(other, by: "chief") == nil)
        #expect(line.apply(EmergencyTests.denied, by: "chief2") == .emergency(.none))
        #expect(line.state.lostDenial == nil && line.state.openEmergency == nil)
    }

    // MARK: - Figures that its writer chooses

    @Test func itIsConfirmedWithinADay() throws {
        let day = 86_400
        for (asked, limit) in [(-9_000_000, 0), (1800, 1800), (day, day), (999 * 366 * day, day)] {
            var line = try ReviewTests.story(passed: 0)
            let out = line.at.adding(seconds: 1)
            var authority = EmergencyTests.chief2
            authority.confirmBy = out.adding(seconds: asked)
            #expect(line.apply(EmergencyTests.released(on: authority), by: "duty") == nil)
            #expect(line.state.openEmergency?.clock == Clock(since: out, limit: out.adding(seconds: limit)), "\(asked)")
        }
        #expect(Policy(emergencyConfirmation: day).impossible == nil)
        #expect(Policy(emergencyConfirmation: day + 1).impossible == day + 1)
    }

    @Test func anAnswerFromOutsideIsDueWithinAYear() throws {
        var line = try ReviewTests.story(passed: 0)
        let order = SendOut.Order(
            key: SendOutTests.key(), to: "宣传部", due: line.at.adding(seconds: 300 * Policy.longest),
            textHash: .sample())
        #expect(line.apply(.story(.sendOut(.sent(order))), by: "head") == nil)
        #expect(line.state.sendOut?.clock.limit == line.at.adding(seconds: Policy.longest))
    }

    @Test func limitsAreThoseThatAPolicyMayHave() throws {
        for seconds in [-1, 0, Policy.longest + 1] {
            for stage in Stage.allCases {
                var limits = Policy.ReviewLimits.sample
                switch stage {
                case .first: limits.first = seconds
                case .second: limits.second = seconds
                case .third: limits.third = seconds
                case .signature: limits.signature = seconds
                }
                var line = try Table.story(in: .draft)
                #expect(
                    line.apply(.story(.submitted(limits: limits)), by: "rep") == .limitImpossible(seconds: seconds))
                #expect(line.state.state == .draft)
                var out = try Table.story(in: .published)
                let draft = Correction.Draft(
                    title: "瑞安传家锅", body: "正文三", reason: "name", base: .sample(), limits: limits)
                #expect(
                    out.apply(.story(.correction(.proposed(draft))), by: "rep") == .limitImpossible(seconds: seconds))
                #expect(out.state.openCorrection == nil)
            }
        }
    }

    /// What is out already may be returned again and again; each person has taken one level all the same.
    @Test func manyReturnsAreOneReview() throws {
        var line = try EmergencyTests.awaited()
        for turn in 0..<200 {
            #expect(line.apply(Table.review(.first, .return), by: turn % 2 == 0 ? "ed" : "ed2") == nil)
        }
        #expect(line.state.reviews.count == 200 && line.state.openStage == .first)
        #expect(line.apply(Table.review(.first, .pass), by: "ed") == nil)
        #expect(line.state.approval(.first) == line.state.reviews.last && line.state.openStage == .second)
        #expect(line.apply(Table.review(.second, .pass), by: "ed2") == .tookStage(.first))
    }
}
