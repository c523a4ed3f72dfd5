import Newsroom
import Testing

/// What stands on the attention list, and in which order.
struct AttentionTests {
    static func id(_ name: String) -> SubjectID { SubjectID(kind: "test", name: name) }

    static func list(
        tasks: [TaskLine] = [], stories: [StoryLine] = [], failures: [StoryLine] = [], leads: [LeadLine] = [],
        proposals: [ProposalLine] = [], rollCall: RollCallLine? = nil, overruled: [Int64] = [],
        barred: Set<SubjectID> = [], for reader: StaffID? = nil,
        at minute: Int = 60
    ) -> [Attention] {
        Attention.list(
            tasks: tasks, stories: stories, failures: failures, leads: leads, proposals: proposals,
            channels: Sample.channels, rollCall: rollCall, overruled: overruled, barred: barred,
            for: reader.map { Sample.actor($0) }, in: Sample.houses, at: .minute(minute))
    }

    @Test func untakenFlashComesFirstThenLatenessThenTheReadersOwn() {
        let tasks = [
            TaskLine(id: Self.id("calm"), state: .enRoute, assignee: "rep2", clock: .minutes(0, 200)),
            TaskLine(id: Self.id("mine"), state: .enRoute, assignee: "rep", clock: .minutes(50, 300)),
            TaskLine(id: Self.id("near"), state: .enRoute, assignee: "rep2", clock: .minutes(0, 70)),
            TaskLine(id: Self.id("late"), state: .onScene, assignee: "rep2", clock: .minutes(0, 50)),
            TaskLine(id: Self.id("later"), state: .onScene, assignee: "rep2", clock: .minutes(0, 40)),
            TaskLine(id: Self.id("young"), priority: .flash, clock: .minutes(60, 61)),
            TaskLine(
                id: Self.id("taken"), state: .enRoute, assignee: "rep2", priority: .flash, clock: .minutes(0, 400)),
            TaskLine(
                id: Self.id("lateFlash"), state: .onScene, assignee: "rep2", priority: .flash, clock: .minutes(0, 59)),
        ]
        let order = Self.list(tasks: tasks, for: "rep").map(\.subject)
        let expected = ["lateFlash", "young", "later", "late", "near", "mine", "calm", "taken"]
        #expect(order == expected.map { .task(Self.id($0)) })
    }

    @Test func whatIsOverCountsFromWhenItIsSo() {
        let tasks = [
            TaskLine(id: Self.id("late"), state: .onScene, clock: .minutes(0, 30)),
            TaskLine(id: Self.id("declined"), state: .declined, clock: .minutes(20, 90)),
        ]
        let failed = StoryLine(state: .published, failedSince: .minute(25))
        let list = Self.list(tasks: tasks, failures: [failed], rollCall: RollCallLine(answers: ["zhongmu": .minute(1)]))
        #expect(list.allSatisfy { $0.level == .over })
        #expect(
            list.map(\.subject) == [
                .centre("erqi"), .centre("xinmi"), .task(Self.id("declined")), .story(failed.id),
                .task(Self.id("late")),
            ])
        #expect(list.map(\.kind) == [.rollMissing, .rollMissing, .taskDeclined, .placementFailed, .taskOverdue])
        #expect(list.map(\.since) == [5, 5, 20, 25, 30].map { .minute($0) })
    }

    /// The state of a task, whether it is listed in time, and what is the matter when it is late.
    @Test(
        arguments: [
            (TaskState.issued, true, Attention.Kind.taskOverdue), (.acknowledged, true, .taskOverdue),
            (.declined, true, .taskDeclined), (.enRoute, true, .taskOverdue), (.onScene, true, .taskOverdue),
            (.filed, false, nil), (.closed, false, nil), (.cancelled, false, nil),
        ] as [(TaskState, Bool, Attention.Kind?)])
    func tasksByState(_ state: TaskState, _ isListed: Bool, _ kind: Attention.Kind?) {
        let list = Self.list(tasks: [TaskLine(state: state, clock: .minutes(0, 30))])
        #expect(list.first?.kind == kind && list.isEmpty != isListed)
        let inTime = Self.list(tasks: [TaskLine(state: state, clock: .minutes(59, 90))])
        #expect(inTime.first?.kind == (state == .declined ? .taskDeclined : nil))
        #expect(inTime.isEmpty != isListed)
    }

    @Test func storiesAreListedForAStageAnAuthorOrAFailure() {
        func levels(_ story: StoryLine, for reader: StaffID) -> [Attention.Level] {
            Self.list(stories: [story], for: reader).map(\.level)
        }
        #expect(levels(StoryLine(openStage: .first), for: "ed") == [.mine])
        #expect(levels(StoryLine(openStage: .first), for: "head") == [.calm])
        #expect(levels(StoryLine(openStage: .first, clock: .minutes(0, 60)), for: "ed") == [.over])
        #expect(levels(StoryLine(state: .returned), for: "rep") == [.mine])
        #expect(levels(StoryLine(state: .returned), for: "ed").isEmpty)
        #expect(levels(StoryLine(state: .draft), for: "rep").isEmpty)
        // What is signed waits for its house to put it out, unless another house has to let it through first.
        #expect(levels(StoryLine(state: .signedOff), for: "duty").isEmpty)
        #expect(levels(StoryLine(state: .signedOff), for: "ed") == [.mine])
        var proposed = StoryLine(state: .signedOff)
        proposed.isProposed = true
        #expect(levels(proposed, for: "ed").isEmpty)
        // One that failed while reviews are open stands there once.
        let failed = StoryLine(state: .published, openStage: .second, failedSince: .minute(3))
        #expect(Self.list(stories: [failed], failures: [failed]).count == 1)
        let barred = Self.list(stories: [StoryLine(openStage: .first)], barred: [StoryLine().id], for: "ed")
        #expect(barred.map(\.level) == [.calm] && !barred[0].isReaders)
    }

    @Test func leadsAreListedUnderALimitOrAsFlash() {
        #expect(Self.list(leads: [LeadLine(clock: .minutes(0, nil))]).isEmpty)
        let flash = Self.list(leads: [LeadLine(priority: .flash, clock: .minutes(60, 61))])
        #expect(flash.map(\.level) == [.near] && flash[0].precedence == .flash && flash[0].kind == .leadUntaken)
        let late = Self.list(leads: [LeadLine(priority: .urgent, clock: .minutes(0, 60))])
        #expect(late.map(\.kind) == [.leadOverdue] && late[0].since == .minute(60))
        #expect(Self.list(leads: [LeadLine(state: .promoted, priority: .flash)]).isEmpty)
    }

    @Test func anAnswerToTheRollIsWantedForADay() {
        for (minute, count) in [(4, 0), (5, 3), (24 * 60 + 4, 3), (24 * 60 + 5, 0)] {
            #expect(Self.list(rollCall: RollCallLine(), at: minute).count == count, "\(minute)")
        }
        #expect(Self.list(rollCall: RollCallLine(), for: "ed").filter(\.isReaders).map(\.subject) == [.centre("erqi")])
    }

    @Test func whatCameToNothingWaitsForWhoDidIt() {
        let list = Self.list(overruled: [7], for: "rep")
        #expect(list.map(\.subject) == [.overruled(7)] && list[0].level == .mine && list[0].isReaders)
    }

    @Test func whatWaitsForTheReaderBeginsWithTheirLostActs() {
        let tasks = [
            TaskLine(id: Self.id("late"), state: .onScene, assignee: "rep", clock: .minutes(0, 30)),
            TaskLine(id: Self.id("others"), state: .onScene, assignee: "rep2", clock: .minutes(0, 20)),
        ]
        let list = Self.list(tasks: tasks, overruled: [7], for: "rep")
        #expect(list.map(\.subject) == [.task(Self.id("others")), .task(Self.id("late")), .overruled(7)])
        #expect(Attention.readers(list).map(\.subject) == [.overruled(7), .task(Self.id("late"))])
    }

    /// What flash nobody has taken is called so as long as it is in time; all else in time has nothing the matter.
    @Test func onlyUntakenFlashHasANameInTime() {
        for priority in Priority.allCases {
            for (state, isUntaken) in [(TaskState.issued, true), (.acknowledged, false)] {
                for limit in [62, 400] {
                    let clock = Clock.minutes(0, limit)
                    let list = Self.list(tasks: [TaskLine(state: state, priority: priority, clock: clock)])
                    let isFlash = priority == .flash && isUntaken
                    #expect(list.map(\.kind) == [isFlash ? .taskUntaken : nil], "\(priority) \(state) \(limit)")
                    #expect(list.map(\.precedence) == [isFlash ? .flash : .ordinary])
                }
            }
        }
    }

    /// Where nobody reads, nothing is the reader's.
    @Test func whatWaitsForNobodyInParticularIsNobodys() throws {
        let tasks = [TaskLine(clock: .minutes(0, 70)), TaskLine(state: .declined)]
        let leads = [LeadLine(priority: .flash, clock: .minutes(0, 70))]
        let stories = [StoryLine(openStage: .first), StoryLine(state: .published, failedSince: .minute(1))]
        let request = try #require(Timeline<Request>(.request(.made(RequestTests.card)), by: "mrep")).state
        let list = Self.list(tasks: tasks, stories: stories, leads: leads, rollCall: RollCallLine())
        #expect(list.count == 8 && list.allSatisfy { !$0.isReaders })
        #expect(request.attention(for: nil, at: .minute(1))?.isReaders == false)
        #expect(request.attention(for: Sample.actor("ed"), at: .minute(1))?.isReaders == true)
    }

    /// One of a series without rules of its own, an hour after the beginning: its limit in minutes, how pressing it is
    /// besides, whether somebody has taken it, and what the list has of it.
    @Test(
        arguments: [
            (nil, nil, true, .routine, false, nil), (nil, nil, true, .flash, false, nil),
            (nil, nil, true, .routine, true, Other(.mine, .ordinary, nil, 0)),
            (nil, nil, true, .flash, true, Other(.near, .flash, .requestUntaken, 0)),
            (400, nil, true, .urgent, false, Other(.calm, .ordinary, nil, 0)),
            (400, nil, true, .flash, false, Other(.near, .flash, .requestUntaken, 0)),
            (400, nil, false, .flash, false, Other(.calm, .ordinary, nil, 0)),
            (400, nil, false, .flash, true, Other(.mine, .ordinary, nil, 0)),
            (62, nil, false, .flash, true, Other(.near, .ordinary, nil, 0)),
            (400, .over, true, .routine, false, Other(.over, .ordinary, .requestOverdue, 0)),
            (50, nil, true, .routine, false, Other(.over, .ordinary, .requestOverdue, 50)),
            (50, nil, false, .flash, false, Other(.over, .flash, .requestOverdue, 50)),
            (50, .calm, true, .flash, false, Other(.near, .flash, .requestUntaken, 0)),
        ] as [(Int?, Clock.Reading?, Bool, Priority, Bool, Other?)])
    func whatHasNoRulesOfItsOwn(
        _ limit: Int?, _ urgency: Clock.Reading?, _ isUntaken: Bool, _ priority: Priority, _ isReaders: Bool,
        _ wanted: Other?
    ) {
        let found = Attention.other(
            Self.id("one"), of: .request, clock: .minutes(0, limit), urgency: urgency,
            untaken: isUntaken ? .requestUntaken : nil, priority: priority, kind: .requestOverdue, isReaders: isReaders,
            at: .minute(60))
        #expect(found.map { Other($0.level, $0.precedence, $0.kind, $0.since) } == wanted)
        #expect(found == nil || found?.subject == .other(.request, Self.id("one")) && found?.isReaders == isReaders)
        #expect(found == nil || found?.limit == limit.map { .minute($0) } && found?.priority == priority)
    }

    struct Other: Equatable {
        let level: Attention.Level
        let precedence: Attention.Precedence
        let kind: Attention.Kind?
        let since: Moment

        init(_ level: Attention.Level, _ precedence: Attention.Precedence, _ kind: Attention.Kind?, _ since: Moment) {
            (self.level, self.precedence, self.kind, self.since) = (level, precedence, kind, since)
        }

        init(_ level: Attention.Level, _ precedence: Attention.Precedence, _ kind: Attention.Kind?, _ minute: Int) {
            self.init(level, precedence, kind, .minute(minute))
        }
    }

    /// The earlier limit comes first, then what matters more, then what was made first: in whatever order they are given.
    @Test func whatIsAlikeStandsInTheOrderInWhichItWasMade() {
        var made: [String: SubjectID] = [:]
        func task(_ name: String, _ priority: Priority, _ limit: Int?) -> TaskLine {
            let id = SubjectID(at: .minute(made.count)) { 0 }
            made[name] = id
            return TaskLine(id: id, state: .enRoute, priority: priority, clock: .minutes(0, limit))
        }
        let tasks = [
            task("endless", .urgent, nil), task("late", .routine, 500), task("one", .routine, 400),
            task("two", .routine, 400), task("three", .urgent, 400), task("four", .urgent, 400),
        ]
        let expected = ["three", "four", "one", "two", "late", "endless"].compactMap { made[$0] }
        for given in [tasks, tasks.reversed()] {
            #expect(Self.list(tasks: given).map(\.subject) == expected.map { .task($0) })
        }
    }

    @Test func whatIsTheMatterIsSaidInBothLanguages() {
        for kind in Attention.Kind.allCases {
            WordsTests.expectWhole(kind.phrase.zh, kind.phrase.en, kind.rawValue)
        }
        WordsTests.expectDistinct(Attention.Kind.allCases.map(\.phrase))
    }
}
