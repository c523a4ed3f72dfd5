import Foundation
import PseudoTerminal
import Testing

/// No file of settings ends a console, whatever is in it and whatever it is.
@Suite(.waiting) struct ConsoleFilesTests {
    private static let halves = [
        "[.", "[,", "[[[", "[.roles]\n", "name = \"x\"\n[roles.over\nfg = ", "a.", "x = {", "\u{0}\u{1}",
        "a = 1 b",
        String(repeating: "[", count: 40_000),
    ]

    @Test func aThemeThatIsSavedHalfWayIsReportedAndNothingIsLost() throws {
        let desk = try CommandDesk()
        let good = "name = \"own\"\ninherits = \"dark\"\n"
        try desk.configure("themes/own.toml", good)
        let terminal = try desk.console(columns: 200, rows: 36, ["--theme", "own"])
        for (number, half) in Self.halves.enumerated() {
            // Each a line further down, so that its news is not the last one's.
            try desk.configure("themes/own.toml", good + String(repeating: "\n", count: number) + half)
            try terminal.wait("the news about \(half.prefix(20).debugDescription)") {
                $0.suffix(3).joined().contains("own.toml 第 \(number + 3) 行")
            }
            terminal.expectHarmless("half \(number)")
        }
        try terminal.send(":d erqi 没写完的话")
        try terminal.wait(for: "没写完的话")
        for number in 1...5 {
            try desk.configure("themes/own.toml", number % 2 == 0 ? good : good + "[.")
            try terminal.send("啊")
            try terminal.wait(for: "没写完的话" + String(repeating: "啊", count: number))
        }
        try terminal.send("\r")
        try terminal.wait(for: "已派给")
        try terminal.leave()
        #expect(try desk.titles() == ["没写完的话啊啊啊啊啊"])
        #expect(try desk.run("verify").status == 0)
    }

    @Test func aThemeThatBecomesAPipeHoldsNothingUp() throws {
        let desk = try CommandDesk()
        try desk.configure("themes/own.toml", "name = \"own\"\ninherits = \"dark\"\n")
        let terminal = try desk.console(columns: 120, rows: 36, ["--theme", "own"])
        let path = desk.folder.path + "/.config/guantong/themes/own.toml"
        #expect(mkfifo(path + ".new", 0o600) == 0 && rename(path + ".new", path) == 0)
        try terminal.wait("the news about it") { $0.suffix(3).joined().contains("own.toml") }
        try terminal.send("t")
        try terminal.wait(for: "任务")
        try terminal.leave()
    }

    @Test(arguments: ["[.", "[,", "[[[", "[.keys]\n", "\u{0}", "theme = \"\n"])
    func aConfigurationThatIsNoneIsReportedAndTheDeskOpens(_ text: String) throws {
        let desk = try CommandDesk()
        try desk.configure("config.toml", text)
        let terminal = try desk.console(columns: 160, rows: 36)
        try terminal.wait("the news about it") { $0.suffix(3).joined().contains("config.toml 第 1 行") }
        terminal.expectHarmless(text.debugDescription)
        try terminal.leave()
    }

    @Test(arguments: [
        "mkfifo config.toml", "mkdir config.toml", "ln -s /dev/zero config.toml", "ln -s config.toml config.toml",
        "dd if=/dev/zero of=config.toml bs=1M count=0 seek=4000 2>/dev/null",
    ])
    func aConfigurationThatIsNoFileIsReportedAndTheDeskOpens(_ made: String) throws {
        let desk = try CommandDesk()
        let run = try desk.shell("mkdir -p .config/guantong && cd .config/guantong && \(made)")
        #expect(run.status == 0, "\(run.err)")
        let terminal = try desk.console(columns: 160, rows: 36)
        try terminal.wait("the news about it") { $0.suffix(3).joined().contains("config.toml") }
        try terminal.leave()
    }

    @Test(arguments: [
        "[", "[[", "[[[", "[a", "[[a", "[ [", "[[[a]]]", "[]", "[[]]", "[.", "[,", "[[[\n", "a.", "x = {",
    ])
    func aRosterThatIsNoneIsRefusedWithItsLine(_ text: String) throws {
        let desk = try CommandDesk(staffed: false)
        let roster = try desk.write("roster.toml", text)
        let run = try desk.run("init", "--roster", roster, "--lang", "en")
        #expect(run.status == 1 && run.err.contains("roster.toml, line 1: "), "\(run.status) \(run.err)")
        #expect(run.err.split(separator: "\n").count == 1)
    }

    @Test func aRosterMayComeThroughAPipe() throws {
        let desk = try CommandDesk(staffed: false)
        let run = try desk.shell("cat \(CommandDesk.roster) | $G init --roster /dev/stdin")
        #expect(run.status == 0, "\(run.err)")
    }

    /// The XDG base directories say that a relative path is invalid and passed over.
    @Test func relativeFoldersOfTheEnvironmentArePassedOver() throws {
        let desk = try CommandDesk(staffed: false)
        for (name, path) in [("XDG_DATA_HOME", "data"), ("XDG_DATA_HOME", "./data"), ("XDG_DATA_HOME", "~/data")] {
            let made = try desk.run(
                "init", "--roster", CommandDesk.roster, environment: ["GUANTONG_DB": "", name: path])
            #expect(
                made.out == desk.folder.path + "/.local/share/guantong/desk.sqlite\n",
                "\(path): \(made.out) \(made.err)")
            try? FileManager.default.removeItem(at: desk.folder.appendingPathComponent(".local"))
        }
        #expect(!FileManager.default.fileExists(atPath: desk.folder.path + "/data"))
        let there = try desk.run(
            "init", "--roster", CommandDesk.roster,
            environment: ["GUANTONG_DB": "", "XDG_DATA_HOME": desk.folder.path + "/data"])
        #expect(there.out == desk.folder.path + "/data/guantong/desk.sqlite\n", "\(there.out) \(there.err)")
        // What names the database itself may be relative.
        let here = try desk.run("init", "--roster", CommandDesk.roster, environment: ["GUANTONG_DB": "here.sqlite"])
        #expect(here.status == 0 && FileManager.default.fileExists(atPath: desk.folder.path + "/here.sqlite"))
    }

    @Test func aRelativeFolderOfTheConfigurationIsPassedOver() throws {
        let desk = try CommandDesk()
        try FileManager.default.createDirectory(
            at: desk.folder.appendingPathComponent("conf/guantong"), withIntermediateDirectories: true)
        _ = try desk.write("conf/guantong/config.toml", "wrong = 1\n")
        try desk.configure("config.toml", "right = 1\n")
        let terminal = try desk.console(
            columns: 160, rows: 36, environment: ["XDG_CONFIG_HOME": "conf", "XDG_STATE_HOME": "state"])
        try terminal.wait("the news about it") { $0.suffix(3).joined().contains("right") }
        try terminal.leave()
        #expect(!FileManager.default.fileExists(atPath: desk.folder.path + "/state"))
    }
}
