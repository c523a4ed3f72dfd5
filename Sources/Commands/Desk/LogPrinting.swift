import Ledger
import Newsroom

/// The duty log as people read it.
extension OpenDesk {
    /// A line of the log: when, who, about what, what happened.
    func line(_ row: LogRow, at now: Moment) -> String {
        let what = [row.number?.description, row.title].compactMap(\.self).joined(separator: " ")
        guard let event = row.event else {
            return [time(row.at, at: now), read.name(row.actor), row.logText(read)].joined(separator: "  ")
        }
        return line(event, at: now, about: what)
    }

    /// A line of one thing's history.
    func line(_ event: Event, at now: Moment, about: String = "") -> String {
        let via = event.actor.person?.via.map { read("（\(read.name($0))代办）", " (through \(read.name($0)))") } ?? ""
        let parts = [time(event.at, at: now), read.name(event.actor.id) + via, about, event.logText(read)]
        return parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
