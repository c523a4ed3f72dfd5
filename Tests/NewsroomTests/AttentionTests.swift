import Newsroom
import Testing

/// What stands on the attention list, and in which order.
struct AttentionTests {
    static func id(_ name: String) -> SubjectID { SubjectID(kind: "test", name: name) }

    static func list(
        tasks: [TaskLine] = [], stories: [StoryLine] = [], failures: [StoryLine] = [], leads: [LeadLine] = [],
        rollCall: RollCallLine? = nil, overruled: [Int64] = [], barred: Set<SubjectID> = [], for reader: StaffID? = nil,
        at minute: Int = 60
    ) -> [Attention] {
        Attention.list(
            tasks: tasks, stories: stories, failures: failures, leads: leads, rollCall: rollCall, overruled: overruled,
            barred: barred, for: reader.map(Sample.actor), at: .minute(minute))
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
        #expect(levels(StoryLine(state: .signedOff), for: "duty").isEmpty)
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

    @Test func whatIsTheMatterIsSaidInBothLanguages() {
        for kind in Attention.Kind.allCases {
            WordsTests.expectWhole(kind.phrase.zh, kind.phrase.en, kind.rawValue)
        }
        WordsTests.expectDistinct(Attention.Kind.allCases.map(\.phrase))
    }
}
