import Ledger
import Newsroom

/// What a demonstration asks of the console, and is told by it. Everything here happens on the main thread.
public struct Demonstration: Sendable {
    /// How it accompanies its visitor.
    public var guidance: Guidance
    /// Seconds of real time without a key or a click after which nobody is at the keys any more.
    public var quiet: Int
    /// Told when somebody takes the keys (`true`), and when they have been quiet for `quiet` (`false`). Before the first
    /// key nobody is there, and nothing is told.
    public var attended: @MainActor @Sendable (Bool) -> Void
    /// Asked with every tick while nobody is at the keys: the next day's desk when the present day is over, else `nil`.
    public var nextDay: @MainActor @Sendable () -> Day?
    /// Told when the console is about to close the desk and leave: whoever plays at it stops before this returns.
    public var leaving: @MainActor @Sendable () -> Void

    /// Another day's desk, which the console takes over without leaving the screen: places and ids of the old one are
    /// forgotten, nothing of it can be undone any more.
    public struct Day: Sendable {
        /// The new day's desk; the console closes the old one, and this one when it leaves.
        public var ledger: Ledger
        /// Who sits at it.
        public var actor: Person
        /// Told when the console has let go of the old desk, whose files may go then.
        public var adopted: @Sendable () -> Void

        /// A day as it begins for the console.
        public init(ledger: Ledger, actor: Person, adopted: @escaping @Sendable () -> Void) {
            self.ledger = ledger
            self.actor = actor
            self.adopted = adopted
        }
    }

    /// Without more: a visitor at the desk, two minutes of quiet, and a day that never ends.
    public init(
        guidance: Guidance = .onRequest, quiet: Int = 120,
        attended: @escaping @MainActor @Sendable (Bool) -> Void = { _ in },
        nextDay: @escaping @MainActor @Sendable () -> Day? = { nil },
        leaving: @escaping @MainActor @Sendable () -> Void = {}
    ) {
        self.guidance = guidance
        self.quiet = quiet
        self.attended = attended
        self.nextDay = nextDay
        self.leaving = leaving
    }
}
