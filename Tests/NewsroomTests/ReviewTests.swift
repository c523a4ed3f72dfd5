import Newsroom
import Testing

/// Three reviews (三审), separation of persons, and what an edit does to approvals.
struct ReviewTests {
    typealias Table = StoryTableTests

    /// Submitted, with the first `count` reviews passed on the first text.
    static func story(passed count: Int) throws -> Timeline<Story> {
        var line = try Table.story(in: .inReview)
        for (stage, person) in zip(Stage.reviews, ["ed", "head", "chief"] as [StaffID]).prefix(count) {
            #expect(line.apply(Table.review(stage, .pass), by: person) == nil)
        }
        return line
    }

    /// Where the policy says so of the story's house whoever passes the last review signs in the same act.
    @Test func theLastReviewSignsWhereThePolicySaysSo() throws {
        func made(_ houses: Set<CentreID>, _ verdict: Verdict, isOut: Bool = false) throws -> [String] {
            let scene = try Scene()
            var policy = Policy()
            policy.lastReviewSigns = houses
            try scene.desk.perform(.desk(.setPolicy(policy)), by: "root")
            try scene.desk.perform(.story(.submit(scene.story)), by: "rep")
            func review(_ stage: Stage, _ verdict: Verdict) -> Command {
                .story(.review(scene.story, stage: stage, verdict: verdict, opinion: "可", textHash: nil))
            }
            try scene.desk.perform(review(.first, .pass), by: "ed")
            try scene.desk.perform(review(.second, .pass), by: "head")
            if isOut {
                try scene.desk.perform(
                    .story(.sendOut(scene.story, .send(to: "部", way: nil, due: nil, textHash: nil))), by: "head")
            }
            return try scene.desk.perform(review(.third, verdict), by: "chief").map(\.fact.kind.name)
        }
        #expect(try made(["erqi"], .pass) == ["storyReviewed", "storySigned"])
        #expect(try made(["zz"], .pass) == ["storyReviewed"])
        #expect(try made(["erqi"], .return) == ["storyReviewed"])
        #expect(try made(["erqi"], .pass, isOut: true) == ["storyReviewed"], "the answer from outside comes first")
    }

    @Test func stagesComeInOrder() throws {
        for passed in 0...3 {
            let before = try Self.story(passed: passed)
            let open = Stage.allCases[passed]
            #expect(before.state.openStage == open)
            for stage in Stage.reviews {
                for verdict in [Verdict.pass, .return] {
                    var line = before
                    let refused = line.apply(Table.review(stage, verdict), by: "chief2")
                    // With all three given, the third may still be taken back before the signature.
                    let allowed = stage == open || (open == .signature && stage == .third && verdict == .return)
                    #expect((refused == nil) == allowed, "\(passed) \(stage) \(verdict)")
                    if !allowed { #expect(refused == .stageOrder(wanted: stage, open: open)) }
                }
            }
            var line = before
            #expect(
                line.apply(.story(.signed(textHash: .sample())), by: "chief")
                    == (passed == 3 ? nil : .reviewsMissing(open)))
        }
    }

    @Test func eachStageHasItsOwnLimit() throws {
        for passed in 0...3 {
            let line = try Self.story(passed: passed)
            #expect(
                line.state.clock
                    == Clock(since: line.at, limit: line.at.adding(seconds: (passed + 1) * 100)))
        }
    }

    @Test func authorsJudgeNoneOfTheirOwn() throws {
        for author in ["ed", "head", "chief"] as [StaffID] {
            var line = try #require(
                Timeline<Story>(.story(.drafted(.sample(authors: ["rep", author]))), by: "rep"))
            line.apply(.story(.submitted(limits: .sample)), by: "rep")
            #expect(line.apply(Table.review(.first, .pass), by: author) == .ownStory)
            #expect(line.apply(Table.review(.first, .return), by: author) == .ownStory)
            line.apply(Table.review(.first, .pass), by: "ed2")
            line.apply(Table.review(.second, .pass), by: "head2")
            line.apply(Table.review(.third, .pass), by: "chief2")
            #expect(line.apply(.story(.signed(textHash: .sample())), by: author) == .ownStory)
            #expect(line.state.state == .inReview)
        }
    }

    @Test func whoeverSubmitsAStoryWithoutAuthorsAnswersForIt() throws {
        var line = try #require(Timeline<Story>(.story(.drafted(.sample(authors: []))), by: "duty"))
        line.apply(.story(.submitted(limits: .sample)), by: "ed")
        #expect(line.state.authors == ["ed"])
        #expect(line.apply(Table.review(.first, .pass), by: "ed") == .ownStory)
    }

    @Test func whoeverWroteTheTextDoesNotJudgeIt() throws {
        var line = try Self.story(passed: 0)
        line.apply(.story(.edited(title: "瑞安传家锅", body: "正文二")), by: "ed")
        #expect(line.apply(Table.review(.first, .pass, "正文二"), by: "ed") == .ownEdit)
        #expect(line.apply(Table.review(.first, .pass, "正文二"), by: "ed2") == nil)
    }

    @Test func nobodyTakesTwoLevelsOfOneStory() throws {
        var line = try Self.story(passed: 1)
        #expect(line.apply(Table.review(.second, .pass), by: "ed") == .tookStage(.first))
        line.apply(Table.review(.second, .pass), by: "chief")
        #expect(line.apply(Table.review(.third, .return), by: "chief") == .tookStage(.second))
        #expect(line.apply(Table.review(.third, .pass), by: "chief2") == nil)
    }

    @Test func aLevelIsTakenAlsoWhenAnEditVoidedIt() throws {
        var line = try Self.story(passed: 1)
        line.apply(.story(.edited(title: "瑞安传家锅", body: "正文二")), by: "rep")
        line.apply(Table.review(.first, .pass, "正文二"), by: "ed2")
        #expect(line.apply(Table.review(.second, .pass, "正文二"), by: "ed") == .tookStage(.first))
        // Their own level they may take again.
        line.apply(.story(.edited(title: "瑞安传家锅", body: "正文五")), by: "rep")
        #expect(line.apply(Table.review(.first, .pass, "正文五"), by: "ed") == nil)
    }

    @Test func anEditVoidsTheApprovalsThatSawAnotherText() throws {
        for passed in 0...3 {
            var line = try Self.story(passed: passed)
            line.apply(.story(.edited(title: "瑞安传家锅", body: "正文二")), by: "rep")
            #expect(line.state.openStage == .first)
            #expect(line.state.reviews.count == passed, "the record stays")
            #expect(line.state.reviews.allSatisfy { !line.state.stands($0) })
            // Back to the text that they saw, they stand again.
            line.apply(.story(.edited(title: "瑞安传家锅", body: "正文一")), by: "rep")
            #expect(line.state.openStage == Stage.allCases[passed])
            #expect(line.state.versions.map(\.number) == [1, 2, 3])
        }
    }

    @Test func aReviewOfAnOlderTextIsRefusedAndNamesTheWriter() throws {
        var line = try Self.story(passed: 1)
        line.apply(.story(.edited(title: "瑞安传家锅", body: "正文二")), by: "rep2")
        let written = Refusal.Trace(by: "rep2", at: line.at)
        line.apply(Table.review(.first, .pass, "正文二"), by: "ed2")
        #expect(line.apply(Table.review(.second, .pass), by: "head") == .textChanged(last: written))
        #expect(line.apply(.story(.signed(textHash: .sample())), by: "chief") == .textChanged(last: written))
    }

    @Test func aReturnGoesBackWithItsOpinionAndKeepsEarlierApprovals() throws {
        var line = try Self.story(passed: 1)
        #expect(line.apply(Table.review(.second, .return), by: "head") == nil)
        #expect(line.state.state == .returned)
        #expect(line.state.reviews.last?.opinion == "意见")
        line.apply(.story(.submitted(limits: .sample)), by: "rep")
        #expect(line.state.openStage == .second, "the same text keeps its first review")
        #expect(line.apply(Table.review(.second, .pass), by: "head") == nil, "who returned may pass it")
        #expect(line.state.openStage == .third)
    }

    @Test func aReturnedStoryThatIsEditedStartsAtTheFirstReview() throws {
        var line = try Self.story(passed: 2)
        line.apply(Table.review(.third, .return), by: "chief")
        line.apply(.story(.edited(title: "瑞安传家锅", body: "正文二")), by: "rep")
        line.apply(.story(.submitted(limits: .sample)), by: "rep")
        #expect(line.state.openStage == .first)
    }

    @Test func aStoryIsRecalledOnlyBeforeAnApproval() throws {
        var fresh = try Self.story(passed: 0)
        #expect(fresh.apply(.story(.recalled), by: "rep") == nil)
        #expect(fresh.state.state == .draft)
        let reviewers: [StaffID] = ["ed", "head", "chief"]
        for passed in 1...3 {
            var line = try Self.story(passed: passed)
            #expect(
                line.apply(.story(.recalled), by: "rep")
                    == .alreadyReviewed(Stage.reviews[passed - 1], by: reviewers[passed - 1]))
        }
        var voided = try Self.story(passed: 2)
        voided.apply(.story(.edited(title: "瑞安传家锅", body: "正文二")), by: "rep")
        #expect(voided.apply(.story(.recalled), by: "rep") == nil)
    }

    @Test func anEditThatChangesNothingIsRefused() throws {
        var line = try Self.story(passed: 0)
        #expect(line.apply(.story(.edited(title: "瑞安传家锅", body: "正文一")), by: "rep") == .textSame)
        #expect(line.state.versions.count == 1)
    }

    /// What is edited under review waits anew; what nobody waits for keeps since when it stands so.
    @Test func anEditRestartsTheClockOfAReviewOnly() throws {
        for state in [StoryState.draft, .inReview, .returned] {
            var line = try Table.story(in: state)
            let since = line.state.clock.since
            line.apply(.story(.edited(title: "瑞安传家锅", body: "正文二")), by: "rep")
            #expect(line.state.clock.since == (state == .inReview ? line.at : since), "\(state)")
        }
    }
}
