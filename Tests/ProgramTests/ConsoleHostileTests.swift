import Foundation
import PseudoTerminal
import Testing

/// Whatever stands in the database, only text reaches the terminal.
@Suite(.waiting) struct ConsoleHostileTests {
    private static let texts = [
        "\u{1B}]0;owned\u{7}\u{1B}[2J\u{1B}[31m红", "\u{9B}31m\u{9D}52;c;aGk=\u{9C}", "\u{202E}倒着\u{2066}读\u{202C}",
        "\u{200B}\u{FEFF}\u{2060}零\u{200D}宽", "👨‍👩‍👧‍👦🇨🇳👍🏽한ﷺ", "e" + String(repeating: "\u{301}", count: 400),
        "行\r\n\u{2028}\u{85}断\t\u{8}\u{7F}", "\u{E0041}\u{F0000}\u{10FFFF}", String(repeating: "很长", count: 60_000),
    ]

    /// A desk in which each field holds such a text, as far as the commands take it.
    private func desk(_ text: String) throws -> CommandDesk {
        let desk = try CommandDesk()
        let body = try desk.write("body.txt", text + "\n第二行 " + text)
        // Arguments have a length that the system sets; a text that is longer comes from a file.
        let short = String(text.prefix(20_000))
        _ = try desk.run("staff", "add", "evil", "--name", short, "--role", "reporter", "--centre", "erqi")
        _ = try desk.run(as: "liwei", "lead", "new", "--place=\(short)", "--text", body, "--", "线索" + short)
        _ = try desk.run(
            as: "zhangmin", "task", "dispatch", "--topic=\(short)", "--note=\(short)", "--", "erqi,jinshui",
            "任务" + short)
        _ = try desk.run(as: "zhangmin", "task", "decline", "T-0001", "--reason", short)
        _ = try desk.run(as: "liwei", "story", "new", "--body", body, "--", "稿件" + short)
        _ = try desk.run(as: "liwei", "story", "submit", "S-0001")
        _ = try desk.run(
            as: "lie", "story", "review", "S-0001", "--level", "1", "--verdict", "return", "--opinion", short)
        _ = try desk.run(as: "zhangmin", "log", "note", "--", "记" + short)
        let list = try JSONSerialization.data(withJSONObject: [["title": "热搜" + short, "hot": 3, "category": short]])
        _ = try desk.run(as: "zhangmin", "import", "-", input: list)
        return desk
    }

    @Test(arguments: 0..<texts.count) func inEveryFieldOnEveryScreen(_ number: Int) throws {
        let text = Self.texts[number]
        let what = String(text.debugDescription.prefix(40))
        let desk = try desk(text)
        for (columns, rows) in [(80, 24), (160, 50)] {
            let terminal = try desk.console(columns: columns, rows: rows)
            let escape = PseudoTerminal.escapeKey
            for keys in [
                "t", "\r", "r", escape, "s", "\r", "\t", "\t", "\t", "\t", "?", escape, "l", "\r", "L", "6", "D",
                escape,
            ] {
                try terminal.send(keys)
                try terminal.settle()
                terminal.expectHarmless("\(what), \(columns)x\(rows), after \(keys.debugDescription)")
            }
            // Typed and pasted it is no better.
            try terminal.escape()
            try terminal.send(":d erqi ")
            try terminal.paste(text.replacing("\u{1B}[201~", with: ""))
            try terminal.settle()
            terminal.expectHarmless("\(what), pasted")
            try terminal.leave()
            terminal.expectHarmless("\(what), left")
        }
        #expect(try desk.run("verify").status == 0)
    }

    @Test func aLineOfAMegabyte() throws {
        let desk = try CommandDesk()
        let long = String(repeating: "线", count: 300_000) + "\u{1B}[31m" + String(repeating: "x", count: 90_000)
        let made = try desk.run(as: "liwei", "story", "new", "长文", "--body", "-", input: Data(long.utf8))
        #expect(made.status == 0, "\(made.err)")
        let terminal = try desk.console(as: "liwei")
        try terminal.send(":go S-0001\r")
        try terminal.wait(for: "长文")
        try terminal.send("\r")
        try terminal.wait(for: "线线线")
        for key in ["G", "g", " ", "\t", "\t"] {
            try terminal.send(key)
            try terminal.settle()
            terminal.expectHarmless("a megabyte, \(key.debugDescription)")
        }
        try terminal.send("/")
        try terminal.paste(long)
        try terminal.settle()
        terminal.expectHarmless("a megabyte, pasted")
        try terminal.leave()
    }

    @Test func bytesThatAreNoText() throws {
        let desk = try CommandDesk()
        let terminal = try desk.console()
        try terminal.send(":d erqi ")
        try terminal.send(bytes: [0xFF, 0xFE, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0xF4, 0x90, 0x80, 0x80, 0xE6, 0x9A])
        try terminal.send("暴雨")
        try terminal.wait(for: "暴雨")
        terminal.expectHarmless("invalid UTF-8")
        try terminal.send("\r")
        try terminal.wait(for: "已派给")
        #expect(try desk.titles().allSatisfy { $0.contains("暴雨") })
        try terminal.leave()
    }
}
