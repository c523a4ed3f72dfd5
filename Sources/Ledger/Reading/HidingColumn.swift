import GRDB
import Newsroom

/// What stands hidden of a story or of a placement, as one column of its row: for each of it since when, by whom, for which
/// house, and whether the reason is owed, between blanks; one after the other between commas.
struct HidingColumn: Equatable {
    /// Since when it is hidden.
    var since: Moment
    /// Who hid it.
    var by: StaffID
    /// For which house.
    var house: CentreID
    /// Whether nobody has said why.
    var isUnexplained: Bool

    fileprivate var text: String {
        "\(since.milliseconds) \(by.rawValue) \(house.rawValue) \(isUnexplained ? "?" : "-")"
    }

    fileprivate init?(_ text: String) {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 4, let milliseconds = Int64(parts[0]) else { return nil }
        since = Moment(milliseconds: milliseconds)
        (by, house, isUnexplained) = (StaffID(rawValue: parts[1]), CentreID(rawValue: parts[2]), parts[3] == "?")
    }

    fileprivate init(_ hiding: Hiding) {
        (since, by, house, isUnexplained) = (hiding.at, hiding.by, hiding.house, hiding.reason == nil)
    }
}

extension Hidings {
    /// What stands, as a column; NULL where nothing does.
    var stored: DatabaseValue {
        let standing = standing.map { HidingColumn($0).text }
        return standing.isEmpty ? .null : standing.joined(separator: ",").databaseValue
    }
}

extension Row {
    /// What stands hidden, from its column.
    func hidings(_ column: Int) -> [HidingColumn] { list(column).compactMap(HidingColumn.init) }
}

extension Hiding.Summary {
    /// Of what stands in a story's row and in those of its placements; `nil` where nothing does.
    ///
    /// - Parameters:
    ///   - whole: what hides the story.
    ///   - parts: what hides it on channels.
    ///   - channels: the houses of the channels that it concerns.
    init?(whole: [HidingColumn], parts: [HidingColumn], channels: [CentreID]) {
        let standing = whole + parts
        guard let first = standing.min(by: { $0.since < $1.since }) else { return nil }
        self.init(
            since: first.since, by: first.by, unexplained: standing.filter(\.isUnexplained).map(\.by),
            houses: standing.map(\.house) + channels, whole: whole.map(\.house))
    }
}
