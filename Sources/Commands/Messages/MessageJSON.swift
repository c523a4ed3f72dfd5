import Ledger
import Newsroom

/// A message as programs read it.
struct MessageJSON: Encodable {
    struct Reading: Encodable {
        let staff: StaffID
        let at: String
    }

    let id: SubjectID
    let from: StaffID
    /// Absent where it is for everybody.
    let to: [StaffID]?
    let at: String
    let text: String
    /// The number of what it is about.
    let about: String?
    let readBy: [Reading]
    /// Whether it waits to be read by whoever asks.
    let unread: Bool

    init(_ row: MessageRow, reader: StaffID, zone: Zone) {
        id = row.id
        from = row.from
        to = row.to
        at = zone.iso(row.at)
        text = row.text
        about = row.number?.description
        readBy = row.readBy.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map {
            Reading(staff: $0.key, at: zone.iso($0.value))
        }
        unread = row.isUnread(by: reader)
    }
}
