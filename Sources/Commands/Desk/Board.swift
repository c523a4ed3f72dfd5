import Ledger
import Newsroom

/// The board once: what needs somebody, the centres, the open tasks and stories.
struct Board {
    /// Something that needs somebody now.
    struct Concern {
        enum Kind: String, Encodable {
            case taskOverdue, taskDeclined, storyOverdue, placementFailed, leadOverdue, rollMissing
        }

        let kind: Kind
        var subject: SubjectID?
        var number: Number?
        let title: String
        var centre: CentreID?
        /// Since when it is so.
        let since: Moment
    }

    let now: Moment
    let centres: [CentreRow]
    let tasks: [TaskRow]
    let stories: [StoryRow]
    let concerns: [Concern]

    init(_ desk: OpenDesk) throws {
        self = try desk.ledger.read { reading in try Board(desk, reading) }
    }

    private init(_ desk: OpenDesk, _ reading: Reading) throws {
        now = reading.now
        let home = desk.directory.charter.id
        centres = try reading.centres(today: desk.zone.startOfDay(now)).filter { $0.card.id != home }
        let open = Filter(openOnly: true, limit: 10_000)
        tasks = try reading.tasks(open)
        stories = try reading.stories(open)
        var found = Self.concerns(tasks, at: now) + Self.concerns(stories, at: now)
        for row in try reading.failures() {
            found.append(
                Concern(
                    kind: .placementFailed, subject: row.id, number: row.number, title: row.title, centre: row.centre,
                    since: row.updatedAt))
        }
        for row in try reading.leads(open) where row.clock.reading(at: now) == .over {
            found.append(
                Concern(
                    kind: .leadOverdue, subject: row.id, number: row.number, title: row.title, centre: row.centre,
                    since: row.limit ?? row.receivedAt))
        }
        if let call = try reading.rollCall(), call.answerBy < now {
            for centre in call.missing {
                found.append(
                    Concern(
                        kind: .rollMissing, subject: call.id, title: desk.read.centre(centre), centre: centre,
                        since: call.answerBy))
            }
        }
        concerns = found.sorted { $0.since < $1.since }
    }

    private static func concerns(_ tasks: [TaskRow], at now: Moment) -> [Concern] {
        tasks.compactMap { row in
            let isDeclined = row.state == .declined
            guard isDeclined || row.clock.reading(at: now) == .over else { return nil }
            return Concern(
                kind: isDeclined ? .taskDeclined : .taskOverdue, subject: row.id, number: row.number,
                title: row.title, centre: row.centre, since: row.limit ?? row.since)
        }
    }

    private static func concerns(_ stories: [StoryRow], at now: Moment) -> [Concern] {
        stories.compactMap { row in
            guard row.clock.reading(at: now) == .over else { return nil }
            return Concern(
                kind: .storyOverdue, subject: row.id, number: row.number, title: row.title, centre: row.centre,
                since: row.limit ?? row.since)
        }
    }
}

extension Board.Concern {
    /// What is the matter, in words.
    var phrase: Phrase {
        switch kind {
        case .taskOverdue: Phrase("任务超时", "task overdue")
        case .taskDeclined: Phrase("任务被拒", "task declined")
        case .storyOverdue: Phrase("审签超时", "review overdue")
        case .placementFailed: Phrase("分发失败", "placement failed")
        case .leadOverdue: Phrase("线索超时", "lead overdue")
        case .rollMissing: Phrase("点名未应", "no answer to the roll")
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
                read(concern.phrase), concern.number?.description ?? "", concern.centre.map(read.centre) ?? "",
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
