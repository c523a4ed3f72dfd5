import Foundation
import PseudoTerminal
import Testing

/// The console on a line with 300 ms there and back and 2 KB a second.
@Suite(.waiting) struct SlowLineTests {
    private func slow() -> SlowLine { SlowLine(delay: .milliseconds(150), bytesPerSecond: 2048) }

    private func open(_ desk: CommandDesk, columns: Int, rows: Int, _ line: SlowLine?) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(
            command: [CommandDesk.program, "console", "--as", "zhangmin", "--lang", "zh"],
            environment: desk.surroundings, directory: desk.folder.path, columns: columns, rows: rows)
        terminal.line = line
        try terminal.wait("the board's last row", until: { $0.last?.contains("帮助") == true })
        return terminal
    }

    @Test(arguments: [(60, 20), (80, 24)]) func theFirstScreenIsSmall(_ columns: Int, _ rows: Int) throws {
        let desk = try CommandDesk()
        for number in 1...8 {
            _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "暴雨积水路段\(number)", "--priority", "flash")
        }
        // Where the test comes late to look, seconds that have passed are counted with it.
        var bytes = Int.max
        for _ in 1...5 where bytes > 4096 {
            let terminal = try open(desk, columns: columns, rows: rows, nil)
            bytes = min(bytes, terminal.bytesReceived)
            try terminal.leave()
        }
        #expect(bytes <= 4096, "\(bytes) bytes")
    }

    @Test func keysTypedAheadAreAllTakenInOrder() throws {
        let desk = try CommandDesk()
        let terminal = try open(desk, columns: 60, rows: 20, slow())
        // Nothing of the answers has come when the last key is typed.
        try terminal.send(":d erqi 先敲的\r:d jinshui 后敲的\rt")
        try terminal.wait(for: "后敲的")
        try terminal.wait("the list of tasks") { $0.first?.contains("任务") == true }
        #expect(try desk.titles().sorted() == ["先敲的", "后敲的"].sorted())
        try terminal.send("q")
        #expect(try terminal.waitForExit() == .exited(0))
        #expect(try terminal.leftovers() == [])
    }

    /// Others do forty things in a short time: what is on the way never grows beyond a frame or two, and what is seen
    /// at the end is the last of them.
    @Test func framesDoNotPileUp() throws {
        let desk = try CommandDesk()
        // On a wide screen the log stands on the board, and each line moves all the others.
        let terminal = try open(
            desk, columns: 200, rows: 60, SlowLine(delay: .milliseconds(150), bytesPerSecond: 50_000))
        try terminal.settle(quiet: 700)
        terminal.line = SlowLine(delay: .milliseconds(150), bytesPerSecond: 600)
        let busy = try desk.begin("for i in $(seq 40); do $G --as zhangmin log note \"忙碌的第 $i 条，写得长一点才看得出\"; done")
        try terminal.wait(for: "忙碌的第 40 条")
        busy.wait()
        let line = try #require(terminal.line)
        print("on the way: \(line.mostOnTheWay) bytes at most, \(line.latest) at most, \(line.questions) frames")
        #expect(line.questions > 0, "it paces itself")
        #expect(line.mostOnTheWay < 2500, "\(line.mostOnTheWay) bytes were on the way")
        #expect(line.latest < .seconds(4.5), "a byte was \(line.latest) on its way")
        try terminal.send("q")
        #expect(try terminal.waitForExit() == .exited(0))
    }

    @Test func aFastLineIsNeverAsked() throws {
        let desk = try CommandDesk()
        // Where the test itself is slow to answer, the line is taken for a slow one, and rightly.
        var questions = Int.max
        for _ in 1...5 where questions > 0 {
            let terminal = try open(desk, columns: 80, rows: 24, SlowLine(delay: .zero, bytesPerSecond: 10_000_000))
            for key in ["t", "b", "j", "L", "b"] {
                try terminal.send(key)
                try terminal.settle()
            }
            questions = min(questions, try #require(terminal.line).questions)
            try terminal.send("q")
            #expect(try terminal.waitForExit() == .exited(0))
        }
        #expect(questions == 0)
    }

    @Test func aTerminalThatFallsSilentHoldsNothingUp() throws {
        let desk = try CommandDesk()
        let terminal = try open(desk, columns: 60, rows: 20, slow())
        try terminal.send("t")
        try terminal.wait("the tasks") { $0.first?.contains("任务") == true }
        // From here on nothing is answered: each frame comes after the patience with the one before.
        terminal.line = nil
        terminal.answers = false
        try terminal.send("s")
        try terminal.wait("the stories") { $0.first?.contains("稿件") == true }
        try terminal.send("l")
        try terminal.wait("the leads") { $0.first?.contains("线索") == true }
        try terminal.signal(SIGTERM)
        #expect(try terminal.waitForExit() == .exited(0))
    }
}
