import Ledger
import Newsroom

/// Tasks as people read them.
extension OpenDesk {
    func table(_ tasks: some Collection<TaskRow>, at now: Moment) -> Table {
        var table = Table([
            read("编号", "task"), read("级别", "priority"), read("状态", "state"), read("时限", "clock"),
            read("中心", "centre"), read("人员", "person"), read("标题", "title"),
        ])
        for row in tasks {
            table.add([
                row.number.description, read(row.priority.phrase), read(row.state.phrase), words(row.clock, at: now),
                read.centre(row.centre), row.assignee.map(read.name) ?? "", row.title,
            ])
        }
        return table
    }

    /// Everything about one task, for people.
    func sheet(_ row: TaskRow, _ task: NewsTask, _ history: [Event], at now: Moment) -> String {
        let head = "\(row.number)  \(row.title)"
        let facts = facts([
            (Phrase("状态", "state"), read(row.state.phrase)),
            (Phrase("时限", "clock"), words(row.clock, at: now)),
            (Phrase("级别", "priority"), read(row.priority.phrase)),
            (Phrase("中心", "centre"), read.centre(row.centre)),
            (Phrase("人员", "person"), row.assignee.map(read.name) ?? ""),
            (
                Phrase("要交", "to bring"),
                row.deliverables.map { read($0.phrase) }.joined(separator: read("、", ", "))
            ),
            (Phrase("派出", "issued"), time(row.issuedAt, at: now)),
            (Phrase("截止", "due"), row.dueAt.map { time($0, at: now) } ?? ""),
            (Phrase("选题", "topic"), row.topic ?? ""),
            (Phrase("说明", "note"), task.order.note ?? ""),
            (Phrase("理由", "reason"), row.reason ?? ""),
        ])
        return joined(
            head + "\n" + facts, section(read("经过", "history"), history.map { line($0, at: now) }))
    }
}

extension Session {
    /// Performs a command for each task.
    func eachTask(_ items: Numbers, _ command: (SubjectID, OpenDesk) throws -> TaskCommand) throws {
        let (desk, actor) = try act()
        each(items.numbers) { typed in
            let id = try desk.item(typed, .task)
            try desk.ledger.perform(.task(try command(id, desk)), as: actor)
            recorded { try tellTask(id, desk) }
        }
    }

    func tellTask(_ id: SubjectID, _ desk: OpenDesk) throws {
        let (found, now) = try desk.ledger.read { (try $0.taskRow(id), $0.now) }
        guard let row = found else { return }
        tell(
            TaskJSON(row, zone: desk.zone, now: now),
            text: "\(row.number)  \(read(row.state.phrase))  \(read.centre(row.centre))  \(row.title)")
    }
}
