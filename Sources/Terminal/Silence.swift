/// Notices that whoever sat at the terminal has gone without a word: a connection over which nothing arrives any more
/// stays open, and the kernel tells nobody. A terminal that has answered before is asked again when nothing came from
/// it for a third of `patience`, and is gone when nothing came for all of it. One that never answers is left in peace.
///
/// Pure: it is told the time.
struct Silence {
    typealias Instant = ContinuousClock.Instant

    /// What there is to do now.
    enum Step: Equatable {
        /// Nothing, until then.
        case wait(Duration)
        /// The terminal is to be asked something, and the next look is after so long.
        case ask(Duration)
        case gone
    }

    let patience: Duration
    /// `nil` as long as it never answered.
    private var lastHeard: Instant?

    init(patience: Duration) { self.patience = patience }

    /// Something came: keys, or an answer.
    mutating func heard(isAnswer: Bool, at now: Instant) {
        if isAnswer || lastHeard != nil { lastHeard = now }
    }

    /// What is due; to be asked again when that says so, and need not be earlier.
    func step(at now: Instant) -> Step {
        let pause = patience / 3
        guard let lastHeard else { return .wait(pause) }
        let silence = now - lastHeard
        if silence < pause { return .wait(pause - silence) }
        return silence < patience ? .ask(min(pause, patience - silence)) : .gone
    }
}
