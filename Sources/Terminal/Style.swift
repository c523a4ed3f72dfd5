/// What a piece of text means; a theme says how it looks.
public enum StyleRole: UInt8, CaseIterable, Sendable {
    /// The terminal's own colours.
    case text
    /// Matters less than the text round it.
    case quiet
    /// Heads a region or a column.
    case heading
    /// The lines at the top and bottom that are always there.
    case bar
    /// The row or button that Enter acts on.
    case selection
    /// Over its limit, or failed.
    case over
    /// Near its limit.
    case near
    /// Just done.
    case done
    /// What is mine, and the one colour that draws the eye without alarm.
    case accent
    /// Lines between regions.
    case border
    /// The name of a key in a hint.
    case key
    /// A field that is being typed into.
    case input
    /// The part of a text that matched a search.
    case match
    /// Text that a newer version added.
    case added
    /// Text that a newer version took out.
    case removed

    /// The name that theme files use, the same as the case.
    public var name: String { String(describing: self) }
}

/// A role with attributes on top of those that the theme gives it.
public struct Style: Hashable, Sendable {
    /// What the text means; the theme gives it colours and attributes.
    public var role: StyleRole
    public var bold, underline, reverse, dim: Bool

    /// Without more, plain text as the theme has it; an attribute can only be added to the role's own.
    public init(
        _ role: StyleRole = .text, bold: Bool = false, underline: Bool = false, reverse: Bool = false, dim: Bool = false
    ) {
        self.role = role
        self.bold = bold
        self.underline = underline
        self.reverse = reverse
        self.dim = dim
    }

    /// What is read, without more meaning.
    public static let text = Style(.text)
    /// What matters less than the text round it.
    public static let quiet = Style(.quiet)
    /// The head of a region or a column.
    public static let heading = Style(.heading)
    /// The lines at the top and bottom that are always there.
    public static let bar = Style(.bar)
    /// The row or button that Enter acts on.
    public static let selection = Style(.selection)
    /// What is over its limit, or failed.
    public static let over = Style(.over)
    /// What is near its limit.
    public static let near = Style(.near)
    /// What was just done.
    public static let done = Style(.done)
    /// What is the reader's own.
    public static let accent = Style(.accent)
    /// Lines between regions.
    public static let border = Style(.border)
    /// The name of a key in a hint.
    public static let key = Style(.key)
    /// A field that is being typed into.
    public static let input = Style(.input)
    /// The part of a text that matched a search.
    public static let match = Style(.match)
    /// Text that a newer version added.
    public static let added = Style(.added)
    /// Text that a newer version took out.
    public static let removed = Style(.removed)
}

extension Style {
    /// The role in the low byte, attributes above it: what a cell carries.
    @inline(__always)
    var packed: UInt16 {
        UInt16(role.rawValue) | (bold ? 0x100 : 0) | (underline ? 0x200 : 0) | (reverse ? 0x400 : 0) | (dim ? 0x800 : 0)
    }

    init(packed: UInt16) {
        self.init(
            StyleRole(rawValue: UInt8(truncatingIfNeeded: packed)) ?? .text,
            bold: packed & 0x100 != 0, underline: packed & 0x200 != 0,
            reverse: packed & 0x400 != 0, dim: packed & 0x800 != 0)
    }
}
