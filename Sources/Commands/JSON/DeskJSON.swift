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
    init(_ row: LeadRow, _ lead: Lead, history: [Event], zone: Zone, now: Moment, read: Reader) {
        self.init(row, zone: zone, now: now)
        text = lead.card.text
        sourceKey = lead.card.sourceKey
        reason = lead.reason
        mergedInto = lead.mergedInto
        self.history = history.map { LogJSON($0, zone: zone, read: read) }
    }
}

/// A line of the log as programs read it.
struct LogJSON: Encodable {
    /// Its place in the log, where it comes from there.
    var id: String?
    let at: String
    /// When this node learned of it, where it comes from the log.
    var arrived: String?
    let by: StaffID
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

    init(_ event: Event, zone: Zone, read: Reader) {
        at = zone.iso(event.at)
        by = event.actor.staff
        role = event.actor.role
        centre = event.actor.centre
        via = event.actor.via
        kind = event.fact.kind.name
        subject = event.subject
        text = event.deed(read)
    }

    /// What this version does not understand: of whom it is, when and of what kind is all that is told.
    private init(at: String, by: StaffID, kind: String, text: String) {
        (self.at, self.by, self.kind, self.text) = (at, by, kind, text)
        (role, centre, via, subject) = (nil, nil, nil, nil)
    }

    init(_ row: LogRow, zone: Zone, read: Reader) {
        if let event = row.event {
            self.init(event, zone: zone, read: read)
        } else {
            self.init(at: zone.iso(row.at), by: row.actor, kind: row.kind, text: row.deed(read))
        }
        id = String(row.id)
        arrived = row.arrived.map { zone.iso($0) }
        number = row.number?.description
        title = row.title
    }
}

/// A centre as programs read it.
struct CentreJSON: Encodable {
    struct Tasks: Encodable { let open, overdue: Int }
    struct Stories: Encodable { let draft, inReview, signedOff, publishedToday: Int }

    let id: CentreID
    let name: String
    let kind: CentreKind
    let state: Presence
    let dutyEditor: StaffID?
    let tasks: Tasks
    let stories: Stories
    let lastHeard: String?
    let aliases: [String]
    /// Told of one centre only.
    var staff: [StaffJSON]?

    init(_ row: CentreRow, desk: OpenDesk, now: Moment) {
        id = row.card.id
        name = row.card.name(desk.read.language)
        kind = row.card.kind
        state = desk.policy.presence(heard: row.lastHeard, now: now)
        dutyEditor = row.dutyEditor
        tasks = Tasks(open: row.openTasks, overdue: row.overdue(at: now))
        stories = Stories(
            draft: row.drafts, inReview: row.inReview, signedOff: row.signedOff, publishedToday: row.publishedToday)
        lastHeard = row.lastHeard.map(desk.zone.iso)
        aliases = row.card.aliases
    }
}

/// A staff member as programs read it.
struct StaffJSON: Encodable {
    let id: StaffID
    let name: String
    let role: Role
    let centre: CentreID
    let login: String?
    let beats: [String]
    let active: Bool

    init(_ card: StaffCard) {
        id = card.id
        name = card.name
        role = card.role
        centre = card.centre
        login = card.login
        beats = card.beats
        active = card.isActive
    }
}

/// A roll call as programs read it.
struct RollCallJSON: Encodable {
    struct Answer: Encodable {
        let centre: CentreID
        let at: String
        let late: Bool
    }

    let id: SubjectID
    let calledBy: StaffID
    let calledAt: String
    let answerBy: String
    let centres: [CentreID]
    let answers: [Answer]
    let missing: [CentreID]

    init(_ row: RollCallRow, zone: Zone) {
        id = row.id
        calledBy = row.calledBy
        calledAt = zone.iso(row.calledAt)
        answerBy = zone.iso(row.answerBy)
        centres = row.centres
        answers = row.centres.compactMap { centre in
            row.answers[centre].map { Answer(centre: centre, at: zone.iso($0), late: row.isLate(centre)) }
        }
        missing = row.missing
    }
}
