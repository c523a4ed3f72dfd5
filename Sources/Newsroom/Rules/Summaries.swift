/// What the rules need to know of a task. The folded task and its row in lists both tell it, so that a rule is said once
/// for both.
public protocol TaskSummary: Sendable {
    /// The task itself.
    var id: SubjectID { get }
    /// Where it stands.
    var state: TaskState { get }
    /// Whose task it is now.
    var centre: CentreID { get }
    /// The person sent; `nil` when the centre chooses.
    var assignee: StaffID? { get }
    /// How soon it matters.
    var priority: Priority { get }
    /// When the present state began, and when the limit that runs now runs out.
    var clock: Clock { get }
}

/// What the rules need to know of a story. Lists know less of it than its fold does.
public protocol StorySummary: Sendable {
    /// The story itself.
    var id: SubjectID { get }
    /// Where it stands.
    var state: StoryState { get }
    /// Whose story it is.
    var centre: CentreID { get }
    /// The centres that work on it beside that, of a joint story.
    var partners: [CentreID] { get }
    /// Who answers for the text.
    var authors: [StaffID] { get }
    /// The review or signature that it waits for.
    var openStage: Stage? { get }
    /// The clock of the open stage, else of the open correction; without a limit where neither is open.
    var clock: Clock { get }
    /// Since when a channel is in trouble with it, or owed something; `nil` where none is, and where that is not known.
    var failedSince: Moment? { get }
    /// The house of that channel; `nil` where it is owed something, which the story's house orders.
    var failedIn: CentreID? { get }
    /// The houses of all the channels that wait for somebody of theirs, as far as is known.
    var servedBy: [CentreID] { get }
    /// Whether its present text waits for another house's word on a channel; `false` where that is not known.
    var isProposed: Bool { get }
    /// With whom its text is out for approval; `nil` while it is not.
    var sendOut: SendOut.Summary? { get }
    /// That it is hidden, or something of it on a channel as far as is known; `nil` where nothing is.
    var hidden: Hiding.Summary? { get }
    /// Who has hidden something of it, as far as is known, and not said why, whether it is hidden still or not.
    var owedReasons: [Hiding.OwedReason] { get }
    /// What needs somebody of a publication in an emergency: a word that is awaited or was denied; `nil` where nothing does.
    var openEmergency: Emergency.Summary? { get }
    /// Whether somebody wrote the text, as far as is known here.
    func isWriter(_ person: StaffID) -> Bool
    /// The correction of it that is open; `nil` while none is.
    var correction: Correction.Summary? { get }
    /// That the last correction was sent back; `nil` where it was not, or another was proposed since.
    var returnedCorrection: Correction.Return? { get }
    /// Whether separation of persons keeps somebody from a stage, as far as is known here.
    func isBarred(_ person: StaffID, from stage: Stage) -> Bool
    /// Whether it keeps somebody from passing the open correction, as far as is known here.
    func isBarredFromCorrection(_ person: StaffID) -> Bool
}

/// What the rules need to know of a story that waits to be let onto another house's channels.
public protocol ProposalSummary: Sendable {
    /// The story.
    var story: SubjectID { get }
    /// The house to which the channels belong.
    var house: CentreID { get }
    /// The channels of that house on which it waits.
    var channels: [ChannelID] { get }
    /// Since when it waits, and until when it is to be released or refused.
    var clock: Clock { get }
}

/// What the rules need to know of a lead.
public protocol LeadSummary: Sendable {
    /// The lead itself.
    var id: SubjectID { get }
    /// Whether it still waits for judgement, or what came of it.
    var state: LeadState { get }
    /// The centre that it concerns; `nil` where it is no centre's own.
    var centre: CentreID? { get }
    /// How soon it matters.
    var priority: Priority { get }
    /// From its receipt to the first dispatch; without a limit once it is judged.
    var clock: Clock { get }
}

/// What the rules need to know of a roll call.
public protocol RollCallSummary: Sendable {
    /// When the roll was called.
    var calledAt: Moment { get }
    /// When an answer becomes late.
    var answerBy: Moment { get }
    /// Who was called, in the order of the call.
    var centres: [CentreID] { get }
    /// When each centre answered, late ones too; who has not is absent.
    var answers: [CentreID: Moment] { get }
}

extension NewsTask: TaskSummary {
    /// Whose task it is now.
    public var centre: CentreID { order.centre }
    /// The person sent; `nil` when the centre chooses.
    public var assignee: StaffID? { order.assignee }
    /// How soon it matters.
    public var priority: Priority { order.priority }
}

extension Story: StorySummary {
    /// Whose story it is, for good.
    public var centre: CentreID { draft.centre }

    /// What became of it on channels its placements know.
    public var failedSince: Moment? { nil }
    /// Nor does it know whose channel that is.
    public var failedIn: CentreID? { nil }
    /// Nor what waits on the others.
    public var servedBy: [CentreID] { [] }
    /// Nor whether they wait for their houses.
    public var isProposed: Bool { false }

    /// Whether separation of persons keeps somebody from a stage.
    public func isBarred(_ person: StaffID, from stage: Stage) -> Bool {
        !Refusal.isNone { () throws(Refusal) in try mayJudge(person, stage) }
    }
}

extension Lead: LeadSummary {
    /// The centre that it concerns; `nil` where it is no centre's own.
    public var centre: CentreID? { card.centre }
    /// How soon it matters.
    public var priority: Priority { card.priority }
}

extension RollCall: RollCallSummary {}

extension StorySummary {
    /// Whether somebody wrote the text, as far as its authors tell.
    public func isWriter(_ person: StaffID) -> Bool { isAuthor(person) }

    /// Whether somebody is one of the story's authors.
    public func isAuthor(_ person: StaffID) -> Bool { authors.contains(person) }
}
