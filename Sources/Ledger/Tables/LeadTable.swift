import Foundation
import GRDB
import Newsroom

/// The read model of leads.
enum LeadTable: ReadModel {
    static let table = Projection.Table(
        """
        CREATE TABLE lead(
            row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, number INTEGER NOT NULL, title TEXT NOT NULL,
            source TEXT NOT NULL, source_key TEXT, place TEXT, centre TEXT, priority TEXT NOT NULL, heat INTEGER,
            received_at INTEGER NOT NULL, state TEXT NOT NULL, limit_at INTEGER, story BLOB, finder TEXT NOT NULL,
            updated_at INTEGER NOT NULL, open INTEGER NOT NULL, contact BLOB, contact_until INTEGER);
        CREATE INDEX lead_number ON lead(number);
        CREATE INDEX lead_key ON lead(source_key) WHERE source_key IS NOT NULL;
        CREATE INDEX lead_open ON lead(received_at) WHERE open = 1;
        CREATE INDEX lead_limit ON lead(limit_at) WHERE limit_at IS NOT NULL;
        CREATE INDEX lead_centre ON lead(centre, updated_at);
        CREATE INDEX lead_contact ON lead(contact) WHERE contact IS NOT NULL;
        CREATE INDEX lead_contact_until ON lead(contact_until) WHERE contact IS NOT NULL;
        """, isSearched: true)

    static func projection(of lead: Lead) -> Projection {
        let card = lead.card
        // Which value it is and until when, never the value itself.
        let contact = lead.contact?.reference
        return Projection(
            table, lead.id,
            [
                card.number.databaseValue, card.title.databaseValue, card.source.rawValue.databaseValue,
                word(card.sourceKey), word(card.place), word(card.centre?.rawValue),
                card.priority.rawValue.databaseValue, card.heat.databaseValue, time(card.receivedAt),
                lead.state.rawValue.databaseValue, time(lead.clock.limit), blob(lead.story),
                lead.finder.rawValue.databaseValue, time(lead.last.at), lead.isOpen.databaseValue,
                (contact.map { Data($0.id.bytes) }).databaseValue, time(contact?.expiresAt),
            ], text: card.title + "\n" + card.text)
    }
}

/// A lead as lists show it.
public struct LeadRow: Equatable, Sendable, Identifiable {
    /// The lead itself, for its history and for commands.
    public var id: SubjectID
    /// How people say it, such as L-0031.
    public var number: Number
    /// What it is about, in one line.
    public var title: String
    /// How it reached the desk.
    public var source: LeadSource
    /// Where it happens, in the finder's words; `nil` when nobody said.
    public var place: String?
    /// The centre that it concerns; `nil` where it is no centre's own.
    public var centre: CentreID?
    /// How soon it matters.
    public var priority: Priority
    /// Heat as the source counts it; `nil` where it gives none.
    public var heat: Int?
    /// When it came in, by its source's clock if that tells.
    public var receivedAt: Moment
    /// Whether it still waits for judgement, or what came of it.
    public var state: LeadState
    /// When it must have been dispatched; `nil` without such a limit, and once it is judged.
    public var limit: Moment?
    /// The story that it led to; `nil` unless promoted.
    public var story: SubjectID?
    /// Who brought it.
    public var finder: StaffID
    /// When anything last happened to it.
    public var updatedAt: Moment

    /// The clock from its receipt to the first dispatch.
    public var clock: Clock { Clock(since: receivedAt, limit: limit) }

    static let columns = """
        id, number, title, source, place, centre, priority, heat, received_at, state, limit_at, story, finder,
        updated_at
        """

    init?(_ row: RawRows, _: Database) {
        guard let id = row.value(0) as SubjectID?, let source = LeadSource(rawValue: row.text(3)),
            let priority = Priority(rawValue: row.text(6)), let state = LeadState(rawValue: row.text(9))
        else { return nil }
        self.id = id
        number = Number(.lead, row.number(1))
        title = row.text(2)
        self.source = source
        place = row.value(4)
        centre = (row.value(5) as String?).map(CentreID.init(rawValue:))
        self.priority = priority
        heat = row.value(7)
        receivedAt = Moment(milliseconds: Int64(row.number(8)))
        self.state = state
        limit = moment(row.value(10))
        story = row.value(11)
        finder = StaffID(rawValue: row.text(12))
        updatedAt = Moment(milliseconds: Int64(row.number(13)))
    }
}

extension Snapshot {
    /// Leads: the open ones, those with a limit first, then the latest; then the latest of the rest.
    public func leads(_ filter: Filter = Filter()) throws -> Listing<LeadRow> {
        var open: [LeadRow] = try rows(
            "SELECT \(LeadRow.columns) FROM lead INDEXED BY lead_limit WHERE open = 1 AND limit_at IS NOT NULL", filter,
            order: "limit_at, received_at DESC, number DESC")
        // Hot lists may leave many thousands open, so these are read as they lie in their index.
        open += try rows(
            "SELECT \(LeadRow.columns) FROM lead INDEXED BY lead_open WHERE open = 1 AND limit_at IS NULL",
            Filter(centre: filter.centre, limit: filter.remaining(after: open.count)),
            order: "received_at DESC, number DESC")
        let rest: [LeadRow] = try rest(
            "SELECT \(LeadRow.columns) FROM lead WHERE open = 0", filter, after: open.count)
        return try listing(open + rest, filter)
    }

    /// The lead's row in lists.
    public func leadRow(_ id: SubjectID) throws -> LeadRow? {
        try fetch("SELECT \(LeadRow.columns) FROM lead WHERE id = ?", [id], as: LeadRow.self).first
    }

    /// A lead with all there is to know.
    public func lead(_ id: SubjectID) throws -> Lead? { Lead.fold(try history(id))?.state }

    /// Leads and stories much like a title, for whoever is about to enter it: possible duplicates across centres.
    public func similar(to title: String, limit: Int = 5) throws -> [LeadRow] {
        let characters = title.filter { !$0.isWhitespace && !$0.isPunctuation }
        guard characters.count >= 2 else { return [] }
        // Any four neighbouring characters in common make a lead worth showing.
        let pieces = stride(from: 0, to: max(1, characters.count - 3), by: 2).prefix(12).map { start in
            String(characters.dropFirst(start).prefix(4))
        }
        var seen: [SubjectID] = []
        var result: [LeadRow] = []
        for piece in pieces {
            for lead in try search(piece, limit: limit).leads where !seen.contains(lead.id) {
                seen.append(lead.id)
                result.append(lead)
            }
            if result.count >= limit { break }
        }
        return Array(result.prefix(limit))
    }
}
