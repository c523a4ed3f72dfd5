import Foundation
import GRDB
import Newsroom

// What is to be corrected where a clock was ahead: which events count how much earlier, such that none lies ahead any
// more and what was here before an event still comes before it.
extension Corrections {
    /// One event as a plan looks at it.
    struct Entry {
        /// When it counts now, in milliseconds.
        var at: Int64
        /// By how many milliseconds that is earlier than it was written, since a correction said so already.
        var corrected: Int64 = 0
        /// Its chain, and its place there.
        var origin: OriginID
        var sequence: Int64
        /// Whether it is to be corrected.
        var isConcerned: Bool
    }

    /// How this node's own events that lie ahead of its clock can count earlier.
    ///
    /// - Parameters:
    ///   - after: rows up to here were written by a clock that was right, and all after it by one that was ahead; `nil`
    ///     where that is not known.
    ///   - exact: by how many milliseconds the clock was ahead, where that is known.
    static func plan(_ db: Database, now: Moment, after row: Int64?, exact: Int64?) throws -> [Range] {
        // Stamps of all of this node's chains rise together, so what is to be corrected is the end of each of them.
        let first = try Int64.fetchOne(
            db,
            sql: """
                SELECT min(e.row) FROM event e JOIN origin o ON o.row = e.origin
                WHERE o.mine = 1 AND (e.stamp > ? OR (? AND e.row > ?))
                """, arguments: [ClockGuard.latest(now).value, exact != nil && row != nil, row ?? 0])
        guard let first else { return [] }
        return try plan(db, now: now, from: first, where: "o.mine = 1", exact: exact)
    }

    /// How the events of other chains that lie ahead of the clock can count earlier: this file took them while its own clock
    /// was ahead as well, or has left the chain since. Whoever wrote them may have lost them, and then nobody else would say
    /// so. Each chain by itself.
    static func planOthers(_ db: Database, now: Moment) throws -> [Range] {
        let limit = ClockGuard.latest(now).value
        let chains = try Row.fetchAll(
            db, sql: "SELECT row FROM origin WHERE mine = 0 AND stamp > ? ORDER BY id", arguments: [limit])
        return try chains.flatMap { row -> [Range] in
            guard let chain = row.value(0) as Int64?,
                let first = try Int64.fetchOne(
                    db, sql: "SELECT min(row) FROM event WHERE origin = ? AND stamp > ?", arguments: [chain, limit])
            else { return [] }
            return try plan(db, now: now, from: first, where: "o.row = \(chain)", exact: nil)
        }
    }

    private static func plan(
        _ db: Database, now: Moment, from first: Int64, where concerned: String, exact: Int64?
    ) throws -> [Range] {
        let limit = ClockGuard.latest(now).value
        let before = try Int64.fetchOne(
            db, sql: "SELECT max(stamp) FROM event WHERE row < ? AND stamp <= ?", arguments: [first, limit])
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT e.stamp, e.seq, o.id, \(concerned), ifnull(e.written, e.stamp)
                FROM event e JOIN origin o ON o.row = e.origin
                WHERE e.row >= ? ORDER BY e.row
                """, arguments: [first])
        var entries: [Entry] = []
        while let row = try rows.next() {
            guard let stamp = row.value(0) as Int64?, let sequence = row.value(1) as Int64?, let origin = row.origin(2),
                let written = row.value(4) as Int64?
            else { continue }
            let isConcerned = row.value(3) as Bool? == true
            // Others that lie ahead say nothing of when it is.
            guard isConcerned || stamp <= limit else { continue }
            let at = Stamp(value: stamp).moment.milliseconds
            entries.append(
                Entry(
                    at: at, corrected: Stamp(value: written).moment.milliseconds - at, origin: origin,
                    sequence: sequence, isConcerned: isConcerned))
        }
        return level(
            entries, after: before.map { Stamp(value: $0).moment.milliseconds }, now: now.milliseconds, exact: exact)
    }

    /// - Parameters:
    ///   - entries: the events in the order in which they came here, from the first that is concerned on; of the others
    ///     only what does not lie ahead.
    ///   - before: the last moment before them.
    ///   - exact: by how many milliseconds the clock was ahead, where that is known.
    /// - Returns: the stretches to correct; all alike where that keeps the order, else those that would come before what
    ///   was here before them by less.
    static func level(_ entries: [Entry], after before: Int64?, now: Int64, exact: Int64?) -> [Range] {
        var (newest, ahead, last) = (before, exact, Int64.min)
        for entry in entries {
            guard entry.isConcerned else {
                newest = max(newest ?? entry.at, entry.at)
                continue
            }
            last = max(last, entry.at)
            // It may come no earlier than a millisecond after what was there before it.
            if let newest { ahead = min(ahead ?? .max, entry.at - newest - 1) }
        }
        guard last > .min else { return [] }
        // Order goes before the time of day: what a clock wrote that was a little ahead, here or on another machine,
        // stays where it is, and what came after it stays after it, as far ahead as is believed of any clock.
        let found = max(ahead ?? last - now, last - now - reach)
        guard found > 0 else { return [] }
        return stretches(entries, after: before, ahead: found, latest: now + reach)
    }

    /// How far ahead a corrected event may still lie, in milliseconds: on the last millisecond that is believed, one with a
    /// counter would lie beyond it.
    private static let reach = ClockGuard.limit - 1000

    private static func stretches(
        _ entries: [Entry], after before: Int64?, ahead: Int64, latest: Int64
    ) -> [Range] {
        var ranges: [OriginID: [Range]] = [:]
        var floor = before
        var previous: (at: Int64, counted: Int64)?
        for entry in entries {
            guard entry.isConcerned else {
                floor = max(floor ?? entry.at, entry.at)
                continue
            }
            var counted = entry.at - ahead
            // What must come later than that is moved like the one before it, as long as that is believed: one stretch for
            // many.
            if let previous, counted <= previous.counted {
                counted = max(counted, min(entry.at - (previous.at - previous.counted), latest))
            }
            if let floor { counted = max(counted, floor + 1) }
            // Within one millisecond the counter decides, which is another one's where they were written apart.
            if let previous, counted <= previous.counted, entry.at != previous.at || counted < previous.counted {
                counted = entry.at == previous.at ? previous.counted : previous.counted + 1
            }
            previous = (entry.at, counted)
            guard entry.at > counted else { continue }
            // Of two corrections of one event the later counts, and says all.
            let whole = entry.corrected + entry.at - counted
            var known = ranges[entry.origin] ?? []
            if let last = known.last, last.last + 1 == entry.sequence, last.ahead == whole {
                known[known.count - 1].last = entry.sequence
            } else {
                known.append(
                    Range(origin: entry.origin, first: entry.sequence, last: entry.sequence, ahead: whole))
            }
            ranges[entry.origin] = known
        }
        return ranges.keys.sorted().flatMap { ranges[$0] ?? [] }
    }
}
