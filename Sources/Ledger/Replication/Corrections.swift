import Foundation
import GRDB
import Newsroom

/// Which events count earlier than their node's clock said, since that clock was ahead.
///
/// Table `correction` holds what the facts `clockCorrected` say (`event` is the fact's row), and what this node proposes
/// until the desk has said so (`event` is negative: minus the next row of the log when it was proposed). An event that is
/// corrected has the stamp as it counts in `stamp`, and the one that it was written and hashed with in `written`.
struct Corrections {
    /// Of the events `first` to `last` of a chain, how many milliseconds the clock was ahead.
    struct Range: Equatable {
        var origin: OriginID
        var first: Int64
        var last: Int64
        var ahead: Int64
    }

    /// By chain, in the order in which they count: of two for one event the later.
    private var ranges: [OriginID: [Range]] = [:]

    /// - Parameter isProposed: whether what this node proposes counts too; without it an event counts as it does at all
    ///   other nodes.
    init(_ db: Database, isProposed: Bool = true) throws {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT c.origin, c.first, c.last, c.ahead, c.event < 0, ifnull(e.written, e.stamp), o.id, e.seq
                    FROM correction c LEFT JOIN event e ON e.row = c.event LEFT JOIN origin o ON o.row = e.origin
                    ORDER BY c.row
                    """))
        var (words, proposals): ([Word], [Range]) = ([], [])
        for row in rows {
            guard let range = Self.range(row) else { continue }
            if let stamp = row.value(5) as Int64?, let origin = row.origin(6), let sequence = row.value(7) as Int64? {
                words.append(Word(range: range, stamp: Stamp(value: stamp), origin: origin, sequence: sequence))
            } else {
                proposals.append(range)
            }
        }
        self.init(Self.settled(words) + (isProposed ? proposals : []))
    }

    /// A word may itself have been written by a wrong clock: it counts where the others put it, and they where it puts them.
    /// Each step of a clock that was set right in several takes one round more.
    private static func settled(_ words: [Word]) -> [Range] {
        var order = ordered(words)
        for _ in 0..<min(words.count, mostRounds) {
            let known = Corrections(order.map(\.range))
            let next = ordered(
                words.map { word in
                    var word = word
                    word.stamp = word.stamp.moved(back: known.ahead(word.origin, word.sequence))
                    return word
                })
            if next.map(\.range) == order.map(\.range) { break }
            order = next
        }
        return order.map(\.range)
    }

    /// More steps no clock is set right in; words that contradict each other come to no order, and every node must stop alike.
    private static let mostRounds = 64

    private init(_ ordered: [Range]) {
        for range in ordered { ranges[range.origin, default: []].append(range) }
    }

    /// What one fact says, and where it stands in the log.
    private struct Word {
        var range: Range
        var stamp: Stamp
        var origin: OriginID
        var sequence: Int64
    }

    private static func ordered(_ words: [Word]) -> [Word] {
        words.sorted { left, right in
            if left.stamp != right.stamp { return left.stamp < right.stamp }
            return left.origin == right.origin ? left.sequence < right.sequence : left.origin < right.origin
        }
    }

    private static func range(_ row: Row) -> Range? {
        guard let origin = row.origin(0), let first = row.value(1) as Int64?, let last = row.value(2) as Int64?,
            let ahead = row.value(3) as Int64?
        else { return nil }
        return Range(origin: origin, first: first, last: last, ahead: ahead)
    }

    var isEmpty: Bool { ranges.isEmpty }

    /// By how many milliseconds an event counts earlier.
    func ahead(_ origin: OriginID, _ sequence: Int64) -> Int64 {
        guard !ranges.isEmpty, let known = ranges[origin] else { return 0 }
        return known.last { $0.first <= sequence && sequence <= $0.last }?.ahead ?? 0
    }

    // MARK: - Facts

    /// Whether an event corrects a clock.
    static func isCorrection(_ event: Event) -> Bool {
        if case .desk(.clockCorrected) = event.fact { true } else { false }
    }

    /// What the facts of the log say, each with its row.
    static func facts(_ db: Database) throws -> [(row: Int64, range: Range)] {
        try EventStore.stored(db, of: .desk).compactMap { stored in
            guard case .desk(.clockCorrected(let origin, let first, let last, let ahead)) = stored.event.fact,
                stored.event.from == nil
            else { return nil }
            return (stored.row, Range(origin: origin, first: first, last: last, ahead: ahead))
        }
    }

    /// What the desk has said, as the table has it.
    static func said(_ db: Database) throws -> [Range] { try kept(db, "event > 0") }

    /// What this node proposes.
    static func proposals(_ db: Database) throws -> [Range] { try kept(db, "event < 0") }

    private static func kept(_ db: Database, _ condition: String) throws -> [Range] {
        try Row.fetchAll(
            db, sql: "SELECT origin, first, last, ahead FROM correction WHERE \(condition) ORDER BY row"
        ).compactMap(range)
    }

    static func propose(_ ranges: [Range], _ db: Database) throws {
        let mark = -(try EventStore.lastRow(db)) - 1
        for range in ranges {
            try trim(db, range, since: -mark)
            try db.execute(
                sql: "INSERT INTO correction(event, origin, first, last, ahead) VALUES(?, ?, ?, ?, ?)",
                arguments: [mark, Data(range.origin.bytes), range.first, range.last, range.ahead])
        }
    }

    /// Whether the table says what the facts say.
    static func isLevel(_ db: Database) throws -> Bool {
        let kept = try Row.fetchAll(
            db, sql: "SELECT origin, first, last, ahead, event FROM correction WHERE event > 0 ORDER BY event")
        let facts = try facts(db).sorted { $0.row < $1.row }
        return kept.count == facts.count
            && zip(kept, facts).allSatisfy { range($0) == $1.range && $0.value(4) as Int64? == $1.row }
    }

    /// Takes out of the proposals that were made before a row what is said there anew.
    private static func trim(_ db: Database, _ range: Range, since row: Int64) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT row, event, first, last, ahead FROM correction
                WHERE event < 0 AND -event <= ?1 AND origin = ?2 AND first <= ?4 AND last >= ?3 ORDER BY row
                """, arguments: [row, Data(range.origin.bytes), range.first, range.last])
        for old in rows {
            guard let first = old.value(2) as Int64?, let last = old.value(3) as Int64? else { continue }
            try db.execute(sql: "DELETE FROM correction WHERE row = ?", arguments: [old.integer(0)])
            var rest: [ClosedRange<Int64>] = []
            if first < range.first { rest.append(first...(range.first - 1)) }
            if last > range.last { rest.append((range.last + 1)...last) }
            for part in rest {
                try db.execute(
                    sql: "INSERT INTO correction(event, origin, first, last, ahead) VALUES(?, ?, ?, ?, ?)",
                    arguments: [
                        old.integer(1), Data(range.origin.bytes), part.lowerBound, part.upperBound, old.integer(4),
                    ])
            }
        }
    }

    /// Brings the table level with the facts, and each event that is concerned with the table. Of what is proposed a later
    /// fact counts in the place.
    static func settle(_ db: Database, _ judge: Authorizer, _ models: inout Models) throws {
        let before = try Corrections(db)
        // A proposal of nothing was withdrawn: it only says which events may have another stamp.
        try db.execute(sql: "DELETE FROM correction WHERE event < 0 AND ahead = 0")
        try db.execute(sql: "DELETE FROM correction WHERE event > 0")
        for (row, range) in try facts(db) {
            try trim(db, range, since: row)
            try db.execute(
                sql: "INSERT INTO correction(event, origin, first, last, ahead) VALUES(?, ?, ?, ?, ?)",
                arguments: [row, Data(range.origin.bytes), range.first, range.last, range.ahead])
        }
        let after = try Corrections(db)
        for origin in Set(before.ranges.keys).union(after.ranges.keys).sorted() {
            let known = (before.ranges[origin] ?? []) + (after.ranges[origin] ?? [])
            guard let first = known.map(\.first).min(), let last = known.map(\.last).max() else { continue }
            try after.restamp(db, origin, first...max(first, last), judge, &models)
        }
        try judge.judgeAgain(&models)
    }

    /// Brings table and events level as a step of its own, with all that follows from it.
    static func settle(_ db: Database) throws {
        var models = try Models(db)
        let judge = Authorizer(db)
        try settle(db, judge, &models)
        try models.finish()
        try judge.hearAgain()
    }

    /// Makes the table and the stamps anew from the log. Nothing is folded: whoever calls this folds everything.
    static func rebuild(_ db: Database) throws {
        try db.execute(
            sql: """
                UPDATE event SET stamp = written, written = NULL WHERE written IS NOT NULL;
                UPDATE origin SET stamp = written, written = NULL WHERE written IS NOT NULL;
                DELETE FROM correction WHERE event > 0
                """)
        var models = try Models(db, isIdle: true)
        try settle(db, Authorizer(db), &models)
    }

    /// Gives the events of a stretch the stamps with which they count.
    private func restamp(
        _ db: Database, _ origin: OriginID, _ stretch: ClosedRange<Int64>, _ judge: Authorizer, _ models: inout Models
    ) throws {
        let rows = try Row.fetchAll(
            db, sql: Authorizer.events + " WHERE o.id = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq",
            arguments: [Data(origin.bytes), stretch.lowerBound, stretch.upperBound])
        for row in rows {
            guard let counted = row.value(0) as Int64?, let id = row.value(11) as Int64?,
                let sequence = row.value(13) as Int64?
            else { continue }
            let written = (row.value(1) as Int64?) ?? counted
            let ahead = ahead(origin, sequence)
            let wanted = Stamp(value: written).moved(back: ahead).value
            guard wanted != counted else { continue }
            let old = EventStore.event(row)
            if let old { try models.touch(old) }
            if old?.isPassing == true { models.noteAll() }
            try db.cachedStatement(sql: "UPDATE event SET stamp = ?, written = ? WHERE row = ?").execute(
                arguments: [wanted, wanted == written ? nil : written, id])
            let fresh = try Row.fetchOne(
                db.cachedStatement(sql: Authorizer.events + " WHERE e.row = ?"), arguments: [id])
            guard let old, let fresh, let event = EventStore.event(fresh) else { continue }
            models.replace(row: id, with: event)
            try judge.restamped(fresh, from: old, to: event, row: id, &models)
        }
        try db.execute(
            sql: """
                UPDATE origin SET (stamp, written) = (SELECT e.stamp, e.written FROM event e
                    WHERE e.origin = origin.row AND e.seq = origin.seq)
                WHERE id = ? AND EXISTS (SELECT 1 FROM event e WHERE e.origin = origin.row AND e.seq = origin.seq)
                """, arguments: [Data(origin.bytes)])
    }

    /// Whether no event of a stretch lies ahead of the clock as it counts at all other nodes, who take it then.
    static func isPast(_ range: Range, _ db: Database, now: Moment) throws -> Bool {
        try events(db, range.origin, range.first, through: range.last, areAhead: true, of: now) == 0
    }

    /// How many events of a stretch lie ahead of the clock, or do not, as they count at all other nodes: without what this
    /// node proposes.
    static func events(
        _ db: Database, _ origin: OriginID, _ first: Int64, through last: Int64, areAhead: Bool, of now: Moment
    ) throws -> Int {
        let limit = ClockGuard.latest(now)
        let words = try Corrections(db, isProposed: false)
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT ifnull(e.written, e.stamp), e.seq FROM event e JOIN origin o ON o.row = e.origin
                WHERE o.id = ? AND e.seq BETWEEN ? AND ?
                """, arguments: [Data(origin.bytes), first, last])
        var count = 0
        while let row = try rows.next() {
            guard let written = row.value(0) as Int64?, let sequence = row.value(1) as Int64? else { continue }
            let counted = Stamp(value: written).moved(back: words.ahead(origin, sequence))
            if (counted > limit) == areAhead { count += 1 }
        }
        return count
    }

    /// Withdraws what was proposed of events that do not lie ahead any more; whether there was any. The stamps stay as
    /// they are until `settle`.
    static func withdraw(_ db: Database, now: Moment) throws -> Bool {
        let past = try proposals(db).filter { try isPast($0, db, now: now) }
        for range in past {
            try db.execute(
                sql: "UPDATE correction SET ahead = 0 WHERE event < 0 AND origin = ? AND first = ? AND last = ?",
                arguments: [Data(range.origin.bytes), range.first, range.last])
        }
        return !past.isEmpty
    }

    /// Whether something is said of a chain that this file goes on writing: its stamps would fall back behind those that
    /// were written, so it has to end.
    static func touchOwn(_ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM correction c JOIN origin o ON o.id = c.origin WHERE o.mine = 1)")
            ?? false
    }
}
