#if Hub
    import Dispatch
    import Foundation
    import Ledger
    import Newsroom

    /// Keeps a hub: signs what it holds and tells everybody of news. One at a time does, whoever else is started waits for
    /// it to go. It owns nothing that would be lost with it: without a keeper the hub takes and gives as before, and
    /// followers look by themselves every five minutes.
    public final class HubKeeper: @unchecked Sendable {
        // What changes is touched on the queue only.
        private let queue = DispatchQueue(label: "hub.keeper")
        private let url: String
        private let key: KeyFile
        private let told: @Sendable (News) -> Void
        private var postgres: Postgres?
        private var source: (any DispatchSourceRead)?
        private var timer: (any DispatchSourceTimer)?
        private var isWaiting = false
        private var last = DispatchTime(uptimeNanoseconds: 0)
        private var failures = 0
        private var isStopped = false

        /// What there is to tell of it.
        public enum News: Sendable {
            /// Another keeper is at work; this one waits.
            case waiting
            /// It is at work.
            case keeping
            /// The connection is lost, or there is none; the next attempt is after so many seconds.
            case lost(HubError, next: Double)
        }

        /// Where many write, news is told no more often than this, in milliseconds: each wakes every follower.
        static let rest = 100
        package static let most = 1000

        /// - Parameters:
        ///   - url: the hub, as its owner.
        ///   - key: the hub's.
        ///   - told: called on a queue of its own.
        public init(_ url: String, key: KeyFile, told: @escaping @Sendable (News) -> Void = { _ in }) {
            self.url = url
            self.key = key
            self.told = told
        }

        /// Begins.
        public func start() { queue.async { [self] in connect() } }

        /// Goes.
        public func stop() {
            queue.async { [self] in
                isStopped = true
                release()
            }
        }

        private func connect() {
            guard !isStopped else { return }
            guarded {
                let postgres = try Postgres(url)
                let hub = try HubReplica(postgres)
                guard hub.key == key.publicKey, hub.hub == key.node else { throw HubError.otherKey }
                let isMine = try postgres.query("SELECT pg_try_advisory_lock($1)", [.number(HubSchema.keeperLock)])
                if isMine.number(0, 0) != 1 {
                    told(.waiting)
                    try postgres.query("SELECT pg_advisory_lock($1)", [.number(HubSchema.keeperLock)])
                }
                try postgres.run("LISTEN \(HubSchema.written)")
                self.postgres = postgres
                let source = DispatchSource.makeReadSource(fileDescriptor: postgres.descriptor, queue: queue)
                source.setEventHandler { [self] in hear() }
                source.setCancelHandler { withExtendedLifetime(postgres) {} }
                // A notice is lost with the connection that would have told it.
                let timer = DispatchSource.makeTimerSource(queue: queue)
                timer.schedule(deadline: .now() + .seconds(30), repeating: .seconds(30), leeway: .seconds(5))
                timer.setEventHandler { [self] in guarded { try round() } }
                (self.source, self.timer) = (source, timer)
                source.resume()
                timer.resume()
                failures = 0
                told(.keeping)
                try round()
            }
        }

        private func hear() {
            guarded {
                guard let postgres, !(try postgres.notices()).isEmpty, !isWaiting else { return }
                let next = last + .milliseconds(Self.rest)
                guard DispatchTime.now() < next else { return try round() }
                isWaiting = true
                queue.asyncAfter(deadline: next) { [self] in guarded { try round() } }
            }
        }

        /// Signs what is new, and tells of it.
        private func round() throws {
            guard let postgres else { return }
            isWaiting = false
            while try Self.sign(postgres, key) == Self.most {}
            last = .now()
            // What came meanwhile waits in libpq, where the source does not see it.
            if !(try postgres.notices()).isEmpty {
                isWaiting = true
                queue.asyncAfter(deadline: last + .milliseconds(Self.rest)) { [self] in guarded { try round() } }
            }
        }

        /// Signs the heads that are not signed yet, and tells of them.
        /// - Returns: how many there were, `most` at most.
        package static func sign(_ postgres: Postgres, _ key: KeyFile) throws -> Int {
            let answer = try postgres.query(
                """
                SELECT c.row, c.id, c.seq, c.hash FROM guantong.chain c LEFT JOIN guantong.receipt r ON r.chain = c.row
                WHERE c.seq > coalesce(r.seq, 0) ORDER BY c.row LIMIT \(most)
                """)
            var rows: [Int64] = []
            var heads: [Head] = []
            for place in 0..<answer.count {
                guard let row = answer.number(place, 0), let head = answer.head(place, 1, 2, 3) else { continue }
                rows.append(row)
                heads.append(head)
            }
            guard !heads.isEmpty else { return 0 }
            let signatures = try heads.map { Array(try key.sign(Seal.receipt($0))) }
            _ = try postgres.transaction {
                try postgres.query(
                    """
                    INSERT INTO guantong.receipt AS r(chain, seq, hash, signature)
                    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[])
                    ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash,
                        signature = excluded.signature WHERE r.seq < excluded.seq
                    """,
                    [
                        .list(rows), .list(heads.map(\.sequence)), .list(heads.map { Array($0.hash) }),
                        .list(signatures),
                    ])
            }
            let isMany = heads.count > HubSchema.mostTold
            try postgres.notify(
                HubSchema.news, isMany ? "" : heads.map { $0.origin.description }.joined(separator: ","))
            return heads.count
        }

        private func guarded(_ body: () throws -> Void) {
            guard !isStopped else { return }
            do {
                try body()
            } catch {
                release()
                let pause = Follower.pause(after: failures)
                failures += 1
                told(.lost(error as? HubError ?? .failed(state: "", detail: "\(error)"), next: pause))
                queue.asyncAfter(deadline: .now() + pause) { [self] in connect() }
            }
        }

        private func release() {
            source?.cancel()
            timer?.cancel()
            (source, timer, postgres, isWaiting) = (nil, nil, nil, false)
        }
    }
#endif
