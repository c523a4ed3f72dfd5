import Foundation
import GRDB
import Newsroom

/// Judges whether events of other nodes count, by the roster, the membership and the loans of reviewers as the log has them; by the
/// roster also on whose word something went out in an emergency.
/// What does not is kept in its chain and set aside with the reason; when one of these changes, it is judged again.
final class Authorizer {
    private let db: Database
    private var cards: [StaffID: [(stamp: Stamp, card: StaffCard)]] = [:]
    /// Whose cards changed in this transaction, and from when on.
    private var people: [StaffID: Stamp] = [:]
    /// The loans that were asked for, as they stood when.
    private var loans: [SubjectID: LoanHistory] = [:]
    /// Those of which something changed in this transaction.
    private var changedLoans: Set<SubjectID> = []
    /// Centres of whose events some count no more, or count again.
    private var unsure: Set<CentreID> = []

    init(_ db: Database) { self.db = db }

    /// Why an event of a centre's node does not count; `nil` when it does.
    func distrust(_ event: Event, of node: NodeCard) throws -> RejectionReason? {
        try Authority.distrust(
            event, of: node, card: { person, stamp in try card(of: person, at: stamp) },
            hasSlot: { slot, centre in
                try Bool.fetchOne(
                    db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM member WHERE slot = ? AND centre = ?)"),
                    arguments: [slot, centre.rawValue]) ?? false
            }, loan: { id, stamp in try loan(id, before: stamp) }, desk: { try Roll.deskHouse(db) })
    }

    /// Why an event of one of the desk's own nodes does not count: these write everything, but what is done on a loan counts no
    /// further than the loan, and what goes out on a chief's word no further than they were chief.
    func distrust(ofDesk event: Event) throws -> RejectionReason? {
        try Authority.distrust(onLoan: event) { id, stamp in try loan(id, before: stamp) }
            ?? Authority.distrust(
                onAuthority: event, card: { person, stamp in try card(of: person, at: stamp) },
                desk: { try Roll.deskHouse(db) })
    }

    /// Sets an event aside.
    func quarantine(_ row: Int64, _ reason: RejectionReason) throws {
        let text = String(decoding: try JSONEncoder().encode(reason), as: UTF8.self)
        var isStrange = false
        if case .notUnderstood = reason { isStrange = true }
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO aside(event, reason, strange) VALUES(?, ?, ?)").execute(
            arguments: [row, text, isStrange])
    }

    /// Whether an event changes who belongs, and as what; it is remembered for `judgeAgain`, as is what changes a loan.
    func isOfRoster(_ event: Event) -> Bool {
        if case .loan = event.fact {
            // Where what is known need not be read again: whoever floods a loan costs no more than what they write.
            if loans[event.subject]?.add(event) == false { loans[event.subject] = nil }
            changedLoans.insert(event.subject)
        }
        if case .staff(let fact) = event.fact {
            let card = fact.card
            cards[card.id] = nil
            people[card.id] = min(people[card.id] ?? event.stamp, event.stamp)
        }
        return event.fact.isOfRoster
    }

    /// The person's card as it stood at a stamp.
    private func card(of person: StaffID, at stamp: Stamp) throws -> StaffCard? {
        if cards[person] == nil {
            cards[person] = try EventStore.stored(db, of: .staff(person)).compactMap { stored in
                guard case .staff(let fact) = stored.event.fact, fact.card.id == person else { return nil }
                return (stored.event.stamp, fact.card)
            }
        }
        return cards[person]?.last { $0.stamp < stamp }?.card
    }

    /// The loan as it stood just before a stamp.
    private func loan(_ id: SubjectID, before stamp: Stamp) throws -> Loan? {
        // The one subject whose events have no end, and which nobody lends: a node that names it must not have them all read.
        guard id != .desk else { return nil }
        if loans[id] == nil { loans[id] = LoanHistory(try EventStore.events(db, of: id)) }
        return loans[id]?.loan(before: stamp)
    }

    /// Judges again what the changes of this transaction may have changed: what was set aside, and what centres' nodes
    /// wrote after them.
    func judgeAgain(_ models: inout Models) throws {
        try judgeRoster(&models)
        // Last: who belongs decides which of a loan's own events count.
        try judgeLoans(&models)
    }

    private func judgeRoster(_ models: inout Models) throws {
        defer { people.removeAll() }
        try judgeSetAside(&models)
        try judgeRevoked(&models)
        guard let first = people.values.min() else { return }
        for origin in try Row.fetchAll(
            db, sql: "SELECT row, node FROM origin WHERE centre IS NOT NULL AND stamp > ?", arguments: [first.value])
        {
            guard let node = try Roll(db).member(NodeID(rawValue: origin.text(1))) else { continue }
            let rows = try Row.fetchAll(
                db, sql: Self.events + " WHERE e.origin = ? AND e.stamp > ? AND q.event IS NULL",
                arguments: [origin.integer(0), first.value])
            for row in rows where people[StaffID(rawValue: row.text(2))] != nil {
                guard let event = EventStore.event(row),
                    let reason = try distrust(event, of: node.card)
                else { continue }
                try set(aside: row.integer(11), event, reason, &models)
            }
        }
        try judgeAuthorities(since: first, &models)
    }

    /// Judges again what went out on the word of somebody whose card changed, by whatever node.
    private func judgeAuthorities(since first: Stamp, _ models: inout Models) throws {
        let rows = try Row.fetchAll(
            db, sql: Self.events + " WHERE \(Schema.namesAuthority) AND e.stamp > ?", arguments: [first.value])
        for row in rows {
            guard let event = EventStore.event(row), let named = event.fact.emergencyAuthority,
                [named.staff, named.deputyOf].contains(where: { $0.map { people[$0] != nil } ?? false })
            else { continue }
            try judge(row, event, &models)
        }
    }

    /// Whether some loan is not what it was when reviews were judged by it.
    var hasChangedLoans: Bool { !changedLoans.isEmpty }

    /// Remembers loans of which something changed elsewhere.
    func doubtLoans(_ ids: some Sequence<SubjectID>) {
        for id in ids {
            loans[id] = nil
            changedLoans.insert(id)
        }
    }

    /// Judges again what was done on the loans that changed, by whatever node: what waits for one, and what one no longer carries.
    func judgeLoans(_ models: inout Models) throws {
        while let id = changedLoans.popFirst() {
            // Between the blank behind the loan and the sign after a blank lies the house, whichever it is.
            let rows = try Row.fetchAll(
                db, sql: Self.events + " WHERE e.capacity >= ? AND e.capacity < ?",
                arguments: ["loan \(id) ", "loan \(id)!"])
            for row in rows {
                guard let event = EventStore.event(row) else { continue }
                try judge(row, event, &models)
            }
        }
    }

    /// What was set aside because it was not understood, or could not be judged, judged again by a program that knows more.
    static func learn(_ db: Database, _ progress: (Double) -> Void) throws {
        func left() throws -> Int { try Int.fetchOne(db, sql: "SELECT count(*) FROM aside") ?? 0 }
        var before = try left()
        let all = before
        guard all > 0 else { return }
        progress(0)
        let judge = Authorizer(db)
        var models = try Models(db)
        // Who belongs is learned before what they wrote.
        while true {
            try judge.judgeAgain(&models)
            try models.finish()
            let after = try left()
            progress(all > after ? 1 - Double(after) / Double(all) : 0)
            guard after < before else { break }
            before = after
        }
        try Corrections.settle(db, judge, &models)
        try models.finish()
        try judge.hearAgain()
    }

    static let events = """
        SELECT \(EventStore.fields), e.row, o.id, e.seq, o.stream, o.node
            FROM event e JOIN origin o ON o.row = e.origin LEFT JOIN aside q ON q.event = e.row
        """

    private func judgeSetAside(_ models: inout Models) throws {
        let rows = try Row.fetchAll(db, sql: Self.events + " WHERE e.row IN (SELECT event FROM aside)")
        for row in rows {
            let node = try Roll(db).member(NodeID(rawValue: row.text(15)))
            guard let origin = row.origin(12), let event = EventStore.event(row),
                let stream = ChainAudience(rawValue: row.text(14))
            else { continue }
            let sequence = row.integer(13)
            if let end = node?.end(of: origin), sequence > end { continue }
            if row.value(10) as String? != nil {
                guard let node else { continue }
                if let reason = try distrust(event, of: node.card) {
                    try quarantine(row.integer(11), reason)
                    continue
                }
            } else if let reason = try distrust(ofDesk: event) {
                try quarantine(row.integer(11), reason)
                continue
            }
            _ = isOfRoster(event)
            try models.touch(event)
            models.noteAll()
            try db.execute(sql: "DELETE FROM aside WHERE event = ?", arguments: [row.integer(11)])
            doubt(event)
            models.add(
                EventStore.Stored(
                    row: row.integer(11), origin: origin, sequence: sequence, stream: stream, event: event)
            )
        }
    }

    /// An event counts at another stamp: whoever judged it by its stamp judges again.
    func restamped(_ row: Row, from old: Event, to event: Event, row id: Int64, _ models: inout Models) throws {
        doubt(event)
        // Who was on the roster when is another question now.
        _ = isOfRoster(old)
        _ = isOfRoster(event)
        // It may not have counted so far.
        if case .loan = event.fact { doubtLoans([event.subject]) }
        guard
            row.value(10) as String? != nil || event.actor.person?.capacity != .own
                || event.fact.emergencyAuthority != nil
        else { return }
        try judge(row, event, &models)
    }

    /// Judges one event of `events` as it stands: what counted may do so no more, and what was set aside may count.
    private func judge(_ row: Row, _ event: Event, _ models: inout Models) throws {
        let id = row.integer(11)
        guard let origin = row.origin(12), let stream = ChainAudience(rawValue: row.text(14)) else { return }
        let sequence = row.integer(13)
        let node = try Roll(db).member(NodeID(rawValue: row.text(15)))
        if let end = node?.end(of: origin), sequence > end { return }
        let reason: RejectionReason?
        if row.value(10) as String? == nil {
            reason = try distrust(ofDesk: event)
        } else if let node {
            reason = try distrust(event, of: node.card)
        } else {
            return
        }
        let isAside =
            try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT 1 FROM aside WHERE event = ?"), arguments: [id]) != nil
        switch (reason, isAside) {
        case (let reason?, false): try set(aside: id, event, reason, &models)
        case (let reason?, true): try quarantine(id, reason)
        case (nil, true):
            try models.touch(event)
            models.noteAll()
            try db.execute(sql: "DELETE FROM aside WHERE event = ?", arguments: [id])
            doubt(event)
            models.add(EventStore.Stored(row: id, origin: origin, sequence: sequence, stream: stream, event: event))
        case (nil, false): break
        }
    }

    /// What revoked nodes wrote beyond where their chains end.
    func judgeRevoked(_ models: inout Models) throws {
        let revoked = try Row.fetchAll(
            db, sql: "SELECT o.row, o.id, m.ends FROM origin o JOIN member m ON m.key = o.node WHERE m.ends IS NOT NULL"
        )
        for chain in revoked {
            guard let origin = chain.origin(1),
                let ends = try? JSONDecoder().decode([OriginEnd].self, from: Data(chain.text(2).utf8))
            else { continue }
            let end = ends.first { $0.origin == origin }?.sequence ?? 0
            let rows = try Row.fetchAll(
                db, sql: Self.events + " WHERE e.origin = ? AND e.seq > ? AND q.event IS NULL",
                arguments: [chain.integer(0), end])
            for row in rows {
                guard let event = EventStore.event(row) else {
                    try quarantine(row.integer(11), .revoked)
                    continue
                }
                try set(aside: row.integer(11), event, .revoked, &models)
            }
        }
    }

    private func doubt(_ event: Event) {
        unsure.formUnion(event.heard)
    }

    /// When the centres of which events were set aside, or taken back, were heard last.
    func hearAgain() throws {
        defer { unsure.removeAll() }
        for centre in unsure {
            try db.execute(sql: "DELETE FROM heard WHERE centre = ?", arguments: [centre.rawValue])
            let rows = try Int64.fetchCursor(
                db,
                sql: """
                    SELECT e.row FROM event e LEFT JOIN aside q ON q.event = e.row WHERE q.event IS NULL
                        AND (e.house = ? OR e.kind = '\(RollCallFact.Kind.answered.rawValue)') ORDER BY e.stamp DESC
                    """, arguments: [centre.rawValue])
            // What this program cannot read, it has not heard. Rows are sorted without the events' bodies, which may be long.
            while let row = try rows.next() {
                let found = try Row.fetchOne(
                    db.cachedStatement(sql: Self.events + " WHERE e.row = ?"), arguments: [row])
                guard let event = found.flatMap({ EventStore.event($0) }),
                    event.heard.contains(centre)
                else {
                    continue
                }
                try db.execute(
                    sql: "INSERT INTO heard(centre, at) VALUES(?, ?)",
                    arguments: [centre.rawValue, event.at.milliseconds])
                break
            }
        }
    }

    private func set(aside row: Int64, _ event: Event, _ reason: RejectionReason, _ models: inout Models) throws {
        try models.touch(event)
        models.noteAll()
        try quarantine(row, reason)
        doubt(event)
        if case .loan = event.fact { doubtLoans([event.subject]) }
        models.remove(row: row, of: event.subject)
    }
}
