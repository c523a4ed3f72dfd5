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
            let rest = bytes[index...]
            if let parameters = Self.look(rest) {
                if !take(parameters) {
                    settle(&out)
                    out += rest.prefix(parameters.count + 3)
                    current = nil
                }
                index += parameters.count + 3
            } else if rest.starts(with: Self.plainCharacters) {
                if !hasPlainCharacters { out += Self.plainCharacters }
                hasPlainCharacters = true
                index += Self.plainCharacters.count
            } else {
                settle(&out)
                if rest.starts(with: [0x1b, 0x28]) { hasPlainCharacters = false }
                // Up to the next sequence all is text.
                let end = rest.dropFirst().firstIndex(of: 0x1b) ?? bytes.endIndex
                out += bytes[index..<end]
                index = end
            }
        }
        settle(&out)
        return out
    }

    /// ASCII in G0, which curses asks for with each return to plain.
    private static let plainCharacters: [UInt8] = [0x1b, 0x28, 0x42]

    /// The parameters of a sequence that begins here, if it is one of those that set a look.
    private static func look(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard bytes.starts(with: [0x1b, 0x5b]) else { return nil }
        let parameters = bytes.dropFirst(2).prefix { (0x30...0x3b).contains($0) }
        guard parameters.endIndex < bytes.endIndex, bytes[parameters.endIndex] == 0x6d else { return nil }
        return parameters
    }

    /// Takes over what a sequence sets; false where it is not understood.
    private mutating func take(_ parameters: ArraySlice<UInt8>) -> Bool {
        let codes = parameters.split(separator: 0x3b, omittingEmptySubsequences: false).map(Array.init)
        var look = wanted
        var index = 0
        while index < codes.count {
            let code = codes[index]
            index += 1
            guard let number = code.isEmpty ? 0 : Int(String(decoding: code, as: UTF8.self)) else {
                // Colours written with colons are one parameter: 38:2::255:0:0.
                if code.starts(with: [0x33, 0x38, 0x3a]) {
                    look.foreground = code
                } else if code.starts(with: [0x34, 0x38, 0x3a]) {
                    look.background = code
                } else {
                    return false
                }
                continue
            }
            switch number {
            case 0: look = Look()
            case 1...9: look.attributes |= 1 << number
            case 30...37, 90...97: look.foreground = code
            case 40...47, 100...107: look.background = code
            case 39: look.foreground = []
            case 49: look.background = []
            case 38, 48:
                guard index < codes.count, let length = [[0x35]: 2, [0x32]: 4][codes[index]],
                    index + length <= codes.count
                else { return false }
                let color = Array(([code] + codes[index..<index + length]).joined(separator: [0x3b]))
                if number == 38 { look.foreground = color } else { look.background = color }
                index += length
            default: return false
            }
        }
        wanted = look
        return true
    }

    /// Sends the look that is wanted, if the terminal has another one.
    private mutating func settle(_ out: inout [UInt8]) {
        guard current != wanted else { return }
        var anew = Self.attributes(wanted.attributes) + [wanted.foreground, wanted.background].filter { !$0.isEmpty }
        if !anew.isEmpty { anew.insert([], at: 0) }
        var shortest = anew
        // Attributes can be added one by one, but curses takes them away only all at once.
        if let current, current.attributes & ~wanted.attributes == 0 {
            var change = Self.attributes(wanted.attributes & ~current.attributes)
            if wanted.foreground != current.foreground {
                change.append(wanted.foreground.isEmpty ? Array("39".utf8) : wanted.foreground)
            }
            if wanted.background != current.background {
                change.append(wanted.background.isEmpty ? Array("49".utf8) : wanted.background)
            }
            if Self.length(change) < Self.length(anew) { shortest = change }
        }
        out += [0x1b, 0x5b] + shortest.joined(separator: [0x3b]) + [0x6d]
        current = wanted
    }

    private static func attributes(_ bits: UInt16) -> [[UInt8]] {
        (1...9).filter { bits & 1 << $0 != 0 }.map { Array(String($0).utf8) }
    }

    private static func length(_ codes: [[UInt8]]) -> Int { codes.reduce(codes.count) { $0 + $1.count } }
}
