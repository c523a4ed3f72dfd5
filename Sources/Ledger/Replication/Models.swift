import Foundation
import GRDB
import Newsroom
import Synchronization

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
        if event.isPassing { return }
        try touch(event.subject)
    }

    mutating func touch(_ id: SubjectID) throws {
        guard touched[id] == nil, !isIdle else { return }
        // Mostly a subject is new, and then nothing need be read.
        let isKnown = try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM event WHERE subject = ?)"),
            arguments: [Data(id.bytes)])
        let events = isKnown == true ? try EventStore.stored(db, of: id) : []
        touched[id] = Touched(events: events, before: Self.fold(events).state.map(Projection.init))
        order.append(id)
    }

    /// An event that counts has come.
    mutating func add(_ stored: EventStore.Stored) {
        if stored.event.isPassing { return }
        touched[stored.event.subject]?.events.append(stored)
    }

    /// An event that counted does so no more.
    mutating func remove(row: Int64, of id: SubjectID) {
        touched[id]?.events.removeAll { $0.row == row }
    }

    /// Folds what was touched, side by side, and writes it.
    mutating func finish() throws {
        let subjects = order.compactMap { touched[$0] }
        let results = Mutex<[Int: [Outcome]]>([:])
        let size = 256
        DispatchQueue.concurrentPerform(iterations: (subjects.count + size - 1) / size) { part in
            let outcomes = subjects[part * size..<min(subjects.count, (part + 1) * size)].map(Outcome.init)
            results.withLock { $0[part] = outcomes }
        }
        let outcomes = results.withLock { results in results.sorted { $0.key < $1.key }.flatMap(\.value) }
        for (id, outcome) in zip(order, outcomes) {
            let before = touched[id]?.before
            if let after = outcome.after {
                try after.write(db, replacing: before, tokens: outcome.tokens)
            } else if let before {
                try before.delete(db)
            }
            try Self.note(db, outcome.void, of: id, isNew: before == nil)
        }
        touched.removeAll(keepingCapacity: true)
        order.removeAll(keepingCapacity: true)
    }

    /// What a subject has become.
    private struct Outcome: @unchecked Sendable {
        // Values only, made by one thread and read by another after it.
        var after: Projection?
        var tokens: String?
        var void: [EventStore.Stored]

        init(_ subject: Touched) {
            let (state, void) = Models.fold(subject.events.sorted { $0.isBefore($1) })
            self.void = void
            after = state.map(Projection.init)
            if let text = after?.text, text != subject.before?.text { tokens = Bigrams.tokens(text) }
        }
    }

    /// Notes anew which events of a subject its fold refuses.
    static func noteVoid(_ db: Database, of id: SubjectID) throws {
        try note(db, fold(try EventStore.stored(db, of: id)).void, of: id, isNew: false)
    }

    private static func note(
        _ db: Database, _ void: [EventStore.Stored], of id: SubjectID, isNew: Bool
    ) throws {
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

extension Event {
    /// A note at the desk changes no state, and a desk has them without end.
    var isPassing: Bool {
        if case .noted = fact { subject == .desk } else { false }
    }
}
