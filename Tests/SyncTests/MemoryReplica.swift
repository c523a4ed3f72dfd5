import Crypto
import Foundation
import Ledger
import Newsroom
import Sync

/// A key pair with the id of its node.
struct TestNode {
    let id: NodeID
    let key: Curve25519.Signing.PrivateKey

    init(id: NodeID, key: Curve25519.Signing.PrivateKey) {
        self.id = id
        self.key = key
    }

    init(_ number: UInt8) throws {
        id = NodeID(rawValue: OriginID(repeating: number).description)
        key = try Curve25519.Signing.PrivateKey(rawRepresentation: Data(repeating: number &+ 1, count: 32))
    }
}

/// A replica that really keeps chains, hashes and signatures, in memory. Who belongs is said in events of the desk's
/// chain of kind `admit`, whose body is the node's id (32 hex digits) and its public key.
final class MemoryReplica: Replica {
    struct Entry {
        var record: Data
        var hash: Data
    }

    struct Kept {
        var certificate: Certificate
        var entries: [Entry] = []
        /// Where others' chains were signed.
        var seals: [Int64: Data] = [:]
    }

    let node: TestNode
    let desk: TestNode
    var chains: [OriginID: Kept] = [:]
    var keys: [NodeID: Curve25519.Signing.PublicKey] = [:]
    var now: Int64 = 1_800_000_000_000
    /// Events that `batch` gave out, by chain and first number: what is sent twice shows here.
    var given: [String: Int] = [:]
    var takes = 0
    var contacts: [Contact] = []
    var noted: [PeerError?] = []
    var takeFails = false
    /// Gives every signature its first byte changed.
    var breaksSignatures = false

    init(_ node: TestNode, desk: TestNode, copying other: MemoryReplica? = nil) {
        self.node = node
        self.desk = desk
        keys[desk.id] = desk.key.publicKey
        if let other { (chains, keys) = (other.chains, other.keys) }
    }

    func introduction() throws -> Introduction { Introduction(node: node.id, centre: "c", desk: desk.id) }
    func sign(_ bytes: Data) throws -> Data { try node.key.signature(for: bytes) }

    func check(_ signature: Data, over bytes: Data, by node: NodeID) throws -> Bool? {
        keys[node]?.isValidSignature(signature, for: bytes)
    }

    func heads(for peer: NodeID) throws -> [Head] {
        chains.keys.sorted().compactMap { origin in
            chains[origin].flatMap { $0.entries.isEmpty ? nil : head(origin, Int64($0.entries.count)) }
        }
    }

    func head(_ origin: OriginID, _ sequence: Int64) -> Head {
        let hash = sequence == 0 ? nil : chains[origin]?.entries[Int(sequence) - 1].hash
        return Head(origin: origin, sequence: sequence, hash: hash ?? Data(repeating: 0, count: 32))
    }

    func batch(of origin: OriginID, after sequence: Int64, bytes: Int) throws -> Batch? {
        guard let kept = chains[origin], sequence < Int64(kept.entries.count) else { return nil }
        var end = sequence
        var size = 0
        if kept.certificate.node == node.id {
            repeat {
                size += kept.entries[Int(end)].record.count
                end += 1
            } while end < Int64(kept.entries.count) && end - sequence < Int64(Batch.mostEvents) && size < bytes
        } else {
            guard let seal = kept.seals.keys.filter({ $0 > sequence }).min() else { return nil }
            end = seal
        }
        let head = head(origin, end)
        var signature = try kept.seals[end] ?? node.key.signature(for: Seal.head(head))
        if breaksSignatures { signature[0] ^= 1 }
        var records = Data()
        for entry in kept.entries[Int(sequence)..<Int(end)] { records.append(entry.record) }
        given["\(origin.short)/\(sequence)", default: 0] += 1
        return Batch(
            certificate: kept.certificate, start: self.head(origin, sequence), records: records,
            count: Int(end - sequence), end: head, proof: signature)
    }

    func writer(of origin: OriginID) throws -> NodeID? { chains[origin]?.certificate.node }

    func take(_ batches: [Batch], from peer: NodeID) throws -> [Taken] {
        if takeFails { throw CocoaError(.fileWriteOutOfSpace) }
        takes += 1
        return batches.map { batch in
            do throws(PeerError) {
                return .stands(try taken(batch))
            } catch {
                return .refused(error)
            }
        }
    }

    private func taken(_ batch: Batch) throws(PeerError) -> Head {
        let origin = batch.certificate.origin
        guard let key = keys[batch.certificate.node] else { throw .unknownNode(batch.certificate.node) }
        let words = Seal.certificate(origin, of: batch.certificate.node, batch.certificate.stream)
        guard key.isValidSignature(batch.certificate.signature, for: words) else { throw .badCertificate(origin) }
        var kept = chains[origin] ?? Kept(certificate: batch.certificate)
        guard kept.certificate.node == batch.certificate.node, kept.certificate.stream == batch.certificate.stream
        else { throw .badCertificate(origin) }
        let have = Int64(kept.entries.count)
        guard batch.start.sequence <= have else {
            throw .gap(origin, have: have, came: batch.start.sequence + 1)
        }
        guard head(origin, batch.start.sequence).hash == batch.start.hash else {
            throw .fork(origin, sequence: batch.start.sequence)
        }
        guard let records = split(batch.records, batch.count) else { throw .malformed("records") }
        var hash = batch.start.hash
        var entries: [Entry] = []
        for (index, record) in records.enumerated() {
            hash = Self.link(hash, origin, batch.start.sequence + Int64(index) + 1, record)
            entries.append(Entry(record: record, hash: hash))
        }
        guard hash == batch.end.hash, key.isValidSignature(batch.proof, for: Seal.head(batch.end)) else {
            throw .altered(origin, after: batch.start.sequence)
        }
        for (index, entry) in entries.enumerated() {
            let place = Int(batch.start.sequence) + index
            if place < kept.entries.count {
                guard kept.entries[place].hash == entry.hash else { throw .fork(origin, sequence: Int64(place) + 1) }
                continue
            }
            let stamp = entry.record.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
            let ahead = Int((stamp >> 16) - now) / 1000
            guard ahead <= 300 else { throw .clockAhead(batch.certificate.node, seconds: ahead) }
            kept.entries.append(entry)
        }
        kept.seals[batch.end.sequence] = batch.proof
        let isNew = Int64(kept.entries.count) > have
        chains[origin] = kept
        if isNew, batch.certificate.node == desk.id { for record in records { learn(record) } }
        return head(origin, Int64(kept.entries.count))
    }

    private func learn(_ record: Data) {
        let fields = Self.fields(record)
        guard fields.count == 7, fields[5] == Data("admit".utf8), fields[6].count == 64 else { return }
        let id = NodeID(rawValue: String(decoding: fields[6].prefix(32), as: UTF8.self))
        keys[id] = try? Curve25519.Signing.PublicKey(rawRepresentation: fields[6].suffix(32))
    }

    func note(_ contact: Contact, of peer: NodeID) throws { contacts.append(contact) }
    func note(_ trouble: PeerError?, of peer: NodeID) throws { noted.append(trouble) }
    func owedProofs(to _: NodeID) throws -> String? { nil }
    func noteProofs(by _: String, to _: NodeID) throws {}

    // MARK: - Writing

    /// Appends an event to a chain of this node's own.
    func write(_ origin: OriginID, _ body: Data, kind: String = "said") throws {
        if chains[origin] == nil {
            let words = Seal.certificate(origin, of: node.id, .shared)
            chains[origin] = Kept(
                certificate: Certificate(
                    origin: origin, node: node.id, stream: .shared, signature: try node.key.signature(for: words)))
        }
        let sequence = Int64(chains[origin]?.entries.count ?? 0) + 1
        let stamp = now << 16 | sequence
        var record = Data()
        withUnsafeBytes(of: stamp.bigEndian) { record.append(contentsOf: $0) }
        for field in [
            Data("li".utf8), Data("editor".utf8), Data("c".utf8), nil, Data(repeating: 7, count: 16),
            Data(kind.utf8), body,
        ] {
            withUnsafeBytes(of: UInt32(field?.count ?? Int(UInt32.max)).bigEndian) { record.append(contentsOf: $0) }
            record.append(field ?? Data())
        }
        let hash = Self.link(head(origin, sequence - 1).hash, origin, sequence, record)
        chains[origin]?.entries.append(Entry(record: record, hash: hash))
        if kind == "admit" { learn(record) }
    }

    func admit(_ other: TestNode, in origin: OriginID) throws {
        try write(origin, Data(other.id.rawValue.utf8) + other.key.publicKey.rawRepresentation, kind: "admit")
    }

    static func link(_ before: Data, _ origin: OriginID, _ sequence: Int64, _ record: Data) -> Data {
        var hasher = SHA256()
        hasher.update(data: before)
        hasher.update(data: origin.bytes)
        withUnsafeBytes(of: sequence.bigEndian) { hasher.update(bufferPointer: $0) }
        hasher.update(data: record)
        return Data(hasher.finalize())
    }

    /// The length of the record at the beginning of the bytes, with its seven fields.
    private static func length(_ bytes: Data) -> Int? {
        var place = 8
        for _ in 0..<7 {
            guard bytes.count >= place + 4 else { return nil }
            let start = bytes.startIndex + place
            let count = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
            place += 4 + (count == Int(UInt32.max) ? 0 : count)
        }
        return place <= bytes.count ? place : nil
    }

    private func split(_ bytes: Data, _ count: Int) -> [Data]? {
        var rest = bytes
        var records: [Data] = []
        for _ in 0..<count {
            guard let length = Self.length(rest) else { return nil }
            records.append(Data(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return rest.isEmpty ? records : nil
    }

    static func fields(_ record: Data) -> [Data] {
        var rest = record.dropFirst(8)
        var fields: [Data] = []
        while rest.count >= 4 {
            let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            fields.append(Data(rest.prefix(count == Int(UInt32.max) ? 0 : count)))
            rest = rest.dropFirst(count == Int(UInt32.max) ? 0 : count)
        }
        return fields
    }
}
