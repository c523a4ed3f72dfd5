import Foundation
import GRDB
import Newsroom

extension Ledger {
    /// How this machine's clock stands to the log.
    public struct ClockStatus: Equatable, Sendable {
        /// What the clock says.
        public var now: Moment
        /// When this database wrote last, as it counts; `nil` before it ever did.
        public var last: Moment?
        /// Why the clock is not believed, and nothing is recorded; `nil` while it is.
        public var jump: ClockJump?
        /// How clock and log disagree, at a centre also by what other nodes wrote; `nil` where they agree.
        public var disagreement: ClockJump?
        /// What the desk still has to say of events that lie ahead here.
        public var proposals: [ClockCorrection]
        /// What has been corrected, by the desk's word.
        public var corrections: [ClockCorrection]
    }

    /// Events of one chain that count earlier than their clock said.
    public struct ClockCorrection: Equatable, Sendable {
        /// The chain.
        public var origin: OriginID
        /// The first and the last event, by their numbers in the chain.
        public var first: Int64, last: Int64
        /// By how many milliseconds the clock was ahead.
        public var ahead: Int64

        init(_ range: Corrections.Range) {
            (origin, first, last, ahead) = (range.origin, range.first, range.last, range.ahead)
        }
    }

    /// How the clock stands; nothing is changed.
    public func clockStatus() throws -> ClockStatus {
        try LedgerError.translating(path) {
            try reader.read { db in
                let now = clock()
                let last = try Int64.fetchOne(db, sql: "SELECT max(stamp) FROM origin WHERE mine = 1 AND seq > 0")
                return ClockStatus(
                    now: now, last: last.map { Stamp(value: $0).moment }, jump: try Self.jump(db, now, uptime),
                    disagreement: try Self.jump(db, now, uptime, heedsOthers: true),
                    proposals: try Corrections.proposals(db).map(ClockCorrection.init),
                    corrections: try Corrections.said(db).map(ClockCorrection.init))
            }
        }
    }

    private static func jump(
        _ db: Database, _ now: Moment, _ uptime: (@Sendable () -> Uptime?)?, heedsOthers: Bool = false
    ) throws -> ClockJump? {
        guard case .jumped(let jump)? = try ClockGuard.outcome(db, now: now, uptime: uptime, heedsOthers: heedsOthers)
        else {
            return nil
        }
        return jump
    }

    /// Asks whether the clock is believed.
    ///
    /// - Throws: `LedgerError.clockJumped` when it is not.
    public func checkClock() throws {
        if let jump = try looking({ try Self.jump($0, clock(), uptime) }) {
            throw LedgerError.clockJumped(path: path, jump)
        }
    }

    /// Takes somebody's word that the clock is right now. What this database wrote while its clock was ahead, and what it took
    /// of other nodes then, counts earlier from then on: at the desk's node that is a fact for all nodes; at a centre's it is a
    /// proposal, until the desk says the same (`DeskCommand.correctClock`). Where the node's own chains are among it, it goes on
    /// in new ones, whose stamps are right.
    ///
    /// - Parameter actor: whose word it is; at the desk they need `Right.correctClock`, at a centre `Right.note`.
    /// - Returns: what is corrected or proposed; empty where nothing had to be.
    /// - Throws: `LedgerError.clockJumped` for a clock that no stamp can hold; a `Refusal` when the actor may not.
    @discardableResult
    public func acceptClock(by actor: Person) throws -> [ClockCorrection] {
        try recording { db in try accept(db, actor) }.map(ClockCorrection.init)
    }

    /// Takes back what was proposed of events that do not lie ahead any more: others take them as they are by now, and here
    /// they must count alike.
    public func withdrawProposals() throws {
        let now = clock()
        let isDue = try looking { db in
            guard try Self.jump(db, now, uptime) == nil else { return false }
            return try Corrections.proposals(db).contains { try Corrections.isPast($0, db, now: now) }
        }
        if isDue { try recording { try Self.withdraw($0, now: now) } }
    }

    private static func withdraw(_ db: Database, now: Moment) throws {
        if try Corrections.withdraw(db, now: now) { try Corrections.settle(db) }
    }

    /// How many events of a stretch are here and do not lie ahead of the clock, as they count at all other nodes: a
    /// correction would let true acts count earlier, and acts after them may come to nothing.
    public func eventsNotAhead(of origin: OriginID, _ first: Int64, through last: Int64) throws -> Int {
        let now = clock()
        return try looking { db in
            try Corrections.events(db, origin, first, through: last, areAhead: false, of: now)
        }
    }

    private func accept(_ db: Database, _ actor: Person) throws -> [Corrections.Range] {
        let now = clock()
        guard let jump = try Self.jump(db, now, uptime, heedsOthers: true) else { return [] }
        if case .outOfRange = jump { throw LedgerError.clockJumped(path: path, jump) }
        let anchor = try ClockGuard.anchor(db)
        let isDesk = try ClockGuard.isDesk(db)
        let right: Right = isDesk ? .correctClock : .note
        guard actor.role.may(right) else { throw Refusal.noRight(right, actor.role) }
        let tips = try EventStore.tips(db, now: now).tips
        // A centre's node vouches for its own people only.
        if let home = tips[.shared]?.centre {
            guard actor.house == home else { throw Refusal.otherNode(actor.house) }
        } else if let desk = try Roll.deskHouse(db), actor.house != desk {
            throw Refusal.otherCentre(desk)
        }
        let last = tips.values.map(\.stamp).max()?.moment
        var exact: Int64?
        if case .stepped(let seconds) = jump, seconds < 0 { exact = Int64(-seconds) * 1000 }
        var ranges: [Corrections.Range] = []
        switch jump {
        case .stepped(let seconds) where seconds > 0: break
        case .longGap, .outOfRange: break
        case .stepped, .logAhead:
            // What a centre wrote and its clock has reached since then others may have taken already.
            ranges = try Corrections.plan(db, now: now, after: isDesk ? anchor?.row : nil, exact: exact)
        }
        if !ranges.isEmpty {
            // What no key has signed for nobody would ever take.
            if try Membership(db) != nil, try KeyFile(database: path) == nil {
                throw LedgerError.keyMissing(path: KeyFile.path(path))
            }
            try Corrections.propose(ranges, db)
            try Corrections.settle(db)
            if try Corrections.touchOwn(db) { try Witness.continueInNewChains(db, path, entropy) }
        }
        if let uptime = uptime?() {
            let row = try EventStore.lastRow(db)
            try ClockGuard.keep(
                ClockGuard.Anchor(boot: uptime.boot, offset: now.milliseconds - uptime.milliseconds, row: row), db)
        }
        try Self.withdraw(db, now: now)
        let transaction = try Transaction(db, ledger: self, at: now)
        if transaction.home == nil {
            for range in ranges {
                try transaction.perform(
                    .desk(.correctClock(range.origin, first: range.first, last: range.last, by: range.ahead)), as: actor
                )
            }
        }
        if ranges.isEmpty, let last {
            // Elsewhere the word of somebody who does not work here would not count.
            guard try transaction.staff(actor.staff)?.card.isActive == true else { throw Refusal.inactive(actor.staff) }
            try transaction.append(.desk, .desk(.clockResumed(last: last)), by: actor)
        }
        try transaction.finish()
        return ranges
    }
}
