import Foundation
import GRDB
import Newsroom

/// How long the machine has been running, and in which run: what the wall clock is compared with.
public struct Uptime: Equatable, Sendable {
    /// Names this run of the machine; another after each start.
    public var boot: String
    /// Milliseconds since the machine was started, with the time in which it slept. Nobody can set it.
    public var milliseconds: Int64

    /// An uptime as given.
    public init(boot: String, milliseconds: Int64) {
        self.boot = boot
        self.milliseconds = milliseconds
    }

    /// The kernel's; `nil` where it tells none.
    public static func kernel() -> Uptime? {
        guard let boot, let text = line(of: "/proc/uptime"), let seconds = Double(text.prefix { $0 != " " }),
            (0...1e12).contains(seconds)
        else { return nil }
        return Uptime(boot: boot, milliseconds: Int64(seconds * 1000))
    }

    private static let boot = line(of: "/proc/sys/kernel/random/boot_id")

    /// The beginning of a file of the kernel's, which is one short line.
    private static func line(of path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = read(file, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes.prefix(count).prefix { $0 != 0x0A }, as: UTF8.self)
    }
}

/// Where a ledger has the time from.
package struct TimeSource: Sendable {
    /// The wall clock.
    package let now: @Sendable () -> Moment
    /// What it is compared with before anything is written; `nil` where it is believed as it is.
    package let uptime: (@Sendable () -> Uptime?)?

    /// A clock and what it is compared with.
    package init(now: @escaping @Sendable () -> Moment, uptime: (@Sendable () -> Uptime?)?) {
        self.now = now
        self.uptime = uptime
    }

    /// The system's clock, compared with the kernel's uptime.
    package static let system = TimeSource(now: Moment.now, uptime: Uptime.kernel)

    /// A clock that is believed, or the system's.
    package init(_ clock: (@Sendable () -> Moment)?) {
        self = clock.map { TimeSource(now: $0, uptime: nil) } ?? .system
    }
}

/// Why a clock is not believed.
public enum ClockJump: Equatable, Sendable {
    /// While the machine ran on, its clock was set by so many seconds: forwards, or backwards where it is negative.
    case stepped(seconds: Int)
    /// What was recorded here last lies so many seconds ahead of the clock.
    case logAhead(seconds: Int)
    /// The machine was started again, and nothing was recorded here for so many seconds: more than a year.
    case longGap(seconds: Int)
    /// No stamp can hold what the clock says.
    case outOfRange
}

extension Int64 {
    /// The number, but for the one that has no positive twin.
    fileprivate var clamped: Int64 { Swift.max(self, -.max) }
}

/// Compares the wall clock with the machine's uptime, so that one wrong reading does not spoil all stamps after it.
///
/// Where the clock stood, its *anchor*, is kept in the setting `clock` of the database: the run of the machine, the
/// difference between clock and uptime, and the last row of the log that was not written under it.
struct ClockGuard {
    /// A clock that moves by more is not believed, in milliseconds. By less it is set now and then.
    static let limit: Int64 = 600_000
    /// A gap longer than this is asked about, in milliseconds.
    static let longGap: Int64 = 366 * 86_400_000
    /// The anchor follows where the clock is set by more, in milliseconds.
    private static let noise: Int64 = 1000

    /// Where the clock stood against the uptime.
    struct Anchor: Codable, Equatable {
        var boot: String
        /// Wall clock less uptime, in milliseconds.
        var offset: Int64
        /// The last row of the log when this clock was first believed.
        var row: Int64
        /// When something was recorded last before the machine was started again, in milliseconds since 1970, for as long
        /// as the log does not tell of it.
        var untold: Int64?
    }

    /// What comes of a comparison.
    enum Outcome: Equatable {
        /// All is as it was; `nil` where no clock was believed before, and none is kept.
        case steady(Anchor?)
        /// The clock is believed and the anchor kept anew.
        case believed(Anchor)
        case jumped(ClockJump)
    }

    /// Judges a reading.
    ///
    /// - Parameters:
    ///   - last: when this database itself wrote last; `nil` before it ever did.
    ///   - row: the last row of the log.
    static func judge(
        now: Moment, uptime: Uptime?, anchor: Anchor?, last: Moment?, row: Int64
    ) -> Outcome {
        guard now.milliseconds > 0, now < Stamp.lastMoment else { return .jumped(.outOfRange) }
        // One that no clock could have had is none.
        let anchor = anchor.flatMap { abs($0.offset.clamped) < Stamp.lastMoment.milliseconds ? $0 : nil }
        if let anchor, let uptime, anchor.boot == uptime.boot {
            let offset = now.milliseconds - uptime.milliseconds
            let moved = offset - anchor.offset
            // Whoever sets forwards a clock that stays behind the log has to be asked of the log.
            if moved >= -limit, let ahead = ahead(last, of: now) { return .jumped(ahead) }
            if abs(moved) > limit { return .jumped(.stepped(seconds: Int(moved / 1000))) }
            guard abs(moved) > noise else { return .steady(anchor) }
            return .believed(Anchor(boot: anchor.boot, offset: offset, row: anchor.row, untold: anchor.untold))
        }
        if let ahead = ahead(last, of: now) { return .jumped(ahead) }
        guard let uptime else { return .steady(anchor) }
        var fresh = Anchor(
            boot: uptime.boot, offset: now.milliseconds - uptime.milliseconds, row: row, untold: anchor?.untold)
        guard anchor != nil, let last else { return .believed(fresh) }
        let gap = now.milliseconds - last.milliseconds
        if gap > longGap { return .jumped(.longGap(seconds: Int(gap / 1000))) }
        if gap > limit { fresh.untold = fresh.untold ?? last.milliseconds }
        return .believed(fresh)
    }

    private static func ahead(_ last: Moment?, of now: Moment) -> ClockJump? {
        guard let last, last.milliseconds - now.milliseconds > limit else { return nil }
        return .logAhead(seconds: last.seconds(since: now))
    }

    /// The latest stamp that is believed at a moment.
    static func latest(_ now: Moment) -> Stamp { Stamp(at: now.adding(seconds: Int(limit / 1000))) }

    // MARK: - In the database

    /// The chains of this file's own node, those that it has left as well.
    static let own = "node IS (SELECT node FROM origin WHERE mine = 1 LIMIT 1)"

    /// Whether this is one of the desk's own nodes, or a desk that shares with nobody.
    static func isDesk(_ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT NOT EXISTS (SELECT 1 FROM origin WHERE mine = 1 AND centre IS NOT NULL)"))
            ?? true
    }

    static func anchor(_ db: Database) throws -> Anchor? {
        let text = try String.fetchOne(db.cachedStatement(sql: "SELECT value FROM setting WHERE key = 'clock'"))
        // What cannot be read is no anchor: the next one is kept in its place.
        return text.flatMap { try? JSONDecoder().decode(Anchor.self, from: Data($0.utf8)) }
    }

    static func keep(_ anchor: Anchor, _ db: Database) throws {
        let text = String(decoding: try JSONEncoder().encode(anchor), as: UTF8.self)
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO setting(key, value) VALUES('clock', ?)").execute(
            arguments: [text])
    }

    /// Keeps that the log tells of it.
    static func markTold(_ db: Database) throws {
        guard var anchor = try anchor(db) else { return }
        anchor.untold = nil
        try keep(anchor, db)
    }

    /// The time by which others' stamps are judged: the clock's, or where it is not believed and ahead, what it would be. So a
    /// node with a wrong clock still hears of what leads it back, and takes nothing of the future for the present.
    static func believed(_ db: Database, now: Moment, uptime: (@Sendable () -> Uptime?)?) throws -> Moment {
        guard case .jumped(let jump)? = try outcome(db, now: now, uptime: uptime) else { return now }
        switch jump {
        case .stepped(let seconds), .longGap(let seconds): return seconds > 0 ? now.adding(seconds: -seconds) : now
        case .logAhead:
            guard let current = uptime?(), let anchor = try anchor(db), anchor.boot == current.boot else { return now }
            return min(now, Moment(milliseconds: current.milliseconds &+ anchor.offset &+ limit))
        case .outOfRange: return Moment(milliseconds: 0)
        }
    }

    /// The same where something is deleted by it, which nobody can bring back: after the machine has started nobody has
    /// vouched for the clock until somebody wrote by it, so until then it is when something was written last.
    static func vouched(_ db: Database, now: Moment, uptime: (@Sendable () -> Uptime?)?) throws -> Moment {
        let believed = try believed(db, now: now, uptime: uptime)
        guard let current = uptime?(), let anchor = try anchor(db), anchor.boot != current.boot else { return believed }
        let last = try Int64.fetchOne(db, sql: "SELECT max(stamp) FROM origin") ?? 0
        return min(believed, Stamp(value: last).moment)
    }

    /// Judges the clock of a ledger as things stand; `nil` where it is not compared with anything.
    ///
    /// - Parameter heedsOthers: at a centre, too, by what other nodes wrote, which puts nobody there out of work.
    static func outcome(
        _ db: Database, now: Moment, uptime: (@Sendable () -> Uptime?)?, heedsOthers: Bool = false
    ) throws -> Outcome? {
        guard let uptime else { return nil }
        let whose = try heedsOthers || isDesk(db) ? "seq > 0" : "seq > 0 AND \(own)"
        let last = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT max(stamp) FROM origin WHERE \(whose)"))
        return judge(
            now: now, uptime: uptime(), anchor: try anchor(db), last: last.map { Stamp(value: $0).moment },
            row: try EventStore.lastRow(db))
    }
}
