import CNcurses

/// The sequences that are not curses' business: what to send on the way in and out.
struct TerminalModes {
    /// Whether the terminal understands xterm's private modes and answers questions.
    ///
    /// One that has xterm's alternate screen does; the consoles that lack it may print
    /// a question instead of swallowing it.
    let isModern: Bool
    /// Resets everything and shows the former screen: ready for a crash at any moment.
    let restore: [UInt8]
    private let keypadOn: String
    private let title: String?

    @MainActor
    init(title: String?) {
        func capability(_ name: String) -> String { cn_string(name).map { String(cString: $0) } ?? "" }
        isModern = capability("smcup").contains("?1049h")
        keypadOn = capability("smkx")
        // Line breaks and controls in a title could end the sequence.
        self.title = title.map { Widths().clip(Widths().clean($0), to: 200) }
        var bytes = isModern ? TerminalModes.end2026 + TerminalModes.inputOff : ""
        if isModern && title != nil { bytes += "\u{1b}[23;2t" }
        bytes += capability("sgr0") + capability("op") + capability("cnorm") + capability("rmkx")
        let leave = capability("rmcup")
        bytes += leave.isEmpty ? "\r\n" : leave
        restore = Array(TerminalModes.withoutPadding(bytes).utf8)
    }

    static let begin2026 = "\u{1b}[?2026h"
    static let end2026 = "\u{1b}[?2026l"
    private static let mouseOn = "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h"
    private static let mouseOff = "\u{1b}[?1006l\u{1b}[?1002l\u{1b}[?1000l"
    private static let inputOff = mouseOff + "\u{1b}[?1004l\u{1b}[?2004l"

    /// After curses took the screen.
    func enter(mouse: Bool) -> String {
        var text = TerminalModes.withoutPadding(keypadOn)
        guard isModern else { return text }
        text += "\u{1b}[?2004h\u{1b}[?1004h"
        if mouse { text += TerminalModes.mouseOn }
        if let title { text += "\u{1b}[22;2t\u{1b}]2;\(title)\u{07}" }
        return text
    }

    /// Before curses gives the screen back.
    func leave() -> String {
        guard isModern else { return "" }
        return TerminalModes.inputOff + (title == nil ? "" : "\u{1b}[23;2t")
    }

    func mouse(_ on: Bool) -> String {
        isModern ? (on ? TerminalModes.mouseOn : TerminalModes.mouseOff) : ""
    }

    /// Asks whether synchronized updates are known, and how wide an ambiguous character is:
    /// one is written on the second row and the cursor's place asked for. On the second,
    /// because an answer from the first could not be told from Shift-F3. The cursor goes back to where curses has it.
    func questions(width: Bool) -> String {
        guard isModern else { return "" }
        return "\u{1b}[?2026$p" + (width ? "\u{1b}7\u{1b}[2;1H\u{b7}\u{1b}[6n\r\u{1b}[K\u{1b}8" : "")
    }

    /// terminfo's `$<5/>` asks for a pause that no terminal of today needs.
    private static func withoutPadding(_ text: String) -> String {
        text.replacing(/\$<[0-9.]+[*\/]*>/, with: "")
    }
}
