/// What somebody asks of a story on its channels.
public enum PlacementCommand: Equatable, Sendable {
    /// Says what has become of the delivery on a channel that may come to that, the oldest first, or decides on it. A failure needs a note; `link` is where it
    /// can be seen.
    case step(SubjectID, channel: ChannelID, to: DeliveryState, note: String?, link: String? = nil)
    /// Orders what the story's channels are owed: a withdrawn story taken down, a corrected one replaced.
    case settle(SubjectID)
}

extension Decider {
    func decide(_ command: PlacementCommand) throws -> [Proposal] {
        switch command {
        case .step(let story, let channel, let state, let note, let link):
            try need(.reportPlacement)
            return [try step(try self.story(story), channel, state, line(note), line(link))]
        case .settle(let id):
            let story = try story(id)
            let orders = try desk.placements(of: id).compactMap { placement in
                try PlacementRule.due(placement, story: story.state, published: story.publishedHash).map { act in
                    try need(act == .recall ? .withdraw : .correct)
                    return order(act, of: story, on: placement)
                }
            }
            guard !orders.isEmpty else { throw Refusal.nothingDue }
            return orders
        }
    }

    private func step(
        _ story: Story, _ channel: ChannelID, _ state: DeliveryState, _ note: String?, _ link: String?
    ) throws -> Proposal {
        if state == .failed, note == nil { throw Refusal.reasonMissing }
        let id = SubjectID.placement(of: story.id, by: story.draft.centre, on: channel)
        guard case .placement(let placement) = try desk.subject(id) else { throw Refusal.noPlacement(channel) }
        try need(channel: channel, of: desk.channels())
        let delivery = placement.delivery(comingTo: state)
        // Whoever does without a correction or a recall, or takes down what stands there, decides what the act decides.
        if state == .skipped, delivery.order.act != .publish {
            try need(delivery.order.act == .recall ? .withdraw : .correct, of: story.draft.centre)
        }
        if state == .recalled, delivery.order.act != .recall { try need(.withdraw, of: story.draft.centre) }
        // Nothing of a withdrawn story is sent out any more, whatever waits.
        let owed = PlacementRule.due(placement, story: story.state, published: story.publishedHash)
        if owed == .recall, [.sending, .queued, .scheduled, .held].contains(state) {
            throw Refusal.storyState(story.state, last: story.last)
        }
        return Proposal(
            subject: id,
            fact: .placement(
                .stepped(
                    channel: channel, key: delivery.id, to: state, note: note, link: link)))
    }

    private func line(_ text: String?) -> String? {
        CleanText.optionalLine(text, limit: CleanText.remarkLimit)
    }

    // MARK: - What the story's own commands order

    /// Puts a text of a story on channels: those where it stands already, or is on its way, are left alone; where it failed
    /// it is tried again under the same key.
    ///
    /// - Throws: `Refusal.alreadyPlaced` where nothing is left to be done.
    func publish(_ story: Story, _ textHash: TextHash, on channels: [ChannelID]) throws -> [Proposal] {
        let version = story.versions.last { $0.textHash == textHash }?.number ?? story.text.number
        let signedAt = story.signature.flatMap { $0.textHash == textHash ? $0.at : nil }
        let made = try channels.compactMap { channel -> Proposal? in
            let id = SubjectID.placement(of: story.id, by: story.draft.centre, on: channel)
            if case .placement(let placement) = try desk.subject(id) {
                let last = placement.last
                if last.order.act != .recall, last.order.textHash == textHash {
                    // What was missed, or nobody knows, somebody looks at first: `step`.
                    if last.state == .failed {
                        return Proposal(
                            subject: id,
                            fact: .placement(
                                .stepped(channel: channel, key: last.id, to: .queued, note: nil, link: nil)))
                    }
                    if !last.state.isOver { return nil }
                }
            }
            let order = DeliveryOrder(
                key: desk.makeID(), story: story.id, centre: story.draft.centre, channel: channel, act: .publish,
                version: version, textHash: textHash, signedAt: signedAt)
            return Proposal(subject: id, fact: .placement(.ordered(order)))
        }
        if made.isEmpty, let first = channels.first { throw Refusal.alreadyPlaced(first) }
        return made
    }

    /// Orders on every channel what a story is owed there once it stands as given: all that is known of goes with the act
    /// itself, in one transaction.
    ///
    /// - Parameter text: what a correction makes the next version of; `nil` where the text stays.
    func follow(_ story: Story, to state: StoryState, text: TextHash? = nil) throws -> [Proposal] {
        try desk.placements(of: story.id).compactMap { placement in
            PlacementRule.due(placement, story: state, published: text).map { act in
                order(act, of: story, on: placement, version: text.map { _ in story.text.number + 1 }, textHash: text)
            }
        }
    }

    private func order(
        _ act: DeliveryAct, of story: Story, on placement: Placement, version: Int? = nil, textHash: TextHash? = nil
    ) -> Proposal {
        let last = placement.last.order
        let published = story.versions.last { $0.textHash == story.publishedHash }
        let isRecall = act == .recall
        let order = DeliveryOrder(
            key: desk.makeID(), story: story.id, centre: last.centre, channel: placement.channel,
            // What never went out has nothing to be corrected.
            act: act == .correct && !placement.mayBeOut ? .publish : act,
            version: isRecall ? last.version : version ?? published?.number ?? last.version,
            textHash: isRecall ? last.textHash : textHash ?? published?.textHash ?? last.textHash)
        return Proposal(subject: placement.id, fact: .placement(.ordered(order)))
    }
}
