import Ledger
import Newsroom

/// A centre as programs read it.
struct CentreJSON: Encodable {
    struct Tasks: Encodable { let open, overdue: Int }
    struct Stories: Encodable { let draft, inReview, signedOff, publishedToday: Int }

    let id: CentreID
    let name: String
    let kind: CentreKind
    let state: Reachability
    let dutyEditor: StaffID?
    let tasks: Tasks
    let stories: Stories
    let lastHeard: String?
    let aliases: [String]
    /// Told of one centre only.
    var staff: [StaffJSON]?
    var onBehalf: OnBehalf?

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
