import Ledger
import Newsroom

/// Nodes as people read them.
extension OpenDesk {
    func table(_ nodes: [NodeRow], at now: Moment) -> Table {
        var table = Table([
            read("节点", "node"), read("中心", "centre"), read("状态", "state"), read("我少", "we lack"),
            read("它少", "it lacks"),
            read("最近", "heard"), read("隔离", "set aside"), read("版本", "version"), read("问题", "trouble"),
        ])
        for row in nodes {
            table.add([
                row.card.name, row.isHub ? read("枢纽", "hub") : read.centre(row.card.centre),
                read(row.standing(at: now, policy)), row.isSelf ? "" : "\(row.ahead)",
                row.isSelf ? "" : "\(row.behind)", row.heardAt.map { time($0, at: now) } ?? "",
                row.quarantined == 0 ? "" : "\(row.quarantined)", row.versionGap.map { read($0) } ?? "",
                row.trouble?.sentence(read) ?? "",
            ])
        }
        return table
    }
}
