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
        let next = standing.flatMap { $0.outlook(after: why, read) }
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
        return read(
            "\(who) \(time) 的“\(logText(read))”没有算数", "what \(who) did at \(time) (\(logText(read))) does not count")
    }
}

extension AnySubject {
    /// How it stands now and what can be done with it, one sentence; `nil` where the refusal says it already, and of what
    /// has no steps.
    ///
    /// - Parameters:
    ///   - why: the refusal of an act, which may be older than how the thing stands.
    ///   - read: in which words.
    public func outlook(after why: Refusal, _ read: Localizer) -> String? {
        accept(OutlookVisitor(why: why, read: read))
    }
}

private struct OutlookVisitor: SubjectVisitor {
    typealias Failure = Never
    let why: Refusal
    let read: Localizer
    func visit(_ subject: some Subject) -> String? { subject.outlook(after: why, read) }
}
