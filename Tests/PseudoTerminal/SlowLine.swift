/// A long, narrow way between a program and its screen, as behind ssh on a bad network: everything arrives late, and no
/// more than so many bytes a second. The line takes whatever the program writes, as the buffers on such a way do: a
/// program that does not mind how far its screen is behind fills it.
public struct SlowLine {
    /// How long a byte is on its way in one direction.
    public let delay: Duration
    /// How many bytes a second arrive at the screen.
    public let bytesPerSecond: Int
    /// The most bytes that were on the way to the screen at once.
    public internal(set) var mostOnTheWay = 0
    /// The longest that a byte took to the screen.
    public internal(set) var latest = Duration.zero
    /// How often the program asked whether all is well (`ESC [ 5 n`), which is how it paces itself.
    public internal(set) var questions = 0

    /// One that knows the monotonic clock.
    public typealias Instant = ContinuousClock.Instant
    private var toScreen: [(due: Instant, sent: Instant, bytes: [UInt8])] = []
    private var toProgram: [(due: Instant, bytes: [UInt8])] = []
    private var freeAt = Instant.now
    private var onTheWay = 0

    /// A line that is empty.
    public init(delay: Duration, bytesPerSecond: Int) {
        self.delay = delay
        self.bytesPerSecond = max(1, bytesPerSecond)
    }

    /// Begins to count anew.
    public mutating func forgetFigures() {
        mostOnTheWay = onTheWay
        latest = .zero
        questions = 0
    }

    /// The program has written. Arrives in small packets, so that a long text comes bit by bit.
    mutating func take(fromProgram bytes: [UInt8], at now: Instant) {
        let question = Array("\u{1b}[5n".utf8)
        questions += bytes.indices.count { bytes[$0...].starts(with: question) }
        freeAt = max(freeAt, now)
        for start in stride(from: 0, to: bytes.count, by: 128) {
            let piece = Array(bytes[start..<min(start + 128, bytes.count)])
            freeAt += .seconds(1) * piece.count / bytesPerSecond
            toScreen.append((freeAt + delay, now, piece))
        }
        onTheWay += bytes.count
        mostOnTheWay = max(mostOnTheWay, onTheWay)
    }

    /// Takes bytes at one end, for a way in one direction.
    public mutating func carry(_ bytes: [UInt8]) { take(fromProgram: bytes, at: .now) }

    /// The bytes that have come to the other end.
    public mutating func arrivals() -> [UInt8] { arrived(at: .now).screen }

    /// Somebody has typed, or the terminal answers.
    mutating func take(fromScreen bytes: [UInt8], at now: Instant) {
        if !bytes.isEmpty { toProgram.append((now + delay, bytes)) }
    }

    /// What has arrived at both ends.
    mutating func arrived(at now: Instant) -> (screen: [UInt8], program: [UInt8]) {
        let shown = toScreen.prefix { $0.due <= now }
        let typed = toProgram.prefix { $0.due <= now }
        toScreen.removeFirst(shown.count)
        toProgram.removeFirst(typed.count)
        for piece in shown { latest = max(latest, now - piece.sent) }
        let bytes = shown.flatMap(\.bytes)
        onTheWay -= bytes.count
        return (bytes, typed.flatMap(\.bytes))
    }

    /// When something arrives next.
    public var next: Instant? { [toScreen.first?.due, toProgram.first?.due].compactMap { $0 }.min() }

    /// Whether nothing is on the way.
    public var isEmpty: Bool { toScreen.isEmpty && toProgram.isEmpty }
}
