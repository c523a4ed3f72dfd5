import Foundation
import GRDB
import Newsroom

/// The log itself: appending to it and reading a subject's events from it.
enum EventStore {
    static let columns = "origin, seq, stamp, actor, role, centre, via, subject, kind, body, hash"

    /// Where this node's chain ends.
    struct Head {
        var sequence: Int64
        var stamp: Stamp
        var hash: Data
    }

    /// The end of an origin's chain, and the latest stamp of all.
    static func head(_ db: Database, origin: Int64) throws -> Head {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT seq, stamp, hash FROM event WHERE origin = ? ORDER BY seq DESC LIMIT 1"),
            arguments: [origin])
        guard let row else { return Head(sequence: 0, stamp: Stamp(value: 0), hash: Chain.start) }
        return Head(sequence: row[0], stamp: Stamp(value: row[1]), hash: row[2])
    }

    /// Appends an event to this node's chain.
    static func append(
        _ db: Database, _ event: Event, node: Node, head: inout Head, encoder: JSONEncoder
    ) throws {
        let stored = Chain.Stored(
            origin: node.id, sequence: head.sequence + 1, stamp: event.stamp.value, actor: event.actor.staff.rawValue,
            role: event.actor.role.rawValue, centre: event.actor.centre.rawValue, via: event.actor.via?.rawValue,
            subject: Data(event.subject.bytes), kind: event.fact.kind, body: try encoder.encode(event.fact))
        let hash = Chain.link(after: head.hash, stored)
        try db.cachedStatement(
            sql: "INSERT INTO event(\(columns)) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            node.row, stored.sequence, stored.stamp, stored.actor, stored.role, stored.centre, stored.via,
            stored.subject, stored.kind, stored.body, hash,
        ])
        head = Head(sequence: stored.sequence, stamp: event.stamp, hash: hash)
    }

    /// A subject's events in stamp order; of unknown kinds this program keeps the rows and passes them over.
    static func events(_ db: Database, of subject: SubjectID) throws -> [Event] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT stamp, actor, role, centre, via, subject, kind, body FROM event WHERE subject = ?
                    ORDER BY stamp, origin
                    """), arguments: [Data(subject.bytes)])
        let decoder = JSONDecoder()
        var events: [Event] = []
        while let row = try rows.next() {
            if let event = event(row, decoder) { events.append(event) }
        }
        return events
    }

    /// The event in a row of `stamp, actor, role, centre, via, subject, kind, body`; `nil` when this program does
    /// not know its kind, or the body is not what the kind says.
    static func event(_ row: Row, _ decoder: JSONDecoder) -> Event? {
        // Damage may have made anything of a column, so each is asked whether it is what it should be.
        guard let stamp = Int64.fromDatabaseValue(row[0]), let staff = String.fromDatabaseValue(row[1]),
            let role = String.fromDatabaseValue(row[2]).flatMap(Role.init(rawValue:)),
            let centre = String.fromDatabaseValue(row[3]),
            let subject = Data.fromDatabaseValue(row[5]).flatMap(SubjectID.init(bytes:)),
            let body = Data.fromDatabaseValue(row[7]), let fact = try? decoder.decode(Fact.self, from: body)
        else { return nil }
        let actor = Actor(
            staff: StaffID(rawValue: staff), role: role, centre: CentreID(rawValue: centre),
            via: String.fromDatabaseValue(row[4]).map(StaffID.init(rawValue:)))
        return Event(subject: subject, stamp: Stamp(value: stamp), actor: actor, fact: fact)
    }
}

/// This database's own place among the origins.
struct Node: Sendable {
    var row: Int64
    var id: Data
}
