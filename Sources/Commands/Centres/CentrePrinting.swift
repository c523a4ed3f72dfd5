import Ledger
import Newsroom

/// Centres as people read them.
extension OpenDesk {
    /// Every centre with what it has in hand; the desk itself only where it is asked for.
    func centres(withDesk: Bool = false) throws -> (rows: [CentreRow], now: Moment) {
        try ledger.read { reading in
            let rows = try reading.centres(today: zone.startOfDay(reading.now))
            return (rows.filter { withDesk || $0.card.id != directory.charter.id }, reading.now)
        }
    }

    func table(_ centres: [CentreRow], at now: Moment) -> Table {
        var table = Table([
            read("代号", "id"), read("中心", "centre"), read("状态", "state"), read("值班", "on duty"),
            ">" + read("任务", "tasks"), ">" + read("超时", "overdue"), ">" + read("草稿", "drafts"),
            ">" + read("在审", "in review"), ">" + read("签发", "signed"), ">" + read("今日发", "out today"),
            read("最近", "last heard"),
        ])
        for row in centres {
            let presence = policy.presence(heard: row.lastHeard, now: now)
            table.add([
                row.card.id.rawValue, row.card.name(read.language), read(presence.phrase),
                row.dutyEditor.map(read.name) ?? "-", String(row.openTasks), String(row.overdue(at: now)),
                String(row.drafts), String(row.inReview), String(row.signedOff), String(row.publishedToday),
                ago(row.lastHeard, at: now),
            ])
        }
        return table
    }
}
