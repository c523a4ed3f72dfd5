import GRDB
import Newsroom

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
    public func sentence(now: Moment, _ read: Localizer) -> String {
        event.overruled(by: why, number: number, title: title, standing: standing, now: now, read)
    }
}

extension Snapshot {
    /// What somebody did that came to nothing, the latest first, without what they have seen already; of everybody, seen
    /// or not, where nobody is named. That a message was read twice is nothing to tell.
    public func overruled(of person: StaffID? = nil, limit: Int = 50) throws -> [OverruledRow] {
        // What somebody did is found by who did it: a desk has more such acts with every year.
        let unseen = """
            AND v.actor = ?1 AND NOT EXISTS (
                SELECT 1 FROM event r LEFT JOIN aside q ON q.event = r.row
                WHERE r.subject = v.subject AND r.kind = '\(CommonFact.Kind.overruledRead.rawValue)' AND r.actor = v.actor
                    AND q.event IS NULL AND CAST(r.body AS TEXT) = '{"at":' || e.stamp || '}')
            """
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT v.event, v.subject FROM void v JOIN event e ON e.row = v.event
                    WHERE e.kind <> '\(MessageFact.Kind.read.rawValue)' \(person == nil ? "AND ?1 IS NULL" : unseen)
                    ORDER BY v.event DESC LIMIT ?2
                    """), arguments: [person?.rawValue, limit])
        return try rows.compactMap { row in
            guard let id = row.value(1) as SubjectID? else { return nil }
            let stored = EventStore.counting(try EventStore.stored(db, of: id))
            guard let place = stored.firstIndex(where: { $0.row == row.integer(0) }),
                let judged = AnySubject.replay(stored.map(\.event.asItHappened)), let why = judged.void[place]
            else { return nil }
            let event = stored[place].event.asItHappened
            // What was told again has another stamp than the event that it tells of, which only this shows.
            let isRead = stored.map(\.event.asItHappened).contains {
                $0.fact == .common(.overruledRead(at: event.stamp)) && $0.actor.id == event.actor.id
            }
            if person != nil && isRead { return nil }
            let named = try named(id, of: event.fact.kind)
            return OverruledRow(
                id: row.integer(0), event: event, why: why, number: named?.0, title: named?.1, standing: judged.state)
        }
    }
}
