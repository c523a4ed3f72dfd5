import Ledger
import Newsroom

/// A roll call as programs read it.
struct RollCallJSON: Encodable {
    struct Answer: Encodable {
        let centre: CentreID
        let at: String
        let late: Bool
    }

    let id: SubjectID
    let calledBy: StaffID
    let calledAt: String
    let answerBy: String
    let centres: [CentreID]
    let answers: [Answer]
    let missing: [CentreID]

    init(_ row: RollCallRow, zone: Zone) {
        id = row.id
        calledBy = row.calledBy
        calledAt = zone.iso(row.calledAt)
        answerBy = zone.iso(row.answerBy)
        centres = row.centres
        answers = row.centres.compactMap { centre in
            row.answers[centre].map { Answer(centre: centre, at: zone.iso($0), late: row.isLate(centre)) }
        }
        missing = row.missing
    }
}
