/// A colour as a program asked for it; no palette is applied.
public enum CellColor: Equatable, Sendable {
    /// The terminal's own colour.
    case standard
    /// An entry of the palette: 0–7 and 8–15 the sixteen colours, up to 255 the large palette.
    case indexed(UInt8)
    /// True colour.
    case rgb(red: UInt8, green: UInt8, blue: UInt8)
}

/// What SGR sets for the characters that follow.
public struct CellStyle: Equatable, Sendable {
    /// The attributes that are either on or off.
    public struct Attributes: OptionSet, Equatable, Sendable {
        /// The bits, one an attribute.
        public let rawValue: UInt8
        /// Takes the bits as they are.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// SGR 1.
        public static let bold = Attributes(rawValue: 1)
        /// SGR 2.
        public static let dim = Attributes(rawValue: 2)
        /// SGR 3.
        public static let italic = Attributes(rawValue: 4)
        /// SGR 4 and 21, in any shape.
        public static let underline = Attributes(rawValue: 8)
        /// SGR 5.
        public static let blink = Attributes(rawValue: 16)
        /// SGR 7.
        public static let reverse = Attributes(rawValue: 32)
        /// SGR 8.
        public static let hidden = Attributes(rawValue: 64)
        /// SGR 9.
        public static let struck = Attributes(rawValue: 128)
    }

    /// Bold, dim, reverse and the like.
    public var attributes: Attributes = []
    /// The colour of the character.
    public var foreground = CellColor.standard
    /// The colour behind it.
    public var background = CellColor.standard

    /// No attribute, the terminal's own colours.
    public init() {}
}

/// One place of the grid.
public struct Cell: Equatable, Sendable {
    /// How much of a character a cell holds.
    public enum Kind: Equatable, Sendable {
        /// A character of one column, or a blank.
        case narrow
        /// The left half of a character of two columns.
        case wide
        /// The right half; `text` is empty.
        case continuation
        /// What was left when the other half of a wide character was overwritten. A terminal
        /// shows a blank there; a program that meant well writes over it before it rests.
        case orphan
    }

    /// The character with its combining marks.
    public var text: String
    /// Whether the cell is whole, a half, or what remains of one.
    public var kind: Kind
    /// Attributes and colours.
    public var style: CellStyle

    /// A blank; erasing keeps the colour of the background, as xterm does.
    static func blank(_ background: CellColor = .standard) -> Cell {
        var style = CellStyle()
        style.background = background
        return Cell(text: " ", kind: .narrow, style: style)
    }
}
