import Newsroom
import Testing

/// What is late, since when; what waits for whom; what the board counts.
struct OverdueTests {
    @Test func everyLimitIsOverAtItsVeryMoment() {
        let limit = Moment.minute(10)
        for (now, since) in [(limit.adding(seconds: -1), nil), (limit, limit), (.minute(20), limit)]
            as [(Moment, Moment?)]
        {
            let clock = Clock(since: .minute(0), limit: limit)
            #expect(TaskLine(clock: clock).overdueSince(at: now) == since)
            #expect(TaskLine(clock: clock).isOverdue(at: now) == (since != nil))
            #expect(StoryLine(openStage: .first, clock: clock).overdueSince(at: now) == since)
            #expect(StoryLine(clock: clock).isOverdue(at: now) == (since != nil))
            #expect(LeadLine(clock: clock).overdueSince(at: now) == since)
            #expect(LeadLine(clock: clock).isOverdue(at: now) == (since != nil))
            let roll = RollCallLine(calledAt: .minute(0), answerBy: limit)
            #expect(roll.overdue(at: now).isEmpty == (since == nil))
        }
        #expect(TaskLine().overdueSince(at: .minute(999)) == nil)
    }

    @Test func declinedAndFailedArePressingThoughNotLate() {
        let clock = Clock.minutes(0, 60)
        let declined = TaskLine(state: .declined, clock: clock)
        #expect(declined.urgency(at: .minute(1)) == .over && !declined.isOverdue(at: .minute(1)))
        #expect(TaskLine(clock: clock).urgency(at: .minute(1)) == .calm)
        #expect(TaskLine(clock: clock).urgency(at: .minute(50)) == .near)
        #expect(StoryLine(failedSince: .minute(0)).urgency(at: .minute(1)) == .over)
        #expect(StoryLine(clock: clock).urgency(at: .minute(1)) == .calm)
    }

    @Test func anAnswerAtTheLimitIsInTime() {
        let roll = RollCallLine(answers: ["erqi": .minute(5), "zhongmu": Moment.minute(5).adding(seconds: 1)])
        #expect(!roll.isLate("erqi") && roll.isLate("zhongmu") && !roll.isLate("xinmi"))
        #expect(roll.overdue(at: .minute(6)) == ["xinmi"] && roll.missing == ["xinmi"])
    }

    @Test(
        arguments: [
            (TaskState.issued, ["rep"], ["ed", "ed2"]), (.acknowledged, ["rep"], ["ed", "ed2"]),
            (.enRoute, ["rep"], ["ed", "ed2"]), (.onScene, ["rep"], ["ed", "ed2"]),
            (.declined, ["duty", "duty2"], ["duty", "duty2"]), (.filed, ["duty", "duty2"], ["duty", "duty2"]),
            (.closed, [], []), (.cancelled, [], []),
        ] as [(TaskState, [StaffID], [StaffID])])
    func whomATaskWaitsFor(_ state: TaskState, _ named: [StaffID], _ unnamed: [StaffID]) {
        for (assignee, people) in [("rep", named), (nil, unnamed)] as [(StaffID?, [StaffID])] {
            let task = TaskLine(state: state, assignee: assignee)
            #expect(Sample.staff.map(\.id).filter { task.waits(for: Sample.actor($0)) } == people)
        }
    }

    @Test(
        arguments: [
            (StoryState.draft, nil, ["rep"]), (.returned, nil, ["rep"]),
            (.inReview, .first, ["ed", "ed2"]),
            (.inReview, .second, ["head", "head2"]), (.inReview, .third, ["chief", "chief2"]),
            (.inReview, .signature, ["chief", "chief2"]), (.signedOff, nil, ["ed", "ed2"]), (.published, nil, []),
            (.published, .third, ["chief", "chief2"]), (.corrected, nil, []), (.withdrawn, nil, []),
        ] as [(StoryState, Stage?, [StaffID])])
    func whomAStoryWaitsFor(_ state: StoryState, _ stage: Stage?, _ people: [StaffID]) {
        let story = StoryLine(state: state, openStage: stage)
        #expect(Sample.staff.map(\.id).filter { story.waits(for: Sample.actor($0), in: Sample.houses) } == people)
        // What failed waits for the house of the channel, what is owed for the story's.
        for (house, people) in [("zz", ["duty", "duty2"]), ("zhongmu", ["med"]), (nil, ["ed", "ed2"])]
            as [(CentreID?, [StaffID])]
        {
            let failed = StoryLine(state: .published, failedSince: .minute(1), failedIn: house)
            #expect(Sample.staff.map(\.id).filter { failed.waits(for: Sample.actor($0), in: Sample.houses) } == people)
        }
    }

    @Test func whomLeadsAndRollsWaitFor() {
        let everybody = Sample.staff.map(\.id)
        #expect(everybody.filter { LeadLine().waits(for: Sample.actor($0)) } == ["duty", "duty2"])
        #expect(everybody.allSatisfy { !LeadLine(state: .merged).waits(for: Sample.actor($0)) })
        let roll = RollCallLine(answers: ["zhongmu": .minute(1)])
        #expect(everybody.filter { roll.waits(for: Sample.actor($0)) } == ["rep", "rep2", "ed", "ed2", "gone"])
    }

    @Test(
        arguments: [
            (StoryState.draft, StoryTally.writing), (.returned, .writing), (.inReview, .inReview),
            (.signedOff, .signedOff),
            (.published, nil), (.corrected, nil), (.withdrawn, nil),
        ] as [(StoryState, StoryTally?)])
    func whatTheBoardCounts(_ state: StoryState, _ tally: StoryTally?) {
        #expect(state.tally == tally)
        #expect(StoryLine(state: state).isOpen == (tally != nil))
        // Reviews that an emergency left out keep it open.
        #expect(StoryLine(state: state, openStage: .second).isOpen)
    }

    @Test func openTasksAndLeads() {
        for state in TaskState.allCases {
            #expect(TaskLine(state: state).isOpen == ![.closed, .cancelled].contains(state), "\(state)")
        }
        for state in LeadState.allCases { #expect(LeadLine(state: state).isOpen == (state == .open), "\(state)") }
    }
}
