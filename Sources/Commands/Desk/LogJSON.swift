import Ledger
import Newsroom

/// A line of the log as programs read it.
struct LogJSON: Encodable {
    /// Its place in the log, where it comes from there.
    var id: String?
    let at: String
    /// When this node learned of it, where it comes from the log.
    var arrived: String?
    /// The id of the person, or of the node that did it by itself.
    let by: String
    let role: Role?
    let centre: CentreID?
    /// The administrator who acted in this person's name.
    let via: StaffID?
    /// What kind of event it is.
    let kind: String
    let subject: SubjectID?
    var number: String?
    var title: String?
    /// What happened, in words.
    let text: String

    init(_ event: Event, zone: Zone, read: Localizer) {
        at = zone.iso(event.at)
        by = event.actor.id.rawValue
        role = event.actor.person?.role
        centre = event.actor.house
        via = event.actor.person?.via
        kind = event.fact.kind.name
        subject = event.subject
        text = event.logText(read)
    }

    /// What this version does not understand: of whom it is, when and of what kind is all that is told.
    private init(at: String, by: String, kind: String, text: String) {
        (self.at, self.by, self.kind, self.text) = (at, by, kind, text)
        (role, centre, via, subject) = (nil, nil, nil, nil)
    }

    init(_ row: LogRow, zone: Zone, read: Localizer) {
        if let event = row.event {
            self.init(event, zone: zone, read: read)
        } else {
            self.init(at: zone.iso(row.at), by: row.actor.rawValue, kind: row.kind, text: row.logText(read))
        }
        id = String(row.id)
        arrived = row.arrived.map { zone.iso($0) }
        number = row.number?.description
        title = row.title
    }
}
