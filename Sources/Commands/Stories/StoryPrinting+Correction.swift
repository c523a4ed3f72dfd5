import Newsroom

extension OpenDesk {
    /// The open correction of a story, on a sheet: what it waits for, whose it is, and the clock.
    func correcting(_ story: Story, at now: Moment) -> String {
        guard let open = story.openCorrection else { return "" }
        return [
            read(open.summary.phrase), read.name(open.by), open.textHash.short, words(open.clock, at: now),
        ]
        .filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// Its text, with what the program finds that changes.
    func correctionText(of story: Story) -> String {
        guard let open = story.openCorrection else { return "" }
        let found = directory.findings(of: open, of: story).map { "! " + read($0.phrase) }
        return section(
            read("更正稿（未发）", "the correction, not out yet"),
            found + [open.draft.title, ""]
                + open.draft.body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }

    /// All corrections that were ever proposed of a story.
    func corrections(of story: Story, at now: Moment) -> String {
        section(
            read("更正", "corrections"),
            story.corrections.map { one in
                let head = [
                    one.textHash.short, one.draft.isSlip ? read("小错", "slip") : nil,
                    "\(time(one.at, at: now)) \(read.name(one.by))", one.draft.reason,
                ]
                let end =
                    if let end = one.end {
                        [read(end.outcome.phrase), "\(time(end.at, at: now)) \(read.name(end.by.staff))", end.note]
                    } else {
                        [read(one.summary.phrase), words(one.clock, at: now)]
                    }
                return (head + end).compactMap { $0 }.joined(separator: "  ")
            })
    }
}
