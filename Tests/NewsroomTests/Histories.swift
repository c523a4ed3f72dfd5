import Newsroom

/// An event as it travels: with the node it comes from, which breaks ties of stamps.
struct Delivery: Equatable, Comparable {
    let origin: Int
    let event: Event

    static func < (left: Self, right: Self) -> Bool {
        (left.event.stamp, left.origin) < (right.event.stamp, right.origin)
    }
}

/// Generated histories of one subject, of steps that the rules allow and steps that they do not, from three nodes, of
/// which two are bound to their centres; some are told again.
struct Histories<State: Subject> {
    var dice: Dice
    /// The fact that makes the subject.
    let birth: (inout Dice) -> Fact
    /// Any fact, sensible or not, for a subject that stands so.
    let fact: (State?, inout Dice) -> Fact

    /// The next history, in the order of stamps; each node's stamps rise, those of two nodes may meet.
    mutating func next() -> [Delivery] {
        var latest = [Stamp](repeating: Stamp(value: 0), count: 3)
        var now = MemoryDesk.start
        var history: [Delivery] = []
        var state: State?
        for place in 0..<(4 + dice.below(24)) {
            // Often no time passes, so that stamps of two nodes meet.
            now = now.adding(seconds: dice.below(3) == 0 ? dice.below(90) : 0)
            let origin = place == 0 ? 0 : dice.below(3)
            latest[origin] = latest[origin].next(at: now)
            let isTold = place > 0 && dice.below(8) == 0
            func delivery(_ fact: Fact) -> Delivery {
                var actor = Sample.actor(dice.pick(Self.people))
                // Two nodes may say the same of the same millisecond; the tests tell them apart by this.
                actor.via = StaffID(rawValue: "node\(origin)")
                return Delivery(
                    origin: origin,
                    event: Event(
                        subject: Timeline<State>.aSubject, stamp: latest[origin], actor: actor,
                        fact: isTold ? .told(at: latest[origin], fact: fact) : fact, from: Self.nodes[origin]))
            }
            // What changes nothing may come at any place, but not first.
            let isSeen = place > 0 && dice.below(12) == 0
            var chosen = delivery(
                place == 0 ? birth(&dice) : isSeen ? .overruledRead(at: latest[0]) : fact(state, &dice))
            // Three times in four a step that the rules allow, as far as a few tries find one.
            if place > 0, dice.below(4) > 0 {
                for _ in 0..<12 where !isAllowed(chosen.event, state) { chosen = delivery(fact(state, &dice)) }
            }
            if place == 0 { state = State(chosen.event) } else { try? state?.take(chosen.event) }
            history.append(chosen)
        }
        return history.sorted()
    }

    private func isAllowed(_ event: Event, _ state: State?) -> Bool {
        guard var state else { return false }
        return (try? state.take(event)) != nil
    }

    /// The desk's node, that of the centre that most subjects belong to, and that of another.
    static var nodes: [CentreID?] { [nil, "erqi", "zhongmu"] }

    private static var people: [StaffID] { ["rep", "rep2", "ed", "ed2", "head", "head2", "chief", "chief2", "duty"] }
}

extension Histories where State == NewsTask {
    init(dice: Dice) {
        let centres: [CentreID] = ["erqi", "zhongmu", "xinmi"]
        self.init(dice: dice) { dice in
            .taskIssued(.sample(assignee: dice.below(2) == 0 ? "rep" : nil))
        } fact: { _, dice in
            switch dice.below(11) {
            case 0, 1: .taskAcknowledged
            case 2: .taskDeclined(reason: "理由\(dice.below(9))")
            case 3:
                .taskReassigned(
                    centre: dice.pick(centres), assignee: dice.pick([nil, "rep", "mrep"]),
                    acknowledgeBy: MemoryDesk.start.adding(seconds: dice.below(9999)))
            case 4: .taskDeparted
            case 5: .taskArrived
            case 6: .taskFiled(story: dice.below(2) == 0 ? SubjectID(at: MemoryDesk.start) { 5 } : nil)
            case 7: dice.below(3) == 0 ? .taskClosed : .taskArrived
            case 8: dice.below(4) == 0 ? .taskCancelled(reason: "撤") : .taskDeparted
            case 9: .taskIssued(.sample())
            default: .storyRecalled
            }
        }
    }
}

extension Histories where State == Lead {
    init(dice: Dice) {
        self.init(dice: dice) { _ in
            .leadReceived(OtherSubjectTests.card)
        } fact: { _, dice in
            switch dice.below(10) {
            case 0...2: .leadDismissed(reason: "理由\(dice.below(9))")
            case 3...6: .leadRestored
            case 7: dice.below(4) == 0 ? .leadPromoted(story: OtherSubjectTests.other) : .leadRestored
            case 8: .leadMerged(into: dice.pick([OtherSubjectTests.other, Timeline<Lead>.aSubject]))
            default: .taskClosed
            }
        }
    }
}

extension Histories where State == DeskMessage {
    init(dice: Dice) {
        self.init(dice: dice) { _ in
            .messageSent(text: "收到请回", to: ["ed", "head", "chief"], about: OtherSubjectTests.other)
        } fact: { _, dice in
            switch dice.below(8) {
            case 0: .messageSent(text: "再说一遍", to: nil, about: nil)
            case 1: .taskClosed
            default: .messageRead
            }
        }
    }
}

extension Histories where State == Story {
    static var bodies: [String] { ["正文一", "正文二", "正文三"] }

    init(dice: Dice) {
        let hashes = Self.bodies.map(TextHash.sample)
        let channels: [ChannelID] = ["app", "wechat", "weibo"]
        self.init(dice: dice) { dice in
            .storyDrafted(.sample(authors: dice.pick([["rep"], [], ["rep", "ed"]]), body: Self.bodies[0]))
        } fact: { story, dice in
            let hash = dice.below(6) == 0 ? dice.pick(hashes) : story?.text.textHash ?? hashes[0]
            let open = dice.below(6) == 0 ? dice.pick(Stage.allCases) : story?.openStage ?? .first
            switch dice.below(20) {
            case 0: return .storyEdited(title: "瑞安传家锅", body: dice.pick(Self.bodies))
            case 1...4: return .storySubmitted(limits: .sample)
            case 5: return .storyRecalled
            case 6...11:
                return .storyReviewed(
                    stage: open, verdict: dice.below(8) == 0 ? .return : .pass, opinion: "意见",
                    textHash: hash)
            case 12, 13: return .storySigned(textHash: hash)
            case 14: return .storyPublished(channels: [dice.pick(channels)], textHash: hash)
            case 15:
                return dice.below(4) > 0
                    ? .storyPublished(channels: channels, textHash: hash)
                    : .storyPublishedInEmergency(channels: ["app"], textHash: hash, reason: "急")
            case 16: return .storyCorrected(title: "瑞安传家锅", body: dice.pick(Self.bodies), reason: "误")
            case 17: return dice.below(4) > 0 ? .storySubmitted(limits: .sample) : .storyWithdrawn(reason: "失实")
            case 18:
                return .placementReported(
                    channel: dice.pick(channels), state: dice.pick(PlacementState.allCases), note: nil)
            default: return .taskClosed
            }
        }
    }
}
