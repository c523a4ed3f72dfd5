import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// A wall clock and the machine's uptime, each set by the test.
private final class Machine: @unchecked Sendable {
    private let lock = NSLock()
    private var wall = Moment(milliseconds: 1_795_000_000_000)
    private var uptime = Uptime(boot: "first", milliseconds: 5_000_000)

    var source: TimeSource {
        TimeSource(now: { [self] in lock.withLock { wall } }, uptime: { [self] in lock.withLock { uptime } })
    }

    var now: Moment { lock.withLock { wall } }

    /// Time goes on.
    func wait(_ seconds: Int) {
        lock.withLock {
            wall = wall.adding(seconds: seconds)
            uptime.milliseconds += Int64(seconds) * 1000
        }
    }

    /// Somebody sets the clock.
    func set(by seconds: Int) { lock.withLock { wall = wall.adding(seconds: seconds) } }

    /// The machine was off for a while.
    func restart(after seconds: Int) {
        lock.withLock {
            wall = wall.adding(seconds: seconds)
            uptime = Uptime(boot: UUID().uuidString, milliseconds: 20_000)
        }
    }
}

/// Desks whose clock is wrong once.
@Suite struct ClockTests {
    private static let hour = 3600
    private static let day = 86_400

    private let machine = Machine()
    private let folder = FileManager.default.temporaryDirectory.appending(path: "clock-\(UUID().uuidString)").path
    private let ledger: Ledger

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        ledger = try Fixture.desk(folder + "/desk.sqlite", machine.source)
    }

    private func jump(_ body: () throws -> Void) -> ClockJump? {
        do {
            try body()
        } catch LedgerError.clockJumped(_, let jump) {
            return jump
        } catch {
            Issue.record("\(error)")
        }
        return nil
    }

    private func note(_ text: String, at ledger: Ledger? = nil) throws {
        try (ledger ?? self.ledger).perform(.desk(.note(text)), as: Cast.duty)
    }

    private func notes() throws -> [(text: String, at: Moment)] {
        try ledger.read { try $0.log() }.compactMap { row in
            if case .desk(.noted(let text)) = row.event?.fact { (text, row.at) } else { nil }
        }.reversed()
    }

    @Test(arguments: [601, 86_400, 400 * 86_400, -601, -86_400, -20_000_000])
    func aClockThatIsSetWhileTheMachineRunsIsRefusedUntilItIsRightAgain(seconds: Int) throws {
        try note("before")
        let before = try ledger.lastRow()
        machine.set(by: seconds)
        #expect(jump { try note("jumped") } == .stepped(seconds: seconds))
        #expect(try ledger.lastRow() == before)
        machine.set(by: -seconds)
        try note("after")
        #expect(try notes().map(\.text) == ["before", "after"])
        #expect(try ledger.verify().findings == [])
    }

    @Test func clocksThatMoveByMinutesAreUnremarkable() throws {
        for seconds in [300, -200, 590, -590, 60] {
            machine.set(by: seconds)
            machine.wait(700)
            try note("\(seconds)")
        }
        #expect(try notes().count == 5)
    }

    @Test func afterARestartAGapIsToldInTheLogAndALongOneAskedAbout() throws {
        try note("friday")
        let friday = machine.now
        machine.restart(after: 60 * Self.hour)
        try note("monday")
        let log = try ledger.read { try $0.log() }
        #expect(log[0].event?.fact == .desk(.noted(text: "monday")))
        #expect(log[1].event?.fact == .desk(.clockResumed(last: friday)))
        machine.restart(after: 60)
        try note("soon")
        #expect(try ledger.read { try $0.log() }[1].event?.fact == .desk(.noted(text: "monday")))
        // A word of the node's own, with nobody behind it, leaves the telling to the next who acts.
        let soon = machine.now
        machine.restart(after: 60 * Self.hour)
        _ = try ledger.transaction { transaction in
            try transaction.append(
                .desk, .desk(.noted(text: "node")), by: Person(staff: "node", role: .administrator, house: "zz"))
        }
        try note("later")
        #expect(try ledger.read { try $0.log() }[1].event?.fact == .desk(.clockResumed(last: soon)))
        machine.restart(after: 400 * Self.day)
        guard case .longGap = jump({ try note("next year") }) else {
            Issue.record("not asked about")
            return
        }
        try ledger.acceptClock(by: Cast.duty)
        try note("next year")
        #expect(try ledger.verify().findings == [])
    }

    @Test(arguments: [1 << 36, 1 << 40, Int64.max / 2]) func noYearOverflows(far: Int64) throws {
        try note("before")
        machine.set(by: Int(min(far, 9_000_000_000_000_000)))
        #expect(jump { try note("far") } != nil)
        #expect(Stamp(at: Moment(milliseconds: .max)).next(at: Moment(milliseconds: .max)).value > 0)
        #expect(Stamp(value: .max).next(at: Moment(milliseconds: 0)).value == .max)
        #expect(Stamp(value: 1 << 20).moved(back: .max).value >= 0)
        #expect(Stamp(value: 1 << 20).moved(back: .min).value >= 0)
    }

    /// The clock was ahead when the machine was started, somebody worked, and then it was put right.
    @Test func whatWasWrittenByAClockThatWasAheadIsCorrectedOnceItIsRight() throws {
        try note("before")
        machine.restart(after: Self.day)
        machine.wait(1)
        let order = TaskCommand.Dispatch(centres: ["erqi"], title: "积水", priority: .flash)
        let task = try ledger.perform(.task(.dispatch(order)), as: Cast.duty).events[0].subject
        machine.wait(30)
        try ledger.perform(.task(.acknowledge(task)), as: Cast.reporter)
        machine.wait(60)
        machine.set(by: -Self.day)
        #expect(jump { try note("right") } == .stepped(seconds: -Self.day))
        let corrected = try ledger.acceptClock(by: Cast.duty)
        #expect(corrected.map(\.ahead) == [Int64(Self.day) * 1000])
        try note("right")
        let row = try ledger.read { try #require(try $0.taskRow(task)) }
        #expect(machine.now.seconds(since: row.issuedAt) == 90)
        #expect(row.state == .acknowledged)
        let folded = try ledger.read { try $0.task(task) }
        #expect(folded?.order.acknowledgeBy == row.issuedAt.adding(seconds: 60))
        #expect(try ledger.read { try $0.log() }.allSatisfy { $0.at <= machine.now })
        #expect(try ledger.verify().findings == [])
        #expect(try ledger.clockStatus().jump == nil)
        // A desk that is opened again has it so.
        let again = try Ledger(path: ledger.path, time: machine.source, entropy: .system)
        try note("again", at: again)
        #expect(try again.verify().findings == [])
        again.close()
    }

    /// A clock that is a few minutes ahead is believed, and what it wrote stays where it is; what was written after it by
    /// one that was a day ahead must not fall behind it.
    @Test func whatFollowsActsOfAClockThatWasALittleAheadStillFollowsThem() throws {
        machine.set(by: 540)
        let draft = StoryCommand.Draft(title: "积水退去", body: "路面积水已退。")
        let story = try ledger.perform(.story(.draft(draft)), as: Cast.reporter).events[0].subject
        try ledger.perform(.story(.submit(story)), as: Cast.reporter)
        for (stage, actor) in zip(Stage.reviews, [Cast.editor, Cast.head, Cast.chief]) {
            try ledger.perform(
                .story(.review(story, stage: stage, verdict: .pass, opinion: "可以", textHash: nil)), as: actor)
        }
        machine.restart(after: Self.day)
        try ledger.perform(.story(.sign(story, textHash: nil)), as: Cast.otherChief)
        machine.set(by: -Self.day - 540)
        #expect(jump { try note("right") } != nil)
        try #expect(!ledger.acceptClock(by: Cast.duty).isEmpty)
        #expect(try ledger.read { try $0.story(story) }?.state == .signedOff)
        #expect(try ledger.read { try $0.overruled() }.isEmpty)
        #expect(try ledger.verify().findings == [])
        try note("goes on")
    }

    /// A log of before: every stamp after one wrong act lies in the future.
    @Test func anOldLogWithStampsInTheFutureIsHealed() throws {
        let path = folder + "/old.sqlite"
        let wall = machine.now
        let old = try Fixture.desk(path, TimeSource(now: { wall }, uptime: nil))
        old.close()
        let ahead = try Ledger(
            path: path, time: TimeSource(now: { wall.adding(seconds: 365 * Self.day) }, uptime: nil), entropy: .system)
        try ahead.perform(.desk(.note("a year ahead")), as: Cast.duty)
        ahead.close()
        let later = try Ledger(
            path: path, time: TimeSource(now: { wall.adding(seconds: 60) }, uptime: nil), entropy: .system)
        let task = try later.perform(
            .task(.dispatch(TaskCommand.Dispatch(centres: ["erqi"], title: "积水"))), as: Cast.duty)
        later.close()
        machine.wait(120)
        let ledger = try Ledger(path: path, time: machine.source, entropy: .system)
        defer { ledger.close() }
        guard case .future? = try ledger.verify().findings.first else {
            Issue.record("verify does not name it")
            return
        }
        guard case .logAhead = jump({ try note("now", at: ledger) }) else {
            Issue.record("not refused")
            return
        }
        #expect(try !ledger.acceptClock(by: Cast.chief).isEmpty)
        try note("now", at: ledger)
        #expect(try ledger.verify().findings == [])
        let row = try ledger.read { try #require(try $0.taskRow(task.events[0].subject)) }
        #expect(row.issuedAt <= machine.now && row.issuedAt >= wall)
        #expect(row.limit.map { $0 > row.issuedAt } == true)
    }

    /// Set right step by step: what is said later adds to what was said before, in however many steps.
    @Test func aClockThatIsSetRightInThreeStepsIsCorrectedByAll() throws {
        machine.restart(after: 6 * Self.day)
        let right = machine.now.adding(seconds: -6 * Self.day)
        for (days, text) in [(3, "六天"), (2, "三天"), (1, "一天")] {
            try note(text)
            machine.set(by: -days * Self.day)
            try ledger.acceptClock(by: Cast.chief)
            machine.wait(60)
        }
        try note("right")
        #expect(try notes().map(\.text) == ["六天", "三天", "一天", "right"])
        #expect(try notes().allSatisfy { (right...machine.now).contains($0.at) })
        #expect(try ledger.verify().findings == [])
    }

    /// Set right only in part, then in full: what is said the second time adds to what was said the first.
    @Test func aClockThatIsSetRightInTwoStepsIsCorrectedByBoth() throws {
        machine.restart(after: 3 * Self.day)
        let right = machine.now.adding(seconds: -3 * Self.day)
        try note("three days ahead")
        machine.set(by: -2 * Self.day)
        #expect(try !ledger.acceptClock(by: Cast.chief).isEmpty)
        machine.wait(60)
        try note("a day ahead")
        machine.set(by: -Self.day)
        #expect(try !ledger.acceptClock(by: Cast.chief).isEmpty)
        machine.wait(60)
        try note("right")
        #expect(try notes().map(\.text) == ["three days ahead", "a day ahead", "right"])
        #expect(try notes().allSatisfy { (right...machine.now).contains($0.at) })
        #expect(try ledger.verify().findings == [])
    }

    @Test func whoMayNotCorrectAClockIsRefusedAndNothingChanges() throws {
        machine.restart(after: Self.day)
        try note("ahead")
        machine.set(by: -Self.day)
        let before = try ledger.everything()
        #expect(throws: Refusal.noRight(.correctClock, .reporter)) { try ledger.acceptClock(by: Cast.reporter) }
        #expect(try ledger.everything() == before)
    }

    @Test func verifyFindsAStampThatIsNotWhatTheCorrectionsMake() throws {
        machine.restart(after: Self.day)
        try note("ahead")
        machine.set(by: -Self.day)
        try ledger.acceptClock(by: Cast.duty)
        #expect(try ledger.verify().isClean)
        for sql in [
            "UPDATE event SET stamp = stamp + 65536 WHERE written IS NOT NULL",
            "UPDATE event SET stamp = stamp - 65536 WHERE written IS NOT NULL; DELETE FROM correction",
        ] {
            try ledger.writer?.held { try $0.write { try $0.execute(sql: sql) } }
            #expect(try !ledger.verify().isClean, "\(sql)")
        }
    }
}

/// A desk and a centre's node, each on a machine with a clock of its own.
@Suite struct ClockNetworkTests {
    private let machines = (desk: Machine(), centre: Machine())
    private let folder: String
    private let desk: Ledger
    private let centre: Ledger

    init() throws {
        folder = try temporaryFolder()
        desk = try Fixture.desk(folder + "/desk.sqlite", machines.desk.source)
        let word = try desk.foundMembership(name: "desk", by: Cast.admin)
        let (ledger, card) = try Ledger.join(
            path: folder + "/erqi.sqlite", desk: DeskWord(node: word.node, key: word.rootKey), centre: "erqi",
            name: "erqi",
            time: machines.centre.source, entropy: .system)
        centre = ledger
        try desk.perform(.node(.admit(card)), as: Cast.admin)
        try meet()
    }

    @discardableResult private func meet() throws -> [PeerError] {
        try Network.carry(from: desk, to: centre)
        let troubles = try Network.carry(from: centre, to: desk)
        try Network.carry(from: desk, to: centre)
        return troubles
    }

    private func expectAlike() throws {
        for ledger in [desk, centre] { #expect(try ledger.verify().findings == []) }
        for table in ["lead", "task"] {
            let sql = "SELECT * FROM \(table) ORDER BY id"
            let rows = try [desk, centre].map { ledger in
                try ledger.read { try Row.fetchAll($0.db, sql: sql).map { "\(Array($0.databaseValues.dropFirst()))" } }
            }
            #expect(rows[0] == rows[1])
        }
    }

    private func lead(_ title: String, at ledger: Ledger, by actor: Person) throws -> Number {
        try ledger.perform(.lead(.receive(LeadCommand.Tip(title: title))), as: actor).numbers[0]
    }

    @Test func numbersGoOnAfterAClockWasAccepted() throws {
        var given: [Number] = []
        for (ledger, machine, actor) in [(desk, machines.desk, Cast.duty), (centre, machines.centre, Cast.editor)] {
            for title in ["一", "二"] { given.append(try lead(title, at: ledger, by: actor)) }
            machine.restart(after: 86_400)
            given.append(try lead("快", at: ledger, by: actor))
            machine.set(by: -86_400)
            #expect(try !ledger.acceptClock(by: actor).isEmpty)
            for title in ["三", "四"] { given.append(try lead(title, at: ledger, by: actor)) }
        }
        #expect(Set(given).count == given.count, "\(given)")
        for one in try centre.clockStatus().proposals {
            try desk.perform(
                .desk(.correctClock(one.origin, first: one.first, last: one.last, by: one.ahead)), as: Cast.duty)
        }
        try meet()
        try meet()
        try expectAlike()
    }

    /// Both clocks were ahead: the desk holds what the centre wrote.
    @Test func theDeskCorrectsWhatItTookWhileItsOwnClockWasAhead() throws {
        for machine in [machines.desk, machines.centre] {
            machine.restart(after: 86_400)
            machine.wait(5)
        }
        _ = try lead("中心快", at: centre, by: Cast.editor)
        _ = try lead("台快", at: desk, by: Cast.duty)
        #expect(try meet() == [])
        for machine in [machines.desk, machines.centre] { machine.set(by: -86_400) }
        #expect(throws: LedgerError.self) { try lead("再", at: desk, by: Cast.duty) }
        #expect(try desk.acceptClock(by: Cast.duty).count == 2)
        _ = try lead("对", at: desk, by: Cast.duty)
        #expect(try desk.verify().findings == [])
        #expect(try desk.clockStatus().jump == nil)
        // The centre learns of it, ends its chain and goes on.
        try meet()
        if try centre.clockStatus().jump != nil { try centre.acceptClock(by: Cast.editor) }
        _ = try lead("也对", at: centre, by: Cast.editor)
        #expect(try meet() == [])
        try expectAlike()
    }

    /// The order of what two machines did while both clocks were ahead is kept, in however many ways they come right.
    @Test(arguments: [true, false]) func whatFollowsAnotherMachinesActFollowsItStill(isRestarted: Bool) throws {
        for machine in [machines.desk, machines.centre] {
            machine.restart(after: 10_800)
            machine.wait(10)
        }
        func pass() { for machine in [machines.desk, machines.centre] { machine.wait(20) } }
        let task = try desk.perform(
            .task(.dispatch(TaskCommand.Dispatch(centres: ["erqi"], title: "积水"))), as: Cast.duty
        ).events[0].subject
        try meet()
        pass()
        try centre.perform(.task(.acknowledge(task)), as: Cast.editor)
        pass()
        try centre.perform(.task(.depart(task)), as: Cast.editor)
        try meet()
        pass()
        try desk.perform(.task(.cancel(task, reason: "事已了")), as: Cast.duty)
        for machine in [machines.desk, machines.centre] {
            if isRestarted { machine.restart(after: -10_800) } else { machine.set(by: -10_800) }
        }
        #expect(try !desk.acceptClock(by: Cast.duty).isEmpty)
        #expect(try desk.read { try $0.overruled() }.isEmpty)
        #expect(try desk.read { try $0.task(task)?.state } == .cancelled)
        try meet()
        if try centre.clockStatus().disagreement != nil { try centre.acceptClock(by: Cast.editor) }
        _ = try lead("对", at: centre, by: Cast.editor)
        try meet()
        try expectAlike()
        #expect(try centre.read { try $0.overruled() }.isEmpty)
    }

    /// What a centre took of another node while both clocks were ahead it proposes to correct as well: the other may have lost
    /// it. Until somebody says so nobody there is kept from working.
    @Test func aCentreProposesForWhatItTookWhileItsClockWasAhead() throws {
        for machine in [machines.desk, machines.centre] {
            machine.restart(after: 86_400)
            machine.wait(5)
        }
        _ = try lead("台快", at: desk, by: Cast.duty)
        #expect(try meet() == [])
        machines.centre.restart(after: -86_400)
        #expect(try centre.verify().findings != [])
        let status = try centre.clockStatus()
        #expect(status.jump == nil && status.disagreement != nil && status.proposals.isEmpty)
        _ = try lead("对", at: centre, by: Cast.editor)
        #expect(try centre.acceptClock(by: Cast.editor).count == 1)
        #expect(try centre.verify().findings == [])
        #expect(try centre.clockStatus().disagreement == nil)
        let proposals = try centre.clockStatus().proposals
        machines.desk.set(by: -86_400)
        try desk.acceptClock(by: Cast.duty)
        for one in proposals {
            try desk.perform(
                .desk(.correctClock(one.origin, first: one.first, last: one.last, by: one.ahead)), as: Cast.duty)
        }
        try meet()
        try meet()
        #expect(try centre.clockStatus().proposals == [])
        try expectAlike()
    }

    /// A correction of a chain that its node still writes, also of more than there is: the chain ends there.
    @Test(arguments: [1, 5]) func aChainThatIsStillWrittenEndsWhereItIsCorrected(last: Int64) throws {
        _ = try lead("一", at: centre, by: Cast.editor)
        try meet()
        let heads = try centre.heads(for: try #require(try desk.membership()).node)
        let own = try #require(heads.first { head in try centre.writer(of: head.origin) == centre.membership()?.node })
        try desk.perform(.desk(.correctClock(own.origin, first: 1, last: last, by: 1000)), as: Cast.duty)
        try meet()
        _ = try lead("二", at: centre, by: Cast.editor)
        #expect(try meet() == [])
        try expectAlike()
        try desk.perform(.desk(.correctClock(own.origin, first: 1, last: last, by: 0)), as: Cast.duty)
        try meet()
        try expectAlike()
        // What is taken back keeps nobody from proposing later.
        machines.centre.restart(after: 86_400)
        _ = try lead("快", at: centre, by: Cast.editor)
        machines.centre.set(by: -86_400)
        try centre.acceptClock(by: Cast.editor)
        #expect(try !centre.clockStatus().proposals.isEmpty)
        #expect(try centre.verify().findings == [])
    }

    /// Chains that were begun while the key was away get their certificate once it is back.
    @Test func chainsBegunWithoutTheKeyAreSignedForOnceItIsBack() throws {
        let key = centre.path + ".key"
        machines.centre.restart(after: 86_400)
        _ = try lead("快", at: centre, by: Cast.editor)
        machines.centre.set(by: -86_400)
        chmod(key, 0o644)
        #expect(throws: LedgerError.keyExposed(path: key)) { try centre.acceptClock(by: Cast.editor) }
        chmod(key, 0o600)
        #expect(try !centre.acceptClock(by: Cast.editor).isEmpty)
    }
}
