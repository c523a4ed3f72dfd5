extension TOMLParser {
    /// A value that is neither text nor in brackets: a number, a date, `true` or `false`.
    mutating func scalar() throws(TOMLError) -> TOMLValue {
        let place = mark
        let start = index
        while let byte = peek(), byte.isBareKey || byte == .point || byte == .plus || byte == .colon { index += 1 }
        guard index > start else { throw error(.valueExpected(found: found)) }
        // A blank may stand between date and time.
        if index - start == 10, bytes[start + 4] == .minus, peek() == .space, peek(1)?.isDigit == true {
            index += 1
            while let byte = peek(), byte.isBareKey || byte == .point || byte == .plus || byte == .colon { index += 1 }
        }
        let word = bytes[start..<index]
        let text = String(decoding: word, as: UTF8.self)
        switch text {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "inf", "+inf": return .float(.infinity)
        case "-inf": return .float(-.infinity)
        case "nan", "+nan", "-nan": return .float(.nan)
        default: break
        }
        if DateReader.isMeant(word) {
            guard let date = DateReader.read(word) else { throw error(.badDate(Quoted.text(text)), at: place) }
            return .date(date)
        }
        switch Self.number(word) {
        case .value(let value): return value
        case .tooLarge: throw error(.numberTooLarge(Quoted.text(text)), at: place)
        case .none: throw error(.badNumber(Quoted.text(text)), at: place)
        }
    }

    private enum Number {
        case value(TOMLValue)
        case tooLarge
        case none
    }

    private static func number(_ word: ArraySlice<UInt8>) -> Number {
        if word.first == .zero, let letter = word.dropFirst().first, let radix = Self.radices[letter] {
            guard let digits = digits(word.dropFirst(2), radix: radix) else { return .none }
            return Int(digits, radix: radix).map { .value(.integer($0)) } ?? .tooLarge
        }
        var rest = word
        var text = ""
        if rest.first == .minus || rest.first == .plus {
            if rest.first == .minus { text = "-" }
            rest = rest.dropFirst()
        }
        let whole = rest.prefix { $0.isDigit || $0 == .underscore }
        guard let digits = digits(whole, radix: 10), digits.utf8.count == 1 || digits.utf8.first != .zero else {
            return .none
        }
        text += digits
        rest = rest.dropFirst(whole.count)
        guard !rest.isEmpty else { return Int(text).map { .value(.integer($0)) } ?? .tooLarge }
        if rest.first == .point {
            let part = rest.dropFirst().prefix { $0.isDigit || $0 == .underscore }
            guard let digits = Self.digits(part, radix: 10) else { return .none }
            text += "." + digits
            rest = rest.dropFirst(1 + part.count)
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            text += "e"
            if rest.first == .minus || rest.first == .plus {
                if rest.first == .minus { text += "-" }
                rest = rest.dropFirst()
            }
            guard let digits = Self.digits(rest, radix: 10) else { return .none }
            text += digits
            rest = []
        }
        guard rest.isEmpty, let number = Double(text) else { return .none }
        return number.isFinite ? .value(.float(number)) : .tooLarge
    }

    private static let radices: [UInt8: Int] = [
        UInt8(ascii: "x"): 16, UInt8(ascii: "o"): 8, UInt8(ascii: "b"): 2,
    ]

    /// Digits without their underscores, each of which stands between two digits; `nil` for anything else.
    private static func digits(_ word: ArraySlice<UInt8>, radix: Int) -> String? {
        var text: [UInt8] = []
        var last = UInt8.underscore
        for byte in word {
            if byte == .underscore {
                guard last != .underscore else { return nil }
            } else {
                guard let value = Character(UnicodeScalar(byte)).hexDigitValue, value < radix else { return nil }
                text.append(byte)
            }
            last = byte
        }
        return last == .underscore ? nil : String(decoding: text, as: UTF8.self)
    }
}

/// Reads dates and times as TOML and RFC 3339 write them; only such that exist.
private struct DateReader {
    private var rest: ArraySlice<UInt8>

    /// Whether a word begins like a date or a time, and is not just a wrong number.
    static func isMeant(_ word: ArraySlice<UInt8>) -> Bool {
        let digits = word.prefix { $0.isDigit }.count
        let next = word.dropFirst(digits).first
        return digits == 4 && next == .minus || digits == 2 && next == .colon
    }

    static func read(_ word: ArraySlice<UInt8>) -> TOMLDate? {
        var reader = DateReader(rest: word)
        var text = ""
        let hasDate = word.dropFirst(4).first == .minus
        if hasDate {
            guard let date = reader.date() else { return nil }
            if reader.rest.isEmpty { return TOMLDate(kind: .localDate, text: date) }
            guard let mark = reader.rest.popFirst(), [UInt8(ascii: "T"), UInt8(ascii: "t"), .space].contains(mark)
            else { return nil }
            text = date + "T"
        }
        guard let time = reader.time() else { return nil }
        text += time
        if reader.rest.isEmpty { return TOMLDate(kind: hasDate ? .localDateTime : .localTime, text: text) }
        guard hasDate, let offset = reader.offset(), reader.rest.isEmpty else { return nil }
        return TOMLDate(kind: .offsetDateTime, text: text + offset)
    }

    private mutating func date() -> String? {
        guard let year = number(4, 0...9999), take(.minus), let month = number(2, 1...12), take(.minus),
            let day = number(2, 1...31)
        else { return nil }
        let isLeap = year.value % 4 == 0 && (year.value % 100 != 0 || year.value % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month.value - 1]
        guard day.value <= days else { return nil }
        return "\(year.text)-\(month.text)-\(day.text)"
    }

    private mutating func time() -> String? {
        // A leap second is the sixtieth.
        guard let hour = number(2, 0...23), take(.colon), let minute = number(2, 0...59), take(.colon),
            let second = number(2, 0...60)
        else { return nil }
        var text = "\(hour.text):\(minute.text):\(second.text)"
        if take(.point) {
            let part = rest.prefix { $0.isDigit }
            guard !part.isEmpty else { return nil }
            text += "." + String(decoding: part, as: UTF8.self)
            rest = rest.dropFirst(part.count)
        }
        return text
    }

    private mutating func offset() -> String? {
        if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return "Z" }
        let sign = rest.first == .minus ? "-" : "+"
        guard take(.minus) || take(.plus), let hour = number(2, 0...23), take(.colon), let minute = number(2, 0...59)
        else { return nil }
        return "\(sign)\(hour.text):\(minute.text)"
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func number(_ count: Int, _ range: ClosedRange<Int>) -> (text: String, value: Int)? {
        let word = rest.prefix(count)
        guard word.count == count, word.allSatisfy(\.isDigit) else { return nil }
        let text = String(decoding: word, as: UTF8.self)
        guard let value = Int(text), range.contains(value) else { return nil }
        rest = rest.dropFirst(count)
        return (text, value)
    }
}
