import Ledger
import Newsroom

/// The board as programs read it.
struct BoardJSON: Encodable {
    struct Concern: Encodable {
        let kind: Attention.Kind
        let id: SubjectID?
        let number: String?
        let title: String
        let centre: CentreID?
        let since: String
    }

    let at: String
    let desk: CentreID
    let centres: [CentreJSON]
    let tasks: [TaskJSON]
    let stories: [StoryJSON]
    let attention: [Concern]

    init(_ board: Board, desk: OpenDesk) throws {
        at = desk.zone.iso(board.now)
        self.desk = desk.directory.charter.id
        centres = board.centres.map { CentreJSON($0, desk: desk, now: board.now) }
        tasks = board.tasks.map { TaskJSON($0, zone: desk.zone, now: board.now) }
        stories = try desk.ledger.read { reading in
            try board.stories.compactMap { row in
                try reading.story(row.id).map {
                    StoryJSON($0, on: try reading.placementRows(of: row.id), zone: desk.zone, now: board.now)
                }
            }
        }
        attention = board.concerns.map {
            Concern(
                kind: $0.kind, id: $0.subject, number: $0.number?.description, title: $0.title, centre: $0.centre,
                since: desk.zone.iso($0.since))
        }
    }
}
