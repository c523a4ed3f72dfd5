import Ledger
import Newsroom

/// A task as programs read it.
struct TaskJSON: Encodable {
    /// Said where several kinds of things are listed together.
    var kind: String?
    let id: SubjectID
    let number: String
    let title: String
    let centre: CentreID
    let assignee: StaffID?
    let priority: Priority
    let state: TaskState
    let deliverables: [Deliverable]
    let issuedAt: String
    /// When the present state began.
    let since: String
    let dueAt: String?
    let acknowledgeBy: String
    let overdue: Bool
    /// Tasks dispatched together share it.
    let order: SubjectID
    let story: SubjectID?
    let topic: String?
    /// Why it was declined or cancelled.
    let reason: String?

    // Told of one task only.
    var note: String?
    var lead: SubjectID?
    var issuedBy: StaffID?
    var acknowledgedAt: String?
    var arrivedAt: String?
    var filedAt: String?
    var declinedBy: [StaffID]?
    var history: [LogJSON]?

    init(_ row: TaskRow, zone: Zone, now: Moment, kind: String? = nil) {
        self.kind = kind
        id = row.id
        number = row.number.description
        title = row.title
        centre = row.centre
        assignee = row.assignee
        priority = row.priority
        state = row.state
        deliverables = row.deliverables
        issuedAt = zone.iso(row.issuedAt)
        since = zone.iso(row.since)
        dueAt = row.dueAt.map(zone.iso)
        acknowledgeBy = zone.iso(row.acknowledgeBy)
        overdue = row.isOverdue(at: now)
        order = row.order
        story = row.story
        topic = row.topic
        reason = row.reason
    }

    /// Everything about one task.
    init(_ row: TaskRow, _ task: NewsTask, history: [Event], zone: Zone, now: Moment, read: Localizer) {
        self.init(row, zone: zone, now: now)
        note = task.order.note
        lead = task.order.lead
        issuedBy = task.issuedBy
        acknowledgedAt = task.acknowledgedAt.map(zone.iso)
        arrivedAt = task.arrivedAt.map(zone.iso)
        filedAt = task.filedAt.map(zone.iso)
        declinedBy = task.declinedBy.isEmpty ? nil : task.declinedBy
        self.history = history.map { LogJSON($0, zone: zone, read: read) }
    }
}
