import Foundation
import GRDB
import Newsroom

/// The read models while events of other nodes come in: what is touched is folded once at the end, in the order that is
/// the same at every node, and what its fold refuses is noted.
struct Models {
    private let db: Database
    private let writer: ModelWriter
    private let isKnown: RawStatement
    /// In the order of the first touch, which the rows of the read models keep.
    private var touched: [Touched] = []
    private var places: [SubjectID: Int] = [:]

    private struct Touched: Sendable {
        var id: SubjectID
        var events: [EventStore.Stored]
        var before: Projection?
        /// Whether nothing was known of it.
        var isNew: Bool
    }

    /// Whether nothing is folded at all.
    private let isIdle: Bool

    init(_ db: Database, isIdle: Bool = false) throws {
        self.db = db
        self.isIdle = isIdle
        writer = ModelWriter(db)
        isKnown = try RawStatement(db, "SELECT 1 FROM event WHERE subject = ? LIMIT 1")
    }

    /// What counts of the log is not what it was, or when it happened: lines of the duty log change that lie far back.
    func noteAll() { writer.noteAll() }

    /// Remembers how an event's subject stood before it is changed.
    mutating func touch(_ event: Event) throws {
        if event.isPassing { return }
        try touch(event.subject)
    }

    mutating func touch(_ id: SubjectID) throws {
        guard !isIdle, places[id] == nil else { return }
        // Mostly a subject is new, and then nothing need be read.
        let events = try isKnown.run(id) == nil ? [] : EventStore.stored(db, of: id)
        places[id] = touched.count
        touched.append(
            Touched(id: id, events: events, before: Self.fold(events).state.map(Projection.init), isNew: events.isEmpty)
        )
    }

    /// An event that counts has come.
    mutating func add(_ stored: EventStore.Stored) {
        if stored.event.isPassing { return }
        guard let place = places[stored.event.subject] else { return }
        touched[place].events.append(stored)
    }

    /// An event counts at another stamp than before.
    mutating func replace(row: Int64, with event: Event) {
        guard let place = places[event.subject] else { return }
        for index in touched[place].events.indices where touched[place].events[index].row == row {
            touched[place].events[index].event = event
        }
    }

    /// An event that counted does so no more.
    mutating func remove(row: Int64, of id: SubjectID) {
        guard let place = places[id] else { return }
        touched[place].events.removeAll { $0.row == row }
    }

    /// Folds what was touched, a few subjects at a time, while those before them are written.
    mutating func finish() throws {
        let size = 64
        let count = touched.count
        let outcomes = Ahead(
            of: stride(from: 0, to: count, by: size).map { Array(touched[$0..<min($0 + size, count)]) }
        ) { part in part.map(Outcome.init) }
        touched.removeAll()
        places.removeAll(keepingCapacity: true)
        for part in 0..<outcomes.count {
            for outcome in outcomes.take(part) {
                if let after = outcome.after {
                    try writer.write(after, replacing: outcome.before, tokens: outcome.tokens)
                } else if let before = outcome.before {
                    try writer.delete(before)
                }
                try Self.note(db, outcome.void, of: outcome.id, isNew: outcome.isNew)
            }
        }
        try writer.finish()
    }

    /// What a subject has become.
    private struct Outcome: Sendable {
        var id: SubjectID
        var isNew: Bool
        var before: Projection?
        var after: Projection?
        var tokens: String?
        var void: [EventStore.Stored]

        init(_ subject: Touched) {
            let (state, void) = Models.fold(Models.ordered(subject.events))
            (id, isNew, before) = (subject.id, subject.isNew, subject.before)
            self.void = void
            after = state.map(Projection.init)
            if let text = after?.text, subject.before?.text?.hasSameBytes(as: text) != true {
                tokens = Bigrams.tokens(text)
            }
        }
    }

    /// Notes anew which events of a subject its fold refuses.
    static func noteVoid(_ db: Database, of id: SubjectID) throws {
        try note(db, fold(try EventStore.stored(db, of: id)).void, of: id, isNew: false)
    }

    /// Notes those; of a subject that is new here there is nothing to forget.
    static func note(
        _ db: Database, _ void: [EventStore.Stored], of id: SubjectID, isNew: Bool
    ) throws {
        if !isNew || !void.isEmpty {
            try db.cachedStatement(sql: "DELETE FROM void WHERE subject = ?").execute(arguments: [id])
        }
        // What passes without effect is refused nowhere, also where a wrong clock put it before all else.
        for stored in void where !stored.event.isPassing {
            try db.cachedStatement(sql: "INSERT INTO void(event, subject, actor) VALUES(?, ?, ?)").execute(
                arguments: [stored.row, id, stored.event.actor.id.rawValue])
        }
    }

    /// Events in the order of folding; mostly they came in it.
    static func ordered(_ events: [EventStore.Stored]) -> [EventStore.Stored] {
        let isOrdered = zip(events, events.dropFirst()).allSatisfy { $0.isBefore($1) }
        return isOrdered ? events : events.sorted { $0.isBefore($1) }
    }

    /// The state that a subject's events make, and those that it refused.
    static func fold(_ stored: [EventStore.Stored]) -> (state: AnySubject?, void: [EventStore.Stored]) {
        let counting = EventStore.counting(stored)
        guard !counting.isEmpty else { return (nil, []) }
        let events = counting.map(\.event.asItHappened)
        guard let folded = AnySubject.replay(events) else { return (nil, []) }
        return (folded.state, folded.void.keys.sorted().map { counting[$0] })
    }
}

extension Event {
    /// A note at the desk, or a word about a clock, changes no state, and a desk has them without end.
    var isPassing: Bool {
        guard subject == .desk, case .desk(let fact) = fact else { return false }
        return switch fact {
        case .noted, .clockResumed, .clockCorrected: true
        case .opened, .policySet: false
        }
    }
}
