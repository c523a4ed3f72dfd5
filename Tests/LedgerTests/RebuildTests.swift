import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// What is folded from the log can be thrown away.
@Suite struct RebuildTests {
    private static let keys = Dictionary(
        uniqueKeysWithValues: Projection.tables.map { ($0.name, "id") } + [("void", "event"), ("heard", "centre")])

    private func worked() throws -> Fixture {
        let fixture = try Fixture()
        for round in 0..<3 { _ = try fixture.signed("第 \(round) 篇积水") }
        let task = try fixture.issue()
        try fixture.ledger.perform(.task(.acknowledge(task)), as: Cast.reporter)
        for lead in 0..<3 {
            try fixture.ledger.perform(.lead(.receive(LeadCommand.Tip(title: "热线 \(lead)"))), as: Cast.duty)
        }
        let roll = try fixture.ledger.perform(.rollCall(.call(centres: ["erqi"])), as: Cast.duty)
        try fixture.ledger.perform(.rollCall(.answer(try #require(roll.events.first?.subject))), as: Cast.editor)
        try fixture.ledger.perform(.message(.send("收到请回", to: ["head", "liwei"], about: task)), as: Cast.duty)
        _ = try fixture.ledger.foundMembership(name: "desk", by: Cast.admin)
        // Nothing else tells when this centre was heard last.
        fixture.clock.advance(seconds: 60)
        _ = try fixture.ledger.perform(.lead(.receive(LeadCommand.Tip(title: "最后一条"))), as: Cast.editor)
        return fixture
    }

    /// What the tables hold, in the order of their rows where they have one.
    private func tables(_ ledger: Ledger) throws -> [String: [String]] {
        var all = try ledger.models()
        try ledger.read { desk in
            for (table, key) in Self.keys where key != "id" {
                all[table] = try Row.fetchAll(desk.db, sql: "SELECT * FROM \(table) ORDER BY \(key)").map(\.description)
            }
            for table in Projection.tables where table.name != "desk" {
                let order = try Data.fetchAll(desk.db, sql: "SELECT id FROM \(table.name) ORDER BY row")
                all[table.name + " order"] = order.map { $0.base64EncodedString() }
            }
        }
        return all
    }

    private func damage(_ table: String, _ fixture: Fixture, _ random: inout Seeded) throws -> String {
        let key = try #require(Self.keys[table])
        let columns = try fixture.ledger.read { desk in try desk.db.columns(in: table).map(\.name) }
            .filter { $0 != "row" }
        let count = try fixture.ledger.read { try Int.fetchOne($0.db, sql: "SELECT count(*) FROM \(table)") ?? 0 }
        let one =
            "SELECT \(key) FROM \(table) LIMIT 1 OFFSET \(count > 0 ? Int.random(in: 0..<count, using: &random) : 0)"
        let column = try #require(columns.filter { $0 != key }.randomElement(using: &random))
        let extra = columns.map { name in
            name == key
                ? key == "id" ? "x'00112233445566778899AABBCCDDEEFF'" : key == "event" ? "1" : "'nowhere'"
                : name == "key" ? "'extra'" : name == "subject" ? "x'00112233445566778899AABBCCDDEEFF'" : "'7'"
        }
        var ways = ["INSERT INTO \(table)(\(columns.joined(separator: ", "))) VALUES(\(extra.joined(separator: ", ")))"]
        if count > 0 {
            ways += [
                "DELETE FROM \(table) WHERE \(key) = (\(one))",
                "UPDATE \(table) SET \(column) = 'damaged' WHERE \(key) = (\(one))",
            ]
        }
        let way = try #require(ways.randomElement(using: &random))
        try fixture.tamper(way)
        return way
    }

    @Test func whateverIsDamagedInATableIsFoldedAnew() throws {
        var random = Seeded("whateverIsDamagedInATableIsFoldedAnew")
        let fixture = try worked()
        let before = try tables(fixture.ledger)
        for _ in 0..<(isSoak ? 10 : 1) {
            for table in Self.keys.keys.sorted() {
                let way = try damage(table, fixture, &random)
                let report = try fixture.ledger.verify()
                #expect(report.advice == .rebuild, "\(way): \(report.findings)")
                let found = try fixture.ledger.rebuild()
                #expect(found.map(\.table) == [table], "\(way)")
                #expect(found.map { $0.added + $0.changed + $0.removed } == [1], "\(way)")
                #expect(try fixture.ledger.verify().isClean, "\(way)")
                #expect(try tables(fixture.ledger) == before, "\(way)")
            }
        }
    }

    @Test func allOfItAtOnceIsFoldedAnew() throws {
        let fixture = try worked()
        let before = try tables(fixture.ledger)
        for table in Self.keys.keys { try fixture.tamper("DELETE FROM \(table)") }
        for search in Projection.tables.compactMap(\.search) {
            try fixture.tamper("INSERT INTO \(search)(\(search)) VALUES('delete-all')")
        }
        var parts: [Double] = []
        let found = try fixture.ledger.rebuild { parts.append($0) }
        #expect(parts == parts.sorted() && parts.last == 1)
        #expect(found.allSatisfy { $0.changed == 0 && $0.removed == 0 && $0.added > 0 })
        #expect(try tables(fixture.ledger) == before)
        #expect(try fixture.ledger.read { try $0.search("积水") }.stories.count == 3)
        #expect(try fixture.ledger.verify().isClean)
        #expect(try fixture.ledger.rebuild() == [])
        // And the desk goes on.
        let number = try fixture.ledger.perform(.lead(.receive(LeadCommand.Tip(title: "之后"))), as: Cast.duty).numbers
        #expect(number == [Number(.lead, 5)])
        #expect(try fixture.ledger.verify().isClean)
    }

    @Test func whatFoldsRefusedIsNotedAnew() throws {
        let network = try Network(["erqi", "jinshui"])
        let task = try network.desk.issue()
        try network.meet()
        // A program that asks no rules acts on what is another centre's.
        try Hostile(ledger: network.centres[1]).write(task, .task(.acknowledged), as: Cast.stranger)
        try network.meet()
        let desk = network.desk.ledger
        #expect(try desk.read { try $0.overruled() }.count == 1)
        #expect(try desk.rebuild() == [])
        try network.desk.tamper("DELETE FROM void")
        #expect(try desk.verify().advice == .rebuild)
        #expect(try desk.rebuild() == [Ledger.Difference(table: "void", added: 1)])
        #expect(try desk.read { try $0.overruled() }.count == 1)
        #expect(try desk.verify().isClean)
    }

    @Test func aDamagedIndexOfATableIsFoldedAnew() throws {
        let fixture = try worked()
        // An index that SQLite was kept from seeing misses what was written meanwhile.
        try fixture.tamper(
            """
            PRAGMA writable_schema = ON;
            CREATE TABLE kept AS SELECT * FROM sqlite_master WHERE name = 'lead_number';
            DELETE FROM sqlite_master WHERE name = 'lead_number';
            """)
        try fixture.tamper("UPDATE lead SET number = number + 100")
        try fixture.tamper(
            "PRAGMA writable_schema = ON; INSERT INTO sqlite_master SELECT * FROM kept; DROP TABLE kept")
        try fixture.tamper("UPDATE lead SET title = title || '?'")
        let report = try fixture.ledger.verify()
        #expect(report.findings.contains { if case .index = $0 { true } else { false } }, "\(report.findings)")
        #expect(report.advice == .rebuild, "\(report.findings)")
        #expect(try fixture.ledger.rebuild().map(\.table) == ["lead"])
        #expect(try fixture.ledger.verify().isClean)
    }

    @Test func aDamagedLogIsNotMendedByFolding() throws {
        let fixture = try worked()
        try fixture.tamper("UPDATE task SET title = '假'; UPDATE event SET stamp = stamp + 1 WHERE seq = 9")
        #expect(try fixture.ledger.verify().advice == .restore)
        // Tables of a damaged log would look right and lack what it lacks.
        let before = try fixture.ledger.everything()
        #expect(throws: LedgerError.self) { try fixture.ledger.rebuild() }
        #expect(try fixture.ledger.everything() == before)
    }

    @Test func whoHasTheDeskOpenReadsAgain() throws {
        let fixture = try worked()
        let other = try fixture.again(readOnly: true)
        defer { other.close() }
        let (queue, heard) = (DispatchQueue(label: "watch"), DispatchSemaphore(value: 0))
        let watch = Watch(other, queue: queue) { heard.signal() }
        defer { queue.sync { watch.stop() } }
        let count = try other.read { try $0.stories().count }
        _ = try fixture.ledger.rebuild()
        #expect(heard.wait(timeout: .now() + 300) == .success)
        #expect(try other.read { try $0.stories().count } == count)
        #expect(failure { _ = try other.rebuild() } == .readOnly(path: fixture.path))
    }
}
