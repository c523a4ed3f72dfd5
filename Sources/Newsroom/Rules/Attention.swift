/// One thing that needs somebody (要紧), as the board, the console and `guantong board` list it.
public struct Attention: Equatable, Sendable {
    /// What it is about.
    public var subject: Subject
    /// How pressing it is to the reader.
    public var level: Level
    /// What comes before all lateness.
    public var precedence: Precedence
    /// What is the matter; `nil` while it is only listed because it is open.
    public var kind: Kind?
    /// Since when it is so: late since its limit, declined, failed, or in its present state.
    public var since: Moment
    /// When the limit that runs now runs out; `nil` where there is none.
    public var limit: Moment?
    /// How soon it matters; routine where it has no priority of its own.
    public var priority: Priority
    /// Whether it waits for the reader.
    public var isReaders: Bool

    /// A thing of the list.
    public enum Subject: Hashable, Sendable {
        case task(SubjectID)
        case story(SubjectID)
        case lead(SubjectID)
        /// A thing of another series.
        case other(Series, SubjectID)
        /// A story that waits to be let onto channels of a house.
        case proposal(SubjectID, CentreID)
        /// A story that went out in an emergency on somebody's word, which they have yet to confirm, or deny.
        case emergency(SubjectID)
        /// A centre that owes an answer to the roll call.
        case centre(CentreID)
        /// An act of the reader's that came to nothing, by its row in the log.
        case overruled(Int64)

        /// The order of things that are equally pressing: by what they are, then as they were made, leads the other way round. Of what
        /// is listed together the order of that list stays.
        fileprivate func isBefore(_ other: Subject) -> Bool {
            switch (self, other) {
            case (.task(let id), .task(let last)), (.story(let id), .story(let last)),
                (.emergency(let id), .emergency(let last)), (.lead(let last), .lead(let id)):
                id < last
            default: rank < other.rank
            }
        }

        private var rank: Int {
            switch self {
            case .task: 0
            case .story: 1
            case .emergency: 2
            case .proposal: 3
            case .centre: 4
            case .lead: 5
            case .other: 6
            case .overruled: 7
            }
        }
    }

    /// How pressing something is, the most pressing first.
    public enum Level: Int, Comparable, CaseIterable, Sendable {
        /// Over its limit, or else to be seen to at once.
        case over
        /// In the last quarter before its limit, or a flash that nobody has taken.
        case near
        /// In time, and the reader's to do.
        case mine
        /// In time, and somebody else's.
        case calm

        /// The most pressing comes first.
        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// What comes before lateness, however young. Flash is the most that the desk can say of a thing today, so what
    /// threatens life is marked by it; orders from above will stand between the two once the desk knows them.
    public enum Precedence: Int, Comparable, Sendable {
        /// A flash that nobody has taken, or that is late.
        case flash
        /// All else.
        case ordinary

        /// Flash comes first.
        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// What is the matter with something that needs somebody.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        case taskOverdue, taskDeclined, taskUntaken, storyOverdue, sendOutOverdue, correctionOverdue, placementFailed,
            storyHidden, hideUnexplained, proposalOverdue, leadOverdue, leadUntaken, confirmationOverdue,
            emergencyDenied,
            requestOverdue, requestUntaken, rollMissing
    }
}

extension Attention {
    /// Everything open that needs somebody, the most pressing first: flash that nobody has taken, then what is over its
    /// limit, the longest first, then what is near it, then what waits for the reader, then the rest by limit.
    ///
    /// Filed tasks are none of it: no clock runs for closing them. Nor are leads without a limit.
    ///
    /// - Parameters:
    ///   - tasks: the open tasks.
    ///   - stories: the open stories.
    ///   - failures: the stories that stand as failed on a channel, or of which something is hidden or the reason owed, open
    ///     or not.
    ///   - leads: the open leads.
    ///   - proposals: what waits to be let onto other houses' channels.
    ///   - channels: all channels that there are.
    ///   - rollCall: the latest roll call.
    ///   - others: what needs somebody of other series, from `other`.
    ///   - overruled: acts of the reader's that came to nothing, by their rows in the log.
    ///   - barred: stories of which it is known besides that the reader may not judge them.
    ///   - reader: for whom the list is made; `nil` for everybody.
    ///   - houses: who may do what in which house.
    ///   - now: when it is read.
    @inlinable
    public static func list(
        tasks: some Sequence<some TaskSummary>, stories: some Sequence<some StorySummary>,
        failures: some Sequence<some StorySummary>, leads: some Sequence<some LeadSummary>,
        proposals: some Sequence<some ProposalSummary>, channels: [ChannelCard],
        rollCall: (some RollCallSummary)?, others: [Attention] = [], overruled: [Int64] = [],
        barred: Set<SubjectID> = [], for reader: Person?, in houses: Houses,
        at now: Moment
    ) -> [Attention] {
        // The loops are the caller's, so that no row is copied out of its list: consoles ask after every commit.
        var list: [Attention] = []
        for task in tasks { if let found = Attention(task: task, for: reader, at: now) { list.append(found) } }
        var listed: Set<SubjectID> = []
        for story in stories {
            let isBarred = barred.contains(story.id)
            if let found = Attention(story: story, isBarred: isBarred, for: reader, in: houses, at: now) {
                list.append(found)
                listed.insert(story.id)
            }
        }
        for story in failures where !listed.contains(story.id) {
            let isBarred = barred.contains(story.id)
            if let found = Attention(story: story, isBarred: isBarred, for: reader, in: houses, at: now) {
                list.append(found)
            }
        }
        for story in stories {
            if let found = Attention(emergencyOf: story, for: reader, in: houses, at: now) { list.append(found) }
        }
        for proposal in proposals {
            list.append(Attention(proposal: proposal, channels: channels, for: reader, in: houses, at: now))
        }
        if let rollCall { list += missing(rollCall, for: reader, at: now) }
        for lead in leads { if let found = Attention(lead: lead, for: reader, at: now) { list.append(found) } }
        return sorted(list + others + overruled.map { Attention(overruled: $0, at: now) })
    }

    /// The most pressing first.
    public static func sorted(_ list: [Attention]) -> [Attention] { list.sorted { $0.isBefore($1) } }

    /// The centres that owe an answer to a roll call.
    @usableFromInline
    static func missing(_ rollCall: some RollCallSummary, for reader: Person?, at now: Moment) -> [Attention] {
        rollCall.unanswered(at: now).map { centre in
            Attention(
                subject: .centre(centre), level: .over, precedence: .ordinary, kind: .rollMissing,
                since: rollCall.answerBy, limit: rollCall.answerBy, priority: .urgent,
                isReaders: reader.map { $0.house == centre && rollCall.waits(for: $0) } ?? false)
        }
    }

    @usableFromInline
    init(overruled row: Int64, at now: Moment) {
        self.init(
            subject: .overruled(row), level: .mine, precedence: .ordinary, kind: nil, since: now, limit: nil,
            priority: .routine, isReaders: true)
    }

    @usableFromInline
    init(
        proposal: some ProposalSummary, channels: [ChannelCard], for reader: Person?, in houses: Houses, at now: Moment
    ) {
        self.init(
            subject: .proposal(proposal.story, proposal.house), urgency: proposal.clock.reading(at: now),
            untaken: nil, clock: proposal.clock, priority: .routine,
            isReaders: reader.map { proposal.waits(for: $0, channels: channels, in: houses) } ?? false)
        if let overdue = proposal.clock.overdueSince(at: now) { (kind, since) = (.proposalOverdue, overdue) }
    }

    /// A thing of a series that has no rules of its own here; `nil` for one that waits for nobody and has no limit.
    ///
    /// - Parameters:
    ///   - clock: the clock that runs until somebody has seen to it.
    ///   - urgency: where that is more than the clock says.
    ///   - untaken: what it is called while it is flash and nobody has taken it; `nil` where somebody has.
    ///   - priority: how soon it matters.
    ///   - kind: what it is called once it is over its limit.
    ///   - isReaders: whether it waits for the reader.
    public static func other(
        _ id: SubjectID, of series: Series, clock: Clock, urgency: Clock.Reading? = nil, untaken: Kind? = nil,
        priority: Priority, kind: Kind? = nil, isReaders: Bool, at now: Moment
    ) -> Attention? {
        guard isReaders || clock.limit != nil else { return nil }
        let urgency = urgency ?? clock.reading(at: now)
        var attention = Attention(
            subject: .other(series, id), urgency: urgency, untaken: untaken == nil ? nil : priority, clock: clock,
            priority: priority, isReaders: isReaders)
        if attention.precedence == .flash { attention.kind = untaken }
        if urgency == .over { (attention.kind, attention.since) = (kind, clock.overdueSince(at: now) ?? clock.since) }
        return attention
    }

    /// What waits for the reader, of a list: acts of theirs that came to nothing first, since nobody else will see to them,
    /// then all else in its order.
    public static func readers(_ list: [Attention]) -> [Attention] {
        let own = list.filter(\.isReaders)
        return own.filter(\.isOverruled) + own.filter { !$0.isOverruled }
    }

    private var isOverruled: Bool {
        if case .overruled = subject { true } else { false }
    }

    /// A task; `nil` for one that no clock runs for.
    @usableFromInline
    init?(task: some TaskSummary, for reader: Person?, at now: Moment) {
        let isUntaken: Bool
        switch task.state {
        case .issued, .declined: isUntaken = true
        case .acknowledged, .enRoute, .onScene: isUntaken = false
        case .filed, .closed, .cancelled: return nil
        }
        let isMine = reader.map(task.waits) ?? false
        self.init(
            subject: .task(task.id), urgency: task.urgency(at: now), untaken: isUntaken ? task.priority : nil,
            clock: task.clock, priority: task.priority, isReaders: isMine)
        let overdue = task.overdueSince(at: now)
        if task.state == .declined {
            (kind, since) = (.taskDeclined, task.clock.since)
        } else if let overdue {
            (kind, since) = (.taskOverdue, overdue)
        } else if level == .near, precedence == .flash {
            kind = .taskUntaken
        }
    }

    /// A story that waits for a review, for its author or for its house, that is being corrected, or that failed on a channel; `nil` for any other.
    @usableFromInline
    init?(
        story: some StorySummary, isBarred: Bool, for reader: Person?, in houses: Houses, at now: Moment
    ) {
        let owedSince = reader.flatMap(story.owesReasonSince)
        let owesReason = owedSince != nil
        // Who is told of what is hidden has nothing to do for it, and finds it here as long as it is.
        let isTold = reader.map { story.isTold($0, in: houses) } ?? (story.hidden != nil)
        let isWaiting =
            reader.map { story.isSender($0) || !isBarred && story.waits(for: $0, in: houses) } ?? false
        let isReturned = reader.map { story.isToldOfReturn($0.staff, at: now) } ?? false
        let isMine = isWaiting || owesReason || isReturned || (reader != nil && isTold)
        if story.openStage == nil, story.failedSince == nil, story.correction == nil, !owesReason, !isTold, !isReturned
        {
            guard story.state == .returned || story.state == .signedOff, isMine else { return nil }
        }
        self.init(
            subject: .story(story.id), urgency: story.urgency(at: now), untaken: nil, clock: story.clock,
            priority: .routine, isReaders: isMine)
        if let failed = story.failedSince {
            (kind, since) = (.placementFailed, failed)
        } else if let overdue = story.overdueSince(at: now) {
            let isCorrection = story.openStage == nil && story.correction != nil
            (kind, since) = (
                isCorrection ? .correctionOverdue : story.isClockOutside ? .sendOutOverdue : .storyOverdue, overdue
            )
        } else if let owedSince {
            (kind, since) = (.hideUnexplained, owedSince)
        } else if let hidden = story.hidden, isTold {
            (kind, since) = (.storyHidden, hidden.since)
        }
    }

    /// What a story that went out in an emergency needs besides its reviews: the word of whoever was named, and where that is late
    /// or was denied somebody who may withdraw it; `nil` for any other.
    @usableFromInline
    init?(emergencyOf story: some StorySummary, for reader: Person?, in houses: Houses, at now: Moment) {
        guard let emergency = story.openEmergency else { return nil }
        self.init(
            subject: .emergency(story.id), urgency: emergency.clock.reading(at: now), untaken: nil,
            clock: emergency.clock, priority: .urgent,
            isReaders: reader.map { story.emergencyWaits(for: $0, in: houses, at: now) } ?? false)
        if let overdue = emergency.clock.overdueSince(at: now) {
            (kind, since) = (emergency.isDenied ? .emergencyDenied : .confirmationOverdue, overdue)
        }
    }

    /// A lead that waits for its first dispatch under a limit, or is flash; `nil` for any other.
    @usableFromInline
    init?(lead: some LeadSummary, for reader: Person?, at now: Moment) {
        guard lead.state == .open, lead.clock.limit != nil || lead.priority == .flash else { return nil }
        self.init(
            subject: .lead(lead.id), urgency: lead.urgency(at: now), untaken: lead.priority, clock: lead.clock,
            priority: lead.priority, isReaders: reader.map(lead.waits) ?? false)
        if let overdue = lead.overdueSince(at: now) {
            (kind, since) = (.leadOverdue, overdue)
        } else if precedence == .flash {
            kind = .leadUntaken
        }
    }

    /// - Parameter untaken: the priority of what nobody has taken yet; `nil` for what somebody has in hand.
    private init(
        subject: Subject, urgency: Clock.Reading, untaken: Priority?, clock: Clock, priority: Priority, isReaders: Bool
    ) {
        let isFlash = untaken == .flash || priority == .flash && urgency == .over
        let level: Level =
            switch urgency {
            case .over: .over
            case .near: .near
            case .calm: isFlash ? .near : isReaders ? .mine : .calm
            }
        self.init(
            subject: subject, level: level, precedence: isFlash ? .flash : .ordinary, kind: nil, since: clock.since,
            limit: clock.limit, priority: priority, isReaders: isReaders)
    }

    private func isBefore(_ other: Attention) -> Bool {
        // What is over counts from when it is so; what is not, to its limit.
        let (first, second) = level == .over ? (since, other.since) : (limit ?? .never, other.limit ?? .never)
        let (mine, others) = (
            (precedence, level, first, priority), (other.precedence, other.level, second, other.priority)
        )
        // The same everywhere, in whatever order they were read.
        return mine == others ? subject.isBefore(other.subject) : mine < others
    }
}

extension Moment {
    /// Behind every moment that a clock can show.
    fileprivate static let never = Moment(milliseconds: .max)
}
