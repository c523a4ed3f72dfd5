import Foundation
import PseudoTerminal
import Testing

@Suite struct CommandDemoTests {
    private func leftovers(_ desk: CommandDesk) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: desk.folder.path).filter { $0.hasPrefix("guantong-demo-") }
    }

    @Test func withoutATerminalItPrintsTheBoardOnceAndLeavesNothing() throws {
        let desk = try CommandDesk(staffed: false)
        let english = try desk.run("demo", "--lang", "en")
        #expect(english.status == 0, "\(english.err)")
        #expect(english.lines.first?.contains("no terminal") == true)
        #expect(english.out.contains("needs attention"))
        let chinese = try desk.run("demo", "--lang", "zh")
        #expect(chinese.out.contains("没有终端") && chinese.out.contains("需要处理"))
        #expect(try leftovers(desk).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: desk.database))
    }

    @Test func theDayIsReal() throws {
        let desk = try CommandDesk(staffed: false)
        let board = try desk.run("demo", "--json").object
        #expect((board["centres"] as? [Any])?.count == 16)
        for list in ["tasks", "stories", "attention"] {
            #expect((board[list] as? [Any] ?? []).count > 3, "\(list)")
        }
        // Its work was done through the day, not in this second.
        let tasks = try #require(board["tasks"] as? [[String: Any]])
        #expect(Set(tasks.compactMap { $0["issuedAt"] as? String }).count > 3)
        #expect(tasks.contains { $0["overdue"] as? Bool == true })
    }

    @Test func whatAKilledDemoLeftIsSwept() throws {
        let desk = try CommandDesk(staffed: false)
        let dead = try desk.shell("sh -c 'echo $$'").lines[0]
        let mine = ProcessInfo.processInfo.processIdentifier
        for name in ["guantong-demo-\(dead)-abcdef", "guantong-demo-\(mine)-abcdef", "guantong-demo-x", "other"] {
            try FileManager.default.createDirectory(
                at: desk.folder.appendingPathComponent(name), withIntermediateDirectories: false)
        }
        try FileManager.default.createSymbolicLink(
            at: desk.folder.appendingPathComponent("guantong-demo-\(dead)-linked"),
            withDestinationURL: desk.folder.appendingPathComponent("other"))
        _ = try desk.run("demo")
        #expect(
            try leftovers(desk).sorted()
                == ["guantong-demo-\(dead)-linked", "guantong-demo-\(mine)-abcdef", "guantong-demo-x"].sorted())
    }

    @Test func initTakesTheInstalledRoster() throws {
        let desk = try CommandDesk(staffed: false)
        #expect(try desk.run("init").out == desk.database + "\n")
        #expect(try desk.run("centre", "list", "--json").objects.count == 16)
    }

    @Test func aCompletionScriptComesAsItIs() throws {
        let desk = try CommandDesk(staffed: false)
        let script = try desk.shell(
            "$G --generate-completion-script bash > done.bash && bash -n done.bash && wc -l < done.bash")
        #expect(script.status == 0)
        #expect(Int(script.lines.first?.trimmingCharacters(in: .whitespaces) ?? "") ?? 0 > 500)
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGKILL])
    func aSignalLeavesNothingBehind(_ number: Int32) throws {
        let desk = try CommandDesk(staffed: false)
        let terminal = try PseudoTerminal(
            command: [CommandDesk.program, "demo", "--lang", "zh"],
            environment: ["TMPDIR": desk.folder.path, "HOME": desk.folder.path], columns: 100, rows: 30)
        try terminal.wait(for: "张敏", timeout: 30)
        #expect(try leftovers(desk).count == 1)
        try terminal.signal(number)
        _ = try terminal.waitForExit(timeout: 30)
        // Nobody can clean up after SIGKILL but the next demonstration.
        if number == SIGKILL { _ = try desk.run("demo") }
        #expect(try leftovers(desk).isEmpty)
    }
}
