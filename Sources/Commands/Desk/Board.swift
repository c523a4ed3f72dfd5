import Ledger
import Newsroom

/// The board once: what needs somebody, the centres, the open tasks and stories.
struct Board {
    /// Something that needs somebody now.
    struct Concern {
        let kind: Attention.Kind
        var subject: SubjectID?
        var number: Number?
        let title: String
        var centre: CentreID?
        /// Since when it is so.
        let since: Moment
    }

    let now: Moment
    let centres: [CentreRow]
    let tasks: Listing<TaskRow>
    let stories: Listing<StoryRow>
    let concerns: [Concern]

    init(_ desk: OpenDesk) throws {
        self = try desk.ledger.read { reading in try Board(desk, reading) }
    }

    private init(_ desk: OpenDesk, _ reading: Snapshot) throws {
        now = reading.now
        let home = desk.directory.charter.id
        centres = try reading.centres(today: desk.zone.startOfDay(now)).filter { $0.card.id != home }
        let open = Filter(openOnly: true, limit: 10_000, keepsOpen: true)
        tasks = try reading.tasks(open)
        stories = try reading.stories(open)
        let failures = try reading.troubled(for: nil)
        let leads = try reading.leads(open)
        let proposals = try reading.proposals()
        let call = try reading.rollCall()
        // What is only open stands in the lists below.
        var otherRows: [SubjectID: any ListedRow] = [:]
        var others: [Attention] = []
        for series in Series.allCases {
            guard let attention = series.telling.attention else { continue }
            for row in try reading.rows(series, open) {
                otherRows[row.id] = row
                if let one = attention(row, now) { others.append(one) }
            }
        }
        let list = Attention.list(
            tasks: tasks, stories: stories, failures: failures, leads: leads, proposals: proposals,
            channels: desk.directory.channels, rollCall: call, others: others, for: nil,
            in: desk.directory.houses(desk.policy, at: now), at: now)
        let taskRows = Dictionary(tasks.map { ($0.id, $0) }) { first, _ in first }
        let storyRows = Dictionary((stories + failures).map { ($0.id, $0) }) { first, _ in first }
        let leadRows = Dictionary(leads.map { ($0.id, $0) }) { first, _ in first }
        concerns = list.compactMap { attention in
            guard let kind = attention.kind else { return nil }
            func concern(_ id: SubjectID?, _ number: Number?, _ title: String, _ centre: CentreID?) -> Concern {
                Concern(
                    kind: kind, subject: id, number: number, title: title, centre: centre, since: attention.since)
            }
            switch attention.subject {
            case .task(let id):
                return taskRows[id].map { concern(id, $0.number, $0.title, $0.centre) }
            case .story(let id):
                return storyRows[id].map { concern(id, $0.number, $0.title, $0.centre) }
            case .lead(let id):
                return leadRows[id].map { concern(id, $0.number, $0.title, $0.centre) }
            case .proposal(let id, let house):
                return proposals.first { $0.story == id && $0.house == house }.map {
                    concern(id, $0.number, $0.title, house)
                }
            case .emergency(let id):
                return storyRows[id].map { concern(id, $0.number, $0.title, $0.centre) }
            case .other(_, let id):
                return otherRows[id].map { concern(id, $0.number, $0.title, $0.home) }
            case .centre(let centre): return concern(call?.id, nil, desk.read.centre(centre), centre)
            case .overruled: return nil
            }
        }
    }
}

extension OpenDesk {
    /// The board as text, for pipes and screen readers: attention first.
    func text(_ board: Board) -> String {
        let civil = zone.civil(board.now)
        let heard = board.centres.count { policy.presence(heard: $0.lastHeard, now: board.now) == .online }
        let head =
            directory.charter.name(read.language) + "  \(civil.date) \(weekday(civil)) \(civil.shortTime)  "
            + read("\(heard)/\(board.centres.count) 在线", "\(heard) of \(board.centres.count) online")
        var concerns = Table([
            read("事由", "what"), read("编号", "number"), read("中心", "centre"), read("已过", "for"), read("标题", "title"),
        ])
        for concern in board.concerns {
            concerns.add([
                read(concern.kind.phrase), concern.number?.description ?? "", concern.centre.map(read.centre) ?? "",
                Self.duration(max(0, board.now.seconds(since: concern.since))),
                concern.kind == .rollMissing ? "" : concern.title,
            ])
        }
        return [
            head, titled(Phrase("需要处理", "needs attention"), concerns),
            titled(Phrase("中心", "centres"), table(board.centres, at: board.now)),
            titled(Phrase("未结任务", "open tasks"), table(board.tasks, at: board.now)),
            titled(Phrase("在办稿件", "open stories"), table(board.stories, at: board.now)),
        ].joined(separator: "\n")
    }

    private func weekday(_ civil: Civil) -> String {
        let names = [
            Phrase("周日", "Sun"), Phrase("周一", "Mon"), Phrase("周二", "Tue"), Phrase("周三", "Wed"),
            Phrase("周四", "Thu"), Phrase("周五", "Fri"), Phrase("周六", "Sat"),
        ]
        return names.indices.contains(civil.weekday) ? read(names[civil.weekday]) : ""
    }
}
