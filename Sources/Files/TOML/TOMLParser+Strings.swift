extension TOMLParser {
    /// A string of any of the four kinds; `index` is at its first quote.
    mutating func string() throws(TOMLError) -> String {
        guard let quote = peek() else { throw error(.valueExpected(found: found)) }
        let place = mark
        index += 1
        guard peek() == quote, peek(1) == quote else { return try shortString(quote, place) }
        index += 2
        _ = try skipLineEnd()
        return try longString(quote, place)
    }

    private mutating func shortString(_ quote: UInt8, _ place: Mark) throws(TOMLError) -> String {
        var text: [UInt8] = []
        while let byte = peek(), byte != .newline, !(byte == .return && peek(1) == .newline) {
            if byte == quote {
                index += 1
                return String(decoding: text, as: UTF8.self)
            }
            if byte == .backslash, quote == .quote {
                try escape(into: &text)
            } else {
                if byte.isControl { throw error(.control(control(byte))) }
                text.append(byte)
                index += 1
            }
        }
        throw error(.stringOpen(quote: quote == .quote ? "\"" : "'"), at: place)
    }

    /// The rest of a string in three quotes. A line ends in it with a line feed, however it ends in the file.
    private mutating func longString(_ quote: UInt8, _ place: Mark) throws(TOMLError) -> String {
        var text: [UInt8] = []
        while let byte = peek() {
            if byte == quote, peek(1) == quote, peek(2) == quote {
                index += 3
                // Up to two more belong to the text.
                for _ in 0..<2 where peek() == quote {
                    text.append(quote)
                    index += 1
                }
                return String(decoding: text, as: UTF8.self)
            }
            if byte == .backslash, quote == .quote {
                if try !skipFoldedLine() { try escape(into: &text) }
            } else if byte == .newline || byte == .return {
                _ = try skipLineEnd()
                text.append(.newline)
            } else {
                if byte.isControl { throw error(.control(control(byte))) }
                text.append(byte)
                index += 1
            }
        }
        throw error(.stringOpen(quote: quote == .quote ? "\"\"\"" : "'''"), at: place)
    }

    /// Over a backslash at the end of a line, and all blanks and line ends after it; `false` where it is an escape.
    private mutating func skipFoldedLine() throws(TOMLError) -> Bool {
        var ahead = 1
        while peek(ahead) == .space || peek(ahead) == .tab { ahead += 1 }
        guard peek(ahead) == .newline || peek(ahead) == .return && peek(ahead + 1) == .newline else { return false }
        index += ahead
        repeat {
            while peek() == .space || peek() == .tab { index += 1 }
        } while try skipLineEnd()
        return true
    }

    private mutating func escape(into text: inout [UInt8]) throws(TOMLError) {
        let place = mark
        let letter = peek(1)
        let plain: UInt8? =
            switch letter {
            case UInt8(ascii: "b"): 0x08
            case UInt8(ascii: "t"): .tab
            case UInt8(ascii: "n"): .newline
            case UInt8(ascii: "f"): 0x0C
            case UInt8(ascii: "r"): .return
            case UInt8.quote: .quote
            case UInt8.backslash: .backslash
            default: nil
            }
        if let plain {
            text.append(plain)
            index += 2
            return
        }
        let width = letter == UInt8(ascii: "u") ? 4 : letter == UInt8(ascii: "U") ? 8 : 0
        let digits = bytes[min(bytes.count, index + 2)...].prefix(width)
        guard width > 0, digits.count == width, digits.allSatisfy({ $0.isHexDigit }),
            let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
            let scalar = Unicode.Scalar(number)
        else {
            // As far as it is one word.
            let word = bytes[index...].dropFirst(2).prefix(width).prefix { $0.isHexDigit }
            let end = min(bytes.count, index + 2 + word.count)
            let shown = String(decoding: bytes[index..<end], as: UTF8.self).filter { $0 != "\u{FFFD}" }
            throw error(.badEscape(Quoted.text(shown)), at: place)
        }
        text.append(contentsOf: String(scalar).utf8)
        index += 2 + width
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
    }
}
