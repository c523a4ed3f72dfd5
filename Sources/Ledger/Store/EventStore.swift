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
        _ db: Database, _ event: Event, node: Node, head: inout Head, chain: inout Chain, encoder: JSONEncoder
    ) throws {
        let sequence = head.sequence + 1
        let (actor, subject) = (event.actor, Data(event.subject.bytes))
        let (kind, body) = (event.fact.kind, try encoder.encode(event.fact))
        chain.begin(after: head.hash, origin: node.id, sequence: sequence, stamp: event.stamp.value)
        chain.field(actor.staff.rawValue)
        chain.field(actor.role.rawValue)
        chain.field(actor.centre.rawValue)
        chain.field(actor.via?.rawValue)
        chain.field(subject)
        chain.field(kind)
        chain.field(body)
        let hash = Data(chain.link())
        try db.cachedStatement(
            sql: "INSERT INTO event(\(columns)) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            node.row, sequence, event.stamp.value, actor.staff.rawValue, actor.role.rawValue, actor.centre.rawValue,
            actor.via?.rawValue, subject, kind, body, hash,
        ])
        head = Head(sequence: sequence, stamp: event.stamp, hash: hash)
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

    /// What was recorded after a row of the log, in that order, and the last row. Rows that this program does not
    /// understand are passed over.
    static func events(_ db: Database, after row: Int64) throws -> (events: [Event], last: Int64) {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT stamp, actor, role, centre, via, subject, kind, body, row FROM event WHERE row > ?
                    ORDER BY row
                    """), arguments: [row])
        let decoder = JSONDecoder()
        var (events, last): ([Event], Int64) = ([], row)
        while let row = try rows.next() {
            last = row[8]
            if let event = event(row, decoder) { events.append(event) }
        }
        return (events, last)
    }

    /// The event in a row of `stamp, actor, role, centre, via, subject, kind, body`; `nil` when this program does
    /// not know its kind, or the body is not what the kind says.
    static func event(_ row: Row, _ decoder: JSONDecoder) -> Event? {
        // Damage may have made anything of a column, so each is asked whether it is what it should be.
        guard let stamp = Int64.fromDatabaseValue(row[0]), let staff = String.fromDatabaseValue(row[1]),
            let role = String.fromDatabaseValue(row[2]).flatMap(Role.init(rawValue:)),
            let centre = String.fromDatabaseValue(row[3]),
            let subject = Data.fromDatabaseValue(row[5]).flatMap(SubjectID.init(bytes:)),
            let kind = String.fromDatabaseValue(row[6]), let body = Data.fromDatabaseValue(row[7]),
            let fact = body.withUnsafeBytes({ fact(kind, $0, decoder) })
        else { return nil }
        let actor = Actor(
            staff: StaffID(rawValue: staff), role: role, centre: CentreID(rawValue: centre),
            via: String.fromDatabaseValue(row[4]).map(StaffID.init(rawValue:)))
        return Event(subject: subject, stamp: Stamp(value: stamp), actor: actor, fact: fact)
    }
}

extension EventStore {
    /// The fact that a body holds; `nil` when it is not of this kind, or of none that this program knows.
    static func fact(_ kind: String, _ body: UnsafeRawBufferPointer, _ decoder: JSONDecoder) -> Fact? {
        if let fact = FactReader.fact(kind, body) { return fact }
        guard let fact = try? decoder.decode(Fact.self, from: Data(body)), fact.kind == kind else { return nil }
        return fact
    }
}

/// This database's own place among the origins.
struct Node: Sendable {
    var row: Int64
    var id: Data
}
