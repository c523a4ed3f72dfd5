/// What somebody asks the desk to do. `decide` turns it into facts, or refuses it.
public enum Command: Equatable, Sendable {
    case receiveLead(LeadTip)
    case promoteLead(SubjectID, centre: CentreID?, authors: [StaffID])
    case mergeLead(SubjectID, into: SubjectID)
    case dismissLead(SubjectID, reason: String)
    case restoreLead(SubjectID)

    case dispatch(Dispatch)
    case acknowledge(SubjectID)
    case decline(SubjectID, reason: String)
    case depart(SubjectID)
    case arrive(SubjectID)
    case file(SubjectID, story: SubjectID?)
    case close(SubjectID)
    case cancel(SubjectID, reason: String)
    case reassign(SubjectID, centre: CentreID?, assignee: StaffID?)

    case draft(NewStory)
    /// `base` is the number of the version that the caller changed; with a newer one there, the edit is refused.
    case edit(SubjectID, title: String?, body: String?, base: Int?)
    case submit(SubjectID)
    case recall(SubjectID)
    /// `textHash` is the text that the reviewer read; absent, the present one.
    case review(SubjectID, stage: Stage, verdict: Verdict, opinion: String, textHash: TextHash?)
    case sign(SubjectID, textHash: TextHash?)
    case publish(SubjectID, channels: [ChannelID])
    case publishInEmergency(SubjectID, channels: [ChannelID], reason: String)
    /// `base` as in `edit`.
    case correct(SubjectID, title: String?, body: String, reason: String, base: Int? = nil)
    case withdraw(SubjectID, reason: String)
    case reportPlacement(SubjectID, channel: ChannelID, state: PlacementState, note: String?)

    case takeDuty
    case callRoll(centres: [CentreID])
    case answerRoll(SubjectID)
    case note(String)

    case addStaff(StaffCard)
    case changeStaff(StaffCard)
    case setPolicy(Policy)

    /// A lead as it is handed in.
    public struct LeadTip: Equatable, Sendable {
        public var title: String
        public var text: String
        public var source: LeadSource
        public var sourceKey: String?
        public var place: String?
        public var centre: CentreID?
        public var priority: Priority
        public var heat: Int?
        public var receivedAt: Moment?

        public init(
            title: String, text: String = "", source: LeadSource = .desk, sourceKey: String? = nil,
            place: String? = nil, centre: CentreID? = nil, priority: Priority = .routine, heat: Int? = nil,
            receivedAt: Moment? = nil
        ) {
            self.title = title
            self.text = text
            self.source = source
            self.sourceKey = sourceKey
            self.place = place
            self.centre = centre
            self.priority = priority
            self.heat = heat
            self.receivedAt = receivedAt
        }
    }

    /// One order: several centres make several tasks under it.
    public struct Dispatch: Equatable, Sendable {
        public var centres: [CentreID]
        public var title: String
        public var note: String?
        public var priority: Priority
        public var deliverables: [Deliverable]
        public var dueAt: Moment?
        public var assignee: StaffID?
        public var story: SubjectID?
        /// An open lead is promoted by its first dispatch.
        public var lead: SubjectID?
        public var topic: String?

        public init(
            centres: [CentreID], title: String, note: String? = nil, priority: Priority = .routine,
            deliverables: [Deliverable] = [.text], dueAt: Moment? = nil, assignee: StaffID? = nil,
            story: SubjectID? = nil, lead: SubjectID? = nil, topic: String? = nil
        ) {
            self.centres = centres
            self.title = title
            self.note = note
            self.priority = priority
            self.deliverables = deliverables
            self.dueAt = dueAt
            self.assignee = assignee
            self.story = story
            self.lead = lead
            self.topic = topic
        }
    }

    /// A story to be begun.
    public struct NewStory: Equatable, Sendable {
        public var title: String
        public var body: String
        /// Absent: the author's own centre.
        public var centre: CentreID?
        /// Empty: whoever asks.
        public var authors: [StaffID]
        public var origin: Origin
        /// The story it derives from.
        public var source: SubjectID?
        public var lead: SubjectID?

        public init(
            title: String, body: String = "", centre: CentreID? = nil, authors: [StaffID] = [],
            origin: Origin = .original, source: SubjectID? = nil, lead: SubjectID? = nil
        ) {
            self.title = title
            self.body = body
            self.centre = centre
            self.authors = authors
            self.origin = origin
            self.source = source
            self.lead = lead
        }
    }
}

/// What the rules need to know of the desk when they decide; the ledger answers, within one transaction.
public protocol DeskFacts {
    var now: Moment { get }
    func desk() throws -> Desk
    func centre(_ id: CentreID) throws -> Centre?
    func staff(_ id: StaffID) throws -> Staff?
    func staff(login: String) throws -> Staff?
    /// How many active administrators there are.
    func administrators() throws -> Int
    func subject(_ id: SubjectID) throws -> AnySubject?
    /// The lead that came from this item of a source, if it came before.
    func lead(sourceKey: String) throws -> SubjectID?
    /// The next free number; each call gives another.
    func nextNumber(_ series: Series) throws -> Int
    func makeID() -> SubjectID
}

/// A fact about to be written.
public struct Proposal: Equatable, Sendable {
    public var subject: SubjectID
    public var fact: Fact
}
