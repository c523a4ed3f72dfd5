import Newsroom
import Testing

/// The task's states and steps, as a table.
struct TaskRulesTests {
    static let facts: [(name: String, fact: Fact)] = [
        ("acknowledge", .task(.acknowledged)), ("decline", .task(.declined(reason: "车坏了"))),
        ("reassign", .task(.reassigned(centre: "zhongmu", assignee: nil, acknowledgeBy: MemoryDesk.start))),
        ("depart", .task(.departed)), ("arrive", .task(.arrived)), ("file", .task(.filed(story: nil))),
        ("close", .task(.closed)), ("cancel", .task(.cancelled(reason: "雨停了"))),
    ]

    static let table = RuleTable(
        """
        state        acknowledge  decline  reassign depart  arrive  file  close  cancel
        issued       acknowledged declined issued   -       -       -     -      cancelled
        acknowledged -            declined issued   enRoute onScene filed -      cancelled
        declined     -            -        issued   -       -       -     -      cancelled
        enRoute      -            declined issued   -       onScene filed -      cancelled
        onScene      -            declined issued   -       -       filed -      cancelled
        filed        -            -        -        -       -       -     closed cancelled
        closed       -            -        -        -       -       -     -      -
        cancelled    -            -        -        -       -       -     -      -
        """)

    /// The steps that lead to a state.
    static func path(to state: TaskState) -> [Fact] {
        switch state {
        case .issued: []
        case .acknowledged: [.task(.acknowledged)]
        case .declined: [.task(.declined(reason: "无人"))]
        case .enRoute: [.task(.acknowledged), .task(.departed)]
        case .onScene: [.task(.acknowledged), .task(.arrived)]
        case .filed: [.task(.acknowledged), .task(.filed(story: nil))]
        case .closed: [.task(.acknowledged), .task(.filed(story: nil)), .task(.closed)]
        case .cancelled: [.task(.cancelled(reason: "误派"))]
        }
    }

    static func task(in state: TaskState) throws -> Timeline<NewsTask> {
        var line = try #require(Timeline<NewsTask>(.task(.issued(.sample())), by: "duty"))
        for fact in path(to: state) { #expect(line.apply(fact, by: "ed") == nil) }
        #expect(line.state.state == state)
        return line
    }

    @Test func everyStateAndEveryStep() throws {
        #expect(Self.table.isWhole)
        #expect(Self.table.columns == Self.facts.map(\.name))
        #expect(Self.table.rows.map(\.state) == TaskState.allCases.map(\.rawValue))
        for (name, cells) in Self.table.rows {
            let state = try #require(TaskState(rawValue: name))
            for ((step, fact), cell) in zip(Self.facts, cells) {
                let before = try Self.task(in: state)
                var line = before
                let refused = line.apply(fact, by: "ed")
                if cell == "-" {
                    #expect(refused == .taskState(state, last: before.state.last), "\(name) \(step)")
                    #expect(line.state == before.state, "\(name) \(step)")
                } else {
                    #expect(refused == nil, "\(name) \(step)")
                    #expect(line.state.state.rawValue == cell, "\(name) \(step)")
                    #expect(line.state.last == Refusal.Trace(by: "ed", at: line.at))
                    #expect(line.state.since == line.at)
                }
            }
        }
    }

    @Test func factsOfOtherThingsAreOutOfPlace() throws {
        for state in TaskState.allCases {
            var line = try Self.task(in: state)
            #expect(line.apply(.story(.recalled), by: "ed") == .outOfPlace("storyRecalled"))
            #expect(line.apply(.task(.issued(.sample())), by: "ed") == .outOfPlace("taskIssued"))
        }
    }

    @Test func reassigningToTheSamePlaceIsRefusedUnlessItWasDeclined() throws {
        let same = Fact.task(.reassigned(centre: "erqi", assignee: nil, acknowledgeBy: MemoryDesk.start))
        for state in TaskState.allCases {
            var line = try Self.task(in: state)
            let refused = line.apply(same, by: "duty")
            #expect((refused == nil) == (state == .declined), "\(state)")
            if state != .declined { #expect(refused == .sameAssignee) }
        }
    }

    @Test func aDeclineIsRememberedAndAReassignmentStartsAfresh() throws {
        var line = try #require(Timeline<NewsTask>(.task(.issued(.sample(assignee: "rep"))), by: "duty"))
        line.apply(.task(.declined(reason: "在外地")), by: "ed")
        #expect(line.state.declinedBy == ["rep"])
        #expect(line.state.declinedCentres == ["erqi"])
        #expect(line.state.reason == "在外地")
        let limit = line.at.adding(seconds: 61)
        line.apply(.task(.reassigned(centre: "zhongmu", assignee: "mrep", acknowledgeBy: limit)), by: "duty")
        #expect(line.state.order.centre == "zhongmu")
        #expect(line.state.order.assignee == "mrep")
        #expect(line.state.reason == nil)
        #expect(line.state.clock == Clock(since: line.at, limit: limit))
        line.apply(.task(.declined(reason: "路断")), by: "mrep")
        #expect(line.state.declinedBy == ["rep", "mrep"])
    }

    @Test func firstTimesAreKeptForTheFigures() throws {
        var line = try #require(Timeline<NewsTask>(.task(.issued(.sample())), by: "duty"))
        line.apply(.task(.acknowledged), by: "rep")
        let acknowledged = line.at
        line.apply(.task(.arrived), by: "rep")
        let arrived = line.at
        line.apply(.task(.reassigned(centre: "zhongmu", assignee: nil, acknowledgeBy: line.at)), by: "duty")
        line.apply(.task(.acknowledged), by: "mrep")
        line.apply(.task(.arrived), by: "mrep")
        let story = SubjectID(at: line.at) { 1 }
        line.apply(.task(.filed(story: story)), by: "mrep")
        #expect(line.state.acknowledgedAt == acknowledged)
        #expect(line.state.arrivedAt == arrived)
        #expect(line.state.filedAt == line.at)
        #expect(line.state.story == story)
        #expect(line.state.number.description == "T-0117")
    }

    @Test func everyStateHasItsClock() throws {
        let due = MemoryDesk.start.adding(seconds: 3600)
        for state in TaskState.allCases {
            var line = try #require(Timeline<NewsTask>(.task(.issued(.sample(dueAt: due))), by: "duty"))
            for fact in Self.path(to: state) { line.apply(fact, by: "ed") }
            let limit: Moment? =
                switch state {
                case .issued, .declined: MemoryDesk.start.adding(seconds: 60)
                case .acknowledged, .enRoute, .onScene: due
                case .filed, .closed, .cancelled: nil
                }
            #expect(line.state.clock == Clock(since: line.state.since, limit: limit), "\(state)")
        }
    }
}
