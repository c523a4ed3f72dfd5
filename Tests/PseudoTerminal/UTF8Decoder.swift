/// Bytes to scalars, a byte at a time. What is not UTF-8 becomes U+FFFD, one for each longest
/// beginning of a character, as Unicode and xterm do it.
struct UTF8Decoder: Sendable {
    /// What a byte completed: nothing, a scalar, or a replacement followed by a scalar.
    struct Output: Equatable, Sendable {
        var first: Unicode.Scalar?
        var second: Unicode.Scalar?
    }

    private var value: UInt32 = 0
    private var missing = 0
    /// The range of the next byte: narrower after E0, ED, F0 and F4, which shuts out
    /// overlong forms, surrogates and what lies over U+10FFFF.
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    private static let replacement: Unicode.Scalar = "\u{FFFD}"

    mutating func push(_ byte: UInt8) -> Output {
        guard missing > 0 else { return start(byte) }
        guard allowed.contains(byte) else {
            missing = 0
            let next = start(byte)
            return Output(first: Self.replacement, second: next.first)
        }
        value = value << 6 | UInt32(byte & 0x3F)
        allowed = 0x80...0xBF
        missing -= 1
        guard missing == 0 else { return Output() }
        return Output(first: Unicode.Scalar(value) ?? Self.replacement)
    }

    private mutating func start(_ byte: UInt8) -> Output {
        allowed = 0x80...0xBF
        switch byte {
        case 0..<0x80:
            return Output(first: Unicode.Scalar(byte))
        case 0xC2...0xDF:
            (value, missing) = (UInt32(byte & 0x1F), 1)
        case 0xE0...0xEF:
            (value, missing) = (UInt32(byte & 0x0F), 2)
            if byte == 0xE0 { allowed = 0xA0...0xBF }
            if byte == 0xED { allowed = 0x80...0x9F }
        case 0xF0...0xF4:
            (value, missing) = (UInt32(byte & 0x07), 3)
            if byte == 0xF0 { allowed = 0x90...0xBF }
            if byte == 0xF4 { allowed = 0x80...0x8F }
        default:
            return Output(first: Self.replacement)
        }
        return Output()
    }
}
