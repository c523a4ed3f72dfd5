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
            SELECT origin, seq, ifnull(written, stamp), actor, role, house, capacity, via, subject, kind, body, hash FROM event
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
            end.hash = Data(events.bytes(11))
            ends[events.integer(0)] = end
        }
    }

    private static func isLinked(_ events: RawRows, _ chain: inout Chain, after end: End) -> Bool {
        guard events.isInteger(1), events.isInteger(2), events.isText(3), events.isText(5),
            [4, 6, 7].allSatisfy({ events.isText($0) || events.isNull($0) }), events.isBlob(8), events.isText(9),
            events.isBlob(10), events.isBlob(11)
        else { return false }
        chain.begin(after: end.hash, origin: end.id, sequence: events.integer(1), stamp: events.integer(2))
        for column in 3...10 {
            if events.isNull(column) { chain.absentField() } else { chain.field(events.bytes(column)) }
        }
        return chain.link().withUnsafeBytes { same($0, events.bytes(11)) }
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
