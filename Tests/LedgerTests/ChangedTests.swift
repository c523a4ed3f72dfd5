import GRDB
import Newsroom
import Testing

@testable import Ledger

/// Every row that is written is noted, whatever makes it be written; `Network` holds that of all that nodes give each other.
@Suite struct ChangedTests {
    @Test func whatOneActWritesIsNotedOnce() throws {
        let fixture = try Fixture()
        let start = try fixture.changes(after: nil)
        #expect(start.subjects == nil)
        let task = try fixture.ledger.watched { try fixture.issue() }
        let seen = try fixture.changes(after: start.end)
        #expect(seen.subjects == [.task: [task]])
        #expect(seen.touches(.task) && !seen.touches(.story, .lead))
        #expect(try fixture.changes(after: seen.end) == Changes(end: seen.end, subjects: [:]))
        // What is noted at the desk is a line of the log, and changes no row.
        try fixture.ledger.perform(.desk(.note("无事")), as: Cast.duty)
        #expect(try fixture.changes(after: seen.end).subjects == [:])
    }

    /// A database that was put back, or is another, is not taken for the one that was read, though it has come as far.
    @Test func anotherHistoryIsReadWhole() throws {
        let (one, other) = (try Fixture(), try Fixture())
        _ = try (one.issue(), other.issue("另一件"))
        let seen = try one.changes(after: nil).end
        #expect(try one.changes(after: seen).subjects == [:])
        _ = try other.issue("又一件")
        #expect(try other.changes(after: seen).subjects == nil)
        // Behind what was read there is nothing.
        _ = try one.issue()
        let later = try one.changes(after: nil).end
        #expect(try other.changes(after: later).subjects == nil)
    }

    /// A program of an older version, which is still running, writes rows and notes nothing: then all is read.
    @Test func whatAnOlderProgramWritesIsSeen() throws {
        let fixture = try Fixture()
        let start = try fixture.changes(after: nil).end
        let task = try fixture.issue()
        try fixture.tamper("DELETE FROM changed WHERE number > ?", [start.change])
        #expect(try fixture.changes(after: start).subjects == nil)
        let after = try fixture.changes(after: nil).end
        try fixture.ledger.perform(.task(.acknowledge(task)), as: Cast.reporter)
        #expect(try fixture.changes(after: after).subjects == [.task: [task]])
    }

    /// Numbers that nobody's work comes to end nobody's program, and do not stay.
    @Test(arguments: [Int64.max, .max - 1, .min, -1]) func numbersThatCannotBe(_ number: Int64) throws {
        let fixture = try Fixture()
        let start = try fixture.changes(after: nil).end
        try fixture.tamper("INSERT INTO changed(number, model, subject) VALUES(?, 'task', zeroblob(16))", [number])
        let seen = try fixture.changes(after: start)
        _ = try (fixture.changes(after: seen.end), fixture.issue(), fixture.issue())
        #expect(try fixture.changes(after: seen.end).subjects == nil || number < 0)
        for _ in 0..<3 { _ = try fixture.issue() }
        let end = try fixture.changes(after: nil).end
        #expect(end.change < 1_000_000)
        let task = try fixture.issue()
        #expect(try fixture.changes(after: end).subjects == [.task: [task]])
    }

    /// A placement's story tells how it stands on channels.
    @Test func aPlacementIsNotedWithItsStory() throws {
        let fixture = try Fixture()
        let story = try fixture.ledger.watched { try fixture.signed() }
        let start = try fixture.changes(after: nil).end
        try fixture.ledger.watched {
            _ = try fixture.ledger.perform(.story(.publish(story, channels: ["erqi/wechat"])), as: Cast.editor)
        }
        let seen = try fixture.changes(after: start).subjects
        #expect(seen?[.story] == [story])
        #expect(seen?[.placement]?.count == 1)
    }

    @Test func whatWasTrimmedMeansThatAllMayHaveChanged() throws {
        let fixture = try Fixture()
        let start = try fixture.changes(after: nil).end
        _ = try fixture.issue()
        let second = try fixture.changes(after: nil).end
        for _ in 0..<2 { _ = try fixture.issue() }
        #expect(try fixture.changes(after: start).subjects?[.task]?.count == 3)
        try fixture.tamper("DELETE FROM changed WHERE number = ?", [second.change])
        #expect(try fixture.changes(after: start).subjects == nil)
        #expect(try fixture.changes(after: second).subjects?[.task]?.count == 2)
        // What a newer program notes this one does not know.
        try fixture.tamper("UPDATE changed SET model = 'beam' WHERE number = ?", [second.change + 1])
        #expect(try fixture.changes(after: second).subjects == nil)
    }

    /// The table stays small whatever is written, and its numbers go on.
    @Test func oldOnesGo() throws {
        let fixture = try Fixture()
        try fixture.tamper(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
            INSERT INTO changed(model, subject) SELECT 'task', randomblob(16) FROM n
            """)
        let start = try fixture.changes(after: nil).end
        for _ in 0..<260 { _ = try fixture.issue() }
        let count = try fixture.ledger.read { try Int64.fetchOne($0.db, sql: "SELECT count(*) FROM changed") ?? 0 }
        #expect(try fixture.changes(after: nil).end.change == start.change + 260)
        #expect(count <= ChangedTable.kept + 256)
    }

    /// Much at once is one line, as is everything that is folded anew; and so is much that was written one by one.
    @Test func muchAtOnceIsAll() throws {
        let fixture = try Fixture()
        let start = try fixture.changes(after: nil).end
        try fixture.ledger.transaction { transaction in
            for number in 0...ChangedTable.most {
                _ = try transaction.perform(
                    .lead(.receive(LeadCommand.Tip(title: "线索\(number)"))), as: Cast.duty)
            }
        }
        let many = try fixture.changes(after: start)
        #expect(many.subjects == nil && many.end.change == start.change + 1)
        _ = try fixture.ledger.rebuild()
        let again = try fixture.changes(after: many.end)
        #expect(again.subjects == nil && again.end.change == start.change + 2)
        for _ in 0...ChangedTable.most { _ = try fixture.issue() }
        #expect(try fixture.changes(after: again.end).subjects == nil)
    }

    /// What nodes exchange is noted row by row, and the comparing in `Network` compares something.
    @Test func whatComesFromOthersIsNoted() throws {
        let network = try Network()
        try network.meet()
        let erqi = network.centres[0]
        let start = try erqi.read { try $0.changes(after: nil) }.end
        let task = try network.desk.issue()
        #expect(try network.meet() == [])
        #expect(try erqi.read { try $0.changes(after: start) }.subjects?[.task] == [task])
    }
}

extension Fixture {
    fileprivate func changes(after point: Changes.Point?) throws -> Changes {
        try ledger.read { try $0.changes(after: point) }
    }
}

extension Ledger {
    /// Does something, and expects that every row that it changes is noted.
    @discardableResult
    func watched<Result>(
        sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Result
    ) throws -> Result {
        let (before, start) = try read { (try $0.rows(), try $0.changes(after: nil).end) }
        let result = try body()
        let (after, changes) = try read { (try $0.rows(), try $0.changes(after: start)) }
        guard let noted = changes.subjects else { return result }
        for table in Projection.tables {
            let (old, new) = (before[table.kind] ?? [:], after[table.kind] ?? [:])
            let changed = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
            let missing = changed.subtracting(noted[table.kind] ?? [])
            #expect(missing.isEmpty, "\(table.name): not noted", sourceLocation: sourceLocation)
        }
        return result
    }
}

extension Snapshot {
    /// All rows by what they are of; a story's with what its channels are owed.
    fileprivate func rows() throws -> [Changes.Kind: [SubjectID: String]] {
        var all: [Changes.Kind: [SubjectID: String]] = [:]
        for table in Projection.tables {
            let columns = table.columns.joined(separator: ", ")
            for row in try Row.fetchAll(db, sql: "SELECT \(columns) FROM \(table.name)") {
                if let id = row.value(0) as SubjectID? { all[table.kind, default: [:]][id] = row.description }
            }
        }
        for due in try DueTable.kept(db).sorted(by: { ($0.placement, $0.act) < ($1.placement, $1.act) }) {
            all[.story]?[due.story]? += " \(due.act) \(due.since)"
        }
        return all
    }
}
