import Foundation
import Glibc
import Ledger
import Newsroom
import PseudoTerminal
import Testing

/// Seventeen databases on one machine: sixteen centres that follow the desk through a real sshd on loopback, all at work,
/// while processes are killed without warning. In the end all have everything, and nothing acknowledged is lost.
@Suite(.waiting(in: .crowded), .serialized, .enabled(if: SyncStage.hindrance == nil, "\(SyncStage.hindrance ?? "")"))
struct SyncSSHTests {
    @Test(.timeLimit(.minutes(240))) func sixteenCentresFollowTheDeskAndProcessesAreKilled() throws {
        var random = SeededNumbers("sixteenCentresFollowTheDeskAndProcessesAreKilled")
        let stage = try SyncStage()
        for centre in stage.centres { try stage.follow(centre) }
        let rounds = ProcessInfo.processInfo.environment["GUANTONG_SOAK"] == "1" ? 1500 : 50
        var killed = 0
        for _ in 0..<rounds {
            // Three at work at a time; of some the power fails.
            let workers = try (0..<3).map { _ in
                try stage.work(stage.nodes[random.next(stage.nodes.count)], seed: random.next(1 << 30), acts: 12)
            }
            if random.next(3) == 0 {
                workers[0].signal(SIGKILL)
                killed += 1
            }
            if random.next(4) == 0 { killed += stage.killServers(1, &random) }
            if random.next(4) == 0 {
                let centre = stage.centres[random.next(stage.centres.count)]
                try stage.killFollower(centre)
                try stage.follow(centre)
                killed += 1
            }
            for worker in workers { worker.wait() }
        }
        #expect(killed > rounds / 4)
        stage.stopFollowers()
        // Twice round: what the last centre brought goes to the first.
        for _ in 0..<2 {
            for centre in stage.centres {
                let run = try stage.sync(centre)
                #expect(run.status == 0, "\(centre): \(run.err)")
            }
        }
        let ledgers = try stage.nodes.map { try Ledger(path: stage.path($0), readOnly: true) }
        defer { for ledger in ledgers { ledger.close() } }
        let heads = try ledgers[0].heads(for: "")
        let (tasks, stories) = try ledgers[0].read { (try $0.tasks(), try $0.stories().map(\.id)) }
        for (node, ledger) in zip(stage.nodes, ledgers) {
            #expect(try ledger.heads(for: "") == heads, "\(node)")
            #expect(try ledger.verify().findings.map { $0.phrase(.en) } == [], "\(node)")
            #expect(
                try ledger.read { try $0.tasks() }.sorted { $0.id < $1.id } == tasks.sorted { $0.id < $1.id }, "\(node)"
            )
            // A centre has its own drafts besides.
            let own = Set(try ledger.read { try $0.stories().map(\.id) })
            #expect(own.isSuperset(of: stories), "\(node)")
        }
        // A centre's own drafts stand in its own file only.
        var ends: [String: Int64] = [:]
        for ledger in ledgers {
            guard let own = try ledger.membership()?.node else { continue }
            for head in try ledger.heads(for: own) {
                ends["\(head.origin)"] = max(ends["\(head.origin)"] ?? 0, head.sequence)
            }
        }
        let acknowledged = try stage.acknowledged()
        #expect(acknowledged.count > rounds)
        for (origin, sequence) in acknowledged { #expect(ends[origin] ?? 0 >= sequence, "\(origin) \(sequence)") }
        print("seventeen nodes: \(acknowledged.count) acknowledged acts, \(killed) processes killed")
    }
}

/// Numbers that a seed repeats; printed, and taken from TEST_SEED where it is set.
struct SeededNumbers {
    private var state: UInt64

    init(_ name: String) {
        state = ProcessInfo.processInfo.environment["TEST_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...999_999)
        print("seed of \(name): \(state)")
    }

    mutating func next(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
    }
}

/// The desk, sixteen centres, and an sshd of the test's own that pins each key to its node.
final class SyncStage {
    let desk: CommandDesk
    let centres: [String]
    /// The desk first.
    var nodes: [String] { ["desk"] + centres }
    private var followers: [String: Child] = [:]
    private var works = 0
    private let port: Int

    /// What keeps this machine from it; `nil` when nothing does.
    static var hindrance: String? {
        for tool in ["/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/ssh-keygen"]
        where access(tool, X_OK) != 0 {
            return "\(tool) is not here: skipped (openssh-server and openssh-client bring it)"
        }
        return nil
    }

    init() throws {
        desk = try CommandDesk(staffed: false)
        let roster = try String(contentsOfFile: CommandDesk.roster, encoding: .utf8)
        #expect(roster.contains("erqi"))
        try #require(desk.run("init", "--roster", CommandDesk.roster).status == 0)
        let listed = try desk.run("centre", "list", "--json").objects.compactMap { $0["id"] as? String }
        centres = listed.filter { $0 != "zz" }
        try #require(centres.count == 16)
        port = try freePort()
        for (id, role) in [
            ("duty", "dutyEditor"), ("head", "deskHead"), ("chief", "chiefEditor"), ("chief2", "chiefEditor"),
        ] {
            try #require(desk.run("staff", "add", id, "--name", id, "--role", role, "--centre", "zz").status == 0)
        }
        for centre in centres {
            for (suffix, role) in [("ed", "centreEditor"), ("jz", "reporter")] {
                let id = "\(centre)-\(suffix)"
                try #require(
                    desk.run("staff", "add", id, "--name", id, "--role", role, "--centre", centre).status == 0)
            }
        }
        try admitCentres()
        try startServer()
        for centre in centres {
            let run = try sync(centre)
            try #require(run.status == 0, "\(centre): \(run.err)")
        }
    }

    deinit {
        stopFollowers()
        _ = try? desk.shell("kill $(cat \(desk.folder.path)/sshd.pid) 2>/dev/null || true")
        // In brackets, so that the shell which looks does not find itself.
        let name = desk.folder.lastPathComponent
        _ = try? desk.shell("pkill -9 -f '[g]\(name.dropFirst())' || true")
    }

    func path(_ node: String) -> String {
        node == "desk" ? desk.database : desk.folder.appendingPathComponent("\(node).sqlite").path
    }

    // MARK: - Making it

    private func admitCentres() throws {
        let word = try desk.run("peers", "word").out.trimmingCharacters(in: .whitespacesAndNewlines)
        for centre in centres {
            let joined = try desk.run("init", "--db", path(centre), "--join", word, "--centre", centre)
            try #require(joined.status == 0, "\(joined.err)")
            // What it prints is what the desk runs.
            let line = joined.out.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: " ").map(String.init)
            let added = try desk.run(Array(line.dropFirst()))
            try #require(added.status == 0, "\(added.err)")
        }
    }

    private func startServer() throws {
        let folder = desk.folder.path
        var keys = ""
        for name in ["host"] + centres {
            try #require(desk.shell("ssh-keygen -q -t ed25519 -N '' -f \(folder)/\(name).ssh").status == 0)
        }
        for centre in centres {
            let key = try String(contentsOfFile: "\(folder)/\(centre).ssh.pub", encoding: .utf8)
            keys +=
                "restrict,command=\"\(CommandDesk.program) replica --stdio --node \(centre)-1 --db \(desk.database)\" \(key)"
        }
        _ = try desk.write("keys", keys)
        let config = try desk.write(
            "sshd.conf",
            """
            Port \(port)
            ListenAddress 127.0.0.1
            HostKey \(folder)/host.ssh
            PidFile \(folder)/sshd.pid
            AuthorizedKeysFile \(folder)/keys
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PermitRootLogin prohibit-password
            MaxStartups 100
            LogLevel ERROR

            """)
        let host = try String(contentsOfFile: "\(folder)/host.ssh.pub", encoding: .utf8)
        _ = try desk.write("known", "[127.0.0.1]:\(port) \(host)")
        let client = try desk.write(
            "ssh.conf",
            """
            Host desk
                HostName 127.0.0.1
                Port \(port)
                UserKnownHostsFile \(folder)/known
                GlobalKnownHostsFile /dev/null
                IdentitiesOnly yes
                IdentityAgent none

            """)
        for centre in centres {
            // Each centre has an OpenSSH configuration of its own, as on its own machine.
            let script = try desk.write(
                "ssh-\(centre)", "#!/bin/sh\nexec ssh -F \(client) -i \(folder)/\(centre).ssh \"$@\"\n")
            chmod(script, 0o755)
        }
        mkdir("/run/sshd", 0o755)
        // It goes into the background of its own accord.
        let started = try desk.shell("/usr/sbin/sshd -f \(config)")
        try #require(started.status == 0, "\(started.err)")
        try waitForPort()
    }

    /// Until somebody listens: ssh itself says when.
    private func waitForPort() throws {
        for _ in 0..<200
        where try desk.shell("ssh-keyscan -T 1 -p \(port) 127.0.0.1 2>/dev/null | grep -q ssh").status == 0 {
            return
        }
        Issue.record("sshd does not listen")
    }

    // MARK: - At work

    private func environment(_ centre: String) -> [String: String] {
        ["GUANTONG_DB": path(centre), "GUANTONG_SSH": desk.folder.appendingPathComponent("ssh-\(centre)").path]
    }

    func sync(_ centre: String) throws -> CommandDesk.Run {
        try desk.run("sync", "ssh://\(NSUserName())@desk", environment: environment(centre))
    }

    func follow(_ centre: String) throws {
        followers[centre] = try desk.start(
            ["sync", "--follow", "ssh://\(NSUserName())@desk"], environment: environment(centre))
    }

    func killFollower(_ centre: String) throws {
        followers.removeValue(forKey: centre)?.stop(SIGKILL)
    }

    func stopFollowers() {
        for follower in followers.values { follower.stop() }
        followers = [:]
    }

    /// Kills some of the desk's serving processes.
    func killServers(_ count: Int, _ random: inout SeededNumbers) -> Int {
        let found =
            (try? desk.shell("pgrep -f '[r]eplica --stdio.*\(desk.folder.lastPathComponent)' || true").lines) ?? []
        var pids = found.compactMap { pid_t($0) }
        var killed = 0
        while killed < count, !pids.isEmpty {
            kill(pids.remove(at: random.next(pids.count)), SIGKILL)
            killed += 1
        }
        return killed
    }

    func work(_ node: String, seed: Int, acts: Int) throws -> Child {
        works += 1
        return try desk.hammer(path(node), seed: seed, acts: acts, work: works)
    }

    func acknowledged() throws -> [(String, Int64)] { try desk.acknowledged(works) }
}

extension CommandDesk {
    /// Somebody at work in a database; what was acknowledged is printed into a file of the work's number.
    func hammer(_ database: String, seed: Int, acts: Int, work: Int) throws -> Child {
        try Child(
            [Child.built.appendingPathComponent("sync-hammer").path, database, "\(seed)", "\(acts)"],
            output: .file(folder.appendingPathComponent("work-\(work)").path), errors: .none)
    }

    /// What the hammers printed as acknowledged: chain and number.
    func acknowledged(_ works: Int) throws -> [(String, Int64)] {
        try (1...works).flatMap { work in
            try String(contentsOfFile: folder.appendingPathComponent("work-\(work)").path, encoding: .utf8)
                .split(separator: "\n").compactMap { line in
                    let words = line.split(separator: " ")
                    // The last line of one that was killed may be half a line.
                    guard words.count == 2, words[0].count == 32, let number = Int64(words[1]) else { return nil }
                    return (String(words[0]), number)
                }
        }
    }
}
