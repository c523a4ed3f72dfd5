import Newsroom

extension Residents {
    /// What comes next for a task.
    func plan(_ task: NewsTask, _ now: Moment) -> Intent? {
        let key = "\(task.number) \(task.state.rawValue) \(task.declinedBy.count)"
        let id = task.id
        switch task.state {
        case .issued: return first(answer(task, key, now), rescue(task, key, now))
        case .declined: return intent(editor, after: task.since, 30...180, key, now, next(task, now))
        case .acknowledged:
            // Some say nothing until they are there.
            return chance.happens(30, key + " quiet")
                ? intent(envoy(task), after: task.since, 500...1200, key, now, .task(.arrive(id)))
                : intent(envoy(task), after: task.since, 60...400, key, now, .task(.depart(id)))
        case .enRoute: return intent(envoy(task), after: task.since, 300...1000, key, now, .task(.arrive(id)))
        case .onScene: return copyIntent(task, key, now)
        case .filed: return intent(editor, after: task.since, 200...900, key, now, .task(.close(id)))
        case .closed, .cancelled: return nil
        }
    }

    /// Who goes: the person named, else one of the centre's reporters.
    private func envoy(_ task: NewsTask) -> StaffID? {
        if let assignee = task.order.assignee { return assignee }
        let reporters = memory.people(.reporter, of: task.order.centre)
        let free = reporters.filter { card in
            !memory.tasks.values.contains { $0.order.assignee == card.id && $0.state.isOpen && $0.id != task.id }
        }
        let people = free.isEmpty ? reporters : free
        // Stays the same person while the task goes on, as far as nobody else is sent meanwhile.
        return (chance.pick(people, "\(task.number) who") ?? memory.people(.centreEditor, of: task.order.centre).first)?
            .id
    }

    private func answer(_ task: NewsTask, _ key: String, _ now: Moment) -> Intent? {
        let delay =
            switch task.order.priority {
            case .flash: 15...50
            case .urgent: 40...240
            case .routine: 90...900
            }
        if chance.happens(8, key + " declines"), task.declinedBy.count < 2,
            let reason = chance.pick(habits.declines, key + " reason"),
            let head = memory.people(.centreEditor, of: task.order.centre).first
        {
            let actor = task.order.assignee ?? head.id
            return intent(actor, after: task.since, delay, key, now, .task(.decline(task.id, reason: reason)))
        }
        return intent(envoy(task), after: task.since, delay, key, now, .task(.acknowledge(task.id)))
    }

    /// Where nobody answers, the desk sends somebody else.
    private func rescue(_ task: NewsTask, _ key: String, _ now: Moment) -> Intent? {
        // Whom the desk sends is decided when the limit has passed: those who let it lie are not asked again.
        let then = max(now, task.order.acknowledgeBy)
        guard let best = memory.fit(for: task, now: then).first, best.centre != task.centre else { return nil }
        return intent(editor, after: task.order.acknowledgeBy, 180...480, key + " rescue", now, next(task, then))
    }

    /// The next best is sent; where there is none, the centre must see to it after all.
    private func next(_ task: NewsTask, _ now: Moment) -> Command {
        guard let best = memory.fit(for: task, now: now).first else {
            return .task(.reassign(task.id, centre: task.order.centre, assignee: nil))
        }
        return .task(.reassign(task.id, centre: best.centre, assignee: best.staff))
    }

    // MARK: - Copy

    /// On the scene: the story is written if nobody has, then the task is filed with it.
    private func copyIntent(_ task: NewsTask, _ key: String, _ now: Moment) -> Intent? {
        guard let who = envoy(task) else { return nil }
        let named = copy(task)
        if let named, isHeld(named) { return nil }
        let wait = 600...1700
        guard let named, let story = memory.stories[named] else {
            return intent(who, after: task.since, wait, key, now, .story(.draft(draft(task, who, of: nil))))
        }
        guard let card = memory.staff[who], story.isAuthor(who) || memory.houses.reaches(card.actor, story.centre)
        else {
            // A story of another centre's: this one adds its own.
            return intent(who, after: task.since, wait, key, now, .story(.draft(draft(task, who, of: named))))
        }
        // A lead became it, and nobody has written it yet.
        if story.authors.isEmpty {
            let text = writing(task.order.title, task.order.centre, lead: story.title)
            return intent(
                who, after: task.since, wait, key, now,
                .story(.edit(named, title: text.title, body: text.body, base: nil)))
        }
        return intent(who, after: task.since, wait, key + " copy", now, .task(.file(task.id, story: named)))
    }

    private func draft(_ task: NewsTask, _ who: StaffID, of source: SubjectID?) -> StoryCommand.Draft {
        let text = writing(task.order.title, task.order.centre, lead: nil)
        return StoryCommand.Draft(
            title: text.title, body: text.body, centre: task.order.centre, authors: [who],
            origin: source == nil ? .original : .derived, source: source)
    }

    /// What is written on a task or a lead: its own text where the day has one, else what can be said of any.
    func writing(_ title: String, _ centre: CentreID, lead: String?) -> Habits.Writing {
        for key in ["\(title)/\(centre.rawValue)", title, lead ?? title] {
            if let text = habits.writings[key] { return text }
        }
        let form = chance.pick(habits.bodies, title + centre.rawValue) ?? "{title}"
        let body = [("{title}", title), ("{centre}", name(centre))].reduce(form) { text, pair in
            text.split(separator: pair.0, omittingEmptySubsequences: false).joined(separator: pair.1)
        }
        let place = name(centre)
        let headline = title.hasPrefix(place) ? title : place + (language == .zh ? "：" : ": ") + title
        return Habits.Writing(title: headline, body: body)
    }
}
