import Foundation
import Glibc
import PseudoTerminal
import Testing

/// What somebody writes outlives the console, the line, the lock and the disk; and is never another's.
@Suite(.waiting) struct ConsoleTextTests {
    /// The screen's own editor: no other is found.
    private static let noEditor = ["EDITOR": "", "VISUAL": "", "PATH": "/nonexistent"]

    private func desk() throws -> CommandDesk {
        let desk = try CommandDesk()
        _ = try desk.run(as: "liwei", "story", "new", "雨夜接力", "--body", "-", input: Data("初稿一段".utf8))
        return desk
    }

    /// A console of the story's author, at the story.
    private func writer(
        _ desk: CommandDesk, _ environment: [String: String] = Self.noEditor, columns: Int = 100
    ) throws -> PseudoTerminal {
        let terminal = try desk.console(as: "liwei", columns: columns, environment: environment)
        try terminal.send(":go S-0001\r")
        try terminal.wait(for: "初稿一段")
        return terminal
    }

    private func type(_ words: String, _ terminal: PseudoTerminal) throws {
        try terminal.send("e")
        try terminal.wait(for: "改稿 S-0001")
        try terminal.send(words)
        try terminal.wait(for: words)
    }

    /// The files with these words, in the folder of texts or the one beside it.
    private func files(_ desk: CommandDesk, _ words: String) -> [String] {
        desk.files.filter { name in
            guard name.contains("unsaved/") || name.contains("guantong-texts-") else { return false }
            return (try? String(contentsOfFile: "\(desk.folder.path)/\(name)", encoding: .utf8))?.contains(words)
                == true
        }
    }

    /// Waits for what no screen shows.
    private func wait(_ terminal: PseudoTerminal, _ why: String, until condition: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(PseudoTerminal.patience)
        while try !condition() {
            try #require(ContinuousClock.now < deadline, "\(why): \(terminal.screen())")
            try terminal.settle(quiet: 10)
        }
    }

    /// The next console of the same writer says that something is kept, and has it where it was written.
    private func expectOffered(
        _ words: String, _ desk: CommandDesk, key: String = "e", sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let terminal = try desk.console(as: "liwei", columns: 100, environment: Self.noEditor, waitFor: "没有存进本台")
        try terminal.send(":go S-0001\r")
        try terminal.wait(for: "雨夜接力")
        try terminal.settle()
        try terminal.send(key)
        try terminal.wait(for: words)
        #expect(terminal.torn() == nil, sourceLocation: sourceLocation)
    }

    /// Holds the desk's lock, as a long import does, while something happens.
    private func whileLocked(_ desk: CommandDesk, _ body: () throws -> Void) throws {
        let descriptor = open(desk.database + ".lock", O_RDWR | O_CLOEXEC)
        try #require(descriptor >= 0 && flock(descriptor, LOCK_EX) == 0)
        defer { close(descriptor) }
        try body()
    }

    @Test func killedWhileTyping() throws {
        let desk = try desk()
        let terminal = try writer(desk)
        try type("深夜急讯", terminal)
        try wait(terminal, "the file") { !files(desk, "深夜急讯初稿一段").isEmpty }
        try terminal.signal(SIGKILL)
        #expect(try terminal.waitForExit() == .signalled(SIGKILL))
        try expectOffered("深夜急讯初稿一段", desk)
    }

    @Test func aLineThatIsTypedIsATextToo() throws {
        let desk = try desk()
        let terminal = try desk.console()
        try terminal.send(":d erqi 半截派单")
        try terminal.wait(for: "半截派单")
        try wait(terminal, "the file") { !files(desk, "半截派单").isEmpty }
        try terminal.signal(SIGKILL)
        _ = try terminal.waitForExit()
        let next = try desk.console(waitFor: "没有存进本台")
        try next.send("d")
        try next.wait(for: "半截派单")
        try next.send("\r")
        try next.wait(for: "已派给")
        try next.leave()
        #expect(files(desk, "半截派单").isEmpty)
    }

    @Test(arguments: ["hang-up", "SIGTERM"]) func theLockIsHeldAndTheConsoleMustGo(_ how: String) throws {
        let desk = try desk()
        let terminal = try writer(desk)
        try type("锁着的时候", terminal)
        try whileLocked(desk) {
            try terminal.send("\u{13}")
            try terminal.wait(for: "正在写入")
            if how == "hang-up" { terminal.hangUp() } else { try terminal.signal(SIGTERM) }
            #expect(try terminal.waitForExit() == .exited(0))
            #expect(!files(desk, "锁着的时候初稿一段").isEmpty)
        }
        try expectOffered("锁着的时候初稿一段", desk)
    }

    @Test func theLineBreaksBetweenARefusalAndItsTelling() throws {
        let desk = try desk()
        let terminal = try writer(desk)
        try type("我写的", terminal)
        _ = try desk.run(as: "lie", "story", "edit", "S-0001", "--body", "-", input: Data("编辑存的".utf8))
        try whileLocked(desk) {
            try terminal.send("\u{13}")
            try terminal.wait(for: "正在写入")
            terminal.hangUp()
        }
        #expect(try terminal.waitForExit() == .exited(0))
        #expect(!files(desk, "我写的初稿一段").isEmpty)
        #expect(try desk.run("story", "show", "S-0001", "--json").object["body"] as? String == "编辑存的")
        // And the second try does not go over what the colleague saved.
        try expectOffered("别人先存了", desk)
        #expect(try desk.run("story", "show", "S-0001", "--json").object["body"] as? String == "编辑存的")
    }

    @Test func whatTheDeskTookIsNotOfferedAgain() throws {
        let desk = try desk()
        let terminal = try writer(desk)
        try type("存好的", terminal)
        // The line breaks while it is being written.
        try whileLocked(desk) {
            try terminal.send("\u{13}")
            try terminal.wait(for: "正在写入")
            terminal.hangUp()
        }
        #expect(try terminal.waitForExit() == .exited(0))
        #expect(try desk.run("story", "show", "S-0001", "--json").object["body"] as? String == "存好的初稿一段")
        #expect(files(desk, "存好的").isEmpty)
    }

    @Test(arguments: ["kill", "hang-up", "SIGTERM"]) func theConsoleGoesWhileAnEditorIsOpen(_ how: String) throws {
        let desk = try desk()
        // It has saved, goes on, and hears nothing of the line's end.
        let editor = try desk.editor(
            """
            trap '' HUP TERM
            printf '编辑器里写的' > "$1"
            echo $$ > "$HOME/editor.pid"
            printf 'EDITOR AT WORK\\n' > /dev/tty
            mkfifo "$HOME/never" && cat "$HOME/never"
            """)
        let terminal = try writer(desk, ["VISUAL": editor])
        try terminal.send("e")
        try terminal.wait(for: "EDITOR AT WORK")
        let pid = try #require(
            pid_t(
                try String(contentsOfFile: desk.folder.path + "/editor.pid", encoding: .utf8)
                    .trimmingCharacters(in: .whitespacesAndNewlines)))
        defer { kill(pid, SIGKILL) }
        switch how {
        case "kill": try terminal.signal(SIGKILL)
        case "hang-up": terminal.hangUp()
        default: try terminal.signal(SIGTERM)
        }
        let status = try terminal.waitForExit()
        #expect(status == (how == "kill" ? .signalled(SIGKILL) : .exited(0)), "\(how): \(status)")
        #expect(!files(desk, "编辑器里写的").isEmpty)
        try expectOffered("编辑器里写的", desk)
    }

    @Test func aColleagueSavedWhileAnEditorWasOpen() throws {
        let desk = try desk()
        let editor = try desk.editor(
            """
            printf '我的三百字' >> "$1"
            printf 'EDITOR AT WORK, CALL %s\\n' "$call" > /dev/tty
            read -r line < /dev/tty
            """)
        let terminal = try writer(desk, ["VISUAL": editor])
        try terminal.send("e")
        try terminal.wait(for: "EDITOR AT WORK, CALL 1")
        _ = try desk.run(as: "lie", "story", "edit", "S-0001", "--body", "-", input: Data("编辑更正了".utf8))
        try terminal.send("\r")
        try terminal.wait(for: "文字为你保留")
        #expect(!files(desk, "初稿一段我的三百字").isEmpty)
        try terminal.send("e")
        try terminal.wait(for: "别人先存了")
        #expect(terminal.shows("- 编辑更正了") && terminal.shows("+ 初稿一段我的三百字"))
        try terminal.send("\r")
        try terminal.wait(for: "EDITOR AT WORK, CALL 2")
        try terminal.send("\r")
        try terminal.wait(for: "已存新版")
        let body = try desk.run("story", "show", "S-0001", "--json").object["body"] as? String
        #expect(body == "初稿一段我的三百字我的三百字")
        #expect(files(desk, "").isEmpty, "\(desk.files)")
        try terminal.leave()
    }

    /// An editor that keeps what is typed in a swap file of its own, and asks about it.
    @Test func whatOnlyAnEditorHoldsIsGivenBackToIt() throws {
        let desk = try desk()
        let editor = try desk.editor(
            """
            swap="$(dirname "$1")/.text.txt.swp"
            if [ -e "$swap" ]; then printf 'RECOVER %s, CALL %s\\n' "$(cat "$swap")" "$call" > /dev/tty; read -r answer < /dev/tty
              [ "$answer" = yes ] && cat "$swap" > "$1" && rm "$swap"
              exit 0
            fi
            printf 'SWAPPEDWORDS' > "$swap"
            trap '' HUP TERM
            echo $$ > "$HOME/editor.pid"
            printf 'EDITOR AT WORK\\n' > /dev/tty
            mkfifo "$HOME/never" && cat "$HOME/never"
            """)
        let terminal = try writer(desk, ["VISUAL": editor])
        try terminal.send("e")
        try terminal.wait(for: "EDITOR AT WORK")
        let pid = try #require(
            pid_t(
                try String(contentsOfFile: desk.folder.path + "/editor.pid", encoding: .utf8)
                    .trimmingCharacters(in: .whitespacesAndNewlines)))
        defer { kill(pid, SIGKILL) }
        try terminal.signal(SIGKILL)
        _ = try terminal.waitForExit()
        let next = try writer(desk, ["VISUAL": editor])
        for (call, answer) in [(2, "no"), (3, "yes")] {
            try next.send("e")
            try next.wait(for: "RECOVER SWAPPEDWORDS, CALL \(call)")
            try next.send(answer + "\r")
            try next.wait(for: answer == "no" ? "还有没存的文字" : "已存新版")
            #expect(desk.files.filter { $0.hasSuffix("text.txt") }.count == (answer == "no" ? 1 : 0), "\(desk.files)")
        }
        #expect(try desk.run("story", "show", "S-0001", "--json").object["body"] as? String == "SWAPPEDWORDS")
        try next.leave()
    }

    @Test func aTextOfOneDeskNeverComesUpAtAnother() throws {
        let desk = try CommandDesk(staffed: false)
        let other = ["GUANTONG_DB": desk.folder.path + "/other.sqlite"]
        for environment in [[:], other] {
            for words in [
                ["init", "--roster", CommandDesk.roster],
                ["staff", "add", "liwei", "--name", "李卫", "--role", "reporter", "--centre", "erqi"],
                ["story", "new", "雨夜接力", "--body", "初稿一段", "--as", "liwei"],
            ] {
                let line = words.map { "'\($0)'" }.joined(separator: " ")
                #expect(
                    try desk.shell(
                        "printf 初稿一段 > b; $G \(line)".replacing("'初稿一段'", with: "b"), environment: environment
                    ).status == 0)
            }
        }
        let terminal = try writer(desk)
        try type("甲台秘密", terminal)
        try wait(terminal, "the file") { !files(desk, "甲台秘密").isEmpty }
        try terminal.signal(SIGKILL)
        _ = try terminal.waitForExit()
        let second = try writer(desk, Self.noEditor.merging(other) { $1 })
        try second.send("e")
        try second.wait(for: "改稿 S-0001")
        #expect(!second.shows("甲台秘密"))
        try second.escape()
        try second.leave()
        try expectOffered("甲台秘密", desk)
    }

    /// A folder that cannot be written: a full one where one can be mounted, else none at all.
    private func unwritable(_ desk: CommandDesk, _ name: String) throws -> (path: String, isMounted: Bool) {
        let path = desk.folder.path + "/" + name
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let mounted = try desk.shell("mount -t tmpfs -o size=40k none '\(path)' 2>/dev/null").status == 0
        if mounted {
            _ = try desk.shell("dd if=/dev/zero of='\(path)/fill' bs=1k 2>/dev/null")
            return (path, true)
        }
        try Data().write(to: URL(fileURLWithPath: path + "/file"))
        return (path + "/file", false)
    }

    @Test func whereTheStateFolderIsFullAnotherIsTaken() throws {
        let desk = try desk()
        let state = try unwritable(desk, "full")
        defer { if state.isMounted { _ = try? desk.shell("umount '\(state.path)'") } }
        let terminal = try writer(desk, Self.noEditor.merging(["XDG_STATE_HOME": state.path]) { $1 })
        try type("没有地方", terminal)
        try terminal.wait(for: "文字改存在")
        try terminal.signal(SIGKILL)
        _ = try terminal.waitForExit()
        #expect(files(desk, "没有地方初稿一段").contains { $0.contains("guantong-texts-") })
        try expectOffered("没有地方初稿一段", desk)
    }

    @Test func whereNoFolderTakesItThatIsSaidAndLeavingAsksOnce() throws {
        let desk = try desk()
        let state = try unwritable(desk, "full")
        defer { if state.isMounted { _ = try? desk.shell("umount '\(state.path)'") } }
        let nowhere = ["XDG_STATE_HOME": state.path, "TMPDIR": "/proc"]
        let terminal = try writer(desk, Self.noEditor.merging(nowhere) { $1 })
        try type("没有地方", terminal)
        try terminal.wait(for: "文字只在本画面里")
        _ = try desk.run(as: "lie", "story", "edit", "S-0001", "--body", "-", input: Data("先存的".utf8))
        try terminal.send("\u{13}")
        try terminal.wait(for: "文字为你保留")
        try terminal.send("q")
        try terminal.wait(for: "再退出一次")
        try terminal.send("e")
        try terminal.wait(for: "没有地方")
        try terminal.escape()
        try terminal.send("q")
        #expect(try terminal.waitForExit() == .exited(0))
    }
}
