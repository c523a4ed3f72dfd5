import Foundation
import Glibc
import PseudoTerminal
import Testing

@testable import Sync

/// A PostgreSQL server of the test's own, on loopback, in a folder that goes with it.
final class HubServer {
    let folder: URL
    let port: Int
    private var data: String { folder.appendingPathComponent("data").path }

    /// The newest server that is installed; Debian keeps them off the path.
    static let binaries: String? = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.compactMap(Int.init).sorted().last.map { "\(root)/\($0)/bin" }
    }()

    /// What keeps this machine from it; `nil` when nothing does.
    static var hindrance: String? {
        guard Hub.isBuilt else { return "built without hubs: skipped" }
        guard let binaries, access(binaries + "/initdb", X_OK) == 0 else {
            return "no PostgreSQL server here: skipped (the package postgresql brings it)"
        }
        return nil
    }

    /// PostgreSQL does not run as root.
    private static let account =
        getuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/tmp " : ""

    /// A fresh server, or one that follows another.
    init(following primary: HubServer? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("guantong-hub-\(UUID().uuidString)")
        port = try freePort()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if getuid() == 0 { try shell("chown postgres: \(folder.path)") }
        if let primary {
            try tool("pg_basebackup -D \(data) -h 127.0.0.1 -p \(primary.port) -U super -R -X stream -c fast")
            try start()
            return
        }
        try tool("initdb -D \(data) -U super --auth=trust -E UTF8 --locale=C --no-sync --no-instructions")
        try start()
        // Whoever owns the hub is no superuser, as Docs/hub.md has it.
        try psql("CREATE ROLE owner LOGIN CREATEROLE", as: "super", in: "postgres")
        try psql("CREATE DATABASE hub OWNER owner", as: "super", in: "postgres")
    }

    func start() throws {
        let settings = [
            "listen_addresses=127.0.0.1", "unix_socket_directories=", "shared_buffers=32MB",
            // Nothing of one that is killed stays in the machine's memory.
            "dynamic_shared_memory_type=mmap",
        ]
        let options = "-p \(port)" + settings.map { " -c " + $0 }.joined()
        try tool("pg_ctl -D \(data) -w -s -t 120 -l \(folder.path)/log -o '\(options)' start")
    }

    deinit {
        // One whose plug was pulled is gone already.
        _ = try? Self.run(
            "/bin/sh", ["-c", "\(Self.account)\(Self.binaries ?? "")/pg_ctl -D \(data) -s -m immediate stop"])
        try? FileManager.default.removeItem(at: folder)
    }

    /// Where the database is, for a role.
    func url(_ role: String = "owner", or other: HubServer? = nil) -> String {
        let hosts = ([self] + [other].compactMap { $0 }).map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
        return "postgres://\(role)@\(hosts)/hub"
    }

    /// The power fails.
    func pullThePlug() throws {
        let text = try String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8)
        let pid = try #require(text.split(separator: "\n").first.flatMap { pid_t($0) })
        kill(pid, SIGKILL)
    }

    /// The one that followed takes over.
    func promote() throws { try tool("pg_ctl -D \(data) -w -s promote") }

    /// What `psql` prints for a statement, a row a line; with what it complained of where it failed.
    @discardableResult
    func psql(
        _ sql: String, as role: String = "owner", in database: String = "hub"
    ) throws -> (status: Int32, out: String, err: String) {
        let url = "postgres://\(role)@127.0.0.1:\(port)/\(database)"
        return try Self.run(
            "/bin/sh",
            [
                "-c",
                "psql -X -q -A -t -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -d '\(url)' -c \"$SQL\" </dev/null",
            ],
            environment: ["SQL": sql])
    }

    private func tool(_ command: String) throws {
        try shell("\(Self.account)\(try #require(Self.binaries))/\(command)")
    }

    private func shell(_ script: String) throws {
        let run = try Self.run("/bin/bash", ["-c", "cd /; " + script])
        try #require(run.status == 0, "\(script): \(run.out) \(run.err)")
    }

    private static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> (status: Int32, out: String, err: String) {
        let (status, out, err) = try Child.run(
            [program] + arguments,
            environment: ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8"].merging(environment) { $1 })
        return (
            status.code, String(decoding: out, as: UTF8.self).trimmingCharacters(in: .newlines),
            String(decoding: err, as: UTF8.self)
        )
    }
}

/// A desk, centres' databases and a hub between them.
final class HubStage {
    let desk: CommandDesk
    let server: HubServer
    let standby: HubServer?
    let centres: [String]
    private var running: [Child] = []
    private var works = 0

    init(_ centres: [String] = ["erqi", "jinshui"], withStandby: Bool = false) throws {
        desk = try CommandDesk()
        self.centres = centres
        server = try HubServer()
        standby = withStandby ? try HubServer(following: server) : nil
        try #require(desk.run("hub", "init", server.url()).status == 0)
        let word = try desk.run("peers", "word").lines[0]
        for centre in centres {
            let joined = try desk.run("init", "--db", path(centre), "--join", word, "--centre", centre)
            try #require(joined.status == 0, "\(joined.err)")
            try #require(
                desk.run(Array(joined.lines[0].split(separator: " ").map(String.init).dropFirst())).status == 0)
            let admitted = try desk.run("hub", "admit", server.url(), "\(centre)-1")
            try #require(admitted.status == 0, "\(admitted.err)")
        }
        try #require(desk.run("hub", "admit", server.url(), "zz", "--role", "desk", "--relays").status == 0)
        guard withStandby else { return }
        // From here on every commit waits for the other server's disk.
        try server.psql("ALTER SYSTEM SET synchronous_standby_names = '*'", as: "super")
        try server.psql("SELECT pg_reload_conf()", as: "super")
    }

    deinit { for child in running { child.stop() } }

    /// The desk first.
    var nodes: [String] { ["desk"] + centres }

    func path(_ node: String) -> String {
        node == "desk" ? desk.database : desk.folder.appendingPathComponent("\(node).sqlite").path
    }

    func url(_ node: String) -> String { server.url(node == "desk" ? "desk" : "\(node)-1", or: standby) }

    func sync(_ node: String) throws -> CommandDesk.Run { try desk.run("sync", "--db", path(node), url(node)) }

    /// Starts the program, and kills it at the end of the test at the latest.
    @discardableResult
    func start(_ arguments: String...) throws -> Child {
        let child = try desk.start(arguments)
        running.append(child)
        return child
    }

    func follow(_ node: String) throws -> Child { try start("sync", "--follow", "--db", path(node), url(node)) }

    func keep() throws -> Child {
        try start("hub", "serve", "--db", path("desk"), server.url("owner", or: standby))
    }

    func stop(_ child: Child, _ signal: Int32 = SIGTERM) {
        child.stop(signal)
        running.removeAll { $0 === child }
    }

    /// Somebody at work at a node.
    func work(_ node: String, seed: Int, acts: Int) throws -> Child {
        works += 1
        return try desk.hammer(path(node), seed: seed, acts: acts, work: works)
    }

    func acknowledged() throws -> [(String, Int64)] { try desk.acknowledged(works) }
}
