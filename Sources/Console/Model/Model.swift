import Ledger
import Newsroom
import Terminal

/// Everything the console knows. `update` is the only one to change it.
struct Model: Sendable {
    // Who, where, how
    var actor: Person
    var language: Language { didSet { read = Localizer(language: language, zone: zone, directory: desk.directory) } }
    var zone: Zone
    var isReadOnly: Bool
    var isDemo: Bool
    var keymap: Keymap
    /// What may be touched of the machine.
    var reach = HostAccess()
    var themeName: String
    var hasMouse = true
    var size = Size(columns: 80, rows: 24)
    var glyphs = Glyphs.unicode
    var widths = Widths()
    /// The second that the screen shows: all that counts on it steps together with its clock, and at a key nothing moves
    /// that no second has moved.
    var now: Moment {
        didSet {
            now = now.wholeSecond
            desk.houses.now = now
        }
    }
    /// For how long this console has been running: real time, whatever the desk's clock does.
    var awake = Duration.zero
    /// When somebody last pressed a key.
    var lastInput = Moment(milliseconds: 0)
    /// Whether a visitor of the demonstration is at the keys, or was two minutes of real time ago.
    var isVisited = false

    // The desk as last read
    var desk: DeskData
    /// The words and names of the reader's language, made anew where people or places may have changed: every cell of a screen asks
    /// for some.
    var read: Localizer
    var rows = RowIndex()
    /// Where the roster's centres lie on the map; `nil` where it has none.
    var map: MapPlaces?
    /// The roster that it was made of.
    var mapRoster: [CentreCard] = []
    var attention: [Attention] = []
    /// For how long that stands while nothing is written.
    var attentionTerm = Term()
    /// Whether somebody was at the keys when the lists were last brought up to date.
    var wasAttended = false
    /// Whether the screen had room for the map then.
    var wasWide = false

    // The people at the desk, and their words
    /// Who else has a console open; nothing on the screen moves with them.
    var others: [Present] = [] { didSet { company = Company(others, but: actor.staff) } }
    private(set) var company = Company()
    /// When a message came, or one was read before the next: so long the newest unread is the line of news.
    var newsAt: Moment?
    /// The unread messages that were told of, so that the bell rings once.
    var told: Set<SubjectID> = []
    /// Messages whose reading is being recorded.
    var reading: Set<SubjectID> = []
    /// Acts that came to nothing of which it is being recorded that they were seen.
    var seen: Set<Int64> = []

    // Where the reader is
    var places: [Place]
    var focus: [Place: Pane] = [:]
    var lists: [ListKey: ListState] = [:]
    var filters: [ListKey: String] = [:]
    var tab: Tab = .text
    /// Whether the present place has not been read since somebody came to it.
    var isArriving = false
    var scroll = 0
    /// The longest `scroll` of the present text, set when the screen is laid out.
    var scrollLimit = 0
    var query = ""
    /// Rises with each reading of the desk.
    var generation = 0
    var document = Document()

    // What lies over the screen
    var prompt: Prompt?
    /// What the numbers and ids name that are being typed.
    var numbered: [String: Directory.Found<NumberedItem>] = [:]
    var overlay: Overlay?
    /// What was wrong with the configuration; the help tells all of it.
    var problems: [Phrase] = []
    /// What accompanies the visitor of a demonstration; `nil` at a desk that lasts.
    var guide: Guide?
    var notice: Notice?
    /// What the reader has just made, until the cursor stands on it or the next key comes.
    var made: SubjectID?
    var histories: [Prompt.Kind: PromptHistory] = [:]
    /// Commands that are being written.
    var pending = 0
    /// Asked to leave while something is being written: done when it is on the disk, unless something else is asked for.
    var isLeaving = false
    var undo: [Undo] = []
    /// How many times `undo` was asked for and is not answered: the first is being written, the others wait for it.
    var takingBack = 0
    /// What the line just entered was about; only while it is done.
    var aim: PromptTarget?

    // What is written and the desk does not have
    /// Texts that the desk did not take, or that an earlier console left: offered where they were being written.
    var kept: [KeptText] = []
    /// The text that is open, once there is something of its writer's in it.
    var draft: Draft?
    /// The kept text that the open one began with.
    var offered: KeptText?
    /// The text that goes along with what is asked about over the screen.
    var waiting: KeptText?
    /// The kept text that is to be opened when its screen has been read.
    var opensNext: KeptText?
    /// Begins the ids of this console's texts.
    var textSession = ""
    /// How many have one.
    var textCount = 0
    /// Texts that no file could be written for: they are in this memory only.
    var unwritten: Set<String> = []
    /// Why the last of them could not be written.
    var keepingProblem: Phrase?
    /// Those of which it was said that they would be lost by leaving.
    var warnedOfLoss: Set<String> = []
    /// Those that are on their way to the desk.
    var sent: Set<String> = []

    /// Who is already known to be over the limit, so that the bell rings once.
    var rung: Set<Item> = []

    var place: Place { places.last ?? .board }

    init(
        actor: Person, language: Language, zone: Zone, isReadOnly: Bool = false, isDemo: Bool = false,
        keymap: Keymap = .standard, themeName: String = "dark", now: Moment, desk: DeskData
    ) {
        self.actor = actor
        self.language = language
        self.zone = zone
        self.isReadOnly = isReadOnly
        self.isDemo = isDemo
        self.keymap = keymap
        self.themeName = themeName
        self.now = now.wholeSecond
        self.desk = desk
        places = [Place.home(of: actor.role)]
        read = Localizer(language: language, zone: zone, directory: desk.directory)
    }

    /// A list of one place.
    struct ListKey: Hashable, Sendable {
        var place: Place
        var pane: Pane
    }

    /// The line of news at the bottom.
    struct Notice: Equatable, Sendable {
        var text: String
        var style: Style
    }

    /// When something was worked out that the time changes, and until when it is so.
    struct Term: Sendable {
        var at = Moment(milliseconds: 0)
        /// `nil` where time alone changes nothing.
        var until: Moment?

        /// Whether it is so still. A clock that was set back begins anew.
        func holds(at now: Moment) -> Bool { now >= at && until.map { now < $0 } ?? true }
    }

    /// How to take something back; without commands nothing honest does.
    struct Undo: Sendable {
        var label: String
        var commands: [Command]

        var isPossible: Bool { !commands.isEmpty }
    }

    /// The rows by id, so that a list of items finds what to show.
    struct RowIndex: Sendable {
        var tasks: [SubjectID: TaskRow] = [:]
        var stories: [SubjectID: StoryRow] = [:]
        var leads: [SubjectID: LeadRow] = [:]
        var others: [SubjectID: any ListedRow] = [:]
        var centres: [CentreID: CentreRow] = [:]
        var staff: [StaffID: StaffCard] = [:]
        var log: [Int64: LogRow] = [:]
        var messages: [SubjectID: MessageRow] = [:]
        var nodes: [NodeID: NodeRow] = [:]
        var overruled: [Int64: OverruledRow] = [:]
        /// Which reading of the desk all of them are of, and those that a later one has changed.
        var generation = 0
        var changed: [SubjectID: Int] = [:]
    }
}

extension Model {
    func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    /// Channels by their names, one after the other.
    func names(_ channels: [ChannelID]) -> String { channels.map(read.channel).joined(separator: say("、", ", ")) }

    /// The pane that the keys go to.
    var pane: Pane { focus[place] ?? Self.panes(place).first ?? .text }

    var listKey: ListKey { ListKey(place: place, pane: pane) }
    var list: ListState { lists[listKey] ?? ListState() }

    /// What the cursor stands on, or the thing whose screen this is.
    var target: Item? {
        if let item = aim?.item { return item }
        return switch place {
        case .task(let id): .task(id)
        case .story(let id): .story(id)
        case .lead(let id): .lead(id)
        case .thing(let series, let id): .thing(series, id)
        default: list.selected
        }
    }

    /// The story on the screen, as it was read by whoever acts on it.
    var openStory: Story? { aim?.story ?? desk.place.story }

    /// The panes of a place that can have the focus, in the order of Tab.
    static func panes(_ place: Place) -> [Pane] {
        switch place {
        case .board: [.attention, .centres, .tasks, .stories]
        case .summary: [.mine, .attention]
        case .tasks: [.tasks]
        case .stories: [.stories]
        case .leads: [.leads]
        case .log: [.log]
        case .search: [.hits]
        case .messages: [.messages, .text]
        case .nodes: [.nodes, .text]
        case .centre: [.tasks, .stories]
        case .list: [.things]
        case .task, .story, .lead, .thing: [.text]
        }
    }

    func task(_ id: SubjectID) -> TaskRow? { rows.tasks[id] }
    func story(_ id: SubjectID) -> StoryRow? { rows.stories[id] }
    func lead(_ id: SubjectID) -> LeadRow? { rows.leads[id] }
    func other(_ id: SubjectID) -> (any ListedRow)? { rows.others[id] }
    func proposal(_ story: SubjectID, _ house: CentreID) -> ProposalRow? {
        desk.proposals.first { $0.story == story && $0.house == house }
    }

    /// The number and title of an item, for prompts and news.
    func label(_ item: Item) -> String {
        switch item {
        case .task(let id): task(id).map { "\($0.number)" } ?? desk.place.task.map { "\($0.number)" } ?? ""
        case .story(let id):
            // One that is out already may wait for a channel, and be in no other list.
            (story(id)?.number ?? desk.proposals.first { $0.story == id }?.number ?? desk.place.story?.number)
                .map { "\($0)" } ?? ""
        case .lead(let id): lead(id).map { "\($0.number)" } ?? desk.place.lead.map { "\($0.number)" } ?? ""
        case .thing(_, let id): other(id).map { "\($0.number)" } ?? ""
        case .centre(let id): read.centre(id)
        case .staff(let id): read.name(id)
        case .node(let id): rows.nodes[id]?.card.name ?? id.short
        case .proposal(let id, let house): proposal(id, house).map { "\($0.number)" } ?? ""
        case .emergency(let id): label(.story(id))
        case .overruled(let id): rows.overruled[id]?.number.map { "\($0)" } ?? ""
        case .log, .message: ""
        }
    }
}
