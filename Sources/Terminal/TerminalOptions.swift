import Foundation

/// The ways in which terminals take a word for the desktop.
public enum Notifications: String, Sendable {
    /// iTerm2's, which most others know too.
    case osc9
    /// rxvt's, with a title of its own.
    case osc777
}

/// How a session is to be.
public struct TerminalOptions: Sendable {
    /// How each role looks.
    public var theme: Theme
    /// Lines and marks in ASCII.
    public var ascii: Bool
    /// Whether East Asian ambiguous characters take two cells; nil asks the terminal.
    public var ambiguousWide: Bool?
    /// Whether to take the mouse; without it the terminal selects and copies as usual.
    public var mouse: Bool
    /// How long a lone Esc waits for the rest of a sequence; more for slow links.
    public var escapeDelay: Duration
    /// The window's title while the session lasts.
    public var title: String?
    /// Attributes only; NO_COLOR in the environment sets it.
    public var noColor: Bool
    /// How `notify` tells the desktop; `nil` for not at all.
    public var notifications: Notifications?
    /// A terminal that answers questions and then says nothing for so long is gone; `nil` waits for ever.
    public var silence: Duration?
    /// The folder for crash reports; nil writes them to standard error.
    public var crashReportDirectory: String?

    /// Without more: the built-in theme, Unicode, the mouse taken, and the desktop left in peace.
    public init(
        theme: Theme = .builtin, ascii: Bool = false, ambiguousWide: Bool? = nil, mouse: Bool = true,
        escapeDelay: Duration = .milliseconds(30), title: String? = nil,
        noColor: Bool = !(ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty,
        notifications: Notifications? = nil, silence: Duration? = nil, crashReportDirectory: String? = nil
    ) {
        self.theme = theme
        self.ascii = ascii
        self.ambiguousWide = ambiguousWide
        self.mouse = mouse
        self.escapeDelay = escapeDelay
        self.title = title
        self.noColor = noColor
        self.notifications = notifications
        self.silence = silence
        self.crashReportDirectory = crashReportDirectory
    }
}
