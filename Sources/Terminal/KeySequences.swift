/// A control sequence taken apart: `CSI prefix parameters intermediate final`.
struct ControlSequence {
    /// A number and, after a colon, a second one that refines it.
    struct Parameter {
        var value = 0
        var sub = 0
    }

    var prefix: UInt8?
    var parameters: [Parameter] = []
    var intermediate: UInt8?
    var final: UInt8

    init(_ bytes: ArraySlice<UInt8>, final: UInt8) {
        self.final = final
        var current = Parameter()
        var field = 0
        for byte in bytes {
            switch byte {
            case 0x30...0x39:
                let digit = Int(byte - 0x30)
                // No number that means anything is longer; more digits must not overflow.
                if field == 0 { current.value = min(current.value * 10 + digit, 0x1f_ffff) }
                if field == 1 { current.sub = min(current.sub * 10 + digit, 0x1f_ffff) }
            case 0x3a: field += 1
            case 0x3b:
                parameters.append(current)
                current = Parameter()
                field = 0
            case 0x3c...0x3f: prefix = prefix ?? byte
            default: intermediate = byte
            }
        }
        parameters.append(current)
    }

    func number(_ index: Int) -> Int { index < parameters.count ? parameters[index].value : 0 }
}

/// The tables of what terminals send.
enum KeySequences {
    /// The key of a CSI sequence, nil for one that is none.
    static func control(_ sequence: ControlSequence, alt: Bool) -> Key? {
        switch sequence.final {
        case 0x7e where sequence.number(0) == 27: return unicode(sequence.number(2), sequence.number(1), alt)
        case 0x7e: return numbered[sequence.number(0)].map { key($0, sequence.number(1), alt) }
        case 0x75:
            // The second sub-parameter of kitty's protocol says press, repeat, release.
            if sequence.parameters.count > 1, sequence.parameters[1].sub == 3 { return nil }
            return unicode(sequence.number(0), sequence.number(1), alt)
        case 0x5a: return key(.backTab, 0, alt)
        default:
            return letters[sequence.final].map { key($0, sequence.number(1), alt) }
        }
    }

    /// The key of an SS3 sequence.
    static func single(_ byte: UInt8, modifier: Int, alt: Bool) -> Key? {
        if let code = letters[byte] { return key(code, modifier, alt) }
        if byte == 0x4d { return key(.enter, modifier, alt) }
        if (0x6a...0x79).contains(byte) {  // number pad: * + , - . / 0 to 9
            return key(.character(Character(Unicode.Scalar(byte - 0x40))), modifier, alt)
        }
        return nil
    }

    static func mouse(_ sequence: ControlSequence) -> Mouse? {
        guard sequence.parameters.count >= 3 else { return nil }
        let (code, x, y) = (sequence.number(0), sequence.number(1) - 1, sequence.number(2) - 1)
        guard x >= 0, y >= 0 else { return nil }
        if code & 64 != 0 {
            switch code & 3 {
            case 0: return Mouse(kind: .wheelUp, x: x, y: y, button: 0)
            case 1: return Mouse(kind: .wheelDown, x: x, y: y, button: 0)
            default: return nil
            }
        }
        let button = code & 3
        guard button != 3 else { return nil }
        let kind: Mouse.Kind = sequence.final == 0x6d ? .release : code & 32 != 0 ? .drag : .press
        return Mouse(kind: kind, x: x, y: y, button: button + 1)
    }

    /// xterm's modifier parameter is one more than the sum of shift 1, alt 2, control 4, meta 8.
    private static func key(_ code: Key.Code, _ modifier: Int, _ alt: Bool) -> Key {
        let bits = modifier > 0 ? modifier - 1 : 0
        if code == .backTab { return Key(.backTab, control: bits & 4 != 0, alt: alt || bits & 10 != 0) }
        return Key(code, control: bits & 4 != 0, alt: alt || bits & 10 != 0, shift: bits & 1 != 0)
    }

    private static func unicode(_ value: Int, _ modifier: Int, _ alt: Bool) -> Key? {
        switch value {
        case 27: return key(.escape, modifier, alt)
        case 13, 57414: return key(.enter, modifier, alt)
        case 9: return key(.tab, modifier, alt)
        case 8, 127: return key(.backspace, modifier, alt)
        case 0..<0x20, 0x80..<0xa0, 57344...63743: return nil  // kitty numbers lone modifiers and media keys there
        default:
            guard let scalar = Unicode.Scalar(UInt32(value)) else { return nil }
            return key(.character(Character(scalar)), modifier, alt)
        }
    }

    private static let letters: [UInt8: Key.Code] = [
        0x41: .up, 0x42: .down, 0x43: .right, 0x44: .left, 0x46: .end, 0x48: .home,
        0x50: .function(1), 0x51: .function(2), 0x52: .function(3), 0x53: .function(4),
    ]

    private static let numbered: [Int: Key.Code] = [
        1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
        11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
        17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
        23: .function(11), 24: .function(12), 25: .function(13), 26: .function(14), 28: .function(15),
        29: .function(16), 31: .function(17), 32: .function(18), 33: .function(19), 34: .function(20),
    ]
}
