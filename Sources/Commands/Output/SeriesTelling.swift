import Ledger
import Newsroom

/// How the verbs that are about things of every series tell of one: made, found, overdue.
struct SeriesTelling: Sendable {
    /// The row as programs read it, with its kind.
    let json: @Sendable (any ListedRow, Snapshot, OpenDesk) throws -> (any Encodable)?
    /// The state in a word.
    let state: @Sendable (any ListedRow) -> Phrase?
    /// Tells what has become of one.
    let tell: @Sendable (Session, SubjectID, OpenDesk) throws -> Void
    /// What the board has of one that needs somebody; `nil` where the board asks the rules of its series itself.
    var attention: (@Sendable (any ListedRow, Moment) -> Attention?)?
}

extension SeriesTelling {
    static let stories = SeriesTelling(
        json: { row, reading, desk in
            try reading.story(row.id).map { story in
                StoryJSON(
                    story, on: try reading.placementRows(of: row.id), zone: desk.zone, now: reading.now, kind: "story")
            }
        }, state: { ($0 as? StoryRow)?.state.phrase }, tell: { try $0.tellStory($1, $2) })

    static let tasks = SeriesTelling(
        json: { row, reading, desk in
            (row as? TaskRow).map { TaskJSON($0, zone: desk.zone, now: reading.now, kind: "task") }
        }, state: { ($0 as? TaskRow)?.state.phrase }, tell: { try $0.tellTask($1, $2) })

    static let leads = SeriesTelling(
        json: { row, reading, desk in
            (row as? LeadRow).map { LeadJSON($0, zone: desk.zone, now: reading.now, kind: "lead") }
        }, state: { ($0 as? LeadRow)?.state.phrase }, tell: { try $0.tellLead($1, $2) })
}
