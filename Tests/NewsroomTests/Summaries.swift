import Newsroom

/// Things as lists know them, for tests of rules.
struct TaskLine: TaskSummary {
    var id = SubjectID(kind: "test", name: "task")
    var state = TaskState.issued
    var centre: CentreID = "erqi"
    var assignee: StaffID?
    var priority = Priority.routine
    var clock = Clock(since: MemoryDesk.start, limit: nil)
}

struct StoryLine: StorySummary {
    var id = SubjectID(kind: "test", name: "story")
    var partners: [CentreID] = []
    var state = StoryState.inReview
    var centre: CentreID = "erqi"
    var authors: [StaffID] = ["rep"]
    var openStage: Stage?
    var clock = Clock(since: MemoryDesk.start, limit: nil)
    var failedSince: Moment?
    var failedIn: CentreID?
    var servedBy: [CentreID] = []
    var isProposed = false
    var sendOut: SendOut.Summary?
    var hidden: Hiding.Summary?
    var owedReasons: [Hiding.OwedReason] = []
    var openEmergency: Emergency.Summary?
    var correction: Correction.Summary?
    var returnedCorrection: Correction.Return?
    var barred: [StaffID] = []

    func isBarred(_ person: StaffID, from _: Stage) -> Bool { isAuthor(person) || barred.contains(person) }
    func isBarredFromCorrection(_ person: StaffID) -> Bool { isAuthor(person) || correction?.by == person }
}

struct ProposalLine: ProposalSummary {
    var story = SubjectID(kind: "test", name: "story")
    var house: CentreID = "zz"
    var channels: [ChannelID] = ["app"]
    var clock = Clock(since: MemoryDesk.start, limit: nil)
}

struct LeadLine: LeadSummary {
    var id = SubjectID(kind: "test", name: "lead")
    var state = LeadState.open
    var centre: CentreID?
    var priority = Priority.routine
    var clock = Clock(since: MemoryDesk.start, limit: nil)
}

struct RollCallLine: RollCallSummary {
    var calledAt = MemoryDesk.start
    var answerBy = MemoryDesk.start.adding(seconds: 300)
    var centres: [CentreID] = ["erqi", "zhongmu", "xinmi"]
    var answers: [CentreID: Moment] = [:]
}

extension Clock {
    /// A clock that began and runs out so many minutes after the test's beginning.
    static func minutes(_ since: Int, _ limit: Int?) -> Clock {
        Clock(since: .minute(since), limit: limit.map { .minute($0) })
    }
}

extension Moment {
    /// So many minutes after the test's beginning.
    static func minute(_ minutes: Int) -> Moment { MemoryDesk.start.adding(seconds: minutes * 60) }
}
