import Newsroom

extension Residents {
    /// What comes next for a story.
    func plan(_ story: Story, _ now: Moment) -> Intent? {
        let key = "\(story.number) \(story.state.rawValue) \(story.versions.count) \(story.reviews.count)"
        switch story.state {
        case .draft: return begun(story, key, now)
        case .returned: return mend(story, key, now)
        case .inReview: return judge(story, key, now)
        case .signedOff:
            // What is proposed waits for the other house.
            let isProposed = memory.placements.values.contains { $0.story == story.id && $0.waits(with: story) }
            guard !isProposed else { return nil }
            let channels = chance.pick(habits.channels, key + " channels") ?? []
            let own = story.centre == memory.desk ? [] : story.ownChannels(of: memory.channels).map(\.id)
            return intent(
                editor(of: story.centre), after: story.stageSince, 60...400, key, now,
                .story(.publish(story.id, channels: own + channels)))
        case .published, .corrected, .withdrawn:
            return confirm(story, key, now) ?? judge(story, key, now) ?? judgeCorrection(story, key, now)
        }
    }

    /// Whoever gave their word by telephone confirms it before the time is up.
    private func confirm(_ story: Story, _ key: String, _ now: Moment) -> Intent? {
        guard let open = story.openEmergency, !open.isDenied else { return nil }
        return intent(
            open.authority, after: open.clock.since, 300...1200, key + " word", now,
            .story(.emergency(story.id, .confirm)))
    }

    /// A draft is handed in when its writer has finished it; one that a lead became is written first.
    private func begun(_ story: Story, _ key: String, _ now: Moment) -> Intent? {
        guard let author = story.authors.first else {
            // Whoever has a task for it will write it.
            guard !memory.tasks.values.contains(where: { copy($0) == story.id && $0.state.isOpen }) else { return nil }
            let who = chance.pick(memory.people(.reporter, of: story.draft.centre), key + " who")
            let text = writing(story.title, story.draft.centre, lead: nil)
            return intent(
                who?.id, after: story.createdAt, 600...1500, key, now,
                .story(.edit(story.id, title: text.title, body: text.body, base: nil)))
        }
        // What was lying there unfinished this morning stays its writer's own affair.
        guard memory.finished.contains(story.id), story.text.at >= start else { return nil }
        return intent(author, after: story.text.at, 60...420, key, now, .story(.submit(story.id)))
    }

    private func mend(_ story: Story, _ key: String, _ now: Moment) -> Intent? {
        guard let author = story.authors.first, memory.finished.contains(story.id) else { return nil }
        if story.text.at > story.stageSince {
            return intent(author, after: story.text.at, 30...180, key, now, .story(.submit(story.id)))
        }
        let amend = chance.pick(habits.amends, key + " amend") ?? ""
        return intent(
            author, after: story.stageSince, 300...900, key, now,
            .story(.edit(story.id, title: nil, body: story.text.body + "\n\n" + amend, base: nil)))
    }

    /// The next review, or the signature, by somebody who may: who wrote it or took another level does not.
    private func judge(_ story: Story, _ key: String, _ now: Moment) -> Intent? {
        guard let stage = story.openStage else { return nil }
        // A centre whose own editor wrote the story asks the desk.
        let homes = story.centre == memory.desk ? [memory.desk] : [story.centre, memory.desk]
        let people = homes.flatMap { home in stage.duty.flatMap { memory.people($0, of: home) } }
        let fit = people.filter { story.waitsForVerdict(of: $0.actor, in: memory.houses) }
        let choice = stage == .first ? fit.first : chance.pick(fit, key + " who")
        // What is out already has lost its hurry, and is made up for all the same.
        let wait = story.state.isDone ? 400...1100 : stage == .signature ? 40...200 : 150...640
        guard stage != .signature else {
            return intent(choice?.id, after: story.stageSince, wait, key, now, .story(.sign(story.id, textHash: nil)))
        }
        let isFirstReturn = !story.reviews.contains { $0.verdict == .return }
        if !story.state.isDone, stage != .third, isFirstReturn, chance.happens(8, key + " returns"),
            let why = chance.pick(habits.returns, key + " why")
        {
            return intent(
                choice?.id, after: story.stageSince, wait, key, now,
                .story(.review(story.id, stage: stage, verdict: .return, opinion: why, textHash: nil)))
        }
        let opinion = chance.pick(habits.opinions[stage] ?? [], key + " opinion") ?? ""
        return intent(
            choice?.id, after: story.stageSince, wait, key, now,
            .story(.review(story.id, stage: stage, verdict: .pass, opinion: opinion, textHash: nil)))
    }

    /// The next pass of an open correction, by somebody who may.
    private func judgeCorrection(_ story: Story, _ key: String, _ now: Moment) -> Intent? {
        guard let open = story.openCorrection else { return nil }
        let homes = story.centre == memory.desk ? [memory.desk] : [story.centre, memory.desk]
        let people = homes.flatMap { home in open.summary.duty.flatMap { memory.people($0, of: home) } }
        let fit = people.filter { story.waitsForPass(of: $0.actor, in: memory.houses) }
        let key = "\(key) correction \(story.corrections.count)"
        let who = chance.pick(fit, key + " who")?.id
        guard open.stage != .signature else {
            return intent(who, after: open.since, 40...200, key, now, .story(.sign(story.id, textHash: open.textHash)))
        }
        let opinion = chance.pick(habits.opinions[open.stage] ?? [], key + " opinion") ?? ""
        return intent(
            who, after: open.since, 150...640, key, now,
            .story(
                .review(story.id, stage: open.stage, verdict: .pass, opinion: opinion, textHash: open.textHash)))
    }

    /// The channel's house tells how it went on each channel, and that it is down where it was taken back; what failed is sent
    /// again.
    func plan(_ placement: Placement, _ now: Moment) -> Intent? {
        guard let story = memory.stories[placement.story] else { return nil }
        let isSigned = story.signature?.textHash == story.text.textHash
        let (last, channel) = (placement.last, placement.channel)
        let key = "\(story.number) \(channel.rawValue) \(placement.failures) \(placement.deliveries.count)"
        let editor = editor(of: placement.channelHouse)
        if let intent = see(to: placement, of: story, key, now) { return intent }
        // What is hidden waits until it is shown again.
        switch placement.standing(of: story) {
        case .proposed:
            guard placement.waits(with: story) else { return nil }
            return intent(
                editor, after: last.since, 40...300, key + " release", now,
                .placement(.release(story.id, channels: [channel])))
        case .queued:
            let mayFail = isSigned && placement.failures == 0 && last.order.act != .recall
            let fails = mayFail && chance.happens(4, key + " fails")
            let why = fails ? chance.pick(habits.failures, key + " why") : nil
            let done: DeliveryState = last.order.act == .recall ? .recalled : .confirmed
            return intent(
                editor, after: last.since, 15...110, key, now,
                .placement(.step(story.id, channel: channel, to: why == nil ? done : .failed, note: why)))
        case .failed:
            guard isSigned, placement.failures < 3, story.state.isOut else { return nil }
            return intent(
                editor, after: last.since, 180...600, key + " again", now,
                .placement(.step(story.id, channel: channel, to: .queued, note: nil)))
        case .held, .scheduled, .sending, .sent, .confirmed, .unknown, .missed, .recalled, .gone,
            .superseded, .skipped:
            return nil
        }
    }
}

extension Residents {
    /// The channel's house puts out of sight what was hidden, and in sight again what is shown.
    private func see(to placement: Placement, of story: Story, _ key: String, _ now: Moment) -> Intent? {
        let hidings = story.hidings.all + placement.hidings.all
        let (since, seen): (Moment?, Visibility)
        switch placement.work(of: story) {
        case .hide: (since, seen) = (hidings.filter { $0.end == nil }.map(\.at).max(), .hidden)
        case .show: (since, seen) = (hidings.compactMap(\.end?.at).max(), .shown)
        // Whether it is published again a person at the desk decides.
        case .decide, nil: return nil
        }
        return intent(
            editor(of: placement.channelHouse), after: since ?? placement.last.since, 40...200,
            key + " \(seen) \(hidings.count)", now,
            .placement(.report(story.id, channel: placement.channel, seen)))
    }
}

extension Residents {
    /// A lead that waits is given to its centre; one of no place that nobody took up is let go.
    func plan(_ lead: Lead, _ now: Moment) -> Intent? {
        guard lead.state == .open else { return nil }
        let key = "\(lead.number)"
        let wait =
            switch lead.card.priority {
            case .flash: 30...120
            case .urgent: 150...600
            case .routine: 500...2000
            }
        guard let centre = lead.card.centre else {
            let reason = chance.pick(habits.dismissals, key + " why") ?? ""
            return intent(editor, after: lead.last.at, wait, key, now, .lead(.dismiss(lead.id, reason: reason)))
        }
        let hours: (Deliverable, Int) =
            switch lead.card.priority {
            case .flash: (.video, 2700)
            case .urgent: (.photo, 7200)
            case .routine: (.photo, 10800)
            }
        let order = { (at: Moment) in
            TaskCommand.Dispatch(
                centres: [centre], title: lead.card.title, priority: lead.card.priority,
                deliverables: [.text, hours.0],
                dueAt: at.adding(seconds: hours.1), lead: lead.id)
        }
        var intent = intent(editor, after: lead.last.at, wait, key, now, .lead(.restore(lead.id)))
        if let at = intent?.at { intent?.command = .task(.dispatch(order(at))) }
        return intent
    }

    /// The centres answer the roll one after another.
    func plan(_ roll: RollCall, _ now: Moment) -> Intent? {
        roll.missing.compactMap { centre in
            let head = memory.people(.centreEditor, of: centre).first ?? memory.people(.dutyEditor, of: centre).first
            return intent(
                head?.id, after: roll.calledAt, 12...190, "roll \(roll.calledAt.seconds(since: start)) \(centre)", now,
                .rollCall(.answer(roll.id)))
        }.min { ($0.at, $0.order) < ($1.at, $1.order) }
    }
}
