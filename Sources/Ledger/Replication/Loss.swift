import Foundation
import GRDB
import Newsroom

/// Acts that were recorded in this very database and are not there any more: an older backup was put in its place, or
/// the disk has lost what it was given.
public struct Loss: Equatable, Sendable {
    /// How many.
    public var acts: Int64
    /// When the last act before them was recorded; `nil` when there was none.
    public var since: Moment?
    /// When the last of them was recorded; `nil` where that was not noted.
    public var until: Moment?
    /// Whether other nodes may have them.
    public var isShared: Bool

    /// That something is missing and what tells more, for a line that may be narrow.
    public var notice: Phrase {
        Phrase("缺 \(acts) 步操作：guantong verify", "\(count) \(acts == 1 ? "is" : "are") missing: guantong verify")
    }

    /// When what is missing was recorded, to the minute.
    public func when(_ zone: Zone) -> Phrase {
        func time(_ moment: Moment) -> String {
            let civil = zone.civil(moment)
            return "\(civil.date) \(civil.shortTime)"
        }
        switch (since.map(time), until.map(time)) {
        case (let since?, let until?) where since == until: return Phrase(since, "at \(since)")
        case (let since?, let until?): return Phrase("\(since) 至 \(until) 之间", "between \(since) and \(until)")
        case (let since?, nil): return Phrase("\(since) 之后", "after \(since)")
        case (nil, let until?): return Phrase("\(until) 之前", "until \(until)")
        case (nil, nil): return Phrase("时间不详", "at a time unknown")
        }
    }

    private var count: String { acts == 1 ? "1 act" : "\(acts) acts" }

    /// How many are missing and of when, in a few words.
    public func brief(_ zone: Zone) -> Phrase {
        let when = when(zone)
        return Phrase(
            "本数据库缺少 \(acts) 步操作（\(when.zh)），曾经记下而现在没有",
            "this database lacks \(count), \(when.en), that it had recorded once")
    }

    /// The same as what somebody has seen: the log says it after their name.
    public func seen(_ zone: Zone) -> Phrase {
        let brief = brief(zone)
        return Phrase("已看到：\(brief.zh)", "has seen that \(brief.en)")
    }

    /// What is missing, why it may be so, and what to do.
    public func phrase(_ zone: Zone) -> Phrase {
        let brief = brief(zone)
        let again =
            isShared
            ? Phrase(
                "先 guantong sync，别的节点有的会补回来，其余请重新录入",
                "What other nodes have comes back with guantong sync; enter the rest again")
            : Phrase("请重新录入", "Enter them again")
        return Phrase(
            "\(brief.zh)：换上了旧备份，或磁盘丢了内容。\(again.zh)，编号已留出空档；看过之后用 guantong verify --acknowledge 记入日志",
            "\(brief.en): a backup was put in its place, or the disk lost them. \(again.en); their numbers were left out. "
                + "guantong verify --acknowledge records in the log that it was seen")
    }
}

/// A loss as the setting `lost` keeps it: also one that was acknowledged, so that it is not noticed a second time.
struct LossRecord: Codable, Sendable {
    /// What the file beside the database said: chain, number, total.
    var noted: String
    var missing: Int64
    var since: Moment?
    var until: Moment?
    /// Where the chains stood that were left then. What others have comes back into them.
    var chains: [OriginEnd]
    var isSeen = false

    static func all(_ db: Database) throws -> [LossRecord] {
        let text = try String.fetchOne(db.cachedStatement(sql: "SELECT value FROM setting WHERE key = 'lost'"))
        return text.flatMap { try? JSONDecoder().decode([LossRecord].self, from: Data($0.utf8)) } ?? []
    }

    static func write(_ records: [LossRecord], _ db: Database) throws {
        let text = String(decoding: try JSONEncoder().encode(records), as: UTF8.self)
        try db.execute(sql: "INSERT OR REPLACE INTO setting(key, value) VALUES('lost', ?)", arguments: [text])
    }

    static func add(_ record: LossRecord, _ db: Database) throws {
        // Who loses again and again has other worries than the oldest of it.
        try write(all(db).suffix(99) + [record], db)
    }

    /// How many are missing still.
    func stillMissing(_ db: Database) throws -> Int64 {
        var back: Int64 = 0
        for end in chains {
            let now = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT seq FROM origin WHERE id = ? AND mine = 0"),
                arguments: [Data(end.origin.bytes)])
            back = back &+ max(0, (now ?? end.sequence) &- end.sequence)
        }
        return max(0, missing &- max(0, back))
    }
}

extension Loss {
    /// What is missing and nobody has acknowledged: as it was recorded, and as a note says that was read before the
    /// database was.
    init?(_ db: Database, _ path: String, noted: Witness.Note?) throws {
        var records = try LossRecord.all(db)
        if let loss = try noted?.loss(db, path), !records.contains(where: { $0.noted == loss.noted }) {
            records.append(loss)
        }
        var acts: Int64 = 0
        var (since, until): (Moment?, Moment?)
        for record in records where !record.isSeen {
            let missing = try record.stillMissing(db)
            guard missing > 0 else { continue }
            if acts == 0 { since = record.since }
            acts = acts &+ missing
            until = record.until
        }
        guard acts > 0 else { return nil }
        self.init(acts: acts, since: since, until: until, isShared: try Membership(db) != nil)
    }
}

extension Snapshot {
    /// The acts that this database lost and nobody has acknowledged; `nil` when there are none.
    public func loss() throws -> Loss? { try Loss(db, path, noted: noted) }
}

extension Ledger {
    /// Records in the log that somebody has seen what was lost: nobody is told of it any more.
    ///
    /// - Parameters:
    ///   - note: the words for the duty log.
    ///   - actor: who has seen it.
    /// - Throws: a `Refusal` when the actor does not answer for the node.
    public func acknowledgeLoss(_ note: String, by actor: Person) throws {
        try transaction { transaction in
            try Self.needLossSeer(actor, home: transaction.home, desk: transaction.desk().charter.id)
            try transaction.perform(.desk(.note(note)), as: actor)
            var records = try LossRecord.all(transaction.db)
            for index in records.indices { records[index].isSeen = true }
            try LossRecord.write(records, transaction.db)
        }
    }

    /// It silences the notice for everybody at the node: whoever answers for the whole desk may, as with a wrong clock,
    /// and at a centre's node whoever may have duty there.
    private static func needLossSeer(_ actor: Person, home: CentreID?, desk: CentreID) throws {
        func may(_ role: Role) -> Bool { role.may(.correctClock) || home != nil && role.may(.takeDuty) }
        guard may(actor.role) else { throw Refusal.mayNotSeeLoss(actor.role, who: Role.allCases.filter(may)) }
        guard actor.house == home ?? desk else { throw Refusal.otherCentre(home ?? desk) }
    }
}
