/// What somebody asks of a story on its channels.
public enum PlacementCommand: Equatable, Sendable {
    /// Says what has become of the delivery on a channel that may come to that, the oldest first, or decides on it. A failure needs a note; `link` is where it
    /// can be seen.
    case step(SubjectID, channel: ChannelID, to: DeliveryState, note: String?, link: String? = nil)
    /// Lets a story onto channels that wait for their house's word; empty for all on which the actor may.
    case release(SubjectID, channels: [ChannelID])
    /// Keeps a story off a channel for which it was proposed.
    case refuse(SubjectID, channel: ChannelID, reason: String)
    /// Orders what the story's channels are owed: a withdrawn story taken down, a corrected one replaced.
    case settle(SubjectID)
    /// Hides a story on some channels; none for all on which the actor has a say. Of what their house has hidden without a
    /// reason, the reason.
    case hide(SubjectID, channels: [ChannelID], reason: String?)
    /// Shows again on some channels what was hidden there by itself; none for all on which the actor may.
    case show(SubjectID, channels: [ChannelID])
    /// Says whether people can see it on a channel.
    case report(SubjectID, channel: ChannelID, Visibility)
}

extension Decider {
    func decide(_ command: PlacementCommand) throws -> [Proposal] {
        switch command {
        case .step(let story, let channel, let state, let note, let link):
            try need(.reportPlacement)
            return try step(try self.story(story), channel, state, line(note), line(link))
        case .release(let id, let channels):
            try need(.release)
            return try release(try story(id), on: channels)
        case .refuse(let id, let channel, let text):
            try need(.release)
            return [try refuse(try story(id), channel, reason(text))]
        case .settle(let id):
            let story = try story(id)
            let orders = try known(desk.placements(of: id)).flatMap { placement -> [Proposal] in
                try PlacementRule.due(placement, story: story.state, published: story.publishedHash).map { act in
                    try need(act.rightToOrder)
                    return try order(act, of: story, on: placement)
                } ?? []
            }
            guard !orders.isEmpty else { throw Refusal.nothingDue }
            return orders
        case .hide(let id, let channels, let reason):
            try need(.hide)
            return try hide(try story(id), on: channels, line(reason))
        case .show(let id, let channels):
            try need(.hide)
            return try show(try story(id), on: channels)
        case .report(let id, let channel, let visibility):
            try need(.reportPlacement)
            return [try report(try story(id), channel, visibility)]
        }
    }

    private func step(
        _ story: Story, _ channel: ChannelID, _ state: DeliveryState, _ note: String?, _ link: String?
    ) throws -> [Proposal] {
        if state == .failed, note == nil { throw Refusal.reasonMissing }
        let id = SubjectID.placement(of: story.id, by: story.draft.centre, on: channel)
        guard case .placement(let placement) = try desk.subject(id) else { throw Refusal.noPlacement(channel) }
        let card = try self.channel(channel)
        let delivery = placement.delivery(comingTo: state)
        if delivery.state == .proposed, actor.house == card.house {
            if state == .queued { return try release(story, on: [channel]) }
            if state == .skipped { return [try refuse(story, channel, reason(note ?? ""))] }
        }
        if state == .skipped, placement.isTakenBack(delivery, by: actor) {
            // Whoever does without what was ordered decides what the act decides.
            try need(placement.leavingRight(of: delivery), of: story.draft.centre)
        } else {
            if let home = desk.home, card.house != home { throw Refusal.othersChannel(card.id, card.house) }
            _ = try card.capacity(.reportPlacement, of: actor, in: desk.houses())
        }
        // So does whoever takes down what stands there.
        if state == .recalled, delivery.order.act != .recall { try need(.withdraw, of: story.draft.centre) }
        // Nothing of a withdrawn story is sent out any more, whatever waits.
        let owed = PlacementRule.due(placement, story: story.state, published: story.publishedHash)
        if owed == .recall, [.sending, .queued, .scheduled, .held].contains(state) {
            throw Refusal.storyState(story.state, last: story.last)
        }
        let goesOut = state == .sending || (state == .queued && delivery.state == .queued)
        if goesOut, placement.act(under: delivery.id) == .publish, placement.isHidden || story.isHidden {
            throw Refusal.hiding(.stopped(channel))
        }
        return [
            Proposal(
                subject: id,
                fact: .placement(
                    .stepped(
                        channel: channel, key: delivery.id, to: state, note: note, link: link)))
        ]
    }

    func line(_ text: String?) -> String? {
        CleanText.optionalLine(text, limit: CleanText.remarkLimit)
    }

    // MARK: - What the story's own commands order

    /// Puts a text of a story on channels: on those of its own house at once, to others' houses it is proposed, and released in
    /// the same act where whoever asks may release there. Where it stands already, or is on its way, it is left alone; where it
    /// failed it is tried again under the same key.
    ///
    /// - Parameters:
    ///   - cards: the channels.
    ///   - areNamed: whether whoever asks has named them.
    ///   - grounds: why and on whose authority it goes out before its reviews are complete; `nil` where it does not.
    /// - Throws: `Refusal.alreadyPlaced` where nothing is left to be done.
    func publish(
        _ story: Story, _ textHash: TextHash, on cards: [ChannelCard], areNamed: Bool,
        inEmergency grounds: Emergency.Grounds? = nil
    ) throws -> [Proposal] {
        var (own, proposed, released): ([ChannelID], [ChannelID], [ChannelID]) = ([], [], [])
        var made: [Proposal] = []
        for card in cards {
            let isOwn = card.house == story.draft.centre
            if isOwn, grounds == nil, !card.releasers.contains(actor.role) {
                // Who names none means those on which they may.
                if !areNamed, cards.contains(where: { $0.releasers.contains(actor.role) }) { continue }
                throw Refusal.releasedBy(card.id, card.releasers)
            }
            let isReleased = try !isOwn && mayRelease(on: card)
            let id = SubjectID.placement(of: story.id, by: story.draft.centre, on: card.id)
            var act = DeliveryAct.publish
            if case .placement(let placement) = try desk.subject(id) {
                let last = placement.last
                // Where an older text stands it is put right, not published beside it.
                if placement.mayBeOut, story.state.isOut { act = .correct }
                if last.order.act != .recall, last.order.textHash == textHash, !last.state.isOver {
                    // What was missed, or nobody knows, somebody looks at first: `step`.
                    let isLedOn = last.state == .failed ? isOwn || isReleased : last.state == .proposed && isReleased
                    guard isLedOn else { continue }
                    made.append(
                        last.state == .proposed ? self.released(placement.id, last.order) : queued(placement))
                    if isOwn { own.append(card.id) } else { released.append(card.id) }
                    continue
                }
            }
            let order = DeliveryOrder(
                key: try desk.makeID(), story: story.id, centre: story.draft.centre, channel: card.id,
                house: card.house,
                act: act, version: story.versions.last { $0.textHash == textHash }?.number ?? story.text.number,
                textHash: textHash, signedAt: story.signature.flatMap { $0.textHash == textHash ? $0.at : nil },
                releaseBy: isOwn ? nil : try releaseBy())
            made.append(Proposal(subject: id, fact: .placement(.ordered(order))))
            if isOwn { own.append(card.id) } else { proposed.append(card.id) }
            if isReleased {
                made.append(self.released(id, order))
                released.append(card.id)
            }
        }
        if made.isEmpty, let first = cards.first { throw Refusal.alreadyPlaced(first.id) }
        return try told(story, textHash, own: own, proposed: proposed, released: released, inEmergency: grounds) + made
    }

    /// What a publication says of the story itself.
    private func told(
        _ story: Story, _ textHash: TextHash, own: [ChannelID], proposed: [ChannelID], released: [ChannelID],
        inEmergency grounds: Emergency.Grounds?
    ) throws -> [Proposal] {
        var facts: [StoryFact] = []
        if let grounds {
            let out = own + released
            guard !out.isEmpty else { throw Refusal.ownChannelsMissing(story.draft.centre) }
            facts.append(
                .publishedInEmergency(
                    key: grounds.key, channels: out, proposed: proposed.filter { !out.contains($0) },
                    textHash: textHash, reason: grounds.reason, authority: grounds.authority))
        } else {
            if !own.isEmpty { facts.append(.published(channels: own, textHash: textHash)) }
            if !proposed.isEmpty { facts.append(.proposed(channels: proposed, textHash: textHash)) }
            if !released.isEmpty { facts.append(.released(channels: released, textHash: textHash)) }
        }
        return facts.map { Proposal(subject: story.id, fact: .story($0)) }
    }

    /// Lets a story onto channels of other houses than its own that wait for that.
    ///
    /// - Parameter named: on these; empty for all on which the actor may.
    private func release(_ story: Story, on named: [ChannelID]) throws -> [Proposal] {
        let all = try desk.placements(of: story.id)
        for id in named {
            try needRelease(on: try channel(id))
            guard let placement = all.first(where: { $0.channel == id }) else { throw Refusal.noPlacement(id) }
            guard placement.last.state == .proposed else { throw Refusal.deliveryState(id, placement.last.state) }
            if !placement.waits(with: story) {
                guard StoryStep.publish.from.contains(story.state) else {
                    throw Refusal.storyState(story.state, last: story.last)
                }
                throw Refusal.textChanged(last: story.textTrace)
            }
        }
        var waiting = all.filter { $0.waits(with: story) }
        if named.isEmpty, let first = waiting.first {
            waiting = try waiting.filter { try mayRelease(on: channel($0.channel)) }
            // None of them is the actor's to release: the first says whose it is.
            if waiting.isEmpty { try needRelease(on: channel(first.channel)) }
        } else {
            waiting = waiting.filter { named.contains($0.channel) }
        }
        guard !waiting.isEmpty else { throw Refusal.nothingProposed }
        let text = story.text.textHash
        // A correction is of a story that is out; the story has no more to say of it.
        let channels = waiting.filter { $0.last.order.act == .publish }.map(\.channel)
        guard channels.isEmpty ? story.state.isOut : true else {
            throw Refusal.storyState(story.state, last: story.last)
        }
        let told =
            channels.isEmpty
            ? []
            : try told(
                story, text, own: [], proposed: [], released: channels, inEmergency: nil)
        return told + waiting.map { released($0.id, $0.last.order) }
    }

    private func refuse(_ story: Story, _ channel: ChannelID, _ reason: String) throws -> Proposal {
        let id = SubjectID.placement(of: story.id, by: story.draft.centre, on: channel)
        guard case .placement(let placement) = try desk.subject(id) else { throw Refusal.noPlacement(channel) }
        try needRelease(on: try self.channel(channel))
        guard placement.last.state == .proposed else { throw Refusal.deliveryState(channel, placement.last.state) }
        return Proposal(
            subject: id,
            fact: .placement(.refused(channel: channel, key: placement.last.id, reason: reason)))
    }

    private func released(_ placement: SubjectID, _ order: DeliveryOrder) -> Proposal {
        Proposal(
            subject: placement,
            fact: .placement(.released(channel: order.channel, key: order.key, textHash: order.textHash)))
    }

    /// What failed is tried again under the same key.
    private func queued(_ placement: Placement) -> Proposal {
        Proposal(
            subject: placement.id,
            fact: .placement(
                .stepped(channel: placement.channel, key: placement.last.id, to: .queued, note: nil, link: nil)))
    }

    /// Until when what is proposed now is to be released or refused.
    private func releaseBy() throws -> Moment { desk.now.adding(seconds: try desk.desk().policy.release) }

    /// Orders on every channel what a story is owed there once it stands as given: all that is known of goes with the act
    /// itself, in one transaction.
    ///
    /// - Parameter text: what a correction makes the next version of; `nil` where the text stays.
    func follow(_ story: Story, to state: StoryState, text: TextHash? = nil) throws -> [Proposal] {
        try known(desk.placements(of: story.id)).flatMap { placement -> [Proposal] in
            try PlacementRule.due(placement, story: state, published: text).map { act in
                try order(
                    act, of: story, on: placement, version: text.map { _ in story.text.number + 1 }, textHash: text)
            } ?? []
        }
    }

    /// Those on channels that there are: a centre's node may have placed a story on any number of others.
    private func known(_ placements: [Placement]) throws -> [Placement] {
        let channels = Set(try desk.channels().map(\.id))
        return placements.filter { channels.contains($0.channel) }
    }

    private func order(
        _ act: DeliveryAct, of story: Story, on placement: Placement, version: Int? = nil, textHash: TextHash? = nil
    ) throws -> [Proposal] {
        let last = placement.last.order
        let published = story.versions.last { $0.textHash == story.publishedHash }
        let isRecall = act == .recall
        var order = DeliveryOrder(
            key: try desk.makeID(), story: story.id, centre: last.centre, channel: placement.channel,
            house: try house(of: placement),
            // What never went out has nothing to be corrected.
            act: act == .correct && !placement.mayBeOut ? .publish : act,
            version: isRecall ? last.version : version ?? published?.number ?? last.version,
            textHash: isRecall ? last.textHash : textHash ?? published?.textHash ?? last.textHash)
        guard order.needsRelease else { return [Proposal(subject: placement.id, fact: .placement(.ordered(order)))] }
        order.releaseBy = try releaseBy()
        let ordered = Proposal(subject: placement.id, fact: .placement(.ordered(order)))
        // Whoever may release there as well needs no second word.
        let isReleased = try mayRelease(on: channel(placement.channel))
        return isReleased ? [ordered, released(placement.id, order)] : [ordered]
    }
}
