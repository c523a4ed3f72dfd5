/// Keeps frames from piling up on a slow line. ssh's and TCP's buffers take many at once, so that what one sees would
/// be seconds old; therefore, where the way to the terminal and back is long, each frame ends with a question, and the
/// next one waits for its answer. What happens meanwhile goes into one frame. On a fast line nothing is asked.
///
/// Pure: it is told the time.
struct Pace {
    typealias Instant = ContinuousClock.Instant

    /// From here on a line is slow.
    static let slow = Duration.milliseconds(80)
    /// And below this it is fast again.
    static let fast = Duration.milliseconds(40)

    /// Device status report: answered by every terminal, with the same four bytes whatever is on the screen. A cursor
    /// report from the first row could not be told from Shift-F3.
    static let question = "\u{1b}[5n"

    /// How long the way there and back took last; `nil` until the terminal has answered once.
    private(set) var roundTrip: Duration?
    private(set) var isSlow = false
    /// Whether a frame is on its way, and when it is given up as one that nobody will answer.
    private(set) var patience: Duration?
    private var openedAt: Instant?
    private var sentAt: Instant?
    private var silences = 0
    private var wantsAnswer = false

    var isWaiting: Bool { sentAt != nil }
    /// Whether the next frame is to end with the question.
    var asks: Bool { (isSlow || wantsAnswer) && !isWaiting }

    /// The questions of the beginning are out.
    mutating func opened(at now: Instant) { openedAt = now }

    /// The first answer to them is here.
    mutating func greeted(at now: Instant) {
        guard let asked = openedAt else { return }
        openedAt = nil
        judge(now - asked)
    }

    /// The line may have become another one: the next frame finds out.
    mutating func measure() { if roundTrip != nil { wantsAnswer = true } }

    /// A frame with a question is out. A kilobyte a second is the slowest line that is thought of.
    mutating func sent(_ bytes: Int, at now: Instant) {
        sentAt = now
        wantsAnswer = false
        patience = .seconds(3) + .milliseconds(bytes)
    }

    mutating func answered(at now: Instant) {
        guard let asked = sentAt else { return }
        sentAt = nil
        silences = 0
        judge(now - asked)
    }

    /// The answer does not come. A terminal that is silent twice is not asked again.
    mutating func giveUp() {
        sentAt = nil
        silences += 1
        if silences >= 2 { isSlow = false }
    }

    private mutating func judge(_ time: Duration) {
        roundTrip = time
        isSlow = isSlow ? time > Self.fast : time > Self.slow
    }
}
