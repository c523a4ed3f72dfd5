import Foundation
import Glibc
import PseudoTerminal
import Testing

/// What happens to a console from outside: its clock is set, its line goes silent, it crashes.
@Suite(.waiting) struct ConsoleEdgesTests {
    /// What the header's clock shows, in seconds of the day; `nil` where it shows no seconds.
    private func clock(_ lines: [String]) -> Int? {
        guard let found = lines.first?.firstMatch(of: /(\d\d):(\d\d):(\d\d)/), let hours = Int(found.1),
            let minutes = Int(found.2), let seconds = Int(found.3)
        else { return nil }
        return hours * 3600 + minutes * 60 + seconds
    }

    @Test func itsClockFollowsOneThatIsSetBackAndAhead() throws {
        let desk = try CommandDesk()
        let ahead = try desk.write("ahead", "0\n")
        // What runs against a limit has the clock show seconds.
        _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "限时", "--due", "+45m")
        let terminal = try desk.console(
            columns: 120,
            environment: [
                "LD_PRELOAD": Child.built.appending(path: "libFaults.so").path, "CLOCK_FILE": ahead,
            ], waitFor: "限时")
        var last = 0
        try terminal.wait("a clock with seconds") { lines in
            last = clock(lines) ?? -1
            return last >= 0
        }
        for (offset, turn) in [(-600, 86400 - 600), (0, 600), (-7, 86400 - 7)] {
            let before = last
            _ = try desk.write("ahead", "\(offset)\n")
            // Within a minute of where it was put, and then it goes on.
            try terminal.wait("the clock, set to \(offset) seconds") { lines in
                guard let now = clock(lines) else { return false }
                last = now
                let passed = (now - before - turn + 2 * 86400) % 86400
                return passed < 60 || (offset == -7 && now != before)
            }
            for _ in 1...2 {
                let shown = last
                try terminal.wait("the next second") { lines in
                    last = clock(lines) ?? last
                    return last != shown
                }
            }
        }
        try terminal.leave()
    }

    @Test func aTerminalThatFellSilentIsGone() throws {
        let desk = try CommandDesk()
        try desk.configure("config.toml", "silence = 1\n")
        let terminal = try desk.console()
        try terminal.settle()
        terminal.answers = false
        #expect(try terminal.waitForExit() == .exited(0))
        #expect(try terminal.leftovers() == [])
    }

    @Test func whoAnswersOrTypesIsThere() throws {
        let desk = try CommandDesk()
        try desk.configure("config.toml", "silence = 6\n")
        let terminal = try desk.console()
        terminal.recordsOutput = true
        let question = Array("\u{1B}[5n".utf8)
        // It is asked every two seconds, and stays as long as it answers: the third time it would be gone.
        try terminal.wait("four questions") { _ in
            terminal.output.split(separator: question[0]).count { $0 == question.dropFirst() } >= 4
        }
        try terminal.leave()
    }

    @Test func aCrashLeavesNoPictureOfTheMemory() throws {
        let desk = try CommandDesk()
        let terminal = try PseudoTerminal(
            command: ["/bin/sh", "-c", "ulimit -c unlimited; exec \"$G\" console --as zhangmin --lang zh"],
            environment: desk.surroundings, directory: desk.folder.path)
        try terminal.wait(for: "总览")
        let limits = try String(contentsOfFile: "/proc/\(terminal.pid)/limits", encoding: .utf8)
        let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(line.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"], "\(line)")
        // What a program that cores are handed to would get, too.
        let filter = try String(contentsOfFile: "/proc/\(terminal.pid)/coredump_filter", encoding: .utf8)
        #expect(filter.trimmingCharacters(in: .whitespacesAndNewlines) == "00000000")
        try terminal.signal(SIGSEGV)
        #expect(try terminal.waitForExit() == .signalled(SIGSEGV))
        #expect(!desk.files.contains { ($0 as NSString).lastPathComponent.hasPrefix("core") }, "\(desk.files)")
    }

    @Test func commandsLeaveNoneEither() throws {
        let desk = try CommandDesk()
        let child = try Child(
            [
                "/bin/sh", "-c",
                "ulimit -c unlimited; exec \(CommandDesk.program) --db \(desk.database) story new 长稿 --body - --as liwei",
            ], environment: ["HOME": desk.folder.path, "PATH": "/usr/bin:/bin"], directory: desk.folder.path,
            input: .pipe, output: .none, errors: .none)
        child.write("没有发表的文字")
        // It waits for the end of its input; until it does, it is the shell that one sees.
        let name = "/proc/\(child.pid)/comm"
        while try String(contentsOfFile: name, encoding: .utf8) != "guantong\n" { sched_yield() }
        let limit = "/proc/\(child.pid)/limits"
        while try !String(contentsOfFile: limit, encoding: .utf8).contains(/Max core file size +0 +0/) { sched_yield() }
        // Of those that leave a core the one that no handler of Swift's own takes.
        child.signal(SIGXCPU)
        #expect(child.wait() == .signalled(SIGXCPU))
        #expect(!desk.files.contains { ($0 as NSString).lastPathComponent.hasPrefix("core") }, "\(desk.files)")
    }
}
