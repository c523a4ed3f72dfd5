import Console
import Dispatch
import Foundation
import Ledger
import Newsroom
import Rehearsal
import Synchronization

/// Where the demonstration's days are played: keeps the clock, does what is due when it is due, and has the next day
/// ready when one is over. Sleeps in between.
final class DemoStage: @unchecked Sendable {
    // What changes is touched on `queue` only, but for the clock and `isReady`, which take care of themselves.

    /// How a visitor wants the day.
    struct Pace {
        let seed: UInt64
        /// Seconds of the day in a real one; `nil` for what suits whoever watches or works.
        let speed: Double?
    }

    let clock: DayClock
    private let day: DemoDay
    private let folder: String
    private let pace: Pace
    private let today: Moment
    private let queue = DispatchQueue(label: "guantong.demo", qos: .utility)
    private var present: Played
    private var next: Played?
    private let isReady = Atomic(false)
    private var count = 0
    private var isStopped = false
    private var watch: Watch?
    private var timer: (any DispatchSourceTimer)?

    /// One day's desk, and how far it was played.
    private struct Played {
        let ledger: Ledger
        let folder: String
        let begins: Moment
        var live: LiveDay
        /// The last row of the log that the people of the day have heard of.
        var row: Int64
    }

    /// How fast the day goes while nobody is at the keys: an hour in ten minutes.
    static let watching = 6.0

    /// Plays the first day until now.
    init(_ day: DemoDay, folder: String, pace: Pace) throws {
        self.day = day
        self.folder = folder
        self.pace = pace
        today = .now()
        let begins = day.begins(after: 0, today: today)
        clock = DayClock(start: begins, rate: pace.speed ?? Self.watching)
        present = try Self.open(day, 0, folder, begins, pace, clock)
    }

    /// The present day's desk; before `start` only.
    var ledger: Ledger { present.ledger }

    private static func open(
        _ day: DemoDay, _ number: Int, _ parent: String, _ begins: Moment, _ pace: Pace, _ clock: DayClock
    ) throws -> Played {
        let folder = "\(parent)/day-\(number + 1)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let (ledger, live, row) = try day.play(
            at: folder + "/desk.sqlite", now: begins, seed: pace.seed &+ UInt64(number), clock: clock)
        return Played(ledger: ledger, folder: folder, begins: begins, live: live, row: row)
    }

    // MARK: - Playing

    /// The day goes on from here.
    func start() {
        queue.async { [self] in
            follow()
            play()
        }
    }

    /// Stops for good; when it returns nothing is read or written any more.
    func stop() {
        queue.sync {
            isStopped = true
            timer?.cancel()
            watch?.stop()
            next?.ledger.close()
        }
    }

    /// Hears of everything that visitors do.
    private func follow() {
        watch?.stop()
        watch = Watch(present.ledger, queue: queue) { [weak self] in self?.look() }
    }

    /// Somebody did something; it may have been the day itself.
    private func look() {
        guard !isStopped, let log = try? present.ledger.read({ try $0.events(after: present.row) }),
            !log.events.isEmpty
        else { return }
        for event in log.events { present.live.hear(event) }
        present.row = log.last
        arm()
    }

    /// Does what is due, in one transaction, and sleeps until the next thing is.
    private func play() {
        // The desk may be closed already.
        guard !isStopped else { return }
        // A day that is over and has nobody at the keys is about to be left.
        guard !isLeft else { return }
        let now = clock.now
        if let due = present.live.due, due <= now {
            let before = (present.live, present.row)
            do {
                try present.ledger.transaction { transaction in
                    for event in try transaction.events(after: present.row).events { present.live.hear(event) }
                    try present.live.play(until: now) { command, actor, moment in
                        transaction.now = moment
                        return try transaction.perform(command, as: actor).events
                    }
                    present.row = try transaction.lastRow()
                }
            } catch {
                // Nothing of it was recorded: a desk that is busy, or a full disk. It is tried again.
                (present.live, present.row) = before
                return arm(atLeast: 2)
            }
        }
        // Without room for another day this one's people go on, and it is tried again a minute later.
        let isReady = next != nil || now < present.live.ends || prepareNext()
        arm(atLeast: isReady ? 0 : 60)
    }

    /// Whether the console is going to take the next day at its next tick.
    private var isLeft: Bool { next != nil && !present.live.isVisited }

    private func arm(atLeast seconds: Int = 0) {
        timer?.cancel()
        timer = nil
        guard !isLeft else { return }
        // The end of the day is due too: then the next one is made ready.
        let ends = next == nil ? present.live.ends : nil
        guard let due = [present.live.due, ends].compactMap({ $0 }).min() else { return }
        let wait = max(clock.wait(until: due), UInt64(seconds) * 1_000_000_000)
        let timer = DispatchSource.makeTimerSource(queue: queue)
        // A little late, so that the clock has surely come there.
        timer.schedule(deadline: .now() + .nanoseconds(Int(wait)) + .milliseconds(5), leeway: .milliseconds(50))
        timer.setEventHandler { [weak self] in self?.play() }
        timer.resume()
        self.timer = timer
    }

    // MARK: - What the console tells and asks

    /// While somebody is at the keys nothing hurries them, unless they asked for a speed.
    func attended(_ isThere: Bool) {
        queue.async { [self] in
            if pace.speed == nil { clock.rate = isThere ? 1 : Self.watching }
            present.live.isVisited = isThere
            arm()
        }
    }

    private func prepareNext() -> Bool {
        let begins = max(day.begins(after: count + 1, today: today), day.begins(after: 1, today: clock.now))
        do {
            next = try Self.open(day, count + 1, folder, begins, pace, clock)
            count += 1
            isReady.store(true, ordering: .releasing)
            return true
        } catch {
            try? FileManager.default.removeItem(atPath: "\(folder)/day-\(count + 2)")
            return false
        }
    }

    /// The next day's desk, if the present day is over.
    func nextDay() -> Demonstration.Day? {
        guard isReady.exchange(false, ordering: .acquiringAndReleasing) else { return nil }
        return queue.sync {
            guard let next else { return nil }
            let old = present
            present = next
            self.next = nil
            clock.skip(to: present.begins)
            follow()
            arm()
            return Demonstration.Day(ledger: present.ledger, actor: day.visitor) { [queue] in
                queue.async { try? FileManager.default.removeItem(atPath: old.folder) }
            }
        }
    }
}
