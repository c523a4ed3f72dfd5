import Foundation
import PseudoTerminal
import Testing

@Suite(.waiting) struct CommandDemoTests {
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
        try terminal.wait(for: "张敏")
        #expect(try leftovers(desk).count == 1)
        try terminal.signal(number)
        _ = try terminal.waitForExit()
        // Nobody can clean up after SIGKILL but the next demonstration.
        if number == SIGKILL { _ = try desk.run("demo") }
        #expect(try leftovers(desk).isEmpty)
    }

    // MARK: - The day by itself

    /// A demonstration in a terminal of its own, with nothing of the machine's around it.
    private func demo(
        _ desk: CommandDesk, _ arguments: [String], columns: Int = 120, rows: Int = 36
    ) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(
            command: [CommandDesk.program, "demo"] + arguments,
            environment: ["TMPDIR": desk.folder.path, "HOME": desk.folder.path, "GUANTONG_DB": desk.database],
            directory: desk.folder.path, columns: columns, rows: rows)
        try terminal.wait(for: arguments.contains("en") ? "Zhang Min" : "张敏")
        return terminal
    }

    /// The folders of the days that a demonstration keeps.
    private func days(_ desk: CommandDesk) throws -> [Int] {
        let folder = try #require(try leftovers(desk).first)
        return try FileManager.default.contentsOfDirectory(atPath: desk.folder.path + "/" + folder)
            .filter { $0.hasPrefix("day-") }.compactMap { Int($0.dropFirst(4)) }.sorted()
    }

    @Test(arguments: ["zh", "en"])
    func somethingHappensWithoutAKey(_ language: String) throws {
        let desk = try CommandDesk(staffed: false)
        let terminal = try demo(desk, ["--lang", language, "--speed", "120", "--seed", "5"])
        // The dispatch of the first minute: nobody pressed anything.
        let title = language == "zh" ? "头盔墙" : "Wall of helmets"
        try terminal.wait(for: title)
        try quit(terminal)
        #expect(try leftovers(desk).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: desk.database))
        #expect(desk.files.isEmpty, "\(desk.files)")
    }

    /// Leaves a day that runs fast: its screen is never quiet.
    private func quit(_ terminal: PseudoTerminal) throws {
        try terminal.send("q")
        #expect(try terminal.waitForExit() == .exited(0))
        #expect(try terminal.leftovers() == [])
    }

    @Test func daysFollowOneAnotherAndNothingGrows() throws {
        let desk = try CommandDesk(staffed: false)
        let terminal = try demo(desk, ["--lang", "zh", "--speed", "20000", "--seed", "5"])
        let descriptors = "/proc/\(terminal.pid)/fd"
        func open() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: descriptors).count }
        var atFirst = 0
        for day in 2...8 {
            // Days are short: it may be a later one when somebody looks.
            try terminal.wait("day \(day)") { _ in
                let days = try days(desk)
                return !days.contains(day - 1) && (days.last ?? 0) >= day
            }
            if day == 2 { atFirst = try open() }
        }
        // There are moments with more: the next day is made, a commit is told.
        try terminal.wait("one day, and perhaps the next") { _ in try days(desk).count <= 2 }
        try terminal.wait("no more open than at first, \(atFirst)") { _ in try open() <= atFirst + 2 }
        try terminal.signal(SIGHUP)
        _ = try terminal.waitForExit()
        #expect(try leftovers(desk).isEmpty)
    }

    @Test func aNewDayWaitsForWhoeverIsAtTheKeys() throws {
        let desk = try CommandDesk(staffed: false)
        let terminal = try demo(desk, ["--lang", "zh", "--speed", "2000", "--seed", "5"])
        try terminal.send("t")
        try terminal.wait(for: "› 任务")
        try terminal.wait("the next day is ready") { _ in try days(desk).contains(2) }
        // The old day's people go on, while somebody is there.
        let before = terminal.screen()
        try terminal.wait("something changes") { $0 != before }
        #expect(try days(desk) == [1, 2])
        try quit(terminal)
        #expect(try leftovers(desk).isEmpty)
    }

    @Test func theSameSeedShowsTheSameBoard() throws {
        let desk = try CommandDesk(staffed: false)
        func board() throws -> [String] {
            let object = try desk.run("demo", "--json", "--seed", "7", "--lang", "zh").object
            let tasks = try #require(object["tasks"] as? [[String: Any]])
            // Not the date: the day may end between the two.
            return tasks.compactMap {
                let time = ($0["issuedAt"] as? String ?? "").split(separator: "T").last ?? ""
                return "\($0["number"] ?? "") \($0["title"] ?? "") \(time)"
            }
        }
        #expect(try board() == board())
    }

    @Test(arguments: [
        (["--db", "x.sqlite"], "--db"), (["--as", "sunlei"], "--as"), (["--speed", "0"], "--speed"),
        (["--seed", "-1"], "seed"),
    ])
    func whatADemonstrationDoesNotTake(_ arguments: [String], _ named: String) throws {
        let desk = try CommandDesk(staffed: false)
        let run = try desk.shell("$G demo \(arguments.joined(separator: " "))")
        #expect(run.status == 64 && run.err.contains(named), "\(run.err)")
        #expect(!run.err.contains("Error(") && desk.files.isEmpty)
    }
}
