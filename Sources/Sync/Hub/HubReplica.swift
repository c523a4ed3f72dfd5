#if Hub
    import Foundation
    import Ledger
    import Newsroom

    /// The hub as a replica: it holds what nodes bring, and judges nothing but that chains go on without gaps.
    package final class HubReplica: Replica {
        let postgres: Postgres
        /// The hub's own id and public key, and the desk that it is for.
        package let hub: NodeID
        let key: String
        let desk: NodeID
        /// Whose role this connection has; `nil` for the owner's.
        let node: NodeID?
        /// Whether it may add chains of other nodes.
        let relays: Bool
        /// The role as the server names it.
        let role: String
        private var chains: [OriginID: Chain] = [:]
        private var digests: [Int64: [UInt8]] = [:]
        private var fresh: [HubReceipt] = []
        private var canTake = false
        /// Who looks: it knows whose a chain is where two nodes claim it, and where those of revoked nodes end, which the
        /// hub does not.
        private let looking: Ledger?

        struct Chain {
            var node: NodeID
            var head: Head
            /// How far the keeper has signed.
            var signed: Int64
        }

        /// - Parameter looking: the database that exchanges with it; `nil` where only the hub itself is looked at.
        /// - Throws: `HubError.notFounded`, `.otherFormat`, `.notAdmitted`, and those of `Postgres`.
        package init(_ postgres: Postgres, looking: Ledger? = nil) throws {
            self.postgres = postgres
            self.looking = looking
            role = try postgres.query("SELECT session_user::text").text(0, 0) ?? ""
            let answer = try Self.identity(postgres, role)
            guard answer.count == 1, let desk = answer.node(0, 1), let hub = answer.node(0, 2),
                let key = answer.text(0, 3), Data(base64Encoded: key)?.count == 32
            else { throw HubError.notAdmitted(role: role) }
            let format = Int(answer.number(0, 0) ?? 0)
            guard format == HubSchema.format else { throw HubError.otherFormat(format) }
            (self.desk, self.hub, self.key) = (desk, hub, key)
            node = answer.node(0, 4)
            relays = answer.number(0, 5) == 1
        }

        private static func identity(_ postgres: Postgres, _ role: String) throws -> Postgres.Answer {
            do {
                return try postgres.query(
                    "SELECT h.format, h.desk, h.node, h.key, m.node, m.relays FROM guantong.hub h, guantong.me() m")
            } catch {
                guard case .failed(let state, _) = error else { throw error }
                switch state {
                case "3F000", "42P01", "42883": throw HubError.notFounded
                case "42501": throw HubError.notAdmitted(role: role)
                default: throw error
                }
            }
        }

        /// Takes for known what is here: what is there as well need not come over the line.
        package func expect(_ heads: [(head: Head, node: NodeID)], signed: [OriginID: Int64]) {
            for (head, node) in heads where head.sequence > 0 {
                chains[head.origin] = Chain(node: node, head: head, signed: signed[head.origin] ?? 0)
            }
            var bytes: [Int64: [UInt8]] = [:]
            for (origin, chain) in chains.sorted(by: { $0.key < $1.key }) {
                var writer = ByteWriter()
                writer.head(chain.head)
                writer.number(chain.signed)
                bytes[Int64(Digests.bucket(of: origin)), default: []] += writer.bytes
            }
            digests = bytes.mapValues { Array(Exchange.digest($0)) }
        }

        /// Asks what there is: those chains, or all that differ from what is known of them.
        package func refresh(_ origins: [OriginID]? = nil) throws {
            let columns = """
                SELECT c.id, c.node, c.seq, c.hash, r.seq, r.hash, r.signature
                FROM guantong.chain c LEFT JOIN guantong.receipt r ON r.chain = c.row WHERE c.seq > 0
                """
            if let origins {
                return try keep(
                    postgres.query(columns + " AND c.id = ANY($1::bytea[])", [.list(origins.map(\.bytes))]))
            }
            let answer = try postgres.query(
                """
                SELECT (get_byte(c.id, 0) >> 2)::bigint, sha256(string_agg(
                    c.id || int8send(c.seq) || c.hash || int8send(coalesce(r.seq, 0)), ''::bytea ORDER BY c.id))
                FROM guantong.chain c LEFT JOIN guantong.receipt r ON r.chain = c.row WHERE c.seq > 0 GROUP BY 1
                """)
            var now: [Int64: [UInt8]] = [:]
            for row in 0..<answer.count {
                if let bucket = answer.number(row, 0), let digest = answer.bytes(row, 1) { now[bucket] = digest }
            }
            let differing = Set(now.keys).union(digests.keys).filter { now[$0] != digests[$0] }
            guard !differing.isEmpty else { return }
            for origin in chains.keys where differing.contains(Int64(Digests.bucket(of: origin))) {
                chains[origin] = nil
            }
            try keep(
                postgres.query(
                    columns + " AND (get_byte(c.id, 0) >> 2)::bigint = ANY($1::bigint[])",
                    [.list(differing.sorted())]))
            digests = now
        }

        private func keep(_ answer: Postgres.Answer) throws {
            for row in 0..<answer.count {
                guard let head = answer.head(row, 0, 2, 3), let node = answer.node(row, 1) else { continue }
                if let other = chains[head.origin]?.node, other != node {
                    guard try looking?.writer(of: head.origin) == node else { continue }
                }
                let receipt = answer.head(row, 0, 4, 5)
                if let receipt, let signature = answer.data(row, 6) {
                    fresh.append(HubReceipt(head: receipt, signature: signature))
                }
                chains[head.origin] = Chain(node: node, head: head, signed: receipt?.sequence ?? 0)
            }
        }

        /// The receipts that were seen since it was asked last.
        func takeReceipts() -> [HubReceipt] {
            defer { fresh = [] }
            return fresh
        }

        /// The nodes that are connected to the hub now.
        func alive() throws -> [NodeID] {
            let answer = try postgres.query("SELECT guantong.alive()")
            return (0..<answer.count).compactMap { answer.node($0, 0) }
        }

        /// How far the hub says it has a chain.
        func sequence(of origin: OriginID) -> Int64 { chains[origin]?.head.sequence ?? 0 }

        // MARK: - Replica

        package func introduction() throws -> Introduction { Introduction(node: hub, centre: "", desk: desk) }

        /// Nothing to prove: libpq has seen to who is at the other end, and the hub's receipts are checked.
        package func sign(_ bytes: Data) throws -> Data { Data(count: 64) }

        package func check(_ signature: Data, over bytes: Data, by node: NodeID) throws -> Bool? { true }

        package func heads(for peer: NodeID) throws -> [Head] {
            let ends = try looking?.revokedEnds() ?? [:]
            return try chains.values.compactMap { chain in
                guard let end = ends[chain.node]?.first(where: { $0.origin == chain.head.origin })?.sequence else {
                    return ends[chain.node] == nil ? chain.head : nil
                }
                guard chain.head.sequence > end else { return chain.head }
                let hash = try looking?.hash(of: chain.head.origin, at: end)
                return Head(origin: chain.head.origin, sequence: end, hash: hash ?? chain.head.hash)
            }.filter { $0.sequence > 0 }.sorted { $0.origin < $1.origin }
        }

        package func writer(of origin: OriginID) throws -> NodeID? { chains[origin]?.node }

        package func note(_ contact: Contact, of peer: NodeID) throws {}

        package func note(_ trouble: PeerError?, of peer: NodeID) throws {}

        /// It has no chains of its own.
        package func owedProofs(to _: NodeID) throws -> String? { nil }

        package func noteProofs(by _: String, to _: NodeID) throws {}

        package func batch(of origin: OriginID, after sequence: Int64, bytes: Int) throws -> Batch? {
            guard let chain = chains[origin], sequence < chain.head.sequence else { return nil }
            let answer = try postgres.query(
                """
                WITH c AS (SELECT row, certificate FROM guantong.chain WHERE id = $1 AND node = $2),
                s AS (
                    SELECT s.seq, s.proof, s.start, sum(s.bytes) OVER (ORDER BY s.seq) AS total
                    FROM guantong.seal s, c WHERE s.chain = c.row AND s.seq > $3::bigint ORDER BY s.seq LIMIT 4096),
                e AS (
                    -- What came as one batch goes as one; the latest key's proof first.
                    SELECT seq, proof FROM s WHERE start <= $3 OR (seq - $3 <= $5::bigint AND total <= $4::bigint)
                    ORDER BY length(proof) DESC, seq DESC LIMIT 1)
                SELECT c.certificate, e.seq, e.proof,
                    (SELECT hash FROM guantong.event v WHERE v.chain = c.row AND v.seq = $3),
                    (SELECT hash FROM guantong.event v WHERE v.chain = c.row AND v.seq = e.seq),
                    (SELECT string_agg(v.record, ''::bytea ORDER BY v.seq) FROM guantong.event v
                        WHERE v.chain = c.row AND v.seq > $3 AND v.seq <= least(e.seq, $3 + $5))
                FROM c, e
                """,
                [
                    .bytes(origin.bytes), .node(chain.node), .number(sequence), .number(Int64(bytes)),
                    .number(Int64(Batch.mostEvents)),
                ])
            guard answer.count == 1, let certificate = answer.data(0, 0), let end = answer.number(0, 1),
                let proof = answer.data(0, 2), let hash = answer.data(0, 4), let records = answer.data(0, 5),
                end - sequence <= Int64(Batch.mostEvents)
            else { return nil }
            let before = answer.data(0, 3) ?? Data(count: 32)
            return Batch(
                certificate: Certificate(
                    origin: origin, node: chain.node, stream: .shared, signature: certificate),
                start: Head(origin: origin, sequence: sequence, hash: before), records: records,
                count: Int(end - sequence), end: Head(origin: origin, sequence: end, hash: hash), proof: proof)
        }

        package func take(_ batches: [Batch], from peer: NodeID) throws -> [Taken] {
            if !canTake {
                try postgres.run(
                    """
                    CREATE TEMP TABLE IF NOT EXISTS incoming(chain bigint, seq bigint, hash bytea, record bytea)
                        ON COMMIT DELETE ROWS
                    """)
                canTake = true
            }
            var taken = [Taken](repeating: .refused(.malformed("batch")), count: batches.count)
            var ready: [(place: Int, batch: HubBatch)] = []
            for (place, batch) in batches.enumerated() {
                let writer = batch.certificate.node
                guard relays || writer == node, batch.certificate.stream == .shared else {
                    taken[place] = .refused(.unknownNode(writer))
                    continue
                }
                do {
                    ready.append((place, try HubBatch(batch)))
                } catch {
                    taken[place] = .refused(error)
                }
            }
            func store(_ some: [(place: Int, batch: HubBatch)]) throws {
                let heads = try postgres.transaction { try add(some.map(\.batch)) }
                for (place, batch) in some {
                    guard let head = heads[batch.certificate.origin] else { continue }
                    taken[place] = .stands(head)
                    chains[head.origin] = Chain(
                        node: batch.certificate.node, head: head, signed: chains[head.origin]?.signed ?? 0)
                }
            }
            do {
                if !ready.isEmpty { try store(ready) }
            } catch  where Self.verdict(error, ready[0].batch) != nil {
                // One of them: each for itself, so that it does not stop the others.
                for one in ready {
                    do {
                        try store([one])
                    } catch {
                        guard let trouble = Self.verdict(error, one.batch) else { throw error }
                        taken[one.place] = .refused(trouble)
                    }
                }
            }
            if !ready.isEmpty { try postgres.notify(HubSchema.written) }
            return taken
        }

        /// What the hub's refusal says of a batch; `nil` when it says nothing of it.
        private static func verdict(_ error: any Error, _ batch: HubBatch) -> PeerError? {
            if let trouble = error as? PeerError { return trouble }
            guard case HubError.failed(let state, _) = error else { return nil }
            return switch state {
            case HubSchema.gap: .gap(batch.certificate.origin, have: 0, came: batch.start + 1)
            case HubSchema.fork: .fork(batch.certificate.origin, sequence: batch.start + 1)
            case "42501": .badCertificate(batch.certificate.origin)
            case "23514": .malformed("record")
            default: nil
            }
        }

        /// Adds batches within a transaction; where their chains stand then.
        private func add(_ batches: [HubBatch]) throws -> [OriginID: Head] {
            var rows: [OriginID: Int64] = [:]
            for batch in batches where rows[batch.certificate.origin] == nil {
                rows[batch.certificate.origin] = try row(of: batch.certificate)
            }
            var copy = HubBatch.Copy()
            var seals: (chains: [Int64], ends: [Int64], proofs: [[UInt8]], starts: [Int64], bytes: [Int64])
            seals = ([], [], [], [], [])
            for batch in batches {
                guard let row = rows[batch.certificate.origin] else { continue }
                copy.add(batch, chain: row)
                seals.chains.append(row)
                seals.ends.append(batch.end)
                seals.proofs.append(Array(batch.proof))
                seals.starts.append(batch.start)
                seals.bytes.append(Int64(batch.bytes))
            }
            try postgres.copy("COPY pg_temp.incoming FROM STDIN (FORMAT binary)", copy.finished())
            let added = try postgres.query(
                """
                INSERT INTO guantong.event(chain, seq, hash, record)
                SELECT chain, seq, hash, record FROM pg_temp.incoming ORDER BY chain, seq ON CONFLICT DO NOTHING
                """
            ).changed
            if added < copy.count {
                let other = try postgres.query(
                    """
                    SELECT c.id, i.seq FROM pg_temp.incoming i JOIN guantong.event e USING (chain, seq)
                    JOIN guantong.chain c ON c.row = i.chain WHERE e.hash <> i.hash ORDER BY i.seq LIMIT 1
                    """)
                if let origin = other.bytes(0, 0).flatMap(OriginID.init(bytes:)), let sequence = other.number(0, 1) {
                    throw PeerError.fork(origin, sequence: sequence)
                }
            }
            try postgres.query(
                """
                INSERT INTO guantong.seal AS s (chain, seq, proof, start, bytes)
                SELECT DISTINCT ON (n.chain, n.seq) n.chain, n.seq, n.proof, n.start, n.bytes
                FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bigint[], $5::bigint[])
                    AS n(chain, seq, proof, start, bytes) ORDER BY n.chain, n.seq, length(n.proof) DESC
                ON CONFLICT (chain, seq) DO UPDATE SET proof = excluded.proof, start = excluded.start,
                    bytes = excluded.bytes WHERE length(excluded.proof) > length(s.proof)
                """,
                [
                    .list(seals.chains), .list(seals.ends), .list(seals.proofs), .list(seals.starts),
                    .list(seals.bytes),
                ])
            let answer = try postgres.query(
                "SELECT id, seq, hash FROM guantong.chain WHERE row = ANY($1::bigint[])",
                [.list(rows.values.sorted())])
            let heads = (0..<answer.count).compactMap { answer.head($0, 0, 1, 2) }
            return Dictionary(heads.map { ($0.origin, $0) }, uniquingKeysWith: { one, _ in one })
        }

        private func row(of certificate: Certificate) throws -> Int64 {
            let find = { [postgres] in
                try postgres.query(
                    "SELECT row FROM guantong.chain WHERE id = $1 AND node = $2",
                    [.bytes(certificate.origin.bytes), .node(certificate.node)]
                ).number(0, 0)
            }
            if let row = try find() { return row }
            try postgres.query(
                "INSERT INTO guantong.chain(id, node, certificate) VALUES($1, $2, $3) ON CONFLICT DO NOTHING",
                [.bytes(certificate.origin.bytes), .node(certificate.node), .bytes(certificate.signature)])
            guard let row = try find() else { throw PeerError.unknownNode(certificate.node) }
            return row
        }
    }

    extension Postgres.Value {
        static func node(_ node: NodeID) -> Self {
            var writer = ByteWriter()
            writer.node(node)
            return .bytes(writer.bytes)
        }
    }

    extension Postgres.Answer {
        func node(_ row: Int, _ column: Int) -> NodeID? {
            bytes(row, column).flatMap(OriginID.init(bytes:)).map { NodeID(rawValue: $0.description) }
        }

        /// A head from three columns: origin, number, hash.
        func head(_ row: Int, _ origin: Int, _ sequence: Int, _ hash: Int) -> Head? {
            guard let origin = bytes(row, origin).flatMap(OriginID.init(bytes:)), let sequence = number(row, sequence),
                sequence > 0, let hash = data(row, hash), hash.count == 32
            else { return nil }
            return Head(origin: origin, sequence: sequence, hash: hash)
        }
    }
#endif
