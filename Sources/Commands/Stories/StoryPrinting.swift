import Ledger
import Newsroom

/// Stories as people read them.
extension OpenDesk {
    func table(_ stories: some Collection<StoryRow>, at now: Moment) -> Table {
        var table = Table([
            read("编号", "story"), read("状态", "state"), read("待办", "waits for"), read("时限", "clock"),
            read("中心", "centre"), read("作者", "authors"), read("标题", "title"),
        ])
        for row in stories {
            table.add([
                row.number.description, standing(row), waiting(row),
                words(row.clock, at: now), read.centre(row.centre), names(row.authors), row.title,
            ])
        }
        return table
    }

    /// Everything about one story, for people.
    func sheet(_ story: Story, _ placements: some Collection<PlacementRow>, _ history: [Event], at now: Moment)
        -> String
    {
        let head = "\(story.number)  \(story.title)"
        let word = authority(story, at: now)
        let facts = facts([
            (Phrase("状态", "state"), read(story.state.phrase)),
            (Phrase("已撤", "down"), Withdrawal(story, placements).map { read($0.phrase) } ?? ""),
            (Phrase("下线", "hidden"), hidings(of: story, at: now)),
            (Phrase("待办", "waits for"), story.openStage.map { read($0.phrase) } ?? ""),
            (Phrase("时限", "clock"), words(story.clock, at: now)),
            (Phrase("外审", "outside"), outside(story, at: now)),
            (Phrase("更正", "correction"), correcting(story, at: now)),
            (Phrase("中心", "centre"), read.centre(story.draft.centre)),
            (Phrase("联合", "with"), story.partners.map(read.centre).joined(separator: read("、", ", "))),
            (Phrase("作者", "authors"), names(story.authors)),
            (Phrase("来源", "origin"), read(story.draft.origin.phrase)),
            (Phrase("版本", "version"), "\(story.text.number)  \(story.text.textHash.short)"),
            (
                Phrase("签发", "signed"),
                story.signature.map { "\(read.name($0.by)) \(time($0.at, at: now))  \($0.textHash.short)" } ?? ""
            ),
            (Phrase("发布", "published"), story.publishedAt.map { time($0, at: now) } ?? ""),
            (Phrase("快审先发", "emergency"), story.emergency?.reason ?? ""),
            (Phrase("授权", "authority"), word),
            (Phrase("理由", "reason"), story.reason ?? ""),
        ])
        return joined(
            head + "\n" + facts, story.text.body, correctionText(of: story), attachments(of: story),
            reviews(of: story, at: now), corrections(of: story, at: now), sendOuts(of: story, at: now),
            versions(of: story, at: now),
            lines(placements, at: now),
            section(read("经过", "history"), history.map { line($0, at: now) }))
    }

    private func reviews(of story: Story, at now: Moment) -> String {
        section(
            read("审稿", "reviews"),
            story.reviews.map { review in
                let void =
                    story.stands(review) || review.verdict == .return
                    ? ""
                    : review.textHash == story.text.textHash
                        ? read("（须再审）", " (to be given again)")
                        : read("（所审文字已改，不再有效）", " (void: the text has changed since)")
                return "\(read(review.stage.phrase))  \(read(review.verdict.phrase))  \(read.name(review.by.staff))  "
                    + "\(time(review.at, at: now))  \(review.textHash.short)  \(review.opinion)\(void)"
            })
    }

    private func versions(of story: Story, at now: Moment) -> String {
        section(
            read("版本", "versions"),
            story.versions.map {
                "\($0.number)  \($0.textHash.short)  \(time($0.at, at: now))  \(read.name($0.by))  \($0.title)"
            })
    }

    private func lines(_ placements: some Collection<PlacementRow>, at now: Moment) -> String {
        var table = Table(["", "", "", ""])
        for row in placements {
            table.add([
                read.channel(row.channel), read(row.phrase), time(row.since, at: now),
                row.note ?? "",
            ])
        }
        let lines = table.isEmpty ? [] : table.text().split(separator: "\n").map(String.init)
        return section(read("分发", "placements"), lines)
    }
}

extension Session {
    /// Performs a command for each story.
    func eachStory(_ items: Numbers, _ command: (SubjectID, OpenDesk) throws -> StoryCommand) throws {
        let (desk, actor) = try act()
        eachStory(items.numbers, at: desk, as: actor, command)
    }

    /// The same at a desk that is open.
    func eachStory(
        _ numbers: [String], at desk: OpenDesk, as actor: Person,
        _ command: (SubjectID, OpenDesk) throws -> StoryCommand
    ) {
        each(numbers) { typed in
            let id = try desk.item(typed, .story)
            try desk.ledger.perform(.story(try command(id, desk)), as: actor)
            recorded { try tellStory(id, desk) }
        }
    }

    func tellStory(_ id: SubjectID, _ desk: OpenDesk) throws {
        let (found, placements, now) = try desk.ledger.read {
            (try $0.story(id), try $0.placementRows(of: id), $0.now)
        }
        guard let story = found else { return }
        let waiting =
            (story.openStage.map { read("，待\($0.phrase.zh)", ", waits for: \($0.phrase.en)") } ?? "")
            + (story.correction.map { read("，", ", ") + read($0.phrase) } ?? "")
        tell(
            StoryJSON(story, on: placements, zone: desk.zone, now: now),
            text: "\(story.number)  \(standing(story, placements, desk))\(waiting)  \(story.title)")
    }
}
