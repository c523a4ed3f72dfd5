import Newsroom
import Testing

/// Sign-off, publication, emergency, correction, withdrawal and placements.
struct PublicationTests {
    typealias Table = StoryTableTests

    static let emergency = Fact.story(
        .publishedInEmergency(
            key: EmergencyTests.key(), channels: ["app", "weibo"], textHash: .sample(), reason: "汛情紧急", authority: chief
        ))
    /// The desk's chief, who releases themselves.
    static let chief = EmergencyAuthority(staff: "chief", house: "zz")

    static func reviews(_ body: String) -> [(StaffID, Fact)] {
        [
            ("ed2", Table.review(.first, .pass, body)), ("head2", Table.review(.second, .pass, body)),
            ("chief2", Table.review(.third, .pass, body)),
        ]
    }

    @Test func signOffFreezesTheText() throws {
        var line = try Table.story(in: .signedOff)
        #expect(line.state.signature?.textHash == line.state.text.textHash)
        let last = line.state.last
        #expect(line.apply(.story(.edited(title: "新题", body: "正文二")), by: "rep") == .storyState(.signedOff, last: last))
        #expect(line.state.versions.count == 1)
        let other = TextHash.sample("正文二")
        #expect(
            line.apply(.story(.published(channels: ["app"], textHash: other)), by: "duty")
                == .textChanged(last: line.events[0].trace))
        #expect(line.apply(.story(.published(channels: ["app"], textHash: .sample())), by: "duty") == nil)
        #expect(line.state.publishedHash == line.state.signature?.textHash)
        #expect(line.state.publishedAt == line.at)
    }

    @Test func aChiefEditorTakesBackWhatIsSignedButNotOut() throws {
        var line = try Table.story(in: .signedOff)
        #expect(line.apply(Table.review(.third, .return), by: "chief") == nil)
        #expect(line.state.state == .returned)
        #expect(line.state.signature == nil)
        #expect(line.state.approval(.third) == nil)
        line.apply(.story(.submitted(limits: .sample)), by: "rep")
        #expect(line.state.openStage == .third)
    }

    @Test func anEmergencyLeavesTheMissingReviewsOpenAndOverdue() throws {
        for passed in 0...3 {
            var line = try ReviewTests.story(passed: passed)
            #expect(line.apply(Self.emergency, by: "chief") == nil)
            let out = line.at
            #expect(line.state.state == .published)
            #expect(line.state.emergency?.reason == "汛情紧急")
            for stage in Stage.reviews.dropFirst(passed) {
                #expect(line.state.openStage == stage)
                #expect(line.state.clock == Clock(since: out, limit: out))
                #expect(line.state.clock.reading(at: out) == .over)
                #expect(
                    line.apply(.story(.published(channels: ["wechat"], textHash: .sample())), by: "duty")
                        == .reviewsMissing(stage))
                let (person, fact) = Self.reviews("正文一")[stage.rawValue - 1]
                #expect(line.apply(fact, by: person) == nil)
                #expect(line.state.state == .published)
            }
            #expect(line.state.openStage == .signature)
            #expect(!line.state.isSettled)
            #expect(line.apply(.story(.signed(textHash: .sample())), by: "chief") == nil)
            #expect(line.state.state == .published)
            #expect(line.state.openStage == nil)
            #expect(line.state.isSettled)
            #expect(line.state.clock.limit == nil)
            #expect(line.apply(.story(.published(channels: ["wechat"], textHash: .sample())), by: "duty") == nil)
        }
    }

    @Test func aLateReturnDoesNotTakeBackWhatIsOut() throws {
        var line = try ReviewTests.story(passed: 0)
        line.apply(Self.emergency, by: "chief")
        #expect(line.apply(Table.review(.first, .return), by: "ed") == nil)
        #expect(line.state.state == .published)
        #expect(line.state.openStage == .first)
    }

    @Test func anEmergencyKeepsThePersonsApart() throws {
        var line = try ReviewTests.story(passed: 0)
        line.apply(Self.emergency, by: "chief")
        #expect(line.apply(Table.review(.first, .pass), by: "rep") == .ownStory)
        line.apply(Table.review(.first, .pass), by: "ed")
        #expect(line.apply(Table.review(.second, .pass), by: "ed") == .tookStage(.first))
    }

    @Test func aWithdrawalSaysWhy() throws {
        for state in [StoryState.published, .corrected] {
            var line = try Table.story(in: state)
            #expect(line.apply(.story(.withdrawn(reason: "失实")), by: "head") == nil)
            #expect(line.state.reason == "失实")
        }
    }
}
