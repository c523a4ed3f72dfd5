import Newsroom
import Testing

/// Decisions that need to know the desk: orders, leads, staff, limits, texts from outside.
struct DecideTests {
    @Test func oneOrderToSeveralCentresIsSeveralTasks() throws {
        let desk = MemoryDesk()
        let due = desk.now.adding(seconds: 3600)
        let order = TaskCommand.Dispatch(
            centres: ["erqi", "zhongmu", "erqi"], title: " 暴雨\n积水 ", priority: .flash, deliverables: [], dueAt: due,
            assignee: "rep")
        let made = try desk.perform(.task(.dispatch(order)), by: "duty")
        let tasks = made.compactMap { desk.task($0.subject) }
        #expect(tasks.map(\.order.centre) == ["erqi", "zhongmu"])
        #expect(tasks.map(\.order.assignee) == ["rep", nil])
        #expect(tasks.map(\.number.value) == [1, 2])
        #expect(Set(tasks.map(\.order.order)).count == 1)
        #expect(tasks.allSatisfy { $0.order.title == "暴雨 积水" && $0.order.deliverables == [.text] })
        #expect(tasks.allSatisfy { $0.order.acknowledgeBy == desk.now.adding(seconds: 60) && $0.order.dueAt == due })
    }

    @Test func anOrderNamesAPlaceAPersonAndATimeThatCanBe() throws {
        let desk = MemoryDesk()
        func refused(_ centres: [CentreID], _ assignee: StaffID? = nil, title: String = "积水", due: Moment? = nil)
            -> Refusal?
        {
            let order = TaskCommand.Dispatch(centres: centres, title: title, dueAt: due, assignee: assignee)
            return refusal { _ = try desk.perform(.task(.dispatch(order)), by: "duty") }
        }
        #expect(refused([]) == .centreMissing)
        #expect(refused([], "rep") == nil, "a person's centre is enough")
        #expect(refused(["erqi"], title: "\u{200B} \n") == .titleMissing)
        #expect(refused(["nowhere"]) == .unknownCentre("nowhere"))
        #expect(refused(["erqi"], "nobody") == .unknownStaff("nobody"))
        #expect(refused(["erqi"], "gone") == .inactive("gone"))
        #expect(refused(["zhongmu"], "rep") == .staffElsewhere("rep", "erqi"))
        #expect(refused(["erqi"], "biz") == .noRight(.answerTask, .business))
        #expect(refused(["erqi"], due: desk.now) == .dueInThePast)
    }

    @Test func theFirstDispatchPromotesItsLead() throws {
        let scene = try Scene()
        let order = TaskCommand.Dispatch(centres: ["zhongmu", "erqi"], title: "停电", lead: scene.openLead)
        let made = try scene.desk.perform(.task(.dispatch(order)), by: "duty")
        #expect(made.map(\.fact.kind.name) == ["storyDrafted", "leadPromoted", "taskIssued", "taskIssued"])
        let lead = try #require(scene.desk.lead(scene.openLead))
        #expect(lead.state == .promoted)
        let story = try #require(lead.story)
        #expect(scene.desk.story(story)?.draft.centre == "zhongmu")
        // The next order for the lead joins its story.
        let next = try scene.desk.perform(.task(.dispatch(order)), by: "duty2")
        #expect(next.map(\.fact.kind.name) == ["taskIssued", "taskIssued"])
        #expect(next.compactMap { scene.desk.task($0.subject)?.order.story } == [story, story])
    }

    @Test func aDispatchForAKnownStoryStopsTheLeadsClockToo() throws {
        let scene = try Scene()
        let order = TaskCommand.Dispatch(centres: ["erqi"], title: "井盖", story: scene.story, lead: scene.lead)
        let made = try scene.desk.perform(.task(.dispatch(order)), by: "duty")
        #expect(made.map(\.fact.kind.name) == ["leadPromoted", "taskIssued"])
        #expect(scene.desk.lead(scene.lead)?.story == scene.story)
    }

    @Test func aDroppedLeadIsNotDispatched() throws {
        let scene = try Scene()
        try scene.desk.perform(.lead(.dismiss(scene.lead, reason: "旧闻")), by: "duty")
        let order = TaskCommand.Dispatch(centres: ["erqi"], title: "井盖", lead: scene.lead)
        let trace = Refusal.Trace(by: "duty", at: scene.desk.now)
        #expect(
            refusal { try scene.desk.perform(.task(.dispatch(order)), by: "duty2") }
                == .leadState(.dismissed, last: trace))
    }

    @Test func leadsAreNotMergedIntoEachOther() throws {
        let scene = try Scene()
        try scene.desk.perform(.lead(.merge(scene.lead, into: scene.lead2)), by: "ed")
        let refused = refusal { try scene.desk.perform(.lead(.merge(scene.lead2, into: scene.lead)), by: "ed2") }
        #expect(refused?.code == "leadState")
        #expect(
            refusal { try scene.desk.perform(.lead(.merge(scene.lead2, into: scene.lead2)), by: "ed2") } == .sameLead)
        #expect(scene.desk.lead(scene.lead)?.finder == "rep")
        #expect(scene.desk.lead(scene.lead2)?.finder == "rep2")
    }

    @Test func aLeadOfASourceComesInOnce() throws {
        let desk = MemoryDesk()
        for key in ["urn:item:1", "urn:item:\u{200B}\t2 "] {
            let tip = LeadCommand.Tip(title: "快讯", source: .feed, sourceKey: key)
            #expect(try desk.perform(.lead(.receive(tip)), by: "duty").count == 1)
            #expect(try desk.perform(.lead(.receive(tip)), by: "duty").isEmpty)
        }
        let keyless = LeadCommand.Tip(title: "快讯", sourceKey: " ")
        #expect(try desk.perform(.lead(.receive(keyless)), by: "duty").count == 1)
        #expect(try desk.perform(.lead(.receive(keyless)), by: "duty").count == 1, "no key is not the same key")
    }

    @Test func aLeadsClockStartsWhenItCameIn() throws {
        let desk = MemoryDesk()
        let came = desk.now.adding(seconds: -20)
        for (received, expected) in [(came, came), (desk.now.adding(seconds: 99), desk.now)] {
            let tip = LeadCommand.Tip(title: "火情", priority: .flash, receivedAt: received)
            let id = try #require(try desk.perform(.lead(.receive(tip)), by: "duty").first).subject
            #expect(desk.lead(id)?.clock == Clock(since: expected, limit: expected.adding(seconds: 60)))
        }
    }

    @Test func businessStaffAreNoAuthors() throws {
        let desk = MemoryDesk()
        let new = StoryCommand.Draft(title: "稿", body: "文", centre: "erqi", authors: ["biz"])
        #expect(refusal { try desk.perform(.story(.draft(new)), by: "ed") } == .noRight(.write, .business))
    }

    @Test func whoeverHoldsAnOlderVersionIsToldWhoWroteTheNewer() throws {
        let scene = try Scene()
        try scene.desk.perform(.story(.edit(scene.story, title: nil, body: "正文二", base: 1)), by: "ed")
        let written = Refusal.Trace(by: "ed", at: scene.desk.now)
        scene.desk.now = scene.desk.now.adding(seconds: 5)
        try scene.desk.perform(.story(.submit(scene.story)), by: "rep2")
        let late = Command.story(.edit(scene.story, title: nil, body: "正文三", base: 1))
        #expect(refusal { try scene.desk.perform(late, by: "rep") } == .textChanged(last: written))
        let stale = Command.story(
            .review(
                scene.story, stage: .first, verdict: .pass, opinion: "可", textHash: TextHash(title: "传家锅", body: "正文")))
        #expect(refusal { try scene.desk.perform(stale, by: "ed2") } == .textChanged(last: written))
    }

    @Test func textsAreNeededWhereTheyCount() throws {
        let scene = try Scene()
        let desk = scene.desk
        let empty = try #require(try desk.perform(.story(.draft(StoryCommand.Draft(title: "空稿"))), by: "rep").first)
            .subject
        #expect(refusal { try desk.perform(.story(.submit(empty)), by: "rep") } == .bodyMissing)
        #expect(
            refusal { try desk.perform(.story(.publishInEmergency(empty, channels: [], reason: "急")), by: "chief") }
                == .bodyMissing)
        try desk.perform(.story(.submit(scene.story)), by: "rep")
        #expect(
            refusal { try desk.perform(.story(.edit(scene.story, title: nil, body: " \n", base: nil)), by: "rep") }
                == .bodyMissing)
        let silent = Command.story(
            .review(scene.story, stage: .first, verdict: .pass, opinion: "\u{202E} ", textHash: nil))
        #expect(refusal { try desk.perform(silent, by: "ed") } == .opinionMissing)
        #expect(refusal { try desk.perform(.task(.decline(scene.task, reason: " ")), by: "ed") } == .reasonMissing)
        let long = String(repeating: "长", count: 400_000)
        #expect(
            refusal { try desk.perform(.story(.edit(scene.story, title: nil, body: long, base: nil)), by: "rep") }
                == .bodyTooLong(bytes: 1_200_000))
        let derived = StoryCommand.Draft(title: "衍生", origin: .derived)
        #expect(refusal { try desk.perform(.story(.draft(derived)), by: "rep") } == .sourceMissing)
        let failed = Command.placement(.step(scene.story, channel: "app", to: .failed, note: nil))
        #expect(refusal { try desk.perform(failed, by: "duty") } == .reasonMissing)
        let signature = Command.story(
            .review(scene.story, stage: .signature, verdict: .pass, opinion: "签", textHash: nil))
        #expect(refusal { try desk.perform(signature, by: "chief") } == .stageOrder(wanted: .signature, open: .first))
    }

    @Test func aStoryGoesAllTheWay() throws {
        let scene = try Scene()
        let desk = scene.desk
        try desk.perform(.story(.submit(scene.story)), by: "rep")
        for (stage, person) in [(Stage.first, "ed"), (.second, "head"), (.third, "chief")] as [(Stage, StaffID)] {
            try desk.perform(scene.review(stage), by: person)
        }
        try desk.perform(.story(.sign(scene.story, textHash: nil)), by: "chief")
        #expect(
            refusal { try desk.perform(.story(.publish(scene.story, channels: ["radio"])), by: "ed2") }
                == .unknownChannel("radio"))
        try desk.perform(.story(.publish(scene.story, channels: ["erqi/weibo", "erqi/app"])), by: "ed2")
        #expect(try desk.placements(of: scene.story).map(\.channel) == ["erqi/app", "erqi/weibo"])
        try desk.perform(.story(.publish(scene.story, channels: [])), by: "ed2")
        #expect(try desk.placements(of: scene.story).count == 3)
        try desk.correct(scene.story, to: "正文三")
        try desk.perform(.story(.withdraw(scene.story, reason: "失实")), by: "head")
        #expect(desk.story(scene.story)?.state == .withdrawn)
        #expect(Story.fold(desk.events(of: scene.story))?.void.isEmpty == true)
    }

    @Test func staffAreAddedAndChangedWithCare() throws {
        let desk = MemoryDesk()
        func card(_ id: StaffID, login: String? = nil, centre: CentreID = "erqi", name: String = "新人") -> StaffCard {
            StaffCard(id: id, name: name, role: .reporter, centre: centre, login: login)
        }
        func added(_ card: StaffCard) -> Refusal? { refusal { _ = try desk.perform(.staff(.add(card)), by: "root") } }
        #expect(added(card("rep")) == .staffExists("rep"))
        #expect(added(card("Bad Id")) == .badIdentifier("Bad Id"))
        #expect(added(card("x", login: "duty")) == .loginTaken("duty"))
        #expect(added(card("x", centre: "nowhere")) == .unknownCentre("nowhere"))
        #expect(added(card("x", name: "\u{1B}")) == .titleMissing)
        #expect(added(card("x", login: " ")) == nil)
        #expect(added(card("y", login: "")) == nil, "no login is nobody's")
        var root = try #require(try desk.staff("root")).card
        root.role = .viewer
        #expect(refusal { try desk.perform(.staff(.change(root)), by: "root") } == .lastAdministrator)
        #expect(refusal { try desk.perform(.staff(.change(card("z"))), by: "root") } == .unknownStaff("z"))
    }

    @Test func limitsAreOnesThatAClockCanKeep() throws {
        let desk = MemoryDesk()
        func set(_ policy: Policy) -> Refusal? {
            refusal { _ = try desk.perform(.desk(.setPolicy(policy)), by: "root") }
        }
        #expect(set(Policy()) == nil)
        #expect(set(Policy(rollCall: 0)) == .limitImpossible(seconds: 0))
        #expect(
            set(Policy(acknowledge: Policy.Limits(flash: 60, urgent: .max, routine: 1)))
                == .limitImpossible(seconds: .max))
        #expect(set(Policy(dispatch: Policy.Limits(flash: 0, urgent: -1, routine: 0))) == .limitImpossible(seconds: -1))
        #expect(set(Policy(quiet: 100, lost: 99)) == .limitImpossible(seconds: 99))
        #expect(set(Policy(quiet: 100, lost: 100)) == nil)
        // The first of several is named.
        #expect(set(Policy(rollCall: -3, quiet: -2, lost: -1)) == .limitImpossible(seconds: -3))
        #expect(
            set(Policy(dispatch: Policy.Limits(flash: -3, urgent: -2, routine: -1))) == .limitImpossible(seconds: -3))
        #expect(set(Policy(rollCall: Policy.longest)) == nil)
        #expect(set(Policy(rollCall: Policy.longest + 1)) == .limitImpossible(seconds: Policy.longest + 1))
    }

    /// A limit of none is none, and what another house wrote is reposted.
    @Test func aLeadHasTheLimitOfItsPriorityAndItsStoryTheOriginOfItsSource() throws {
        let desk = MemoryDesk()
        for source in LeadSource.allCases {
            for priority in Priority.allCases {
                let tip = LeadCommand.Tip(title: "火情", source: source, centre: "erqi", priority: priority)
                let id = try #require(try desk.perform(.lead(.receive(tip)), by: "duty").first).subject
                let limit = priority == .flash ? desk.now.adding(seconds: 60) : nil
                #expect(desk.lead(id)?.card.dispatchBy == limit, "\(priority)")
                let made = try desk.perform(.lead(.promote(id, centre: nil, authors: [])), by: "ed")
                let story = try #require(made.first.flatMap { desk.story($0.subject) })
                #expect(story.draft.origin == (source == .feed ? .reposted : .original), "\(source)")
                #expect(story.draft.centre == "erqi" && story.draft.lead == id)
            }
        }
    }

    @Test func aTaskIsGivenToACentreAndItsOwnPeople() throws {
        let scene = try Scene()
        func given(_ centre: CentreID?, _ person: StaffID?) -> Refusal? {
            refusal {
                try scene.desk.perform(.task(.reassign(scene.task, centre: centre, assignee: person)), by: "duty")
            }
        }
        #expect(given("zhongmu", "rep") == .staffElsewhere("rep", "erqi"))
        #expect(given(nil, nil) == .centreMissing && given("nowhere", nil) == .unknownCentre("nowhere"))
        #expect(given("erqi", "biz") == .noRight(.answerTask, .business) && given(nil, "gone") == .inactive("gone"))
        #expect(given("erqi", "rep") == nil && scene.desk.task(scene.task)?.order.assignee == "rep")
        #expect(given(nil, "mrep") == nil && scene.desk.task(scene.task)?.order.centre == "zhongmu")
        #expect(given("xinmi", nil) == nil && scene.desk.task(scene.task)?.order.assignee == nil)
    }

    /// There is always an administrator who works here: everybody else may be changed freely.
    @Test func theLastAdministratorStays() throws {
        let desk = MemoryDesk()
        func change(_ id: StaffID, _ change: (inout StaffCard) -> Void) -> Refusal? {
            refusal {
                var card = try #require(try desk.staff(id)).card
                change(&card)
                try desk.perform(.staff(.change(card)), by: "root")
            }
        }
        #expect(change("rep") { $0.name = "新名" } == nil && change("rep") { $0.isActive = false } == nil)
        #expect(change("rep") { $0.isActive = true } == nil && change("gone") { $0.role = .viewer } == nil)
        #expect(change("root") { $0.name = "管理" } == nil)
        #expect(change("root") { $0.isActive = false } == .lastAdministrator)
        #expect(change("root") { $0.role = .chiefEditor } == .lastAdministrator)
        #expect(change("ed") { $0.role = .administrator } == nil)
        // One of a centre manages nothing of the desk; there it may go, and be anything.
        #expect(change("root") { $0.isActive = false } == .lastAdministrator)
        #expect(change("ed") { $0.isActive = false } == nil)
        #expect(change("ed") { $0.role = .viewer } == nil)
        #expect(change("root") { $0.role = .viewer } == .lastAdministrator)
    }

    @Test func aCardHoldsAsManyPostsAsItMay() throws {
        for count in [1, 2, StaffCard.mostPosts, StaffCard.mostPosts + 1] {
            let also = (1..<count).map { Post(role: .centreEditor, house: CentreID(rawValue: "c\($0)")) }
            let fact = Fact.staff(
                .added(StaffCard(id: "x", name: "新", role: .reporter, centre: "erqi", also: also, isActive: count > 1)))
            let read = fact.body.withUnsafeBytes { bytes in
                Result { () throws(FactError) in try Fact(kind: fact.kind.name, body: bytes) }
            }
            #expect(read == (count > StaffCard.mostPosts ? .failure(.unreadable) : .success(fact)), "\(count)")
        }
    }

    @Test func rollCallsAndDutyKnowTheirCentres() throws {
        let scene = try Scene()
        #expect(refusal { try scene.desk.perform(.rollCall(.call(centres: [])), by: "duty") } == .centreMissing)
        guard case .rollCall(let call) = try scene.desk.subject(scene.roll) else { throw Refusal.centreMissing }
        #expect(call.centres == ["erqi", "zhongmu", "zz"], "each once")
        #expect(refusal { try scene.desk.perform(.rollCall(.answer(scene.roll)), by: "rep") } == nil)
        #expect(refusal { try scene.desk.perform(.rollCall(.answer(scene.roll)), by: "ed") } == .rollAnswered)
        #expect(
            refusal { try scene.desk.perform(.rollCall(.answer(scene.story)), by: "ed") } == .outOfPlace("rollAnswered")
        )
        try scene.desk.perform(.centre(.takeDuty), by: "ed")
        #expect(try scene.desk.centre("erqi")?.dutyEditor == "ed")
        let lost = Person(staff: "ed", role: .centreEditor, house: "nowhere")
        #expect(
            refusal { _ = try Command.centre(.takeDuty).decide(by: lost, desk: scene.desk) }
                == .unknownCentre("nowhere"))
    }
}
