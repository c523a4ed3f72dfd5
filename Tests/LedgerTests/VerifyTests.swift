import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

@Suite struct VerifyTests {
    /// A desk with some of everything, for tests that damage it.
    private func worked() throws -> Fixture {
        let fixture = try Fixture()
        for _ in 0..<3 { _ = try fixture.signed() }
        let story = try fixture.signed()
        try fixture.ledger.perform(.story(.publish(story, channels: ["erqi/wechat"])), as: Cast.editor)
        let wish = RequestCommand.Wish(title: "缺航拍", dueAt: fixture.ledger.clock().adding(seconds: 3600))
        try fixture.ledger.perform(.request(.make(wish)), as: Cast.editor)
        let offer = LoanCommand.Offer(
            person: Cast.head.staff, to: "erqi", term: .until(fixture.ledger.clock().adding(seconds: 3600)))
        try fixture.ledger.perform(.loan(.propose(offer)), as: Cast.editor)
        let task = try fixture.issue()
        try fixture.ledger.perform(.task(.acknowledge(task)), as: Cast.reporter)
        try fixture.ledger.perform(.lead(.receive(LeadCommand.Tip(title: "热线"))), as: Cast.duty)
        try fixture.ledger.perform(.rollCall(.call(centres: ["erqi"])), as: Cast.duty)
        let sent = try fixture.ledger.perform(
            .message(.send("收到请回", to: ["head", "liwei"], about: task)), as: Cast.duty)
        try fixture.ledger.perform(.message(.read(sent.events.map(\.subject))), as: Cast.head)
        _ = try fixture.ledger.foundMembership(name: "desk", by: Cast.admin)
        return fixture
    }

    private func findings(_ fixture: Fixture) throws -> [Ledger.Finding] {
        let found = try fixture.ledger.verify().findings
        for finding in found {
            for language in Language.allCases { #expect(finding.phrase(language).count > 5) }
        }
        return found
    }

    @Test func aWholeDeskIsClean() throws {
        let fixture = try worked()
        let report = try fixture.ledger.verify()
        #expect(report.findings == [])
        #expect(report.isClean)
        let counts = try fixture.ledger.read { desk in
            try Row.fetchOne(desk.db, sql: "SELECT count(*), count(DISTINCT subject) FROM event")
        }
        #expect(report.events == counts?[0])
        #expect(report.subjects == counts?[1])
        let reader = try fixture.again(readOnly: true)
        #expect(try reader.verify().findings == [])
    }

    @Test(arguments: ["body", "hash", "subject", "actor", "role", "house", "kind"])
    func aFlippedByteInTheLogIsFound(column: String) throws {
        let fixture = try worked()
        var random = Seeded("aFlippedByteInTheLogIsFound \(column)")
        let last = try fixture.ledger.verify().events
        for _ in 0..<3 {
            let sequence = Int64.random(in: 1...Int64(last), using: &random)
            let old = try fixture.ledger.read { desk in
                try Data.fetchOne(
                    desk.db, sql: "SELECT CAST(\(column) AS BLOB) FROM event WHERE seq = ?", arguments: [sequence])
            }
            var bytes = try #require(old)
            let place = Int.random(in: 0..<bytes.count, using: &random)
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            let type = ["body", "hash", "subject"].contains(column) ? "BLOB" : "TEXT"
            try fixture.tamper("UPDATE event SET \(column) = CAST(? AS \(type)) WHERE seq = ?", [bytes, sequence])
            #expect(try findings(fixture).contains(.broken(sequence: sequence)))
            try fixture.tamper("UPDATE event SET \(column) = CAST(? AS \(type)) WHERE seq = ?", [old, sequence])
            #expect(try findings(fixture) == [])
        }
    }

    @Test func aChangedStampOrViaIsFound() throws {
        let fixture = try worked()
        try fixture.tamper("UPDATE event SET stamp = stamp + 1 WHERE seq = 9")
        try fixture.tamper("UPDATE event SET via = 'admin' WHERE seq = 11")
        let found = try findings(fixture)
        #expect(found.contains(.broken(sequence: 9)))
        #expect(found.contains(.broken(sequence: 11)))
    }

    @Test func aColumnOfTheWrongKindIsFoundAndNoCrash() throws {
        let fixture = try worked()
        try fixture.tamper("UPDATE event SET role = x'00FF', house = 7, body = 3.5, hash = 'text' WHERE seq = 9")
        try fixture.tamper("UPDATE event SET subject = x'01' WHERE seq = 11")
        try fixture.tamper("UPDATE task SET number = 'nine', title = x'FF'")
        let found = try findings(fixture)
        #expect(found.contains(.broken(sequence: 9)))
        #expect(found.contains(.broken(sequence: 11)))
        #expect(found.contains { if case .differs("task", _, "number") = $0 { true } else { false } })
        _ = try fixture.ledger.read { try $0.log(limit: 1000) }
    }

    @Test func aDeletedEventIsFound() throws {
        let fixture = try worked()
        try fixture.tamper("DELETE FROM event WHERE seq = 12")
        let found = try findings(fixture)
        #expect(found.contains(.gap(after: 11, next: 13)))
        #expect(found.contains(.broken(sequence: 13)))
    }

    @Test func twoEventsThatChangedPlacesAreFound() throws {
        let fixture = try worked()
        for (from, to) in [(14, -1), (15, 14), (-1, 15)] {
            try fixture.tamper("UPDATE event SET seq = ? WHERE seq = ?", [to, from])
        }
        #expect(try findings(fixture).contains { if case .broken = $0 { true } else { false } })
    }

    @Test func anEventOfAnUnknownOriginIsFound() throws {
        let fixture = try worked()
        try fixture.tamper(
            """
            INSERT INTO event(origin, seq, stamp, actor, role, house, subject, kind, body, hash)
            SELECT 77, 1, stamp, actor, role, house, subject, kind, body, hash FROM event WHERE seq = 12
            """)
        #expect(try !findings(fixture).isEmpty)
    }

    @Test func aChangedRowIsFoundWithItsColumn() throws {
        for (table, column, value) in [
            ("task", "state", "closed"), ("story", "title", "假标题"), ("lead", "priority", "flash"),
            ("staff", "role", "chiefEditor"), ("centre", "duty", "someone"), ("desk", "policy", "{}"),
            ("roll_call", "answers", "{\"erqi\":1}"), ("message", "read_by", "{}"), ("message", "waiting", ",duty,"),
        ] {
            let fixture = try worked()
            try fixture.tamper("UPDATE \(table) SET \(column) = ? WHERE id = (SELECT max(id) FROM \(table))", [value])
            let found = try findings(fixture)
            #expect(found.count == 1, "\(table) \(found)")
            guard case .differs(table, _, column) = try #require(found.first) else {
                Issue.record("\(table): \(found)")
                continue
            }
        }
    }

    @Test func aMissingRowIsFound() throws {
        for table in Projection.tables.map(\.name) {
            let fixture = try worked()
            try fixture.tamper("DELETE FROM \(table) WHERE id = (SELECT min(id) FROM \(table))")
            #expect(try findings(fixture).contains { if case .rowMissing(table, _) = $0 { true } else { false } })
        }
    }

    /// What channels are owed is no row of a fold: it is worked out anew from stories and placements.
    @Test func whatChannelsAreOwedIsWorkedOutAnew() throws {
        let fixture = try Fixture()
        let story = try fixture.signed()
        try fixture.ledger.perform(.story(.publish(story, channels: ["erqi/wechat"])), as: Cast.editor)
        try fixture.ledger.perform(.story(.withdraw(story, reason: "失实")), as: Cast.head)
        #expect(try fixture.ledger.read { try $0.failures() }.isEmpty, "a recall that is ordered is owed no more")
        // As it comes from a node that had not heard of the withdrawal.
        try fixture.ledger.transaction { transaction in
            guard case .story(let state) = try transaction.subject(story) else { return }
            let order = DeliveryOrder(
                key: try transaction.makeID(), story: story, centre: state.draft.centre, channel: "erqi/weekly",
                house: "erqi",
                act: .publish, version: 1, textHash: state.text.textHash)
            try transaction.append(
                .placement(of: story, by: "erqi", on: "erqi/weekly"), .placement(.ordered(order)), by: Cast.editor)
        }
        let owed = try fixture.ledger.read { try $0.placementRows() }
        #expect(owed.map(\.channel) == ["erqi/weekly"] && owed.map(\.due) == [.recall])
        #expect(try fixture.ledger.read { try $0.failures() }.map(\.due) == [1])
        #expect(try findings(fixture) == [])
        let placement = SubjectID.placement(of: story, by: "erqi", on: "erqi/weekly")
        try fixture.tamper("DELETE FROM due")
        #expect(try findings(fixture) == [.rowMissing(table: "due", subject: placement)])
        try fixture.tamper("INSERT INTO due VALUES(x'00', x'00', 'recall', 0)")
        #expect(try findings(fixture).contains(.rowExtra(table: "due")))
        let rebuilt = try fixture.ledger.rebuild()
        #expect(rebuilt.map(\.table) == ["due"] && rebuilt.map(\.added) == [1] && rebuilt.map(\.removed) == [1])
        #expect(try findings(fixture) == [])
        try fixture.ledger.perform(.placement(.settle(story)), as: Cast.head)
        #expect(try fixture.ledger.read { try $0.placementRows() }.isEmpty)
        #expect(try fixture.ledger.verify().findings == [])
    }

    @Test func anExtraRowIsFound() throws {
        let fixture = try worked()
        try fixture.tamper("INSERT INTO centre(id, key, card) VALUES(x'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF', 'x', '{}')")
        try fixture.tamper(
            """
            INSERT INTO roll_call SELECT 99, x'00', called_by, called_at, answer_by, centres, answers FROM roll_call
            """)
        let found = try findings(fixture)
        #expect(found.contains(.rowExtra(table: "centre")))
        #expect(found.contains(.rowExtra(table: "roll_call")))
    }

    /// One row gone and another there in its stead: the count is right and the table wrong.
    @Test func aRowInAnothersPlaceIsFound() throws {
        let fixture = try worked()
        try fixture.tamper("UPDATE task SET id = x'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'")
        let found = try findings(fixture)
        #expect(found.contains { if case .rowMissing("task", _) = $0 { true } else { false } })
        #expect(found.contains(.rowExtra(table: "task")))
    }

    @Test func whoWasHeardLastIsChecked() throws {
        for change in [
            "UPDATE heard SET at = at + 1 WHERE centre = 'erqi'", "DELETE FROM heard WHERE centre = 'erqi'",
            "INSERT INTO heard VALUES('xinmi', 5)",
        ] {
            let fixture = try worked()
            try fixture.tamper(change)
            #expect(try findings(fixture).count == 1)
        }
    }

    @Test func aSearchIndexThatLacksATextIsFound() throws {
        let fixture = try worked()
        try fixture.tamper("INSERT INTO task_search(task_search) VALUES('delete-all')")
        #expect(try findings(fixture) == [.searchDiffers(table: "task_search")])
    }

    @Test func garbageInAPageIsFoundInWords() throws {
        var random = Seeded("garbageInAPageIsFoundInWords")
        for _ in 0..<(isSoak ? 60 : 12) {
            let fixture = try worked()
            fixture.ledger.close()
            let size = try Data(contentsOf: URL(filePath: fixture.path)).count
            // From the second page on: a damaged first one is a file that does not open.
            let page = Int.random(in: 1..<(size / 4096), using: &random)
            let garbage = Data((0..<4096).map { _ in UInt8.random(in: 0...255, using: &random) })
            let file = try FileHandle(forWritingTo: URL(filePath: fixture.path))
            try file.seek(toOffset: UInt64(page * 4096))
            try file.write(contentsOf: garbage)
            try file.close()
            do {
                let ledger = try fixture.again(readOnly: true)
                let found = try ledger.verify().findings
                #expect(!found.isEmpty, "page \(page)")
                for finding in found { #expect(finding.phrase(.zh).count > 5) }
            } catch let error as LedgerError {
                // What hides the desk itself is already told at opening.
                #expect(error.code == "damaged" || error.code == "unreadable", "page \(page): \(error)")
            }
        }
    }
}
