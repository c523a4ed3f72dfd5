import Foundation

/// The fields of a JSON object, found once and read when they are asked for.
///
/// What comes from elsewhere may be anything, so nothing is taken for granted: no field may come twice, depth is limited,
/// texts are UTF-8 without a zero (SQLite would end them there), numbers are whole. Fields that nobody asks for are passed
/// over: a newer program may add some that an older one can do without.
///
/// The bytes must outlive it.
public struct Fields {
    private let bytes: UnsafeRawBufferPointer
    private var entries: [(key: Range<Int>, value: Range<Int>)] = []

    /// No fact has more fields, nor will a later one.
    private static let most = 100
    /// No list of a fact is longer: a roll call of all centres that a country has.
    fileprivate static let mostItems = 10_000

    /// One value of an object or a list.
    public struct Value {
        fileprivate let bytes: UnsafeRawBufferPointer
        fileprivate let range: Range<Int>
    }

    /// Finds the fields of an object, which must be all there is.
    public init(_ bytes: UnsafeRawBufferPointer) throws(FactError) {
        self.bytes = bytes
        var scanner = Scanner(bytes: bytes)
        scanner.skipSpace()
        entries.reserveCapacity(8)
        try scanner.object(depth: 0) { key, value in entries.append((key, value)) }
        scanner.skipSpace()
        guard scanner.place == bytes.count else { throw .unreadable }
        // Each is compared with each.
        guard entries.count <= Self.most else { throw .unreadable }
        for index in entries.indices.dropFirst() {
            for earlier in 0..<index where isSame(entries[earlier].key, raw(entries[index].key)) { throw .unreadable }
        }
    }

    private func raw(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[range]) }

    private func isSame(_ key: Range<Int>, _ other: UnsafeRawBufferPointer) -> Bool {
        guard key.count == other.count, let own = bytes.baseAddress, let theirs = other.baseAddress else {
            return key.isEmpty && other.isEmpty
        }
        return memcmp(own + key.lowerBound, theirs, other.count) == 0
    }

    /// The field of a name; `nil` where it is absent or null.
    public func optional(_ key: String) -> Value? {
        var key = key
        return key.withUTF8 { key in
            entries.firstIndex { isSame($0.key, UnsafeRawBufferPointer(key)) }
        }.flatMap { place in
            let range = entries[place].value
            let isNull = range.count == 4 && bytes[range.lowerBound] == UInt8(ascii: "n")
            return isNull ? nil : Value(bytes: bytes, range: range)
        }
    }

    /// The field of a name, which must be there.
    public subscript(_ key: String) -> Value {
        get throws(FactError) {
            guard let value = optional(key) else { throw .unreadable }
            return value
        }
    }
}

extension Fields.Value {
    /// A text.
    ///
    /// - Parameter most: how long it may be.
    public func text(_ most: TextLength) throws(FactError) -> String {
        let text = try text()
        guard text.utf8.count <= most.rawValue, !most.isLine || !breaksLine(text) else { throw .unreadable }
        return text
    }

    /// Whether it holds a control character, which stands in a JSON text as an escape only.
    private func breaksLine(_ text: String) -> Bool {
        bytes[range].contains(UInt8(ascii: "\\")) && text.utf8.contains { $0 < 0x20 }
    }

    private func text() throws(FactError) -> String {
        guard bytes[range.lowerBound] == UInt8(ascii: "\"") else { throw .unreadable }
        let content = UnsafeRawBufferPointer(rebasing: bytes[range.lowerBound + 1..<range.upperBound - 1])
        let escape = content.baseAddress.flatMap { memchr($0, Int32(UInt8(ascii: "\\")), content.count) }
        let text =
            escape == nil
            ? Self.text(of: content) : try Scanner.unescaped(content).withUnsafeBytes { Self.text(of: $0) }
        guard let text else { throw .unreadable }
        return text
    }

    /// The text that some bytes are; `nil` for what is not UTF-8. `String(validating:)` is generic all the way down, and
    /// takes twice as long as making a text of whatever there is and looking whether it is the same.
    private static func text(of bytes: UnsafeRawBufferPointer) -> String? {
        var text = String(decoding: bytes, as: UTF8.self)
        let isSame = text.withUTF8 { own in
            guard own.count == bytes.count, let start = own.baseAddress, let other = bytes.baseAddress else {
                return own.isEmpty && bytes.isEmpty
            }
            return memcmp(start, other, own.count) == 0
        }
        return isSame ? text : nil
    }

    /// An id, which is any text.
    public func id<ID: TextID>(_: ID.Type = ID.self) throws(FactError) -> ID { ID(rawValue: try text(.id)) }

    /// One of a list of words. Another is one that a newer program knows.
    public func word<Word: RawRepresentable<String>>(_: Word.Type = Word.self) throws(FactError) -> Word {
        guard let word = Word(rawValue: try text(.id)) else { throw .notUnderstood }
        return word
    }

    /// The same of words that are numbers.
    public func word<Word: RawRepresentable<Int>>(_: Word.Type = Word.self) throws(FactError) -> Word {
        guard let word = Word(rawValue: try integer()) else { throw .notUnderstood }
        return word
    }

    /// A whole number.
    public func long() throws(FactError) -> Int64 {
        let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
        var number: Int64 = 0
        for place in (isNegative ? range.lowerBound + 1 : range.lowerBound)..<range.upperBound {
            let digit = Int64(bytes[place]) - 48
            guard (0...9).contains(digit) else { throw .unreadable }
            let (shifted, tooLong) = number.multipliedReportingOverflow(by: 10)
            let (sum, tooLarge) = shifted.subtractingReportingOverflow(digit)
            guard !tooLong, !tooLarge else { throw .unreadable }
            number = sum
        }
        // Gathered as a negative number, which has the wider range.
        guard isNegative || number > .min else { throw .unreadable }
        return isNegative ? number : -number
    }

    /// The same as what Swift counts with.
    public func integer() throws(FactError) -> Int { Int(try long()) }

    /// A moment, as milliseconds since 1970.
    public func moment() throws(FactError) -> Moment { Moment(milliseconds: try long()) }

    /// A subject, as a UUID.
    public func subject() throws(FactError) -> SubjectID {
        guard let subject = SubjectID(written: try plain()) else { throw .unreadable }
        return subject
    }

    /// The bytes of a text that needs no escape: one that has one is not what any program writes.
    private func plain() throws(FactError) -> UnsafeRawBufferPointer {
        guard bytes[range.lowerBound] == UInt8(ascii: "\"") else { throw .unreadable }
        return UnsafeRawBufferPointer(rebasing: raw.dropFirst().dropLast())
    }

    /// Yes or no.
    public func flag() throws(FactError) -> Bool {
        switch range.count {
        case 4 where bytes[range.lowerBound] == UInt8(ascii: "t"): true
        case 5 where bytes[range.lowerBound] == UInt8(ascii: "f"): false
        default: throw .unreadable
        }
    }

    /// A group of fields.
    public func coded<Coded: FieldCoded>() throws(FactError) -> Coded { try Coded(Fields(raw)) }

    /// A list of groups of fields.
    public func codedList<Coded: FieldCoded>() throws(FactError) -> [Coded] {
        try list { value throws(FactError) in try value.coded() }
    }

    /// A list of values.
    public func list<Item>(_ item: (Fields.Value) throws(FactError) -> Item) throws(FactError) -> [Item] {
        var scanner = Scanner(bytes: raw)
        var values: [Range<Int>] = []
        try scanner.list(depth: 0) { values.append($0) }
        guard values.count <= Fields.mostItems else { throw .unreadable }
        var items: [Item] = []
        items.reserveCapacity(values.count)
        for range in values { items.append(try item(Fields.Value(bytes: raw, range: range))) }
        return items
    }

    /// A list of ids.
    public func ids<ID: TextID>() throws(FactError) -> [ID] { try list { value throws(FactError) in try value.id() } }

    /// A list of texts, each a line.
    public func lines() throws(FactError) -> [String] {
        try list { value throws(FactError) in try value.text(.line) }
    }

    /// A list of words.
    public func words<Word: RawRepresentable<String>>() throws(FactError) -> [Word] {
        try list { value throws(FactError) in try value.word() }
    }

    /// A chain, as 32 hex digits.
    public func origin() throws(FactError) -> OriginID {
        guard let origin = OriginID(written: try plain()) else { throw .unreadable }
        return origin
    }

    /// Its bytes as they stand.
    public var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[range]) }
}

/// Finds where the values of a JSON text begin and end.
private struct Scanner {
    let bytes: UnsafeRawBufferPointer
    var place = 0

    /// Nothing that is written is nested any deeper.
    private static let deepest = 32

    mutating func skipSpace() {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x0A, 0x0D, 0x09: place += 1
            default: return
            }
        }
    }

    private mutating func takes(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    mutating func object(depth: Int, _ field: (Range<Int>, Range<Int>) -> Void) throws(FactError) {
        guard takes(UInt8(ascii: "{")) else { throw .unreadable }
        skipSpace()
        if takes(UInt8(ascii: "}")) { return }
        while true {
            let key = try string()
            // No name of a field needs an escape, and one that is none would make the whole no JSON.
            guard bytes[key].allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "\\") }) else { throw .unreadable }
            skipSpace()
            guard takes(UInt8(ascii: ":")) else { throw .unreadable }
            skipSpace()
            field(key.lowerBound + 1..<key.upperBound - 1, try value(depth: depth + 1))
            skipSpace()
            if takes(UInt8(ascii: "}")) { return }
            guard takes(UInt8(ascii: ",")) else { throw .unreadable }
            skipSpace()
        }
    }

    mutating func list(depth: Int, _ item: (Range<Int>) -> Void) throws(FactError) {
        guard takes(UInt8(ascii: "[")) else { throw .unreadable }
        skipSpace()
        if takes(UInt8(ascii: "]")) { return }
        while true {
            item(try value(depth: depth + 1))
            skipSpace()
            if takes(UInt8(ascii: "]")) { return }
            guard takes(UInt8(ascii: ",")) else { throw .unreadable }
            skipSpace()
        }
    }

    private mutating func value(depth: Int) throws(FactError) -> Range<Int> {
        guard depth <= Self.deepest, place < bytes.count else { throw .unreadable }
        let start = place
        switch bytes[place] {
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "{"): try object(depth: depth) { _, _ in }
        case UInt8(ascii: "["): try list(depth: depth) { _ in }
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        default: try number()
        }
        return start..<place
    }

    private mutating func literal(_ word: StaticString) throws(FactError) {
        for index in 0..<word.utf8CodeUnitCount {
            guard takes(word.utf8Start[index]) else { throw .unreadable }
        }
    }

    private mutating func digits() throws(FactError) {
        let start = place
        while place < bytes.count, (48...57).contains(bytes[place]) { place += 1 }
        guard place > start else { throw .unreadable }
    }

    private mutating func number() throws(FactError) {
        _ = takes(UInt8(ascii: "-"))
        let isZero = place < bytes.count && bytes[place] == UInt8(ascii: "0")
        let start = place
        try digits()
        if isZero, place - start > 1 { throw .unreadable }
        if takes(UInt8(ascii: ".")) { try digits() }
        if takes(UInt8(ascii: "e")) || takes(UInt8(ascii: "E")) {
            if !takes(UInt8(ascii: "+")) { _ = takes(UInt8(ascii: "-")) }
            try digits()
        }
    }

    /// Goes on, eight bytes at a time, up to one that is a quotation mark, a backslash or no character, or near the end.
    private mutating func skipPlain() {
        let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        while place + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            let (quote, slash) = (word ^ ones &* 0x22, word ^ ones &* 0x5C)
            // The top bit of a byte that is below 0x20, or the mark; of the lowest such byte for certain.
            let found =
                ((word &- ones &* 0x20) & ~word | (quote &- ones) & ~quote | (slash &- ones) & ~slash) & tops
            guard found == 0 else {
                place += found.trailingZeroBitCount / 8
                return
            }
            place += 8
        }
    }

    /// A text with its quotation marks.
    private mutating func string() throws(FactError) -> Range<Int> {
        let start = place
        guard takes(UInt8(ascii: "\"")) else { throw .unreadable }
        while true {
            skipPlain()
            guard place < bytes.count, bytes[place] != UInt8(ascii: "\"") else { break }
            guard bytes[place] >= 0x20 else { throw .unreadable }
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard takes(UInt8(ascii: "\"")) else { throw .unreadable }
        return start..<place
    }

    /// A text's bytes with its escapes resolved.
    static func unescaped(_ content: UnsafeRawBufferPointer) throws(FactError) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(content.count)
        var place = 0
        func unit(at place: Int) throws(FactError) -> UInt32 {
            guard place + 4 <= content.count else { throw .unreadable }
            var unit: UInt32 = 0
            for byte in content[place..<place + 4] {
                guard let digit = byte.hexValue else { throw .unreadable }
                unit = unit << 4 | UInt32(digit)
            }
            return unit
        }
        while place < content.count {
            let byte = content[place]
            guard byte == UInt8(ascii: "\\") else {
                plain.append(byte)
                place += 1
                continue
            }
            guard place + 1 < content.count else { throw .unreadable }
            let mark = content[place + 1]
            place += 2
            switch mark {
            case UInt8(ascii: "n"): plain.append(0x0A)
            case UInt8(ascii: "t"): plain.append(0x09)
            case UInt8(ascii: "r"): plain.append(0x0D)
            case UInt8(ascii: "b"): plain.append(0x08)
            case UInt8(ascii: "f"): plain.append(0x0C)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(mark)
            case UInt8(ascii: "u"):
                var code = try unit(at: place)
                place += 4
                if (0xD800..<0xDC00).contains(code) {
                    guard place + 6 <= content.count, content[place] == UInt8(ascii: "\\"),
                        content[place + 1] == UInt8(ascii: "u")
                    else { throw .unreadable }
                    let low = try unit(at: place + 2)
                    guard (0xDC00..<0xE000).contains(low) else { throw .unreadable }
                    code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
                    place += 6
                }
                guard code > 0, let scalar = Unicode.Scalar(code) else { throw .unreadable }
                plain.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
            default: throw .unreadable
            }
        }
        return plain
    }
}
