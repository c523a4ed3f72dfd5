import Foundation
import GRDB
import Newsroom

/// The log itself: appending to it and reading a subject's events from it.
enum EventStore {
    static let columns = "origin, seq, stamp, actor, role, house, capacity, via, subject, kind, body, hash"

    /// What `event` and `content` read, in this order, of `event e JOIN origin o`; what else is asked for comes after it.
    static let fields = """
        e.stamp, e.written, e.actor, e.role, e.house, e.capacity, e.via, e.subject, e.kind, e.body, o.centre
        """

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
    static func tips(_ db: Database, now: Moment) throws -> (tips: [ChainAudience: Tip], stamp: Stamp) {
        var tips: [ChainAudience: Tip] = [:]
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT row, id, stream, seq, hash, centre, stamp FROM origin WHERE mine = 1 ORDER BY row"))
        while let row = try rows.next() {
            guard let stream = ChainAudience(rawValue: row.text(2)), let id = row.origin(1)
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
        let (actor, person) = (event.actor, event.actor.person)
        let subject = Data(event.subject.bytes)
        let (kind, body) = (event.fact.kind.name, Data(event.fact.body))
        chain.begin(after: tip.hash, origin: Data(tip.origin.bytes), sequence: sequence, stamp: event.stamp.value)
        chain.field(actor.id.rawValue)
        chain.field(person?.role.rawValue)
        chain.field(actor.house.rawValue)
        chain.field(person?.capacity.stored)
        chain.field(person?.via?.rawValue)
        chain.field(subject)
        chain.field(kind)
        chain.field(body)
        let hash = Data(chain.link())
        try db.cachedStatement(
            sql: "INSERT INTO event(\(columns)) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            tip.row, sequence, event.stamp.value, actor.id.rawValue, person?.role.rawValue, actor.house.rawValue,
            person?.capacity.stored, person?.via?.rawValue, subject, kind, body, hash,
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
        var stream: ChainAudience
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
                    SELECT \(fields), e.row, o.id, e.seq, o.stream
                    FROM event e JOIN origin o ON o.row = e.origin LEFT JOIN aside q ON q.event = e.row
                    WHERE e.subject = ? AND q.event IS NULL ORDER BY e.stamp, o.id, e.seq
                    """), arguments: [subject])
        var events: [Stored] = []
        while let row = try rows.next() {
            guard let event = event(row), let origin = row.origin(12),
                let stream = ChainAudience(rawValue: row.text(14))
            else { continue }
            events.append(
                Stored(row: row.integer(11), origin: origin, sequence: row.integer(13), stream: stream, event: event))
        }
        return events
    }

    /// Those that are folded: once a draft is everybody's, what was its centre's own is told again and counts no more.
    /// Events in the shared chain that make nothing do not take it from its centre.
    static func counting(_ events: [Stored]) -> [Stored] {
        guard events.contains(where: { $0.stream == .own }) else { return events }
        let stream: ChainAudience = isOwn(events) ? .own : .shared
        return events.filter { $0.stream == stream }
    }

    /// Whether a subject with these events is still its centre's own.
    static func isOwn(_ events: [Stored]) -> Bool {
        events.contains { $0.stream == .own }
            && AnySubject.replay(events.filter { $0.stream == .shared }.map(\.event.asItHappened)) == nil
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
                    SELECT \(fields), e.row
                    FROM event e JOIN origin o ON o.row = e.origin LEFT JOIN aside q ON q.event = e.row
                    WHERE e.row > ? AND q.event IS NULL ORDER BY e.row
                    """), arguments: [row])
        var (events, last): ([Event], Int64) = ([], row)
        while let row = try rows.next() {
            last = row.integer(11)
            if let event = event(row) { events.append(event) }
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

    /// The event in a row of `fields`; `nil` when this program does not know its kind, or the body is not what the kind
    /// says.
    static func event(_ row: Row) -> Event? {
        guard case .event(let event) = content(row) else { return nil }
        return event
    }

    /// What such a row holds.
    static func content(_ row: Row) -> Content {
        // Damage may have made anything of a column, so each is asked whether it is what it should be.
        guard let stamp = Int64.fromDatabaseValue(row.stored(0)), let id = String.fromDatabaseValue(row.stored(2)),
            let house = String.fromDatabaseValue(row.stored(4)),
            let subject = Data.fromDatabaseValue(row.stored(7)).flatMap(SubjectID.init(bytes:)),
            let kind = String.fromDatabaseValue(row.stored(8)), let body = Data.fromDatabaseValue(row.stored(9))
        else { return .unreadable }
        let (actor, fact): (Actor, Fact)
        do throws(FactError) {
            actor = try Actor(
                id: id, role: .fromDatabaseValue(row.stored(3)), house: house,
                capacity: .fromDatabaseValue(row.stored(5)), via: .fromDatabaseValue(row.stored(6)))
            fact = try body.fact(kind)
        } catch {
            return error == .notUnderstood ? .notUnderstood : .unreadable
        }
        let event = Event(
            subject: subject, stamp: Stamp(value: Int64.fromDatabaseValue(row.stored(1)) ?? stamp), actor: actor,
            fact: fact,
            from: String.fromDatabaseValue(row.stored(10)).map(CentreID.init(rawValue:)))
        return .event(event.counted(at: Stamp(value: stamp)))
    }
}

extension Row {
    /// Who is said to have done what a row of `EventStore.fields` holds, which need not be an event that can be read.
    var actor: ActorID {
        stored(3).isNull
            ? .node(NodeID(rawValue: text(2)), house: CentreID(rawValue: text(4))) : .person(StaffID(rawValue: text(2)))
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
