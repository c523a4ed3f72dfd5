import Ledger
import Newsroom

/// What the console has read of the desk: what every screen needs, and what the present one shows.
struct DeskData: Sendable {
    var directory: Directory
    var policy: Policy
    /// Who may do what in which house.
    var houses: Houses
    /// The desk itself first, then the roster.
    var centres: [CentreRow] = []
    /// Open tasks and stories by limit, and leads that wait.
    var tasks = Listing<TaskRow>()
    var stories = Listing<StoryRow>()
    var leads = Listing<LeadRow>()
    /// What is open of the other series, in their order.
    var others = Listing<any ListedRow>()
    var failures = Listing<StoryRow>()
    /// Stories that wait to be let onto another house's channels.
    var proposals = Listing<ProposalRow>()
    var rollCall: RollCallRow?
    var log: [LogRow] = []
    /// What the reader was told and has not read, the newest first.
    var unread: [MessageRow] = []
    /// What the reader did that came to nothing and that they have not seen yet, the latest first.
    var overruled: [OverruledRow] = []
    /// Acts that the database lost and nobody has acknowledged.
    var loss: Loss?
    var place = PlaceData()

    /// The centres that owe an answer to the last roll call, while that is news.
    func unanswered(at now: Moment) -> [CentreID] { rollCall?.unanswered(at: now) ?? [] }

    /// The centres of the roster, without the desk.
    var roster: [CentreRow] { centres.filter { $0.card.id != directory.charter.id } }
}

/// What the present screen shows beside that.
struct PlaceData: Sendable {
    var tasks = Listing<TaskRow>()
    var stories = Listing<StoryRow>()
    var leads = Listing<LeadRow>()
    /// Of the other series.
    var others = Listing<any ListedRow>()
    /// The thing of another series whose screen this is.
    var subject: AnySubject?
    var log: [LogRow] = []
    var messages: [MessageRow] = []
    var task: NewsTask?
    var story: Story?
    /// The story on its channels, in the order of the channels.
    var placements: [Placement] = []
    var lead: Lead?
    /// How to reach whoever brought the lead, where the reader may know it.
    var contact: ContactReading?
    var history: [Event] = []
    /// What the program finds that the open correction of the story changes.
    var findings: [Correction.Finding] = []
    var nodes: [NodeRow] = []
    /// What was set aside of their events, the latest first.
    var setAside: [QuarantineRow] = []
    /// The shift that the summary is about.
    var shift: Shift?
    var figures: [Figure] = []
    /// Stories that would be the reader's to judge, if they had not written them or taken another of their levels.
    var barred: Set<SubjectID> = []
    /// Whom to send next, for a task that was declined or nobody has.
    var recommendations: [Recommendation] = []
}

extension DeskData {
    /// Reads what a place shows, and what every place needs.
    static func load(
        _ place: Place, query: String, for actor: Person, _ desk: Snapshot, zone: Zone
    ) throws -> DeskData {
        let (directory, policy) = (try desk.directory(), try desk.desk().policy)
        var data = DeskData(directory: directory, policy: policy, houses: directory.houses(policy, at: desk.now))
        data.centres = try desk.centres(today: zone.startOfDay(desk.now))
        data.tasks = try desk.tasks(Filter(openOnly: true, keepsOpen: true))
        data.stories = try desk.stories(Filter(openOnly: true, keepsOpen: true))
        data.leads = try desk.leads(Filter(openOnly: true, limit: 200, keepsOpen: true))
        data.others = Listing(
            try SubjectScreens.all.flatMap { try desk.rows($0.series, Filter(openOnly: true, keepsOpen: true)) })
        data.failures = try desk.troubled(for: actor)
        data.proposals = try desk.proposals()
        data.rollCall = try desk.rollCall()
        // Beside the board stands what everybody may see: boards hang on walls.
        data.log = try desk.log(limit: 40)
        data.unread = try desk.unread(by: actor.staff)
        data.overruled = try desk.overruled(of: actor.staff)
        data.loss = try desk.loss()
        data.place = try PlaceData.load(place, query: query, for: actor, desk, data)
        return data
    }
}

extension PlaceData {
    fileprivate static func load(
        _ place: Place, query: String, for actor: Person, _ desk: Snapshot, _ data: DeskData
    ) throws -> PlaceData {
        var result = PlaceData()
        switch place {
        case .board: break
        case .summary:
            let shift = try desk.shift()
            result.shift = shift
            result.figures = shift.figures()
            for row in data.stories {
                // What a row does not tell bars from reviews only, so signatures need no story to be read.
                let isReader =
                    row.stage != .signature && row.waitsForVerdict(of: actor, in: data.houses)
                    || row.waitsForPass(of: actor, in: data.houses)
                guard isReader, let story = try desk.story(row.id) else { continue }
                let isMine =
                    story.waitsForVerdict(of: actor, in: data.houses) || story.waitsForPass(of: actor, in: data.houses)
                if !isMine { result.barred.insert(row.id) }
            }
        case .tasks: result.tasks = try desk.tasks(Filter(keepsOpen: true))
        case .stories: result.stories = try desk.stories(Filter(keepsOpen: true))
        case .leads: result.leads = try desk.leads(Filter(keepsOpen: true))
        case .log: result.log = try desk.log(limit: 500, for: actor.staff)
        case .nodes:
            result.nodes = try desk.nodesAndHubs()
            result.setAside = try desk.quarantine()
        case .messages: result.messages = try desk.messages(of: actor.staff)
        case .search:
            let hits = try desk.search(query)
            result.stories = Listing(hits.stories)
            result.tasks = Listing(hits.tasks)
            result.leads = Listing(hits.leads)
            result.others = Listing(hits.rows.filter { SubjectScreens.of($0.number.series) != nil })
        case .list(let id): try ListScreens.of(id)?.read(desk, into: &result)
        case .thing(let series, let id):
            result.history = try desk.history(id)
            result.subject = AnySubject.fold(result.history)
            result.others = try desk.row(id, series).map { [$0] } ?? []
            if let subject = result.subject { try SubjectScreens.of(series)?.read(subject, desk, into: &result) }
        case .centre(let id):
            result.tasks = try desk.tasks(Filter(centre: id, limit: 200, keepsOpen: true))
            result.stories = try desk.stories(Filter(centre: id, limit: 200, keepsOpen: true))
        case .task(let id):
            result.history = try desk.history(id)
            result.task = NewsTask.fold(result.history)?.state
            if let task = result.task {
                result.tasks = Listing(try desk.tasks(order: task.order.order).filter { $0.id != id })
                result.stories = Listing(try task.story.flatMap { try desk.storyRow($0) }.map { [$0] } ?? [])
                result.recommendations = Recommendation.ranked(
                    for: task, roster: data.directory.centres, candidates: try desk.candidates(policy: data.policy),
                    now: desk.now)
            }
        case .story(let id):
            (result.story, result.placements, result.history) = try desk.storyWithChannels(id)
            if let story = result.story, let open = story.openCorrection {
                result.findings = data.directory.findings(of: open, of: story)
            }
            result.tasks = Listing(try desk.tasks(story: id))
            result.stories = Listing(try desk.stories(derivedFrom: id))
        case .lead(let id):
            result.history = try desk.history(id)
            result.lead = Lead.fold(result.history)?.state
            if let lead = result.lead {
                if lead.isContactOpen(to: actor, in: data.houses) {
                    result.contact = desk.contact(of: lead)
                }
                result.leads = Listing(try desk.similar(to: lead.card.title).filter { $0.id != id })
                result.stories = Listing(try lead.story.flatMap { try desk.storyRow($0) }.map { [$0] } ?? [])
            }
        }
        return result
    }
}
