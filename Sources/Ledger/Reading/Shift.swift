import Foundation
import GRDB
import Newsroom

/// A shift of the desk (班次): from whoever took duty last.
public struct Shift: Equatable, Sendable {
    /// When it began.
    public var since: Moment
    /// Who took duty at the desk; `nil` when nobody did within a day, and the shift is the last twelve hours.
    public var dutyEditor: StaffID?
    /// How long each step took in it, and what is overdue now.
    public var timings: [Timing]

    /// The figures of all centres, or of one.
    public func figures(centre: CentreID? = nil) -> [Figure] {
        Figure.figures(centre == nil ? timings : timings.filter { $0.centre == centre })
    }
}

extension Reading {
    /// The present shift, or the time since `since`.
    public func shift(since wanted: Moment? = nil) throws -> Shift {
        let duty = try dutyTaken()
        let since = wanted ?? duty?.at ?? now.adding(seconds: -12 * 3600)
        return Shift(since: since, dutyEditor: duty?.staff, timings: try timings(since: since))
    }

    /// Who took duty at the desk last, and when; a day later it is no shift any more.
    private func dutyTaken() throws -> (staff: StaffID, at: Moment)? {
        let home = try desk().charter.id
        for event in try history(.centre(home)).reversed() {
            guard case .dutyTaken(let staff) = event.fact else { continue }
            return now.seconds(since: event.at) < 24 * 3600 ? (staff, event.at) : nil
        }
        return nil
    }

    /// The steps taken since a moment, and those that are overdue now.
    private func timings(since: Moment) throws -> [Timing] {
        let cursor = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT stamp, actor, role, centre, via, subject, kind, body FROM event WHERE subject IN (
                        SELECT subject FROM event WHERE row >= ?
                        UNION SELECT id FROM task WHERE open = 1 AND limit_at < ?
                        UNION SELECT id FROM story WHERE open = 1 AND limit_at < ?
                        UNION SELECT id FROM lead WHERE open = 1 AND limit_at < ?)
                    ORDER BY subject, stamp, origin
                    """),
            arguments: [try firstRow(since: since), now.milliseconds, now.milliseconds, now.milliseconds])
        let decoder = JSONDecoder()
        var timings: [Timing] = []
        var events: [Event] = []
        func close() {
            timings += Timing.timings(of: events, now: now).filter { $0.seconds == nil || $0.at >= since }
            events.removeAll(keepingCapacity: true)
        }
        while let row = try cursor.next() {
            guard let event = EventStore.event(row, decoder) else { continue }
            if let last = events.last, last.subject != event.subject { close() }
            events.append(event)
        }
        close()
        return timings
    }

    /// The first row of the log at or after a moment. Rows of one file follow each other in time, so halving finds it.
    private func firstRow(since: Moment) throws -> Int64 {
        let stamp = try db.cachedStatement(sql: "SELECT row, stamp FROM event WHERE row >= ? ORDER BY row LIMIT 1")
        var low: Int64 = 0
        var high = (try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(row) FROM event")) ?? 0) + 1
        while low < high {
            let middle = low + (high - low) / 2
            guard let row = try Row.fetchOne(stamp, arguments: [middle]), let value: Int64 = row.value(1) else { break }
            if Stamp(value: value).moment < since { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
