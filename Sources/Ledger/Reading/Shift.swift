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
    /// The stories that went out in it for the first time.
    public var publications: [Publication]

    /// The figures of all centres, or of one.
    public func figures(centre: CentreID? = nil) -> [Figure] {
        Figure.figures(centre == nil ? timings : timings.filter { $0.centre == centre })
    }

    /// How much of what went out had not been reviewed, of all centres or of one.
    public func emergencies(centre: CentreID? = nil) -> [EmergencyShare] {
        EmergencyShare.shares(centre == nil ? publications : publications.filter { $0.centre == centre })
    }
}

extension Snapshot {
    /// The present shift, or the time since `since`.
    public func shift(since wanted: Moment? = nil) throws -> Shift {
        let duty = try dutyTaken()
        let since = wanted ?? duty?.at ?? now.adding(seconds: -12 * 3600)
        let (timings, publications) = try measured(since: since)
        return Shift(since: since, dutyEditor: duty?.staff, timings: timings, publications: publications)
    }

    /// Who took duty at the desk last, and when; a day later it is no shift any more.
    private func dutyTaken() throws -> (staff: StaffID, at: Moment)? {
        let home = try desk().charter.id
        for event in try history(.centre(home)).reversed() {
            guard case .centre(.dutyTaken(let staff)) = event.fact else { continue }
            return now.seconds(since: event.at) < 24 * 3600 ? (staff, event.at) : nil
        }
        return nil
    }

    /// The steps taken since a moment, those that are overdue now, and what went out since then.
    private func measured(since: Moment) throws -> ([Timing], [Publication]) {
        var subjects = try touched(since: since)
        for table in Series.allCases.map(\.table) {
            let overdue = try Data.fetchCursor(
                db.cachedStatement(sql: "SELECT id FROM \(table.name) WHERE open = 1 AND limit_at <= ?"),
                arguments: [now.milliseconds])
            while let id = try overdue.next() { subjects.insert(id) }
        }
        var (timings, publications): ([Timing], [Publication]) = ([], [])
        for id in subjects.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            guard let subject = SubjectID(bytes: id) else { continue }
            let events = try EventStore.events(db, of: subject)
            timings += Timing.timings(of: events, now: now).filter { $0.seconds == nil || $0.at >= since }
            if let publication = Publication(of: events), publication.at >= since { publications.append(publication) }
        }
        return (timings, publications)
    }

    /// What anything happened to since a moment.
    private func touched(since: Moment) throws -> Set<Data> {
        var subjects: Set<Data> = []
        let limit = Stamp(at: since).value
        let origins = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT row, seq FROM origin WHERE stamp >= ?"), arguments: [limit])
        for origin in origins {
            let row = origin.integer(0)
            let first = try firstSequence(of: row, upTo: origin.integer(1), since: limit)
            let cursor = try Data.fetchCursor(
                db.cachedStatement(sql: "SELECT DISTINCT subject FROM event WHERE origin = ? AND seq >= ?"),
                arguments: [row, first])
            while let id = try cursor.next() { subjects.insert(id) }
        }
        return subjects
    }

    /// The first event of a chain at or after a stamp. Stamps of one chain only rise, so halving finds it.
    private func firstSequence(of origin: Int64, upTo last: Int64, since limit: Int64) throws -> Int64 {
        let stamp = try db.cachedStatement(sql: "SELECT stamp FROM event WHERE origin = ? AND seq = ?")
        var (low, high): (Int64, Int64) = (1, last &+ 1)
        while low < high {
            let middle = low + (high - low) / 2
            guard let value = try Int64.fetchOne(stamp, arguments: [origin, middle]) else { break }
            if value < limit { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
