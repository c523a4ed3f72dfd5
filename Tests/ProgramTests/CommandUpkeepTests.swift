import Foundation
import Testing

@testable import Ledger
@testable import Newsroom

/// What is missing, what differs, and numbers that mean two things, as the commands tell it.
@Suite(.waiting) struct CommandUpkeepTests {
    private let desk: CommandDesk

    init() throws { desk = try CommandDesk() }

    /// Puts a backup in the place of a desk that has gone on since.
    private func restored() throws {
        let backup = desk.folder.appendingPathComponent("backup.sqlite").path
        #expect(try desk.run("backup", backup).status == 0)
        for title in ["一", "二"] { #expect(try desk.run(as: "zhangmin", "lead", "new", title).status == 0) }
        try FileManager.default.removeItem(atPath: desk.database)
        try FileManager.default.moveItem(atPath: backup, toPath: desk.database)
    }

    @Test func whatABackupLacksIsToldUntilSomebodyHasSeenIt() throws {
        try restored()
        for command in [["board"], ["lead", "list"], ["lead", "new", "三", "--as", "zhangmin"], ["board"]] {
            let run = try desk.run(command)
            #expect(run.status == 0)
            #expect(run.err.contains("2 acts"), "\(command): \(run.err)")
            #expect(run.err.contains("verify --acknowledge"))
        }
        let verified = try desk.run("verify")
        #expect(verified.status == 1)
        #expect(verified.out.contains("2 acts"))
        #expect(!verified.out.contains("in order"))
        let object = try desk.run("verify", "--json").object
        #expect(object["clean"] as? Bool == false)
        #expect(object["advice"] as? String == "acknowledge")
        #expect((object["missing"] as? [String: Any])?["acts"] as? Int == 2)
        let refused = try desk.run("verify", "--acknowledge", "--as", "liwei")
        #expect(refused.status == 1 && refused.err.contains("duty editor"), "\(refused.err)")
        #expect(try desk.run("verify", "--acknowledge").status == 0)
        #expect(try desk.run("board").err.isEmpty)
        #expect(try desk.run("verify").status == 0)
        #expect(try desk.run("log").out.contains("has seen that this database lacks 2 acts"))
        let again = try desk.run("verify", "--acknowledge")
        #expect(again.status == 0)
        #expect(again.err.contains("nothing is missing"))
    }

    @Test func whereOnlyTablesDifferARebuildIsProposedAndMends() throws {
        #expect(try desk.run(as: "zhangmin", "lead", "new", "热线").status == 0)
        let whole = try desk.run("rebuild")
        #expect(whole.status == 0)
        #expect(whole.out.contains("nothing was different"))
        try Ledger(path: desk.database).damageReadModel()
        let damaged = try desk.run("verify")
        #expect(damaged.status == 1)
        #expect(damaged.err.contains("guantong rebuild"))
        #expect(!damaged.err.contains("restore"))
        #expect(damaged.err.contains("1 finding,"), "\(damaged.err)")
        let rebuilt = try desk.run("rebuild", "--json")
        #expect(rebuilt.status == 0)
        #expect(rebuilt.object["table"] as? String == "lead")
        #expect(rebuilt.object["changed"] as? Int == 1)
        #expect(rebuilt.object["added"] as? Int == 0)
        #expect(try desk.run("verify").status == 0)
        try Ledger(path: desk.database).damageReadModel()
        #expect(try desk.run("rebuild", "--lang", "zh").out.contains("lead"))
        #expect(try desk.run("lead", "list").out.contains("热线"))
    }

    @Test func aNumberThatMeansTwoThingsIsAskedAbout() throws {
        let ledger = try Ledger(path: desk.database)
        let actor = Person(staff: "zhangmin", role: .dutyEditor, house: "zz")
        let first = try #require(
            try ledger.perform(.story(.draft(StoryCommand.Draft(title: "甲", body: "正文", centre: "erqi"))), as: actor)
                .events.first
        )
        guard case .story(.drafted(var draft)) = first.fact else {
            Issue.record("no draft")
            return
        }
        draft.title = "乙"
        let twin = draft
        let second = try ledger.transaction { transaction in
            try transaction.append(transaction.makeID(), .story(.drafted(twin)), by: actor)
        }
        ledger.close()
        let number = "S-0001"
        let told = try desk.run("story", "show", number).err
        #expect(told.contains("甲") && told.contains("乙"))
        for command in [
            ["story", "show", number], ["story", "submit", number], ["story", "edit", number, "--title", "丙"],
            ["task", "dispatch", "erqi", "去看看", "--story", number],
            ["story", "new", "丁", "--origin", "derived", "--from", number],
            ["message", "send", "lie", "看看", "--about", number],
        ] {
            let run = try desk.run(command + ["--as", "zhangmin"])
            #expect(run.status == 1, "\(command)")
            #expect(run.err.ranges(of: number).count == 1, "\(command): \(run.err)")
            for event in [first, second] { #expect(run.err.contains("\(event.subject)"), "\(command): \(run.err)") }
            #expect(try desk.run(command + ["--as", "zhangmin", "--json"]).refusal == "ambiguousNumber")
            let chosen = command.map { $0 == number ? "\(second.subject)" : $0 }
            #expect(try desk.run(chosen + ["--as", "zhangmin"]).status == 0, "\(chosen)")
        }
        let found = try desk.run("search", number).out
        #expect(found.contains("甲"))
        #expect(found.split(separator: "\n").count == 3)
    }
}

extension Ledger {
    /// Changes a read model behind the log's back.
    fileprivate func damageReadModel() throws {
        try aside { try $0.execute(sql: "UPDATE lead SET title = '假'") }
        close()
    }
}
