import Foundation
import GRDB

@testable import Ledger
@testable import Newsroom

extension World {
    /// All lines are whole and all clocks right: everybody comes to have everything, in the same state.
    func heal() throws {
        for node in nodes { node.taking = nil }
        for line in lines { for exchange in line.exchanges { exchange.closed() } }
        lines = []
        for node in nodes { node.offset = 0 }
        // Longer than any clock was ahead.
        now = now.adding(seconds: 24 * 3600)
        set()
        // Where nobody works any more nobody could say that a clock is right.
        try trust(0)
        for person in Self.people.dropFirst(4) {
            try nodes[0].ledger.perform(.staff(.change(Self.card(person))), as: Self.admin)
        }
        for node in nodes.indices.dropFirst() {
            nodes[node].clock.boot()
            _ = try meet(node, 0)
            try trust(node)
        }
        for _ in 0..<3 {
            for node in nodes.indices.dropFirst() { _ = try meet(node, 0) }
            // What centres print and the desk runs.
            for node in nodes where !node.isRevoked {
                for one in try node.ledger.clockStatus().proposals {
                    try nodes[0].ledger.perform(
                        .desk(.correctClock(one.origin, first: one.first, last: one.last, by: one.ahead)),
                        as: Self.admin)
                }
            }
        }
        // Nodes of one centre give each other what is their centre's own.
        for _ in 0..<2 {
            for one in nodes.indices.dropFirst() {
                for other in nodes.indices.dropFirst() where one < other && nodes[one].centre == nodes[other].centre {
                    _ = try meet(one, other)
                }
            }
        }
    }

    func check() throws {
        let honest = nodes.indices.filter { !nodes[$0].isRevoked }
        for index in honest where !hostile.contains(index) {
            let findings = try nodes[index].ledger.verify().findings
            guard findings.isEmpty else {
                throw Wrong("node \(index) does not verify: \(findings.map { $0.phrase(.en) })")
            }
        }
        let heads = try nodes[0].ledger.heads(for: "")
        let models = try nodes[0].ledger.sharedModels()
        for index in honest.dropFirst() {
            let others = try nodes[index].ledger.heads(for: "")
            guard others == heads else { throw Wrong("node \(index) has other heads: \(others) instead of \(heads)") }
            guard !hostile.contains(index) else { continue }
            for (table, rows) in try nodes[index].ledger.sharedModels() where rows != models[table] {
                let there = models[table] ?? [:]
                let own = try nodes[index].ledger.ownSubjects()
                let other =
                    rows.keys.filter { rows[$0] != there[$0] && !(there[$0] == nil && own.contains($0)) }
                    + there.keys.filter { rows[$0] == nil }
                guard !other.isEmpty else { continue }
                throw Wrong(
                    "\(table) differs at node \(index): \(other.prefix(3).map { "\(rows[$0] ?? "-") / \(there[$0] ?? "-")" })"
                )
            }
        }
        for index in honest {
            for promise in nodes[index].acknowledged {
                guard try nodes[index].holds(promise) else {
                    throw Wrong(
                        "node \(index) lost \(promise.origin.short) \(promise.sequence), which it had acknowledged")
                }
            }
        }
        let (naive, aside) = try NaiveFold(nodes[0].ledger).outcome()
        let known = try nodes[0].ledger.setAside().held
        for index in honest where !hostile.contains(index) {
            // Of what was revoked some have what the desk has not.
            let (here, held) = try nodes[index].ledger.setAside()
            let wrong = here.intersection(known).symmetricDifference(aside.intersection(held))
            if let place = wrong.min(by: { $0.sequence < $1.sequence }) {
                throw Wrong(
                    "node \(index) \(here.contains(place) ? "sets aside" : "lets count") \(place.origin.prefix(4).map { $0 }) \(place.sequence), the naive fold does not: \(try nodes[0].ledger.quarantined(place)) \(try nodes[index].ledger.quarantined(place))"
                )
            }
        }
        for (table, rows) in models where rows != naive[table] ?? [:] {
            let other = naive[table] ?? [:]
            let keys = Set(rows.keys).union(other.keys).filter { rows[$0] != other[$0] }
            throw Wrong(
                "\(table) is not what the naive fold says: \(keys.prefix(3).map { "\(rows[$0] ?? "-") / \(other[$0] ?? "-")" })"
            )
        }
    }
}

/// Where an event stands in the log.
struct LogPlace: Hashable {
    var origin: Data
    var sequence: Int64
}

extension Ledger {
    /// What is set aside of everybody's events, and of which it is known at all.
    func setAside() throws -> (aside: Set<LogPlace>, held: Set<LogPlace>) {
        try read { desk in
            var (aside, held): (Set<LogPlace>, Set<LogPlace>) = ([], [])
            let rows = try Row.fetchCursor(
                desk.db,
                sql: """
                    SELECT o.id, e.seq, q.event IS NOT NULL FROM event e JOIN origin o ON o.row = e.origin
                    LEFT JOIN aside q ON q.event = e.row WHERE o.stream = 'shared'
                    """)
            while let row = try rows.next() {
                let place = LogPlace(origin: row[0], sequence: row[1])
                held.insert(place)
                if row[2] { aside.insert(place) }
            }
            return (aside, held)
        }
    }

    /// What an event is, and why it is set aside.
    func quarantined(_ place: LogPlace) throws -> String {
        try read { desk in
            let row = try Row.fetchOne(
                desk.db,
                sql: """
                    SELECT e.kind, e.actor, e.role, e.stamp, CAST(e.body AS TEXT), ifnull(q.reason, '-')
                    FROM event e JOIN origin o ON o.row = e.origin LEFT JOIN aside q ON q.event = e.row
                    WHERE o.id = ? AND e.seq = ?
                    """, arguments: [place.origin, place.sequence])
            return row.map { "\($0)" } ?? "nowhere"
        }
    }

    /// Of what there are events in a chain of the centre's own.
    func ownSubjects() throws -> Set<Data> {
        try read { desk in
            Set(
                try Data.fetchAll(
                    desk.db,
                    sql:
                        "SELECT DISTINCT e.subject FROM event e JOIN origin o ON o.row = e.origin WHERE o.stream = 'own'"
                ))
        }
    }

    /// The read models of what is everybody's, by subject.
    func sharedModels() throws -> [String: [Data: String]] {
        try read { desk in
            let shared = Set(
                try Data.fetchAll(
                    desk.db,
                    sql: """
                        SELECT DISTINCT e.subject FROM event e JOIN origin o ON o.row = e.origin WHERE o.stream = 'shared'
                        """))
            var all: [String: [Data: String]] = [:]
            for table in Projection.tables {
                let columns = table.columns.joined(separator: ", ")
                for row in try Row.fetchAll(desk.db, sql: "SELECT \(columns) FROM \(table.name)") {
                    let id: Data = row[0]
                    if shared.contains(id) {
                        all[table.name, default: [:]][id] = "\(Array(row.databaseValues.dropFirst()))"
                    }
                }
            }
            return all
        }
    }
}

/// The state of everything by the shortest way there is: all events sorted, judged and applied one by one. Shares no code
/// with the ledger but the rules of the newsroom and the form of a row.
struct NaiveFold {
    private struct Entry {
        var origin: [UInt8]
        var sequence: Int64
        var node: String
        var event: Event

        var place: LogPlace { LogPlace(origin: Data(origin), sequence: sequence) }
    }

    private var entries: [Entry] = []

    init(_ ledger: Ledger) throws {
        entries = try ledger.read { desk in
            try Row.fetchAll(
                desk.db,
                sql: """
                    SELECT o.id, e.seq, o.node, ifnull(e.written, e.stamp), e.actor, e.role, e.house, e.capacity, e.via, e.subject, e.kind, e.body
                    FROM event e JOIN origin o ON o.row = e.origin WHERE o.stream = 'shared'
                    """
            ).compactMap { row -> Entry? in
                guard let fact = try? (row[11] as Data).fact(row[10]),
                    let actor = try? Actor(id: row[4], role: row[5], house: row[6], capacity: row[7], via: row[8]),
                    let subject = SubjectID(bytes: row[9] as Data)
                else { return nil }
                return Entry(
                    origin: [UInt8](row[0] as Data), sequence: row[1], node: row[2],
                    event: Event(subject: subject, stamp: Stamp(value: row[3]), actor: actor, fact: fact))
            }
        }
        sort()
        correctClocks()
        sort()
    }

    private mutating func sort() {
        entries.sort { left, right in
            if left.event.stamp != right.event.stamp { return left.event.stamp < right.event.stamp }
            if left.origin != right.origin { return left.origin.lexicographicallyPrecedes(right.origin) }
            return left.sequence < right.sequence
        }
    }

    /// What the desk says of clocks that were ahead, in the order in which it was written: the last word on an event counts.
    private mutating func correctClocks() {
        var desk: Set<String> = []
        for case .node(.admitted(let card)) in entries.map(\.event.fact) where card.centre == "zz" {
            desk.insert(card.id.rawValue)
        }
        var words = entries.compactMap {
            entry -> (entry: Entry, origin: [UInt8], events: ClosedRange<Int64>, by: Int64)? in
            guard case .desk(.clockCorrected(let origin, let first, let last, let by)) = entry.event.fact,
                desk.contains(entry.node)
            else { return nil }
            return (entry, origin.bytes, first...last, by)
        }
        func ahead(_ entry: Entry) -> Int64 {
            words.last { $0.origin == entry.origin && $0.events.contains(entry.sequence) }?.by ?? 0
        }
        // A word may itself have been written by a wrong clock.
        let stamps = words.map { $0.entry.event.stamp.moved(back: ahead($0.entry)) }
        let order = words.indices.sorted { left, right in
            if stamps[left] != stamps[right] { return stamps[left] < stamps[right] }
            let (one, other) = (words[left].entry, words[right].entry)
            if one.origin != other.origin { return one.origin.lexicographicallyPrecedes(other.origin) }
            return one.sequence < other.sequence
        }
        words = order.map { words[$0] }
        for index in entries.indices {
            let entry = entries[index]
            let by = ahead(entry)
            if by > 0 { entries[index].event = entry.event.corrected(by: by) }
        }
    }

    /// The rows of what is everybody's, and which events are set aside.
    func outcome() throws -> (rows: [String: [Data: String]], aside: Set<LogPlace>) {
        var aside: Set<LogPlace> = []
        let desk = "zz"
        var cards: [String: NodeCard] = [:]
        for case .node(.admitted(let card)) in entries.map(\.event.fact) { cards[card.id.rawValue] = card }
        func isDesk(_ entry: Entry) -> Bool { cards[entry.node]?.centre.rawValue == desk }
        var ends: [String: [OriginEnd]] = [:]
        for entry in entries where isDesk(entry) {
            if case .node(.revoked(let list, _)) = entry.event.fact {
                for card in cards.values
                where SubjectID.node(card.id) == entry.event.subject && ends[card.id.rawValue] == nil {
                    ends[card.id.rawValue] = list
                }
            }
        }
        var roster: [StaffID: [(stamp: Stamp, card: StaffCard)]] = [:]
        var states: [SubjectID: AnySubject] = [:]
        var loans: [SubjectID: [(stamp: Stamp, loan: Loan)]] = [:]
        func loan(_ id: SubjectID, _ stamp: Stamp) -> Loan? { loans[id]?.last { $0.stamp < stamp }?.loan }
        // What happened in the same instant was not known to whoever acted.
        func card(_ person: StaffID, _ stamp: Stamp) -> StaffCard? {
            roster[person]?.last { $0.stamp < stamp }?.card
        }
        for entry in entries {
            var event = entry.event
            if let list = ends[entry.node] {
                let end = list.first { $0.origin.bytes == entry.origin }?.sequence ?? 0
                if entry.sequence > end {
                    aside.insert(entry.place)
                    continue
                }
            }
            if isDesk(entry) {
                if Authority.distrust(onLoan: event, loan: loan) != nil
                    || Authority.distrust(onAuthority: event, card: card, desk: { CentreID(rawValue: desk) }) != nil
                {
                    aside.insert(entry.place)
                    continue
                }
            } else {
                guard let node = cards[entry.node] else { continue }
                event.from = node.centre
                if Authority.distrust(
                    event, of: node, card: card,
                    hasSlot: { slot, centre in cards.values.contains { $0.slot == slot && $0.centre == centre } },
                    loan: loan, desk: { CentreID(rawValue: desk) }) != nil
                {
                    aside.insert(entry.place)
                    continue
                }
            }
            switch event.fact {
            case .staff(.added(let card)) where event.subject == .staff(card.id),
                .staff(.changed(let card)) where event.subject == .staff(card.id):
                roster[card.id, default: []].append((event.stamp, card))
            default: break
            }
            let happened = event.asItHappened
            if let state = states[event.subject] {
                if let next = try? state.applying(happened) { states[event.subject] = next }
            } else if let state = AnySubject.replay([happened])?.state {
                states[event.subject] = state
            }
            if case .loan(let loan) = states[event.subject] {
                loans[event.subject, default: []].append((event.stamp, loan))
            }
        }
        var rows: [String: [Data: String]] = [:]
        for (subject, state) in states {
            let projection = Projection(state)
            rows[projection.table.name, default: [:]][Data(subject.bytes)] = "\(Array(projection.values.dropFirst()))"
        }
        return (rows, aside)
    }
}
