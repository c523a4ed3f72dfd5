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
        list(
            desk, tasks: desk.tasks.rows, stories: desk.stories.rows, failures: desk.failures.rows,
            leads: desk.leads.rows, actor: actor, now: now)
    }

    /// The same where it is known for the reading before and holds still: only what has changed is worked out.
    static func list(
        _ desk: DeskData, after before: [Attention], changed: Set<SubjectID>, actor: Person, now: Moment
    ) -> [Attention] {
        let kept = before.filter { attention in
            switch attention.subject {
            case .task(let id), .story(let id), .lead(let id), .emergency(let id): !changed.contains(id)
            // Few, and of several things at once.
            case .proposal, .centre, .other, .overruled: false
            }
        }
        func only<Row: ListedRow>(_ rows: Listing<Row>) -> [Row] { rows.rows.filter { changed.contains($0.id) } }
        return sorted(
            kept
                + list(
                    desk, tasks: only(desk.tasks), stories: only(desk.stories), failures: only(desk.failures),
                    leads: only(desk.leads), actor: actor, now: now))
    }

    private static func list(
        _ desk: DeskData, tasks: [TaskRow], stories: [StoryRow], failures: [StoryRow], leads: [LeadRow], actor: Person,
        now: Moment
    ) -> [Attention] {
        let others = desk.others.compactMap { row in
            SubjectScreens.of(row.number.series)?.attention(row, for: actor, at: now)
        }
        return list(
            tasks: tasks, stories: stories, failures: failures, leads: leads, proposals: desk.proposals.rows,
            channels: desk.directory.channels, rollCall: desk.rollCall, others: others,
            overruled: desk.overruled.map(\.id), barred: desk.place.barred, for: actor, in: desk.houses, at: now)
    }
}

extension DeskData {
    /// When what needs somebody first is something else though nothing is written.
    func nextChange(after now: Moment) -> Moment? {
        Attention.nextChange(
            tasks: tasks.rows, stories: stories.rows, failures: failures.rows, leads: leads.rows,
            proposals: proposals.rows, rollCall: rollCall,
            others: others.flatMap(\.clocks), in: houses, after: now)
    }
}
