import Foundation
import GRDBSQLite
import Ledger
import Newsroom

/// Catching up: how fast a fresh centre's database takes everything that the desk has, against a bare loop that inserts
/// the same rows into the same table with the same indexes, without chain, signatures, judging or read models.
struct CatchUp {
    let source: Ledger
    let folder: URL

    init(path: String) throws {
        source = try Ledger(path: path)
        folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            .appendingPathComponent("catchup-\(getpid())", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func run() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try source.foundMembership(name: "desk", by: Desk.admin)
        let key = try source.nodeKey()
        for round in 1...3 {
            let bare = try floor(round)
            let log = try take("log", round, key, folding: false)
            let all = try take("all", round, key, folding: true)
            print(
                String(
                    format: "%d events: bare %.0f/s  log %.0f/s (%.2f)  with read models %.0f/s (%.2f)", log.events,
                    Double(bare.events) / bare.seconds, log.rate, log.rate / bare.rate, all.rate,
                    all.rate / bare.rate))
        }
    }

    private struct Run {
        var events: Int
        var seconds: Double
        var rate: Double { Double(events) / seconds }
    }

    private func take(_ name: String, _ round: Int, _ key: KeyFile, folding: Bool) throws -> Run {
        guard let membership = try source.membership() else { return Run(events: 0, seconds: 1) }
        let path = folder.appendingPathComponent("\(name)-\(round).sqlite").path
        let (target, _) = try Ledger.join(
            path: path, desk: (membership.root, membership.rootKey), centre: "erqi", name: "erqi-1")
        defer { target.close() }
        var (events, busy) = (0, 0.0)
        for head in try source.heads(for: "") {
            var have: Int64 = 0
            while have < head.sequence {
                // What the desk does is not measured here: one transaction's worth is got ready first.
                var batches: [Batch] = []
                while batches.reduce(0, { $0 + $1.count }) < 20_000, have < head.sequence,
                    let batch = try source.batch(of: head.origin, after: have, bytes: Batch.mostBytes, key: key)
                {
                    batches.append(batch)
                    have = batch.end.sequence
                }
                let start = Date()
                for case .refused(let trouble) in try target.take(batches, folding: folding) { throw trouble }
                busy += Date().timeIntervalSince(start)
                events += batches.reduce(0) { $0 + $1.count }
            }
        }
        return Run(events: events, seconds: busy)
    }

    /// The same rows, bare.
    private func floor(_ round: Int) throws -> Run {
        let path = folder.appendingPathComponent("bare-\(round).sqlite").path
        var db: OpaquePointer?
        sqlite3_open(path, &db)
        defer { sqlite3_close(db) }
        func run(_ sql: String) throws {
            guard sqlite3_exec(db, sql, nil, nil, nil) == SQLITE_OK else {
                throw LedgerError.unreadable(path: path, detail: String(cString: sqlite3_errmsg(db)))
            }
        }
        try run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -2048")
        try run(
            """
            ATTACH '\(source.path)' AS source;
            CREATE TABLE event(
                row INTEGER PRIMARY KEY, origin INTEGER NOT NULL, seq INTEGER NOT NULL, stamp INTEGER NOT NULL,
                actor TEXT NOT NULL, role TEXT NOT NULL, centre TEXT NOT NULL, via TEXT,
                subject BLOB NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL);
            CREATE UNIQUE INDEX event_origin ON event(origin, seq);
            CREATE INDEX event_subject ON event(subject);
            """)
        var statement: OpaquePointer?
        let columns = 12
        sqlite3_prepare_v2(db, "SELECT * FROM source.event ORDER BY row", -1, &statement, nil)
        var insert: OpaquePointer?
        let marks = Array(repeating: "?", count: columns).joined(separator: ", ")
        sqlite3_prepare_v2(db, "INSERT INTO main.event VALUES(\(marks))", -1, &insert, nil)
        defer {
            sqlite3_finalize(statement)
            sqlite3_finalize(insert)
        }
        var (events, busy) = (0, 0.0)
        var rows: [OpaquePointer?] = []
        var isMore = true
        while isMore {
            // Read outside of the measured time, as the batches of the others are.
            while rows.count < 20_000 * columns {
                isMore = sqlite3_step(statement) == SQLITE_ROW
                guard isMore else { break }
                for column in 0..<Int32(columns) {
                    rows.append(sqlite3_value_dup(sqlite3_column_value(statement, column)))
                }
            }
            let cells = rows.map(Cell.init)
            let start = Date()
            try run("BEGIN IMMEDIATE")
            for row in stride(from: 0, to: rows.count, by: columns) {
                for column in 0..<columns { cells[row + column].bind(insert, Int32(column + 1)) }
                guard sqlite3_step(insert) == SQLITE_DONE else {
                    try run("ROLLBACK")
                    break
                }
                sqlite3_reset(insert)
            }
            try run("COMMIT")
            busy += Date().timeIntervalSince(start)
            events += rows.count / columns
            for value in rows { sqlite3_value_free(value) }
            rows.removeAll(keepingCapacity: true)
        }
        return Run(events: events, seconds: busy)
    }
}

/// A value with its bytes at hand, so that binding it copies nothing.
private struct Cell {
    let kind: Int32
    let integer: Int64
    let bytes: UnsafeRawPointer?
    let count: Int32

    init(_ value: OpaquePointer?) {
        kind = sqlite3_value_type(value)
        integer = kind == SQLITE_INTEGER ? sqlite3_value_int64(value) : 0
        bytes = kind == SQLITE_TEXT || kind == SQLITE_BLOB ? sqlite3_value_blob(value) : nil
        count = bytes == nil ? 0 : sqlite3_value_bytes(value)
    }

    func bind(_ statement: OpaquePointer?, _ index: Int32) {
        switch kind {
        case SQLITE_INTEGER: sqlite3_bind_int64(statement, index, integer)
        case SQLITE_TEXT:
            sqlite3_bind_text(statement, index, bytes?.assumingMemoryBound(to: CChar.self), count, nil)
        case SQLITE_BLOB: sqlite3_bind_blob(statement, index, bytes, count, nil)
        default: sqlite3_bind_null(statement, index)
        }
    }
}
