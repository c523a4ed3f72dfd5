import Foundation
import Glibc
import PseudoTerminal
import Testing

/// On every way out the terminal is as it was, nothing is left behind, and nothing is lost.
@Suite(.waiting) struct ConsoleLeavingTests {
    /// The ways in which a console may stand when it has to go.
    private static let poses = ["", ":d erqi 半", "D", "?", "t/by"]

    /// What is there but for texts that somebody was typing, which stay their writer's, and the note of where the database
    /// stood.
    private func remains(_ desk: CommandDesk) -> Set<String> {
        desk.files.filter { !$0.contains("/unsaved/") && !$0.hasSuffix(".origin") }
    }

    private func expectNoTrace(_ terminal: PseudoTerminal, _ desk: CommandDesk, _ before: Set<String>, _ what: String)
        throws
    {
        #expect(try terminal.leftovers() == [], "\(what)")
        #expect(remains(desk) == before, "\(what)")
        #expect(try desk.run("verify").status == 0, "\(what)")
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP]) func bySignal(_ number: Int32) throws {
        let desk = try CommandDesk()
        let before = desk.files
        for pose in Self.poses {
            let terminal = try desk.console()
            try terminal.send(pose)
            try terminal.settle()
            try terminal.signal(number)
            #expect(try terminal.waitForExit() == .exited(0), "signal \(number) in \(pose)")
            try expectNoTrace(terminal, desk, before, "signal \(number) in \(pose)")
        }
    }

    @Test func byItsOwnKeysAndCommands() throws {
        let desk = try CommandDesk()
        let before = desk.files
        for keys in ["q", "\u{3}", ":q\r", ":退出\r"] {
            let terminal = try desk.console()
            try terminal.send(keys)
            #expect(try terminal.waitForExit() == .exited(0), "\(keys.debugDescription)")
            try expectNoTrace(terminal, desk, before, keys.debugDescription)
        }
    }

    @Test func whenTheLineBreaks() throws {
        let desk = try CommandDesk()
        let before = desk.files
        for pose in Self.poses {
            let terminal = try desk.console()
            try terminal.send(pose)
            try terminal.settle()
            terminal.hangUp()
            let status = try terminal.waitForExit()
            #expect(status == .exited(0), "\(pose): \(status)")
            #expect(remains(desk) == before, "\(pose)")
        }
        #expect(try desk.run("verify").status == 0)
    }

    @Test func whenTheLineBreaksBehindAnEditor() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "liwei", "story", "new", "雨夜接力", "--body", "-", input: Data("初稿".utf8))
        let editor = try desk.editor("printf 'EDITOR AT WORK\\n' > /dev/tty; read -r line < /dev/tty")
        let terminal = try desk.console(as: "liwei", environment: ["EDITOR": editor])
        try terminal.send(":go S-0001\r")
        try terminal.wait(for: "雨夜接力")
        if !terminal.shows("初稿") { try terminal.send("\r") }
        try terminal.wait(for: "初稿")
        try terminal.send("e")
        try terminal.wait(for: "EDITOR AT WORK")
        terminal.hangUp()
        let status = try terminal.waitForExit()
        #expect(status == .exited(0), "\(status)")
    }

    @Test func suspendedAndResumed() throws {
        let desk = try CommandDesk()
        let shell = try PseudoTerminal(
            command: ["/bin/bash", "--norc", "--noprofile", "-i"],
            environment: desk.surroundings.merging(["PS1": "shell> ", "INPUTRC": "/dev/null"]) { $1 },
            directory: desk.folder.path)
        try shell.wait(for: "shell>")
        try shell.send("$G console --as zhangmin --lang zh\r")
        try shell.wait(for: "总览")
        for round in 1...3 {
            try shell.send(":d erqi 第\(round)次")
            try shell.wait(for: "第\(round)次")
            try shell.escape()
            try shell.settle()
            try shell.send(key: .control("z"))
            try shell.wait("the shell, on its own screen") { lines in
                lines.contains { $0.contains("Stopped") } && lines.last { !$0.isEmpty }?.hasPrefix("shell>") == true
            }
            // What bash itself has on is its own.
            #expect(!shell.modes.alternateScreen && shell.modes.mouse.isEmpty && shell.modes.cursorVisible)
            #expect(try desk.run(as: "zhangmin", "log", "note", "在外面\(round)").status == 0)
            try shell.resize(columns: 80 + round * 20, rows: 24 + round * 6)
            try shell.send("clear; fg\r")
            try shell.wait("the console, as it was") { lines in lines.first?.contains("总览") == true }
            #expect(shell.modes.alternateScreen)
            if round == 3 { try shell.wait(for: "在外面3") }
            #expect(shell.torn() == nil, "round \(round)")
        }
        try shell.send("q")
        try shell.wait("the shell again") { $0.last { !$0.isEmpty }?.hasPrefix("shell>") == true }
        try shell.send("echo status $?\r")
        try shell.wait(for: "status 0")
        #expect(!shell.modes.alternateScreen && shell.modes.mouse.isEmpty && !shell.modes.focusEvents)
        try shell.send("exit\r")
        #expect(try shell.waitForExit() == .exited(0))
    }

    @Test func stoppedFromOutsideAndContinued() throws {
        let desk = try CommandDesk()
        let terminal = try desk.console()
        try terminal.signal(SIGSTOP)
        #expect(try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "停着的时候").status == 0)
        try terminal.signal(SIGCONT)
        try terminal.wait(for: "停着的时候")
        #expect(terminal.torn() == nil)
        try terminal.leave()
    }

    @Test func aCrashGivesTheTerminalBackAndWritesAReport() throws {
        let desk = try CommandDesk()
        let before = desk.files
        let terminal = try desk.console()
        try terminal.signal(SIGSEGV)
        #expect(try terminal.waitForExit() == .signalled(SIGSEGV))
        #expect(try terminal.leftovers() == [])
        let reports = desk.files.subtracting(before).filter { $0.contains("crash") }
        #expect(!reports.isEmpty, "\(desk.files)")
        #expect(terminal.screen().joined().contains("crash"), "it says where: \(terminal.screen())")
        #expect(try desk.run("verify").status == 0)
    }
}
