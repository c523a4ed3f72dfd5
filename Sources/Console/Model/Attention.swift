import Ledger
import Newsroom

extension Attention {
    /// What the cursor stands on.
    var item: Item {
        switch subject {
        case .task(let id): .task(id)
        case .story(let id): .story(id)
        case .lead(let id): .lead(id)
        case .other(let series, let id): .thing(series, id)
        case .centre(let id): .centre(id)
        case .proposal(let story, let house): .proposal(story, house)
        case .emergency(let id): .emergency(id)
        case .overruled(let row): .overruled(row)
        }
    }

    /// What needs somebody, of what the console has read; `DeskData.nextChange` says how long that stands.
    static func list(_ desk: DeskData, actor: Person, now: Moment) -> [Attention] {
        let others = desk.others.compactMap { row in
            SubjectScreens.of(row.number.series)?.attention(row, for: actor, at: now)
        }
        return list(
            tasks: desk.tasks, stories: desk.stories, failures: desk.failures, leads: desk.leads,
            proposals: desk.proposals, channels: desk.directory.channels, rollCall: desk.rollCall, others: others,
            overruled: desk.overruled.map(\.id), barred: desk.place.barred,
            for: actor, in: desk.houses, at: now)
    }
}

extension DeskData {
    /// When what needs somebody first is something else though nothing is written.
    func nextChange(after now: Moment) -> Moment? {
        Attention.nextChange(
            tasks: tasks, stories: stories, failures: failures, leads: leads, proposals: proposals, rollCall: rollCall,
            others: others.flatMap(\.clocks), in: houses, after: now)
    }
}
