import Crypto
import Foundation

import enum Ledger.ChainAudience

@testable import Ledger
@testable import Newsroom

/// Makes batches of a script's events: chained and signed as their nodes would, or spoilt as the script says.
struct BatchMaker {
    /// One chain of a node whose key is here.
    struct Chain {
        let origin: OriginID
        let node: Example.Node
        let stream: ChainAudience
        var head: Head
        var stamp = Stamp(at: Example.opened).value
        var records: [Data] = []

        init(_ number: UInt8, _ node: Example.Node, _ stream: ChainAudience) {
            origin = OriginID(repeating: number)
            self.node = node
            self.stream = stream
            head = Head(origin: origin, sequence: 0, hash: Data(repeating: 0, count: 32))
        }

        /// The centre whose node it is; `nil` for the desk's.
        var centre: CentreID? { node.centre == "zz" ? nil : node.centre }
    }

    /// The desk's, a centre's two, and another centre's.
    var chains: [Chain]
    private var spoils: [Int: [(what: UInt8, with: UInt8)]] = [:]

    init() throws {
        let (desk, erqi, jinshui) = (
            try Example.Node(1, "zz"), try Example.Node(3, "erqi"), try Example.Node(4, "jinshui")
        )
        chains = [
            Chain(0xA1, desk, .shared), Chain(0xA3, erqi, .shared), Chain(0xB3, erqi, .own),
            Chain(0xA4, jinshui, .shared),
        ]
    }

    /// Takes a step; a batch when it is time to send one.
    mutating func take(_ step: ScriptStep) throws -> (chain: Int, batch: Batch)? {
        switch step {
        case .event(var event, let after):
            let index = event.chain % chains.count
            chains[index].stamp = max(chains[index].stamp + 1, chains[index].stamp &+ Int64(after) << 16)
            event.stamp = chains[index].stamp
            chains[index].records.append(event.record)
        case .raw(let chain, let bytes): chains[chain % chains.count].records.append(Data(bytes))
        case .spoil(let chain, let what, let with): spoils[chain % chains.count, default: []].append((what, with))
        case .send(let chain): return try batch(chain % chains.count).map { (chain % chains.count, $0) }
        }
        return nil
    }

    /// What waits in any chain, as batches.
    mutating func rest() throws -> [(chain: Int, batch: Batch)] {
        try chains.indices.compactMap { index in try batch(index).map { (index, $0) } }
    }

    /// The batch was kept: the chain goes on from there.
    mutating func kept(_ batch: Batch, _ chain: Int) {
        if chains[chain].head.sequence < batch.end.sequence { chains[chain].head = batch.end }
    }

    mutating func batch(_ index: Int) throws -> Batch? {
        let chain = chains[index]
        guard !chain.records.isEmpty else { return nil }
        chains[index].records = []
        var hash = chain.head.hash
        for (place, record) in chain.records.enumerated() {
            hash = Self.link(hash, chain.origin, chain.head.sequence + Int64(place) + 1, record)
        }
        let end = Head(
            origin: chain.origin, sequence: chain.head.sequence + Int64(chain.records.count), hash: hash)
        let words = Seal.certificate(chain.origin, of: chain.node.id, chain.stream)
        var batch = Batch(
            certificate: Certificate(
                origin: chain.origin, node: chain.node.id, stream: chain.stream,
                signature: try chain.node.key.signature(for: words)), start: chain.head,
            records: chain.records.reduce(into: Data()) { $0 += $1 }, count: chain.records.count, end: end,
            proof: try chain.node.key.signature(for: Seal.head(end)))
        for spoil in spoils.removeValue(forKey: index) ?? [] { try Self.spoil(&batch, chain, spoil.what, spoil.with) }
        return batch
    }

    static func link(_ before: Data, _ origin: OriginID, _ sequence: Int64, _ record: Data) -> Data {
        var hasher = SHA256()
        hasher.update(data: before)
        hasher.update(data: origin.bytes)
        withUnsafeBytes(of: sequence.bigEndian) { hasher.update(bufferPointer: $0) }
        hasher.update(data: record)
        return Data(hasher.finalize())
    }

    private static func flip(_ data: inout Data, _ with: UInt8) {
        if !data.isEmpty { data[data.startIndex + Int(with) % data.count] ^= 1 << (with & 7) }
    }

    private static func spoil(_ batch: inout Batch, _ chain: Chain, _ what: UInt8, _ with: UInt8) throws {
        switch what % 11 {
        case 0: flip(&batch.proof, with)
        case 1: flip(&batch.certificate.signature, with)
        case 2: flip(&batch.end.hash, with)
        case 3: flip(&batch.start.hash, with)
        case 4: batch.count += Int(with) - 128
        case 5: batch.start.sequence += Int64(with) - 128
        case 6: batch.certificate.stream = with & 1 == 0 ? .own : .shared
        case 7: batch.certificate.node = NodeID(rawValue: OriginID(repeating: with).description)
        case 8: flip(&batch.records, with)
        case 9: batch.end.sequence = Int64(bitPattern: UInt64(with) << 56 | UInt64(with))
        default: batch.certificate.origin = OriginID(repeating: with)
        }
        // Signed all the same: what is wrong must be found by other means than the signature.
        if with & 1 == 1 {
            batch.proof = try chain.node.key.signature(for: Seal.head(batch.end))
            let words = Seal.certificate(
                batch.certificate.origin, of: batch.certificate.node, batch.certificate.stream)
            batch.certificate.signature = try chain.node.key.signature(for: words)
        }
    }
}

extension Example {
    /// How the desk began: what every database of the fuzzers holds.
    static func beginning(_ maker: inout BatchMaker) throws -> [Batch] {
        var script = ScriptWriter()
        script.event(0, .desk, 0, .desk(.opened(charter)))
        for id in ["erqi", "jinshui"] as [CentreID] { script.event(0, .centre(id), 0, .centre(.added(centre(id)))) }
        for person in people { script.event(0, .staff(person.staff), 0, .staff(.added(card(person)))) }
        for (slot, chain) in maker.chains.enumerated() where chain.stream == .shared {
            let card = NodeCard(
                id: chain.node.id, name: "节点 \(slot)", centre: chain.node.centre, slot: slot, key: chain.node.publicKey)
            script.event(0, .node(card.id), 0, .node(.admitted(card)))
        }
        script.send(0)
        let draft = StoryDraft(number: 11, title: "题", body: "文", centre: "erqi", authors: ["ejz"])
        script.event(1, id(11), 5, .story(.drafted(draft)), after: 60_000)
        script.event(2, id(10), 5, .story(.drafted(draft)), after: 60_000)
        script.event(3, .desk, 7, .desk(.noted(text: "到")), after: 60_000)
        var reader = ScriptReader(script.bytes)
        var batches: [Batch] = []
        while !reader.isAtEnd {
            guard let (chain, batch) = try maker.take(reader.step()) else { continue }
            batches.append(batch)
            maker.kept(batch, chain)
        }
        for (chain, batch) in try maker.rest() {
            batches.append(batch)
            maker.kept(batch, chain)
        }
        return batches
    }

    static func batches() throws -> [Batch] {
        var maker = try BatchMaker()
        return try beginning(&maker)
    }

    /// A centre's database with the beginning in it, in memory where there is such a folder; and the chains as they
    /// stand then.
    static func database(_ folder: String) throws -> (ledger: Ledger, maker: BatchMaker) {
        var maker = try BatchMaker()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let desk = maker.chains[0].node
        let (ledger, _) = try Ledger.join(
            path: folder + "/desk.sqlite", desk: DeskWord(node: desk.id, key: desk.publicKey), centre: "erqi",
            name: "erqi-2",
            clock: { now })
        let batches = try beginning(&maker)
        for (batch, taken) in zip(batches, try ledger.take(batches)) where taken != .stands(batch.end) {
            throw Finding("the beginning was refused: \(taken)")
        }
        return (ledger, maker)
    }

    static func folder() -> String {
        let base = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        return "\(base)/guantong-fuzz-\(getpid())-\(UUID().uuidString.prefix(8))"
    }

    /// What was found once.
    private static var once: [[UInt8]] {
        func lead(_ title: String) -> Fact {
            .lead(.received(LeadCard(number: 9, title: title, source: .desk, centre: "erqi", receivedAt: opened)))
        }
        // A name that ends with a zero was somebody else's when it was judged again.
        var name = ScriptWriter()
        name.event(1, id(3), 5, lead("题"), name: "ejz\0")
        name.send(1)
        name.event(0, .staff("jjz"), 0, .staff(.changed(card(people[8]))))
        // A title with a zero ended there in the tables.
        var title = ScriptWriter()
        title.event(1, id(3), 5, lead("题\0目"))
        // A card told of another subject than it names had a row that no events of its own explain.
        var card = ScriptWriter()
        for entry in facts
        where [.staff(.added), .centre(.added), .node(.admitted), .desk(.opened)].contains(entry.fact.kind) {
            card.event(0, id(UInt8(card.bytes.count % 8)), entry.person, entry.fact)
        }
        let moved = Self.card(Person(staff: "ejz", role: .reporter, house: "jinshui"))
        // A centre whose events were judged again had been heard in what nobody can read.
        var heard = ScriptWriter()
        heard.event(1, id(3), 5, lead("题"))
        heard.send(1)
        for _ in 0..<3 { heard.event(0, .desk, 4, .desk(.noted(text: "")), after: 60_000, body: "{}") }
        heard.send(0)
        heard.event(1, id(4), 4, lead("目"))
        heard.send(1)
        heard.event(0, .staff("ejz"), 0, .staff(.changed(moved)))
        return [name.bytes, title.bytes, card.bytes, heard.bytes]
    }

    /// Scripts of one fact each, of a whole history, and of nodes that act together.
    static var scripts: [[UInt8]] {
        var seeds: [[UInt8]] = []
        var all = ScriptWriter()
        for (index, entry) in facts.enumerated() {
            let chain = people[entry.person].house == "zz" ? 0 : 1
            var one = ScriptWriter()
            one.event(chain, entry.subject, entry.person, entry.fact)
            seeds.append(one.bytes)
            all.event(chain, entry.subject, entry.person, entry.fact)
            if index % 5 == 4 { all.send(chain) }
            if index % 12 == 11 {
                seeds.append(all.bytes)
                all = ScriptWriter()
            }
        }
        seeds.append(all.bytes)
        seeds += once
        seeds.append(
            Array(
                facts.prefix(39).reduce(into: ScriptWriter()) { script, entry in
                    script.event(people[entry.person].house == "zz" ? 0 : 1, entry.subject, entry.person, entry.fact)
                }.bytes))
        return seeds
    }
}
