import Newsroom
import Testing

/// The story's states and steps, as a table.
struct StoryTableTests {
    static let columns: [(name: String, by: StaffID, fact: Fact)] = [
        ("edit", "rep", .story(.edited(title: "瑞安传家锅", body: "正文二"))),
        ("submit", "rep", .story(.submitted(limits: .sample))), ("recall", "rep", .story(.recalled)),
        ("pass1", "ed2", review(.first, .pass)), ("return1", "ed2", review(.first, .return)),
        ("pass3", "chief2", review(.third, .pass)), ("return3", "chief2", review(.third, .return)),
        ("sign", "chief", .story(.signed(textHash: .sample()))),
        ("publish", "duty", .story(.published(channels: ["weibo"], textHash: .sample()))),
        ("propose", "ed2", .story(.proposed(channels: ["weibo"], textHash: .sample()))),
        ("release", "duty", .story(.released(channels: ["app"], textHash: .sample()))),
        (
            "emergency", "chief",
            .story(
                .publishedInEmergency(
                    key: EmergencyTests.key(), channels: ["app"], textHash: .sample(), reason: "汛情",
                    authority: PublicationTests.chief))
        ),
        ("correct", "rep", StoryCorrectionTests.proposed("正文三")),
        ("withdraw", "head", .story(.withdrawn(reason: "来源不实"))),
    ]

    /// States in the cells are given by their beginnings.
    static let table = RuleTable(
        """
        state     edit  submit recall pass1 return1 pass3 return3 sign publish propose release emergency correct withdraw
        draft     draft inRev  -      -     -       -     -       -    -       -       -       pub       -       -
        inReview  inRev -      draft  inRev ret     -     -       -    -       -       -       pub       -       -
        returned  ret   inRev  -      -     -       -     -       -    -       -       -       pub       -       -
        signedOff -     -      -      -     -       -     ret     -    pub     sig     -       -         -       -
        published -     -      -      -     -       -     -       -    pub     pub     -       -         pub     wit
        corrected -     -      -      -     -       -     -       -    -       -       -       -         -       wit
        withdrawn -     -      -      -     -       -     -       -    -       -       -       -         -       -
        """)

    static func review(_ stage: Stage, _ verdict: Verdict, _ body: String = "正文一") -> Fact {
        .story(.reviewed(stage: stage, verdict: verdict, opinion: "意见", textHash: .sample(body)))
    }

    /// What leads to a state, with who does it.
    static func path(to state: StoryState) -> [(StaffID, Fact)] {
        let submitted: [(StaffID, Fact)] = [("rep", .story(.submitted(limits: .sample)))]
        let signed =
            submitted + [
                ("ed", review(.first, .pass)), ("head", review(.second, .pass)), ("chief", review(.third, .pass)),
                ("chief", .story(.signed(textHash: .sample()))),
            ]
        let published = signed + [("duty", .story(.published(channels: ["app", "wechat"], textHash: .sample())))]
        return switch state {
        case .draft: []
        case .inReview: submitted
        case .returned: submitted + [("ed", review(.first, .return))]
        case .signedOff: signed
        case .published: published
        case .corrected:
            published + StoryCorrectionTests.steps("正文四")
        case .withdrawn: published + [("head", .story(.withdrawn(reason: "失实")))]
        }
    }

    static func story(in state: StoryState) throws -> Timeline<Story> {
        var line = try #require(Timeline<Story>(.story(.drafted(.sample())), by: "rep"))
        for (person, fact) in path(to: state) { #expect(line.apply(fact, by: person) == nil, "\(fact.kind)") }
        #expect(line.state.state == state)
        return line
    }

    @Test func everyStateAndEveryStep() throws {
        #expect(Self.table.isWhole)
        #expect(Self.table.columns == Self.columns.map(\.name))
        #expect(Self.table.rows.map(\.state) == StoryState.allCases.map(\.rawValue))
        for (name, cells) in Self.table.rows {
            let before = try Self.story(in: try #require(StoryState(rawValue: name)))
            for ((step, person, fact), cell) in zip(Self.columns, cells) {
                var line = before
                let refused = line.apply(fact, by: person)
                if cell == "-" {
                    #expect(refused != nil, "\(name) \(step)")
                    #expect(line.state == before.state, "\(name) \(step)")
                } else {
                    #expect(refused == nil, "\(name) \(step)")
                    #expect(line.state.state.rawValue.hasPrefix(cell), "\(name) \(step)")
                    #expect(line.state.last == Refusal.Trace(by: person, at: line.at), "\(name) \(step)")
                }
            }
        }
    }

    @Test func aRefusalForTheStateNamesItAndWhatWasDoneLast() throws {
        for state in [StoryState.signedOff, .published, .corrected, .withdrawn] {
            var line = try Self.story(in: state)
            let last = line.state.last
            #expect(line.apply(Self.columns[0].fact, by: "rep") == .storyState(state, last: last))
            #expect(line.apply(.story(.submitted(limits: .sample)), by: "rep") == .storyState(state, last: last))
            #expect(line.apply(.story(.recalled), by: "rep") == .storyState(state, last: last))
        }
        var draft = try Self.story(in: .draft)
        #expect(
            draft.apply(Self.review(.first, .pass), by: "ed")
                == .storyState(.draft, last: draft.events[0].trace))
    }

    @Test func factsOfOtherThingsAreOutOfPlace() throws {
        for state in StoryState.allCases {
            var line = try Self.story(in: state)
            #expect(line.apply(.task(.closed), by: "ed") == .outOfPlace("taskClosed"))
            #expect(line.apply(.story(.drafted(.sample())), by: "ed") == .outOfPlace("storyDrafted"))
        }
    }

    @Test func onlyStoriesUnderReviewWaitForAStage() throws {
        for state in StoryState.allCases {
            let story = try Self.story(in: state).state
            #expect(story.openStage == (state == .inReview ? .first : nil), "\(state)")
            #expect((story.clock.limit != nil) == (state == .inReview), "\(state)")
        }
    }
}

extension Event {
    /// Who did it, and when.
    var trace: Refusal.Trace { Refusal.Trace(by: actor.person?.staff ?? "", at: at) }
}
