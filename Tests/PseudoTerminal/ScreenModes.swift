/// A place on the screen, counted from 0 at the upper left.
public struct ScreenPosition: Equatable, Sendable {
    /// Rows from the top.
    public var row: Int
    /// Columns from the left.
    public var column: Int

    /// A place by its row and column.
    public init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }
}

/// What programs switch on and must switch off again before they leave.
public struct ScreenModes: Equatable, Sendable {
    /// DECSET 1049, 1047 and 47.
    public internal(set) var alternateScreen = false
    /// DECSET 2004.
    public internal(set) var bracketedPaste = false
    /// DECSET 25; on in a fresh terminal.
    public internal(set) var cursorVisible = true
    /// The mouse modes that are on: 9, 1000–1003 say what is reported, 1005, 1006, 1015 and 1016 how.
    public internal(set) var mouse: Set<Int> = []
    /// DECSET 1004.
    public internal(set) var focusEvents = false
    /// DECSET 2026: a frame is being sent.
    public internal(set) var synchronizedUpdate = false
    /// DECSET 1: arrow keys send `ESC O A` and the like.
    public internal(set) var applicationCursorKeys = false
    /// `ESC =`.
    public internal(set) var applicationKeypad = false
    /// DECSET 7; on in a fresh terminal.
    public internal(set) var autowrap = true
    /// DECSET 6: rows count from the top of the scroll region.
    public internal(set) var origin = false
    /// DECSET 5: the whole screen reversed.
    public internal(set) var reverseScreen = false
    /// SM 4: characters push what follows to the right.
    public internal(set) var insert = false
    /// SM 20: a line feed also returns the carriage.
    public internal(set) var newLine = false

    /// The modes of a terminal that was just opened.
    public init() {}

    /// In words, what differs from a fresh terminal.
    public var leftovers: [String] {
        var found: [String] = []
        if alternateScreen { found.append("alternate screen") }
        if bracketedPaste { found.append("bracketed paste") }
        if !cursorVisible { found.append("hidden cursor") }
        found += mouse.sorted().map { "mouse mode \($0)" }
        if focusEvents { found.append("focus events") }
        if synchronizedUpdate { found.append("synchronized update") }
        if applicationCursorKeys { found.append("application cursor keys") }
        if applicationKeypad { found.append("application keypad") }
        if !autowrap { found.append("no autowrap") }
        if origin { found.append("origin mode") }
        if reverseScreen { found.append("reverse screen") }
        if insert { found.append("insert mode") }
        if newLine { found.append("new line mode") }
        return found
    }

    /// Whether a DEC private mode is on; nil for one this terminal does not know.
    func isOn(privateMode number: Int) -> Bool? {
        switch number {
        case 1: applicationCursorKeys
        case 5: reverseScreen
        case 6: origin
        case 7: autowrap
        case 9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016: mouse.contains(number)
        case 25: cursorVisible
        case 47, 1047, 1049: alternateScreen
        case 66: applicationKeypad
        case 1004: focusEvents
        case 2004: bracketedPaste
        case 2026: synchronizedUpdate
        default: nil
        }
    }
}
