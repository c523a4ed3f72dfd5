import Foundation
import GRDB
import Newsroom
import Testing

@testable import Ledger

/// What is done at each start, each act and each look at the desk takes as long on the thousandth day as on the first: none of
/// its statements goes through the whole log, or through all that ever was.
@Suite struct QueryPlanTests {
    /// Tables that grow with each day.
    private static let growing = [
        "event", "arrival", "lead", "task", "story", "placement", "request", "message", "roll_call", "void",
    ]

    private final class Statements: @unchecked Sendable {
        private let lock = NSLock()
        private var found: Set<String> = []
        var all: [String] { lock.withLock { found.sorted() } }
        func add(_ sql: String) { lock.withLock { _ = found.insert(sql) } }
    }

    private func listen(_ db: Database, _ statements: Statements) {
        db.trace(options: .statement) { event in
            if case .statement(let statement) = event { statements.add(statement.sql) }
        }
    }

    /// The lines of a statement's plan that go through all of a table that grows, also by way of an index that holds all; one of
    /// what is open only stays short. What is asked for in the order of such an index may stop early.
    private func scans(_ sql: String, _ db: Database) throws -> [String] {
        let short = try String.fetchAll(
            db, sql: "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'")
        let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
        statement.setUncheckedArguments(StatementArguments())
        let plan = try Row.fetchAll(statement).map { $0["detail"] as String }
        return plan.filter { line in
            guard line.hasPrefix("SCAN "), !short.contains(where: { line.hasSuffix(" INDEX \($0)") }) else {
                return false
            }
            if sql.contains("ORDER BY"), sql.hasSuffix(" LIMIT 1"), line.contains(" USING INDEX ") { return false }
            let name = String(line.dropFirst(5).prefix { $0 != " " })
            return Self.growing.contains { table in
                name == table || sql.range(of: "\\b\(table)( AS)? \(name)\\b", options: .regularExpression) != nil
            }
        }
    }

    @Test func nothingThatIsDoneAllTheTimeReadsEverything() throws {
        let fixture = try Fixture()
        let story = try fixture.signed()
        try fixture.ledger.perform(.story(.publish(story, channels: ["erqi/wechat", "wechat"])), as: Cast.editor)
        let statements = Statements()
        fixture.ledger.reader.unsafeRead { listen($0, statements) }
        try fixture.ledger.writer?.held { queue in
            queue.unsafeRead { listen($0, statements) }
            // As each opening does.
            try Witness.check(queue, fixture.path, .system)
            _ = try Witness.Note(fixture.path).map { note in try queue.read { try note.isHeld($0, fixture.path) } }
        }
        let task = try fixture.issue()
        try fixture.ledger.perform(.task(.acknowledge(task)), as: Cast.editor)
        _ = try fixture.signed("第二条")
        let request = Correction.Request.propose(title: "更正", body: "更正后的正文", reason: "时间有误")
        try fixture.ledger.perform(.story(.correction(story, request)), as: Cast.reporter)
        for (stage, actor) in [(Stage.second, Cast.head), (.third, Cast.chief)] {
            try fixture.ledger.perform(
                .story(.review(story, stage: stage, verdict: .pass, opinion: "可以", textHash: nil)), as: actor)
        }
        try fixture.ledger.perform(.story(.withdraw(story, reason: "失实")), as: Cast.chief)
        try fixture.ledger.checkClock()
        _ = try fixture.ledger.clockStatus()
        try fixture.ledger.read { desk in
            _ = try (desk.directory(), desk.desk(), desk.identity(), desk.centres(today: desk.now))
            _ = try (desk.tasks(Filter(openOnly: true)), desk.stories(Filter(openOnly: true)))
            _ = try (
                desk.leads(Filter(openOnly: true)), desk.troubled(for: Cast.head), desk.rollCall(), desk.log(limit: 40)
            )
            _ = try (desk.unread(by: "liwei"), desk.overruled(of: "liwei"), desk.loss(), desk.history(story))
            _ = try (desk.troubled(for: Cast.duty), desk.troubled(for: nil))
            _ = try (desk.placements(of: story), desk.placementRows())
        }
        #expect(statements.all.count > 40)
        try fixture.ledger.reader.unsafeRead { db in
            for sql in statements.all
            where sql.hasPrefix("SELECT") || sql.hasPrefix("UPDATE") || sql.hasPrefix("DELETE") {
                let found = try scans(sql, db)
                #expect(found == [], "\(sql)")
            }
        }
    }
}
