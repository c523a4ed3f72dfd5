extension Event {
    /// What its writer is told when the act came to nothing, because another node acted too while the two were apart:
    /// when and what it was, which rule refused it, and what can be done now.
    ///
    /// - Parameters:
    ///   - why: the rule that refused it.
    ///   - number: how people say the thing that it was about; `nil` where it has none.
    ///   - title: the thing's title; `nil` where it has none.
    ///   - standing: the thing as it stands now, where that is more than the rule says.
    ///   - now: when it is told, so that an act of another day has its date; `nil` gives the time of day alone.
    ///   - read: whom it is told to.
    public func overruled(
        by why: Refusal, number: Number? = nil, title: String? = nil, standing: AnySubject? = nil, now: Moment? = nil,
        _ read: Localizer
    ) -> String {
        let thing = [number.map(\.description), title].compactMap { $0 }.joined(separator: " ")
        let about = thing.isEmpty ? "" : read("\(thing)：", "\(thing): ")
        let next = standing.flatMap { why.outlook($0, read) }
        return about + nullity(now: now, read) + read("。", ": ") + why.sentence(read)
            + (next.map { read("。", ". ") + $0 } ?? "")
    }

    /// What was done, by whom and when, and that it does not count.
    ///
    /// - Parameters:
    ///   - person: whom it is told to, if that is somebody: they are spoken to.
    ///   - now: when it is told; `nil` gives the time of day alone.
    ///   - read: in which words.
    public func nullity(to person: StaffID? = nil, now: Moment? = nil, _ read: Localizer) -> String {
        let civil = read.zone.civil(at)
        let isToday = now.map { read.zone.civil($0).date == civil.date } ?? true
        let time = isToday ? civil.shortTime : "\(civil.shortDate) \(civil.shortTime)"
        let isOwn = person != nil && person == actor.person?.staff
        let who = isOwn ? read("你", "you") : read.name(actor.id)
        return read("\(who) \(time) 的“\(deed(read))”没有算数", "what \(who) did at \(time) (\(deed(read))) does not count")
    }
}

extension Refusal {
    /// How the thing stands now and what can be done with it, one sentence; `nil` where the refusal says it already,
    /// and of what has no steps.
    ///
    /// - Parameters:
    ///   - standing: the thing as it stands now, which may be further on than when the act was refused.
    ///   - read: in which words.
    public func outlook(_ standing: AnySubject, _ read: Localizer) -> String? {
        switch (self, standing) {
        case (.taskState(let known, _), .task(let task)) where known == task.state: nil
        case (.storyState(let known, _), .story(let story)) where known == story.state: nil
        case (.leadState(let known, _), .lead(let lead)) where known == lead.state: nil
        case (_, .task(let task)):
            read(
                "任务现为“\(task.state.phrase.zh)”\(Self.nextStep(task.state).zh)",
                "the task is \(task.state.phrase.en) now\(Self.nextStep(task.state).en)")
        case (_, .story(let story)):
            read(
                "稿件现为“\(story.state.phrase.zh)”\(Self.nextStep(story.state).zh)",
                "the story is \(story.state.phrase.en) now\(Self.nextStep(story.state).en)")
        case (_, .lead(let lead)):
            read(
                "线索现为“\(lead.state.phrase.zh)”\(Self.nextStep(lead.state).zh)",
                "the lead is \(lead.state.phrase.en) now\(Self.nextStep(lead.state).en)")
        case (.request(.state(let known, _)), .request(let request)) where known == request.state: nil
        case (_, .request(let request)):
            read("需求现为“\(request.state.phrase.zh)”", "the request is \(request.state.phrase.en) now")
        case (_, .placement(let placement)):
            read(
                "\(read.channel(placement.channel))现为“\(placement.last.state.phrase.zh)”",
                "on \(read.channel(placement.channel)) it is \(placement.last.state.phrase.en) now")
        case (_, .desk), (_, .centre), (_, .staff), (_, .channel), (_, .rollCall), (_, .message), (_, .node): nil
        }
    }
}
