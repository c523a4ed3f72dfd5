/// What happened: the body of an event. Stored as JSON with the case's name as its only key, such as
/// `{"taskDeclined":{"reason":"…"}}`. Cases and keys are never renamed or given another meaning: databases outlive
/// programs. New optional keys may be added; a case that this program does not know is kept and passed over.
public enum Fact: Codable, Equatable, Sendable {
    case deskOpened(DeskCharter)
    case policySet(Policy)
    case noted(text: String)

    case centreAdded(CentreCard)
    case dutyTaken(staff: StaffID)

    case staffAdded(StaffCard)
    case staffChanged(StaffCard)

    case leadReceived(LeadCard)
    case leadPromoted(story: SubjectID)
    case leadMerged(into: SubjectID)
    case leadDismissed(reason: String)
    case leadRestored

    case taskIssued(TaskOrder)
    case taskAcknowledged
    case taskDeclined(reason: String)
    case taskReassigned(centre: CentreID, assignee: StaffID?, acknowledgeBy: Moment)
    case taskDeparted
    case taskArrived
    case taskFiled(story: SubjectID?)
    case taskClosed
    case taskCancelled(reason: String)

    case storyDrafted(StoryDraft)
    /// `base` is the text that the writer changed; over any other the edit does not count. Absent in older logs.
    case storyEdited(title: String, body: String, base: TextHash? = nil)
    case storySubmitted(limits: Policy.ReviewLimits)
    case storyRecalled
    case storyReviewed(stage: Stage, verdict: Verdict, opinion: String, textHash: TextHash)
    case storySigned(textHash: TextHash)
    case storyPublished(channels: [ChannelID], textHash: TextHash)
    case storyPublishedInEmergency(channels: [ChannelID], textHash: TextHash, reason: String)
    /// `base` as in `storyEdited`.
    case storyCorrected(title: String, body: String, reason: String, base: TextHash? = nil)
    case storyWithdrawn(reason: String)
    case placementReported(channel: ChannelID, state: PlacementState, note: String?)

    case rollCalled(centres: [CentreID], answerBy: Moment)
    case rollAnswered(centre: CentreID)

    /// Without `to` it is for everybody at the desk.
    case messageSent(text: String, to: [StaffID]?, about: SubjectID?)
    case messageRead

    // Membership: who may write into the log that all nodes share. Only the desk's own nodes may say so, but for its
    // key, which each node changes itself.
    case nodeAdmitted(NodeCard)
    /// `ends` says up to where the signatures of the keys before it count. With `before`, the keys from the first on, it
    /// is told again by a database that lost it: then `ends` is empty, and only who still has the first telling knows.
    case nodeKeyChanged(key: String, ends: [OriginEnd], before: [KeyLink]? = nil)
    case nodeRevoked(ends: [OriginEnd], reason: String)

    /// A draft that was its centre's own until now belongs to everybody.
    case storyShared
    /// What happened before, at `at`, in a chain that only its own centre has: told again when it is shared.
    indirect case told(at: Stamp, fact: Fact)

    /// The clock of the node that says so went on from `last`, the last thing recorded there, to the time of this event:
    /// the machine was started again, or somebody said that its clock is right. It changes nothing.
    case clockResumed(last: Moment)
    /// The events `first` to `last` of a chain were written by a clock that was `by` milliseconds ahead: they count as of
    /// so much earlier. Of two for one event the later counts; one with 0 takes it back.
    case clockCorrected(origin: OriginID, first: Int64, last: Int64, by: Int64)

    /// Somebody has seen that their act of that stamp came to nothing. It changes nothing.
    case overruledRead(at: Stamp)

    /// The kinds that this program knows.
    public static let knownKinds: Set<String> = [
        "deskOpened", "policySet", "noted", "centreAdded", "dutyTaken", "staffAdded", "staffChanged", "leadReceived",
        "leadPromoted", "leadMerged", "leadDismissed", "leadRestored", "taskIssued", "taskAcknowledged",
        "taskDeclined", "taskReassigned", "taskDeparted", "taskArrived", "taskFiled", "taskClosed", "taskCancelled",
        "storyDrafted", "storyEdited", "storySubmitted", "storyRecalled", "storyReviewed", "storySigned",
        "storyPublished", "storyPublishedInEmergency", "storyCorrected", "storyWithdrawn", "placementReported",
        "rollCalled", "rollAnswered", "messageSent", "messageRead", "nodeAdmitted", "nodeKeyChanged", "nodeRevoked",
        "storyShared", "told", "overruledRead", "clockResumed", "clockCorrected",
    ]

    /// The case's name, kept beside the body so that events can be told apart without reading it.
    public var kind: String {
        switch self {
        case .deskOpened: "deskOpened"
        case .policySet: "policySet"
        case .noted: "noted"
        case .centreAdded: "centreAdded"
        case .dutyTaken: "dutyTaken"
        case .staffAdded: "staffAdded"
        case .staffChanged: "staffChanged"
        case .leadReceived: "leadReceived"
        case .leadPromoted: "leadPromoted"
        case .leadMerged: "leadMerged"
        case .leadDismissed: "leadDismissed"
        case .leadRestored: "leadRestored"
        case .taskIssued: "taskIssued"
        case .taskAcknowledged: "taskAcknowledged"
        case .taskDeclined: "taskDeclined"
        case .taskReassigned: "taskReassigned"
        case .taskDeparted: "taskDeparted"
        case .taskArrived: "taskArrived"
        case .taskFiled: "taskFiled"
        case .taskClosed: "taskClosed"
        case .taskCancelled: "taskCancelled"
        case .storyDrafted: "storyDrafted"
        case .storyEdited: "storyEdited"
        case .storySubmitted: "storySubmitted"
        case .storyRecalled: "storyRecalled"
        case .storyReviewed: "storyReviewed"
        case .storySigned: "storySigned"
        case .storyPublished: "storyPublished"
        case .storyPublishedInEmergency: "storyPublishedInEmergency"
        case .storyCorrected: "storyCorrected"
        case .storyWithdrawn: "storyWithdrawn"
        case .placementReported: "placementReported"
        case .rollCalled: "rollCalled"
        case .rollAnswered: "rollAnswered"
        case .messageSent: "messageSent"
        case .messageRead: "messageRead"
        case .nodeAdmitted: "nodeAdmitted"
        case .nodeKeyChanged: "nodeKeyChanged"
        case .nodeRevoked: "nodeRevoked"
        case .storyShared: "storyShared"
        case .told: "told"
        case .overruledRead: "overruledRead"
        case .clockResumed: "clockResumed"
        case .clockCorrected: "clockCorrected"
        }
    }
}

/// An immutable fact with who, when and about what.
public struct Event: Equatable, Sendable {
    /// What it is about.
    public var subject: SubjectID
    /// When it happened, on the hybrid clock that orders the events of a subject.
    public var stamp: Stamp
    /// Who did it, with the role and the centre they had then.
    public var actor: Actor
    /// What happened.
    public var fact: Fact
    /// The centre whose node wrote it, which binds what it may touch; `nil` for the desk's own nodes, which may touch
    /// everything.
    public var from: CentreID?

    /// An event as given; nothing is judged or written.
    public init(subject: SubjectID, stamp: Stamp, actor: Actor, fact: Fact, from: CentreID? = nil) {
        self.subject = subject
        self.stamp = stamp
        self.actor = actor
        self.fact = fact
        self.from = from
    }

    /// When it happened.
    public var at: Moment { stamp.moment }
}

extension Event {
    /// What was told again, as it happened then; any other event as it is. What is told of a telling stays as it is,
    /// and is out of place everywhere: however often an event is taken out of its wrapping, it comes out the same.
    public var asItHappened: Event {
        guard case .told(let at, let fact) = fact else { return self }
        if case .told = fact { return self }
        return Event(subject: subject, stamp: at, actor: actor, fact: fact, from: from)
    }
}
