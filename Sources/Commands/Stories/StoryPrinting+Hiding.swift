import Ledger
import Newsroom

extension OpenDesk {
    /// Where a story stands, with what is hidden of it and how far its withdrawal has come.
    func standing(_ row: StoryRow) -> String {
        let isHidden = row.hidden?.whole.isEmpty == false
        return standing(
            row.state, row.withdrawal,
            isHidden ? (row.work == .hide ? HidingState.hiding : .hidden).phrase : nil)
    }

    /// What hides a story as a whole, on a sheet.
    func hidings(of story: Story, at now: Moment) -> String {
        story.hidings.standing.map { hiding in
            "\(read.centre(hiding.house)) \(read.name(hiding.by)) \(time(hiding.at, at: now))"
                + (hiding.reason.map { "  \($0.text)" } ?? read("  待补理由", "  no reason yet"))
        }.joined(separator: "; ")
    }

    fileprivate func standing(_ state: StoryState, _ withdrawal: Withdrawal?, _ hiding: Phrase?) -> String {
        let more = withdrawal.map { read($0.phrase) } ?? hiding.map { read($0) }
        return read(state.phrase) + (more.map { " · \($0)" } ?? "")
    }
}

extension Session {
    /// Where a story stands, in the line that is told after each act.
    func standing(_ story: Story, _ placements: some Collection<PlacementRow>, _ desk: OpenDesk) -> String {
        desk.standing(
            story.state, Withdrawal(story, placements),
            HidingProgress(isWhole: story.isHidden, placements.map(\.hiding))?.phrase)
    }
}
