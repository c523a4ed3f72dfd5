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
        var last = 0
        var statement: OpaquePointer?
        sqlite3_prepare_v2(db, "SELECT max(row) FROM source.event", -1, &statement, nil)
        if sqlite3_step(statement) == SQLITE_ROW { last = Int(sqlite3_column_int64(statement, 0)) }
        sqlite3_finalize(statement)
        let start = Date()
        for from in stride(from: 0, to: last, by: 20_000) {
            try run(
                """
                BEGIN IMMEDIATE; INSERT INTO event SELECT * FROM source.event WHERE row > \(from)
                    AND row <= \(from + 20_000); COMMIT
                """)
        }
        return Run(events: last, seconds: Date().timeIntervalSince(start))
    }
}
