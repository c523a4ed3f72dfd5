import Ledger
import Newsroom

extension Model {
    /// Takes what was read: rows by id, and each list of the present place.
    mutating func take(_ desk: DeskData) {
        self.desk = desk
        generation += 1
        if let changed = desk.changed {
            rows.take(changed, of: desk, generation)
            refreshAttention(changed: changed)
        } else {
            index(desk)
            refreshAttention()
        }
        refreshLists()
        goToMade()
        if isArriving, isStoryPlace, let story = desk.place.story { tab = firstTab(story) }
        isArriving = false
    }

    /// Takes all rows that were read, and what is made of the people and places.
    private mutating func index(_ desk: DeskData) {
        read = Localizer(language: language, zone: zone, directory: desk.directory)
        rows = RowIndex(desk, generation)
        let cards = desk.roster.map(\.card)
        if cards != mapRoster { (map, mapRoster) = (MapPlaces(cards), cards) }
    }

    /// Works out what needs somebody.
    ///
    /// - Parameter changed: of which alone rows have changed since; `nil` where any may have.
    private mutating func refreshAttention(changed: Set<SubjectID>? = nil) {
        if let changed, attentionTerm.holds(at: now) {
            attention = Attention.list(desk, after: attention, changed: changed, actor: actor, now: now)
        } else {
            attention = Attention.list(desk, actor: actor, now: now)
        }
        attentionTerm = Term(at: now, until: desk.nextChange(after: now))
    }

    /// What follows from the time alone: what has come over its limit, and lists that are put in order once nobody is at them.
    mutating func passTime() -> [Effect] {
        // What was published today is counted anew where the day is another.
        if let source = desk.source, source.today != zone.startOfDay(now) { return [.reload] }
        guard attentionTerm.holds(at: now), wasAttended == isAttended else {
            refreshAttention()
            refreshLists()
            return ring()
        }
        return []
    }

    /// The cursor goes onto what the reader has just made, where the list that they are in has it: the next act is meant for
    /// that.
    private mutating func goToMade() {
        guard let made else { return }
        let item = list.items.first { item in
            switch item {
            case .task(let id), .story(let id), .lead(let id), .thing(_, let id): id == made
            case .centre, .staff, .log, .message, .node, .proposal, .emergency, .overruled: false
            }
        }
        guard let item else { return }
        lists[listKey]?.select(item)
        self.made = nil
    }

    /// Whoever comes to judge a text that has changed since a reviewer saw it begins with what has changed, and everybody where a
    /// correction is open.
    private func firstTab(_ story: Story) -> Tab {
        if story.openCorrection != nil { return .changes }
        guard let stage = story.openStage, actor.role.may(Right(stage: stage)),
            !story.isBarred(actor.staff, from: stage)
        else {
            return .text
        }
        return story.reviews.contains { $0.textHash != story.text.textHash } ? .changes : .text
    }

    /// Whether somebody is at the keys: then nothing moves under the cursor. A board that is only looked at puts what is
    /// most pressing first by itself. A demonstration's day may run fast, so there real time counts. A key from the
    /// future, of before the clock was set back, is none.
    var isAttended: Bool { isVisited || (0..<30).contains(now.seconds(since: lastInput)) }

    /// Another day's desk begins: everything that named something of the old one is forgotten. The reader stays where
    /// they are as far as that place is there still.
    mutating func beginDay(actor: Person) {
        self.actor = actor
        places.removeAll { $0.isOneDays }
        if places.isEmpty { places = [.home(of: actor.role)] }
        lists = [:]
        tab = .text
        scroll = 0
        (prompt, overlay, notice, aim) = (nil, nil, nil, nil)
        undo = []
        desk.source = nil
        forgetTexts()
        rung = []
        (others, newsAt, told, reading, seen) = ([], nil, [], [], [])
    }

    /// Brings the lists of the present place up to date. The one that somebody is in keeps its order.
    mutating func refreshLists(reorder: Bool = false) {
        (wasAttended, wasWide) = (isAttended, isWide)
        for pane in Self.panes(place) + [.log] where pane != .text {
            let key = ListKey(place: place, pane: pane)
            var list = lists[key] ?? ListState()
            list.refresh(items(pane), keepOrder: !reorder && isAttended && pane == self.pane && filters[key] == nil)
            lists[key] = list
        }
    }

    /// The list that the present place is; `nil` where it is something else.
    var listScreen: (any ListScreen)? { if case .list(let id) = place { ListScreens.of(id) } else { nil } }

    /// What a pane of the present place holds, in its natural order, as far as its filter lets through.
    func items(_ pane: Pane) -> [Item] {
        let filter = filters[ListKey(place: place, pane: pane)] ?? ""
        let all: [Item] =
            switch pane {
            case .attention: (place == .summary ? overdue : urgent).map(\.item)
            case .mine: mine.map(\.item)
            case .centres: desk.roster.map { .centre($0.id) }
            case .tasks: place == .board ? rest(desk.tasks.map { .task($0.id) }) : desk.place.tasks.map { .task($0.id) }
            case .stories:
                place == .board ? rest(desk.stories.map { .story($0.id) }) : desk.place.stories.map { .story($0.id) }
            case .leads: desk.place.leads.map { .lead($0.id) }
            case .log: (place == .log ? desk.place.log : desk.log).map { .log($0.id) }
            case .hits:
                desk.place.stories.map { .story($0.id) } + desk.place.tasks.map { .task($0.id) }
                    + desk.place.leads.map { .lead($0.id) } + desk.place.others.map(Item.init)
            case .things: listScreen?.items(self) ?? []
            case .messages: desk.place.messages.map { .message($0.id) }
            case .nodes: desk.place.nodes.map { .node($0.card.id) }
            case .text: []
            }
        guard !filter.isEmpty else { return all }
        // Every word must be found somewhere in the row, in any of the ways that names are typed.
        let words = filter.split(separator: " ").map(String.init)
        return all.filter { item in
            let text = searchable(item)
            return words.allSatisfy { Pinyin.shared.matches($0, in: text) }
        }
    }

    /// How many more a pane has than are read for it.
    func more(_ pane: Pane) -> Int {
        switch pane {
        case .tasks: place == .board ? desk.tasks.more : desk.place.tasks.more
        case .stories: place == .board ? desk.stories.more : desk.place.stories.more
        case .leads: desk.place.leads.more
        case .things: desk.place.others.more
        // Leads without a limit need nobody yet.
        case .attention: desk.failures.more + desk.proposals.more
        case .mine, .centres, .log, .hits, .messages, .nodes, .text: 0
        }
    }

    /// What the board's first list shows: where there is no room for the others, all that is open by urgency.
    var urgent: [Attention] { isWide ? attention.filter { $0.level < .calm } : attention }

    /// What waits for the reader.
    var mine: [Attention] { Attention.readers(attention) }

    /// What is over its limit and waits for somebody else.
    private var overdue: [Attention] {
        attention.filter { $0.level == .over && !$0.isReaders }
    }

    /// The items that do not stand among the urgent ones already.
    private func rest(_ items: [Item]) -> [Item] {
        let shown = Set(urgent.map(\.item))
        return items.filter { !shown.contains($0) }
    }

    /// A centre's names in both languages: a filter takes either, and their sounds.
    func names(_ id: CentreID) -> String {
        let card = rows.centres[id]?.card
        return "\(card?.name.zh ?? "") \(card?.name.en ?? "") \(id.rawValue)"
    }

    /// The words of a row that a filter looks at.
    private func searchable(_ item: Item) -> String {
        switch item {
        case .task(let id):
            guard let row = task(id) else { return "" }
            let names = [names(row.centre), row.assignee.map(read.name) ?? ""]
            return "\(row.number) \(row.title) \(read(row.state.phrase)) \(read(row.priority.phrase)) "
                + names.joined(separator: " ")
        case .story(let id):
            guard let row = story(id) else { return "" }
            let stage =
                (row.stage.map { read($0.phrase) } ?? "") + (row.correction.map { " " + read($0.phrase) } ?? "")
                + (row.sendOut.map { say(" 外审 ", " outside ") + $0.to } ?? "")
            return "\(row.number) \(row.title) \(read(row.state.phrase)) \(stage) \(names(row.centre)) "
                + row.authors.map(read.name).joined(separator: " ")
        case .lead(let id):
            guard let row = lead(id) else { return "" }
            return "\(row.number) \(row.title) \(read(row.source.phrase)) \(row.place ?? "") \(read(row.state.phrase))"
        case .thing(let series, let id):
            return other(id).flatMap { SubjectScreens.of(series)?.searchable($0, self) } ?? ""
        case .centre(let id):
            guard let row = rows.centres[id] else { return "" }
            return "\(row.card.name.zh) \(row.card.name.en) \(id.rawValue) \(row.dutyEditor.map(read.name) ?? "")"
        case .staff(let id):
            guard let card = rows.staff[id] else { return "" }
            return "\(card.name) \(id.rawValue) \(read(card.role.phrase)) \(names(card.centre)) "
                + card.beats.joined(separator: " ")
        case .message(let id):
            guard let row = rows.messages[id] else { return "" }
            let people = [row.from] + (row.to ?? [])
            return "\(row.number.map { "\($0)" } ?? "") \(row.text) \(people.map(read.name).joined(separator: " "))"
        case .node(let id):
            guard let row = rows.nodes[id] else { return "" }
            return "\(row.card.name) \(id.rawValue) \(names(row.card.centre))"
        case .proposal(let id, let house):
            guard let row = proposal(id, house) else { return "" }
            return
                "\(row.number) \(row.title) \(names(row.centre)) \(row.channels.map(read.channel).joined(separator: " "))"
        case .emergency(let id):
            guard let row = story(id), let emergency = row.openEmergency else { return "" }
            return "\(row.number) \(row.title) \(names(row.centre)) \(read.name(emergency.authority))"
        case .overruled(let id): return rows.overruled[id]?.sentence(now: now, read) ?? ""
        case .log(let id):
            guard let row = rows.log[id] else { return "" }
            return "\(row.number.map { "\($0)" } ?? "") \(row.title ?? "") \(read.name(row.actor)) "
                + row.logText(read)
        }
    }
}

extension Model.RowIndex {
    /// All rows of a reading.
    init(_ desk: DeskData, _ generation: Int) {
        self.generation = generation
        tasks = Self.index(desk.tasks.rows, desk.place.tasks.rows) { $0.id }
        stories = Self.index(desk.stories.rows, desk.failures.rows, desk.place.stories.rows) { $0.id }
        leads = Self.index(desk.leads.rows, desk.place.leads.rows) { $0.id }
        others = Self.index(desk.others.rows, desk.place.others.rows) { $0.id }
        staff = Self.index(desk.directory.staff) { $0.id }
        nodes = Self.index(desk.place.nodes) { $0.card.id }
        takeAlways(desk)
    }

    /// Rows of which it is not told whether they have changed.
    private mutating func takeAlways(_ desk: DeskData) {
        centres = Self.index(desk.centres) { $0.id }
        log = Self.index(desk.log, desk.place.log) { $0.id }
        messages = Self.index(desk.unread, desk.place.messages) { $0.id }
        overruled = Self.index(desk.overruled) { $0.id }
    }

    /// Rows by their key; a later list's stand for an earlier one's.
    private static func index<Key, Row>(_ lists: [Row]..., by key: (Row) -> Key) -> [Key: Row] {
        var index = [Key: Row](minimumCapacity: lists.reduce(0) { $0 + $1.count })
        for list in lists { for row in list { index[key(row)] = row } }
        return index
    }

    /// Takes what a reading has changed: of what can be told by its id those rows only.
    mutating func take(_ ids: Set<SubjectID>, of desk: DeskData, _ generation: Int) {
        for id in ids {
            (tasks[id], stories[id], leads[id], others[id]) = (nil, nil, nil, nil)
            changed[id] = generation
        }
        for row in desk.tasks where ids.contains(row.id) { tasks[row.id] = row }
        for row in desk.stories where ids.contains(row.id) { stories[row.id] = row }
        for row in desk.failures where ids.contains(row.id) { stories[row.id] = row }
        for row in desk.leads where ids.contains(row.id) { leads[row.id] = row }
        for row in desk.others where ids.contains(row.id) { others[row.id] = row }
        takeAlways(desk)
    }

    /// The reading that last changed one of some things.
    func generation(of items: some Sequence<Item>, now: Int) -> Int {
        items.reduce(generation) { last, item in
            switch item {
            case .task(let id), .story(let id), .lead(let id), .thing(_, let id), .emergency(let id):
                max(last, changed[id] ?? 0)
            // Of these it is not known, and they are few.
            case .centre, .staff, .log, .message, .node, .proposal, .overruled: now
            }
        }
    }
}
