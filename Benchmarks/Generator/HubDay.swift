#if Hub
    import Crypto
    import Foundation
    import Ledger
    import Newsroom
    import Sync

    /// A day of many centres at a hub: every node's events, signed batch by batch, added through the very code that nodes
    /// use, against a bare COPY of the same rows into a table of the same form. Then what the hub costs while nothing is new.
    ///
    ///     guantong-generate hubday URL [CENTRES [EVENTS [A PUSH]]]
    ///
    /// URL is a fresh database, as its owner. 2,600 centres, 11,000,000 events, 500 a push.
    struct HubDay {
        let url: String
        var centres = 2600
        var events = 11_000_000
        var push = 500
        private let writers = 2

        func run() throws {
            let desk = NodeID.random()
            let key = KeyFile(node: .random())
            try Hub.found(url, desk: desk, key: key)
            let relay = URL(string: url)?.user ?? "owner"
            try Hub.admit(url, role: relay, node: desk, relays: true)
            let nodes = (0..<centres).map { SimulatedCentre(number: $0) }
            let each = events / centres
            // What is measured is the hub: two writers, as many as there are cores here, and none waits for the other.
            let bare = try timed { writer in
                let postgres = try Postgres(url)
                try postgres.run(
                    """
                    CREATE TABLE IF NOT EXISTS bare_\(writer)(chain bigint NOT NULL, seq bigint NOT NULL,
                        hash bytea NOT NULL, record bytea NOT NULL, PRIMARY KEY (chain, seq))
                    """)
                let some = try share(nodes, of: writer).prefix(max(1, centres / writers / 10))
                for start in stride(from: 0, to: each, by: push) {
                    for node in some {
                        let batch = try node.batch(after: start, count: min(push, each - start))
                        try postgres.transaction {
                            try postgres.copy(
                                "COPY bare_\(writer) FROM STDIN (FORMAT binary)",
                                HubBatch.rows(of: batch, chain: Int64(node.number)))
                        }
                    }
                }
                return some.count * each
            }
            for node in nodes { node.reset() }
            let hub = try timed { writer in
                let replica = try HubReplica(try Postgres(url))
                let some = try share(nodes, of: writer)
                for start in stride(from: 0, to: each, by: push) {
                    for node in some {
                        let batch = try node.batch(after: start, count: min(push, each - start))
                        for case .refused(let trouble) in try replica.take([batch], from: node.key.node) {
                            throw trouble
                        }
                    }
                }
                return some.count * each
            }
            print(
                String(
                    format:
                        "%d centres, %d events, %d a push: bare %.0f/s, hub %.0f/s (%.2f of bare), the whole %.0f s",
                    centres, hub.count, push, bare.rate, hub.rate, hub.rate / bare.rate, hub.seconds))
            try standing(key)
        }

        /// Every second node: the others are the other writer's.
        private func share(_ nodes: [SimulatedCentre], of writer: Int) throws -> [SimulatedCentre] {
            nodes.enumerated().filter { $0.offset % writers == writer }.map(\.element)
        }

        private func timed(_ body: @escaping @Sendable (Int) throws -> Int) throws -> (
            count: Int, seconds: Double, rate: Double
        ) {
            let start = Date()
            let results = Results()
            DispatchQueue.concurrentPerform(iterations: writers) { writer in
                results.add(Result { try body(writer) })
            }
            let seconds = Date().timeIntervalSince(start)
            let count = try results.all.reduce(0) { try $0 + $1.get() }
            return (count, seconds, Double(count) / seconds)
        }

        /// What it takes to sign all heads, to see that one has them all, and to find one that is new.
        private func standing(_ key: KeyFile) throws {
            let postgres = try Postgres(url)
            func measure(_ name: String, _ body: () throws -> Void) rethrows {
                let start = Date()
                try body()
                print(String(format: "%@: %.1f ms", name, Date().timeIntervalSince(start) * 1000))
            }
            try measure("the keeper signs \(centres) heads") { while try HubKeeper.sign(postgres, key) > 0 {} }
            let first = try HubReplica(postgres)
            try measure("a node that knows nothing learns \(centres) heads") { try first.refresh() }
            for _ in 0..<3 {
                try measure("a node that is level sees that it is, \(centres) chains") { try first.refresh() }
            }
        }

        /// What the writers come to.
        private final class Results: @unchecked Sendable {
            private let lock = NSLock()
            private var kept: [Result<Int, any Error>] = []
            var all: [Result<Int, any Error>] { lock.withLock { kept } }
            func add(_ result: Result<Int, any Error>) { lock.withLock { kept.append(result) } }
        }
    }

    /// A centre whose day is made as it is needed, event by event, of the form and size of a real one.
    final class SimulatedCentre: @unchecked Sendable {
        // Used by one writer at a time.
        let number: Int
        let key = KeyFile(node: .random())
        private let origin = OriginID.random()
        private var hash = Data(count: 32)
        private var certificate: Certificate?

        init(number: Int) { self.number = number }

        func reset() { hash = Data(count: 32) }

        func batch(after sequence: Int, count: Int) throws -> Batch {
            let certificate =
                try certificate
                ?? Certificate(
                    origin: origin, node: key.node, stream: .shared,
                    signature: try key.sign(Seal.certificate(origin, of: key.node, .shared)))
            self.certificate = certificate
            let start = Head(origin: origin, sequence: Int64(sequence), hash: hash)
            var records = Data()
            for number in 1...count {
                let record = record(sequence + number)
                var link = hash + Data(origin.bytes)
                withUnsafeBytes(of: Int64(sequence + number).bigEndian) { link.append(contentsOf: $0) }
                link.append(record)
                hash = Data(SHA256.hash(data: link))
                records.append(record)
            }
            let end = Head(origin: origin, sequence: Int64(sequence + count), hash: hash)
            return Batch(
                certificate: certificate, start: start, records: records, count: count, end: end,
                proof: try key.sign(Seal.head(end)))
        }

        private func record(_ sequence: Int) -> Data {
            var bytes = Data()
            withUnsafeBytes(of: (Int64(1_800_000_000_000 + sequence * 20_000) << 16).bigEndian) {
                bytes.append(contentsOf: $0)
            }
            func field(_ field: Data?) {
                withUnsafeBytes(of: UInt32(field?.count ?? Int(UInt32.max)).bigEndian) { bytes.append(contentsOf: $0) }
                if let field { bytes.append(field) }
            }
            field(Data("c\(number)-ed".utf8))
            field(Data("centreEditor".utf8))
            field(Data("c\(number)".utf8))
            field(nil)
            field(Data(SHA256.hash(data: Data("\(number) \(sequence / 7)".utf8)).prefix(16)))
            field(Data(StoryFact.Kind.reviewed.rawValue.utf8))
            field(
                Data(
                    """
                    {"stage":1,"verdict":"pass","opinion":"事实清楚，导向正确，可以提交二审",\
                    "textHash":"\(String(repeating: "ab", count: 32))"}
                    """.utf8))
            return bytes
        }
    }
#endif
