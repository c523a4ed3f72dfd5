/// Says the same to the terminal in fewer bytes. curses sends every change of colour and attribute by itself and goes
/// back to plain between two that differ, which is a quarter of a screen; here only the look that a character is
/// really written in is sent, the shorter of anew and as a difference. Everything else passes as it is.
struct SGRMinimizer {
    /// How characters are written: the codes of the colours as they were sent, and attributes 1 to 9 by bit.
    private struct Look: Equatable {
        var foreground: [UInt8] = []
        var background: [UInt8] = []
        var attributes: UInt16 = 0
    }

    /// What the terminal does now; `nil` where that is not known.
    private var current: Look?
    private var wanted = Look()
    private var hasPlainCharacters = false

    /// Somebody else has had the terminal.
    mutating func forget() {
        current = nil
        hasPlainCharacters = false
    }

    /// The bytes of a frame, shorter. Every frame is complete: nothing is held back for the next one.
    mutating func trim(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] != Self.escape {
                // Up to the next sequence all is text.
                settle(&out)
                index = copyText(bytes, from: index, to: &out)
            } else if let end = Self.endOfLook(bytes, index) {
                if !take(bytes[index + 2..<end]) {
                    settle(&out)
                    out += bytes[index...end]
                    current = nil
                }
                index = end + 1
            } else if bytes[index...].starts(with: Self.plainCharacters) {
                if !hasPlainCharacters { out += Self.plainCharacters }
                hasPlainCharacters = true
                index += Self.plainCharacters.count
            } else {
                settle(&out)
                if bytes[index...].starts(with: [Self.escape, 0x28]) { hasPlainCharacters = false }
                out.append(bytes[index])
                index = copyText(bytes, from: index + 1, to: &out)
            }
        }
        settle(&out)
        return out
    }

    /// Copies what stands before the next sequence, and returns where that begins.
    private func copyText(_ bytes: [UInt8], from start: Int, to out: inout [UInt8]) -> Int {
        var end = start
        while end < bytes.count, bytes[end] != Self.escape { end += 1 }
        out += bytes[start..<end]
        return end
    }

    private static let escape: UInt8 = 0x1b
    /// ASCII in G0, which curses asks for with each return to plain.
    private static let plainCharacters: [UInt8] = [0x1b, 0x28, 0x42]

    /// Where the sequence that begins here ends, if it is one of those that set a look: `ESC [ … m`.
    private static func endOfLook(_ bytes: [UInt8], _ start: Int) -> Int? {
        guard start + 2 < bytes.count, bytes[start + 1] == 0x5b else { return nil }
        var end = start + 2
        while end < bytes.count, (0x30...0x3b).contains(bytes[end]) { end += 1 }
        return end < bytes.count && bytes[end] == 0x6d ? end : nil
    }

    /// Takes over what a sequence sets; false where it is not understood.
    private mutating func take(_ parameters: ArraySlice<UInt8>) -> Bool {
        var look = wanted
        var start = parameters.startIndex
        while start <= parameters.endIndex {
            let end = Self.endOfCode(parameters, start)
            let code = parameters[start..<end]
            start = end + 1
            guard let number = Self.number(code) else {
                // Colours written with colons are one parameter: 38:2::255:0:0.
                if code.starts(with: [0x33, 0x38, 0x3a]) {
                    look.foreground = Array(code)
                } else if code.starts(with: [0x34, 0x38, 0x3a]) {
                    look.background = Array(code)
                } else {
                    return false
                }
                continue
            }
            switch number {
            case 0: look = Look()
            case 1...9: look.attributes |= 1 << number
            case 30...37, 90...97: look.foreground = Array(code)
            case 40...47, 100...107: look.background = Array(code)
            case 39: look.foreground = []
            case 49: look.background = []
            case 38, 48:
                // One of a palette, 38;5;n, or three parts of a colour, 38;2;r;g;b.
                guard start < parameters.endIndex else { return false }
                var last = Self.endOfCode(parameters, start)
                let parts: Int
                switch Self.number(parameters[start..<last]) {
                case 5: parts = 1
                case 2: parts = 3
                default: return false
                }
                for _ in 0..<parts {
                    guard last < parameters.endIndex else { return false }
                    last = Self.endOfCode(parameters, last + 1)
                }
                let color = Array(parameters[code.startIndex..<last])
                if number == 38 { look.foreground = color } else { look.background = color }
                start = last + 1
            default: return false
            }
        }
        wanted = look
        return true
    }

    private static func endOfCode(_ parameters: ArraySlice<UInt8>, _ start: Int) -> Int {
        var end = start
        while end < parameters.endIndex, parameters[end] != 0x3b { end += 1 }
        return end
    }

    /// The number that a code is, 0 where nothing is written; `nil` where it is none.
    private static func number(_ code: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for byte in code {
            guard (0x30...0x39).contains(byte), number < 10_000 else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        return number
    }

    /// Sends the look that is wanted, if the terminal has another one.
    private mutating func settle(_ out: inout [UInt8]) {
        guard current != wanted else { return }
        var anew = Codes()
        if wanted != Look() { anew.add([]) }
        anew.add(attributes: wanted.attributes)
        for color in [wanted.foreground, wanted.background] where !color.isEmpty { anew.add(color) }
        var shortest = anew
        // Attributes can be added one by one, but curses takes them away only all at once.
        if let current, current.attributes & ~wanted.attributes == 0 {
            var change = Codes()
            change.add(attributes: wanted.attributes & ~current.attributes)
            if wanted.foreground != current.foreground {
                change.add(wanted.foreground.isEmpty ? [0x33, 0x39] : wanted.foreground)
            }
            if wanted.background != current.background {
                change.add(wanted.background.isEmpty ? [0x34, 0x39] : wanted.background)
            }
            if change.length < anew.length { shortest = change }
        }
        out += [Self.escape, 0x5b]
        out += shortest.bytes
        out.append(0x6d)
        current = wanted
    }

    /// The parameters of a sequence, one after the other.
    private struct Codes {
        private(set) var bytes: [UInt8] = []
        private var count = 0

        /// What they add to a sequence.
        var length: Int { bytes.count + min(count, 1) }

        mutating func add(_ code: [UInt8]) {
            if count > 0 { bytes.append(0x3b) }
            bytes += code
            count += 1
        }

        mutating func add(attributes: UInt16) {
            for number in 1...9 where attributes & 1 << number != 0 { add([0x30 + UInt8(number)]) }
        }
    }
}
