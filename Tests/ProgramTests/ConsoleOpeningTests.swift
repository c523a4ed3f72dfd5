import Foundation
import PseudoTerminal
import Testing

/// The console opens on every terminal and at every size, says what is wrong around it, and leaves no trace.
@Suite(.waiting) struct ConsoleOpeningTests {
    @Test(arguments: ["xterm-256color", "linux", "vt100", "tmux-256color", "xterm", "screen"])
    func onEveryTerminal(_ term: String) throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi,jinshui", "暴雨积水路段", "--priority", "flash")
        let before = desk.files
        for (columns, rows) in [(80, 24), (200, 60), (60, 16)] {
            let terminal = try desk.console(columns: columns, rows: rows, environment: ["TERM": term])
            try terminal.wait(for: "T-0001")
            try terminal.wait(for: "暴雨")
            terminal.expectHarmless("\(term) \(columns)x\(rows)")
            for key in ["t", "s", "l", "L", "6", "?"] {
                try terminal.send(key)
                try terminal.settle()
                #expect(terminal.torn() == nil, "\(term) \(columns)x\(rows) \(key)")
            }
            try terminal.leave()
            terminal.expectHarmless("\(term) \(columns)x\(rows), left")
        }
        #expect(desk.files == before)
    }

    @Test(arguments: ["dumb", "no-such-terminal", ""]) func whereItCannotItSaysWhy(_ term: String) throws {
        let desk = try CommandDesk()
        let terminal = try PseudoTerminal(
            command: [CommandDesk.program, "console", "--as", "zhangmin", "--lang", "en"],
            environment: desk.surroundings.merging(["TERM": term]) { $1 }, directory: desk.folder.path)
        let status = try terminal.waitForExit()
        #expect(status == .exited(1), "\(status)")
        #expect(terminal.screen().first?.contains("TERM") == true, "\(terminal.screen())")
        #expect(try terminal.leftovers() == [])
    }

    @Test func tooSmallSaysTheSizeThatIsNeededUntilItIsThere() throws {
        let desk = try CommandDesk()
        let terminal = try desk.console(columns: 50, rows: 10, waitFor: "60")
        #expect(terminal.shows("16"))
        try terminal.resize(columns: 60, rows: 16)
        try terminal.wait(for: "总览")
        try terminal.resize(columns: 3, rows: 1)
        try terminal.settle()
        #expect(terminal.torn() == nil)
        try terminal.resize(columns: 120, rows: 36)
        try terminal.wait(for: "总览")
        #expect(terminal.shows("二七"))
        try terminal.leave()
    }

    @Test func withoutColourThereIsNone() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "大火", "--priority", "flash")
        for (environment, isColoured) in [(["NO_COLOR": "1"], false), ([:], true)] {
            let terminal = try desk.console(columns: 120, rows: 36, environment: environment)
            try terminal.settle()
            var colours = 0
            for row in 0..<36 {
                for column in 0..<120 {
                    let style = terminal.display.cell(row: row, column: column)?.style
                    if style?.foreground != .standard || style?.background != .standard { colours += 1 }
                }
            }
            #expect((colours > 0) == isColoured, "\(colours) cells")
            try terminal.leave()
        }
    }

    @Test func asciiMeansAscii() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi,jinshui", "大火", "--priority", "flash")
        let terminal = try desk.console(columns: 120, rows: 36, ["--ascii"])
        for key in ["", "t", "?", PseudoTerminal.escapeKey, "d", "erqi", PseudoTerminal.escapeKey] {
            try terminal.send(key)
            try terminal.settle()
            let signs = terminal.screen().joined().unicodeScalars.filter { scalar in
                // Chinese characters, and the punctuation and wide forms that belong to them, are text.
                !scalar.isASCII && !(0x4E00...0x9FFF).contains(scalar.value)
                    && !(0x3000...0x303F).contains(scalar.value) && !(0xFF00...0xFF5E).contains(scalar.value)
                    && !"“”‘’—".unicodeScalars.contains(scalar)
            }
            #expect(signs.isEmpty, "\(key): \(signs)")
        }
        try terminal.leave()
    }

    @Test func aBrokenConfigurationIsReportedAndTheDeskOpens() throws {
        let desk = try CommandDesk()
        try desk.configure("config.toml", "theme = \"dark\"\nno-such-thing = 1\n")
        var terminal = try desk.console(columns: 160, rows: 36)
        try terminal.wait(for: "no-such-thing")
        #expect(terminal.shows("2"), "with its line")
        try terminal.leave()

        try desk.configure("config.toml", "theme = \"\n")
        terminal = try desk.console(columns: 120, rows: 36)
        try terminal.wait(for: "config.toml")
        try terminal.leave()

        try desk.configure("config.toml", "")
        for (name, text) in [("broken", "[styles\n"), ("loop", "name = \"x\"\ninherits = \"loop\"\n")] {
            try desk.configure("themes/\(name).toml", text)
            terminal = try desk.console(columns: 120, rows: 36, ["--theme", name])
            try terminal.wait("the news about \(name)") { $0.suffix(3).joined().contains("\(name).toml") }
            terminal.expectHarmless(name)
            try terminal.leave()
        }
        terminal = try desk.console(columns: 120, rows: 36, ["--theme", "nowhere"])
        try terminal.wait("the news about it") { $0.suffix(3).joined().contains("nowhere.toml") }
        try terminal.leave()
    }

    @Test func aThemeIsReadAgainWhenItsFileChanges() throws {
        let desk = try CommandDesk()
        try desk.configure("themes/own.toml", "name = \"own\"\ninherits = \"dark\"\n")
        let terminal = try desk.console(columns: 120, rows: 36, ["--theme", "own"])
        try terminal.settle()
        #expect(!terminal.shows("own.toml"))
        try desk.configure("themes/own.toml", "inherits = ")
        try terminal.wait("the news about it") { $0.suffix(3).joined().contains("own.toml") }
        try terminal.leave()
    }

    @Test func whoOnlyLooksCannotWrite() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "已有的")
        let terminal = try desk.console(columns: 120, rows: 36, ["--read-only"])
        #expect(terminal.shows("只读"))
        for keys in [":d erqi 不该有\r", "n不该有\r", "tXz不该有\r", "D", "6n"] {
            try terminal.send(keys)
            try terminal.settle()
            try terminal.escape()
        }
        #expect(try desk.titles() == ["已有的"])
        #expect(!terminal.shows("不该有"))
        try terminal.leave()
        #expect(try desk.run("verify").status == 0)
    }
}
