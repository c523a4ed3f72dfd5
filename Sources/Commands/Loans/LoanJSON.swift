import Ledger
import Newsroom

/// The loan of a reviewer as programs read it.
struct LoanJSON: Encodable {
    /// Said where several kinds of things are listed together.
    var kind: String?
    let id: SubjectID
    let number: String
    let person: StaffID
    /// The house that lends.
    let from: CentreID
    /// The house that borrows.
    let to: CentreID
    let story: SubjectID?
    let until: String?
    let state: LoanState
    /// Whether its time is over.
    let over: Bool
    /// Who proposed it, for which house.
    let by: StaffID
    let house: CentreID
    let createdAt: String
    let acceptedBy: StaffID?

    // Told of one loan only.
    var reason: String?
    var history: [LogJSON]?

    init(_ row: LoanRow, zone: Zone, now: Moment, kind: String? = nil) {
        self.kind = kind
        id = row.id
        number = row.number.description
        person = row.card.person
        from = row.card.lender
        to = row.card.borrower
        story = row.card.term.story
        until = row.card.term.end.map(zone.iso)
        state = row.state
        over = row.card.term.isOver(at: now)
        by = row.proposer
        house = row.house
        createdAt = zone.iso(row.proposedAt)
        acceptedBy = row.acceptedBy
    }

    /// Everything about one loan.
    init(_ row: LoanRow, _ loan: Loan, history: [Event], zone: Zone, now: Moment, read: Localizer) {
        self.init(row, zone: zone, now: now)
        reason = loan.reason
        self.history = history.map { LogJSON($0, zone: zone, read: read) }
    }
}

extension SeriesTelling {
    static let loans = SeriesTelling(
        json: { row, reading, desk in
            (row as? LoanRow).map { LoanJSON($0, zone: desk.zone, now: reading.now, kind: "loan") }
        }, state: { ($0 as? LoanRow)?.state.phrase }, tell: { try $0.tellLoan($1, $2) },
        attention: { ($0 as? LoanRow)?.attention(for: nil, at: $1) })
}
