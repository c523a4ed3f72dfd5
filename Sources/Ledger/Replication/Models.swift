import Foundation
import GRDB
import Newsroom

/// The read models while events of other nodes come in: what is touched is folded once at the end, in the order that is
/// the same at every node, and what its fold refuses is noted.
struct Models {
    private let db: Database
    private var touched: [SubjectID: Touched] = [:]
    /// In the order of the first touch, which the rows of the read models keep.
    private var order: [SubjectID] = []

    private struct Touched {
        var events: [EventStore.Stored]
        var before: Projection?
    }

    /// Whether nothing is folded at all.
    private let isIdle: Bool

    init(_ db: Database, isIdle: Bool = false) {
        self.db = db
        self.isIdle = isIdle
    }

    /// Remembers how an event's subject stood before it is changed.
    mutating func touch(_ event: Event) throws {
        // A note changes no state, and a desk has them without end.
        if case .noted = event.fact { return }
        try touch(event.subject)
    }

    mutating func touch(_ id: SubjectID) throws {
        guard touched[id] == nil, !isIdle else { return }
        let events = try EventStore.stored(db, of: id)
        touched[id] = Touched(events: events, before: try Self.fold(events).state.map { try Projection($0) })
        order.append(id)
    }

    /// An event that counts has come.
    mutating func add(_ stored: EventStore.Stored) {
        if case .noted = stored.event.fact { return }
        touched[stored.event.subject]?.events.append(stored)
    }

    /// An event that counted does so no more.
    mutating func remove(row: Int64, of id: SubjectID) {
        touched[id]?.events.removeAll { $0.row == row }
    }

    /// Folds what was touched and writes it.
    mutating func finish() throws {
        for id in order {
            guard var subject = touched[id] else { continue }
            subject.events.sort { $0.isBefore($1) }
            let (state, void) = Self.fold(subject.events)
            if let state {
                try Projection(state).write(db, replacing: subject.before)
            } else if let before = subject.before {
                try before.delete(db)
            }
            try note(void, of: id, isNew: subject.before == nil)
        }
        touched.removeAll(keepingCapacity: true)
        order.removeAll(keepingCapacity: true)
    }

    private func note(_ void: [EventStore.Stored], of id: SubjectID, isNew: Bool) throws {
        if !isNew || !void.isEmpty {
            try db.cachedStatement(sql: "DELETE FROM void WHERE subject = ?").execute(arguments: [Data(id.bytes)])
        }
        for stored in void {
            try db.cachedStatement(sql: "INSERT INTO void(event, subject, actor) VALUES(?, ?, ?)").execute(
                arguments: [stored.row, Data(id.bytes), stored.event.actor.staff.rawValue])
        }
    }

    /// The state that a subject's events make, and those that it refused.
    static func fold(_ stored: [EventStore.Stored]) -> (state: AnySubject?, void: [EventStore.Stored]) {
        let counting = EventStore.counting(stored)
        guard !counting.isEmpty else { return (nil, []) }
        let events = counting.map(\.event.asItHappened)
        guard let folded = AnySubject.judged(events) else { return (nil, []) }
        return (folded.state, folded.void.keys.sorted().map { counting[$0] })
    }
}
