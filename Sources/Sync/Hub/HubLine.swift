#if Hub
    import Dispatch
    import Foundation
    import Ledger
    import Newsroom

    /// Our own database as a hub meets it: it sends what the role may add, and takes the hub for who libpq says it is.
    final class HubSide: Replica {
        private let own: LedgerReplica
        private let hub: HubReplica

        init(_ own: LedgerReplica, _ hub: HubReplica) { (self.own, self.hub) = (own, hub) }

        func introduction() throws -> Introduction { try own.introduction() }
        func sign(_ bytes: Data) throws -> Data { Data(count: 64) }
        func check(_ signature: Data, over bytes: Data, by node: NodeID) throws -> Bool? { node == hub.hub }
        func heads(for peer: NodeID) throws -> [Head] { try own.heads(for: peer) }
        func writer(of origin: OriginID) throws -> NodeID? { try own.writer(of: origin) }

        func batch(of origin: OriginID, after sequence: Int64, bytes: Int) throws -> Batch? {
            guard try hub.relays || own.writer(of: origin) == hub.node else { return nil }
            return try own.batch(of: origin, after: sequence, bytes: bytes)
        }

        func take(_ batches: [Batch], from peer: NodeID) throws -> [Taken] { try own.take(batches, from: peer) }
        func note(_ contact: Contact, of peer: NodeID) throws { try own.note(contact, of: peer) }
        func note(_ trouble: PeerError?, of peer: NodeID) throws { try own.note(trouble, of: peer) }
        func owedProofs(to peer: NodeID) throws -> String? { try own.owedProofs(to: peer) }
        func noteProofs(by key: String, to peer: NodeID) throws { try own.noteProofs(by: key, to: peer) }
    }

    /// One exchange with a hub: both sides run here, the hub's over libpq.
    final class HubLine: Transport, @unchecked Sendable {
        // What changes is touched on the queue only.
        private let ledger: Ledger
        private let url: String
        private let name: String
        private let mode: Exchange.Mode
        private let queue: DispatchQueue
        private let told: (ExchangeEvent) -> Void
        private let ended: (SyncOutcome) -> Void
        private var hub: HubReplica?
        private var ours: Exchange?
        private var theirs: Exchange?
        private var news: (any DispatchSourceRead)?
        private var timer: (any DispatchSourceTimer)?
        private var ticks = 0
        private var isOver = false

        /// The hub is looked at anew after so many ticks without news, should a notice have been lost: five minutes.
        private static let ticksOfNet = 5
        /// One transaction takes about so much, and no more waits in memory.
        private static let most = 8 << 20

        /// - Parameter queue: a serial queue of its own; `told` and `ended` are called on it.
        init(
            _ ledger: Ledger, url: String, name: String, mode: Exchange.Mode, queue: DispatchQueue,
            told: @escaping (ExchangeEvent) -> Void, ended: @escaping (SyncOutcome) -> Void
        ) {
            self.ledger = ledger
            self.url = url
            self.name = name
            self.mode = mode
            self.queue = queue
            self.told = told
            self.ended = ended
        }

        /// Connects and exchanges; to be called on the queue, which waits for the server.
        func start() {
            guarded {
                let own = try LedgerReplica(ledger)
                let hub = try HubReplica(try Postgres(url), looking: ledger)
                self.hub = hub
                let me = try own.introduction()
                guard hub.desk == me.desk else { throw PeerError.otherDesk }
                guard hub.node == me.node else { throw HubError.notAdmitted(role: hub.role) }
                try recognise(hub)
                let seen = try ledger.receipts(of: hub.hub)
                hub.expect(try ledger.sharedChains(), signed: seen.mapValues(\.head.sequence))
                if mode == .follow {
                    // Before the first look, so that nothing falls between the two.
                    try hub.postgres.run("LISTEN \(HubSchema.news)")
                    listen(hub)
                }
                try hub.refresh()
                let ours = Exchange(HubSide(own, hub), mode: mode)
                self.ours = ours
                theirs = Exchange(hub, mode: .serve)
                try talk()
                for (origin, receipt) in seen where hub.sequence(of: origin) < receipt.head.sequence {
                    ours.note(.rolledBack(origin, from: receipt.head.sequence, to: hub.sequence(of: origin)))
                }
                try checkReceipts()
                try noteAlive()
                try drain()
            }
        }

        /// Who is connected to the hub is heard, though it says nothing.
        private func noteAlive() throws {
            guard let hub else { return }
            try ledger.note(alive: try hub.alive().filter { $0 != hub.node }, at: .now())
        }

        /// A hub is known by its key from the first meeting on.
        private func recognise(_ hub: HubReplica) throws {
            guard let known = try ledger.hub(named: name) else {
                return try ledger.remember(hub: hub.hub, key: hub.key, named: name)
            }
            guard known.node == hub.hub, known.key == hub.key else { throw HubError.otherKey }
        }

        func committed() {
            guarded {
                ours?.committed()
                try talk()
                try drain()
            }
        }

        func stop() {
            guarded {
                ours?.stop()
                try talk()
                finish()
            }
        }

        // MARK: - Talk

        /// Lets both sides talk until neither has anything to say; what one says is taken in one transaction.
        private func talk() throws {
            guard let ours, let theirs else { return }
            var isTalking = true
            while isTalking {
                isTalking = false
                for (from, to) in [(ours, theirs), (theirs, ours)] {
                    var said = 0
                    while said < Self.most {
                        let bytes = from.takeOutput()
                        if bytes.isEmpty { break }
                        said += bytes.count
                        to.received(bytes, now: .now(), more: true)
                    }
                    if said > 0 {
                        to.received([], now: .now())
                        isTalking = true
                    }
                }
                for event in ours.takeEvents() { tell(event) }
                _ = theirs.takeEvents()
            }
            // What the hub's side could not do is what ended ours.
            if let failure = theirs.outcome.failure { throw failure }
        }

        private func tell(_ event: ExchangeEvent) {
            // How it ended is told once it is known why.
            if case .ended = event { return }
            told(event)
        }

        private func checkReceipts() throws {
            guard let hub, let ours else { return }
            var good: [HubReceipt] = []
            for receipt in hub.takeReceipts() {
                let head = receipt.head
                guard KeyFile.isValid(receipt.signature, over: Seal.receipt(head), by: hub.key) else {
                    ours.note(.badReceipt(head.origin))
                    continue
                }
                if let hash = try ledger.hash(of: head.origin, at: head.sequence), hash != head.hash {
                    ours.note(.fork(head.origin, sequence: head.sequence))
                }
                good.append(receipt)
            }
            try ledger.keep(good, of: hub.hub)
        }

        // MARK: - News

        private func listen(_ hub: HubReplica) {
            let news = DispatchSource.makeReadSource(fileDescriptor: hub.postgres.descriptor, queue: queue)
            news.setEventHandler { [self] in hear() }
            let timer = DispatchSource.makeTimerSource(queue: queue)
            timer.schedule(deadline: .now() + .seconds(60), repeating: .seconds(60), leeway: .seconds(10))
            timer.setEventHandler { [self] in tick() }
            (self.news, self.timer) = (news, timer)
            news.resume()
            timer.resume()
        }

        private func hear() { guarded { try drain() } }

        /// Looks at what was told. Whatever is asked of the server also reads from the line, and notices that came along wait
        /// in libpq where the descriptor does not show them: hence after everything.
        private func drain() throws {
            while let hub, let theirs, mode == .follow {
                let notices = try hub.postgres.notices()
                if notices.isEmpty { break }
                try hub.refresh(Self.origins(notices))
                theirs.committed()
                try talk()
                try checkReceipts()
            }
            if ours?.isOver == true { finish() }
        }

        /// The chains that notices name; `nil` when one says to look at all.
        private static func origins(_ notices: [String]) -> [OriginID]? {
            var origins: Set<OriginID> = []
            for notice in notices {
                let words = notice.split(separator: ",")
                let named = words.compactMap { OriginID($0) }
                guard !words.isEmpty, named.count == words.count, origins.count < 10_000 else { return nil }
                origins.formUnion(named)
            }
            return origins.sorted()
        }

        private func tick() {
            guarded {
                guard let hub, let theirs, let ours else { return }
                ticks += 1
                if ticks % Self.ticksOfNet == 0 { try hub.refresh() }
                try noteAlive()
                theirs.committed()
                for side in [ours, theirs] { side.received([], now: .now()) }
                for side in [ours, theirs] { side.tick(now: .now()) }
                try talk()
                try checkReceipts()
                try drain()
            }
        }

        // MARK: - Ends

        private func guarded(_ body: () throws -> Void) {
            guard !isOver else { return }
            do {
                try body()
            } catch {
                var outcome = ours?.outcome ?? SyncOutcome()
                outcome.isComplete = false
                outcome.ending = error as? PeerError
                outcome.failure = error is PeerError ? nil : error
                finish(outcome)
            }
        }

        private func finish(_ outcome: SyncOutcome? = nil) {
            guard !isOver else { return }
            isOver = true
            let outcome = outcome ?? ours?.outcome ?? SyncOutcome()
            if let peer = outcome.peer, outcome.failure != nil {
                try? ledger.note(
                    peer: peer, at: .now(), ahead: outcome.ahead, behind: outcome.behind, isConnected: false)
            }
            timer?.cancel()
            // libpq closes the descriptor when the last of the hub is let go, which must be after Dispatch has.
            let hub = hub
            (self.hub, ours, theirs, timer) = (nil, nil, nil, nil)
            if let news {
                news.setCancelHandler { withExtendedLifetime(hub) {} }
                news.cancel()
            }
            news = nil
            told(.ended(outcome))
            ended(outcome)
        }
    }
#endif
