import Foundation
import GRDB
import Newsroom

/// The read model of loans of reviewers. The centre is the borrowing one.
enum LoanTable: ReadModel {
    static let table = Projection.Table(
        """
        CREATE TABLE loan(
            row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, number INTEGER NOT NULL, title TEXT NOT NULL,
            centre TEXT NOT NULL, lender TEXT NOT NULL, person TEXT NOT NULL, state TEXT NOT NULL, story BLOB,
            until_at INTEGER, limit_at INTEGER, house TEXT NOT NULL, proposed_by TEXT NOT NULL,
            proposed_at INTEGER NOT NULL, accepted_by TEXT, updated_at INTEGER NOT NULL, open INTEGER NOT NULL);
        CREATE INDEX loan_number ON loan(number);
        CREATE INDEX loan_open ON loan(state) WHERE open = 1;
        """, isSearched: true)

    static func projection(of loan: Loan) -> Projection {
        let card = loan.card
        let title = title(of: card)
        return Projection(
            table, loan.id,
            [
                card.number.databaseValue, title.databaseValue, card.borrower.rawValue.databaseValue,
                card.lender.rawValue.databaseValue, card.person.rawValue.databaseValue,
                loan.state.rawValue.databaseValue, blob(card.term.story), time(card.term.end), time(nil),
                loan.proposed.house.rawValue.databaseValue, loan.proposed.by.rawValue.databaseValue,
                time(loan.proposed.at), word(loan.accepted?.by.rawValue), time(loan.last.at),
                loan.state.isOpen.databaseValue,
            ], text: title)
    }

    /// In ids, which are all that a loan knows of its people and houses.
    static func title(of card: LoanCard) -> String {
        "\(card.person.rawValue): \(card.lender.rawValue) > \(card.borrower.rawValue)"
    }

    /// What of the open ones something can still come of at a moment: its time is not over, nor is the story out and reviewed.
    private static let current = """
        FROM loan l INDEXED BY loan_open WHERE l.open = 1 AND (l.until_at IS NULL OR l.until_at > ?1) AND NOT EXISTS (
            SELECT 1 FROM story s WHERE s.id = l.story AND s.stage IS NULL AND s.correction_stage IS NULL
                AND s.state IN (\([StoryState.published, .corrected, .withdrawn].listedInSQL)))
        """

    /// The terms of all that both houses have agreed to and that may still be used, in the order in which they came here.
    static func agreed(_ db: Database, at now: Moment) throws -> [LoanTerms] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT l.id, l.number, l.person, l.lender, l.centre, l.story, l.until_at \(current)
                    AND l.state = '\(LoanState.inForce.rawValue)' ORDER BY l.row
                    """), arguments: [now.milliseconds]
        ).compactMap { row in
            guard let id = row.value(0) as SubjectID?, let card = card(row, from: 1) else { return nil }
            return LoanTerms(id: id, card: card)
        }
    }

    /// The open ones that may still be used, those that wait first.
    static func open(_ reading: Snapshot, _ filter: Filter) throws -> [LoanRow] {
        let columns = LoanRow.names.map { "l." + $0 }.joined(separator: ", ")
        return try reading.fetch(
            """
            SELECT \(columns) \(current) AND (?2 IS NULL OR l.centre = ?2 OR l.lender = ?2)
            ORDER BY l.state DESC, l.row DESC LIMIT ?3
            """, [reading.now.milliseconds, filter.centre?.rawValue, filter.openLimit])
    }

    /// A card from columns in the order of number, person, lender, borrower, story and until; `nil` where they say none.
    static func card(_ row: some StoredColumns, from first: Int) -> LoanCard? {
        let term: LoanTerm
        if let story = row.value(first + 4) as SubjectID? {
            term = .story(story)
        } else if let until = moment(row.value(first + 5)) {
            term = .until(until)
        } else {
            return nil
        }
        return LoanCard(
            number: row.number(first), person: StaffID(rawValue: row.text(first + 1)),
            lender: CentreID(rawValue: row.text(first + 2)), borrower: CentreID(rawValue: row.text(first + 3)),
            term: term)
    }
}

/// A loan as lists show it.
public struct LoanRow: LoanSummary, Equatable, Sendable, Identifiable {
    /// The loan itself, for its history and for commands.
    public var id: SubjectID
    /// Who is lent to whom, for how long.
    public var card: LoanCard
    /// The person and both houses, by their ids.
    public var title: String
    /// Where it stands.
    public var state: LoanState
    /// The house that proposed it.
    public var house: CentreID
    /// Who proposed it.
    public var proposer: StaffID
    /// When it was proposed.
    public var proposedAt: Moment
    /// Who accepted it for the other house; `nil` before.
    public var acceptedBy: StaffID?
    /// When anything last happened to it.
    public var updatedAt: Moment

    /// How people say it, such as B-0007.
    public var number: Number { Number(.loan, card.number) }
    /// The house that accepts.
    public var awaited: CentreID { house == card.lender ? card.borrower : card.lender }
    /// It has no limit.
    public var clock: Clock { Clock(since: proposedAt, limit: nil) }
    /// It waits for nobody once its term is over.
    public var clocks: [Clock] { [Clock(since: proposedAt, limit: card.term.end)] }

    static let names = [
        "id", "title", "state", "house", "proposed_by", "proposed_at", "accepted_by", "updated_at", "number", "person",
        "lender", "centre", "story", "until_at",
    ]
    static let columns = names.joined(separator: ", ")

    init?(_ row: RawRows, _: Database) {
        guard let id = row.value(0) as SubjectID?, let state = LoanState(rawValue: row.text(2)),
            let card = LoanTable.card(row, from: 8)
        else { return nil }
        self.id = id
        self.card = card
        title = row.text(1)
        self.state = state
        house = CentreID(rawValue: row.text(3))
        proposer = StaffID(rawValue: row.text(4))
        proposedAt = Moment(milliseconds: row.integer(5))
        acceptedBy = (row.value(6) as String?).map(StaffID.init(rawValue:))
        updatedAt = Moment(milliseconds: row.integer(7))
    }
}

extension LoanRow: StoredRow {
    static var table: Projection.Table { LoanTable.table }
    static func list(_ reading: Snapshot, _ filter: Filter) throws -> Listing<LoanRow> { try reading.loans(filter) }
    static let isOfCentre = "centre = ?1 OR lender = ?1"
    /// Who borrows.
    public var home: CentreID? { card.borrower }
    /// Whether a house may still write into it.
    public var isOpen: Bool { state.isOpen }
}

extension Snapshot {
    /// Whether somebody is lent, or is to be, for one of some stories: how the story stands decides whether that may still be used.
    public func isLent(for stories: Set<SubjectID>) throws -> Bool {
        let lent = try Row.fetchCursor(
            db.cachedStatement(sql: "SELECT story FROM loan INDEXED BY loan_open WHERE open = 1 AND story IS NOT NULL"))
        while let row = try lent.next() {
            if let story = row.value(0) as SubjectID?, stories.contains(story) { return true }
        }
        return false
    }

    /// Loans: those that may still be used, the ones that wait first; then the latest of the others. A filter by centre gives what
    /// that centre lends and borrows.
    public func loans(_ filter: Filter = Filter()) throws -> Listing<LoanRow> {
        let open = try LoanTable.open(self, filter)
        let limit = filter.rest(after: open.count)
        guard limit > 0 else { return try listing(open, filter) }
        let known = Set(open.map(\.id))
        let latest: [LoanRow] = try fetch(
            """
            SELECT \(LoanRow.columns) FROM loan WHERE (?1 IS NULL OR \(LoanRow.isOfCentre))
            ORDER BY row DESC LIMIT ?2
            """, [filter.centre?.rawValue, limit + open.count])
        return try listing(open + latest.filter { !known.contains($0.id) }.prefix(limit), filter)
    }

    /// The loan's row in lists.
    public func loanRow(_ id: SubjectID) throws -> LoanRow? {
        try fetch("SELECT \(LoanRow.columns) FROM loan WHERE id = ?", [id], as: LoanRow.self).first
    }

    /// A loan with all there is to know.
    public func loan(_ id: SubjectID) throws -> Loan? { Loan.fold(try history(id))?.state }
}
