import Glibc

/// How a program ended.
public enum ExitStatus: Equatable, Sendable {
    /// It returned or called `exit`.
    case exited(Int32)
    /// A signal killed it.
    case signalled(Int32)

    /// As a shell has it: 128 and more for a signal.
    public var code: Int32 {
        switch self {
        case .exited(let code): code
        case .signalled(let signal): 128 + signal
        }
    }

    init(waitStatus status: CInt) {
        let signal = status & 0x7F
        self = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }
}

/// What the terminal driver does with a line: `termios` without the speeds.
public struct LineSettings: Equatable, Sendable {
    /// Input flags, such as ICRNL.
    public let input: UInt32
    /// Output flags, such as OPOST.
    public let output: UInt32
    /// Control flags, such as CS8.
    public let control: UInt32
    /// Local flags, such as ECHO.
    public let local: UInt32

    init(descriptor: CInt) throws {
        var settings = termios()
        // On Linux the master's settings are those of the slave.
        guard tcgetattr(descriptor, &settings) == 0 else { throw PseudoTerminalError.system("tcgetattr", errno) }
        input = settings.c_iflag
        output = settings.c_oflag
        control = settings.c_cflag
        local = settings.c_lflag
    }

    /// ECHO: what is typed is shown by the driver.
    public var echoes: Bool { local & UInt32(ECHO) != 0 }
    /// ICANON: input comes in whole lines.
    public var isCanonical: Bool { local & UInt32(ICANON) != 0 }
    /// ISIG: Ctrl-C and Ctrl-Z make signals.
    public var makesSignals: Bool { local & UInt32(ISIG) != 0 }
}

/// What went wrong with the terminal, or what did not happen in time; its text shows the screen.
public enum PseudoTerminalError: Error, CustomStringConvertible {
    /// A system call failed, with its `errno`.
    case system(String, Int32)
    /// The condition did not come true.
    case timedOut(why: String, seconds: Double, screen: [String])
    /// The program closed the terminal before the condition came true.
    case ended(why: String, screen: [String])
    /// The program does not read what is typed.
    case inputNotTaken(bytes: Int, screen: [String])
    /// A click was asked for but the program has not switched the mouse on.
    case mouseOff

    /// A sentence and the screen.
    public var description: String {
        switch self {
        case .system(let call, let code): "\(call): \(String(cString: strerror(code)))"
        case .timedOut(let why, let seconds, let screen):
            "waited \(seconds) s for \(why)\n\(Self.framed(screen))"
        case .ended(let why, let screen): "the program ended while waiting for \(why)\n\(Self.framed(screen))"
        case .inputNotTaken(let bytes, let screen): "\(bytes) bytes typed were not read\n\(Self.framed(screen))"
        case .mouseOff: "the program has not switched on the mouse (mode 1006)"
        }
    }

    private static func framed(_ screen: [String]) -> String {
        screen.map { "  | " + $0 }.joined(separator: "\n")
    }
}

/// A key that sends more than a character.
public enum Key: Equatable, Sendable {
    /// An arrow.
    case up, down, left, right
    /// A key of the block above the arrows.
    case home, end, pageUp, pageDown, insert, delete
    /// A key that has a control character.
    case enter, tab, backspace, escape
    /// Shift and Tab.
    case backTab
    /// F1 to F12.
    case function(Int)
    /// A letter with Control.
    case control(Character)

    /// What xterm sends; `application` is mode 1, which curses sets with `keypad`.
    public func sequence(application: Bool) -> String {
        let lead = application ? "\u{1B}O" : "\u{1B}["
        switch self {
        case .up: return lead + "A"
        case .down: return lead + "B"
        case .right: return lead + "C"
        case .left: return lead + "D"
        case .home: return lead + "H"
        case .end: return lead + "F"
        case .insert: return "\u{1B}[2~"
        case .delete: return "\u{1B}[3~"
        case .pageUp: return "\u{1B}[5~"
        case .pageDown: return "\u{1B}[6~"
        case .enter: return "\r"
        case .tab: return "\t"
        case .backspace: return "\u{7F}"
        case .escape: return "\u{1B}"
        case .backTab: return "\u{1B}[Z"
        case .function(let number): return Self.function(number)
        case .control(let letter): return letter.asciiValue.map { String(Unicode.Scalar($0 & 0x1F)) } ?? ""
        }
    }

    private static func function(_ number: Int) -> String {
        switch number {
        case 1: "\u{1B}OP"
        case 2: "\u{1B}OQ"
        case 3: "\u{1B}OR"
        case 4: "\u{1B}OS"
        case 5: "\u{1B}[15~"
        case 6...10: "\u{1B}[\(number + 11)~"
        case 11, 12: "\u{1B}[\(number + 12)~"
        default: ""
        }
    }
}
