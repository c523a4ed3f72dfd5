import Foundation
import GRDB
import Newsroom

/// The log itself: appending to it and reading a subject's events from it.
enum EventStore {
    static let columns = "origin, seq, stamp, actor, role, centre, via, subject, kind, body, hash"

    /// One of this file's own chains, and where it stands.
    struct Tip {
        var row: Int64
        var origin: OriginID
        var sequence: Int64
        var hash: Data
        var stamp: Stamp
        /// The centre whose node this is; `nil` for the desk's own, and where there is no membership.
        var centre: CentreID?
    }

    /// The chains that this file goes on writing, and the latest stamp of all chains that a right clock could have made by
    /// now: what lies further ahead was made by a wrong one, and must not draw others after it.
    static func tips(_ db: Database, now: Moment) throws -> (tips: [Stream: Tip], stamp: Stamp) {
        var tips: [Stream: Tip] = [:]
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT row, id, stream, seq, hash, centre, stamp FROM origin WHERE mine = 1 ORDER BY row"))
        while let row = try rows.next() {
            guard let stream = Stream(rawValue: row.text(2)), let id = row.origin(1)
            else { continue }
            tips[stream] = Tip(
                row: row.integer(0), origin: id, sequence: row.integer(3), hash: row.data(4),
                stamp: Stamp(value: row.integer(6)),
                centre: (row.value(5) as String?).map(CentreID.init(rawValue:)))
        }
        let stamp =
            try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT max(stamp) FROM origin WHERE mine = 1 OR stamp <= ?"),
                arguments: [ClockGuard.latest(now).value]) ?? 0
        return (tips, Stamp(value: stamp))
    }

    /// Appends an event to one of this file's own chains.
    static func append(
        _ db: Database, _ event: Event, tip: inout Tip, chain: inout Chain
    ) throws {
        // A damaged row may hold any number.
        guard (0..<Int64.max).contains(tip.sequence) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a chain's number is none")
        }
        let sequence = tip.sequence + 1
        let (actor, subject) = (event.actor, Data(event.subject.bytes))
        let (kind, body) = (event.fact.kind.name, Data(event.fact.body))
        chain.begin(after: tip.hash, origin: Data(tip.origin.bytes), sequence: sequence, stamp: event.stamp.value)
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
            tip.row, sequence, event.stamp.value, actor.staff.rawValue, actor.role.rawValue, actor.centre.rawValue,
            actor.via?.rawValue, subject, kind, body, hash,
        ])
        tip.sequence = sequence
        tip.hash = hash
        tip.stamp = event.stamp
    }

    /// An event with its place in the log.
    struct Stored: Sendable {
        var row: Int64
        var origin: OriginID
        var sequence: Int64
        var stream: Stream
        var event: Event

        /// The order in which a subject's events are folded, the same at every node.
        func isBefore(_ other: Stored) -> Bool {
            if event.stamp != other.event.stamp { return event.stamp < other.event.stamp }
            return origin == other.origin ? sequence < other.sequence : origin < other.origin
        }
    }

    /// A subject's events in the order of folding, without those that are set aside.
    static func stored(_ db: Database, of subject: SubjectID) throws -> [Stored] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT e.stamp, e.actor, e.role, e.centre, e.via, e.subject, e.kind, e.body, o.centre, e.row, o.id,
                        e.seq, o.stream, e.written
                    FROM event e JOIN origin o ON o.row = e.origin LEFT JOIN aside q ON q.event = e.row
                    WHERE e.subject = ? AND q.event IS NULL ORDER BY e.stamp, o.id, e.seq
                    """), arguments: [subject])
        var events: [Stored] = []
        while let row = try rows.next() {
            guard let event = event(row, written: 13), let origin = row.origin(10),
                let stream = Stream(rawValue: row.text(12))
            else { continue }
            events.append(
                Stored(row: row.integer(9), origin: origin, sequence: row.integer(11), stream: stream, event: event))
        }
        return events
    }

    /// Those that are folded: once a draft is everybody's, what was its centre's own is told again and counts no more.
    /// Events in the shared chain that make nothing do not take it from its centre.
    static func counting(_ events: [Stored]) -> [Stored] {
        guard events.contains(where: { $0.stream == .own }) else { return events }
        let stream: Stream = isOwn(events) ? .own : .shared
        return events.filter { $0.stream == stream }
    }

    /// Whether a subject with these events is still its centre's own.
    static func isOwn(_ events: [Stored]) -> Bool {
        events.contains { $0.stream == .own }
            && AnySubject.judged(events.filter { $0.stream == .shared }.map(\.event.asItHappened)) == nil
    }

    /// The last row of the log, 0 for none.
    static func lastRow(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(row) FROM event")) ?? 0
    }

    /// A subject's events as they are folded.
    static func events(_ db: Database, of subject: SubjectID) throws -> [Event] {
        counting(try stored(db, of: subject)).map(\.event.asItHappened)
    }

    /// What was recorded after a row of the log, in that order, and the last row. Rows that this program does not
    /// understand are passed over.
    static func events(_ db: Database, after row: Int64) throws -> (events: [Event], last: Int64) {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT e.stamp, e.actor, e.role, e.centre, e.via, e.subject, e.kind, e.body, o.centre, e.row,
                        e.written
                    FROM event e JOIN origin o ON o.row = e.origin LEFT JOIN aside q ON q.event = e.row
                    WHERE e.row > ? AND q.event IS NULL ORDER BY e.row
                    """), arguments: [row])
        var (events, last): ([Event], Int64) = ([], row)
        while let row = try rows.next() {
            last = row.integer(9)
            if let event = event(row, written: 10) { events.append(event) }
        }
        return (events, last)
    }

    /// What a row of the log holds.
    enum Content {
        case event(Event)
        /// A newer program wrote it.
        case notUnderstood
        case unreadable
    }

    /// The event in a row of `stamp, actor, role, centre, via, subject, kind, body` and the centre of the node that
    /// wrote it; `nil` when this program does not know its kind, or the body is not what the kind says.
    ///
    /// - Parameter written: the column with the stamp that it was written with, where it counts as another.
    static func event(_ row: Row, written: Int) -> Event? {
        guard case .event(let event) = content(row, written: written) else { return nil }
        return event
    }

    /// What such a row holds.
    static func content(_ row: Row, written: Int) -> Content {
        // Damage may have made anything of a column, so each is asked whether it is what it should be.
        guard let stamp = Int64.fromDatabaseValue(row.stored(0)), let staff = String.fromDatabaseValue(row.stored(1)),
            let claimed = String.fromDatabaseValue(row.stored(2)),
            let centre = String.fromDatabaseValue(row.stored(3)),
            let subject = Data.fromDatabaseValue(row.stored(5)).flatMap(SubjectID.init(bytes:)),
            let kind = String.fromDatabaseValue(row.stored(6)), let body = Data.fromDatabaseValue(row.stored(7))
        else { return .unreadable }
        guard let role = Role(rawValue: claimed) else { return .notUnderstood }
        let fact: Fact
        do throws(FactError) {
            fact = try body.fact(kind)
        } catch {
            return error == .notUnderstood ? .notUnderstood : .unreadable
        }
        let actor = Actor(
            staff: StaffID(rawValue: staff), role: role, centre: CentreID(rawValue: centre),
            via: String.fromDatabaseValue(row.stored(4)).map(StaffID.init(rawValue:)))
        let event = Event(
            subject: subject, stamp: Stamp(value: Int64.fromDatabaseValue(row.stored(written)) ?? stamp), actor: actor,
            fact: fact,
            from: String.fromDatabaseValue(row.stored(8)).map(CentreID.init(rawValue:)))
        return .event(event.counted(at: Stamp(value: stamp)))
    }
}

extension Data {
    /// The fact of a kind that these bytes are the body of.
    func fact(_ kind: String) throws(FactError) -> Fact {
        let fact = withUnsafeBytes { bytes in
            Result { () throws(FactError) in try Fact(kind: kind, body: bytes) }
        }
        return try fact.get()
    }
}

extension Event {
    /// The event with the stamp as it counts.
    func counted(at stamp: Stamp) -> Event {
        stamp == self.stamp ? self : corrected(by: self.stamp.moment.milliseconds - stamp.moment.milliseconds)
    }
}
