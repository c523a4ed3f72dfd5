import Foundation
import GRDB
import Newsroom

/// Folds every subject of a stretch of ids and compares it with its row. Events and rows are both read in the order
/// of their ids, side by side, so nothing is looked up.
struct ModelCheck {
    private var models: [Projection.Table: Model] = [:]
    private var subject: SubjectID?
    private var events: [EventStore.Stored] = []
    private let origins: [Int64: Chain]
    private let quarantine: Set<Int64>
    private let corrections: Corrections
    private var void: [Int64: Data] = [:]
    private var centre: CentreID?
    private var heardAt: Int64 = 0

    /// Whose a chain is.
    private struct Chain {
        var id: OriginID
        var stream: ChainAudience
        var centre: CentreID?
    }

    /// A read model's rows, and whether there is one more.
    private struct Model {
        let rows: RawRows
        var isAtRow: Bool
    }

    static func run(_ db: Database, from: Data, to: Data?, _ result: inout Inspection.Result) throws {
        var check = try ModelCheck(db, from, to)
        try check.run(db, from, to, &result)
    }

    private init(_ db: Database, _ from: Data, _ to: Data?) throws {
        for table in Projection.tables {
            let columns = table.columns.joined(separator: ", ")
            let rows = try RawRows(
                db, "SELECT \(columns) FROM \(table.name) WHERE \(Self.within("id", from, to)) ORDER BY id")
            models[table] = Model(rows: rows, isAtRow: try rows.next())
        }
        var origins: [Int64: Chain] = [:]
        let chains = try RawRows(db, "SELECT row, id, stream, centre FROM origin")
        while try chains.next() {
            guard let id = OriginID(bytes: chains.bytes(1)), let stream = ChainAudience(rawValue: chains.text(2)) else {
                continue
            }
            origins[chains.integer(0)] = Chain(
                id: id, stream: stream, centre: chains.isNull(3) ? nil : CentreID(rawValue: chains.text(3)))
        }
        self.origins = origins
        var quarantine: Set<Int64> = []
        let aside = try RawRows(db, "SELECT event FROM aside")
        while try aside.next() { quarantine.insert(aside.integer(0)) }
        self.quarantine = quarantine
        corrections = try Corrections(db)
        let refused = try RawRows(db, "SELECT event, subject FROM void WHERE \(Self.within("subject", from, to))")
        while try refused.next() { void[refused.integer(0)] = Data(refused.bytes(1)) }
    }

    private static func within(_ column: String, _ from: Data, _ to: Data?) -> String {
        func literal(_ data: Data) -> String {
            "x'" + data.hexDigits + "'"
        }
        return "\(column) >= \(literal(from))" + (to.map { " AND \(column) < \(literal($0))" } ?? "")
    }

    private mutating func run(
        _ db: Database, _ from: Data, _ to: Data?, _ result: inout Inspection.Result
    ) throws {
        var current = Data()
        let rows = try RawRows(
            db,
            """
            SELECT stamp, actor, role, house, via, subject, kind, body, seq, origin, row, written, capacity
            FROM event INDEXED BY event_subject
            WHERE \(Self.within("subject", from, to)) ORDER BY subject, row
            """)
        while try rows.next() {
            let isSame = current.withUnsafeBytes { same($0, rows.bytes(5)) }
            if !isSame {
                try finishSubject(&result)
                current = Data(rows.bytes(5))
                subject = SubjectID(bytes: current)
            }
            checkStamp(rows, &result)
            if quarantine.contains(rows.integer(10)) { continue }
            guard let stored = event(rows) else {
                // What a newer program wrote is set aside; anything else that cannot be read is damage.
                result.add(.unreadable(sequence: rows.integer(8), kind: rows.text(6)))
                continue
            }
            let event = stored.event
            hear(event, &result)
            // Notes are the one kind that goes on for ever, and they change no state: only one need be kept.
            if event.isPassing, !events.isEmpty { continue }
            events.append(stored)
        }
        try finishSubject(&result)
        hear(nil, 0, &result)
        if !void.isEmpty { result.add(.rowExtra(table: "void")) }
    }

    /// Whether the stamp with which an event counts is what the corrections make of the one that it was written with.
    private func checkStamp(_ rows: RawRows, _ result: inout Inspection.Result) {
        if rows.isNull(11), corrections.isEmpty { return }
        guard let chain = origins[rows.integer(9)], let subject else { return }
        let written = Stamp(value: rows.integer(rows.isNull(11) ? 0 : 11))
        let counted = written.moved(back: corrections.ahead(chain.id, rows.integer(8)))
        if counted.value != rows.integer(0) || (counted == written) != rows.isNull(11) {
            result.add(.differs(table: "event", subject: subject, column: "stamp"))
        }
    }

    private func event(_ rows: RawRows) -> EventStore.Stored? {
        func optional(_ column: Int) -> String? { rows.isNull(column) ? nil : rows.text(column) }
        guard rows.isInteger(0), let chain = origins[rows.integer(9)], let subject,
            let fact = try? Fact(kind: rows.text(6), body: rows.bytes(7)),
            let actor = try? Actor(
                id: rows.text(1), role: optional(2), house: rows.text(3), capacity: optional(12), via: optional(4))
        else { return nil }
        let written = Stamp(value: rows.integer(rows.isNull(11) ? 0 : 11))
        let event = Event(subject: subject, stamp: written, actor: actor, fact: fact, from: chain.centre)
            .counted(at: Stamp(value: rows.integer(0)))
        return EventStore.Stored(
            row: rows.integer(10), origin: chain.id, sequence: rows.integer(8), stream: chain.stream, event: event)
    }

    /// When centres were heard, gathered before it goes to the table: a subject's events mostly come from one.
    private mutating func hear(_ event: Event, _ result: inout Inspection.Result) {
        for house in event.heard { hear(house, event.at.milliseconds, &result) }
    }

    private mutating func hear(_ name: CentreID?, _ at: Int64, _ result: inout Inspection.Result) {
        if name == centre {
            heardAt = max(heardAt, at)
            return
        }
        if let centre { result.heard[centre] = max(result.heard[centre] ?? heardAt, heardAt) }
        (centre, heardAt) = (name, at)
    }

    /// Compares the subject whose events have been read.
    private mutating func finishSubject(_ result: inout Inspection.Result) throws {
        defer { events.removeAll(keepingCapacity: true) }
        guard let subject = events.first?.event.subject else { return }
        let (folded, refused) = Models.fold(Models.ordered(events))
        for stored in refused
        where !stored.event.isPassing && void.removeValue(forKey: stored.row) != Data(subject.bytes) {
            result.add(.rowMissing(table: "void", subject: subject))
        }
        guard let state = folded else { return }
        result.subjects += 1
        let wanted = Projection(state)
        guard var model = models[wanted.table], case .blob(let id) = wanted.values[0].storage else { return }
        while model.isAtRow, isBefore(model.rows.bytes(0), id) { model.isAtRow = try model.rows.next() }
        defer { models[wanted.table] = model }
        guard model.isAtRow, model.rows.holds(wanted.values[0], 0) else {
            return result.add(.rowMissing(table: wanted.table.name, subject: subject))
        }
        result.rows[wanted.table.name, default: 0] += 1
        for (index, value) in wanted.values.enumerated() where !model.rows.holds(value, index) {
            result.add(
                .differs(table: wanted.table.name, subject: subject, column: wanted.table.columns[index]))
        }
    }

    private func isBefore(_ left: UnsafeRawBufferPointer, _ right: Data) -> Bool {
        right.withUnsafeBytes { left.lexicographicallyPrecedes($0) }
    }
}
