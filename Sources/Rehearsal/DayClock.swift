import Dispatch
import Newsroom
import Synchronization

/// The clock of a day that may run faster than ours. It never goes back and does not jump when its rate changes.
public final class DayClock: Sendable {
    private struct Anchor {
        var real: UInt64
        var day: Moment
        var rate: Double
    }

    private let anchor: Mutex<Anchor>
    private let real: @Sendable () -> UInt64

    /// A clock that shows `start` now.
    ///
    /// - Parameters:
    ///   - rate: how many of its seconds go by in a real one.
    ///   - real: nanoseconds of a clock that never goes back; tests have their own.
    public init(
        start: Moment, rate: Double,
        real: @escaping @Sendable () -> UInt64 = { DispatchTime.now().uptimeNanoseconds }
    ) {
        self.real = real
        anchor = Mutex(Anchor(real: real(), day: start, rate: rate))
    }

    /// What time it is.
    public var now: Moment { anchor.withLock { Self.read($0, real()) } }

    /// How many of its seconds go by in a real one.
    public var rate: Double {
        get { anchor.withLock { $0.rate } }
        set {
            anchor.withLock { anchor in
                let now = real()
                anchor = Anchor(real: now, day: Self.read(anchor, now), rate: newValue)
            }
        }
    }

    /// Another day begins: the clock goes on from there, unless it is later already.
    public func skip(to moment: Moment) {
        anchor.withLock { anchor in
            let now = real()
            anchor = Anchor(real: now, day: max(moment, Self.read(anchor, now)), rate: anchor.rate)
        }
    }

    /// How many real nanoseconds are left until the clock shows `moment`, at the present rate.
    public func wait(until moment: Moment) -> UInt64 {
        anchor.withLock { anchor in
            let left = Double(moment.milliseconds - Self.read(anchor, real()).milliseconds)
            // A year is longer than anybody watches.
            return left <= 0 ? 0 : UInt64(min(left / anchor.rate * 1_000_000, 3.2e16))
        }
    }

    private static func read(_ anchor: Anchor, _ real: UInt64) -> Moment {
        let passed = real > anchor.real ? Double(real - anchor.real) / 1_000_000 : 0
        return Moment(milliseconds: anchor.day.milliseconds + Int64(min(passed * anchor.rate, 1e15)))
    }
}
