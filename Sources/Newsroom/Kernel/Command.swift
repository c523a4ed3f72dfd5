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
    /// Gives a draft that is its centre's own to everybody.
    case share(SubjectID)
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
    /// A word to some people, or, without `to`, to everybody at the desk.
    case send(String, to: [StaffID]?, about: SubjectID?)
    case readMessages([SubjectID])
    /// Says that the caller has seen that their act of that stamp, on that subject, came to nothing.
    case readOverruled(SubjectID, at: Stamp)

    case addStaff(StaffCard)
    case changeStaff(StaffCard)
    case setPolicy(Policy)

    /// Lets the events `first` to `last` of a chain count so many milliseconds earlier: a clock was ahead.
    case correctClock(OriginID, first: Int64, last: Int64, by: Int64)

    /// Its slot is given here; the one on the card is not looked at.
    case admitNode(NodeCard)
    /// What comes after `ends` does not count; chains that are not named do not count at all.
    case revokeNode(NodeID, ends: [OriginEnd], reason: String)

    /// A lead as it is handed in.
    public struct LeadTip: Equatable, Sendable {
        /// One line, cut at 200 characters; an empty one is refused.
        public var title: String
        /// All that the tip says; more than 1,000,000 bytes of UTF-8 are refused.
        public var text: String
        /// How it reached the desk.
        public var source: LeadSource
        /// Names the item in its source; a key that came before makes no second lead.
        public var sourceKey: String?
        /// Where it happens, in the words of whoever brings it; `nil` when they do not say.
        public var place: String?
        /// The centre that it concerns; `nil` where it is no centre's own.
        public var centre: CentreID?
        /// How soon it matters; decides the limit to its first dispatch.
        public var priority: Priority
        /// Heat as the source counts it; `nil` where it gives none.
        public var heat: Int?
        /// When its source had it; `nil`, or a time still to come, counts as now.
        public var receivedAt: Moment?

        /// Without more: a routine lead that the desk itself had just now, of no known place or centre.
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
        /// Each gets one task, however often it is named; empty stands for the assignee's centre.
        public var centres: [CentreID]
        /// What to do, cut at 200 characters; an empty one is refused.
        public var title: String
        /// More to know, cut at 2,000 characters; `nil` when the title says all.
        public var note: String?
        /// How soon it matters; decides the limit to acknowledge.
        public var priority: Priority
        /// What to bring home; empty counts as text.
        public var deliverables: [Deliverable]
        /// When copy must be in; `nil` for no due time, one that is past is refused.
        public var dueAt: Moment?
        /// The person to send, in their own centre only; `nil` leaves the choice to each centre.
        public var assignee: StaffID?
        /// The story to work for; `nil` for the one that the lead becomes, if a lead is named.
        public var story: SubjectID?
        /// An open lead is promoted by its first dispatch.
        public var lead: SubjectID?
        /// The topic it belongs to, cut at 200 characters; `nil` for none.
        public var topic: String?

        /// Without more: a routine order for text, with nobody named, no due time, story, lead or topic.
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
        /// The headline, cut at 200 characters; an empty one is refused.
        public var title: String
        /// The text, which may be written later; more than 1,000,000 bytes of UTF-8 are refused.
        public var body: String
        /// Absent: the author's own centre.
        public var centre: CentreID?
        /// Empty: whoever asks.
        public var authors: [StaffID]
        /// Whether it is the centre's own; a derived story must name its source.
        public var origin: Origin
        /// The story it derives from.
        public var source: SubjectID?
        /// The lead that it is begun from, which stays as it is; `nil` for none.
        public var lead: SubjectID?

        /// Without more: an original story with an empty text, of whoever asks and their centre.
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
    /// The centre whose node this is; `nil` at the desk's own nodes.
    var home: CentreID? { get }
    func node(_ id: NodeID) throws -> DeskNode?
    /// The places in numbers that nodes have already.
    func slots() throws -> Set<Int>
}

extension DeskFacts {
    /// The desk's own node, where nothing else is said.
    public var home: CentreID? { nil }
    /// None, where nothing else is said.
    public func node(_ id: NodeID) throws -> DeskNode? {
        guard case .node(let node) = try subject(.node(id)) else { return nil }
        return node
    }
    /// None, where nothing else is said.
    public func slots() throws -> Set<Int> { [] }
}

/// A fact about to be written.
public struct Proposal: Equatable, Sendable {
    /// What the fact is about: an id known already, or a fresh one for what it makes.
    public var subject: SubjectID
    /// What will have happened once it is written.
    public var fact: Fact
}
