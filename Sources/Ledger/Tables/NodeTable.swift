import Foundation
import GRDB
import Newsroom

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
    public var trouble: Trouble?
    /// How many of its events are set aside.
    public var quarantined: Int
    /// How many of its events this version does not understand.
    public var notUnderstood = 0
    /// The kinds of facts that it does not know and this version does: it is behind.
    public var lacks: [String] = []
    /// The kinds of facts that it knows and this version does not: this one is behind.
    public var knows: [String] = []

    /// Which of the two is behind, where one is; `nil` where both know the same kinds of facts.
    public var versionGap: Phrase? {
        if isNewer { return Phrase("本机版本旧，请升级", "newer than this one: upgrade here") }
        return lacks.isEmpty ? nil : Phrase("版本旧，请升级", "older: upgrade it")
    }

    /// The same in a word, for lists.
    public var versionWord: Phrase? {
        if isNewer { return Phrase("版本新", "newer version") }
        return lacks.isEmpty ? nil : Phrase("版本旧", "older version")
    }

    private var isNewer: Bool { !knows.isEmpty || notUnderstood > 0 }

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

/// An event that was set aside, with the reason.
public struct QuarantineRow: Equatable, Sendable {
    /// The row of the log.
    public var id: Int64
    /// Who wrote it.
    public var node: NodeID
    /// What people call the node.
    public var name: String
    /// Its number in the chain.
    public var sequence: Int64
    /// The name of the fact.
    public var kind: String
    /// When it was written, by the node's clock.
    public var at: Moment
    /// Who is said to have done it.
    public var actor: StaffID
    /// Why it does not count.
    public var reason: Distrust
    /// The event, where this program can read it.
    public var event: Event?
}

/// An act that came to nothing because another one came first.
public struct OverruledRow: Equatable, Sendable {
    /// The row of the log.
    public var id: Int64
    /// What was done.
    public var event: Event
    /// The rule that refused it.
    public var why: Refusal
    /// The number and title of what it was about.
    public var number: Number?
    /// Its title.
    public var title: String?
    /// The thing as it stands now.
    public var standing: AnySubject

    /// What was done and when, about what, why it does not count, and what can be done now.
    ///
    /// - Parameters:
    ///   - now: when it is told.
    ///   - read: whom it is told to.
    public func sentence(now: Moment, _ read: Reader) -> String {
        event.overruled(by: why, number: number, title: title, standing: standing, now: now, read)
    }
}

extension Reading {
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
                trouble: decoded(Trouble.self, row.value(8)), quarantined: 0)
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
                            ON o.row = e.origin WHERE o.node = m.key AND q.reason NOT GLOB \(Self.strange)),
                        (SELECT count(*) FROM aside q JOIN event e ON e.row = q.event JOIN origin o
                            ON o.row = e.origin WHERE o.node = m.key AND q.reason GLOB \(Self.strange)),
                        c.lacks, c.knows
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
                trouble: decoded(Trouble.self, row.value(7)), quarantined: row.value(10) ?? 0,
                notUnderstood: row.value(11) ?? 0, lacks: decoded([String].self, row.value(12)) ?? [],
                knows: decoded([String].self, row.value(13)) ?? [])
        }
    }

    /// The reasons of what a newer program wrote, as SQL has them.
    static let strange = "'{\"\(Distrust.notUnderstoodKey)\":*'"

    /// What was set aside, the latest first, without what this version does not understand.
    public func quarantine(limit: Int = 100) throws -> [QuarantineRow] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT e.stamp, e.actor, e.role, e.centre, e.via, e.subject, e.kind, e.body, o.centre, e.row, e.seq,
                        o.node, m.name, q.reason, e.written
                    FROM aside q JOIN event e ON e.row = q.event JOIN origin o ON o.row = e.origin
                    LEFT JOIN member m ON m.key = o.node WHERE q.reason NOT GLOB \(Self.strange)
                    ORDER BY q.event DESC LIMIT ?
                    """), arguments: [limit])
        return rows.compactMap { row in
            guard let reason = decoded(Distrust.self, row.text(13)) else { return nil }
            return QuarantineRow(
                id: row.integer(9), node: NodeID(rawValue: row.text(11)), name: row.text(12), sequence: row.integer(10),
                kind: row.text(6), at: Stamp(value: row.value(0) ?? 0).moment,
                actor: StaffID(rawValue: row.text(1)), reason: reason,
                event: EventStore.event(row, written: 14))
        }
    }

    /// What somebody did that came to nothing, the latest first, without what they have seen already; of everybody, seen
    /// or not, where nobody is named. That a message was read twice is nothing to tell.
    public func overruled(of person: StaffID? = nil, limit: Int = 50) throws -> [OverruledRow] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT v.event, v.subject FROM void v JOIN event e ON e.row = v.event
                    WHERE e.kind <> '\(MessageFact.Kind.read.rawValue)' AND (?1 IS NULL OR (v.actor = ?1 AND NOT EXISTS (
                        SELECT 1 FROM event r LEFT JOIN aside q ON q.event = r.row
                        WHERE r.subject = v.subject AND r.kind = '\(CommonFact.Kind.overruledRead.rawValue)' AND r.actor = v.actor
                            AND q.event IS NULL AND CAST(r.body AS TEXT)
                                = '{"at":' || e.stamp || '}')))
                    ORDER BY v.event DESC LIMIT ?2
                    """), arguments: [person?.rawValue, limit])
        return try rows.compactMap { row in
            guard let id = row.value(1) as SubjectID? else { return nil }
            let stored = EventStore.counting(try EventStore.stored(db, of: id))
            guard let place = stored.firstIndex(where: { $0.row == row.integer(0) }),
                let judged = AnySubject.judged(stored.map(\.event.asItHappened)), let why = judged.void[place]
            else { return nil }
            let event = stored[place].event.asItHappened
            // What was told again has another stamp than the event that it tells of, which only this shows.
            let isRead = stored.map(\.event.asItHappened).contains {
                $0.fact == .common(.overruledRead(at: event.stamp)) && $0.actor.staff == event.actor.staff
            }
            if person != nil && isRead { return nil }
            let named = try named(id, of: event.fact.kind)
            return OverruledRow(
                id: row.integer(0), event: event, why: why, number: named?.0, title: named?.1, standing: judged.state)
        }
    }
}
