import Ledger
import Newsroom

/// A lead as programs read it.
struct LeadJSON: Encodable {
    /// Said where several kinds of things are listed together.
    var kind: String?
    let id: SubjectID
    let number: String
    let title: String
    let source: LeadSource
    let place: String?
    let centre: CentreID?
    let priority: Priority
    let heat: Int?
    let receivedAt: String
    let dispatchBy: String?
    let overdue: Bool
    let state: LeadState
    let finder: StaffID
    let story: SubjectID?

    // Told of one lead only.
    var text: String?
    var sourceKey: String?
    var reason: String?
    var mergedInto: SubjectID?
    var contact: ContactJSON?
    var history: [LogJSON]?

    init(_ row: LeadRow, zone: Zone, now: Moment, kind: String? = nil) {
        self.kind = kind
        id = row.id
        number = row.number.description
        title = row.title
        source = row.source
        place = row.place
        centre = row.centre
        priority = row.priority
        heat = row.heat
        receivedAt = zone.iso(row.receivedAt)
        dispatchBy = row.limit.map(zone.iso)
        overdue = row.isOverdue(at: now)
        state = row.state
        finder = row.finder
        story = row.story
    }

    /// Everything about one lead.
    init(
        _ row: LeadRow, _ lead: Lead, _ contact: ContactReading?, history: [Event], zone: Zone, now: Moment,
        read: Localizer
    ) {
        self.init(row, zone: zone, now: now)
        text = lead.card.text
        sourceKey = lead.card.sourceKey
        reason = lead.reason
        mergedInto = lead.mergedInto
        self.contact = contact.map { ContactJSON($0, zone: zone) }
        self.history = history.map { LogJSON($0, zone: zone, read: read) }
    }
}

/// How to reach whoever brought a lead.
struct ContactJSON: Encodable {
    let state: String
    let text: String?
    let until: String?

    init(_ contact: ContactReading, zone: Zone) {
        state = contact.state.rawValue
        text = contact.text
        until = contact.until.map(zone.iso)
    }
}
