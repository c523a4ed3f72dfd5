/// What a piece of text means; a theme says how it looks.
public enum Role: UInt8, CaseIterable, Sendable {
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
    public var role: Role
    public var bold, underline, reverse, dim: Bool

    public init(
        _ role: Role = .text, bold: Bool = false, underline: Bool = false, reverse: Bool = false, dim: Bool = false
    ) {
        self.role = role
        self.bold = bold
        self.underline = underline
        self.reverse = reverse
        self.dim = dim
    }

    public static let text = Style(.text)
    public static let quiet = Style(.quiet)
    public static let heading = Style(.heading)
    public static let bar = Style(.bar)
    public static let selection = Style(.selection)
    public static let over = Style(.over)
    public static let near = Style(.near)
    public static let done = Style(.done)
    public static let accent = Style(.accent)
    public static let border = Style(.border)
    public static let key = Style(.key)
    public static let input = Style(.input)
    public static let match = Style(.match)
    public static let added = Style(.added)
    public static let removed = Style(.removed)
}

extension Style {
    /// Role in the low byte, attributes above it: what a cell carries.
    @inline(__always)
    var packed: UInt16 {
        UInt16(role.rawValue) | (bold ? 0x100 : 0) | (underline ? 0x200 : 0) | (reverse ? 0x400 : 0) | (dim ? 0x800 : 0)
    }

    init(packed: UInt16) {
        self.init(
            Role(rawValue: UInt8(truncatingIfNeeded: packed)) ?? .text,
            bold: packed & 0x100 != 0, underline: packed & 0x200 != 0,
            reverse: packed & 0x400 != 0, dim: packed & 0x800 != 0)
    }
}
