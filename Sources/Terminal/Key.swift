/// A key with its modifiers, as the decoder gives it and as configuration names it.
///
/// Shift is part of the character for characters (`?`, `A`) and a flag for all others;
/// Shift-Tab is `backTab`. Control with a letter is the small letter.
public struct Key: Hashable, Sendable, CustomStringConvertible {
    /// A key without its modifiers.
    public enum Code: Hashable, Sendable {
        case character(Character)
        case enter, escape, tab, backTab, backspace, delete, insert
        case up, down, left, right, home, end, pageUp, pageDown
        /// F1 is 1.
        case function(Int)
    }

    /// The key itself, in the form that its modifiers leave it.
    public var code: Code
    public var control, alt, shift: Bool

    /// Brings a key into its one form: a small letter with Control, a capital or `backTab` for Shift.
    public init(_ code: Code, control: Bool = false, alt: Bool = false, shift: Bool = false) {
        (self.code, self.control, self.alt, self.shift) = (code, control, alt, shift)
        if case .character(let character) = code {
            if control && character.isLetter {
                self.code = .character(character.lowercased().first ?? character)
            } else if shift {
                let upper = character.uppercased()
                if upper.count == 1, let letter = upper.first { self.code = .character(letter) }
                self.shift = false
            }
        } else if code == .backTab || (code == .tab && shift) {
            self.code = .backTab
            self.shift = false
        }
    }

    /// The key of a name as in configuration: `q`, `?`, `Enter`, `C-l`, `A-x`, `F5`, `PgDn`,
    /// `Space`, `S-Tab`. Case matters for single characters only. Nil when there is no such key.
    public init?(named name: String) {
        var rest = Substring(name)
        var control = false
        var alt = false
        var shift = false
        while rest.count > 2, rest.dropFirst().first == "-" || rest.dropFirst().first == "+" {
            switch rest.first {
            case "C", "c": control = true
            case "A", "a", "M", "m": alt = true
            case "S", "s": shift = true
            default: return nil
            }
            rest = rest.dropFirst(2)
        }
        guard let code = Key.code(named: String(rest)) else { return nil }
        self.init(code, control: control, alt: alt, shift: shift)
    }

    /// The name that `init(named:)` takes.
    public var description: String {
        var name = (control ? "C-" : "") + (alt ? "A-" : "")
        if shift || code == .backTab { name += "S-" }
        switch code {
        case .character(" "): name += "Space"
        case .character(let character): name.append(character)
        case .function(let number): name += "F\(number)"
        case .backTab: name += "Tab"
        default: name += Key.names.first { $0.code == code }?.name ?? "?"
        }
        return name
    }
}

extension Key {
    private static let names: [(name: String, code: Code)] = [
        ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("Backspace", .backspace), ("Del", .delete),
        ("Ins", .insert), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
        ("Home", .home), ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown), ("Space", .character(" ")),
        // Other names that people try.
        ("Return", .enter), ("Escape", .escape), ("BackTab", .backTab), ("BS", .backspace), ("Delete", .delete),
        ("Insert", .insert), ("PageUp", .pageUp), ("PageDown", .pageDown),
    ]

    private static func code(named name: String) -> Code? {
        if name.count == 1, let character = name.first {
            guard let scalar = name.unicodeScalars.first, scalar.value > 0x20, scalar.value != 0x7f else { return nil }
            return .character(character)
        }
        let small = name.lowercased()
        if let found = names.first(where: { $0.name.lowercased() == small }) { return found.code }
        if small.hasPrefix("f"), let number = Int(small.dropFirst()), (1...35).contains(number),
            small == "f\(number)"
        {
            return .function(number)
        }
        return nil
    }
}

/// What the mouse did, at a cell.
public struct Mouse: Hashable, Sendable {
    /// A button down or up, one notch of the wheel, or a move with a button held.
    public enum Kind: Sendable { case press, release, wheelUp, wheelDown, drag }
    /// What happened; a drag comes for each cell that is entered.
    public var kind: Kind
    /// The cell; (0, 0) is the upper left corner.
    public var x, y: Int
    /// 1 left, 2 middle, 3 right; 0 for the wheel.
    public var button: Int

    /// An event at the cell (x, y), counted from 0.
    public init(kind: Kind, x: Int, y: Int, button: Int) {
        (self.kind, self.x, self.y, self.button) = (kind, x, y, button)
    }
}

/// Everything that reaches a screen from outside.
public enum Input: Sendable, Hashable {
    case key(Key)
    /// Pasted text with `\n` for line breaks, at most 1 MB; more is cut.
    case paste(String)
    case mouse(Mouse)
    /// The terminal has this size now; lay out again. Also sent when widths or glyphs changed.
    case resize(Size)
    /// The terminal's window got or lost the focus.
    case focus(Bool)
    /// Back from the background or from an editor; the screen is painted anew.
    case resumed
    /// A whole second of the wall clock began, while ticks are on.
    case tick
    /// SIGINT from outside; Ctrl-C is the key `C-c`.
    case interrupt
    /// SIGTERM: save and leave.
    case terminate
    /// The terminal is gone; sent once. Nothing can be shown any more.
    case hangUp
}
