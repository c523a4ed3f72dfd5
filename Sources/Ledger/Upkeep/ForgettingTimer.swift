import Dispatch

/// Deletes what is to be forgotten within a minute of its time, for as long as somebody has the desk open. A desk beside
/// which no value lies has no timer.
final class ForgettingTimer: @unchecked Sendable {
    // What changes is touched on the queue only.
    private weak var ledger: Ledger?
    private let queue = DispatchQueue(label: "ledger.forgetting", qos: .utility)
    private var timer: (any DispatchSourceTimer)?
    private var isOver = false

    init(_ ledger: Ledger) {
        self.ledger = ledger
        committed()
    }

    /// Somebody has committed, perhaps the first value.
    func committed() { queue.async { self.begin() } }

    /// Does nothing any more.
    func stop() {
        queue.async { [self] in
            isOver = true
            timer?.cancel()
            timer = nil
        }
    }

    private func begin() {
        guard !isOver, timer == nil, let ledger, !ledger.isReadOnly, ErasableStore.isThere(ledger.path) else { return }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + .seconds(60), repeating: .seconds(60), leeway: .seconds(10))
        timer.setEventHandler { [weak self] in self?.ledger?.forgetValues() }
        self.timer = timer
        timer.resume()
    }
}
