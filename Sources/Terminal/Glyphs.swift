/// The marks and lines that screens are drawn with, each one cell wide.
///
/// Every colour has a mark beside it, so that mono screens and colour-blind eyes
/// lose nothing. The ASCII set serves terminals that lack the characters, and those
/// that draw East Asian ambiguous characters (most lines and arrows) two cells wide.
public struct Glyphs: Sendable, Hashable {
    /// Lines between regions.
    public let horizontal, vertical: String
    /// Stands where text was cut.
    public let ellipsis: String
    /// Over its limit, near its limit, just done, nothing to report.
    public let over, near, done, dot: String
    /// Between the steps of a breadcrumb; beside the selected row.
    public let arrow, marker: String
    /// More above, below, to the left, to the right; directions of a sort.
    public let up, down, left, right: String
    public let check, cross, bullet: String
    /// Somebody else looks at it; a message.
    public let eye, mail: String
    /// A branch with more below it, the last branch, and the line that passes by.
    public let tree, treeLast, treeLine: String
    /// Corners and joints of lines.
    public let topLeft, topRight, bottomLeft, bottomRight: String
    public let teeDown, teeUp, teeRight, teeLeft, junction: String
    /// The filled and the open part of a gauge.
    public let full, empty: String
    /// Whether all of them are ASCII.
    public let isASCII: Bool

    /// For terminals that draw these characters one cell wide.
    public static let unicode = Glyphs(
        horizontal: "─", vertical: "│", ellipsis: "…", over: "!", near: "▲", done: "✓", dot: "·",
        arrow: "›", marker: "▌", up: "↑", down: "↓", left: "←", right: "→",
        check: "✓", cross: "✗", bullet: "•", eye: "◉", mail: "✉", tree: "├", treeLast: "└", treeLine: "│",
        topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘",
        teeDown: "┬", teeUp: "┴", teeRight: "├", teeLeft: "┤", junction: "┼",
        full: "█", empty: "░", isASCII: false)

    /// For all others.
    public static let ascii = Glyphs(
        horizontal: "-", vertical: "|", ellipsis: "~", over: "!", near: "^", done: "+", dot: ".",
        arrow: ">", marker: "|", up: "^", down: "v", left: "<", right: ">",
        check: "+", cross: "x", bullet: "*", eye: "o", mail: "m", tree: "|", treeLast: "`", treeLine: "|",
        topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+",
        teeDown: "+", teeUp: "+", teeRight: "+", teeLeft: "+", junction: "+",
        full: "#", empty: ".", isASCII: true)

    /// What stands for a sign where only ASCII can be drawn: sentences hold signs too, not only the lines of a screen.
    /// `nil` for letters, which have no stand-in.
    static func plain(_ scalar: UInt32) -> UInt32? {
        // The pictures of control characters are not for terminals that lack them.
        if scalar >= 0x2400 && scalar <= 0x2426 { return 0x3f }
        return stands[scalar]
    }

    private static let stands: [UInt32: UInt32] = {
        let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [
            ("←", "<"), ("↑", "^"), ("→", ">"), ("↓", "v"), ("·", "."), ("…", "."), ("›", ">"), ("–", "-"),
            ("•", "*"), ("×", "x"), ("✓", "+"), ("✗", "x"), ("▲", "^"), ("▌", "|"), ("█", "#"), ("░", "."),
            ("─", "-"), ("│", "|"), ("◉", "o"), ("✉", "m"),
        ]
        return Dictionary(pairs.map { ($0.value, $1.value) }, uniquingKeysWith: { first, _ in first })
    }()
}
