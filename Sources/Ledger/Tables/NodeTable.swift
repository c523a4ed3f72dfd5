import GRDB
import Newsroom

/// The read model of nodes.
enum NodeTable: ReadModel {
    static let table = Projection.Table(
        """
        CREATE TABLE member(
            row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
            centre TEXT NOT NULL, slot INTEGER NOT NULL, public_key TEXT NOT NULL, revoked_at INTEGER,
            ends TEXT, reason TEXT, card TEXT NOT NULL, keys TEXT NOT NULL);
        """)

    static func projection(of node: DeskNode) -> Projection {
        let card = node.card
        return Projection(
            table, .node(card.id),
            [
                card.id.rawValue.databaseValue, card.name.databaseValue, card.centre.rawValue.databaseValue,
                card.slot.databaseValue, node.key.databaseValue, time(node.revokedAt),
                node.ends.map { json($0) } ?? .null, word(node.reason), json(card), json(node.keys),
            ])
    }
}

/// A node as the screen of nodes shows it.
public struct NodeRow: Equatable, Sendable {
    /// The node as it was admitted.
    public var card: NodeCard
    /// Whether it is this database.
    public var isSelf: Bool
    /// When it was revoked; `nil` while it belongs.
    public var revokedAt: Moment?
    /// How many events of it are here.
    public var events: Int64
    /// When its last event here was written, by its own clock; `nil` before the first.
    public var lastEvent: Moment?
    /// When it was heard last, by itself or through another; `nil` when never.
    public var heardAt: Moment?
    /// Events that it has and this node lacks, as far as is known.
    public var ahead: Int64
    /// Events that this node has and it has not acknowledged, as far as is known.
    public var behind: Int64
    /// Since when the two have not been level; `nil` when they are.
    public var since: Moment?
    /// Whether a connection is open.
    public var isConnected: Bool
    /// What is wrong with it.
    public var trouble: PeerError?
    /// How many of its events are set aside.
    public var quarantined: Int
    /// How many of its events this version does not understand.
    public var notUnderstood = 0
    /// The kinds of facts that it does not know and this version does: it is behind.
    public var lacks: [String] = []
    /// The kinds of facts that it knows and this version does not: this one is behind.
    public var knows: [String] = []

    /// The version of the log that it writes; 0 where it has not said.
    public var log = 0

    /// Which of the two is behind, where one is; `nil` where both understand what the other writes.
    public var versionGap: Phrase? {
        if isNewer { return Phrase("本机版本旧，请升级", "newer than this one: upgrade here") }
        return isOlder ? Phrase("版本旧，请升级", "older: upgrade it") : nil
    }

    /// The same in a word, for lists.
    public var versionWord: Phrase? {
        if isNewer { return Phrase("版本新", "newer version") }
        return isOlder ? Phrase("版本旧", "older version") : nil
    }

    // A version may bring words to kinds that both know.
    private var isNewer: Bool { !knows.isEmpty || notUnderstood > 0 || log > Fact.version }
    private var isOlder: Bool { !lacks.isEmpty || (1..<Fact.version).contains(log) }

    /// Whether it is a hub, which belongs to no centre and writes nothing.
    public var isHub: Bool { card.centre.rawValue.isEmpty }

    /// How it stands, as the board says of its centre: online, quiet or lost; or that it is this node, or revoked.
    public func standing(at now: Moment, _ policy: Policy) -> Phrase {
        if revokedAt != nil { return Phrase("已除名", "revoked") }
        if isSelf { return Phrase("本机", "this one") }
        guard let heardAt else { return Phrase("未联络", "not yet heard") }
        return policy.presence(heard: heardAt, now: now).phrase
    }
}

extension Snapshot {
    /// The nodes of the desk, by their slots, and after them the hubs that this one exchanges with.
    public func nodesAndHubs() throws -> [NodeRow] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT h.node, replace(h.name, 'postgres://', ''), h.key, c.at, c.ahead, c.behind, c.since, c.connected, c.trouble
                    FROM hub h JOIN contact c ON c.node = h.node GROUP BY h.node ORDER BY h.name
                    """))
        let hubs = rows.map { row in
            NodeRow(
                card: NodeCard(
                    id: NodeID(rawValue: row.text(0)), name: row.text(1), centre: "", slot: 0, key: row.text(2)),
                isSelf: false, revokedAt: nil, events: 0, lastEvent: nil,
                heardAt: moment(row.value(3)).flatMap { $0.milliseconds > 0 ? $0 : nil }, ahead: row.value(4) ?? 0,
                behind: row.value(5) ?? 0, since: moment(row.value(6)), isConnected: row.value(7) ?? false,
                trouble: decoded(PeerError.self, row.value(8)), quarantined: 0)
        }
        return try nodes() + hubs
    }

    /// The nodes of the desk, by their slots.
    public func nodes() throws -> [NodeRow] {
        let own = try Membership(db)?.node
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT m.card, m.revoked_at, c.at, c.ahead, c.behind, c.since, c.connected, c.trouble,
                        (SELECT sum(seq) FROM origin o WHERE o.node = m.key),
                        (SELECT max(stamp) FROM origin o WHERE o.node = m.key),
                        (SELECT count(*) FROM aside q JOIN event e ON e.row = q.event JOIN origin o
                            ON o.row = e.origin WHERE o.node = m.key AND q.strange = 0),
                        (SELECT count(*) FROM aside q JOIN event e ON e.row = q.event JOIN origin o
                            ON o.row = e.origin WHERE o.node = m.key AND q.strange = 1),
                        c.lacks, c.knows, c.log
                    FROM member m LEFT JOIN contact c ON c.node = m.key ORDER BY m.slot, m.key
                    """))
        return rows.compactMap { row in
            guard let card = decoded(NodeCard.self, row.text(0)) else { return nil }
            let last = (row.value(9) as Int64?).flatMap { $0 > 0 ? Stamp(value: $0).moment : nil }
            let contact = moment(row.value(2)).flatMap { $0.milliseconds > 0 ? $0 : nil }
            return NodeRow(
                card: card, isSelf: card.id == own, revokedAt: moment(row.value(1)), events: row.value(8) ?? 0,
                lastEvent: last, heardAt: [contact, last].compactMap { $0 }.max(), ahead: row.value(3) ?? 0,
                behind: row.value(4) ?? 0, since: moment(row.value(5)), isConnected: row.value(6) ?? false,
                trouble: decoded(PeerError.self, row.value(7)), quarantined: row.value(10) ?? 0,
                notUnderstood: row.value(11) ?? 0, lacks: decoded([String].self, row.value(12)) ?? [],
                knows: decoded([String].self, row.value(13)) ?? [], log: row.value(14) ?? 0)
        }
    }
}
