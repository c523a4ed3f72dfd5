import Foundation
import GRDB
import Newsroom
import Synchronization

/// One verification. The work is cut into parts that several threads take one after another, each with a connection
/// of its own on the same moment of the database; a part holds no more than one subject's events in memory.
struct Inspection {
    private let path: String
    private let now: Moment
    private let inspectors: [DatabaseQueue]
    private let parts: [Part]

    /// Something to check that depends on no other part.
    private enum Part {
        case sqlite
        case chain(rows: ClosedRange<Int64>)
        /// Subjects from the first id to before the second.
        case models(from: Data, to: Data?)
    }

    /// What a part found out.
    struct Result {
        var findings: [Ledger.Finding] = []
        var events = 0
        var subjects = 0
        /// Rows of each read model that belong to a subject.
        var rows: [String: Int] = [:]
        var heard: [CentreID: Int64] = [:]
        /// What the disk would not do: no finding, for of what was not read nothing is known.
        var failure: DatabaseError?

        mutating func add(_ error: DatabaseError) {
            // A page that the disk would not give is said to be damaged; what the system says of it tells.
            if DiskFault(error, number: errno) != nil {
                failure = DatabaseError(resultCode: .SQLITE_IOERR_READ, message: error.message)
            } else {
                add(.sqlite(error.message ?? "\(error.resultCode)"))
            }
        }

        mutating func add(_ finding: Ledger.Finding) {
            if findings.count < Ledger.Report.most { findings.append(finding) }
        }
    }

    init(_ path: String, now: Moment) throws {
        self.path = path
        self.now = now
        let threads = max(1, min(8, ProcessInfo.processInfo.activeProcessorCount))
        inspectors = try Self.atOneMoment(try (0..<threads).map { _ in try Opening.inspector(path) })
        parts = [.sqlite] + (try inspectors[0].unsafeRead(Self.cut))
    }

    func report() throws -> Ledger.Report {
        let results = Mutex<[Int: Result]>([:])
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: inspectors.count) { thread in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < parts.count else { return }
                let result = inspectors[thread].unsafeRead { db in check(parts[index], db) }
                results.withLock { $0[index] = result }
            }
        }
        var sum = Result()
        for (_, result) in results.withLock({ $0.sorted { $0.key < $1.key } }) {
            if let failure = result.failure { sum.failure = failure }
            for finding in result.findings { sum.add(finding) }
            sum.events += result.events
            sum.subjects += result.subjects
            sum.rows.merge(result.rows, uniquingKeysWith: +)
            sum.heard.merge(result.heard, uniquingKeysWith: max)
        }
        do {
            try inspectors[0].unsafeRead { db in try Self.checkWhole(db, now: now, &sum) }
        } catch let error as DatabaseError {
            sum.add(error)
        }
        for inspector in inspectors { try? inspector.close() }
        if let failure = sum.failure { throw failure }
        return Ledger.Report(events: sum.events, subjects: sum.subjects, findings: sum.findings)
    }

    /// Begins a transaction on each connection such that all see the same last event. Where others write without a
    /// pause one connection must do.
    private static func atOneMoment(_ inspectors: [DatabaseQueue]) throws -> [DatabaseQueue] {
        for attempt in 0..<100 {
            let chosen = attempt == 99 ? Array(inspectors.prefix(1)) : inspectors
            let last = try chosen.map { queue in
                try queue.unsafeRead { db in
                    if db.isInsideTransaction { try db.execute(sql: "COMMIT") }
                    try db.execute(sql: "BEGIN")
                    return try EventStore.lastRow(db)
                }
            }
            if Set(last).count == 1 { return chosen }
        }
        return Array(inspectors.prefix(1))
    }

    /// Parts of about equal size, some for each thread so that none waits long for another.
    private static func cut(_ db: Database) throws -> [Part] {
        let last = try EventStore.lastRow(db)
        let size = max(1000, last / 24 + 1)
        var chains: [Part] = []
        var borders: [Data] = []
        var start: Int64 = 1
        while true {
            // The last row may have any number in a damaged file.
            let isLast = last < start || last - start < size
            chains.append(.chain(rows: (start == 1 ? .min : start)...(isLast ? .max : start + size - 1)))
            let subject = try Row.fetchOne(db, sql: "SELECT subject FROM event WHERE row = ?", arguments: [start])
            if start > 1, let border = subject.flatMap({ Data.fromDatabaseValue($0.stored(0)) }) {
                borders.append(border)
            }
            if isLast { break }
            start += size
        }
        borders = Set(borders).sorted { $0.lexicographicallyPrecedes($1) }
        let starts = [Data()] + borders.filter { !$0.isEmpty }
        let models = starts.indices.map { index in
            Part.models(from: starts[index], to: index + 1 < starts.count ? starts[index + 1] : nil)
        }
        return chains + models
    }

    private func check(_ part: Part, _ db: Database) -> Result {
        var result = Result()
        errno = 0
        do {
            switch part {
            case .sqlite:
                let indexes = try Self.derivedIndexes(db)
                for text in try String.fetchAll(db, sql: "PRAGMA integrity_check(20)") where text != "ok" {
                    if DiskFault(inCheck: text) != nil {
                        result.add(DatabaseError(resultCode: .SQLITE_IOERR_READ, message: text))
                    } else {
                        let isDerived = indexes.contains {
                            text.hasSuffix(" index \($0)") || text.hasSuffix(" main.\($0)")
                        }
                        result.add(isDerived ? .index(text) : .sqlite(text))
                    }
                }
            case .chain(let rows): try ChainCheck.run(db, rows, &result)
            case .models(let from, let to): try ModelCheck.run(db, from: from, to: to, &result)
            }
        } catch let error as DatabaseError {
            result.add(error)
        } catch {
            result.add(.sqlite("\(error)"))
        }
        return result
    }

    /// Stamps that lie ahead of this machine's clock: it is wrong now, or a clock was when they were written.
    private static func checkFuture(_ db: Database, _ now: Moment, _ sum: inout Result) throws {
        let limit = ClockGuard.latest(now).value
        let rows = try RawRows(db, "SELECT row, id, stamp FROM origin WHERE stamp > \(limit)")
        while try rows.next() {
            guard let origin = OriginID(bytes: rows.bytes(1)) else { continue }
            let first = try Int64.fetchOne(
                db, sql: "SELECT min(seq) FROM event WHERE origin = ? AND stamp > ?",
                arguments: [rows.integer(0), limit])
            sum.add(.future(origin, first: first ?? 0, last: Stamp(value: rows.integer(2)).moment))
        }
    }

    /// The indexes of what is folded from the log: a table made anew has new ones.
    private static func derivedIndexes(_ db: Database) throws -> [String] {
        let derived = Set(Projection.tables.map(\.name) + ["void", "heard", "due"])
        let indexes = try Row.fetchAll(db, sql: "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'")
        return indexes.filter { derived.contains($0.text(1)) }.map { $0.text(0) }
            + Projection.tables.compactMap(\.search)
    }

    /// What only all parts together can tell: rows that belong to no subject, texts that the search lacks, and when
    /// each centre was heard last.
    static func checkWhole(_ db: Database, now: Moment, _ sum: inout Result) throws {
        for table in Projection.tables {
            let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table.name)") ?? 0
            if count > sum.rows[table.name] ?? 0 { sum.add(.rowExtra(table: table.name)) }
            guard let search = table.search else { continue }
            let indexed = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(search)_docsize") ?? 0
            if indexed != count { sum.add(.searchDiffers(table: search)) }
        }
        let tips =
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM origin o LEFT JOIN event e ON e.origin = o.row AND e.seq = o.seq
                    WHERE (o.seq > 0 AND (e.row IS NULL OR e.hash <> o.hash OR e.stamp <> o.stamp
                            OR e.written IS NOT o.written))
                        OR EXISTS (SELECT 1 FROM event n WHERE n.origin = o.row AND n.seq > o.seq)
                    """) ?? 0
        if tips > 0 { sum.add(.rowExtra(table: "origin")) }
        if try !Corrections.isLevel(db) { sum.add(.rowExtra(table: "correction")) }
        try checkFuture(db, now, &sum)
        let (owed, kept) = (try DueTable.wanted(db), try DueTable.kept(db))
        for due in owed.subtracting(kept) { sum.add(.rowMissing(table: "due", subject: due.placement)) }
        // What stands there and is no such row is one too many as well.
        let rowsOfDue = try Int.fetchOne(db, sql: "SELECT count(*) FROM due") ?? 0
        if rowsOfDue > kept.intersection(owed).count { sum.add(.rowExtra(table: "due")) }
        var heard = sum.heard
        let rows = try RawRows(db, "SELECT centre, at FROM heard ORDER BY centre")
        while try rows.next() {
            let centre = CentreID(rawValue: rows.text(0))
            guard let at = heard.removeValue(forKey: centre) else {
                sum.add(.rowExtra(table: "heard"))
                continue
            }
            if !rows.holds(at.databaseValue, 1) {
                sum.add(.differs(table: "heard", subject: .centre(centre), column: "at"))
            }
        }
        for centre in heard.keys.sorted() {
            sum.add(.rowMissing(table: "heard", subject: .centre(centre)))
        }
    }
}
