import Ledger
import Newsroom

/// What a console needs to know before it opens.
public struct ConsoleOptions: Sendable {
    /// The desk's database; read-only ones make a console that cannot write.
    public var ledger: Ledger
    /// Who sits at it.
    public var actor: Person
    /// The language to begin in; the configuration's takes its place unless this one was asked for.
    public var language: Language
    /// Whether the language was asked for, so that the configuration's does not count.
    public var isLanguageChosen: Bool
    /// A theme's name; `nil` for the configuration's.
    public var theme: String?
    /// Whether to draw with ASCII only.
    public var ascii: Bool
    /// Whether colours are unwanted (`NO_COLOR`).
    public var noColor: Bool
    /// What it may touch of the machine.
    public var reach: HostAccess
    /// What time it is at the desk: the demonstration's day has a clock of its own.
    public var clock: @Sendable () -> Moment
    /// What the demonstration asks of the console; `nil` at a desk that lasts.
    public var demonstration: Demonstration?
    /// Whether this is the demonstration: the database is thrown away at the end.
    public var isDemo: Bool { demonstration != nil }

    /// Without more: the configuration's theme and language, all of Unicode, colours, and a desk that lasts.
    public init(
        ledger: Ledger, actor: Person, language: Language, isLanguageChosen: Bool = false, theme: String? = nil,
        ascii: Bool = false, noColor: Bool = false, reach: HostAccess,
        clock: @escaping @Sendable () -> Moment = Moment.now, demonstration: Demonstration? = nil
    ) {
        self.ledger = ledger
        self.actor = actor
        self.language = language
        self.isLanguageChosen = isLanguageChosen
        self.theme = theme
        self.ascii = ascii
        self.noColor = noColor
        self.reach = reach
        self.clock = clock
        self.demonstration = demonstration
    }
}
