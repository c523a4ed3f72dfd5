import Foundation
import GRDB
import Newsroom

extension Ledger {
    /// The heads of all chains that a peer may have, in the order of their origins: everybody's, and its own centre's.
    /// A revoked node's chain stands where it counts and no further, so that all nodes come to agree on it.
    public func heads(for peer: NodeID) throws -> [Head] {
        try looking { db in
            let centre = try Roll(db).member(peer)?.card.centre
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT o.id, o.seq, o.hash, o.row, m.ends FROM origin o LEFT JOIN member m ON m.key = o.node
                        WHERE o.certificate IS NOT NULL AND o.seq > 0
                            AND (o.stream = 'shared' OR (o.centre IS NOT NULL AND o.centre = ?))
                        ORDER BY o.id
                        """), arguments: [centre?.rawValue])
            var heads: [Head] = []
            while let row = try rows.next() {
                guard let origin = row.origin(0) else { continue }
                var head = Head(origin: origin, sequence: row.integer(1), hash: row.data(2))
                if let text = row.value(4) as String?,
                    let ends = try? JSONDecoder().decode([OriginEnd].self, from: Data(text.utf8))
                {
                    let end = ends.first { $0.origin == origin }?.sequence ?? 0
                    if head.sequence > end {
                        head.sequence = end
                        head.hash = try Chains.hash(db, row.integer(3), at: end) ?? head.hash
                    }
                    if end == 0 { continue }
                }
                heads.append(head)
            }
            return heads
        }
    }

    /// Whose chain it is; `nil` when it is not known here.
    public func writer(of origin: OriginID) throws -> NodeID? {
        try looking { db in
            try String.fetchOne(
                db.cachedStatement(sql: "SELECT node FROM origin WHERE id = ?"), arguments: [Data(origin.bytes)])
        }.map(NodeID.init(rawValue:))
    }

    /// The next stretch of a chain after a number, which ends where its node has signed it; `nil` when there is none.
    /// This node's own chains are signed here and now.
    ///
    /// - Parameter bytes: about how many bytes of events it may have; one event is always given whole.
    public func batch(of origin: OriginID, after sequence: Int64, bytes: Int, key: KeyFile?) throws -> Batch? {
        try looking { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: "SELECT row, node, stream, certificate, seq FROM origin WHERE id = ?"),
                arguments: [Data(origin.bytes)])
            guard let row, let node = (row.value(1) as String?).map(NodeID.init(rawValue:)),
                let stream = ChainAudience(rawValue: row.text(2)), let signature = row.value(3) as Data?,
                sequence >= 0, sequence < row.integer(4)
            else { return nil }
            let chain = row.integer(0)
            guard let hash = try Chains.hash(db, chain, at: sequence) else { return nil }
            let start = Head(origin: origin, sequence: sequence, hash: hash)
            let certificate = Certificate(origin: origin, node: node, stream: stream, signature: signature)
            // Its own chain a node signs with its key in force, whatever it had signed before: an old key counts no more.
            let own = key?.node == node ? key : nil
            let seal = own == nil ? try nextSeal(db, chain, after: sequence, bytes: bytes) : nil
            guard own != nil || seal != nil else { return nil }
            let stretch = try Stretch(db, chain, after: start, to: seal?.sequence, bytes: bytes)
            guard stretch.count > 0 else { return nil }
            if let seal, seal.sequence != stretch.end.sequence { return nil }
            guard let proof = try seal?.proof ?? own?.prove(Seal.head(stretch.end)) else { return nil }
            return Batch(
                certificate: certificate, start: start, records: stretch.records, count: stretch.count,
                end: stretch.end, proof: proof)
        }
    }

    /// The furthest proof by the latest key that one batch can reach, else the first there is.
    private func nextSeal(
        _ db: Database, _ origin: Int64, after sequence: Int64, bytes: Int
    ) throws -> (sequence: Int64, proof: Data)? {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT seq, proof, bytes FROM seal WHERE origin = ? AND seq > ? ORDER BY seq"),
            arguments: [origin, sequence])
        var found: (Int64, Data)?
        var sum: Int64 = 0
        while let row = try rows.next() {
            let end = row.integer(0)
            sum += row.integer(2)
            if found != nil, end - sequence > Int64(Batch.mostEvents) || sum > Int64(bytes) { break }
            let proof = row.data(1)
            if proof.count >= found?.1.count ?? 0 { found = (end, proof) }
        }
        return found
    }
}

/// Events of one chain on their way into a batch.
private struct Stretch {
    private var bytes: [UInt8] = []
    private(set) var count = 0
    private(set) var end: Head

    init(_ db: Database, _ origin: Int64, after start: Head, to last: Int64?, bytes most: Int) throws {
        end = start
        let statement = try db.cachedStatement(
            sql: """
                SELECT seq, ifnull(written, stamp), actor, role, house, capacity, via, subject, kind, body, hash FROM event
                WHERE origin = ? AND seq > ? ORDER BY seq LIMIT ?
                """)
        let limit = last.map { min($0 - start.sequence, Int64(Batch.mostEvents)) } ?? Int64(Batch.mostEvents)
        let rows = try RawRows(db, statement, arguments: [origin, start.sequence, limit])
        var hash: [UInt8] = []
        while try rows.next() {
            if last == nil, count > 0, bytes.count + rows.bytes(9).count + 200 > most { break }
            append(UInt64(bitPattern: rows.integer(1)))
            for column in 2...9 {
                if rows.isNull(column) {
                    append(UInt32.max)
                } else {
                    let field = rows.bytes(column)
                    append(UInt32(field.count))
                    bytes.append(contentsOf: field)
                }
            }
            count += 1
            end.sequence = rows.integer(0)
            hash.removeAll(keepingCapacity: true)
            hash.append(contentsOf: rows.bytes(10))
        }
        if count > 0 { end.hash = Data(hash) }
    }

    /// As a batch holds them.
    var records: Data { Data(bytes) }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}

/// What is asked of chains.
enum Chains {
    /// A chain's hash at a number; `nil` when it does not reach so far.
    static func hash(_ db: Database, _ origin: Int64, at sequence: Int64) throws -> Data? {
        guard sequence > 0 else { return Chain.start }
        return try Data.fetchOne(
            db.cachedStatement(sql: "SELECT hash FROM event WHERE origin = ? AND seq = ?"),
            arguments: [origin, sequence])
    }
}

/// Who belongs to the desk, as the membership says here and now.
struct Roll {
    private let db: Database
    private let membership: Membership?

    init(_ db: Database) throws {
        self.db = db
        membership = try Membership(db)
    }

    /// A node as it was admitted, with its keys; the one that everybody trusts is known before its card has come.
    func member(_ id: NodeID) throws -> DeskNode? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT card, keys, ends, reason, revoked_at FROM member WHERE key = ?"),
            arguments: [id.rawValue])
        let decoder = JSONDecoder()
        if let row, let card = try? decoder.decode(NodeCard.self, from: Data(row.text(0).utf8)),
            let keys = try? decoder.decode([String].self, from: Data(row.text(1).utf8))
        {
            return DeskNode(
                card: card, keys: id == membership?.root ? membership?.line(after: keys) ?? keys : keys,
                ends: (row.value(2) as String?).flatMap {
                    try? decoder.decode([OriginEnd].self, from: Data($0.utf8))
                }, reason: row.value(3), revokedAt: (row.value(4) as Int64?).map(Moment.init(milliseconds:)))
        }
        guard let membership, id == membership.root else { return nil }
        let card = NodeCard(id: id, name: "", centre: "", slot: 0, key: membership.rootKey)
        return DeskNode(card: card, keys: membership.line(after: [membership.rootKey]))
    }

    /// Whether a node is one of the desk's own, which may write everything.
    func isDesk(_ node: NodeCard) throws -> Bool {
        try node.id == membership?.root || node.centre == Self.deskHouse(db)
    }

    /// The desk's own house; `nil` before anything of the desk has come.
    static func deskHouse(_ db: Database) throws -> CentreID? {
        let charter = try String.fetchOne(db.cachedStatement(sql: "SELECT charter FROM desk"))
        return charter.flatMap { try? JSONDecoder().decode(DeskCharter.self, from: Data($0.utf8)) }?.id
    }
}
