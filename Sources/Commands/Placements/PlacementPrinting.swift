import Ledger
import Newsroom

/// Stories on channels as people read them.
extension OpenDesk {
    func table(_ placements: some Collection<PlacementRow>, at now: Moment) -> Table {
        var table = Table([
            read("稿件", "story"), read("渠道", "channel"), read("状态", "state"), read("时间", "since"), read("标题", "title"),
            read("说明", "remark"),
        ])
        for row in placements {
            table.add([
                row.number.description, read.channel(row.channel), read(row.phrase),
                time(row.since, at: now), row.title, row.note ?? "",
            ])
        }
        return table
    }

    /// Every delivery of a story, channel by channel.
    func table(_ placements: [Placement], at now: Moment) -> Table {
        var table = Table([
            read("渠道", "channel"), read("事项", "act"), read("版本", "version"), read("状态", "state"), read("时间", "since"),
            read("经手", "by"), read("说明", "remark"),
        ])
        for placement in placements {
            for delivery in placement.deliveries {
                table.add([
                    read.channel(placement.channel), read(delivery.order.act.phrase), "\(delivery.order.version)",
                    read(delivery.state.phrase), time(delivery.since, at: now), read.name(delivery.by),
                    [delivery.note, delivery.link].compactMap { $0 }.joined(separator: "  "),
                ])
            }
        }
        return table
    }
}

extension Session {
    /// Performs a command for each story on its channels.
    func eachPlacement(_ items: Numbers, _ command: (SubjectID, OpenDesk) throws -> PlacementCommand) throws {
        let (desk, actor) = try act()
        each(items.numbers) { typed in
            let id = try desk.item(typed, .story)
            try desk.ledger.perform(.placement(try command(id, desk)), as: actor)
            recorded { try tellStory(id, desk) }
        }
    }
}
