import Foundation

@testable import Ledger
@testable import Newsroom

/// People at a node, who do what they can from what the node knows.
struct Work {
    private let ledger: Ledger
    private let centre: CentreID

    init(_ ledger: Ledger, centre: CentreID) {
        self.ledger = ledger
        self.centre = centre
    }

    /// What people here may have in hand: those that were made first come first.
    func things() throws -> [SubjectID] {
        try ledger.read {
            try $0.tasks(Filter(limit: 40)).map(\.id) + $0.stories(Filter(limit: 40)).map(\.id)
                + $0.leads(Filter(limit: 40)).map(\.id)
        }.sorted()
    }

    /// Does one thing, or is refused; with a thing named, to that.
    func act(_ dice: inout Dice, about thing: SubjectID? = nil) throws {
        var (staff, tasks, stories, leads) = try ledger.read {
            (
                try $0.directory().staff, try $0.tasks(Filter(limit: 40)), try $0.stories(Filter(limit: 40)),
                try $0.leads(Filter(limit: 40))
            )
        }
        if let thing {
            tasks.removeAll { $0.id != thing }
            stories.removeAll { $0.id != thing }
            leads.removeAll { $0.id != thing }
        }
        let people = staff.filter { $0.centre == centre && $0.isActive && $0.role != .administrator }
        guard let card = dice.pick(people) else { return }
        let actor = Person(staff: card.id, role: card.role, house: card.centre)
        // Beside what else happens, so that all other acts of a seed stay as they were.
        var lots = dice
        if thing == nil, lots.under(3) == 0, let (command, lender) = try lending(&lots, people, stories) {
            try ledger.perform(command, as: lender)
            return
        }
        if thing == nil, lots.under(4) == 0, let (command, actor) = try emergency(&lots, people, stories) {
            try ledger.perform(command, as: actor)
            return
        }
        if lots.under(6) == 0, let command = hiding(&lots, stories, in: actor) {
            try ledger.perform(command, as: actor)
            return
        }
        // Of what fits a thing that is named, one is found after a few attempts.
        for _ in 0..<(thing == nil ? 1 : 12) {
            guard let command = try command(&dice, actor, tasks, stories, leads) else { continue }
            if thing != nil, command.isNew { continue }
            try ledger.perform(command, as: actor)
            return
        }
    }

    private static func channel(_ dice: inout Dice) -> ChannelID {
        let all: [ChannelID] = ["app", "web", "erqi/app", "jinshui/app"]
        return all[dice.under(all.count)]
    }

    /// Hides something that is out, shows it again, or says what is seen on a channel; where nothing is out, something is put out.
    private func hiding(_ dice: inout Dice, _ stories: Listing<StoryRow>, in actor: Person) -> Command? {
        guard actor.role.may(.hide) else { return nil }
        guard let story = dice.pick(stories.filter { $0.state.isOut }) else {
            let waiting = stories.filter { StoryStep.publishInEmergency.from.contains($0.state) }
            guard actor.role.may(.publishInEmergency) else { return nil }
            return dice.pick(waiting).map {
                .story(.publishInEmergency($0.id, channels: [Self.channel(&dice)], reason: "汛情"))
            }
        }
        let reason = dice.under(2) == 0 ? nil : "待核 \(dice.under(1000))"
        return switch dice.under(7) {
        case 0, 1: .story(.hiding(story.id, .hide(reason: reason)))
        case 2: .story(.hiding(story.id, .show))
        case 3: .placement(.hide(story.id, channels: [Self.channel(&dice)], reason: reason))
        case 4: .placement(.show(story.id, channels: [Self.channel(&dice)]))
        default:
            .placement(
                .report(story.id, channel: Self.channel(&dice), dice.under(3) > 0 ? .hidden : .shown))
        }
    }

    /// Something with loans of reviewers, by whoever here may: what is lent is used where a story waits for it, what waits is
    /// accepted, else something is proposed or ended.
    private func lending(_ dice: inout Dice, _ people: [StaffCard], _ stories: Listing<StoryRow>) throws -> (
        Command, Person
    )? {
        let (staff, now, loans, lent) = try ledger.read { desk in
            let directory = try desk.directory()
            return (directory.staff, desk.now, try desk.loans(Filter(limit: 40)), directory.loans)
        }
        let lenders = people.map(\.actor).filter { $0.role.may(.lend) }
        let reviews = lent.flatMap { loan in
            people.filter { $0.id == loan.person && loan.lender == centre }.flatMap { card in
                stories.compactMap { story -> (Command, Person)? in
                    guard story.centre == loan.borrower, let stage = story.stage, stage != .signature,
                        card.role.may(Right(stage: stage))
                    else { return nil }
                    let verdict: Verdict = story.number.value % 4 == 0 ? .return : .pass
                    return (
                        .story(.review(story.id, stage: stage, verdict: verdict, opinion: "互审", textHash: nil)),
                        card.actor
                    )
                }
            }
        }
        if dice.under(3) > 0, let review = dice.pick(reviews) { return review }
        // Who borrows has something to review: what nobody may review is not what is to be seen here.
        let own = stories.filter { $0.centre == centre }
        if lent.contains(where: { $0.borrower == centre }), dice.under(3) > 0,
            !own.contains(where: { $0.stage != nil && $0.stage != .signature }),
            let writer = dice.pick(people.map(\.actor).filter { $0.role.may(.write) })
        {
            let drafts = own.filter { $0.state == .draft || $0.state == .returned }
            if let draft = dice.pick(drafts) { return (.story(.submit(draft.id)), writer) }
            return (.story(.draft(StoryCommand.Draft(title: "待审", body: "正文 \(dice.under(1000))"))), writer)
        }
        guard let actor = dice.pick(lenders) else { return nil }
        let waiting = loans.filter { $0.waits(for: actor, at: now) }
        if dice.under(4) > 0, let loan = dice.pick(waiting) { return (.loan(.accept(loan.id)), actor) }
        let open = loans.filter { $0.state.isOpen && $0.card.houses.contains(centre) }
        if dice.under(6) == 0, let loan = dice.pick(open) { return (.loan(.end(loan.id)), actor) }
        guard let other = dice.pick((["erqi", "jinshui", "zz"] as [CentreID]).filter { $0 != centre }) else {
            return nil
        }
        let (from, to) = dice.under(2) == 0 ? (centre, other) : (other, centre)
        guard let person = dice.pick(staff.filter { $0.isActive && $0.centre == from && $0.role.may(.firstReview) })
        else {
            return nil
        }
        let story = dice.pick(stories.filter { $0.centre == to })
        let end = now.adding(seconds: [3600, 86_400, 864_000, 864_000][dice.under(4)])
        let term: LoanTerm = if dice.under(3) == 0, let story { .story(story.id) } else { .until(end) }
        return (.loan(.propose(LoanCommand.Offer(person: person.id, to: to, from: from, term: term))), actor)
    }

    /// Something with emergencies, by whoever here may: a word that is awaited is confirmed or denied, else something goes out on
    /// somebody's.
    private func emergency(
        _ dice: inout Dice, _ people: [StaffCard], _ stories: Listing<StoryRow>
    ) throws -> (Command, Person)? {
        let houses = try ledger.read { try $0.directory().houses(try $0.desk().policy, at: $0.now) }
        let awaited = stories.compactMap { story -> (Command, Person)? in
            guard let emergency = story.openEmergency, !emergency.isDenied,
                let card = people.first(where: { $0.id == emergency.authority })
            else { return nil }
            let request: Emergency.Request = story.number.value % 3 == 0 ? .deny(reason: "未同意") : .confirm
            return (.story(.emergency(story.id, request)), card.actor)
        }
        if dice.under(3) > 0, let answer = dice.pick(awaited) { return answer }
        let waiting = stories.filter { StoryStep.publishInEmergency.from.contains($0.state) }
        guard let story = dice.pick(waiting),
            let actor = dice.pick(people.map(\.actor).filter { $0.role.may(.publishInEmergency) }),
            let authority = dice.pick(houses.authorities(in: story.centre))
        else { return nil }
        return (
            .story(
                .publishInEmergency(
                    story.id, channels: [], reason: "险情", authority: authority.staff,
                    isByPhone: authority.staff != actor.staff)), actor
        )
    }

    private func command(
        _ dice: inout Dice, _ actor: Person, _ tasks: Listing<TaskRow>, _ stories: Listing<StoryRow>,
        _ leads: Listing<LeadRow>
    ) throws -> Command? {
        let number = dice.under(1000)
        let centres: [CentreID] = ["erqi", "jinshui"]
        switch dice.under(32) {
        case 0: return .desk(.note("记 \(number)"))
        case 1, 2:
            return .lead(
                .receive(LeadCommand.Tip(title: "线索 \(number)", centre: dice.under(2) == 0 ? nil : actor.house)))
        case 3, 4:
            // Of the desk every third is a joint story.
            let partners = actor.house == "zz" && number % 3 == 0 ? centres : []
            return .story(
                .draft(StoryCommand.Draft(title: "稿 \(number)", body: "正文 \(number)", partners: partners)))
        case 5, 6: return dice.pick(stories).map { .story(.edit($0.id, title: nil, body: "改 \(number)", base: nil)) }
        case 7, 8: return dice.pick(stories).map { .story(.submit($0.id)) }
        case 9: return dice.pick(stories).map { dice.under(2) == 0 ? .story(.recall($0.id)) : .story(.share($0.id)) }
        case 10, 11, 12:
            guard let story = dice.pick(stories.filter { $0.stage != nil }), let stage = story.stage else { return nil }
            guard stage != .signature else { return .story(.sign(story.id, textHash: nil)) }
            return .story(
                .review(
                    story.id, stage: stage, verdict: dice.under(4) == 0 ? .return : .pass, opinion: "意见", textHash: nil)
            )
        case 13:
            return dice.pick(stories).map {
                .story(.publish($0.id, channels: [[], ["app"], [Self.channel(&dice)]][dice.under(3)]))
            }
        case 14:
            guard let story = dice.pick(stories) else { return nil }
            switch dice.under(5) {
            case 0: return .story(.withdraw(story.id, reason: "失实"))
            case 1: return .story(.correction(story.id, .takeBack()))
            default:
                guard let whole = try ledger.read({ try $0.story(story.id) }) else { return nil }
                // A slip changes letters alone; what is out, or the open one, is what it begins from.
                let isSlip = dice.under(2) == 0
                let body = isSlip ? whole.text.body + (dice.under(2) == 0 ? "。" : "了") : "更正 \(number)"
                let base = dice.under(4) == 0 ? nil : whole.correctableVersion.textHash
                return .story(
                    .correction(story.id, .propose(body: body, reason: "有误", isSlip: isSlip, base: base)))
            }
        case 31:
            // The reviews of what is being corrected.
            guard let story = dice.pick(stories.filter { $0.correction != nil }), let open = story.correction else {
                return nil
            }
            return .story(
                .review(
                    story.id, stage: open.stage, verdict: dice.under(5) == 0 ? .return : .pass, opinion: "意见",
                    textHash: nil))
        case 15, 16:
            guard let target = dice.pick(centres) else { return nil }
            return .task(
                .dispatch(
                    TaskCommand.Dispatch(
                        centres: [target], title: "任务 \(number)", lead: dice.under(3) == 0 ? dice.pick(leads)?.id : nil)
                ))
        case 17: return dice.pick(tasks).map { .task(.acknowledge($0.id)) }
        case 18: return dice.pick(tasks).map { .task(.decline($0.id, reason: "无人")) }
        case 19:
            return dice.pick(tasks).map {
                .task(.file($0.id, story: dice.under(2) == 0 ? dice.pick(stories)?.id : nil))
            }
        case 20:
            guard let task = dice.pick(tasks), let target = dice.pick(centres) else { return nil }
            return dice.under(2) == 0
                ? .task(.cancel(task.id, reason: "误派")) : .task(.reassign(task.id, centre: target, assignee: nil))
        case 21: return dice.pick(leads).map { .lead(.promote($0.id, centre: nil, authors: [])) }
        case 23, 24:
            switch dice.under(4) {
            case 0: return dice.pick(stories).map { .placement(.release($0.id, channels: [])) }
            case 1:
                return dice.pick(stories).map {
                    .placement(.refuse($0.id, channel: Self.channel(&dice), reason: "重复 \(number)"))
                }
            default: break
            }
            let states: [DeliveryState] = [.sending, .sent, .confirmed, .failed, .unknown, .recalled, .queued, .gone]
            return dice.pick(stories).map {
                .placement(
                    .step(
                        $0.id, channel: Self.channel(&dice), to: states[dice.under(8)], note: "记 \(number)"))
            }
        case 25: return dice.pick(stories).map { .placement(.settle($0.id)) }
        case 26:
            let to: [CentreID] =
                dice.under(2) == 0 ? [] : [dice.pick(centres.filter { $0 != actor.house })].compactMap { $0 }
            return .request(
                .make(
                    RequestCommand.Wish(
                        title: "需求 \(number)", dueAt: try ledger.read { $0.now }.adding(seconds: 3600), to: to)))
        case 27, 28:
            guard let request = dice.pick(try ledger.read { try $0.requests(Filter(limit: 40)).map(\.id) }) else {
                return nil
            }
            return switch dice.under(4) {
            case 0: .request(.close(request))
            case 1: dice.pick(stories).map { .request(.answer(request, .story($0.id))) }
            case 2: dice.pick(tasks).map { .request(.answer(request, .task($0.id))) }
            default: .request(.answer(request, .no(reason: "无人")))
            }
        case 22: return dice.pick(leads).map { .lead(.dismiss($0.id, reason: "旧闻")) }
        case 30:
            guard let story = dice.pick(stories) else { return nil }
            let known = try ledger.read { try $0.story(story.id)?.attachments.first }
            if let known, dice.under(3) == 0 {
                return .story(.attachment(story.id, .detach(known.hash.rawValue, role: known.role)))
            }
            let hash = String(repeating: String(dice.under(10)), count: 64)
            return .story(
                .attachment(
                    story.id,
                    .attach(
                        Attachment(
                            role: dice.under(2) == 0 ? .film : .cover, hash: FileHash(rawValue: hash), size: 1,
                            caption: dice.under(2) == 0 ? "图 \(number)" : nil, path: "/srv/\(number)"))))
        case 29:
            return dice.pick(stories.filter { $0.stage != nil }).map { story in
                let request: SendOut.Request =
                    switch dice.under(4) {
                    case 0: .takeBack(reason: nil)
                    case 1: .answer(dice.under(3) == 0 ? .return : .pass, evidence: "文 \(number)")
                    default: .send(to: "外审 \(number)", way: nil, due: nil, textHash: nil)
                    }
                return .story(.sendOut(story.id, request))
            }
        default:
            return dice.under(2) == 0
                ? .centre(.takeDuty) : .message(.send("第 \(number) 句", to: nil, about: dice.pick(stories)?.id))
        }
    }
}

extension Command {
    /// Whether it is about nothing that was there before.
    fileprivate var isNew: Bool {
        switch self {
        case .desk(.note), .lead(.receive), .story(.draft), .task(.dispatch), .centre, .message(.send): true
        // Nothing that is named to be worked on is a request, or a loan.
        case .request, .loan: true
        case .desk, .lead, .story, .task, .placement, .channel, .message, .staff, .rollCall, .node,
            .common:
            false
        }
    }
}
