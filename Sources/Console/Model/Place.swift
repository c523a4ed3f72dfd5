import Ledger
import Newsroom

/// Where in the console somebody is. The stack of places is the breadcrumb.
enum Place: Hashable, Sendable {
    case board, tasks, stories, leads, staff, log, search
    case centre(CentreID)
    case task(SubjectID)
    case story(SubjectID)
    case lead(SubjectID)
}

extension Place {
    /// Whether the place is one thing's of one day's desk, and gone with it.
    var isOneDays: Bool {
        switch self {
        case .task, .story, .lead: true
        default: false
        }
    }

    /// The screen of what a number or an id names; `nil` when it names nothing.
    static func find(_ typed: String, _ desk: Reading) throws -> Place? {
        guard let id = try desk.find(typed) else { return nil }
        if try desk.taskRow(id) != nil { return .task(id) }
        return try desk.storyRow(id) != nil ? .story(id) : .lead(id)
    }
}

/// Anything a cursor can stand on.
enum Item: Hashable, Sendable {
    case task(SubjectID)
    case story(SubjectID)
    case lead(SubjectID)
    case centre(CentreID)
    case staff(StaffID)
    case log(Int64)
}

/// A list on a screen.
enum Pane: Hashable, Sendable {
    case attention, centres, tasks, stories, leads, staff, log, hits
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
