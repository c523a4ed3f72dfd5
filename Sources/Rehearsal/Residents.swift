import Newsroom

/// The people of the day where no script tells them what to do: they take what is open, whoever began it, and do what
/// their role asks of them within believable times. What each does next follows from the thing's state, the seed and
/// nothing else; when something happens to the thing, they think again.
struct Residents: Sendable {
    let chance: Chance
    let habits: Habits
    let language: Language
    /// The moment at which the live day begins: what lies there from before is taken up bit by bit.
    let start: Moment
    private(set) var memory = DeskMemory()
    private(set) var intents: [SubjectID: Intent] = [:]
    /// What a script still has plans for.
    private var held: Set<SubjectID> = []
    /// Stories that were begun for a task that named none.
    private var copies: [SubjectID: SubjectID] = [:]
    private var duty: StaffID?

    /// What somebody is going to do with a thing, if nothing happens to it before.
    struct Intent: Sendable {
        var at: Moment
        var actor: StaffID
        var command: Command
        /// Decides between what is due at the same moment.
        var order: String
    }

    init(chance: Chance, habits: Habits, language: Language, start: Moment) {
        self.chance = chance
        self.habits = habits
        self.language = language
        self.start = start
    }

    // MARK: - Hearing and thinking

    /// Takes an event; from `start` on they think about what it means for them.
    mutating func hear(_ event: Event) {
        memory.hear(event)
        if case .centre(.dutyTaken(let staff)) = event.fact, event.subject == .centre(memory.desk) { duty = staff }
        guard event.at >= start else { return }
        think(event.subject, event.at)
        // Where it stands waits for what it is.
        if memory.stories[event.subject] != nil { thinkOfPlacements(of: event.subject, event.at) }
        // A task waits for its story to be written.
        if memory.stories[event.subject] != nil {
            for task in memory.tasks.values where copy(task) == event.subject { think(task.id, event.at) }
        }
        if case .task(.issued(let order)) = event.fact, let story = order.story { think(story, event.at) }
    }

    /// Looks at everything that lies there when the live day begins.
    mutating func begin() {
        for id in memory.tasks.keys { think(id, start) }
        for id in memory.stories.keys { think(id, start) }
        for id in memory.placements.keys { think(id, start) }
        for id in memory.leads.keys { think(id, start) }
        for id in memory.requests.keys { think(id, start) }
        for id in memory.rolls.keys { think(id, start) }
    }

    /// A script has plans for the thing, or none any more.
    mutating func hold(_ id: SubjectID, _ isHeld: Bool, at now: Moment) {
        if isHeld { held.insert(id) } else { held.remove(id) }
        think(id, now)
        thinkOfPlacements(of: id, now)
        for task in memory.tasks.values where copy(task) == id { think(task.id, now) }
    }

    private mutating func thinkOfPlacements(of story: SubjectID, _ now: Moment) {
        for placement in memory.placements.values where placement.story == story { think(placement.id, now) }
    }

    /// The desk did not allow what was intended: it is let be until something happens to the thing.
    mutating func drop(_ id: SubjectID) { intents[id] = nil }

    /// A story was begun for a task.
    mutating func note(copy story: SubjectID, of task: SubjectID, at now: Moment) {
        copies[task] = story
        think(task, now)
    }

    private mutating func think(_ id: SubjectID, _ now: Moment) {
        guard !held.contains(memory.placements[id]?.story ?? id) else {
            intents[id] = nil
            return
        }
        var intent: Intent?
        if let task = memory.tasks[id] {
            intent = plan(task, now)
        } else if let story = memory.stories[id] {
            intent = plan(story, now)
        } else if let placement = memory.placements[id] {
            intent = plan(placement, now)
        } else if let lead = memory.leads[id] {
            intent = plan(lead, now)
        } else if let request = memory.requests[id] {
            intent = plan(request, now)
        } else if let roll = memory.rolls[id] {
            intent = plan(roll, now)
        }
        intents[id] = intent
    }

    // MARK: - What plans share

    /// Something that somebody does so many seconds after `since`, and not while nobody can be reached in their centre.
    /// What had begun before the live day is taken up within its first forty minutes.
    func intent(
        _ actor: StaffID?, after since: Moment, _ seconds: ClosedRange<Int>, _ key: String, _ now: Moment,
        _ command: Command
    ) -> Intent? {
        guard let actor, let card = memory.staff[actor] else { return nil }
        var at =
            since < start
            ? start.adding(seconds: chance.number(15...2400, key + " old"))
            : since.adding(seconds: chance.number(seconds, key))
        at = max(at, now.adding(seconds: chance.number(10...60, key + " soon")))
        if let end = silence(of: card.centre, at: at) {
            at = end.adding(seconds: chance.number(20...300, key + " back"))
        }
        return Intent(at: at, actor: actor, command: command, order: key)
    }

    /// When a centre that cannot be reached can be again; `nil` when it can.
    private func silence(of centre: CentreID, at moment: Moment) -> Moment? {
        habits.silences.filter { $0.centre == centre }
            .map { (from: start.adding(seconds: $0.from), to: start.adding(seconds: $0.to)) }
            .first { moment >= $0.from && moment < $0.to }?.to
    }

    /// Whether somebody's centre can be reached.
    func isReachable(_ person: StaffID, at moment: Moment) -> Bool {
        memory.staff[person].map { silence(of: $0.centre, at: moment) == nil } ?? false
    }

    /// Whichever comes first.
    func first(_ intents: Intent?...) -> Intent? {
        intents.compactMap { $0 }.min { ($0.at, $0.order) < ($1.at, $1.order) }
    }

    /// Who puts out what is a house's: at the desk whoever has the duty, elsewhere its editor, and the desk's where it has none.
    func editor(of house: CentreID) -> StaffID? {
        house == memory.desk ? editor : memory.people(.centreEditor, of: house).first?.id ?? editor
    }

    /// Who is on duty at the desk.
    var editor: StaffID? { duty ?? memory.people(.dutyEditor, of: memory.desk).first?.id }

    /// The story that a task works for, or that was begun for it.
    func copy(_ task: NewsTask) -> SubjectID? { copies[task.id] ?? task.story }

    func isHeld(_ id: SubjectID) -> Bool { held.contains(id) }

    /// A centre's name in the language of the day.
    func name(_ id: CentreID) -> String {
        guard let name = memory.centres.first(where: { $0.id == id })?.name else { return id.rawValue }
        return language == .zh ? name.zh : name.en
    }
}
