extension Sequence<UInt8> {
    /// Two hex digits for each byte, in lower case.
    public var hexDigits: String {
        var text: [UInt8] = []
        text.reserveCapacity(underestimatedCount * 2)
        for byte in self {
            text.append(.hexDigit(byte >> 4))
            text.append(.hexDigit(byte))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that hex digits say, two digits each, as ids are written: in lower case; `nil` for anything else.
    var writtenHexBytes: [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in self {
            guard let value = digit.writtenHexValue else { return nil }
            if let first = high { bytes.append(first << 4 | value) }
            high = high == nil ? value : nil
        }
        return high == nil ? bytes : nil
    }
}

extension UInt8 {
    /// The hex digit of a number's last four bits, in lower case.
    static func hexDigit(_ number: UInt8) -> UInt8 {
        let value = number & 15
        return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// What the byte of a hex digit says, as ids are written: in lower case; `nil` for any other.
    var writtenHexValue: UInt8? {
        (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(self) ? nil : hexValue
    }

    /// What the byte of a hex digit says, in upper or lower case; `nil` for any other.
    var hexValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
