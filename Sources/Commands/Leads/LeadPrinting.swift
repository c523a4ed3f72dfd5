import Ledger
import Newsroom

/// Leads as people read them.
extension OpenDesk {
    func table(_ leads: some Collection<LeadRow>, at now: Moment) -> Table {
        var table = Table([
            read("编号", "lead"), read("状态", "state"), read("级别", "priority"), read("时限", "clock"),
            read("来源", "source"), read("收到", "received"), read("地点", "place"), read("标题", "title"),
        ])
        for row in leads {
            table.add([
                row.number.description, read(row.state.phrase), read(row.priority.phrase), words(row.clock, at: now),
                read(row.source.phrase), time(row.receivedAt, at: now),
                row.centre.map(read.centre) ?? row.place ?? "", row.title,
            ])
        }
        return table
    }

    /// Everything about one lead, for people.
    ///
    /// - Parameter contact: `nil` where there is none, or the reader may not see it.
    func sheet(
        _ row: LeadRow, _ lead: Lead, _ contact: ContactReading?, _ history: [Event], at now: Moment
    ) -> String {
        let facts = facts([
            (Phrase("状态", "state"), read(row.state.phrase)),
            (Phrase("时限", "clock"), words(row.clock, at: now)),
            (Phrase("级别", "priority"), read(row.priority.phrase)),
            (Phrase("来源", "source"), read(row.source.phrase)),
            (Phrase("地点", "place"), row.place ?? ""),
            (Phrase("中心", "centre"), row.centre.map(read.centre) ?? ""),
            (Phrase("热度", "heat"), row.heat.map(String.init) ?? ""),
            (Phrase("收到", "received"), time(row.receivedAt, at: now)),
            (Phrase("发现人", "found by"), read.name(row.finder)),
            (Phrase("联系人", "contact"), contact?.sentence(read) ?? ""),
            (Phrase("理由", "reason"), lead.reason ?? ""),
        ])
        return joined(
            "\(row.number)  \(row.title)\n" + facts, lead.card.text,
            section(read("经过", "history"), history.map { line($0, at: now) }))
    }
}

extension Session {
    /// Performs a command for each lead, and tells what it made besides.
    func eachLead(_ items: [String], _ command: (SubjectID, OpenDesk) throws -> LeadCommand) throws {
        let (desk, actor) = try act()
        each(items) { typed in
            let id = try desk.item(typed, .lead)
            let outcome = try desk.ledger.perform(.lead(try command(id, desk)), as: actor)
            if outcome.numbers.isEmpty { recorded { try tellLead(id, desk) } } else { tellMade(outcome, desk) }
        }
    }

    func tellLead(_ id: SubjectID, _ desk: OpenDesk) throws {
        let (found, now) = try desk.ledger.read { (try $0.leadRow(id), $0.now) }
        guard let row = found else { return }
        tell(
            LeadJSON(row, zone: desk.zone, now: now),
            text: "\(row.number)  \(read(row.state.phrase))  \(row.title)")
    }
}
