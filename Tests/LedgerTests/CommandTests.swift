import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

@Suite struct CommandTests {
    /// Every command once, through the ledger, in the order of a working day.
    @Test func everyCommandLeavesItsFactsAndACleanLedger() throws {
        let fixture = try Fixture()
        let ledger = fixture.ledger
        func kinds(_ command: Command, _ actor: Person) throws -> [String] {
            fixture.clock.advance(seconds: 1)
            return try ledger.perform(command, as: actor).events.map(\.fact.kind.name)
        }
        let received = { (title: String) throws -> SubjectID in
            let tip = Command.lead(.receive(LeadCommand.Tip(title: title)))
            return try #require(try ledger.perform(tip, as: Cast.reporter).events.first).subject
        }
        let first = try received("桥下积水")
        let second = try received("桥下有积水")
        #expect(try kinds(.lead(.merge(second, into: first)), Cast.duty) == ["leadMerged"])
        let third = try received("闲话")
        #expect(try kinds(.lead(.dismiss(third, reason: "无关")), Cast.duty) == ["leadDismissed"])
        #expect(try kinds(.lead(.restore(third)), Cast.duty) == ["leadRestored"])
        let promotion = Command.lead(.promote(first, centre: "erqi", authors: []))
        #expect(try kinds(promotion, Cast.duty) == ["storyDrafted", "leadPromoted"])
        let order = TaskCommand.Dispatch(centres: ["erqi", "jinshui"], title: "去看看", lead: third)
        #expect(
            try kinds(.task(.dispatch(order)), Cast.duty) == [
                "storyDrafted", "leadPromoted", "taskIssued", "taskIssued",
            ])

        let task = try fixture.issue()
        #expect(try kinds(.task(.decline(task, reason: "无人")), Cast.editor) == ["taskDeclined"])
        #expect(try kinds(.task(.reassign(task, centre: "erqi", assignee: "liwei")), Cast.duty) == ["taskReassigned"])
        #expect(try kinds(.task(.acknowledge(task)), Cast.reporter) == ["taskAcknowledged"])
        #expect(try kinds(.task(.depart(task)), Cast.reporter) == ["taskDeparted"])
        #expect(try kinds(.task(.arrive(task)), Cast.reporter) == ["taskArrived"])
        let story = try fixture.draft()
        #expect(try kinds(.task(.file(task, story: story)), Cast.reporter) == ["taskFiled"])
        #expect(try kinds(.task(.close(task)), Cast.duty) == ["taskClosed"])
        let spare = try fixture.issue()
        #expect(try kinds(.task(.cancel(spare, reason: "雨停")), Cast.duty) == ["taskCancelled"])

        #expect(try kinds(.story(.submit(story)), Cast.reporter) == ["storySubmitted"])
        #expect(try kinds(.story(.recall(story)), Cast.reporter) == ["storyRecalled"])
        #expect(try kinds(.story(.edit(story, title: nil, body: "新的正文", base: 1)), Cast.reporter) == ["storyEdited"])
        #expect(try kinds(.story(.submit(story)), Cast.reporter) == ["storySubmitted"])
        for (stage, actor) in zip(Stage.reviews, [Cast.editor, Cast.head, Cast.chief]) {
            let review = Command.story(.review(story, stage: stage, verdict: .pass, opinion: "好", textHash: nil))
            #expect(try kinds(review, actor) == ["storyReviewed"])
        }
        #expect(try kinds(.story(.sign(story, textHash: nil)), Cast.otherChief) == ["storySigned"])
        #expect(
            try kinds(.story(.publish(story, channels: [])), Cast.editor)
                == ["storyPublished", "placementOrdered", "placementOrdered"])
        let report = Command.placement(.step(story, channel: "erqi/wechat", to: .failed, note: "超时"))
        #expect(try kinds(report, Cast.editor) == ["placementStepped"])
        #expect(
            try kinds(.story(.publish(story, channels: ["paper"])), Cast.editor)
                == ["storyProposed", "placementOrdered"])
        let waiting = try ledger.read { try $0.proposals() }
        #expect(waiting.map(\.story) == [story] && waiting.map(\.house) == ["zz"] && waiting[0].channels == ["paper"])
        #expect(waiting[0].clock.limit == waiting[0].clock.since.adding(seconds: Policy().release))
        #expect(
            try kinds(.placement(.release(story, channels: [])), Cast.duty) == ["storyReleased", "placementReleased"])
        #expect(try ledger.read { try $0.proposals() }.isEmpty)
        let proposal = Command.story(.correction(story, .propose(body: "更正", reason: "数字")))
        #expect(try kinds(proposal, Cast.reporter) == ["storyCorrectionProposed"])
        #expect(try kinds(.story(.correction(story, .takeBack())), Cast.reporter) == ["storyCorrectionTakenBack"])
        #expect(try kinds(proposal, Cast.reporter) == ["storyCorrectionProposed"])
        let pass = Command.story(.review(story, stage: .second, verdict: .pass, opinion: "好", textHash: nil))
        #expect(try kinds(pass, Cast.head) == ["storyReviewed"])
        #expect(
            try kinds(.story(.review(story, stage: .third, verdict: .pass, opinion: "好", textHash: nil)), Cast.chief)
                == ["storyReviewed", "placementOrdered", "placementOrdered", "placementOrdered", "placementReleased"],
            "the chief lets it onto the desk's own channel in the same act")
        #expect(
            try kinds(.story(.withdraw(story, reason: "撤")), Cast.head)
                == ["storyWithdrawn", "placementOrdered", "placementOrdered", "placementOrdered"])
        let flash = try fixture.draft("突发", "正文")
        let emergency = Command.story(.publishInEmergency(flash, channels: ["wechat"], reason: "险情"))
        #expect(
            try kinds(emergency, Cast.chief) == ["storyPublishedInEmergency", "placementOrdered", "placementReleased"])

        #expect(try kinds(.centre(.takeDuty), Cast.editor) == ["dutyTaken"])
        let call = try ledger.perform(.rollCall(.call(centres: ["erqi", "xinmi"])), as: Cast.duty)
        let roll = try #require(call.events.first?.subject)
        #expect(try kinds(.rollCall(.answer(roll)), Cast.editor) == ["rollAnswered"])
        #expect(try kinds(.desk(.note("交班")), Cast.duty) == ["noted"])
        #expect(try kinds(.staff(.change(Cast.card(Cast.stranger))), Cast.admin) == ["staffChanged"])
        #expect(try kinds(.desk(.setPolicy(Policy(rollCall: 60))), Cast.admin) == ["policySet"])
        // However many houses it names, the policy is kept in one form.
        for (house, when) in [("jinshui", OnBehalf.never), ("erqi", .always), ("xinmi", .never)]
            as [(CentreID, OnBehalf)]
        {
            #expect(try kinds(.desk(.setOnBehalf(house, when)), Cast.admin) == ["policySet"])
        }
        let kept = try ledger.read { try String.fetchOne($0.db, sql: "SELECT policy FROM desk") ?? "" }
        #expect(kept.contains(#""onBehalf":{"erqi":"always","jinshui":"never","xinmi":"never"}"#), "\(kept)")
        #expect(try ledger.read { try $0.desk().policy.rollCall } == 60, "the rest stays")

        let verified = try ledger.verify()
        #expect(verified.findings == [])
        // What was ordered on channels stands beside the story, in no line of its own.
        let ordered = 11
        #expect(try ledger.read { try $0.log(limit: 10_000).count } == verified.events - ordered)
    }

    @Test func numbersRiseByOneAndFindWhatTheyName() throws {
        let fixture = try Fixture()
        let outcome = try fixture.ledger.perform(
            .task(.dispatch(TaskCommand.Dispatch(centres: ["erqi", "jinshui"], title: "两处"))), as: Cast.duty)
        #expect(outcome.numbers.map(\.description) == ["T-0001", "T-0002"])
        let id = try fixture.issue()
        try fixture.ledger.read { desk throws in
            #expect(try desk.find("t3").only == id)
            #expect(try desk.find("T-0003").only == id)
            #expect(try desk.find(id.description).only == id)
            #expect(try desk.find("S-0001").only == nil)
            #expect(try desk.taskRow(id)?.number == Number(.task, 3))
        }
    }

    @Test func aRefusalLeavesNothing() throws {
        let fixture = try Fixture()
        let task = try fixture.issue()
        let before = try fixture.ledger.everything()
        #expect(refusal { try fixture.ledger.perform(.task(.close(task)), as: Cast.duty) }?.code == "taskState")
        #expect(refusal { try fixture.ledger.perform(.task(.acknowledge(task)), as: Cast.viewer) }?.code == "noRight")
        #expect(
            refusal { try fixture.ledger.perform(.task(.acknowledge(task)), as: Cast.stranger) } == .otherCentre("erqi")
        )
        #expect(try fixture.ledger.everything() == before)
    }

    @Test func theSecondOfTwoLearnsWhatTheFirstDid() throws {
        let fixture = try Fixture()
        let other = try fixture.again()
        defer { other.close() }
        let story = try fixture.draft()
        fixture.clock.advance(seconds: 5)
        try fixture.ledger.perform(.story(.edit(story, title: nil, body: "甲的文字", base: 1)), as: Cast.editor)
        let why = refusal {
            try other.perform(.story(.edit(story, title: nil, body: "乙的文字", base: 1)), as: Cast.reporter)
        }
        #expect(why == .textChanged(last: Refusal.Trace(by: "editor", at: fixture.clock.read())))
        #expect(try other.read { try $0.story(story)?.text.body } == "甲的文字")
    }

    @Test func whatThrowsInsideATransactionUndoesAllOfIt() throws {
        struct Stop: Error {}
        let fixture = try Fixture()
        let before = try fixture.ledger.everything()
        #expect(throws: Stop.self) {
            try fixture.ledger.transaction { transaction in
                try transaction.perform(.desk(.note("一")), as: Cast.duty)
                try transaction.finish()
                try transaction.perform(.desk(.note("二")), as: Cast.duty)
                throw Stop()
            }
        }
        #expect(try fixture.ledger.everything() == before)
        try fixture.ledger.perform(.desk(.note("三")), as: Cast.duty)
        #expect(try fixture.ledger.verify().isClean)
    }

    @Test func aSourceItemComesInOnceOnly() throws {
        let fixture = try Fixture()
        let tip = LeadCommand.Tip(title: "热", source: .feed, sourceKey: "urn:a:1")
        try fixture.ledger.transaction { transaction in
            #expect(try transaction.perform(.lead(.receive(tip)), as: Cast.duty).events.count == 1)
            #expect(try transaction.perform(.lead(.receive(tip)), as: Cast.duty).events.isEmpty)
            try transaction.finish()
            #expect(try transaction.perform(.lead(.receive(tip)), as: Cast.duty).events.isEmpty)
        }
        #expect(try fixture.ledger.perform(.lead(.receive(tip)), as: Cast.duty).events.isEmpty)
        // A key that is not clean is the same key the second time too.
        let long = " urn:b\u{200B}  2 " + String(repeating: "x", count: 600)
        let odd = LeadCommand.Tip(title: "热", source: .feed, sourceKey: long)
        #expect(try fixture.ledger.perform(.lead(.receive(odd)), as: Cast.duty).events.count == 1)
        #expect(try fixture.ledger.perform(.lead(.receive(odd)), as: Cast.duty).events.isEmpty)
    }

    /// Rules that ask the read models must see what the same transaction did just before.
    @Test func rulesSeeTheTransactionsOwnWork() throws {
        let fixture = try Fixture()
        var taken = StaffCard(id: "twin", name: "双", role: .reporter, centre: "erqi", login: "same")
        var demoted = Cast.card(Cast.admin)
        demoted.role = .viewer
        try fixture.ledger.transaction { transaction in
            try transaction.perform(.staff(.add(taken)), as: Cast.admin)
            taken.id = "twin2"
            #expect(refusal { try transaction.perform(.staff(.add(taken)), as: Cast.admin) } == .loginTaken("same"))
            var second = Cast.card(Cast.duty)
            second.role = .administrator
            try transaction.perform(.staff(.change(second)), as: Cast.admin)
            try transaction.perform(.staff(.change(demoted)), as: Cast.admin)
            let acting = second.actor
            second.isActive = false
            let note = Command.desk(.note("记"))
            #expect(refusal { try transaction.perform(note, as: Cast.admin) }?.code == "otherPosts")
            #expect(refusal { try transaction.perform(.staff(.change(second)), as: acting) } == .lastAdministrator)
        }
        #expect(try fixture.ledger.verify().isClean)
    }

    @Test func whoActsFollowsFromTheLogin() throws {
        let fixture = try Fixture()
        let ledger = fixture.ledger
        #expect(try ledger.actor(login: "login-duty") == Cast.duty)
        var stood = Cast.duty
        stood.via = "admin"
        #expect(try ledger.actor(login: "login-admin", as: "duty") == stood)
        #expect(failure { _ = try ledger.actor(login: "root") } == .noStaff(login: "root"))
        #expect(
            failure { _ = try ledger.actor(login: "login-duty", as: "chief") }
                == .onlyAdministrator(login: "login-duty"))
        #expect(refusal { _ = try ledger.actor(login: "login-admin", as: "nobody") } == .unknownStaff("nobody"))
    }
}
