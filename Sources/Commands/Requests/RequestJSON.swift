import Ledger
import Newsroom

/// A request as programs read it.
struct RequestJSON: Encodable {
    /// What one centre answered.
    struct Answer: Encodable {
        let centre: CentreID
        let by: StaffID
        let at: String
        let story: SubjectID?
        let task: SubjectID?
        let reason: String?
    }

    /// Said where several kinds of things are listed together.
    var kind: String?
    let id: SubjectID
    let number: String
    let title: String
    let centre: CentreID
    let to: [CentreID]
    let priority: Priority
    let state: RequestState
    let deliverables: [Deliverable]
    let place: String?
    let due: String
    let overdue: Bool
    let story: SubjectID?
    let answers: [Answer]
    let by: StaffID
    let createdAt: String

    // Told of one request only.
    var note: String?
    var reason: String?
    var history: [LogJSON]?

    init(_ row: RequestRow, zone: Zone, now: Moment, kind: String? = nil) {
        self.kind = kind
        id = row.id
        number = row.number.description
        title = row.title
        centre = row.centre
        to = row.to
        priority = row.priority
        state = row.state
        deliverables = row.deliverables
        place = row.place
        due = zone.iso(row.dueAt)
        overdue = row.clock.reading(at: now) == .over
        story = row.story
        answers = row.answers.map {
            Answer(
                centre: $0.centre, by: $0.by, at: zone.iso($0.at), story: $0.answer.story, task: $0.answer.task,
                reason: $0.answer.reason)
        }
        by = row.by
        createdAt = zone.iso(row.askedAt)
    }

    /// Everything about one request.
    init(_ row: RequestRow, _ request: Request, history: [Event], zone: Zone, now: Moment, read: Localizer) {
        self.init(row, zone: zone, now: now)
        note = request.card.note
        reason = request.reason
        self.history = history.map { LogJSON($0, zone: zone, read: read) }
    }
}

extension SeriesTelling {
    static let requests = SeriesTelling(
        json: { row, reading, desk in
            (row as? RequestRow).map { RequestJSON($0, zone: desk.zone, now: reading.now, kind: "request") }
        }, state: { ($0 as? RequestRow)?.state.phrase }, tell: { try $0.tellRequest($1, $2) },
        attention: { ($0 as? RequestRow)?.attention(for: nil, at: $1) })
}
