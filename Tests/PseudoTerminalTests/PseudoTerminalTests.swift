import Glibc
import PseudoTerminal
import Testing

@Suite("Programs in a terminal")
struct PseudoTerminalTests {
    private func shell(_ script: String, columns: Int = 40, rows: Int = 6) throws -> PseudoTerminal {
        try PseudoTerminal(command: ["/bin/bash", "--norc", "--noprofile", "-c", script], columns: columns, rows: rows)
    }

    @Test("Output, and how a program ends")
    func output() throws {
        let terminal = try PseudoTerminal(command: ["printf", "贯通\\nready\\n"], columns: 20, rows: 3)
        #expect(try terminal.waitForExit() == .exited(0))
        #expect(terminal.screen() == ["贯通", "ready", ""])
        #expect(terminal.bytesReceived == "贯通\r\nready\r\n".utf8.count)
        #expect(terminal.exitStatus == .exited(0))
        #expect(try terminal.leftovers() == [])
    }

    @Test("A program that does not exist is an error")
    func missingProgram() {
        #expect(throws: PseudoTerminalError.self) {
            try PseudoTerminal(command: ["/nonexistent/program"], columns: 20, rows: 3)
        }
    }

    @Test("The line editor of the kernel echoes what is typed")
    func echo() throws {
        let terminal = try PseudoTerminal(command: ["cat"], columns: 40, rows: 6)
        try terminal.send("早上好\r")
        try terminal.wait("the echo and the line") { $0.filter { $0 == "早上好" }.count == 2 }
        let settings = try terminal.settings()
        #expect(settings.echoes && settings.isCanonical && settings.makesSignals)
        try terminal.send(key: .control("d"))
        #expect(try terminal.waitForExit() == .exited(0))
    }

    @Test("The program has a controlling terminal of its own, and nothing else open")
    func session() throws {
        let terminal = try shell("ps -o pid=,sid=,tpgid= -p $$; tty; ls /proc/self/fd | tr '\\n' ' '; echo done")
        try terminal.wait(for: "done")
        let lines = terminal.screen()
        let pid = String(terminal.pid)
        #expect(lines[0].split(separator: " ").prefix(2).allSatisfy { $0 == pid })
        #expect(lines[1].hasPrefix("/dev/pts/"))
        // 3 is the folder that ls reads.
        #expect(lines[2] == "0 1 2 3 done")
        try terminal.waitForExit()
    }

    @Test("The size, and a new one with its signal")
    func resize() throws {
        let terminal = try shell("trap 'echo changed' WINCH; stty size; read -r; stty size; read -r")
        try terminal.wait(for: "6 40")
        try terminal.resize(columns: 100, rows: 30)
        try terminal.send("\n")
        try terminal.wait("the signal and the size") { $0.contains("changed") && $0.contains("30 100") }
        #expect(terminal.screen().count == 30)
    }

    @Test("Signals reach the program, and how it died is told")
    func signals() throws {
        let terminal = try shell("trap 'echo caught' USR1; echo ready; read -r; read -r")
        try terminal.wait(for: "ready")
        try terminal.signal(SIGUSR1)
        // bash may be anywhere between two commands: it looks at its traps when read returns.
        try terminal.send("\n")
        try terminal.wait(for: "caught")
        try terminal.signal(SIGKILL)
        #expect(try terminal.waitForExit() == .signalled(SIGKILL))
        #expect(throws: PseudoTerminalError.self) { try terminal.signal(SIGTERM) }
    }

    @Test("Usual signals and an empty mask, whatever the test's own are")
    func signalMask() throws {
        let before = Glibc.signal(SIGUSR2, SIG_IGN)
        defer { _ = Glibc.signal(SIGUSR2, before) }
        let terminal = try shell("grep -E 'SigBlk|SigIgn' /proc/self/status; echo done")
        try terminal.wait(for: "done")
        // 32 and 33 belong to glibc, which ignores them in whatever it spawns.
        #expect(terminal.screen().prefix(2) == ["SigBlk: 0000000000000000", "SigIgn: 0000000180000000"])
    }

    @Test("Ctrl-C is a signal")
    func interrupt() throws {
        let terminal = try PseudoTerminal(command: ["cat"], columns: 20, rows: 3)
        try terminal.send("x")
        try terminal.wait(for: "x")
        try terminal.send(key: .control("c"))
        #expect(try terminal.waitForExit() == .signalled(SIGINT))
    }

    @Test("A broken line is a hang-up")
    func hangUp() throws {
        // It does not read: the end of input would come before the signal.
        let terminal = try PseudoTerminal(command: ["sleep", "1000"], columns: 20, rows: 3)
        terminal.hangUp()
        #expect(try terminal.waitForExit() == .signalled(SIGHUP))
        #expect(throws: PseudoTerminalError.self) { try terminal.send("x") }
    }

    @Test("What a program leaves behind is told, and when it is put back")
    func leftovers() throws {
        let terminal = try shell(
            "old=$(stty -g); stty -echo -icanon; tput smcup; tput civis; read -r; stty $old; tput rmcup; tput cnorm; read"
        )
        try terminal.waitForDisplay("a hidden cursor") { !$0.modes.cursorVisible }
        #expect(try terminal.leftovers() == ["alternate screen", "hidden cursor", "line settings"])
        #expect(try terminal.settings().isCanonical == false)
        try terminal.send("\n")
        try terminal.waitForDisplay("the cursor") { $0.modes.cursorVisible }
        #expect(try terminal.leftovers() == [])
    }

    @Test("Settling reads to the end of what comes, and gives up on what does not end")
    func settle() throws {
        let terminal = try shell("echo first; read -r; for ((i = 1; i <= 5000; i++)); do echo line $i; done; read -r")
        try terminal.wait(for: "first")
        try terminal.send("\n")
        try terminal.settle(quiet: 300)
        #expect(terminal.display.lines.contains("line 5000"))
        // Not while a program works in silence. A shell that only starts may rest for a moment, which is not this.
        let thinking = try shell(
            "echo begun; i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done; echo thought; read -r")
        try thinking.wait(for: "begun")
        try thinking.settle(quiet: 10)
        #expect(thinking.display.lines.contains("thought"))
        let endless = try PseudoTerminal(command: ["yes"])
        #expect(throws: PseudoTerminalError.self) { try endless.settle(quiet: 300, timeout: 0.5) }
    }

    @Test("terminfo's strings for xterm-256color are all understood")
    func terminfo() throws {
        let names = [
            "clear", "cup 1 2", "hpa 3", "vpa 2", "cuf 2", "cub 1", "cuu 1", "cud 1", "ech 2", "ich 1", "dch 1", "il 1",
            "dl 1", "el", "el1", "ed", "indn 1", "rin 1", "ri", "ind", "csr 0 3", "sc", "rc", "rep x 3", "setaf 200",
            "setab 9", "bold", "dim", "rev", "smul", "rmul", "sgr0", "op", "smacs", "rmacs", "smkx", "rmkx", "smam",
            "civis", "cnorm", "cvvis", "smcup", "rmcup", "smir", "rmir", "hts", "tbc", "cbt", "bel", "is2", "rs1",
        ]
        let terminal = try shell(names.map { "tput \($0)" }.joined(separator: "; "))
        #expect(try terminal.waitForExit() == .exited(0))
        #expect(terminal.display.unrecognised == [])
        #expect(terminal.display.bells == 1)
    }

    @Test("Questions are answered while waiting")
    func answers() throws {
        let terminal = try shell(
            "stty -echo -icanon; printf '\\033[6n'; IFS= read -r -d R reply; echo \"got ${reply#?}\"")
        try terminal.wait(for: "got [1;1")
    }

    @Test("A lot of input that is echoed does not block")
    func flood() throws {
        let terminal = try shell("stty raw -echo; echo ready; exec tee /dev/null")
        try terminal.wait(for: "ready")
        let before = terminal.bytesReceived
        try terminal.send(String(repeating: "0123456789", count: 40_000))
        try terminal.wait("all of it") { _ in terminal.bytesReceived >= before + 400_000 }
    }

    @Test("Several terminals are served at once")
    func several() throws {
        let terminals = try (0..<6).map { number in
            try shell("for i in $(seq 20000); do echo line $i; done; echo finished \(number); read -r")
        }
        try PseudoTerminal.wait(on: terminals, "all six") {
            terminals.allSatisfy { $0.display.lines.contains { $0.hasPrefix("finished") } }
        }
    }

    @Test("A wait that fails says for what, and shows the screen; one for a dead program ends at once")
    func failures() throws {
        let terminal = try shell("echo something else; read -r")
        try terminal.wait(for: "something else")
        let late = #expect(throws: PseudoTerminalError.self) {
            try terminal.wait(timeout: 0.3, "the board") { $0.contains("board") }
        }
        #expect(late?.description.hasPrefix("waited 0.3 s for the board") == true)
        #expect(late?.description.contains("something else") == true)
        try terminal.send("\n")
        let ended = #expect(throws: PseudoTerminalError.self) { try terminal.wait(for: "never") }
        #expect(ended?.description.hasPrefix("the program ended") == true)
        #expect(throws: PseudoTerminalError.self) {
            try PseudoTerminal(command: ["cat"]).waitForExit(timeout: 0.1)
        }
    }

    @Test("Keys, pastes and clicks take the form that the program asked for")
    func forms() throws {
        let terminal = try shell("stty raw -echo; printf '\\033[?1h\\033[?2004h\\033[?1000;1006hready'; exec cat -v")
        try terminal.wait(for: "ready")
        try terminal.send(key: .up)
        try terminal.paste("文")
        try terminal.click(ScreenPosition(row: 2, column: 4))
        try terminal.wait("all three") { lines in
            let all = lines.joined()
            return all.contains("^[OA^[[200~") && all.contains("^[[201~^[[<0;5;3M^[[<0;5;3m")
        }
    }

    @Test("The frame before a synchronized update is what counts")
    func synchronized() throws {
        let terminal = try shell(
            "stty -echo; printf 'old\\033[?2026h\\rhalf'; read -r; printf '\\rfull\\033[?2026l'; read -r")
        #expect(throws: PseudoTerminalError.self) { try terminal.wait(for: "half", timeout: 0.3) }
        try terminal.send("\n")
        try terminal.wait(for: "full")
    }
}
