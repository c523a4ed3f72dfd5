import Foundation
import Glibc
import PseudoTerminal
import Testing

/// The demonstration's tour, kiosk and lessons, in a real terminal.
@Suite(.waiting) struct DemoGuideTests {
    private func demo(_ desk: CommandDesk, _ arguments: String..., columns: Int = 100, rows: Int = 30) throws
        -> PseudoTerminal
    {
        try PseudoTerminal(
            command: [CommandDesk.program, "demo", "--lang", "zh"] + arguments, environment: desk.surroundings,
            directory: desk.folder.path, columns: columns, rows: rows)
    }

    private func folders(_ desk: CommandDesk) -> [String] { desk.files.filter { $0.contains("guantong-demo-") } }

    /// The one child of a process, once there is one.
    private func child(of parent: pid_t) -> pid_t? {
        let list = try? String(contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
        return list?.split(separator: " ").first.flatMap { pid_t($0) }
    }

    @Test func theTourShowsItsFirstCaptionAndGoesOnByItselfUntilAKeyIsPressed() throws {
        let desk = try CommandDesk(staffed: false)
        let terminal = try demo(desk, "--tour")
        try terminal.wait(for: "1/14")
        #expect(terminal.shows("贯通，一座城市的新闻指挥台"))
        // The tour goes in real time, at reading speed, however fast the day is: so this waits for a reader.
        try terminal.wait(for: "2/14")
        try terminal.send("q")
        try terminal.wait(for: "现在由您操作")
        try terminal.send("t")
        try terminal.wait(for: "› 任务")
        try terminal.leave()
        #expect(folders(desk).isEmpty)
    }

    @Test func aKioskIsLeftByItsChordOnly() throws {
        let desk = try CommandDesk(staffed: false)
        let terminal = try demo(desk, "--kiosk")
        try terminal.wait(for: "1/14")
        try terminal.send("x")
        try terminal.wait(for: "现在由您操作")
        for key in ["q", "\u{3}", "\u{1A}", "\u{1C}"] {
            try terminal.send(key)
            try terminal.wait(for: "这块屏幕一直开着")
            try terminal.send("b")
            try terminal.wait("the notice gone") { !$0.contains { $0.contains("这块屏幕一直开着") } }
        }
        try terminal.send("\u{7}\u{7}\u{7}")
        #expect(try terminal.waitForExit() == .exited(0))
        #expect(try terminal.leftovers() == [])
        #expect(folders(desk).isEmpty)
    }

    @Test func aKioskComesBackWhenItIsKilled() throws {
        let desk = try CommandDesk(staffed: false)
        let terminal = try demo(desk, "--kiosk")
        try terminal.wait(for: "1/14")
        let first = try #require(child(of: terminal.pid))
        kill(first, SIGKILL)
        // In between the terminal is nobody's.
        try terminal.wait(for: "贯通这就回来")
        #expect(try terminal.leftovers() == [])
        try terminal.wait(for: "1/14")
        let second = try #require(child(of: terminal.pid))
        #expect(second != first)
        try terminal.send("\u{7}\u{7}\u{7}")
        #expect(try terminal.waitForExit() == .exited(0))
        #expect(try terminal.leftovers() == [])
        #expect(folders(desk).isEmpty, "what the killed one left was swept away")
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func aKioskEndsWhenItIsTold(_ number: Int32) throws {
        let desk = try CommandDesk(staffed: false)
        let terminal = try demo(desk, "--kiosk")
        try terminal.wait(for: "1/14")
        let kept = try #require(child(of: terminal.pid))
        try terminal.signal(number)
        #expect(try terminal.waitForExit() == .exited(0))
        #expect(kill(kept, 0) != 0, "the child has ended before")
        #expect(try terminal.leftovers() == [])
        #expect(folders(desk).isEmpty)
    }

    @Test func aKioskEndsWithItsLine() throws {
        let desk = try CommandDesk(staffed: false)
        let terminal = try demo(desk, "--kiosk")
        try terminal.wait(for: "1/14")
        terminal.hangUp()
        #expect(try terminal.waitForExit() == .exited(0))
        #expect(folders(desk).isEmpty)
    }

    @Test func aKioskThatCannotOpenSaysWhyOnce() throws {
        let desk = try CommandDesk(staffed: false)
        let terminal = try demo(desk, "--kiosk", "--speed", "0")
        #expect(try terminal.waitForExit() == .exited(64))
        #expect(terminal.screen().filter { $0.contains("--speed") }.count == 1, "\(terminal.screen())")
    }

    @Test func theLessonsBeginWithTheirFirstExercise() throws {
        let desk = try CommandDesk(staffed: false)
        let terminal = try demo(desk, "--learn")
        try terminal.wait(for: "1/10")
        #expect(terminal.shows("点名"))
        try terminal.send("?")
        try terminal.wait(for: "帮助：本屏能做什么")
        try terminal.send("xKy")
        try terminal.wait(for: "用了 4 键")
        try terminal.send(" ")
        try terminal.wait(for: "2/10")
        try terminal.leave()
        #expect(folders(desk).isEmpty)
    }

    @Test func lessonsAndTourAreNotAskedForAtOnce() throws {
        let desk = try CommandDesk(staffed: false)
        for option in ["--tour", "--kiosk", "--speed=2", "--seed=3"] {
            let run = try desk.run("demo", "--learn", option)
            #expect(run.status == 64 && run.err.contains("--learn"), "\(option): \(run.err)")
        }
    }
}
