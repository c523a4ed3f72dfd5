import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// A damaged file holds anything in any column. It may be refused or look odd, but it ends nobody's program.
@Suite struct StrangeRowTests {
    /// What a column can hold that it should not.
    private static let strange: [DatabaseValue] = [
        "文".databaseValue, Data([0xFF, 0xFE]).databaseValue, 2.5.databaseValue, "".databaseValue, Data().databaseValue,
        Int64.max.databaseValue, Int64.min.databaseValue, (Int64.max - 1).databaseValue, .null,
    ]

    /// Everything that is asked of a ledger; each may fail.
    private func askEverything(_ path: String, _ story: SubjectID) {
        guard let ledger = try? Ledger(path: path) else { return }
        defer { ledger.close() }
        let node = (try? ledger.membership())?.node ?? NodeID(rawValue: String(repeating: "0", count: 32))
        _ = try? ledger.heads(for: node)
        _ = try? ledger.sharedChains()
        _ = try? ledger.revokedEnds()
        _ = try? ledger.ends(of: node)
        _ = try? ledger.lastRow()
        let key = try? ledger.nodeKey()
        for head in (try? ledger.heads(for: node)) ?? [] {
            _ = try? ledger.batch(of: head.origin, after: 0, bytes: 1 << 16, key: key)
        }
        try? ledger.read { desk in
            _ = try? desk.log()
            _ = try? desk.events(after: 0)
            _ = try? desk.stories()
            _ = try? desk.tasks()
            _ = try? desk.leads()
            _ = try? desk.centres(today: Moment(milliseconds: 0))
            _ = try? desk.nodes()
            _ = try? desk.quarantine()
            _ = try? desk.overruled()
            _ = try? desk.story(story)
            _ = try? desk.unread(by: "duty")
            _ = try? desk.find("S-0001")
            _ = try? desk.rollCall()
        }
        _ = try? ledger.verify()
        _ = try? ledger.rebuild()
        _ = try? ledger.acceptClock(by: Cast.duty)
        _ = try? ledger.clockStatus()
        _ = try? ledger.perform(.desk(.note("一笔")), as: Cast.duty)
        _ = try? ledger.perform(.story(.draft(StoryCommand.Draft(title: "题", body: "文"))), as: Cast.reporter)
    }

    @Test(arguments: [
        "origin", "event", "seal", "member", "desk", "centre", "staff", "story", "task", "lead", "message", "void",
        "setting", "correction", "heard", "contact",
    ])
    func anythingInAnyColumnEndsNobodysProgram(table: String) throws {
        let whole = try Fixture()
        let story = try whole.signed()
        try whole.ledger.perform(.message(.send("早", to: ["duty"], about: nil)), as: Cast.head)
        _ = try whole.ledger.foundMembership(name: "台", by: Cast.admin)
        let other = NodeID.random()
        try whole.ledger.perform(
            .node(
                .admit(
                    NodeCard(id: other, name: "二七", centre: "erqi", slot: 1, key: KeyFile(node: other).publicKey))),
            as: Cast.admin)
        try whole.ledger.rotateKey(by: Cast.admin)
        let columns = try whole.ledger.read { desk in
            try String.fetchAll(desk.db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table])
        }
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let copy = folder + "/desk.sqlite"
        try whole.ledger.backup(to: copy)
        let key = try Data(contentsOf: URL(filePath: whole.path + ".key"))
        var count = 0
        for column in columns {
            for (index, value) in Self.strange.enumerated() {
                let path = folder + "/\(column)-\(index).sqlite"
                try FileManager.default.copyItem(atPath: copy, toPath: path)
                _ = FileManager.default.createFile(
                    atPath: path + ".key", contents: key, attributes: [.posixPermissions: 0o600])
                let queue = try DatabaseQueue(path: path)
                // What the schema forbids damage does not ask about, but this way of making it does.
                let isDone =
                    (try? queue.write { db in
                        try db.execute(sql: "UPDATE OR REPLACE \(table) SET \(column) = ?", arguments: [value])
                    }) != nil
                try queue.close()
                guard isDone else { continue }
                count += 1
                askEverything(path, story)
            }
        }
        #expect(count >= columns.count, "\(table) was damaged \(count) times")
    }
}
