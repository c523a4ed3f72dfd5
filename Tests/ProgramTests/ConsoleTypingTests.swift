import Foundation
import PseudoTerminal
import Testing

/// What is typed, pasted and written in an editor arrives whole.
@Suite(.waiting) struct ConsoleTypingTests {
    @Test func chineseInPieces() throws {
        let desk = try CommandDesk()
        let terminal = try desk.console()
        try terminal.send(":d erqi,jinshui ")
        try terminal.wait(for: "d erqi,jinshui")
        // As an input method over a slow line sends it: byte by byte, each in a packet of its own.
        for byte in Array("暴雨积水路段".utf8) {
            try terminal.send(bytes: [byte])
            _ = terminal.screen()
        }
        try terminal.wait(for: "暴雨积水路段")
        try terminal.send(" !flash +video")
        try terminal.wait(for: "特急")
        #expect(terminal.torn() == nil)
        try terminal.send("\r")
        try terminal.wait(for: "已派给")
        #expect(try desk.titles() == ["暴雨积水路段", "暴雨积水路段"])
        let tasks = try desk.run("task", "list", "--json").objects
        #expect(Set(tasks.compactMap { $0["centre"] as? String }) == ["erqi", "jinshui"])
        #expect(tasks.allSatisfy { $0["priority"] as? String == "flash" })
        try terminal.leave()
    }

    @Test func aPasteIsTextAndNeverKeys() throws {
        let desk = try CommandDesk()
        let terminal = try desk.console()
        // Where nobody types, a paste presses nothing.
        try terminal.paste("dq\u{3}\r:q\r")
        try terminal.settle()
        #expect(terminal.shows("总览"))
        try terminal.send(":d erqi ")
        try terminal.paste("从别处\r\n粘来的\u{1B}[31m一行")
        try terminal.wait("the paste in one line") { lines in
            lines.contains { $0.contains("从别处") && $0.contains("粘来的") }
        }
        #expect(try desk.titles() == [], "a line break in it enters nothing")
        terminal.expectHarmless("a paste")
        try terminal.send("\r")
        try terminal.wait(for: "已派给")
        let title = try #require(try desk.titles().first)
        #expect(title.contains("从别处") && title.contains("粘来的") && !title.contains("\u{1B}"))
        try terminal.leave()
    }

    @Test func aDialogSurvivesEverySize() throws {
        let desk = try CommandDesk()
        let terminal = try desk.console()
        try terminal.send("D")
        try terminal.settle()
        try terminal.send("暴雨")
        try terminal.settle()
        for (columns, rows) in [(60, 16), (120, 40), (30, 5), (1, 1), (200, 60), (61, 17), (80, 24)] {
            try terminal.resize(columns: columns, rows: rows)
            try terminal.settle()
            #expect(terminal.torn() == nil, "\(columns)x\(rows)")
        }
        try terminal.wait(for: "暴雨")
        try terminal.send("积水")
        try terminal.wait(for: "暴雨积水")
        terminal.expectHarmless("a dialog")
        try terminal.send("\u{1B}")
        try terminal.wait("the form gone") { !$0.contains { $0.contains("暴雨积水") } }
        try terminal.leave()
    }

    @Test func aStoryIsWrittenInTheEditor() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "liwei", "story", "new", "雨夜接力", "--body", "-", input: Data("初稿".utf8))
        let editor = try desk.editor(
            """
            stty -a < /dev/tty > settings
            printf 'EDITOR AT WORK\\n' > /dev/tty
            read -r line < /dev/tty
            printf '%s，改于编辑器：%s' "$(cat "$1")" "$line" > "$1"
            """)
        let terminal = try desk.console(as: "liwei", environment: ["EDITOR": editor])
        try terminal.send(":go S-0001\r")
        try terminal.wait(for: "雨夜接力")
        if !terminal.shows("初稿") { try terminal.send("\r") }
        try terminal.wait(for: "初稿")
        try terminal.settle()
        try terminal.send("e")
        try terminal.wait(for: "EDITOR AT WORK")
        // The terminal is the editor's: its own screen, its own line settings, no mouse, no brackets.
        #expect(!terminal.modes.alternateScreen && !terminal.modes.bracketedPaste && terminal.modes.mouse.isEmpty)
        #expect(try terminal.settings() == terminal.initialSettings)
        try terminal.send("第二句\r")
        try terminal.waitForDisplay("the console again") { $0.modes.alternateScreen }
        try terminal.wait(for: "改于编辑器")
        #expect(terminal.torn() == nil)
        #expect(try desk.run("story", "show", "S-0001", "--json").object["body"] as? String == "初稿，改于编辑器：第二句")
        try terminal.leave()
        #expect(!desk.files.contains { $0.contains("/unsaved/") }, "\(desk.files)")
    }

    @Test func anEditorThatFailsLosesNothing() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "liwei", "story", "new", "雨夜接力", "--body", "-", input: Data("初稿".utf8))
        let editor = try desk.editor("printf '写了一半' > \"$1\"; exit 3")
        let terminal = try desk.console(as: "liwei", columns: 160, environment: ["EDITOR": editor])
        try terminal.send(":go S-0001\r")
        try terminal.wait(for: "雨夜接力")
        if !terminal.shows("初稿") { try terminal.send("\r") }
        try terminal.wait(for: "初稿")
        try terminal.send("e")
        // However long the path, the news says where the text is.
        try terminal.wait("the news, with the file") { $0.suffix(3).joined().contains("text.txt") }
        #expect(try desk.run("story", "show", "S-0001", "--json").object["body"] as? String == "初稿")
        let kept = try #require(desk.files.first { $0.contains("/unsaved/") && $0.hasSuffix("/text.txt") })
        let text = try String(contentsOf: desk.folder.appendingPathComponent(kept), encoding: .utf8)
        #expect(text == "写了一半")
        try terminal.leave()
    }
}
