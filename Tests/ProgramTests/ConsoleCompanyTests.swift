import Foundation
import Glibc
import PseudoTerminal
import Testing

/// Two people at two terminals: each sees the other, and they can say a word to each other.
@Suite(.waiting) struct ConsoleCompanyTests {
    @Test func oneSeesWhereTheOtherIsAndHearsThem() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "liwei", "story", "new", "雨后彩虹", "--body", "-", input: Data("正文".utf8))
        let one = try desk.console(as: "zhangmin", columns: 120, rows: 36)
        let two = try desk.console(as: "zhouhao")
        try one.wait("the other in the header") { $0[0].contains("◉ 1") }
        try one.send("s")
        try one.wait(for: "雨后彩虹")
        // The other enters the story: its row is marked, and on its screen they are named.
        try two.send(":go S-0001\r")
        try two.wait(for: "正文")
        try one.wait("the mark at the row") { $0.contains { $0.hasPrefix("◉") && $0.contains("S-0001") } }
        try one.send("\r")
        try one.wait(for: "周浩 也在看")
        try two.wait(for: "张敏 也在看")
        let who = try desk.run("who", "--json").objects
        #expect(who.compactMap { $0["staff"] as? String } == ["zhangmin", "zhouhao"])
        #expect(who.compactMap { $0["at"] as? String } == ["S-0001", "S-0001"])
        #expect(who[0]["role"] as? String == "dutyEditor" && who[0]["name"] as? String == "张敏")

        let bells = two.display.bells
        try one.send("@zhouhao 第三段核一下\r")
        try two.wait(for: "第三段核一下")
        _ = two.screen()
        #expect(two.display.bells == bells + 1)
        #expect(two.shows("✉ 1") && two.screen().last?.contains("张敏") == true)
        try two.send("R")
        try two.wait("the mark to go") { !$0[0].contains("✉") }
        #expect(try desk.run(as: "zhouhao", "message", "list", "--unread", "--json").out.isEmpty)

        // A console that was killed is gone as soon as anybody says anything.
        try two.signal(SIGKILL)
        #expect(try two.waitForExit() == .signalled(SIGKILL))
        _ = try desk.run(as: "liwei", "log", "note", "有人走了")
        try one.wait("them to be gone") { !$0.contains { $0.contains("◉") } }
        #expect(try desk.run("who", "--json").objects.count == 1)
        try one.leave()
        #expect(!FileManager.default.fileExists(atPath: desk.database + ".consoles"))
        #expect(try desk.run("verify").status == 0)
    }

    @Test func whoOnlyLooksIsSeenToo() throws {
        let desk = try CommandDesk()
        let one = try desk.console(as: "zhangmin")
        let two = try desk.console(as: "zhouhao", ["--read-only"])
        try one.wait("the other") { $0[0].contains("◉ 1") }
        #expect(try desk.run("who", "--json").objects.contains { $0["readOnly"] as? Bool == true })
        try two.leave()
        try one.wait("them to be gone") { !$0[0].contains("◉") }
        try one.leave()
    }

    @Test(arguments: [
        ("true", "\u{1B}]9;"), ("\"osc9\"", "\u{1B}]9;"), ("\"osc777\"", "\u{1B}]777;notify;"), ("false", ""),
    ])
    func theDesktopIsToldAsConfigured(setting: String, begins: String) throws {
        let desk = try CommandDesk()
        try desk.configure("config.toml", "notifications = \(setting)\n")
        let terminal = try desk.console(as: "zhangmin")
        _ = try desk.run(as: "zhouhao", "message", "send", "zhangmin", "桌面;通知")
        try terminal.wait(for: "桌面;通知")
        _ = terminal.screen()
        let told = terminal.display.commands.keys.filter { $0 == 9 || $0 == 777 }
        let wanted = begins.isEmpty ? [] : [begins.contains("777") ? 777 : 9]
        #expect(told == wanted, "\(setting)")
        try terminal.leave()
    }
}
