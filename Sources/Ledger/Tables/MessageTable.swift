import Foundation
import GRDB
import Newsroom

/// The read model of messages.
enum MessageTable: ReadModel {
    // `recipients` and `waiting` (who has not read it) are written `,a,b,` so that one id is found whole; NULL is everybody,
    // and nobody.
    static let table = Projection.Table(
        """
        CREATE TABLE message(
            row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, sender TEXT NOT NULL, sent_at INTEGER NOT NULL,
            text TEXT NOT NULL, recipients TEXT, about BLOB, read_by TEXT NOT NULL, waiting TEXT);
        CREATE INDEX message_waiting ON message(waiting) WHERE waiting IS NOT NULL;
        CREATE INDEX message_everybody ON message(sent_at) WHERE recipients IS NULL;
        """)

    static func projection(of message: DeskMessage) -> Projection {
        let readBy = named(message.readBy)
        return Projection(
            table, message.id,
            [
                message.from.rawValue.databaseValue, time(message.at), message.text.databaseValue,
                word(message.to.map(listed)), blob(message.about), json(readBy),
                word(message.waiting.isEmpty ? nil : listed(message.waiting)),
            ])
    }

    /// Ids hold no commas, so each is found whole between two.
    static func listed(_ people: [StaffID]) -> String { "," + people.map { $0.rawValue + "," }.joined() }
}

/// A message as lists show it.
public struct MessageRow: Equatable, Sendable, Identifiable {
    /// The message itself, for reading it.
    public var id: SubjectID
    /// Who sent it.
    public var from: StaffID
    /// When it was sent.
    public var at: Moment
    /// What was said.
    public var text: String
    /// The people named; `nil` for everybody at the desk.
    public var to: [StaffID]?
    /// What it is about; `nil` for nothing in particular.
    public var about: SubjectID?
    /// The number of what it is about.
    public var number: Number?
    /// When each recipient read it.
    public var readBy: [StaffID: Moment]

    /// Whether it was sent to this person.
    public func isFor(_ person: StaffID) -> Bool { person != from && to?.contains(person) != false }
    /// Whether it waits to be read by this person.
    public func isUnread(by person: StaffID) -> Bool { isFor(person) && readBy[person] == nil }

    static let columns = "id, sender, sent_at, text, recipients, about, read_by"

    init?(_ row: Row) {
        guard let id = row.value(0) as SubjectID? else { return nil }
        self.id = id
        from = StaffID(rawValue: row.text(1))
        at = Moment(milliseconds: Int64(row.number(2)))
        text = row.text(3)
        to = (row.value(4) as String?).map { $0.split(separator: ",").map { StaffID(rawValue: String($0)) } }
        about = row.value(5)
        let read = try? JSONDecoder().decode([String: Moment].self, from: Data(row.text(6).utf8))
        readBy = Dictionary(
            (read ?? [:]).map { (StaffID(rawValue: $0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Snapshot {
    /// What a person has not read yet, the newest first: words to them, however old, and of those to everybody the
    /// ones of the last days.
    public func unread(by person: StaffID, limit: Int = 200) throws -> [MessageRow] {
        let begin = now.adding(seconds: -DeskMessage.newsDays * 86400)
        let named = try fetch(
            """
            SELECT \(MessageRow.columns) FROM message INDEXED BY message_waiting
            WHERE waiting IS NOT NULL AND instr(waiting, ?) > 0 ORDER BY row DESC LIMIT ?
            """, [MessageTable.listed([person]), limit], MessageRow.init)
        let open = try fetch(
            """
            SELECT \(MessageRow.columns) FROM message INDEXED BY message_everybody
            WHERE recipients IS NULL AND sent_at >= ? ORDER BY sent_at DESC LIMIT ?
            """, [begin.milliseconds, limit], MessageRow.init)
        let all = (named + open).filter { $0.isUnread(by: person) }
        return try numbered(all.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.prefix(limit))
    }

    /// What a person sent or was sent, the newest first.
    public func messages(of person: StaffID, limit: Int = 500) throws -> [MessageRow] {
        let rows = try fetch(
            """
            SELECT \(MessageRow.columns) FROM message
            WHERE recipients IS NULL OR sender = ? OR instr(recipients, ?) > 0 ORDER BY row DESC LIMIT ?
            """, [person.rawValue, MessageTable.listed([person]), limit], MessageRow.init)
        return try numbered(rows[...])
    }

    /// A message by its id; `nil` when there is none.
    public func message(_ id: SubjectID) throws -> MessageRow? {
        let found = try fetch(
            "SELECT \(MessageRow.columns) FROM message WHERE id = ?", [id], MessageRow.init)
        return try numbered(found[...]).first
    }

    private func numbered(_ rows: ArraySlice<MessageRow>) throws -> [MessageRow] {
        try rows.map { row in
            var row = row
            row.number = try row.about.flatMap(number(of:))
            return row
        }
    }
}
