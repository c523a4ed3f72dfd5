import Foundation
import GRDB
import Newsroom

/// A hub's signed word that it holds a chain up to a place: who keeps it can show that the hub went back behind it.
public struct HubReceipt: Equatable, Sendable {
    /// The chain and the place.
    public var head: Head
    /// The hub's signature over `Seal.receipt(head)`: Ed25519, 64 bytes.
    public var signature: Data

    /// A receipt as given; nothing is checked.
    public init(head: Head, signature: Data) {
        self.head = head
        self.signature = signature
    }
}

extension Seal {
    /// What a hub signs of a chain that it holds.
    public static func receipt(_ head: Head) -> Data { Data("guantong receipt 1\0".utf8) + Seal.head(head) }
}

/// What a node remembers of hubs. Not part of the log.
extension Ledger {
    /// The hub that was met under a name, with its key as base64; `nil` when none was.
    public func hub(named name: String) throws -> (node: NodeID, key: String)? {
        try looking { db in
            try Row.fetchOne(db, sql: "SELECT node, key FROM hub WHERE name = ?", arguments: [name]).map { row in
                (NodeID(rawValue: row.text(0)), row.text(1))
            }
        }
    }

    /// Remembers a hub and its key under the name by which it is reached, in the place of what was known of it.
    ///
    /// - Parameter forgetting: also forgets what it has signed for.
    public func remember(hub: NodeID, key: String, named name: String, forgetting: Bool = false) throws {
        try aside { db in
            if forgetting { try db.execute(sql: "DELETE FROM receipt WHERE hub = ?", arguments: [hub.rawValue]) }
            try db.execute(
                sql: "INSERT OR REPLACE INTO hub(name, node, key) VALUES(?, ?, ?)",
                arguments: [name, hub.rawValue, key])
        }
    }

    /// How far a hub has said that it holds each chain.
    public func receipts(of hub: NodeID) throws -> [OriginID: HubReceipt] {
        try looking { db in
            var receipts: [OriginID: HubReceipt] = [:]
            let rows = try Row.fetchCursor(
                db, sql: "SELECT origin, seq, hash, signature FROM receipt WHERE hub = ?",
                arguments: [hub.rawValue])
            while let row = try rows.next() {
                guard let origin = row.origin(0) else { continue }
                receipts[origin] = HubReceipt(
                    head: Head(origin: origin, sequence: row.integer(1), hash: row.data(2)), signature: row.data(3))
            }
            return receipts
        }
    }

    /// Keeps a hub's receipts, the latest of each chain.
    public func keep(_ receipts: [HubReceipt], of hub: NodeID) throws {
        guard !receipts.isEmpty else { return }
        try aside { db in
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO receipt(hub, origin, seq, hash, signature) VALUES(?, ?, ?, ?, ?)
                    ON CONFLICT(hub, origin) DO UPDATE SET seq = excluded.seq, hash = excluded.hash,
                        signature = excluded.signature WHERE excluded.seq > seq
                    """)
            for receipt in receipts {
                try statement.execute(
                    arguments: [
                        hub.rawValue, Data(receipt.head.origin.bytes), receipt.head.sequence, receipt.head.hash,
                        receipt.signature,
                    ])
            }
        }
    }

    /// The chains that are everybody's, with whose they are.
    public func sharedChains() throws -> [(head: Head, node: NodeID)] {
        try looking { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, seq, hash, node FROM origin
                    WHERE certificate IS NOT NULL AND seq > 0 AND stream = 'shared' ORDER BY id
                    """
            ).compactMap { row in
                row.origin(0).map {
                    (Head(origin: $0, sequence: row.integer(1), hash: row.data(2)), NodeID(rawValue: row.text(3)))
                }
            }
        }
    }

    /// Where the chains of revoked nodes end; those that are not named do not count at all.
    public func revokedEnds() throws -> [NodeID: [OriginEnd]] {
        try looking { db in
            let roll = try Roll(db)
            let revoked = try String.fetchAll(db, sql: "SELECT key FROM member WHERE revoked_at IS NOT NULL")
            return try revoked.map(NodeID.init(rawValue:)).reduce(into: [:]) { $0[$1] = try roll.member($1)?.ends }
        }
    }

    /// A chain's hash at a number; `nil` when it does not reach so far here.
    public func hash(of origin: OriginID, at sequence: Int64) throws -> Data? {
        try looking { db in
            let row = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT row FROM origin WHERE id = ?"), arguments: [Data(origin.bytes)])
            return try row.flatMap { try Chains.hash(db, $0, at: sequence) }
        }
    }
}
