import Foundation
import GRDB

/// Follows the hash chain through a stretch of the log: every link is made again from the bytes as stored.
enum ChainCheck {
    private struct End {
        var id: Data
        var sequence: Int64
        var hash: Data
    }

    static func run(_ db: Database, _ rows: ClosedRange<Int64>, _ result: inout Inspection.Result) throws {
        var ends = try ends(db, before: rows.lowerBound)
        var chain = Chain()
        let events = try RawRows(
            db,
            """
            SELECT origin, seq, ifnull(written, stamp), actor, role, centre, via, subject, kind, body, hash FROM event
            WHERE row >= \(rows.lowerBound) AND row <= \(rows.upperBound) ORDER BY row
            """)
        while try events.next() {
            result.events += 1
            let sequence = events.integer(1)
            guard events.isInteger(0), var end = ends[events.integer(0)] else {
                result.add(.broken(sequence: sequence))
                continue
            }
            if sequence != end.sequence &+ 1 { result.add(.gap(after: end.sequence, next: sequence)) }
            if !isLinked(events, &chain, after: end) { result.add(.broken(sequence: sequence)) }
            end.sequence = sequence
            end.hash = Data(events.bytes(10))
            ends[events.integer(0)] = end
        }
    }

    private static func isLinked(_ events: RawRows, _ chain: inout Chain, after end: End) -> Bool {
        guard events.isInteger(1), events.isInteger(2), events.isText(3), events.isText(4), events.isText(5),
            events.isText(6) || events.isNull(6), events.isBlob(7), events.isText(8), events.isBlob(9),
            events.isBlob(10)
        else { return false }
        chain.begin(after: end.hash, origin: end.id, sequence: events.integer(1), stamp: events.integer(2))
        for column in 3...5 { chain.field(events.bytes(column)) }
        if events.isNull(6) { chain.absentField() } else { chain.field(events.bytes(6)) }
        for column in 7...9 { chain.field(events.bytes(column)) }
        return chain.link().withUnsafeBytes { same($0, events.bytes(10)) }
    }

    /// Where each origin's chain stands before a row.
    private static func ends(_ db: Database, before row: Int64) throws -> [Int64: End] {
        var ends: [Int64: End] = [:]
        let nodes = try RawRows(db, "SELECT row, id FROM origin")
        while try nodes.next() {
            let origin = nodes.integer(0)
            var end = End(id: Data(nodes.bytes(1)), sequence: 0, hash: Chain.start)
            let last = try RawRows(
                db, "SELECT seq, hash FROM event WHERE row < \(row) AND +origin = \(origin) ORDER BY row DESC LIMIT 1")
            if try last.next() {
                end.sequence = last.integer(0)
                end.hash = Data(last.bytes(1))
            }
            ends[origin] = end
        }
        return ends
    }
}
