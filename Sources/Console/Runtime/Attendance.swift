import Dispatch

/// Whether a visitor of the demonstration is at the keys: measured in real time, since the day's own may run faster.
@MainActor
final class Attendance {
    /// Whether somebody pressed a key or the mouse within the last `quiet` seconds.
    private(set) var isAttended = false
    private let quiet: DispatchTimeInterval
    private let told: @MainActor (Bool) -> Void
    private var last = DispatchTime.now()
    private var timer: (any DispatchSourceTimer)?

    init(quiet: Int, told: @escaping @MainActor (Bool) -> Void) {
        self.quiet = .seconds(quiet)
        self.told = told
    }

    /// Somebody did something.
    func touch() {
        last = .now()
        guard !isAttended else { return }
        isAttended = true
        wait(until: last + quiet)
        told(true)
    }

    private func wait(until deadline: DispatchTime) {
        let timer = DispatchSource.makeTimerSource(queue: .main)
        timer.schedule(deadline: deadline, leeway: .seconds(1))
        timer.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.look() } }
        timer.resume()
        self.timer = timer
    }

    /// One timer for a whole visit: it looks whether there were keys since it was set.
    private func look() {
        let end = last + quiet
        guard end <= .now() else { return wait(until: end) }
        timer = nil
        isAttended = false
        told(false)
    }
}
