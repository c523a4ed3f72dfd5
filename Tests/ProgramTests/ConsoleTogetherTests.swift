import Foundation
import Glibc
import PseudoTerminal
import Testing

/// Several consoles and commands on one desk: what one does the others see, and nothing that was told is lost.
@Suite(.waiting) struct ConsoleTogetherTests {
    private static let isSoak = ProcessInfo.processInfo.environment["GUANTONG_SOAK"] != nil

    @Test func anothersCommitAppearsWithoutAKey() throws {
        let desk = try CommandDesk()
        let terminal = try desk.console(columns: 120, rows: 36)
        _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "别处派的")
        try terminal.wait(for: "别处派的")
        _ = try desk.run(as: "zhangmin", "task", "ack", "T-0001")
        try terminal.wait("the new state") { $0.contains { $0.contains("T-0001") && $0.contains("已接") } }
        // On the screen of the thing itself too.
        try terminal.send(":go T-0001\r")
        try terminal.wait(for: "别处派的")
        if !terminal.shows("要什么") { try terminal.send("\r") }
        try terminal.wait(for: "要什么")
        _ = try desk.run(as: "zhangmin", "task", "cancel", "T-0001", "--reason", "事已了")
        try terminal.wait(for: "事已了")
        try terminal.leave()
    }

    @Test func tenConsolesSeeWhatTheCommandsWrite() throws {
        let desk = try CommandDesk()
        let people = ["zhangmin", "zhouhao", "zhaoqiang", "lie", "liwei"]
        let consoles = try (0..<10).map { try desk.console(as: people[$0 % 5], columns: 120, rows: 36) }
        let rounds = Self.isSoak ? 200 : 12
        for round in 1...rounds {
            #expect(try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "第\(round)件").status == 0)
            // Each console writes too, in turn.
            try consoles[round % 3].send(":note 第\(round)笔\r")
        }
        try PseudoTerminal.wait(on: consoles, "the last on every screen") {
            consoles.allSatisfy { console in
                console.display.lines.contains { $0.contains("T-\(String(format: "%04d", rounds))") }
            }
        }
        for console in consoles {
            #expect(console.torn() == nil)
            try console.leave()
        }
        #expect(try desk.titles().count == rounds)
        let notes = try desk.run("log", "--json", "--limit", "1000").out
        for round in 1...rounds { #expect(notes.contains("第\(round)笔"), "note \(round)") }
        #expect(try desk.run("verify").status == 0)
    }

    @Test func killedAtAnyMomentNothingAcknowledgedIsLost() throws {
        let desk = try CommandDesk()
        var acknowledged: [String] = []
        for round in 1...(Self.isSoak ? 200 : 8) {
            let terminal = try desk.console(columns: 120, rows: 36)
            // What was told as done is on the disk; a second order is under way when the end comes.
            try terminal.send(":d erqi 已告知\(round)\r")
            try terminal.wait("the news") { $0.last?.contains("已派给") == true }
            acknowledged.append("已告知\(round)")
            try terminal.send(":d erqi 未告知\(round)\r")
            try terminal.signal(SIGKILL)
            #expect(try terminal.waitForExit() == .signalled(SIGKILL))
            let titles = try desk.titles()
            #expect(Set(acknowledged).isSubset(of: titles), "round \(round)")
            #expect(Set(titles).count == titles.count)
        }
        #expect(try desk.run("verify").status == 0)
    }

    @Test func theSecondOfTwoIsToldWhatTheFirstDid() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "两人同办")
        let terminal = try desk.console()
        try terminal.wait(for: "T-0001")
        try terminal.send("x没有人手")
        try terminal.wait(for: "没有人手")
        _ = try desk.run(as: "zhouhao", "task", "cancel", "T-0001", "--reason", "先撤了")
        try terminal.send("\r")
        try terminal.wait("who did what") { $0.suffix(3).contains { $0.contains("周浩") } }
        let task = try desk.run("task", "show", "T-0001", "--json").object
        #expect(task["state"] as? String == "cancelled")
        try terminal.leave()
    }

    @Test func idleWithoutAClockNothingIsSentAndNothingWakes() throws {
        let desk = try CommandDesk()
        let terminal = try desk.console()
        // A minute of the wall clock may begin meanwhile, and on a busy machine what came with the opening may be late.
        for attempt in 1...5 {
            try terminal.settle(quiet: 500)
            let (bytes, header, switches) = (terminal.bytesReceived, terminal.screen()[0], try wakes(terminal.pid))
            // A clock that ran would send something every second, and the line would never be quiet for so long.
            try terminal.settle(quiet: 2500)
            let wakesSince = try wakes(terminal.pid) - switches
            guard (terminal.screen()[0] == header && wakesSince == 0) || attempt == 5 else { continue }
            #expect(terminal.bytesReceived == bytes)
            #expect(wakesSince == 0)
            break
        }
        try terminal.leave()
    }

    @Test func withAClockOnlyItsDigitsAreSent() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "有钟", "--priority", "flash")
        let terminal = try desk.console()
        try terminal.wait(for: "T-0001")
        try terminal.settle(quiet: 300)
        let first = terminal.screen()
        let bytes = terminal.bytesReceived
        try terminal.wait("the next second") { $0 != first }
        try terminal.settle(quiet: 100)
        #expect(terminal.bytesReceived - bytes < 300, "\(terminal.bytesReceived - bytes) bytes for a second")
        try terminal.leave()
    }

    /// How often the program's threads have gone to sleep of their own accord.
    private func wakes(_ pid: Int32) throws -> Int {
        let folder = "/proc/\(pid)/task"
        return try FileManager.default.contentsOfDirectory(atPath: folder).reduce(0) { sum, thread in
            let text = (try? String(contentsOfFile: "\(folder)/\(thread)/status", encoding: .utf8)) ?? ""
            let line = text.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches") }
            return sum + (line.flatMap { Int($0.split(separator: "\t").last ?? "") } ?? 0)
        }
    }
}
