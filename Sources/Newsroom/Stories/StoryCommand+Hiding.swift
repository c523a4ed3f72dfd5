extension Decider {
    /// What is asked of a story's being hidden.
    func decide(_ request: Hiding.Request, of id: SubjectID) throws -> [Proposal] {
        try need(.hide)
        let story = try story(id)
        switch request {
        case .hide(let reason):
            let reason = line(reason)
            // A house has a say about its channels, where the story is another's.
            guard try isStorys(story) else { return try hide(story, on: [], reason) }
            return try steps(over: story.hidings, reason).map { Proposal(subject: id, fact: .story(.hiding($0))) }
        case .show:
            try story.checkShow(by: actor)
            let own = try shownAgain(story.hidings.standing)
            guard own.isEmpty else {
                return own.map { Proposal(subject: id, fact: .story(.hiding(.shown(key: $0.key)))) }
            }
            return try show(story, on: [])
        case .takeBack(let keys, let text):
            let reason = try reason(text)
            let made = try everywhere(story) { hidings in
                hidings.standing.filter { keys.contains($0.key) }.flatMap { one -> [Hiding.Step] in
                    let why = one.reason == nil ? [Hiding.Step.explained(key: one.key, reason: reason)] : []
                    return why + [.shown(key: one.key)]
                }
            }
            guard !made.isEmpty else { throw Refusal.hiding(.notHidden(last: story.hidings.lastTrace)) }
            return made
        case .explain(let text): return try explain(story, try reason(text))
        }
    }

    /// Says why, of all that the actor's house hid without saying so.
    private func explain(_ story: Story, _ reason: String) throws -> [Proposal] {
        let made = try everywhere(story) { hidings in
            hidings.unexplained.filter { $0.house == actor.house }.map { .explained(key: $0.key, reason: reason) }
        }
        guard made.isEmpty else { return made }
        // Whatever the actor's house hid has its reason; else it hid nothing.
        let given = (story.hidings.all + (try desk.placements(of: story.id)).flatMap(\.hidings.all)).filter {
            $0.house == actor.house
        }
        .compactMap(\.reason).max { $0.at < $1.at }
        guard let given else { throw Refusal.hiding(.notHidden(last: story.hidings.lastTrace)) }
        throw Refusal.hiding(.explained(by: Refusal.Trace(by: given.by, at: given.at)))
    }

    /// Steps over what is hidden of a story as a whole, then over that on each of its channels.
    private func everywhere(_ story: Story, _ steps: (Hidings) -> [Hiding.Step]) throws -> [Proposal] {
        steps(story.hidings).map { Proposal(subject: story.id, fact: .story(.hiding($0))) }
            + (try desk.placements(of: story.id)).flatMap { placement in
                steps(placement.hidings).map { hiding(placement, $0) }
            }
    }

    /// What of that which stands the actor shows again: their own house's; the desk's people another's where theirs has none.
    private func shownAgain(_ standing: [Hiding]) throws -> [Hiding] {
        let own = standing.filter { $0.house == actor.house }
        guard own.isEmpty else { return own }
        let houses = try desk.houses()
        return standing.filter { $0.mayBeShown(by: actor, in: houses) }
    }

    /// Hides a story on some channels, on all where the actor has a say when none is named.
    func hide(_ story: Story, on named: [ChannelID], _ reason: String?) throws -> [Proposal] {
        var made: [Proposal] = []
        // Who names none means those that are theirs, and where it is not hidden yet.
        var why = HidingRefusal.byHouses([story.centre])
        for placement in try placements(of: story, on: named) {
            guard try hasSay(placement) else {
                if named.isEmpty { continue }
                throw Refusal.hiding(.byHouses(try houses(of: placement)))
            }
            guard placement.isPresent || !named.isEmpty else {
                why = .nothingThere(placement.channel)
                continue
            }
            if named.isEmpty, let own = placement.hidings.standing(of: actor.house),
                reason == nil || !placement.hidings.owesReason(own.house)
            {
                why = .hidden(by: own.trace)
                continue
            }
            made += try steps(over: placement.hidings, reason).map { hiding(placement, $0) }
        }
        guard !made.isEmpty else { throw Refusal.hiding(why) }
        return made
    }

    /// Shows again on some channels what was hidden there by itself.
    func show(_ story: Story, on named: [ChannelID]) throws -> [Proposal] {
        var made: [Proposal] = []
        var why =
            story.hidings.standing.first.map { HidingRefusal.hiddenBy($0.house) }
            ?? .notHidden(last: story.hidings.lastTrace)
        for placement in try placements(of: story, on: named) {
            let standing = placement.hidings.standing
            let own = try shownAgain(standing)
            made += own.map { hiding(placement, .shown(key: $0.key)) }
            guard own.isEmpty else { continue }
            if let other = standing.first {
                why = .hiddenBy(other.house)
            } else if let whole = story.hidings.standing.first {
                why = named.isEmpty ? .hiddenBy(whole.house) : .asWhole(whole.house)
            } else if let trace = placement.hidings.lastTrace {
                why = .notHidden(last: trace)
            }
            if !named.isEmpty { throw Refusal.hiding(why) }
        }
        guard !made.isEmpty else { throw Refusal.hiding(why) }
        return made
    }

    /// Says whether people can see a story on a channel.
    func report(_ story: Story, _ channel: ChannelID, _ visibility: Visibility) throws -> Proposal {
        guard let placement = try placements(of: story, on: [channel]).first else {
            throw Refusal.noPlacement(channel)
        }
        let card = try self.channel(channel)
        if let home = desk.home, card.house != home { throw Refusal.othersChannel(card.id, card.house) }
        _ = try card.capacity(.reportPlacement, of: actor, in: desk.houses())
        let seen = placement.deliveries.last { $0.state.mayBeOut } ?? placement.last
        return Proposal(
            subject: placement.id, fact: .placement(.reported(channel: channel, key: seen.id, visibility)))
    }

    /// The step by which the actor's house hides what it has not hidden yet, or those by which it says why it has.
    private func steps(over hidings: Hidings, _ reason: String?) throws -> [Hiding.Step] {
        guard let own = hidings.standing(of: actor.house) else {
            return [.hidden(key: try desk.makeID(), reason: reason)]
        }
        guard let reason, hidings.owesReason(own.house) else { throw Refusal.hiding(.hidden(by: own.trace)) }
        return hidings.standing.filter { $0.house == own.house && $0.reason == nil }
            .map { .explained(key: $0.key, reason: reason) }
    }

    /// Whether the actor hides the story as a whole: its house's people, and the desk's.
    private func isStorys(_ story: Story) throws -> Bool {
        if let home = desk.home, story.centre != home { return false }
        return try story.centre == actor.house || desk.houses().isOfDesk(actor)
    }

    private func hasSay(_ placement: Placement) throws -> Bool {
        try houses(of: placement).contains(actor.house) || desk.houses().isOfDesk(actor)
    }

    /// The houses that have a say about a placement: the story's, and the channel's where that is another.
    private func houses(of placement: Placement) throws -> [CentreID] {
        let (story, channel) = (placement.centre, try house(of: placement))
        return story == channel ? [story] : [story, channel]
    }

    /// A story on the channels that are named, on all when none is.
    private func placements(of story: Story, on named: [ChannelID]) throws -> [Placement] {
        let all = try desk.placements(of: story.id)
        for id in named {
            _ = try channel(id)
            guard all.contains(where: { $0.channel == id }) else { throw Refusal.noPlacement(id) }
        }
        return named.isEmpty ? all : all.filter { named.contains($0.channel) }
    }

    private func hiding(_ placement: Placement, _ step: Hiding.Step) -> Proposal {
        Proposal(subject: placement.id, fact: .placement(.hiding(channel: placement.channel, step)))
    }
}
