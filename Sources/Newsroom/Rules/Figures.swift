/// What a desk measures itself by (指标): how long each step took, and whether within its limit.
public enum Measure: String, CaseIterable, Sendable {
    /// From a lead's arrival at the desk to its first dispatch or story.
    case leadToDispatch
    /// From dispatch to acknowledgement.
    case toAcknowledge
    /// From dispatch to the scene; there is no limit to it.
    case toScene
    /// From dispatch to copy; the limit is the due time, where the task has one.
    case toCopy
    /// Each review, and the signature, from when the story waited for it.
    case firstReview, secondReview, thirdReview, signature
    /// From the signature to a channel, each by itself; there is no limit to it.
    case toChannels

    /// The measure of a review or of the signature.
    public init(stage: Stage) {
        switch stage {
        case .first: self = .firstReview
        case .second: self = .secondReview
        case .third: self = .thirdReview
        case .signature: self = .signature
        }
    }
}

/// One step that was taken, or that should have been by now.
public struct Timing: Equatable, Sendable {
    /// Which step.
    public var measure: Measure
    /// Whose step; `nil` where it is no centre's own.
    public var centre: CentreID?
    /// When it was taken; for one that is overdue, its limit.
    public var at: Moment
    /// How many seconds it took; `nil` while it has not been taken.
    public var seconds: Int?
    /// Whether its limit was kept; `nil` where there was none.
    public var isWithin: Bool?

    /// A timing as given.
    public init(measure: Measure, centre: CentreID?, at: Moment, seconds: Int?, isWithin: Bool?) {
        self.measure = measure
        self.centre = centre
        self.at = at
        self.seconds = seconds
        self.isWithin = isWithin
    }

    /// The timings in a subject's events, given in stamp order, and those that are overdue now: a task that nobody
    /// takes must not make the figures look better than one that is taken late.
    public static func timings(of events: [Event], now: Moment) -> [Timing] {
        switch events.first(where: { $0.fact.kind.rule.begins })?.fact {
        case .task: task(events, now)
        case .story: story(events, now)
        case .lead: lead(events, now)
        case .placement: placement(events)
        case .desk, .centre, .staff, .channel, .request, .rollCall, .message, .node, .common, nil: []
        }
    }

    private static func task(_ events: [Event], _ now: Moment) -> [Timing] {
        var timings: [Timing] = []
        let last = walk(events) { (before: NewsTask, _, event) in
            guard case .task(let fact) = event.fact else { return }
            let centre = before.order.centre
            switch fact {
            case .acknowledged:
                timings.append(
                    Timing(
                        .toAcknowledge, centre, from: before.since, at: event.at, limit: before.order.acknowledgeBy))
            case .arrived where before.arrivedAt == nil:
                timings.append(Timing(.toScene, centre, from: before.issuedAt, at: event.at, limit: nil))
            case .filed where before.filedAt == nil:
                timings.append(
                    Timing(.toCopy, centre, from: before.issuedAt, at: event.at, limit: before.order.dueAt))
            case .issued, .declined, .reassigned, .departed, .arrived, .filed, .closed, .cancelled: break
            }
        }
        guard let last else { return timings }
        let isWaiting = last.state == .issued || last.state == .declined
        return timings + overdue(isWaiting ? .toAcknowledge : .toCopy, last.order.centre, last.clock, now)
    }

    private static func story(_ events: [Event], _ now: Moment) -> [Timing] {
        var timings: [Timing] = []
        let last = walk(events) { (before: Story, _, event) in
            guard case .story(let fact) = event.fact else { return }
            let centre = before.draft.centre
            switch fact {
            case .reviewed(let stage, _, _, _) where before.openStage == stage:
                timings.append(
                    Timing(
                        Measure(stage: stage), centre, from: before.clock.since, at: event.at,
                        limit: before.clock.limit))
            case .signed:
                timings.append(
                    Timing(.signature, centre, from: before.clock.since, at: event.at, limit: before.clock.limit))
            case .drafted, .edited, .submitted, .recalled, .reviewed, .published, .publishedInEmergency, .corrected,
                .withdrawn, .shared:
                break
            }
        }
        guard let last, let stage = last.openStage else { return timings }
        return timings + overdue(Measure(stage: stage), last.draft.centre, last.clock, now)
    }

    private static func placement(_ events: [Event]) -> [Timing] {
        var timings: [Timing] = []
        _ = walk(events) { (before: Placement, _, event) in
            guard case .placement(.stepped(_, let key, .confirmed, _, _)) = event.fact,
                let order = before.order(under: key), let signedAt = order.signedAt
            else { return }
            timings.append(Timing(.toChannels, order.centre, from: signedAt, at: event.at, limit: nil))
        }
        return timings
    }

    private static func lead(_ events: [Event], _ now: Moment) -> [Timing] {
        var timings: [Timing] = []
        // From its arrival at the desk: a source's own clock may be days behind.
        let arrival = events.first?.at ?? now
        let last = walk(events) { (before: Lead, _, event) in
            guard case .lead(.promoted) = event.fact else { return }
            timings.append(
                Timing(.leadToDispatch, before.card.centre, from: arrival, at: event.at, limit: before.clock.limit))
        }
        guard let last else { return timings }
        return timings + overdue(.leadToDispatch, last.card.centre, last.clock, now)
    }

    /// Folds a subject and shows each event that counts with the states around it; gives the last state.
    private static func walk<State: Subject>(
        _ events: [Event], _ step: (_ before: State, _ after: State, _ event: Event) -> Void
    ) -> State? {
        var state: State?
        for event in events {
            guard let before = state else {
                state = State(event)
                continue
            }
            var after = before
            // What the rules did not let count is no step.
            guard (try? after.apply(event)) != nil else { continue }
            step(before, after, event)
            state = after
        }
        return state
    }

    private init(_ measure: Measure, _ centre: CentreID?, from: Moment, at: Moment, limit: Moment?) {
        self.init(
            measure: measure, centre: centre, at: at, seconds: max(0, at.seconds(since: from)),
            isWithin: limit.map { at <= $0 })
    }

    private static func overdue(
        _ measure: Measure, _ centre: CentreID?, _ clock: Clock, _ now: Moment
    ) -> [Timing] {
        guard let limit = clock.overdueSince(at: now) else { return [] }
        return [Timing(measure: measure, centre: centre, at: limit, seconds: nil, isWithin: false)]
    }
}

/// What the timings of one measure come to.
public struct Figure: Equatable, Sendable {
    /// Which step.
    public let measure: Measure
    /// How many steps were taken.
    public let count: Int
    /// How many are overdue and not yet taken.
    public let overdue: Int
    /// Half of the steps took no longer, in seconds; `nil` when none was taken.
    public let median: Int?
    /// Nine of ten took no longer, in seconds; `nil` when none was taken.
    public let p90: Int?
    /// Of a hundred with a limit, how many kept it, the overdue ones counted; `nil` where none had a limit.
    public let percentWithin: Int?

    /// What the timings of a measure come to.
    public init(_ measure: Measure, _ timings: some Sequence<Timing>) {
        self.measure = measure
        let own = timings.filter { $0.measure == measure }
        let taken = own.compactMap(\.seconds).sorted()
        count = taken.count
        overdue = own.count - taken.count
        median = Self.quantile(taken, percent: 50)
        p90 = Self.quantile(taken, percent: 90)
        let judged = own.compactMap(\.isWithin)
        // Rounded down: 99.6 % is not "all".
        percentWithin = judged.isEmpty ? nil : judged.count { $0 } * 100 / judged.count
    }

    /// The smallest value that so many of a hundred do not exceed (nearest rank, no floating point).
    private static func quantile(_ sorted: [Int], percent: Int) -> Int? {
        sorted.isEmpty ? nil : sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
    }

    /// All measures of which there is anything to say.
    public static func figures(_ timings: [Timing]) -> [Figure] {
        Measure.allCases.map { Figure($0, timings) }.filter { $0.count + $0.overdue > 0 }
    }
}
