import Newsroom
import Testing

/// A correction of what went out in an emergency, and one that goes out in an emergency.
struct StoryCorrectionEmergencyTests {
    typealias Table = StoryTableTests

    @Test func whatAnEmergencyOwesGoesOnToTheCorrectedText() throws {
        for passed in 0...3 {
            var line = try ReviewTests.story(passed: passed)
            line.apply(PublicationTests.emergency, by: "chief")
            let out = line.at
            for (person, fact) in StoryCorrectionTests.steps("正文三") { #expect(line.apply(fact, by: person) == nil) }
            #expect(line.state.state == .corrected)
            // The second and third reviews are given, and the last pass signed it.
            #expect(line.state.openStage == (passed == 0 ? .first : nil), "\(passed)")
            #expect(line.state.isSettled == (passed > 0))
            guard passed == 0 else { continue }
            #expect(line.state.clock == Clock(since: out, limit: out))
            #expect(line.apply(Table.review(.first, .pass, "正文一"), by: "ed")?.code == "textChanged")
            #expect(line.apply(Table.review(.first, .pass, "正文三"), by: "ed") == nil)
            #expect(line.state.openStage == nil && line.state.isSettled)
        }
    }

    @Test func aSlipInAnEmergencyGivesNoReviewAndNotTheSignature() throws {
        var line = try ReviewTests.story(passed: 1)
        line.apply(PublicationTests.emergency, by: "chief")
        line.apply(StoryCorrectionTests.proposed("正文一。", isSlip: true), by: "rep2")
        #expect(line.state.openStage == .second && line.state.correction != nil, "both are open")
        #expect(line.apply(StoryCorrectionTests.slip(.pass, "正文一。"), by: "ed2") == nil)
        #expect(line.state.state == .corrected && line.state.openStage == .second)
        #expect(line.apply(Table.review(.second, .pass, "正文一。"), by: "head") == nil)
        #expect(line.apply(Table.review(.third, .pass, "正文一。"), by: "chief2") == nil)
        #expect(line.state.openStage == .signature && !line.state.isSettled)
        #expect(line.apply(.story(.signed(textHash: .sample("正文一。"))), by: "chief") == nil)
        #expect(line.state.isSettled)
    }

    @Test func anOwedReviewGoesOnBesideAnOpenCorrection() throws {
        var line = try ReviewTests.story(passed: 0)
        line.apply(PublicationTests.emergency, by: "chief")
        line.apply(StoryCorrectionTests.proposed("正文三"), by: "rep2")
        #expect(line.apply(Table.review(.first, .pass), by: "ed") == nil)
        #expect(line.state.openStage == .second && line.state.openCorrection?.stage == .second)
        // A return of what is owed, and a correction that mends it: the later pass of the same level counts.
        #expect(line.apply(Table.review(.second, .return), by: "head") == nil)
        line.apply(StoryCorrectionTests.review(.second, .pass, "正文三"), by: "head")
        line.apply(StoryCorrectionTests.review(.third, .pass, "正文三"), by: "chief2")
        #expect(line.state.openStage == nil && line.state.isSettled)
    }

    @Test func aCorrectionAfterAnEmergencyWasMadeUpForReopensNothing() throws {
        var line = try ReviewTests.story(passed: 3)
        line.apply(PublicationTests.emergency, by: "chief")
        line.apply(.story(.signed(textHash: .sample())), by: "chief")
        for (person, fact) in StoryCorrectionTests.steps("正文三") { #expect(line.apply(fact, by: person) == nil) }
        #expect(line.state.openStage == nil && line.state.clock.limit == nil)
    }

    // MARK: - What cannot wait

    static func released(_ body: String, on authority: EmergencyAuthority = PublicationTests.chief) -> Fact {
        .story(
            .correction(
                .released(key: EmergencyTests.key(9), textHash: .sample(body), reason: "险情", authority: authority)))
    }

    @Test func whatCannotWaitGoesOutOnAWordAndOwesItsPasses() throws {
        for passed in 0...1 {
            var line = try StoryCorrectionTests.line(by: "rep2")
            if passed == 1 { line.apply(StoryCorrectionTests.review(.second, .pass, "正文三"), by: "head") }
            #expect(line.apply(Self.released("正文三"), by: "rep2") == .emergency(.writer))
            #expect(line.apply(Self.released("正文三"), by: "rep") == .emergency(.writer))
            #expect(line.apply(Self.released("正文三"), by: "chief") == nil)
            #expect(line.state.state == .corrected && line.state.publishedHash == .sample("正文三"))
            #expect(line.state.corrections.map(\.end?.outcome) == [.released])
            #expect(line.state.clock == Clock(since: line.at, limit: line.at), "owed from the moment it went out")
            let owed: [(Stage, StaffID)] = [(.second, "head"), (.third, "chief2")]
            for (stage, person) in owed.dropFirst(passed) {
                #expect(line.state.openStage == stage)
                #expect(line.apply(Table.review(stage, .pass, "正文三"), by: person) == nil)
            }
            #expect(line.state.openStage == .signature && !line.state.isSettled)
            #expect(line.apply(.story(.signed(textHash: .sample("正文三"))), by: "chief") == nil)
            #expect(line.state.isSettled && line.state.openStage == nil)
        }
    }

    /// The passes that a text was given before it was found wrong are none of it when it goes out again.
    @Test func anOlderTextThatGoesOutAgainOwesItsPasses() throws {
        var line = try Table.story(in: .published)
        for (person, fact) in StoryCorrectionTests.steps("正文三") { #expect(line.apply(fact, by: person) == nil) }
        #expect(line.state.publishedHash == .sample("正文三") && line.state.openStage == nil)
        #expect(line.apply(StoryCorrectionTests.proposed("正文一", base: .sample("正文三")), by: "rep2") == nil)
        #expect(line.apply(Self.released("正文一"), by: "chief") == nil)
        #expect(line.state.openStage == .second && !line.state.isSettled)
        #expect(line.apply(Table.review(.second, .pass, "正文一"), by: "head") == nil)
        #expect(line.state.openStage == .third)
    }

    /// A house that was asked for the story and has not answered is asked for the corrected one.
    @Test func whoWasAskedIsAskedForWhatGoesOutNow() throws {
        var line = try Table.story(in: .signedOff)
        line.apply(.story(.published(channels: ["app"], textHash: .sample())), by: "duty")
        line.apply(.story(.proposed(channels: ["erqi/wechat"], textHash: .sample())), by: "duty")
        line.apply(StoryCorrectionTests.proposed("正文三"), by: "rep2")
        #expect(line.apply(Self.released("正文三"), by: "chief") == nil)
        #expect(line.state.proposed["erqi/wechat"] == .sample("正文三"))
        let release = Fact.story(.released(channels: ["erqi/wechat"], textHash: .sample("正文三")))
        #expect(line.apply(release, by: "ed") == nil)
    }

    @Test func anAwaitedWordIsNotLost() throws {
        var line = try EmergencyTests.awaited()
        line.apply(StoryCorrectionTests.proposed("正文三"), by: "rep2")
        #expect(line.apply(Self.released("正文三"), by: "chief") == .correction(.wordOpen("chief2")))
        #expect(line.apply(EmergencyTests.confirmed, by: "chief2") == nil)
        #expect(line.apply(Self.released("正文三"), by: "chief") == nil)
        #expect(line.state.openStage == .first, "a first review that was owed is owed")
    }
}
