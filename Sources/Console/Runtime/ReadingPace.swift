/// Spaces the readings of a console. Each commit changes what every console shows, and where many are open all of them
/// together would take the machine from whoever commits. The first word of a commit is answered at once; after a reading
/// the next waits the longer, the more it cost and the more consoles there are; the last commit is always read.
///
/// Without a clock: times are measured from any fixed moment.
struct ReadingPace {
    /// What is to be done.
    enum Step: Equatable {
        /// Read now.
        case read
        /// Ask again, by `due`, after this time.
        case wait(Duration)
        /// It is being waited for already.
        case nothing
    }

    /// The longest that something committed waits to be shown.
    static let longest = Duration.milliseconds(1500)
    /// All consoles together are to take about a quarter of the machine for themselves.
    private static let share = 4

    /// How many cores there are.
    private let cores: Int
    private var free = Duration.zero
    private var isWaiting = false

    init(cores: Int) { self.cores = max(1, cores) }

    /// Something was committed, by somebody.
    mutating func committed(at now: Duration) -> Step {
        guard !isWaiting else { return .nothing }
        guard now < free else { return .read }
        isWaiting = true
        return .wait(free - now)
    }

    /// The time that was asked for has passed.
    mutating func due(at now: Duration) -> Step {
        guard isWaiting else { return .nothing }
        guard now < free else { return .read }
        return .wait(free - now)
    }

    /// The desk was read, for whatever reason: all that was committed before is known.
    ///
    /// - Parameters:
    ///   - now: when that was done.
    ///   - cost: what it took of a core.
    ///   - consoles: how many are open, this one among them.
    ///   - chance: from 0 to 1, other at each console, so that they do not all read at once.
    mutating func read(at now: Duration, cost: Duration, consoles: Int, chance: Double) {
        isWaiting = false
        let pause = cost * (Self.share * max(1, consoles)) / cores
        free = now + min(Self.longest, pause) * (0.75 + 0.25 * min(1, max(0, chance)))
    }
}
