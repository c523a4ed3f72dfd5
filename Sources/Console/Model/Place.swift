import Ledger
import Newsroom

/// Where in the console somebody is. The stack of places is the breadcrumb.
enum Place: Hashable, Sendable {
    case board, summary, tasks, stories, leads, log, search, messages, nodes
    case centre(CentreID)
    case task(SubjectID)
    case story(SubjectID)
    case lead(SubjectID)
    /// A list: what it shows is said by its `ListScreen`.
    case list(ListID)
    /// One thing of a series: what it shows is said by its `SubjectScreen`.
    case thing(Series, SubjectID)
}

extension Place {
    /// Where somebody of a role begins: who runs the desk at the board, who looks in at the summary of the shift.
    static func home(of role: Role) -> Place {
        switch role {
        case .chiefEditor, .administrator, .viewer, .business: .summary
        case .reporter, .centreEditor, .dutyEditor, .deskHead: .board
        }
    }

    /// Whether the place is one thing's of one day's desk, and gone with it.
    var isOneDays: Bool {
        switch self {
        case .task, .story, .lead, .thing: true
        default: false
        }
    }

    /// The screen of something that has a number.
    init(_ item: NumberedItem) { self.init(item.id, item.number.series) }

    /// The screen of one thing of a series.
    init(_ id: SubjectID, _ series: Series) {
        self =
            switch series {
            case .task: .task(id)
            case .story: .story(id)
            case .lead: .lead(id)
            case .request, .loan: .thing(series, id)
            }
    }
}

extension Place {
    /// The word by which consoles tell each other where their owners are.
    var word: String {
        if case .list(let id) = self { return id.word }
        return String(String(describing: self).prefix { $0 != "(" })
    }

    /// The one thing whose screen this is.
    var subject: SubjectID? {
        switch self {
        case .task(let id), .story(let id), .lead(let id), .thing(_, let id): id
        case .centre(let id): .centre(id)
        default: nil
        }
    }

    /// The list of this word; `nil` for the screen of one thing, and for what this program does not know.
    init?(list word: String) {
        let lists: [Place] =
            [.board, .summary, .tasks, .stories, .leads, .log, .search, .messages, .nodes]
            + ListScreens.all.map { .list($0.id) }
        guard let place = lists.first(where: { $0.word == word }) else { return nil }
        self = place
    }
}

/// Anything a cursor can stand on.
enum Item: Hashable, Sendable {
    case task(SubjectID)
    case story(SubjectID)
    case lead(SubjectID)
    /// One thing of a series that has a `SubjectScreen`.
    case thing(Series, SubjectID)
    case centre(CentreID)
    case staff(StaffID)
    case log(Int64)
    case message(SubjectID)
    case node(NodeID)
    /// A story that waits to be let onto channels of a house.
    case proposal(SubjectID, CentreID)
    /// A story that went out in an emergency on a word that is awaited, or was denied.
    case emergency(SubjectID)
    /// An act of the reader's that came to nothing, by its row in the log.
    case overruled(Int64)
}

/// A list on a screen.
enum Pane: Hashable, Sendable {
    case attention, mine, centres, tasks, stories, leads, log, hits, messages, nodes
    /// What a `ListScreen` shows.
    case things
    /// A detail's text, which scrolls by line.
    case text
}

/// The parts of one thing's screen.
enum Tab: Int, CaseIterable, Sendable {
    case text, changes, reviews, placements, history

    var phrase: Phrase {
        switch self {
        case .text: Phrase("正文", "Text")
        case .changes: Phrase("差异", "Changes")
        case .reviews: Phrase("审签", "Reviews")
        case .placements: Phrase("分发", "Channels")
        case .history: Phrase("经过", "History")
        }
    }
}
