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
    init(_ row: LeadRow, _ lead: Lead, history: [Event], zone: Zone, now: Moment, read: Localizer) {
        self.init(row, zone: zone, now: now)
        text = lead.card.text
        sourceKey = lead.card.sourceKey
        reason = lead.reason
        mergedInto = lead.mergedInto
        self.history = history.map { LogJSON($0, zone: zone, read: read) }
    }
}
