import Foundation
import Glibc
import PseudoTerminal
import Testing

/// The recipe of Docs/deploy.md, as it stands there, on this machine but seen by nobody else: the real sshd, sudo and
/// accounts in namespaces of their own (`Tests/SSH/stage`). All of it is gone when the tests end.
final class SSHStage: @unchecked Sendable {
    // Immutable once it is ready; processes and files are the system's.
    let folder: URL
    let port: Int
    private let holder: Child
    private let inside: pid_t

    static let database = "/var/lib/guantong/desk.sqlite"

    /// Logins and roles; `stranger` has an account and no card, and so has the account of a centre's node.
    static let people: [(login: String, role: String, centre: String, name: String)] =
        (1...8).map { ("chief\($0)", "chiefEditor", "zz", "总编\($0)") } + [
            ("duty", "dutyEditor", "zz", "值班"), ("looker", "viewer", "zz", "客人"), ("trader", "business", "zz", "经营"),
            ("writer", "reporter", "erqi", "记者"), ("middle", "centreEditor", "erqi", "一审"),
            ("head", "deskHead", "zz", "二审"), ("stranger", "stranger", "zz", "陌生人"),
            ("erqi-1", "node", "erqi", "-"), ("jinshui-1", "node", "jinshui", "-"),
            ("gone-1", "node", "erqi", "-"),
        ]

    /// Why the suite cannot run here; `nil` where it can.
    static let hindrance: String? = {
        guard geteuid() == 0 else { return "not root: sshd with the real recipe is not tried" }
        for tool in ["/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/sudo", "/usr/sbin/useradd", "/usr/bin/nsenter"]
        where access(tool, X_OK) != 0 { return "\(tool) is missing: sshd is not tried" }
        let trial = try? Child.run(
            ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "mount", "-t", "tmpfs", "none", "/run"])
        return trial?.status == .exited(0) ? nil : "no namespaces here: sshd is not tried"
    }()

    private static let environment = [
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8",
    ]

    /// One for all tests.
    static let shared = Result { try SSHStage() }

    private init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("guantong-ssh-\(UUID().uuidString)")
        let keys = folder.appendingPathComponent("keys")
        try FileManager.default.createDirectory(at: keys, withIntermediateDirectories: true)
        for person in Self.people {
            _ = try Child.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", keys.path + "/" + person.login])
        }
        let roster = Self.people.map { "\($0.login) \($0.role) \($0.centre) \($0.name)\n" }.joined()
        try Data(roster.utf8).write(to: keys.appendingPathComponent("people"))

        port = try freePort()
        let tree = CommandDesk.package.path
        holder = try Child(
            [
                "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", tree + "/Tests/SSH/stage",
                tree,
                CommandDesk.program, keys.path, "\(port)",
            ], environment: Self.environment, input: .pipe, output: .pipe)
        var said: [String] = []
        while said.last != "ready" {
            guard let line = holder.line() else { throw StageError(what: "the stage ended: \(said)") }
            said.append(line)
        }
        let children = "/proc/\(holder.pid)/task/\(holder.pid)/children"
        let words = try String(contentsOfFile: children, encoding: .utf8).split(separator: " ")
        guard let first = words.first.flatMap({ pid_t($0) }) else { throw StageError(what: "the stage has no process") }
        inside = first
        let scratch = folder
        SSHStage.scratch = scratch.path
        atexit { try? FileManager.default.removeItem(atPath: SSHStage.scratch) }
    }

    private nonisolated(unsafe) static var scratch = ""

    struct StageError: Error, CustomStringConvertible {
        let what: String
        var description: String { what }
    }

    // MARK: - On the machine

    /// Runs a shell script there, as root. In it, `desk` is the program on the desk, as its owner.
    @discardableResult
    func run(_ script: String) throws -> (status: Int32, out: String) {
        let preamble = "desk() { sudo -u guantong /usr/local/bin/guantong --db \(Self.database) \"$@\"; }\n"
        return try Self.run(
            "/usr/bin/nsenter",
            ["--target", "\(inside)", "--mount", "--pid", "/bin/bash", "-c", preamble + script])
    }

    /// Makes stories that wait for the signature, and gives their numbers.
    func stories(_ count: Int) throws -> [String] {
        let made = try run(
            """
            set -e
            for i in $(seq \(count)); do desk --as writer story new "送签 $i" --centre erqi --body - <<<"正文 $i"; done >/run/new
            numbers=$(tr '\\n' ' ' </run/new)
            desk --as writer story submit $numbers >/dev/null
            desk --as middle story review $numbers --level 1 --verdict pass --opinion 可 >/dev/null
            desk --as head story review $numbers --level 2 --verdict pass --opinion 可 >/dev/null
            desk --as chief1 story review $numbers --level 3 --verdict pass --opinion 可 >/dev/null
            cat /run/new
            """)
        guard made.status == 0 else { throw StageError(what: made.out) }
        return made.out.split(separator: "\n").map(String.init)
    }

    /// How many events the desk's log has.
    func events() throws -> String { try run("desk log show --json --limit 100000 | wc -l").out }

    // MARK: - From outside

    /// The words of an ssh client of a person, with nothing of the tester's own configuration.
    func client(_ login: String, as other: String? = nil, _ options: [String] = []) -> [String] {
        [
            "/usr/bin/ssh", "-F", "none", "-p", "\(port)", "-i", folder.path + "/keys/" + login, "-l", other ?? login,
            "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR",
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "ConnectTimeout=20",
        ] + options
    }

    /// Runs an ssh client without a terminal of its own.
    func ssh(
        _ login: String, as other: String? = nil, _ options: [String] = [], _ command: String..., input: String = ""
    )
        throws -> (status: Int32, out: String)
    {
        let words = client(login, as: other, options) + ["127.0.0.1"] + command
        return try Self.run(words[0], Array(words.dropFirst()), input: input)
    }

    /// Logs somebody in with a terminal of their own, and waits for the console.
    func console(
        _ login: String, columns: Int = 80, rows: Int = 24, _ options: [String] = [],
        environment: [String: String] = [:]
    ) throws -> PseudoTerminal {
        let terminal = try begin(login, columns: columns, rows: rows, options, environment: environment)
        try terminal.wait(for: "Guantong")
        return terminal
    }

    /// Logs somebody in and waits for nothing.
    func begin(
        _ login: String, columns: Int = 80, rows: Int = 24, _ options: [String] = [],
        environment: [String: String] = [:]
    ) throws -> PseudoTerminal {
        try PseudoTerminal(
            command: client(login, options) + ["127.0.0.1"], environment: ["LANG": "C"].merging(environment) { $1 },
            directory: folder.path, columns: columns, rows: rows)
    }

    static func run(_ tool: String, _ arguments: [String], input: String = "") throws -> (
        status: Int32, out: String
    ) {
        let child = try Child(
            [tool] + arguments, environment: environment, input: .kept(Array(input.utf8)), output: .kept(),
            errors: .output)
        let status = child.wait()
        return (status.code, String(decoding: child.written(), as: UTF8.self))
    }
}
