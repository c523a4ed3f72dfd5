import GRDB
import Newsroom

/// What stands hidden of a story or of a placement, as one column of its row: for each of it since when, by whom and for which
/// house, between blanks; one after the other between commas. So are the reasons that are owed, of what stands and of what is
/// over.
struct HidingColumn: Equatable {
    /// Since when it is hidden.
    var since: Moment
    /// Who hid it.
    var by: StaffID
    /// For which house.
    var house: CentreID

    fileprivate var text: String { "\(since.milliseconds) \(by.rawValue) \(house.rawValue)" }

    fileprivate init?(_ text: String) {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 3, let milliseconds = Int64(parts[0]) else { return nil }
        since = Moment(milliseconds: milliseconds)
        (by, house) = (StaffID(rawValue: parts[1]), CentreID(rawValue: parts[2]))
    }

    fileprivate init(_ hiding: Hiding) { (since, by, house) = (hiding.at, hiding.by, hiding.house) }
}

extension Hidings {
    /// What stands, as a column; NULL where nothing does.
    var stored: DatabaseValue { Self.column(standing) }

    /// That of which nobody has said why, as a column; NULL where there is none.
    var storedUnexplained: DatabaseValue { Self.column(unexplained) }

    private static func column(_ hidings: [Hiding]) -> DatabaseValue {
        hidings.isEmpty ? .null : hidings.map { HidingColumn($0).text }.joined(separator: ",").databaseValue
    }
}

extension StoredColumns {
    /// What stands hidden, from its column.
    func hidings(_ column: Int) -> [HidingColumn] { list(column).compactMap(HidingColumn.init) }

    /// The reasons that are owed, from their column.
    func owedReasons(_ column: Int) -> [Hiding.OwedReason] {
        hidings(column).map { Hiding.OwedReason(by: $0.by, since: $0.since) }
    }
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
            since: first.since, by: first.by,
            houses: standing.map(\.house) + channels, whole: whole.map(\.house))
    }
}
