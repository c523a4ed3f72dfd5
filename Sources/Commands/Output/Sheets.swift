import Ledger
import Newsroom

/// Lists and single things as people read them.
extension OpenDesk {
    func table(_ tasks: [TaskRow], at now: Moment) -> Table {
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

    func table(_ stories: [StoryRow], at now: Moment) -> Table {
        var table = Table([
            read("编号", "story"), read("状态", "state"), read("待办", "waits for"), read("时限", "clock"),
            read("中心", "centre"), read("作者", "authors"), read("标题", "title"),
        ])
        for row in stories {
            table.add([
                row.number.description, read(row.state.phrase), row.stage.map { read($0.phrase) } ?? "",
                words(row.clock, at: now), read.centre(row.centre), names(row.authors), row.title,
            ])
        }
        return table
    }

    func table(_ leads: [LeadRow], at now: Moment) -> Table {
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

    func table(_ staff: [StaffCard]) -> Table {
        var table = Table([
            read("代号", "id"), read("姓名", "name"), read("角色", "role"), read("中心", "centre"),
            read("登录名", "login"), read("在岗", "active"), read("专长", "beats"),
        ])
        for card in staff {
            table.add([
                card.id.rawValue, card.name, read(card.role.phrase), read.centre(card.centre), card.login ?? "-",
                card.isActive ? read("是", "yes") : read("否", "no"),
                card.beats.joined(separator: read("、", ", ")),
            ])
        }
        return table
    }

    /// A line of the log: when, who, about what, what happened.
    func line(_ row: LogRow, at now: Moment) -> String {
        let what = [row.number?.description, row.title].compactMap(\.self).joined(separator: " ")
        guard let event = row.event else {
            return [time(row.at, at: now), read.name(row.actor), row.deed(read)].joined(separator: "  ")
        }
        return line(event, at: now, about: what)
    }

    /// A line of one thing's history.
    func line(_ event: Event, at now: Moment, about: String = "") -> String {
        let via = event.actor.via.map { read("（\(read.name($0))代办）", " (through \(read.name($0)))") } ?? ""
        let parts = [time(event.at, at: now), read.name(event.actor.staff) + via, about, event.deed(read)]
        return parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// Names in a row.
    func names(_ people: [StaffID]) -> String { people.map(read.name).joined(separator: read("、", ", ")) }

    /// Labels and values, aligned; empty values are left out.
    func facts(_ pairs: [(Phrase, String)]) -> String {
        var table = Table(["", ""])
        for (label, value) in pairs where !value.isEmpty { table.add([read(label), value]) }
        return table.text().split(separator: "\n").joined(separator: "\n")
    }
}

/// A heading and what stands under it; nothing where there is nothing.
func section(_ heading: String, _ lines: [String]) -> String {
    lines.isEmpty ? "" : heading + "\n" + lines.map { "  " + $0 }.joined(separator: "\n")
}

/// The parts of a sheet that have anything to say, with an empty line between them.
func joined(_ parts: String...) -> String { parts.filter { !$0.isEmpty }.joined(separator: "\n\n") }
