#if Hub
    import Foundation
    import Glibc
    import Newsroom
    import PseudoTerminal
    import Testing

    @testable import Ledger
    @testable import Sync

    /// Two real servers, the second following with every commit waited for: the first one's power fails in the middle of
    /// the work. What the hub had acknowledged is there afterwards, and all nodes come to have everything.
    @Suite(.waiting(in: .crowded), .enabled(if: HubServer.hindrance == nil, "\(HubServer.hindrance ?? "")"))
    struct HubFailoverTests {
        @Test(.timeLimit(.minutes(240))) func nothingAcknowledgedIsLostWhenTheFirstServerDies() throws {
            var random = SeededNumbers("nothingAcknowledgedIsLostWhenTheFirstServerDies")
            let stage = try HubStage(["erqi", "jinshui", "zhongmu"], withStandby: true)
            let standby = try #require(stage.standby)
            for node in ["desk", "erqi", "jinshui", "zhongmu"] {
                let run = try stage.sync(node)
                try #require(run.status == 0, "\(node): \(run.err)")
            }
            _ = try stage.keep()
            var followers: [String: Child] = [:]
            for node in stage.nodes { followers[node] = try stage.follow(node) }
            // One that writes down what the hub told it stands, until the hub is gone.
            let witness = try HubWitness(stage)
            let pushing = witness.start()
            let rounds = ProcessInfo.processInfo.environment["GUANTONG_SOAK"] == "1" ? 100 : 8
            for round in 0..<rounds {
                let workers = try (0..<2).map { _ in
                    try stage.work(stage.nodes[random.next(stage.nodes.count)], seed: random.next(1 << 30), acts: 10)
                }
                if round == rounds / 2 {
                    try stage.server.pullThePlug()
                    pushing.wait()
                    try standby.promote()
                }
                if random.next(3) == 0 {
                    let node = stage.nodes[random.next(stage.nodes.count)]
                    if let follower = followers[node] { stage.stop(follower, SIGKILL) }
                    followers[node] = try stage.follow(node)
                }
                for worker in workers { worker.wait() }
            }
            // What the first server said stands is with the second.
            let there = try HubReplica(try Postgres(standby.url("owner")))
            try there.refresh()
            #expect(witness.stands.count > 3)
            for head in witness.stands {
                #expect(there.sequence(of: head.origin) >= head.sequence, "\(head.origin) \(head.sequence)")
            }
            for follower in followers.values { stage.stop(follower) }
            // A server whose power fails may have shown somebody what it never acknowledged, as one node here saw of the
            // witness all that there is. Whoever wrote it brings it to the other server like everything else.
            let seen = try stage.desk.run("sync", "--db", stage.path("erqi"), witness.path)
            #expect(seen.status == 0, "\(seen.err)")
            let brought = try stage.desk.run("sync", "--db", witness.path, stage.server.url("witness", or: standby))
            #expect(brought.status == 0, "\(brought.err)")
            for _ in 0..<2 {
                for node in stage.nodes {
                    let run = try stage.sync(node)
                    #expect(run.status == 0, "\(node): \(run.err)")
                }
            }
            let ledgers = try stage.nodes.map { try Ledger(path: stage.path($0), readOnly: true) }
            defer { for ledger in ledgers { ledger.close() } }
            let heads = try ledgers[0].heads(for: "")
            var ends: [String: Int64] = [:]
            for (node, ledger) in zip(stage.nodes, ledgers) {
                let other = try ledger.heads(for: "")
                #expect(
                    other == heads,
                    "\(node): \(other.filter { !heads.contains($0) }), for \(heads.filter { !other.contains($0) })")
                #expect(try ledger.verify().findings.map { $0.phrase(.en) } == [], "\(node)")
                guard let own = try ledger.membership()?.node else { continue }
                for head in try ledger.heads(for: own) {
                    ends["\(head.origin)"] = max(ends["\(head.origin)"] ?? 0, head.sequence)
                }
            }
            let acknowledged = try stage.acknowledged()
            #expect(acknowledged.count > rounds)
            for (origin, sequence) in acknowledged {
                #expect(ends[origin] ?? 0 >= sequence, "\(origin) \(sequence)")
            }
            print(
                "failover: \(acknowledged.count) acknowledged acts, the hub acknowledged \(witness.stands.count) batches"
            )
        }
    }

    /// The desk's own batches, added by hand as fast as the hub takes them, one event each, with what it answered.
    final class HubWitness: @unchecked Sendable {
        // Written by its thread only, read after the thread has ended.
        private(set) var stands: [Head] = []
        /// Its database.
        let path: String
        private let ledger: Ledger
        private let hub: HubReplica
        private let peer: NodeID

        init(_ stage: HubStage) throws {
            // A database of its own, so that its chain is nobody's business but ours.
            let word = try #require(try Ledger(path: stage.desk.database, readOnly: true).membership())
            path = stage.desk.folder.appendingPathComponent("witness.sqlite").path
            let (ledger, card) = try Ledger.join(
                path: path, desk: DeskWord(node: word.root, key: word.rootKey), centre: "xinmi", name: "witness")
            self.ledger = ledger
            peer = word.root
            let admitted = try stage.desk.run(
                "peers", "add", "witness", "--centre", "xinmi", "--node", card.id.rawValue, "--key", card.key)
            try #require(admitted.status == 0, "\(admitted.err)")
            let role = "witness"
            try Hub.admit(stage.server.url(), role: role, node: card.id, relays: false)
            hub = try HubReplica(try Postgres(stage.server.url(role)))
        }

        /// Begins; waiting on what it gives ends when the hub does.
        func start() -> DispatchSemaphore {
            let ended = DispatchSemaphore(value: 0)
            Thread.detachNewThread { [self] in
                defer { ended.signal() }
                do {
                    let key = try ledger.nodeKey()
                    let actor = Person(staff: "x", role: .reporter, house: "xinmi")
                    for number in 0... {
                        _ = try ledger.transaction { try $0.append(.desk, .desk(.noted(text: "\(number)")), by: actor) }
                        for head in try ledger.heads(for: peer) {
                            let have = stands.last { $0.origin == head.origin }?.sequence ?? 0
                            guard let batch = try ledger.batch(of: head.origin, after: have, bytes: 1 << 20, key: key)
                            else { continue }
                            for case .stands(let head) in try hub.take([batch], from: peer) { stands.append(head) }
                        }
                    }
                } catch {}
            }
            return ended
        }
    }
#endif
