import Foundation
import GRDB
import Newsroom

extension Ledger {
    /// One thing that is wrong with a database.
    public enum Finding: Equatable, Sendable {
        /// SQLite's own check.
        case sqlite(String)
        /// An origin's chain breaks at this number.
        case broken(sequence: Int64)
        /// Numbers are missing between these two.
        case gap(after: Int64, next: Int64)
        /// An event's body is not what its kind says.
        case unreadable(sequence: Int64, kind: String)
        /// An event without effect: a rule refused it.
        case differs(table: String, subject: SubjectID, column: String)
        case rowMissing(table: String, subject: SubjectID)
        case rowExtra(table: String)
        case searchDiffers(table: String)

        /// The finding in words.
        public var phrase: Phrase {
            switch self {
            case .sqlite(let text): Phrase("SQLite 检查：\(text)", "SQLite's own check: \(text)")
            case .broken(let sequence): Phrase("日志第 \(sequence) 号事件被改动，哈希链在此断开", "event \(sequence) of the log was altered: the hash chain breaks there")
            case .gap(let after, let next): Phrase("日志第 \(after) 号之后缺事件，下一个是 \(next) 号", "events are missing after \(after); the next is \(next)")
            case .unreadable(let sequence, let kind): Phrase("日志第 \(sequence) 号事件（\(kind)）读不懂", "event \(sequence) (\(kind)) cannot be read")
            case .differs(let table, let subject, let column):
                Phrase("读表 \(table) 中 \(subject) 的 \(column) 与日志不符", "\(column) of \(subject) in \(table) differs from the log")
            case .rowMissing(let table, let subject): Phrase("读表 \(table) 缺 \(subject)", "\(subject) is missing from \(table)")
            case .rowExtra(let table): Phrase("读表 \(table) 有日志中没有的行", "\(table) has rows that the log knows nothing of")
            case .searchDiffers(let table): Phrase("搜索索引 \(table) 与日志不符", "the search index \(table) differs from the log")
            }
        }
    }

    /// What a verification looked at and found.
    public struct Report: Sendable {
        public var events = 0
        public var subjects = 0
        public var findings: [Finding] = []
        public var isClean: Bool { findings.isEmpty }
        /// More findings than this are not listed.
        static let most = 50
    }

    /// Checks everything: SQLite's own check, the log's hash chain, and each read model against a fresh fold.
    public func verify() throws -> Report {
        try reader.read { db in
            var report = Report()
            do {
                for text in try String.fetchAll(db, sql: "PRAGMA integrity_check(20)") where text != "ok" {
                    report.findings.append(.sqlite(text))
                }
                try verifyChain(db, &report)
                try verifyModels(db, &report)
            } catch let error as DatabaseError {
                report.findings.append(.sqlite(error.message ?? "\(error.resultCode)"))
            }
            return report
        }
    }

    private func verifyChain(_ db: Database, _ report: inout Report) throws {
        for origin in try Row.fetchAll(db, sql: "SELECT row, id FROM node") {
            let id: Data = origin[1]
            var previous = Chain.start
            var last: Int64 = 0
            let cursor = try Row.fetchCursor(
                db,
                sql: """
                    SELECT seq, stamp, actor, role, centre, via, subject, kind, body, hash FROM event
                    WHERE origin = ? ORDER BY seq
                    """, arguments: [origin[0] as Int64])
            while let row = try cursor.next() {
                let sequence: Int64 = row[0]
                if sequence != last + 1 { report.add(.gap(after: last, next: sequence)) }
                last = sequence
                let stored = Chain.Stored(
                    origin: id, sequence: sequence, stamp: row[1], actor: row[2], role: row[3], centre: row[4],
                    via: row[5], subject: row[6], kind: row[7], body: row[8])
                let hash: Data = row[9]
                if Chain.link(after: previous, stored) != hash { report.add(.broken(sequence: sequence)) }
                previous = hash
                report.events += 1
            }
        }
    }

    /// Folds every subject and compares. Events are read in the order of the subject index, so that memory holds one
    /// subject at a time.
    private func verifyModels(_ db: Database, _ report: inout Report) throws {
        var counted: [String: Int] = [:]
        var events: [Event] = []
        var current = Data()
        let decoder = JSONDecoder()
        let cursor = try Row.fetchCursor(
            db,
            sql: """
                SELECT stamp, actor, role, centre, via, subject, kind, body, seq FROM event INDEXED BY event_subject
                ORDER BY subject, row
                """)
        while let row = try cursor.next() {
            let subject: Data = row[5]
            if subject != current {
                try compare(db, events, &counted, &report)
                events.removeAll(keepingCapacity: true)
                current = subject
            }
            if let event = EventStore.event(row, decoder) {
                events.append(event)
            } else {
                report.add(.unreadable(sequence: row[8], kind: row[6]))
            }
        }
        try compare(db, events, &counted, &report)
        for table in Projection.tables {
            let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table.name)") ?? 0
            if count > counted[table.name] ?? 0 { report.add(.rowExtra(table: table.name)) }
            guard let search = table.search else { continue }
            let indexed = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(search)_docsize") ?? 0
            if indexed != count { report.add(.searchDiffers(table: search)) }
        }
    }

    private func compare(
        _ db: Database, _ events: [Event], _ counted: inout [String: Int], _ report: inout Report
    ) throws {
        guard let first = events.first else { return }
        let ordered = zip(events, events.dropFirst()).allSatisfy { $0.stamp <= $1.stamp }
        guard let state = AnySubject.fold(ordered ? events : events.sorted { $0.stamp < $1.stamp }) else { return }
        report.subjects += 1
        let wanted = try Projection(state)
        counted[wanted.table.name, default: 0] += 1
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT \(wanted.table.columns.joined(separator: ", ")) FROM \(wanted.table.name) WHERE id = ?"),
            arguments: [wanted.values[0]])
        guard let row else { return report.add(.rowMissing(table: wanted.table.name, subject: first.subject)) }
        for (index, value) in wanted.values.enumerated() where row[index] as DatabaseValue != value {
            report.add(
                .differs(table: wanted.table.name, subject: first.subject, column: wanted.table.columns[index]))
        }
    }
}

extension Ledger.Report {
    mutating func add(_ finding: Ledger.Finding) {
        if findings.count < Self.most { findings.append(finding) }
    }
}
