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
    /// Who does it.
    var person: (Fact, inout Dice) -> StaffID = { _, dice in dice.pick(Self.people) }

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
                var actor = Sample.actor(person(fact, &dice))
                // Two nodes may say the same of the same millisecond; the tests tell them apart by this.
                actor.via = StaffID(rawValue: "node\(origin)")
                return Delivery(
                    origin: origin,
                    event: Event(
                        subject: Timeline<State>.aSubject, stamp: latest[origin], actor: .person(actor),
                        fact: isTold ? .common(.told(CommonFact.Told(at: latest[origin], fact: fact))) : fact,
                        from: Self.nodes[origin]))
            }
            // What changes nothing may come at any place, but not first.
            let isSeen = place > 0 && dice.below(12) == 0
            var chosen = delivery(
                place == 0 ? birth(&dice) : isSeen ? .common(.overruledRead(at: latest[0])) : fact(state, &dice))
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

    static var people: [StaffID] { ["rep", "rep2", "ed", "ed2", "head", "head2", "chief", "chief2", "duty"] }
}

extension Histories where State == NewsTask {
    init(dice: Dice) {
        let centres: [CentreID] = ["erqi", "zhongmu", "xinmi"]
        self.init(dice: dice) { dice in
            .task(.issued(.sample(assignee: dice.below(2) == 0 ? "rep" : nil)))
        } fact: { _, dice in
            switch dice.below(11) {
            case 0, 1: .task(.acknowledged)
            case 2: .task(.declined(reason: "理由\(dice.below(9))"))
            case 3:
                .task(
                    .reassigned(
                        centre: dice.pick(centres), assignee: dice.pick([nil, "rep", "mrep"]),
                        acknowledgeBy: MemoryDesk.start.adding(seconds: dice.below(9999))))
            case 4: .task(.departed)
            case 5: .task(.arrived)
            case 6: .task(.filed(story: dice.below(2) == 0 ? SubjectID(at: MemoryDesk.start) { 5 } : nil))
            case 7: dice.below(3) == 0 ? .task(.closed) : .task(.arrived)
            case 8: dice.below(4) == 0 ? .task(.cancelled(reason: "撤")) : .task(.departed)
            case 9: .task(.issued(.sample()))
            default: .story(.recalled)
            }
        }
    }
}

extension Histories where State == Lead {
    init(dice: Dice) {
        self.init(dice: dice) { _ in
            .lead(.received(OtherSubjectTests.card))
        } fact: { _, dice in
            switch dice.below(12) {
            case 0...2: .lead(.dismissed(reason: "理由\(dice.below(9))"))
            case 3...6: .lead(.restored)
            case 7: dice.below(4) == 0 ? .lead(.promoted(story: OtherSubjectTests.other)) : .lead(.restored)
            case 8: .lead(.merged(into: dice.pick([OtherSubjectTests.other, Timeline<Lead>.aSubject])))
            case 9: .lead(.contactErased)
            case 10: .lead(.contactGiven(dice.below(2) == 0 ? Sample.reference : ErasableTests.reference))
            default: .task(.closed)
            }
        }
    }
}

extension Histories where State == Request {
    init(dice: Dice) {
        let centres: [CentreID] = ["zhongmu", "xinmi", "zz"]
        self.init(dice: dice) { dice in
            var card = RequestTests.card
            (card.centre, card.to) = (
                "erqi", dice.below(3) == 0 ? [] : dice.pick([["zhongmu"], ["zhongmu", "xinmi"]])
            )
            return .request(.made(card))
        } fact: { _, dice in
            switch dice.below(10) {
            case 0...4: .request(.answered(centre: dice.pick(centres), .no(reason: "理由\(dice.below(9))")))
            case 5: .request(.answered(centre: dice.pick(centres), .story(OtherSubjectTests.other)))
            case 6: .request(.answered(centre: dice.pick(centres), .task(OtherSubjectTests.other)))
            case 7:
                dice.below(3) == 0
                    ? .request(.closed(reason: nil)) : .request(.answered(centre: "erqi", .no(reason: "")))
            case 8: .request(.made(RequestTests.card))
            default: .task(.closed)
            }
        }
    }
}

extension Histories where State == Loan {
    init(dice: Dice) {
        let centres: [CentreID] = ["erqi", "zhongmu", "zz"]
        self.init(dice: dice) { dice in
            .loan(.proposed(LoanTests.card, house: "erqi"))
        } fact: { _, dice in
            switch dice.below(10) {
            case 0...4: .loan(.accepted(LoanTests.card, house: dice.pick(centres)))
            case 5: .loan(.ended(house: dice.pick(centres), reason: nil))
            case 6: .loan(.ended(house: dice.pick(centres), reason: "理由\(dice.below(9))"))
            case 7: .loan(.proposed(LoanTests.card, house: dice.pick(centres)))
            default: .task(.closed)
            }
        }
        // Mostly somebody of the house that speaks.
        person = { fact, dice in
            guard case .loan(let loan) = fact, loan.kind == .proposed || dice.below(6) > 0 else {
                return dice.pick(Self.people)
            }
            return ["erqi": "ed", "zhongmu": "med"][loan.house] ?? "head"
        }
    }
}

extension Histories where State == DeskMessage {
    init(dice: Dice) {
        self.init(dice: dice) { _ in
            .message(.sent(text: "收到请回", to: ["ed", "head", "chief"], about: OtherSubjectTests.other))
        } fact: { _, dice in
            switch dice.below(8) {
            case 0: .message(.sent(text: "再说一遍", to: nil, about: nil))
            case 1: .task(.closed)
            default: .message(.read)
            }
        }
    }
}

extension Histories where State == Story {
    static var bodies: [String] { ["正文一", "正文二", "正文三"] }

    /// A correction of what is out, or of what stands beside it.
    private static func proposal(_ story: Story?, _ hash: TextHash, _ dice: inout Dice) -> Fact {
        let base = dice.below(4) == 0 ? hash : story?.correctableVersion.textHash ?? hash
        let isSlip = dice.below(2) == 0
        return StoryCorrectionTests.proposed(
            isSlip ? dice.pick(["正文。", "正文了"]) : dice.pick(bodies), base: base, isSlip: isSlip)
    }

    /// What happens to an open correction, mostly the pass that it waits for.
    private static func step(of open: Correction, _ dice: inout Dice) -> Fact {
        let verdict: Verdict = dice.below(6) == 0 ? .return : .pass
        switch dice.below(8) {
        case 0: return .story(.correction(.takenBack(textHash: open.textHash, reason: nil)))
        case 1: return .story(.signed(textHash: open.textHash))
        case 2...4 where open.draft.isSlip:
            return .story(.correction(.slipReviewed(verdict: verdict, opinion: "意见", textHash: open.textHash)))
        default:
            return .story(
                .reviewed(
                    stage: dice.below(6) == 0 ? .first : open.stage, verdict: verdict, opinion: "意见",
                    textHash: open.textHash, ofCorrection: dice.below(8) > 0))
        }
    }

    init(dice: Dice) {
        let hashes = Self.bodies.map(TextHash.sample)
        let channels: [ChannelID] = ["app", "wechat", "weibo"]
        self.init(dice: dice) { dice in
            .story(.drafted(.sample(authors: dice.pick([["rep"], [], ["rep", "ed"]]), body: Self.bodies[0])))
        } fact: { story, dice in
            let hash = dice.below(6) == 0 ? dice.pick(hashes) : story?.text.textHash ?? hashes[0]
            let open = dice.below(6) == 0 ? dice.pick(Stage.allCases) : story?.openStage ?? .first
            let key = dice.below(4) == 0 ? nil : story?.openSendOut?.order.key
            if let correction = story?.openCorrection, dice.below(2) == 0 { return Self.step(of: correction, &dice) }
            if story?.state.isOut == true, dice.below(4) == 0 { return Self.proposal(story, hash, &dice) }
            if story?.openStage == .signature, dice.below(2) == 0 { return .story(.signed(textHash: hash)) }
            switch dice.below(33) {
            case 27:
                return .story(
                    .hiding(.hidden(key: HidingTests.key(UInt64(dice.below(40))), reason: dice.pick([nil, "待核"]))))
            case 28, 29:
                let hiding = dice.below(4) == 0 ? nil : story?.hidings.standing.last?.key
                return .story(
                    .hiding(
                        dice.below(2) == 0
                            ? .shown(key: hiding ?? HidingTests.key())
                            : .explained(key: hiding ?? HidingTests.key(), reason: "待核")))
            case 0: return .story(.edited(title: "瑞安传家锅", body: dice.pick(Self.bodies)))
            case 1...4: return .story(.submitted(limits: .sample))
            case 5: return .story(.recalled)
            case 6...11:
                return .story(
                    .reviewed(
                        stage: open, verdict: dice.below(8) == 0 ? .return : .pass, opinion: "意见",
                        textHash: hash))
            case 12, 13: return .story(.signed(textHash: hash))
            case 14: return .story(.published(channels: [dice.pick(channels)], textHash: hash))
            case 15:
                return dice.below(4) > 0
                    ? .story(.published(channels: channels, textHash: hash))
                    : EmergencyTests.released(on: dice.pick(EmergencyTests.authorities), hash)
            case 16, 30, 31, 32: return Self.proposal(story, hash, &dice)
            case 17: return dice.below(4) > 0 ? .story(.submitted(limits: .sample)) : .story(.withdrawn(reason: "失实"))
            case 18:
                return dice.below(2) == 0
                    ? .story(.proposed(channels: [dice.pick(channels)], textHash: hash))
                    : .story(.released(channels: [dice.pick(channels)], textHash: hash))
            case 19, 20: return SendOutTests.sent(UInt64(dice.below(40)), hash)
            case 21:
                return .story(
                    .sendOut(
                        .answered(
                            key: key ?? SendOutTests.key(), verdict: dice.below(3) == 0 ? .return : .pass,
                            evidence: "文")))
            case 23, 24:
                let file = AttachmentTests.file(
                    dice.pick([.cover, .film]), dice.pick(["a", "b"]), caption: dice.pick([nil, "图"]),
                    path: dice.pick(["/a", "/b"]))
                return dice.below(3) == 0
                    ? AttachmentTests.detached(file, base: hash) : AttachmentTests.attached(file, base: hash)
            case 25:
                return dice.below(2) == 0
                    ? .story(.emergency(.confirmed(key: EmergencyTests.key(), textHash: hash)))
                    : .story(.emergency(.denied(key: EmergencyTests.key(), textHash: hash, reason: "未同意")))
            case 22: return .story(.sendOut(.takenBack(key: key ?? SendOutTests.key(), reason: nil)))
            default: return .task(.closed)
            }
        }
    }
}
