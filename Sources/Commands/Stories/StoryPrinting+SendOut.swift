import Newsroom

extension OpenDesk {
    /// What a story waits for, in a list: the outside's answer where its clock is the one that shows.
    func waiting(_ story: some StorySummary) -> String {
        guard story.isClockOutside, let out = story.sendOut else {
            return story.openStage.map { read($0.phrase) } ?? story.correction.map { read($0.phrase) }
                ?? (story.state == .signedOff && story.isProposed ? read("放行", "release") : "")
        }
        return read("外审 ", "outside: ") + CleanText.line(out.to, limit: 12)
    }

    /// What is out for approval, on a sheet.
    func outside(_ story: Story, at now: Moment) -> String {
        guard let out = story.sendOut else { return "" }
        return [
            out.to, read("\(time(out.clock.since, at: now)) 起", "since \(time(out.clock.since, at: now))"),
            words(out.clock, at: now),
        ]
        .filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// All that was ever sent out of a story.
    func sendOuts(of story: Story, at now: Moment) -> String {
        section(
            read("外审", "outside approval"),
            story.sendOuts.map { out in
                let order = out.order
                let head = [order.to, order.way, "\(time(out.at, at: now)) \(read.name(out.by))", order.textHash.short]
                let end =
                    if let end = out.end {
                        [read(end.outcome.phrase), "\(time(end.at, at: now)) \(read.name(end.by))", end.note]
                    } else {
                        [read("等答复", "waits for an answer"), words(out.summary.clock, at: now)]
                    }
                return (head + end).compactMap { $0 }.joined(separator: "  ")
            })
    }
}
