import Newsroom
import Testing

/// Joint stories (联合报道): the desk's, with partners who write and give the first review.
struct JointStoryTests {
    private func begin(_ desk: MemoryDesk, _ draft: StoryCommand.Draft, by person: StaffID) throws -> SubjectID {
        try #require(try desk.perform(.story(.draft(draft)), by: person).first).subject
    }

    private func joint() throws -> (desk: MemoryDesk, story: SubjectID) {
        let desk = MemoryDesk()
        let draft = StoryCommand.Draft(
            title: "防汛", body: "正文", centre: "zz", partners: ["zhongmu", "erqi", "erqi", "zz"])
        return (desk, try begin(desk, draft, by: "duty"))
    }

    private func refused(_ desk: MemoryDesk, _ command: Command, by person: StaffID) -> Refusal? {
        refusal { try desk.perform(command, by: person) }
    }

    @Test func partnersAreNamedOnceInOrderAndOnlyByTheDesk() throws {
        let (desk, story) = try joint()
        #expect(desk.story(story)?.partners == ["erqi", "zhongmu"])
        #expect(
            refused(desk, .story(.draft(.init(title: "a", centre: "erqi", partners: ["zhongmu"]))), by: "ed")
                == .jointIsDesks("erqi"))
        #expect(
            refused(desk, .story(.draft(.init(title: "a", centre: "zz", partners: ["x"]))), by: "duty")
                == .unknownCentre("x"))
        #expect(
            refused(desk, .story(.draft(.init(title: "a", centre: "zz", partners: ["erqi"]))), by: "ed")
                == .otherCentre("zz"))
    }

    @Test func partnersWriteAndGiveTheFirstReviewAndNothingElse() throws {
        let (desk, story) = try joint()
        let edit = Command.story(.edit(story, title: nil, body: "二七补充", base: nil))
        #expect(refused(desk, edit, by: "rep") == nil)
        #expect(refused(desk, .story(.edit(story, title: nil, body: "新密", base: nil)), by: "xed") != nil)
        #expect(refused(desk, .story(.submit(story)), by: "rep") == nil)
        func review(_ stage: Stage) -> Command {
            .story(.review(story, stage: stage, verdict: .pass, opinion: "可", textHash: nil))
        }
        #expect(refused(desk, review(.first), by: "med") == nil)
        let last = try #require(desk.story(story)?.reviews.last)
        #expect(last.by.house == "zhongmu" && last.by.capacity == .own)
        // Each is asked of somebody of a partner whose role has the right, while the state would allow it.
        for (id, role) in [("ehead", .deskHead), ("echief", .chiefEditor)] as [(StaffID, Role)] {
            let card = StaffCard(id: id, name: "区里", role: role, centre: "erqi")
            try desk.perform(.staff(.add(card)), by: "root")
        }
        func partners(_ command: StoryCommand, _ staff: StaffID, _ role: Role) -> Refusal? {
            refusal {
                let person = Person(staff: staff, role: role, house: "erqi")
                _ = try Command.story(command).decide(by: person, desk: desk)
            }
        }
        func judges(_ stage: Stage) -> StoryCommand {
            .review(story, stage: stage, verdict: .pass, opinion: "可", textHash: nil)
        }
        #expect(partners(judges(.second), "ehead", .deskHead) == .otherCentre("zz"))
        #expect(
            partners(.publishInEmergency(story, channels: ["erqi/wechat"], reason: "急"), "echief", .chiefEditor)
                == .otherCentre("zz"))
        #expect(refused(desk, review(.second), by: "head") == nil)
        #expect(partners(judges(.third), "echief", .chiefEditor) == .otherCentre("zz"))
        #expect(refused(desk, review(.third), by: "chief") == nil)
        #expect(partners(.sign(story, textHash: nil), "echief", .chiefEditor) == .otherCentre("zz"))
        #expect(refused(desk, .story(.sign(story, textHash: nil)), by: "chief2") == nil)
        #expect(partners(.publish(story, channels: ["erqi/wechat"]), "ed", .centreEditor) == .otherCentre("zz"))
        // Where it goes to a partner's channel that partner lets it through.
        #expect(refused(desk, .story(.publish(story, channels: ["zhongmu/wechat"])), by: "duty") == nil)
        #expect(try desk.placements(of: story).map(\.last.state) == [.proposed])
        #expect(refused(desk, .placement(.release(story, channels: ["zhongmu/wechat"])), by: "med") == nil)
        #expect(partners(.withdraw(story, reason: "误"), "ehead", .deskHead) == .otherCentre("zz"))
        #expect(refused(desk, .story(.withdraw(story, reason: "误")), by: "head") == nil, "the state would have let it")
        #expect(Story.fold(desk.events(of: story))?.void.isEmpty == true)
    }

    @Test func whoseDutyTheFirstReviewIs() throws {
        let (desk, story) = try joint()
        try desk.perform(.story(.submit(story)), by: "duty")
        let state = try #require(desk.story(story))
        let waits = Sample.staff.map(\.id).filter { state.waitsForVerdict(of: Sample.actor($0), in: Sample.houses) }
        #expect(Set(waits).isSuperset(of: ["ed", "ed2", "med", "duty2"]))
    }

    // MARK: - What nodes may write

    private func void(_ fact: StoryFact, by person: StaffID, from: CentreID?, partners: [CentreID] = ["erqi"])
        -> Refusal??
    {
        let draft = StoryDraft(number: 1, title: "t", body: "b", centre: "zz", authors: ["duty"], partners: partners)
        let subject = Timeline<Story>.aSubject
        let limits = Policy.ReviewLimits.sample
        let events = [
            (StoryFact.drafted(draft), "duty" as StaffID, nil as CentreID?), (.submitted(limits: limits), "duty", nil),
            (fact, person, from),
        ].enumerated().map { place, event in
            Event(
                subject: subject, stamp: Stamp(at: MemoryDesk.start.adding(seconds: place)),
                actor: .person(Sample.actor(event.1)), fact: .story(event.0), from: event.2)
        }
        return Story.fold(events).map { $0.void.last?.why }
    }

    /// What the desk did without having heard of a partner goes on with the text that it saw; the partner's stays among the versions.
    @Test func thePublishedTextIsNotLostToAPartnerWhoWasApart() throws {
        let draft = StoryDraft(number: 1, title: "t", body: "b", centre: "zz", authors: ["duty"], partners: ["erqi"])
        let (first, theirs) = (TextHash(title: "t", body: "b"), TextHash(title: "t", body: "c"))
        func reviewed(_ stage: Stage, _ verdict: Verdict = .pass) -> StoryFact {
            .reviewed(stage: stage, verdict: verdict, opinion: "可", textHash: first)
        }
        func folded(_ partner: StoryFact, by person: StaffID) -> Folded<Story>? {
            let acts: [(StoryFact, StaffID, CentreID?)] = [
                (.drafted(draft), "duty", nil), (.submitted(limits: .sample), "duty", nil), (partner, person, "erqi"),
                (reviewed(.first), "duty2", nil), (reviewed(.second), "head", nil), (reviewed(.third), "chief", nil),
                (.signed(textHash: first), "chief2", nil),
                (.published(channels: ["app"], textHash: first), "duty2", nil),
            ]
            return Story.fold(
                acts.enumerated().map { place, act in
                    Event(
                        subject: Timeline<Story>.aSubject, stamp: Stamp(at: MemoryDesk.start.adding(seconds: place)),
                        actor: .person(Sample.actor(act.1)), fact: .story(act.0), from: act.2)
                })
        }
        for (partner, person) in [
            (StoryFact.edited(title: "t", body: "c", base: first), "rep" as StaffID),
            (reviewed(.first, .return), "ed"),
        ] {
            let story = try #require(folded(partner, by: person))
            #expect(story.void.isEmpty, "\(partner.kind) \(story.void)")
            #expect(story.state.state == .published && story.state.text.textHash == first)
            #expect(story.state.versions.contains { $0.textHash == theirs } == (partner.kind == .edited))
        }
        // Nobody takes back what the desk has taken in, and whoever writes over a text names it.
        #expect(folded(.recalled, by: "ed")?.void.map(\.why) == [.otherCentre("zz")])
        #expect(folded(.edited(title: "t", body: "c"), by: "rep")?.void.map(\.why.code) == ["outOfPlace"])
    }

    /// What counts for nothing changes nothing: a review that comes to nothing leaves the text that others wrote on.
    @Test func whatIsVoidLeavesTheText() throws {
        let draft = StoryDraft(number: 1, title: "t", body: "b", centre: "zz", authors: ["duty"], partners: ["erqi"])
        let (first, theirs) = (TextHash(title: "t", body: "b"), TextHash(title: "t", body: "c"))
        let acts: [(StoryFact, StaffID, CentreID?)] = [
            (.drafted(draft), "duty", nil), (.submitted(limits: .sample), "duty", nil),
            (.edited(title: "t", body: "c", base: first), "rep", "erqi"),
            // Whoever wrote it reviews none of it.
            (.reviewed(stage: .first, verdict: .pass, opinion: "可", textHash: first), "duty", nil),
        ]
        let folded = try #require(
            Story.fold(
                acts.enumerated().map { place, act in
                    Event(
                        subject: Timeline<Story>.aSubject, stamp: Stamp(at: MemoryDesk.start.adding(seconds: place)),
                        actor: .person(Sample.actor(act.1)), fact: .story(act.0), from: act.2)
                }))
        #expect(folded.void.count == 1)
        #expect(folded.state.text.textHash == theirs && folded.state.versions.count == 2)
    }

    /// A reviewer with an older text before them is told, where the newer one is known.
    @Test func whoReadAnOlderTextIsTold() throws {
        let (desk, story) = try joint()
        let old = try #require(desk.story(story)?.text.textHash)
        try desk.perform(.story(.submit(story)), by: "duty")
        try desk.perform(.story(.edit(story, title: nil, body: "二七补充", base: nil)), by: "rep")
        let review = Command.story(.review(story, stage: .first, verdict: .pass, opinion: "可", textHash: old))
        #expect(refused(desk, review, by: "duty2")?.code == "textChanged")
    }

    @Test func aPartnersNodeWritesWhatPartnersMay() {
        let hash = TextHash(title: "t", body: "b")
        func reviewed(_ stage: Stage) -> StoryFact {
            .reviewed(stage: stage, verdict: .pass, opinion: "可", textHash: hash)
        }
        #expect(void(reviewed(.first), by: "ed", from: "erqi") == .some(nil))
        #expect(void(.edited(title: "t", body: "c", base: hash), by: "rep", from: "erqi") == .some(nil))
        #expect(void(reviewed(.first), by: "med", from: "zhongmu") == .otherNode("zz"))
        #expect(void(reviewed(.first), by: "med", from: "erqi") == .otherNode("zz"), "a name is soon said")
        #expect(void(reviewed(.second), by: "head", from: "erqi") == .otherNode("zz"))
        #expect(void(.withdrawn(reason: "误"), by: "ed", from: "erqi") == .otherNode("zz"))
        // The word on a slip puts a text out.
        let slip = StoryFact.correction(.slipReviewed(verdict: .pass, opinion: "可", textHash: hash))
        #expect(void(slip, by: "ed", from: "erqi") == .otherNode("zz"))
    }

    @Test func nobodyElsesStoryIsJoint() {
        for (centre, partners, from) in [
            ("erqi", ["zhongmu"], "erqi"), ("zz", ["zhongmu", "erqi"], nil), ("zz", ["erqi", "erqi"], nil),
            ("zz", ["zz"], nil),
        ] as [(CentreID, [CentreID], CentreID?)] {
            let draft = StoryDraft(
                number: 1, title: "t", body: "b", centre: centre, authors: ["ed"], partners: partners)
            let event = Event(
                subject: Timeline<Story>.aSubject, stamp: Stamp(at: MemoryDesk.start),
                actor: .person(Sample.actor("ed")), fact: .story(.drafted(draft)), from: from)
            #expect(Story(event) == nil, "\(centre) \(partners)")
        }
    }
}
