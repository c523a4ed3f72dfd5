import Foundation
import GRDB
import Newsroom

/// A line of the duty log: an event, and the number and title of what it is about.
public struct LogRow: Equatable, Sendable, Identifiable {
    /// Its place in this file's order of arrival.
    public var id: Int64
    /// When it happened.
    public var at: Moment
    /// Whose act it was.
    public var actor: ActorID
    /// The name of its kind.
    public var kind: String
    /// When it came into this file: at once where it was done here, else when this node heard of it.
    public var arrived: Moment?
    /// Who did what; `nil` for what a newer program wrote and this one does not understand.
    public var event: Event?
    /// The number of what it is about; `nil` for the desk, its people and roll calls, which have none.
    public var number: Number?
    /// The title of what it is about, as it stands now; `nil` where `number` is.
    public var title: String?

    /// Whether the rules did not let it count.
    public var isVoid = false

    /// What happened, in words.
    public func logText(_ read: Localizer) -> String {
        let text = event?.logText(read) ?? read(FactKind.notUnderstood(kind))
        return isVoid ? read("未算数：\(text)", "does not count: \(text)") : text
    }

    /// Whether it may read otherwise once these are written.
    func depends(on changed: Set<SubjectID>) -> Bool {
        guard let event else { return false }
        // A placement is told by its story, and a message has the number of what it is about.
        if case .placement = event.fact { return !changed.isEmpty }
        if case .message(.sent(_, _, .some)) = event.fact, number == nil { return !changed.isEmpty }
        return changed.contains(event.subject)
    }
}

extension Snapshot {
    /// The latest lines of the duty log as everybody may see it, when an earlier reading of them is at hand.
    ///
    /// - Parameters:
    ///   - before: the lines as they were read before, no more than `limit`.
    ///   - changed: what was written since.
    public func log(after before: [LogRow], limit: Int, changed: Set<SubjectID>) throws -> [LogRow] {
        guard before.count == limit, let first = before.first?.id else { return try log(limit: limit) }
        var lines = try log(after: first, limit: limit)
        for line in before.prefix(limit - lines.count) {
            guard line.depends(on: changed) else {
                lines.append(line)
                continue
            }
            // A line has the title of what it is about, and says whether it counts: both may have become others.
            guard let again = try log(before: line.id + 1, after: line.id - 1, limit: 1).first else {
                return try log(limit: limit)
            }
            lines.append(again)
        }
        return lines
    }

    /// The duty log, the latest first, from before the row `before` on and not beyond `after`, as far as `reader` may see it: words between
    /// people are shown to those who said or were told them, and to nobody where nobody is named.
    public func log(
        before: Int64? = nil, after: Int64 = .min, limit: Int = 200, for reader: StaffID? = nil
    ) throws -> [LogRow] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT \(EventStore.fields), e.row, q.reason, \(Self.arrived),
                        EXISTS (SELECT 1 FROM void v WHERE v.event = e.row)
                    FROM event e JOIN origin o ON o.row = e.origin LEFT JOIN aside q ON q.event = e.row
                    WHERE e.row < ? AND e.row > ? AND e.kind NOT IN (\(Self.unlisted))
                        AND (q.event IS NULL OR q.strange = 1)
                        AND NOT (e.kind = '\(CommonFact.Kind.told.rawValue)' AND o.mine)
                    ORDER BY e.row DESC
                    """), arguments: [before ?? Int64.max, after])
        var lines: [LogRow] = []
        while lines.count < limit, let row = try rows.next() {
            let event = EventStore.event(row)
            let arrived = moment(row.value(13))
            if row.stored(12).isNull {
                guard let event, event.isShown(to: reader) else { continue }
                var named = try named(event.subject, of: event.fact.kind)
                if case .message(.sent(_, _, let about?)) = event.fact {
                    named = try number(of: about).map { ($0, "") }
                }
                lines.append(
                    LogRow(
                        id: row.integer(11), at: event.asItHappened.at, actor: event.actor.id, kind: row.text(8),
                        arrived: arrived, event: event.asItHappened, number: named?.0, title: named?.1,
                        isVoid: row.flag(14)))
            } else {
                let at = Stamp(value: row.value(0) ?? 0).moment
                lines.append(
                    LogRow(
                        id: row.integer(11), at: at, actor: row.actor, kind: row.text(8),
                        arrived: arrived))
            }
        }
        return lines
    }

    /// When an event came into this file, as SQL has it.
    private static let arrived = "(SELECT a.at FROM arrival a WHERE a.row <= e.row ORDER BY a.row DESC LIMIT 1)"

    /// The last row of the log that was in this file at a moment, 0 for none: what the desk knew then. Where the clock went
    /// back in between it is the last one that any clock here put before that moment.
    public func lastRow(at moment: Moment) throws -> Int64 {
        let next = try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT min(a.row) FROM arrival a
                    WHERE a.row > ifnull((SELECT max(b.row) FROM arrival b WHERE b.at <= ?), 0)
                    """), arguments: [moment.milliseconds])
        return try next.map { $0 - 1 } ?? EventStore.lastRow(db)
    }

    /// The kinds of facts that are no lines of the duty log, as SQL has them.
    private static let unlisted = FactKind.allCases.filter { !$0.rule.isListed }.listedInSQL

    /// What the log holds after one of its rows, 0 for all of it, in order. Whoever follows the log keeps `last` for
    /// the next time.
    public func events(after row: Int64) throws -> (events: [Event], last: Int64) {
        try EventStore.events(db, after: row)
    }

    /// Number and title of what a fact is about; `nil` where it has none.
    func named(_ id: SubjectID, of kind: FactKind) throws -> (Number, String)? {
        if case .placement = kind {
            // It is told by its story.
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: "SELECT s.number, s.title FROM placement p JOIN story s ON s.id = p.story WHERE p.id = ?"),
                arguments: [id])
            return row.map { (Number(.story, $0.number(0)), $0.text(1)) }
        }
        guard let series = kind.series else { return nil }
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT number, title FROM \(series.table.name) WHERE id = ?"),
            arguments: [id])
        return row.map { (Number(series, $0.number(0)), $0.text(1)) }
    }
}
