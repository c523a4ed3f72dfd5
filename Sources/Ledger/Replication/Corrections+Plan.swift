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
        /// Whether this file writes its chain: all of those had one clock.
        var isOwn = true
    }

    /// How the events that lie ahead of the clock can count earlier: this node's own, and those of other chains, which this
    /// file took while its own clock was ahead as well, or has left since. Whoever wrote those may have lost them, and then
    /// nobody else would say so.
    ///
    /// - Parameters:
    ///   - after: rows up to here were written by a clock that was right, and all after it by one that was ahead; `nil`
    ///     where that is not known.
    ///   - exact: by how many milliseconds the clock was ahead, where that is known.
    static func plan(_ db: Database, now: Moment, after row: Int64?, exact: Int64?) throws -> [Range] {
        let limit = ClockGuard.latest(now).value
        // Stamps of all of this node's chains rise together, so what is to be corrected is the end of each of them.
        let own = try Int64.fetchOne(
            db,
            sql: """
                SELECT min(e.row) FROM event e JOIN origin o ON o.row = e.origin
                WHERE o.mine = 1 AND (e.stamp > ? OR (? AND e.row > ?))
                """, arguments: [limit, exact != nil && row != nil, row ?? 0])
        var others: [Int64: Int64] = [:]
        let chains = try Row.fetchAll(
            db,
            sql: """
                SELECT row, (SELECT min(e.row) FROM event e WHERE e.origin = origin.row AND e.stamp > ?1)
                FROM origin WHERE mine = 0 AND stamp > ?1
                """, arguments: [limit])
        for chain in chains { others[chain.integer(0)] = chain.value(1) as Int64? }
        guard let first = (others.values + [own].compactMap { $0 }).min() else { return [] }
        let before = try Int64.fetchOne(
            db, sql: "SELECT max(stamp) FROM event WHERE row < ? AND stamp <= ?", arguments: [first, limit])
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT e.stamp, e.seq, o.id, o.mine, ifnull(e.written, e.stamp), o.row, e.row
                FROM event e JOIN origin o ON o.row = e.origin
                WHERE e.row >= ? ORDER BY e.row
                """, arguments: [first])
        var entries: [Entry] = []
        while let row = try rows.next() {
            guard let stamp = row.value(0) as Int64?, let sequence = row.value(1) as Int64?, let origin = row.origin(2),
                let written = row.value(4) as Int64?
            else { continue }
            let isOwn = row.flag(3)
            let isConcerned = (isOwn ? own : others[row.integer(5)]).map { row.integer(6) >= $0 } ?? false
            // What lies ahead all the same says nothing of when it is.
            guard isConcerned || stamp <= limit else { continue }
            let at = Stamp(value: stamp).moment.milliseconds
            entries.append(
                Entry(
                    at: at, corrected: Stamp(value: written).moment.milliseconds - at, origin: origin,
                    sequence: sequence, isConcerned: isConcerned, isOwn: isOwn))
        }
        return level(
            entries, after: before.map { Stamp(value: $0).moment.milliseconds }, now: now.milliseconds, exact: exact)
    }

    /// An event that is to be corrected, and the last moment that was here before it, of what is not.
    private typealias Concerned = (entry: Entry, floor: Int64?)

    /// - Parameters:
    ///   - entries: the events in the order in which they came here, from the first that is concerned on; of the others
    ///     only what does not lie ahead.
    ///   - before: the last moment before them.
    ///   - exact: by how many milliseconds the clock was ahead, where that is known.
    /// - Returns: the stretches to correct: of one clock all alike where that keeps the order, else those that would come
    ///   before what was here before them by less. Those that are corrected keep the order that their stamps give them.
    static func level(_ entries: [Entry], after before: Int64?, now: Int64, exact: Int64?) -> [Range] {
        var newest = before
        var concerned: [Concerned] = []
        for entry in entries {
            if entry.isConcerned {
                concerned.append((entry, newest))
            } else {
                newest = max(newest ?? entry.at, entry.at)
            }
        }
        let clocks = Dictionary(grouping: concerned) { $0.entry.isOwn ? nil : $0.entry.origin }
        let ahead = clocks.mapValues { events -> Int64 in
            // It may come no earlier than a millisecond after what was there before it.
            let room = events.compactMap { event in event.floor.map { event.entry.at - $0 - 1 } }
            let last = events.map(\.entry.at).max() ?? now
            // Order goes before the time of day: what a clock wrote that was a little ahead, here or on another machine,
            // stays where it is, and what came after it stays after it, as far ahead as is believed of any clock.
            return max(([exact].compactMap { $0 } + room).min() ?? last - now, last - now - reach)
        }
        let inOrder = concerned.sorted { one, other in
            let (left, right) = (one.entry, other.entry)
            if left.at != right.at { return left.at < right.at }
            return left.origin == right.origin ? left.sequence < right.sequence : left.origin < right.origin
        }
        return stretches(inOrder, latest: now + reach) { ahead[$0.isOwn ? nil : $0.origin] ?? 0 }
    }

    /// How far ahead a corrected event may still lie, in milliseconds: on the last millisecond that is believed, one with a
    /// counter would lie beyond it.
    private static let reach = ClockGuard.limit - 1000

    private static func stretches(_ events: [Concerned], latest: Int64, ahead: (Entry) -> Int64) -> [Range] {
        var ranges: [OriginID: [Range]] = [:]
        var previous: (at: Int64, counted: Int64)?
        for (entry, floor) in events {
            var counted = entry.at - max(0, ahead(entry))
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
            counted = min(counted, entry.at)
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
