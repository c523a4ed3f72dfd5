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
    /// What it was read of; `nil` before anything is.
    var source: Source?
    /// Whose rows are not what they were at the reading before; `nil` where any may have changed, or the place is another.
    var changed: Set<SubjectID>?

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
    /// What a reading of the desk was of: the next one goes on from there.
    struct Source: Sendable {
        var place: Place
        var query: String
        var reader: Person
        var at: Moment
        /// When the day began.
        var today: Moment
        /// How far it saw the desk.
        var end: Changes.Point
    }

    /// Reads what a place shows, and what every place needs.
    ///
    /// - Parameter before: what was read before, by the same reader; what has not changed since is taken from there.
    static func load(
        _ place: Place, query: String, for actor: Person, _ desk: Snapshot, zone: Zone, after before: DeskData? = nil
    ) throws -> DeskData {
        let before = before.flatMap { $0.source?.reader == actor ? $0 : nil }
        let changes = try desk.changes(after: before?.source?.end)
        let source = Source(
            place: place, query: query, reader: actor, at: desk.now, today: zone.startOfDay(desk.now),
            end: changes.end)
        guard var data = before, let old = data.source, let written = changes.subjects else {
            return try all(source, desk)
        }
        // What was read by the time that it was: loans that count, reasons that were owed, the day's figures.
        guard old.at <= desk.now, old.today == source.today,
            data.nextChange(after: old.at).map({ $0 > desk.now }) ?? true
        else { return try all(source, desk) }
        // The people and houses are on every line.
        if changes.touches(.desk, .centre, .staff, .channel, .loan) { return try all(source, desk) }
        let stories = written[.story] ?? []
        // Who is lent for a story may act on it as long as it is not out and reviewed.
        if !stories.isEmpty, try desk.isLent(for: stories) { return try all(source, desk) }
        data.source = source
        data.houses.now = desk.now
        try data.tasks.take(written[.task] ?? []) { try desk.taskRow($0) }
        try data.stories.take(stories) { try desk.storyRow($0) }
        if changes.touches(.lead) { data.leads = try Self.leads(desk) }
        if changes.touches(SubjectScreens.all.map(\.series.kind)) { data.others = try Self.others(desk) }
        if !stories.isEmpty {
            data.failures = try desk.troubled(for: actor)
            data.proposals = try desk.proposals()
        }
        if changes.touches(.rollCall) { data.rollCall = try desk.rollCall() }
        data.log = try desk.log(after: data.log, limit: Self.lines, changed: changes.ids)
        try data.readAlways(source, desk)
        let isSame = old.place == place && old.query == query
        data.changed = isSame ? Self.changed(changes, before, data) : nil
        if !isSame || place.shows(changes) {
            data.changed = nil
            data.place = try PlaceData.load(place, query: query, for: actor, desk, data)
        }
        return data
    }

    /// What was written, and what else came onto a list that has a limit, or left it, for that.
    private static func changed(_ changes: Changes, _ before: DeskData?, _ after: DeskData) -> Set<SubjectID> {
        var changed = changes.ids
        func compare<Row: ListedRow>(_ list: KeyPath<DeskData, Listing<Row>>) {
            guard let before else { return }
            changed.formUnion(Set(before[keyPath: list].map(\.id)).symmetricDifference(after[keyPath: list].map(\.id)))
        }
        if changes.touches(.lead) { compare(\.leads) }
        if changes.touches(.story) { compare(\.failures) }
        return changed
    }

    /// Reads everything.
    private static func all(_ source: Source, _ desk: Snapshot) throws -> DeskData {
        let (directory, policy) = (try desk.directory(), try desk.desk().policy)
        var data = DeskData(
            directory: directory, policy: policy, houses: directory.houses(policy, at: desk.now), source: source)
        data.tasks = try desk.tasks(Filter(openOnly: true, keepsOpen: true))
        data.stories = try desk.stories(Filter(openOnly: true, keepsOpen: true))
        data.leads = try leads(desk)
        data.others = try others(desk)
        data.failures = try desk.troubled(for: source.reader)
        data.proposals = try desk.proposals()
        data.rollCall = try desk.rollCall()
        // Beside the board stands what everybody may see: boards hang on walls.
        data.log = try desk.log(limit: lines)
        try data.readAlways(source, desk)
        data.place = try PlaceData.load(source.place, query: source.query, for: source.reader, desk, data)
        return data
    }

    /// Reads what may change though no row does, or is found more quickly than whether it did.
    private mutating func readAlways(_ source: Source, _ desk: Snapshot) throws {
        centres = try desk.centres(today: source.today, work: (tasks.rows, stories.rows))
        unread = try desk.unread(by: source.reader.staff)
        overruled = try desk.overruled(of: source.reader.staff)
        loss = try desk.loss()
    }

    /// How many lines of the duty log stand beside the board.
    private static let lines = 40

    private static func leads(_ desk: Snapshot) throws -> Listing<LeadRow> {
        try desk.leads(Filter(openOnly: true, limit: 200, keepsOpen: true))
    }

    private static func others(_ desk: Snapshot) throws -> Listing<any ListedRow> {
        Listing(try SubjectScreens.all.flatMap { try desk.rows($0.series, Filter(openOnly: true, keepsOpen: true)) })
    }
}

extension Place {
    /// Whether what this place shows beside what all do may have changed.
    fileprivate func shows(_ changes: Changes) -> Bool {
        switch self {
        case .board: false
        case .tasks: changes.touches(.task)
        case .stories: changes.touches(.story)
        case .leads: changes.touches(.lead)
        case .centre: changes.touches(.task, .story)
        // Of these others are shown, too, but none of people's words.
        case .story, .lead: changes.touches(Changes.Kind.allCases.filter { $0 != .message })
        case .messages, .log, .nodes, .search, .list, .summary, .task, .thing: true
        }
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
