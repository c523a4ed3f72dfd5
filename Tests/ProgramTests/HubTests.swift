import Foundation
import Ledger
import Newsroom
import Testing

@testable import Sync

/// A hub in PostgreSQL, as somebody uses it who reads Docs/hub.md, and as somebody does who means harm.
@Suite(.waiting, .enabled(if: HubServer.hindrance == nil, "\(HubServer.hindrance ?? "")"))
struct HubTests {
    @Test func twoCentresExchangeThroughIt() throws {
        let stage = try HubStage()
        for node in ["desk", "erqi", "jinshui", "erqi"] {
            let run = try stage.sync(node)
            #expect(run.status == 0, "\(node): \(run.err)")
        }
        let task = try stage.desk.run(as: "zhangmin", "task", "dispatch", "erqi", "暴雨积水").lines[0]
        for node in ["desk", "jinshui"] { try #require(stage.sync(node).status == 0) }
        let seen = try stage.desk.run("task", "show", task, "--db", stage.path("jinshui"), "--json")
        #expect(seen.object["state"] as? String == "issued")
        // A draft stays its centre's own: it does not come to the hub at all.
        let ledger = try Ledger(path: stage.path("erqi"))
        let writer = Person(staff: "liwei", role: .reporter, house: "erqi")
        try ledger.perform(.story(.draft(StoryCommand.Draft(title: "未完成的稿", body: "草稿"))), as: writer)
        #expect(try stage.sync("erqi").status == 0)
        let id = try #require(try ledger.read { try $0.tasks().first?.id })
        try ledger.perform(.task(.acknowledge(id)), as: writer)
        ledger.close()
        for node in ["erqi", "desk"] { #expect(try stage.sync(node).status == 0) }
        #expect(try stage.desk.run("task", "show", task, "--json").object["state"] as? String == "acknowledged")
        let drafts = "SELECT count(*) FROM guantong.event WHERE position('未完成'::bytea in record) > 0"
        #expect(try stage.server.psql(drafts).out == "0")
        for node in stage.nodes { #expect(try stage.desk.run("verify", "--db", stage.path(node)).status == 0) }
        let status = try stage.desk.run("hub", "status", stage.server.url(), "--json").object
        #expect(status["kept"] as? Bool == false && status["chains"] as? Int == 2, "\(status)")
        #expect((status["members"] as? [[String: Any]])?.count == 3)
    }

    @Test func followersHearThroughItAtOnce() throws {
        let stage = try HubStage()
        for node in ["desk", "erqi", "jinshui"] { try #require(stage.sync(node).status == 0) }
        let jinshui = try Ledger(path: stage.path("jinshui"))
        defer { jinshui.close() }
        let keeper = try stage.keep()
        for node in stage.nodes { _ = try stage.follow(node) }
        for title in ["第一件", "第二件", "第三件"] {
            let arrived = DispatchSemaphore(value: 0)
            let queue = DispatchQueue(label: "hub.test")
            let watch = Watch(jinshui, queue: queue) {
                let titles = (try? jinshui.read { try $0.tasks().map(\.title) }) ?? []
                if titles.contains(title) { arrived.signal() }
            }
            #expect(try stage.desk.run(as: "zhangmin", "task", "dispatch", "erqi", title).status == 0)
            // Without the keeper it would be five minutes.
            #expect(arrived.wait(timeout: .now() + 60) == .success, "\(title)")
            queue.sync { watch.stop() }
        }
        let status = try stage.desk.run("hub", "status", stage.server.url(), "--json").object
        #expect(status["kept"] as? Bool == true, "\(status)")
        // Who is connected is heard, though it has written nothing.
        #expect(try stage.sync("desk").status == 0)
        let nodes = try stage.desk.run("sync", "status", "--json").object["nodes"] as? [[String: Any]] ?? []
        #expect(nodes.count == 4)
        #expect(nodes.allSatisfy { $0["lastHeard"] != nil || $0["isSelf"] as? Bool == true }, "\(nodes)")
        stage.stop(keeper)
    }

    @Test func aRoleAddsToItsOwnChainsOnly() throws {
        let stage = try HubStage()
        for node in ["desk", "erqi", "jinshui"] { try #require(stage.sync(node).status == 0) }
        let server = stage.server
        try server.psql("CREATE ROLE nobody LOGIN; CREATE ROLE granted LOGIN; GRANT guantong_node TO granted")
        let own = try server.psql("SELECT node::text FROM guantong.node WHERE role = 'erqi-1'").out
        let other = try server.psql("SELECT node::text FROM guantong.node WHERE role = 'jinshui-1'").out
        let row = try server.psql(
            "SELECT row FROM guantong.chain WHERE node <> '\(own)' ORDER BY row LIMIT 1"
        ).out
        let zeros = "decode(repeat('00', 32), 'hex')"
        let refused: [(String, String, String)] = [
            ("erqi-1", "INSERT INTO guantong.event VALUES(\(row), 1000000, \(zeros), 'x')", "42501"),
            (
                "erqi-1", "INSERT INTO guantong.seal VALUES(\(row), 1, decode(repeat('00', 64), 'hex'), 0, 1)",
                "42501"
            ),
            (
                "erqi-1",
                "INSERT INTO guantong.chain(id, node, certificate) VALUES(decode(repeat('11', 16), 'hex'), '\(other)', decode(repeat('00', 64), 'hex'))",
                "42501"
            ),
            ("erqi-1", "UPDATE guantong.chain SET seq = 0", "42501"),
            ("erqi-1", "DELETE FROM guantong.event", "42501"),
            ("erqi-1", "UPDATE guantong.receipt SET seq = 0", "42501"),
            ("erqi-1", "INSERT INTO guantong.node VALUES('nobody', '\(own)', true)", "42501"),
            ("erqi-1", "UPDATE guantong.node SET relays = true", "42501"),
            ("erqi-1", "TRUNCATE guantong.event", "42501"),
            ("erqi-1", "ALTER TABLE guantong.event DISABLE TRIGGER link", "42501"),
            ("erqi-1", "SET ROLE \"desk\"", "42501"),
            ("nobody", "SELECT count(*) FROM guantong.event", "42501"),
        ]
        for (role, sql, state) in refused {
            let run = try server.psql(sql, as: role)
            #expect(run.status != 0 && run.err.contains(state), "\(role): \(sql): \(run.out) \(run.err)")
        }
        // Granted by mistake and never admitted: nothing is seen.
        #expect(try server.psql("SELECT count(*) FROM guantong.event", as: "granted").out == "0")
        #expect(try server.psql("SELECT count(*) > 0 FROM guantong.event", as: "erqi-1").out == "t")
        // In its own chain only what continues it.
        let mine = """
            INSERT INTO guantong.chain(id, node, certificate) VALUES(
                decode(repeat('22', 16), 'hex'), '\(own)', decode(repeat('00', 64), 'hex'));
            """
        #expect(try server.psql(mine, as: "erqi-1").status == 0)
        let chain = "(SELECT row FROM guantong.chain WHERE id = decode(repeat('22', 16), 'hex'))"
        for (values, state) in [("2, \(zeros), 'x'", "GT001"), ("1, \(zeros), 'x'", "GT002")] {
            let run = try server.psql("INSERT INTO guantong.event VALUES(\(chain), \(values))", as: "erqi-1")
            #expect(run.status != 0 && run.err.contains(state), "\(run.err)")
        }
        let right =
            "INSERT INTO guantong.event SELECT row, 1, sha256(\(zeros) || id || int8send(1) || 'x'::bytea), 'x' FROM guantong.chain WHERE row = \(chain)"
        #expect(try server.psql(right, as: "erqi-1").status == 0)
        // Another's role is no help to a database that is not that node.
        let run = try stage.desk.run(
            "sync", "--db", stage.path("erqi"), "--json", server.url("jinshui-1"))
        #expect(run.status == 1 && run.out.contains("hubNotAdmitted"), "\(run.out)")
        // What nobody signed is not taken, and stops nothing else.
        #expect(try stage.desk.run(as: "zhangmin", "task", "dispatch", "erqi", "照常").status == 0)
        #expect(try stage.sync("desk").status == 0)
        _ = try stage.sync("jinshui")
        let titles = try stage.desk.run("task", "list", "--db", stage.path("jinshui"), "--json").objects
        #expect(titles.contains { $0["title"] as? String == "照常" })
        // What a revoked node brings is nobody's trouble.
        let jinshui = try Ledger(path: stage.path("jinshui"))
        let reporter = Person(staff: "zhaoqiang", role: .reporter, house: "jinshui")
        #expect(try stage.desk.run("peers", "remove", "jinshui-1", "--reason", "丢失").status == 0)
        _ = try jinshui.perform(
            .lead(.receive(LeadCommand.Tip(title: "除名之后", source: .reporter))), as: reporter)
        jinshui.close()
        _ = try stage.sync("jinshui")
        #expect(try server.psql("SELECT count(*) FROM guantong.chain WHERE node = '\(other)' AND seq > 0").out == "1")
        for node in ["desk", "erqi"] { _ = try stage.sync(node) }
        for node in ["desk", "erqi"] {
            let run = try stage.sync(node)
            #expect(run.status == 0, "\(node): \(run.err)")
        }
        #expect(try stage.desk.run("hub", "dismiss", server.url(), "jinshui-1").status == 0)
        let gone = try stage.desk.run("sync", "--db", stage.path("jinshui"), "--json", stage.url("jinshui"))
        #expect(gone.status == 1 && gone.out.contains("hubNotAdmitted"), "\(gone.out)")
    }

    @Test func aHubThatGoesBackOrLiesIsNoticed() throws {
        let stage = try HubStage()
        let server = stage.server
        for node in ["desk", "erqi"] { try #require(stage.sync(node).status == 0) }
        // Whoever has just left may still be on the way out.
        try server.psql(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = 'hub'", as: "super",
            in: "postgres")
        let made = try server.psql("CREATE DATABASE before TEMPLATE hub OWNER owner", as: "super", in: "postgres")
        try #require(made.status == 0, "\(made.err)")
        #expect(try stage.desk.run(as: "zhangmin", "task", "dispatch", "erqi", "暴雨").status == 0)
        #expect(try stage.sync("desk").status == 0)
        try stage.sign()
        #expect(try stage.sync("erqi").status == 0)
        // The hub shows an older state to the node that has its word for a newer one.
        let before = server.url("erqi-1").replacingOccurrences(of: "/hub", with: "/before")
        let ledger = try Ledger(path: stage.path("erqi"))
        let hub = try #require(try ledger.hub(named: PeerAddress(stage.url("erqi"))?.name ?? ""))
        #expect(try !ledger.receipts(of: hub.node).isEmpty)
        ledger.close()
        let rewound = try stage.desk.run("sync", "--db", stage.path("erqi"), before, "--json")
        #expect(rewound.status == 1 && rewound.out.contains("rolledBack"), "\(rewound.out)")
        // The desk gives back what its own node wrote, and all is well again.
        let back = server.url("desk").replacingOccurrences(of: "/hub", with: "/before")
        _ = try stage.desk.run("sync", back)
        let healed = try stage.desk.run("sync", "--db", stage.path("erqi"), before, "--json")
        #expect(healed.status == 0, "\(healed.out) \(healed.err)")
        // A receipt that nobody signed.
        try server.psql(
            "UPDATE guantong.receipt SET seq = seq + 1, signature = decode(repeat('00', 64), 'hex')")
        let forged = try stage.desk.run("sync", "--db", stage.path("erqi"), "--json", stage.url("erqi"))
        #expect(forged.status == 1 && forged.out.contains("badReceipt"), "\(forged.out)")
        // Another key: nothing is exchanged until somebody has looked.
        try server.psql("UPDATE guantong.hub SET key = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='")
        let other = try stage.desk.run("sync", "--db", stage.path("desk"), "--json", stage.url("desk"))
        #expect(other.status == 1 && other.out.contains("hubOtherKey"), "\(other.out)")
        #expect(try stage.desk.run("hub", "trust", stage.url("desk")).status == 0)
        let trusted = try stage.desk.run("sync", "--db", stage.path("desk"), "--json", stage.url("desk"))
        #expect(!trusted.out.contains("hubOtherKey"), "\(trusted.out)")
    }

    #if Hub
        /// Who takes nothing more of an old key is given by the hub what the new one has signed.
        @Test func aHubHasWhatANewKeyProvesAnew() throws {
            let stage = try HubStage()
            for node in ["desk", "erqi", "desk", "erqi"] { try #require(stage.sync(node).status == 0) }
            let ledger = try Ledger(path: stage.path("erqi"))
            defer { ledger.close() }
            let node = try #require(try ledger.membership()).node
            let cards = try ledger.read { try $0.directory().staff }
            let editor = try #require(cards.first { $0.centre == "erqi" && $0.role == .centreEditor })
            for text in ["一", "二"] { try ledger.perform(.desk(.note(text)), as: editor.actor) }
            try #require(stage.sync("erqi").status == 0)
            func proofs() throws -> Set<Int> {
                let hub = try HubReplica(try Postgres(stage.server.url("jinshui-1")))
                try hub.refresh()
                var sizes: Set<Int> = []
                for head in try hub.heads(for: "") where try hub.writer(of: head.origin) == node {
                    for start in [0, head.sequence / 2] {
                        sizes.insert(
                            try #require(try hub.batch(of: head.origin, after: start, bytes: 1 << 20)).proof.count)
                    }
                }
                return sizes
            }
            #expect(try proofs() == [64])
            try ledger.rotateKey(by: editor.actor)
            try #require(stage.sync("erqi").status == 0)
            #expect(try proofs() == [64 + 128])
            for node in ["desk", "jinshui", "erqi"] {
                let run = try stage.sync(node)
                #expect(run.status == 0, "\(node): \(run.err)")
            }
            let other = try Ledger(path: stage.path("jinshui"))
            defer { other.close() }
            #expect(try other.heads(for: "") == ledger.heads(for: ""))
        }
    #endif

    @Test func aHubThatIsNotThereIsSaidSo() throws {
        let desk = try CommandDesk()
        _ = try desk.run("peers", "word")
        let port = try freePort()
        let run = try desk.run("sync", "--json", "postgres://duty:geheim@127.0.0.1:\(port)/postgres")
        #expect(run.status == 1 && run.out.contains("hubUnreachable"), "\(run.out) \(run.err)")
        #expect(!run.out.contains("geheim") && !run.err.contains("geheim"))
        #expect(try desk.run("sync", "postgres://").status == 1)
        let server = try HubServer()
        let empty = try desk.run("sync", "--json", server.url())
        #expect(empty.status == 1 && empty.out.contains("hubNotFounded"), "\(empty.out)")
        #expect(try desk.run("hub", "init", server.url()).status == 0)
        let again = try desk.run("hub", "init", "--json", server.url())
        #expect(again.status == 1 && again.refusal == "hubExists", "\(again.out)")
        let bad = try desk.run("hub", "admit", "--json", server.url(), "zz", "--role", "x\"; DROP TABLE y")
        #expect(bad.status == 1 && bad.refusal == "hubBadRole", "\(bad.out)")
    }
}

extension HubStage {
    /// Signs what is new at the hub, as its keeper does.
    func sign() throws {
        let key = try #require(try KeyFile(database: desk.folder.appendingPathComponent("hub").path))
        #if Hub
            _ = try HubKeeper.sign(try Postgres(server.url()), key)
        #endif
    }
}
