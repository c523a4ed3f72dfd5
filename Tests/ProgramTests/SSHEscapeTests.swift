import Foundation
import Glibc
import PseudoTerminal
import Testing

extension SSHTests {
    /// The ways by which somebody from outside might get at more than the console. Docs/deploy.md lists them by these
    /// names; what each is stopped by stands there.
    @Suite struct Escapes {
        /// One way: what is tried, and how.
        struct Way: Sendable, CustomTestStringConvertible {
            let name: String
            var options: [String] = []
            var command: [String] = []
            var input = ""
            var testDescription: String { name }
        }

        private static let shell = "echo ESC''APED; id; cat /etc/passwd"

        static let ways = [
            Way(name: "a command", command: [shell]),
            Way(name: "a command with a terminal", options: ["-tt"], command: [shell]),
            Way(name: "a shell that reads commands", command: ["/bin/sh"], input: shell + "\n"),
            Way(name: "a shell without a terminal", options: ["-T"], input: shell + "\n"),
            Way(name: "an interactive shell", options: ["-tt"], command: ["bash", "-i"], input: shell + "\n"),
            Way(name: "the gate with another name", options: ["-tt"], command: ["guantong", "gate", "--as", "chief1"]),
            Way(name: "another verb of the program", command: ["guantong", "task", "list"]),
            Way(name: "a command behind the command", options: ["-tt"], command: ["; \(shell)"]),
            Way(
                name: "sftp as a subsystem", options: ["-s"], command: ["sftp"],
                input: "\u{0}\u{0}\u{0}\u{5}\u{1}\u{0}\u{0}\u{0}\u{3}"),
            Way(
                name: "sftp as a command", command: ["/usr/lib/openssh/sftp-server"],
                input: "\u{0}\u{0}\u{0}\u{5}\u{1}\u{0}\u{0}\u{0}\u{3}"),
            Way(name: "scp", command: ["scp", "-f", "/etc/passwd"], input: "\u{0}\u{0}\u{0}"),
            Way(name: "rsync", command: ["rsync", "--server", "--sender", ".", "/etc/passwd"]),
            Way(name: "another subsystem", options: ["-s"], command: ["netconf"]),
            Way(name: "a port forwarded from here", options: ["-W", "127.0.0.1:PORT"]),
            Way(
                name: "a port forwarded to here",
                options: ["-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:9"]),
            Way(
                name: "a socket forwarded to here",
                options: ["-N", "-o", "ExitOnForwardFailure=yes", "-R", "/tmp/guantong-escape.socket:127.0.0.1:9"]),
        ]

        @Test(arguments: ways) func nobodyGetsMoreThanTheConsole(_ way: Way) throws {
            #expect(try Self.attempt(way, as: "chief1") != 0, "\(way.name)")
        }

        /// Tries a way with somebody's key, and looks at what comes of it.
        /// - Returns: how the client ended.
        static func attempt(_ way: Way, as login: String) throws -> Int32 {
            let stage = try SSHStage.shared.get()
            let options = way.options.map { $0.replacingOccurrences(of: "PORT", with: "\(stage.port)") }
            let words = stage.client(login, options) + ["127.0.0.1"] + way.command
            let result = try SSHStage.run(words[0], Array(words.dropFirst()), input: way.input)
            for sign in ["ESCAPED", "uid=", "root:", "SSH-2.0", "Guantong ›"] {
                #expect(!result.out.contains(sign), "\(way.name): \(result.out)")
            }
            #expect(try stage.run("pgrep -u guantong").out.isEmpty, "\(way.name) leaves nobody there")
            return result.status
        }

        /// Should somebody come by a shell of a person's account all the same.
        static let onTheMachine = [
            "sudo -n -u guantong /bin/sh -c id", "sudo -n id", "sudo -n -s", "sudo -n -u guantong -i",
            "sudo -n -u guantong /usr/local/bin/guantong --db DB task list",
            "sudo -n -u guantong /usr/local/bin/guantong gate --db /tmp/other.sqlite",
            "sudo -n -u guantong /usr/local/bin/guantong gate --db DB --as chief1",
            "sudo -n -u guantong SUDO_UID=0 /usr/local/bin/guantong gate --db DB",
            "sudo -n -E -u guantong LD_PRELOAD=/tmp/x.so /usr/local/bin/guantong gate --db DB",
            "sudoedit -n -u guantong DB", "cat DB", "ls /var/lib/guantong", "touch /var/lib/guantong/x",
            "/usr/local/bin/guantong --db DB board", "SUDO_UID=0 /usr/local/bin/guantong gate --db DB",
            "echo x >> /etc/guantong/keys/looker", "ln -s /etc/shadow /etc/guantong/keys/x", "echo x > /.ssh/rc",
        ]

        @Test(arguments: onTheMachine) func aShellWouldNotHelp(_ command: String) throws {
            let stage = try SSHStage.shared.get()
            let words = command.replacingOccurrences(of: "DB", with: SSHStage.database)
            let before = try stage.events()
            let person = "setpriv --reuid looker --regid looker --groups $(getent group guantong-desk | cut -d: -f3)"
            let result = try stage.run("cd /; \(person) /bin/sh -c '\(words)' </dev/null")
            #expect(result.status != 0 && !result.out.contains("uid="), "\(result)")
            #expect(try stage.events() == before)
        }

        @Test func sshdsOwnWordIsWhatTheRecipeSays() throws {
            let stage = try SSHStage.shared.get()
            let settings = try stage.run("sshd -T -C user=chief1,host=h,addr=127.0.0.1").out.split(separator: "\n")
            for line in [
                "forcecommand exec /usr/bin/sudo -n -u guantong /usr/local/bin/guantong gate --db \(SSHStage.database)",
                "authorizedkeysfile /etc/guantong/keys/%u", "authenticationmethods publickey",
                "passwordauthentication no",
                "kbdinteractiveauthentication no", "disableforwarding yes", "allowtcpforwarding no",
                "allowstreamlocalforwarding no", "allowagentforwarding no", "x11forwarding no", "gatewayports no",
                "permittunnel no", "permituserrc no", "permituserenvironment no", "clientaliveinterval 15",
                "denyusers guantong",
            ] { #expect(settings.contains(Substring(line)), "\(line)") }
            // Nobody else on the machine is touched.
            let others = try stage.run("sshd -T -C user=root,host=h,addr=127.0.0.1").out
            #expect(others.contains("forcecommand none") && others.contains("authorizedkeysfile .ssh/authorized_keys"))
        }

        @Test func theKeysOfTheConsoleLeadNowhereElse() throws {
            let stage = try SSHStage.shared.get()
            let story = try stage.stories(1)[0]
            let chief = try stage.console("chief1")
            for keys in [
                "!sh\r", ":!sh\r", ":sh\r", ":shell\r", ":suspend\r", "\u{1A}", "\u{1C}",
                ":theme ../../../etc/passwd\r",
                ":theme /etc/passwd\r", ":theme ..\r", ":import /etc/passwd\r", ":e /etc/passwd\r", ":w /tmp/escaped\r",
                "|sh\r", ":go \(story)\r", "e", "\u{1B}[201~", ":edit\r", "\u{1B}]52;c;aWQK\u{7}",
                "\u{1B}P+q544e\u{1B}\\",
            ] {
                try chief.send(keys)
                try chief.settle()
                #expect(!chief.shows("root:") && !chief.shows("uid="), "\(keys.debugDescription)")
                try chief.escape()
            }
            // One process, and the kernel lets it start no other.
            let there = try stage.run("pgrep -u guantong -a; grep -h Seccomp: /proc/$(pgrep -u guantong)/status").out
            #expect(
                there.split(separator: "\n").count == 2 && there.contains("gate --db") && there.contains("2"),
                "\(there)")
            try chief.leave()
        }

        @Test func variablesOfTheClientEndAtTheDoor() throws {
            let stage = try SSHStage.shared.get()
            let names = [
                "LD_PRELOAD", "LD_LIBRARY_PATH", "TERMINFO", "TERMINFO_DIRS", "TERMCAP", "LOCPATH", "NLSPATH", "EDITOR",
                "VISUAL", "SHELL", "PATH", "HOME", "XDG_STATE_HOME", "TMPDIR", "ICU_DATA", "TZ", "BASH_ENV", "ENV",
                "SQLITE_TMPDIR", "GUANTONG_DB", "SUDO_ASKPASS", "LC_MESSAGES",
            ]
            let options =
                names.flatMap { ["-o", "SendEnv=\($0)"] } + ["-o", "SetEnv=EVIL=/tmp/evil LC_ALL=../../evil"]
            let values = Dictionary(uniqueKeysWithValues: names.filter { $0 != "PATH" }.map { ($0, "/tmp/evil") })
            let looker = try stage.console("looker", options, environment: values.merging(["LC_ALL": "C"]) { $1 })
            let there = try stage.run("tr '\\0' '\\n' </proc/$(pgrep -u guantong)/environ").out
            #expect(!there.contains("evil") && there.contains("SUDO_USER=looker"), "\(there)")
            try looker.leave()
            for term in ["../../tmp/evil", "$(id)", "nonsense", "dumb", String(repeating: "x", count: 300)] {
                let terminal = try stage.begin("looker", environment: ["TERM": term])
                #expect(try terminal.waitForExit() == .exited(1), "\(term)")
                #expect(terminal.screen().joined().contains("TERM"), "\(term): \(terminal.screen())")
            }
        }

        @Test(arguments: ["cols 60000 rows 60000", "cols 0 rows 0", "cols 1 rows 1"])
        func anySizeOfTheWindow(_ size: String) throws {
            let stage = try SSHStage.shared.get()
            let words = (stage.client("chief1") + ["127.0.0.1"]).map { "'\($0)'" }.joined(separator: " ")
            let terminal = try PseudoTerminal(command: ["/bin/sh", "-c", "stty \(size); exec \(words)"])
            try terminal.waitForDisplay("the console's screen") { _ in terminal.modes.alternateScreen }
            try terminal.send("q")
            #expect(try terminal.waitForExit() == .exited(0))
        }

        /// The account that owns the desk is sudo's to use, even with a key of its own in its folder.
        @Test func nobodyLogsInAsTheDesksOwner() throws {
            let stage = try SSHStage.shared.get()
            try stage.run(
                """
                install -d -m 700 -o guantong -g guantong /var/lib/guantong/.ssh
                install -m 600 -o guantong -g guantong /run/keys/chief1.pub /var/lib/guantong/.ssh/authorized_keys
                """)
            for options in [
                ["-tt"], ["-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:9"],
                ["-W", "127.0.0.1:\(stage.port)"],
            ] {
                let words = stage.client("chief1", as: "guantong", options) + ["127.0.0.1"]
                let result = try SSHStage.run("/usr/bin/timeout", ["20"] + words)
                #expect(result.status == 255 && result.out.contains("Permission denied"), "\(options): \(result)")
            }
            try stage.run("rm -r /var/lib/guantong/.ssh")
        }

        /// A console behind the gate shows its memory to nobody, not to the account that it runs as, and leaves none.
        @Test func theMemoryOfAConsoleIsNobodysToSee() throws {
            let stage = try SSHStage.shared.get()
            let chief = try stage.console("chief4")
            let seen = try stage.run(
                """
                console=$(pgrep -u guantong)
                stat -c %U /proc/$console/mem
                grep 'Max core file size' /proc/$console/limits
                sudo -u guantong cat /proc/$console/environ /proc/$console/maps && echo LOOKED IN
                sudo -u guantong true && echo sudo works
                """
            ).out
            #expect(seen.hasPrefix("root\n") && seen.contains("sudo works") && !seen.contains("LOOKED IN"), "\(seen)")
            #expect(seen.contains(/Max core file size +0 +0/), "\(seen)")
            // That it hears of what others do all the same, by a way through /proc, `eightSupervisorsSeeEachOther` sees.
            try chief.leave()
        }

        @Test func aCrashLeavesItsReportWithTheDesk() throws {
            let stage = try SSHStage.shared.get()
            let chief = try stage.console("chief3")
            try stage.run("kill -SEGV $(pgrep -u guantong)")
            try chief.waitForExit()
            let report = try stage.run("ls -l /var/lib/guantong/people/chief3").out
            #expect(report.contains("crash-") && report.contains("-rw------- 1 guantong guantong"), "\(report)")
            #expect(try stage.run("ls /core* /var/lib/guantong/core* 2>/dev/null").out.isEmpty)
            #expect(try stage.run("rm /var/lib/guantong/people/chief3/crash-*; desk verify").status == 0)
        }

        @Test func thePageListsTheseWays() throws {
            for name in ["Docs/deploy.md"] {
                let page = try String(contentsOf: CommandDesk.package.appendingPathComponent(name), encoding: .utf8)
                for way in Self.ways { #expect(page.contains("| \(way.name) |"), "\(way.name) is not in \(name)") }
            }
        }
    }
}
