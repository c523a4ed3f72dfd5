import Foundation
import GRDB

@testable import Ledger
@testable import Newsroom

/// Batches of real nodes with anything in them, taken into a real database, read as screens read it and compared with a
/// fresh fold; then the same batches in another order of the nodes. Nothing is committed, so that each input finds the
/// same desk.
final class BatchFuzz: FuzzTarget {
    private let ledger: Ledger
    private let maker: BatchMaker
    private let folder = Example.folder()

    init() throws { (ledger, maker) = try Example.database(folder) }

    deinit {
        ledger.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    var seeds: [[UInt8]] { Example.scripts }

    func run(_ input: [UInt8]) throws {
        var kept: [(chain: Int, batch: Batch)] = []
        let first = try undone { db in
            var reader = ScriptReader(input)
            var maker = maker
            var steps = 0
            func take(_ sent: (chain: Int, batch: Batch)) throws {
                guard try taken(sent.batch, db) == .stands(sent.batch.end) else { return }
                maker.kept(sent.batch, sent.chain)
                kept.append(sent)
            }
            while !reader.isAtEnd, steps < 200 {
                steps += 1
                if let sent = try maker.take(reader.step()) { try take(sent) }
            }
            for sent in try maker.rest() { try take(sent) }
            try check(db)
            return try models(db)
        }
        guard Set(kept.map(\.chain)).count > 1 else { return }
        var isRevoked = false
        let second = try undone { db in
            for (_, batch) in kept.sorted(by: { $0.chain > $1.chain }) {
                switch try taken(batch, db) {
                case .stands: break
                // Chains of a node that was revoked are not taken beyond their end; before, they were set aside.
                case .refused(.revoked): isRevoked = true
                case .refused(let trouble): throw Finding("in another order a batch is refused: \(trouble)")
                }
            }
            try check(db)
            return try models(db)
        }
        guard first != second, !isRevoked else { return }
        for (table, rows) in first where rows != second[table] {
            let other = second[table] ?? []
            throw Finding(
                "\(table) depends on the order: \(rows.filter { !other.contains($0) }.prefix(2)) / \(other.filter { !rows.contains($0) }.prefix(2))"
            )
        }
    }

    /// Does something in a transaction that is rolled back.
    private func undone<Result>(_ body: (Database) throws -> Result) throws -> Result {
        guard let writer = ledger.writer else { throw Finding("read-only") }
        return try writer.held { connection in
            try connection.writeWithoutTransaction { db in
                var result: Swift.Result<Result, any Error>?
                try db.inTransaction(.immediate) {
                    result = Swift.Result { try body(db) }
                    return .rollback
                }
                guard let result else { throw Finding("no result") }
                return try result.get()
            }
        }
    }

    private func taken(_ batch: Batch, _ db: Database) throws -> Taken {
        let ready: VerifiedBatch
        do {
            ready = try VerifiedBatch(batch)
        } catch {
            return .refused(error)
        }
        let intake = try BatchIngest(db, path: ledger.path, now: Example.now, entropy: .system, folding: true)
        let taken = try intake.take(ready)
        try intake.finish()
        return taken
    }

    /// The read models are what a fresh fold makes of the log, and everything can be read and said.
    private func check(_ db: Database) throws {
        var result = Inspection.Result()
        try ModelCheck.run(db, from: Data(), to: nil, &result)
        try Inspection.checkWhole(db, now: Example.now, &result)
        let findings = result.findings.filter { finding in
            // What the desk's own nodes write is set aside by nobody.
            if case .unreadable = finding { false } else { true }
        }
        guard findings.isEmpty else { throw Finding("verify: \(findings.map { $0.phrase(.en) })") }
        let desk = Snapshot(db, path: ledger.path, now: Example.now, cards: ledger.cards)
        let directory = try desk.directory()
        let policy = try desk.desk().policy
        _ = (try desk.tasks(), try desk.stories(), try desk.leads(), try desk.failures())
        _ = (try desk.centres(today: Zone.beijing.startOfDay(desk.now)), try desk.rollCall())
        _ = (try desk.search("题 文"), try desk.similar(to: "线索一二三"), try desk.candidates(policy: policy))
        _ = try desk.shift().figures()
        for language in [Language.zh, .en] {
            let read = Localizer(language: language, zone: .beijing, directory: directory)
            for row in try desk.log() {
                _ = row.logText(read)
                if let event = row.event { Said.all(event, read) }
            }
            for row in try desk.quarantine() {
                _ = row.reason.sentence(read)
                if let event = row.event { Said.all(event, read) }
            }
            for row in try desk.overruled() { _ = row.sentence(now: desk.now, read) }
            for row in try desk.nodes() { _ = row.standing(at: desk.now, policy)(language) }
            for person in Example.people { _ = try desk.messages(of: person.staff).map(\.text) }
        }
    }

    private func models(_ db: Database) throws -> [String: [String]] {
        var models: [String: [String]] = [:]
        for table in Projection.tables {
            models[table.name] = try Row.fetchAll(
                db, sql: "SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name) ORDER BY id"
            ).map { "\(Array($0.databaseValues))" }
        }
        return models
    }
}

/// What people are told of an event.
enum Said {
    static func all(_ event: Event, _ read: Localizer) {
        _ = event.logText(read)
        _ = event.nullity(now: Example.now, read)
    }
}
