import Foundation
import GRDB
import Newsroom

/// What was written since the desk was read.
public struct Changes: Equatable, Sendable {
    /// What has rows of its own.
    public enum Kind: String, CaseIterable, Sendable {
        case desk, centre, staff, channel, lead, task, story, placement, request, loan, message
        case rollCall = "roll_call"
        case node = "member"
    }

    /// How far a reading saw the desk: the last change that was noted, and the last event with its hash, so that a database
    /// which was put back, or is another, is not taken for the one that was read.
    public struct Point: Equatable, Sendable {
        let change: Int64
        let event: Int64
        let hash: Data
    }

    /// Where the next reading goes on.
    public var end: Point
    /// Whose rows were written; `nil` where that is not known, and all may have been.
    public var subjects: [Kind: Set<SubjectID>]?

    /// All of them together, of whatever kind.
    public var ids: Set<SubjectID> { subjects?.values.reduce(into: []) { $0.formUnion($1) } ?? [] }

    /// Whether rows of any of these may have changed.
    public func touches(_ kinds: Kind...) -> Bool { touches(kinds) }

    /// Whether rows of any of these may have changed.
    public func touches(_ kinds: some Sequence<Kind>) -> Bool {
        guard let subjects else { return true }
        return kinds.contains { subjects[$0] != nil }
    }
}

extension Series {
    /// As which its things are noted.
    public var kind: Changes.Kind { table.kind }
}

extension Snapshot {
    /// What was written after an earlier reading; all for a reader that comes first.
    ///
    /// All, too, where more was written than is worth reading one by one, where it is too long ago, and where something happened of
    /// which nothing was noted: a program of an older version writes rows and notes nothing.
    public func changes(after point: Changes.Point?) throws -> Changes {
        let number = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(number) FROM changed")) ?? 0
        let last = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT row, hash FROM event ORDER BY row DESC LIMIT 1"))
        let end = Changes.Point(change: number, event: last?.integer(0) ?? 0, hash: last?.data(1) ?? Data())
        let all = Changes(end: end, subjects: nil)
        guard let point, (0..<Int64.max).contains(point.change), point.change <= end.change, point.event <= end.event,
            try hash(ofEvent: point.event) == point.hash
        else { return all }
        var subjects: [Changes.Kind: Set<SubjectID>] = [:]
        var next = point.change
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT number, model, subject FROM changed WHERE number > ? ORDER BY number LIMIT ?"),
            arguments: [point.change, ChangedTable.most + 1])
        while let row = try rows.next() {
            // Where some are gone already, or one says all, or a newer program says what this one does not know.
            guard row.integer(0) - 1 == next, let kind = Changes.Kind(rawValue: row.text(1)),
                let id = row.value(2) as SubjectID?
            else { return all }
            subjects[kind, default: []].insert(id)
            next = row.integer(0)
        }
        guard next == end.change else { return all }
        let changes = Changes(end: end, subjects: subjects)
        let noted = changes.ids
        // Left alone, SQLite walks the index of subjects over the whole log to save itself sorting a few.
        let happened = try Row.fetchCursor(
            db.cachedStatement(sql: "SELECT DISTINCT subject FROM event NOT INDEXED WHERE row > ? LIMIT ?"),
            arguments: [point.event, ChangedTable.most + 1])
        var count = 0
        while let row = try happened.next() {
            count += 1
            // What is noted at the desk passes without changing its row.
            guard let id = row.value(0) as SubjectID?, id == .desk || noted.contains(id), count <= ChangedTable.most
            else { return all }
        }
        return changes
    }

    private func hash(ofEvent row: Int64) throws -> Data {
        try Row.fetchOne(db.cachedStatement(sql: "SELECT hash FROM event WHERE row = ?"), arguments: [row])?.data(0)
            ?? Data()
    }
}
