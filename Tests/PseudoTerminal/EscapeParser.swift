/// A control sequence: `ESC [`, an optional prefix, parameters, intermediates, a final character.
struct ControlSequence: Equatable, Sendable {
    /// One of `<=>?`, or nil.
    var prefix: Character?
    /// Parameters split at `;`, each split at `:`; nil where nothing stands.
    var parameters: [[Int?]]
    /// Characters such as `$` or a space before the final one.
    var intermediates: String
    /// The character that names the function.
    var final: Character

    /// The first part of a parameter, or `standard` where it is missing.
    func value(_ index: Int, or standard: Int = 0) -> Int {
        guard index < parameters.count, let value = parameters[index].first ?? nil else { return standard }
        return value
    }

    /// A count: missing and 0 both mean one.
    func count(_ index: Int = 0) -> Int { max(1, value(index, or: 1)) }
}

/// The state machine of the DEC terminals, over scalars. It holds no screen.
struct EscapeParser: Sendable {
    /// What the stream says next.
    enum Token: Equatable, Sendable {
        case print(Unicode.Scalar)
        case control(UInt8)
        case escape(intermediates: String, final: Character)
        case sequence(ControlSequence)
        /// The text of an operating system command.
        case command(String)
        /// The text of a device control string.
        case device(String)
    }

    private enum State: Equatable, Sendable {
        case ground, escape, sequence, broken
        case text(StringKind)
        /// ESC inside a string: `\` ends it, anything else begins another sequence.
        case textEscape(StringKind)
    }

    private enum StringKind: Equatable, Sendable { case command, device, ignored }

    /// Longest string that is kept; what comes after is dropped until its end.
    private static let longestString = 65536
    private static let mostParameters = 32
    private static let largestParameter = 65535

    private var state = State.ground
    private var intermediates = ""
    private var prefix: Character?
    private var parameters: [[Int?]] = []
    private var text = ""

    /// Takes one scalar and gives what it completed.
    mutating func push(_ scalar: Unicode.Scalar) -> Token? {
        switch state {
        case .ground where scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value):
            return .print(scalar)
        case .text(let kind):
            return inText(scalar, kind)
        case .textEscape(let kind):
            state = .ground
            if scalar == "\\" { return finished(kind) }
            beginEscape()
            return push(scalar)
        default:
            return outsideText(scalar)
        }
    }

    private mutating func outsideText(_ scalar: Unicode.Scalar) -> Token? {
        switch scalar.value {
        case 0x18, 0x1A:
            state = .ground
            return nil
        case 0x1B:
            beginEscape()
            return nil
        case 0..<0x20:
            // Controls act even in the middle of a sequence.
            return .control(UInt8(scalar.value))
        case 0x7F:
            return nil
        case 0x80...0x9F:
            // xterm obeys the eight-bit controls in UTF-8 too: hostile text may use them.
            beginEscape()
            return inEscape(Unicode.Scalar(UInt8(scalar.value - 0x40)))
        default:
            break
        }
        switch state {
        case .escape: return inEscape(scalar)
        case .sequence: return inSequence(scalar)
        case .broken:
            if (0x40...0x7E).contains(scalar.value) { state = .ground }
            return nil
        default: return .print(scalar)
        }
    }

    private mutating func beginEscape() {
        state = .escape
        intermediates = ""
        prefix = nil
        parameters = []
        text = ""
    }

    private mutating func inEscape(_ scalar: Unicode.Scalar) -> Token? {
        switch scalar.value {
        case 0x20...0x2F:
            intermediates.unicodeScalars.append(scalar)
            return nil
        case 0x30...0x7E:
            break
        default:
            state = .ground
            return nil
        }
        if intermediates.isEmpty {
            switch scalar {
            case "[":
                state = .sequence
                return nil
            case "]":
                state = .text(.command)
                return nil
            case "P":
                state = .text(.device)
                return nil
            case "X", "^", "_":
                state = .text(.ignored)
                return nil
            default:
                break
            }
        }
        state = .ground
        return .escape(intermediates: intermediates, final: Character(scalar))
    }

    private mutating func inSequence(_ scalar: Unicode.Scalar) -> Token? {
        switch scalar {
        case "0"..."9":
            guard intermediates.isEmpty else { return spoil() }
            if parameters.isEmpty { parameters = [[nil]] }
            addDigit(Int(scalar.value - 0x30))
        case ";":
            if parameters.isEmpty { parameters = [[nil]] }
            if parameters.count < Self.mostParameters { parameters.append([nil]) }
        case ":":
            if parameters.isEmpty { parameters = [[nil]] }
            let last = parameters.count - 1
            if parameters[last].count < Self.mostParameters { parameters[last].append(nil) }
        case "<", "=", ">", "?":
            guard parameters.isEmpty, prefix == nil else { return spoil() }
            prefix = Character(scalar)
        case " "..."/":
            intermediates.unicodeScalars.append(scalar)
        case "@"..."~":
            state = .ground
            return .sequence(
                ControlSequence(
                    prefix: prefix, parameters: parameters, intermediates: intermediates, final: Character(scalar)))
        default:
            return spoil()
        }
        return nil
    }

    private mutating func addDigit(_ digit: Int) {
        let parameter = parameters.count - 1
        let part = parameters[parameter].count - 1
        let value = (parameters[parameter][part] ?? 0) * 10 + digit
        parameters[parameter][part] = min(value, Self.largestParameter)
    }

    /// A sequence that cannot be right is skipped to its final character.
    private mutating func spoil() -> Token? {
        state = .broken
        return nil
    }

    private mutating func inText(_ scalar: Unicode.Scalar, _ kind: StringKind) -> Token? {
        switch scalar.value {
        case 0x1B:
            state = .textEscape(kind)
            return nil
        case 0x07 where kind == .command, 0x9C:
            state = .ground
            return finished(kind)
        case 0x18, 0x1A:
            state = .ground
            return nil
        default:
            if kind != .ignored, text.utf8.count < Self.longestString { text.unicodeScalars.append(scalar) }
            return nil
        }
    }

    private func finished(_ kind: StringKind) -> Token? {
        switch kind {
        case .command: .command(text)
        case .device: .device(text)
        case .ignored: nil
        }
    }
}
