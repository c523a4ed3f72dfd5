import Newsroom
import Rehearsal
import Synchronization
import Testing

@Suite struct DayClockTests {
    /// Real time as a test has it, in nanoseconds.
    private final class Real: Sendable {
        private let time = Atomic<UInt64>(5_000_000_000)
        var now: UInt64 { time.load(ordering: .relaxed) }
        func pass(milliseconds: UInt64) { time.add(milliseconds * 1_000_000, ordering: .relaxed) }
    }

    private let start = Moment(milliseconds: 1_795_244_400_000)

    @Test func itRunsAtItsRateAndChangesItWithoutAJump() {
        let real = Real()
        let clock = DayClock(start: start, rate: 6) { real.now }
        #expect(clock.now == start)
        real.pass(milliseconds: 10_000)
        #expect(clock.now == start.adding(seconds: 60))
        clock.rate = 1
        #expect(clock.now == start.adding(seconds: 60))
        real.pass(milliseconds: 5_000)
        #expect(clock.now == start.adding(seconds: 65))
        clock.rate = 6
        real.pass(milliseconds: 500)
        #expect(clock.now == start.adding(seconds: 68))
    }

    @Test func itNeverGoesBack() {
        let real = Real()
        let clock = DayClock(start: start, rate: 3) { real.now }
        var last = clock.now
        for step in 0..<2000 {
            real.pass(milliseconds: UInt64(step % 7))
            if step % 11 == 0 { clock.rate = [0.3, 1, 6, 250][step % 4] }
            if step % 500 == 0 { clock.skip(to: start) }
            #expect(clock.now >= last)
            last = clock.now
        }
    }

    @Test func itTellsHowLongToWait() {
        let real = Real()
        let clock = DayClock(start: start, rate: 6) { real.now }
        #expect(clock.wait(until: start.adding(seconds: 60)) == 10_000_000_000)
        #expect(clock.wait(until: start) == 0)
        clock.rate = 1
        #expect(clock.wait(until: start.adding(seconds: 60)) == 60_000_000_000)
        clock.skip(to: start.adding(seconds: 86_400))
        #expect(clock.now == start.adding(seconds: 86_400))
        #expect(clock.wait(until: start.adding(seconds: 60)) == 0)
    }
}
