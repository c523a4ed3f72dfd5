import Foundation
import GRDB
import Newsroom

/// Folds every subject of a stretch of ids and compares it with its row. Events and rows are both read in the order
/// of their ids, side by side, so nothing is looked up.
struct ModelCheck {
    private var models: [Projection.Table: Model] = [:]
    private var subject: SubjectID?
    private var events: [Event] = []
    private let decoder = JSONDecoder()
    private var centre = ""
    private var heardAt: Int64 = 0

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
    }

    private static func within(_ column: String, _ from: Data, _ to: Data?) -> String {
        func literal(_ data: Data) -> String {
            "x'" + data.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() + "'"
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
            SELECT stamp, actor, role, centre, via, subject, kind, body, seq FROM event INDEXED BY event_subject
            WHERE \(Self.within("subject", from, to)) ORDER BY subject, row
            """)
        while try rows.next() {
            let isSame = current.withUnsafeBytes { same($0, rows.bytes(5)) }
            if !isSame {
                try finishSubject(&result)
                current = Data(rows.bytes(5))
                subject = SubjectID(bytes: current)
            }
            guard let event = event(rows) else {
                result.add(.unreadable(sequence: rows.integer(8), kind: rows.text(6)))
                continue
            }
            hear(event, &result)
            // Notes are the one kind that goes on for ever, and they change no state: only one need be kept.
            if case .noted = event.fact, !events.isEmpty { continue }
            events.append(event)
        }
        try finishSubject(&result)
        hear("", 0, &result)
    }

    private func event(_ rows: RawRows) -> Event? {
        guard rows.isInteger(0), let role = Role(rawValue: rows.text(2)), let subject,
            let fact = EventStore.fact(rows.text(6), rows.bytes(7), decoder)
        else { return nil }
        let actor = Actor(
            staff: StaffID(rawValue: rows.text(1)), role: role, centre: CentreID(rawValue: rows.text(3)),
            via: rows.isNull(4) ? nil : StaffID(rawValue: rows.text(4)))
        return Event(subject: subject, stamp: Stamp(value: rows.integer(0)), actor: actor, fact: fact)
    }

    /// When centres were heard, gathered before it goes to the table: a subject's events mostly come from one.
    private mutating func hear(_ event: Event, _ result: inout Inspection.Result) {
        hear(event.actor.centre.rawValue, event.at.milliseconds, &result)
        if case .rollAnswered(let centre) = event.fact { hear(centre.rawValue, event.at.milliseconds, &result) }
    }

    private mutating func hear(_ name: String, _ at: Int64, _ result: inout Inspection.Result) {
        if name == centre {
            heardAt = max(heardAt, at)
            return
        }
        if !centre.isEmpty { result.heard[centre] = max(result.heard[centre] ?? heardAt, heardAt) }
        (centre, heardAt) = (name, at)
    }

    /// Compares the subject whose events have been read.
    private mutating func finishSubject(_ result: inout Inspection.Result) throws {
        defer { events.removeAll(keepingCapacity: true) }
        guard let subject = events.first?.subject else { return }
        let isOrdered = zip(events, events.dropFirst()).allSatisfy { $0.stamp <= $1.stamp }
        guard let state = AnySubject.fold(isOrdered ? events : events.sorted { $0.stamp < $1.stamp }) else { return }
        result.subjects += 1
        let wanted = try Projection(state)
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
