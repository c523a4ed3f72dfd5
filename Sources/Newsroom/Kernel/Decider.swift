extension Command {
    /// The facts that the command makes, or a `Refusal`. The state rules themselves stand in each subject's `apply`,
    /// where the fold needs them too; here stand rights, separation of centres, and what the desk must know.
    ///
    /// - Throws: `Refusal` when a rule says no; whatever `desk` throws when it cannot answer.
    public func decide(by actor: Person, desk: some DeskFacts) throws -> [Proposal] {
        let decider = Decider(actor: actor, desk: desk)
        if let home = desk.home {
            // A centre's node can vouch for its own people only: what it wrote for others would count nowhere else.
            guard actor.house == home else { throw Refusal.otherNode(actor.house) }
        }
        if let posts = try actor.via.flatMap({ try desk.staff($0) })?.card.posts,
            !posts.contains(where: { $0.house == actor.house })
        {
            if desk.home != nil { throw Refusal.otherNode(posts[0].house) }
            // An administrator acts in the name of their own house's people, the desk's in everybody's.
            let charter = try desk.desk().charter
            guard posts.contains(where: { $0.house == charter.id }) else { throw Refusal.otherCentre(actor.house) }
        }
        guard try desk.staff(actor.staff).map(\.card.isActive) ?? true else { throw Refusal.inactive(actor.staff) }
        return try decider.checked(try decider.decide(self))
    }
}

/// Decides one command of one actor.
struct Decider<Facts: DeskFacts> {
    let actor: Person
    let desk: Facts

    /// Says by what the actor may do each, and lets the subjects' own rules judge what is proposed, one after the other, before
    /// it is written.
    func checked(_ proposals: [Proposal]) throws -> [Proposal] {
        var states: [SubjectID: AnySubject] = [:]
        // What one act does on a house's behalf it does wholly.
        var onBehalf: Set<CentreID> = []
        return try proposals.map { proposal in
            var (proposal, actor) = (proposal, actor)
            let subject = try states[proposal.subject] ?? desk.subject(proposal.subject)
            proposal.capacity = try capacity(proposal.fact, of: subject, &onBehalf)
            actor.capacity = proposal.capacity
            let event = Event(
                subject: proposal.subject, stamp: Stamp(at: desk.now), actor: .person(actor), fact: proposal.fact,
                from: desk.home)
            if let subject {
                states[proposal.subject] = try subject.applying(event)
            } else {
                try event.checkReach(home: nil)
                guard let made = AnySubject.fold([event]) else { throw Refusal.unknownItem("\(proposal.subject)") }
                states[proposal.subject] = made
            }
            return proposal
        }
    }

    /// By what the actor may do something.
    private func capacity(_ fact: Fact, of subject: AnySubject?, _ onBehalf: inout Set<CentreID>) throws -> Capacity {
        if case .story(let story) = subject, let right = fact.right, !fact.isOfSlip, let loan = try loan(right, story) {
            return loan
        }
        // A centre's node asks more: nothing but its own.
        guard desk.home == nil else { return .own }
        let others = try claims(fact, of: subject).filter { $0.house != actor.house }
        guard !others.isEmpty else {
            try checkHouse(fact, of: subject)
            return .own
        }
        var capacity = Capacity.own
        for (right, house, card) in others {
            if !onBehalf.contains(house) {
                let found =
                    if let card {
                        try card.capacityToRelease(of: actor, in: desk.houses())
                    } else if case .story(let story) = subject, right.reach == .house {
                        try story.isOfCorrection(fact)
                            ? story.capacityToPass(of: actor, in: desk.houses())
                            : story.capacity(right, of: actor, in: desk.houses())
                    } else {
                        try desk.houses().capacity(of: actor, for: right, in: house)
                    }
                guard found == .onBehalf else { continue }
                onBehalf.insert(house)
            }
            capacity = .onBehalf
        }
        return capacity
    }

    /// The houses whose thing is done by a fact, the subject's or the channel's, with the right that it takes there.
    ///
    /// - Returns: with the channel where it is to be released.
    private func claims(
        _ fact: Fact, of subject: AnySubject?
    ) throws -> [(right: Right, house: CentreID, channel: ChannelCard?)] {
        guard let right = fact.right else { return [] }
        switch right.reach {
        case .everyHouse: return []
        case .house:
            if case .placement(.ordered(let order)) = fact { return [(right, order.centre, nil)] }
            // Of a loan each house writes its own word.
            if case .loan(let loan) = fact { return [(right, loan.house, nil)] }
            return (subject?.home).map { [(right, $0, nil)] } ?? []
        case .channelsHouse:
            if case .placement(let placement) = subject {
                if case .placement(.stepped(_, let key, .skipped, _, _)) = fact,
                    let delivery = placement.delivery(under: key),
                    placement.isTakenBack(delivery, by: actor)
                {
                    return [(placement.leavingRight(of: delivery), placement.centre, nil)]
                }
                let card = right == .release ? try channel(placement.channel) : nil
                return [(right, try house(of: placement), card)]
            }
            guard case .story(.released(let named, _)) = fact else { return [] }
            return try named.map(channel).map { (right, $0.house, $0) }
        }
    }

    /// A role reaches no further than its house: what a house's own node could not write its people may not do, at
    /// whatever node they sit. Those who run the desk reach everybody's; whoever wrote a text may go on writing it.
    private func checkHouse(_ fact: Fact, of subject: AnySubject?) throws {
        guard try !isOfDesk else { return }
        if case .story(let story) = subject, let right = fact.right {
            if right == .write, story.isAuthor(actor.staff) { return }
            if story.houses(using: right).contains(actor.house) { return }
        }
        switch fact.scope(home: subject?.home) {
        case .anybody: return
        case .desk: throw Refusal.otherCentre(try desk.desk().charter.id)
        case .centres(let centres):
            if let other = centres.first(where: { $0 != actor.house }) { throw Refusal.otherCentre(other) }
        case .either(let centres):
            if let other = centres.first, !centres.contains(actor.house) { throw Refusal.otherCentre(other) }
        }
    }

    /// Whether the actor is one of those who run the desk.
    private var isOfDesk: Bool { get throws { try actor.runs(desk.desk().charter.id) } }

    /// The card of a channel that there is.
    func channel(_ id: ChannelID) throws -> ChannelCard {
        guard let card = try desk.channels().first(where: { $0.id == id }) else {
            throw Refusal.unknownChannel(id.rawValue)
        }
        return card
    }

    /// The house to which a placement's channel belongs, as its card says; what the placement's own events say of it is not
    /// always to be believed.
    func house(of placement: Placement) throws -> CentreID {
        try desk.channels().house(of: placement)
    }

    /// Refuses who may not release on a channel.
    func needRelease(on card: ChannelCard) throws {
        if let home = desk.home, card.house != home { throw Refusal.othersChannel(card.id, card.house) }
        _ = try card.capacityToRelease(of: actor, in: desk.houses())
    }

    /// Whether the actor may release on a channel.
    func mayRelease(on card: ChannelCard) throws -> Bool {
        if let home = desk.home, card.house != home { return false }
        return card.mayRelease(actor, in: try desk.houses())
    }

    /// What may be done of another house's thing by those of its own alone, or on its behalf.
    func need(_ right: Right, of house: CentreID) throws {
        try need(right)
        try needNode(of: house)
        guard house != actor.house else { return }
        _ = try desk.houses().capacity(of: actor, for: right, in: house)
    }

    /// The loan by which the actor may use a right on another house's story, at their own house's node too; `nil` where by none.
    func loan(_ right: Right, _ story: Story) throws -> Capacity? {
        guard right.isReview, story.centre != actor.house else { return nil }
        return try desk.houses().loan(of: actor, for: right, in: story.centre, story: story.id)
    }

    // MARK: - What several decisions share

    func need(_ right: Right) throws {
        guard actor.role.may(right) else { throw Refusal.noRight(right, actor.role) }
    }

    /// People of a centre act for their own centre; the desk acts for all, where it sits at its own nodes.
    func need(centre: CentreID) throws {
        try needNode(of: centre)
        guard try isOfDesk || centre == actor.house else { throw Refusal.otherCentre(centre) }
    }

    /// A centre's node acts on what is its centre's.
    func needNode(of centre: CentreID) throws {
        if let home = desk.home, centre != home { throw Refusal.otherNode(centre) }
    }

    func title(_ text: String) throws -> String {
        let title = CleanText.line(text)
        guard !title.isEmpty else { throw Refusal.titleMissing }
        return title
    }

    func reason(_ text: String) throws -> String {
        let reason = CleanText.line(text, limit: CleanText.remarkLimit)
        guard !reason.isEmpty else { throw Refusal.reasonMissing }
        return reason
    }

    func body(_ text: String) throws -> String {
        guard text.utf8.count <= CleanText.bodyLimit else { throw Refusal.bodyTooLong(bytes: text.utf8.count) }
        return CleanText.body(text)
    }

    func centre(_ id: CentreID) throws -> Centre {
        guard let centre = try desk.centre(id) else { throw Refusal.unknownCentre(id.rawValue) }
        return centre
    }

    /// Somebody who works here and whose role lets them do what they are named for: nobody sends business staff on
    /// a task, or makes them an author.
    func activeStaff(_ id: StaffID, for right: Right) throws -> Staff {
        guard let staff = try desk.staff(id) else { throw Refusal.unknownStaff(id.rawValue) }
        if staff.card.isFit(for: right) { return staff }
        throw staff.card.isActive ? Refusal.noRight(right, staff.card.role) : Refusal.inactive(id)
    }

    func task(_ id: SubjectID) throws -> NewsTask {
        guard case .task(let task) = try desk.subject(id) else { throw Refusal.unknownItem("\(id)") }
        return task
    }

    func story(_ id: SubjectID) throws -> Story {
        guard case .story(let story) = try desk.subject(id) else { throw Refusal.unknownItem("\(id)") }
        return story
    }

    func lead(_ id: SubjectID) throws -> Lead {
        guard case .lead(let lead) = try desk.subject(id) else { throw Refusal.unknownItem("\(id)") }
        return lead
    }
}
