/// Writes a JSON object field by field, in the order in which they are given, without spaces: the one stored form of
/// a fact. What is `nil` is left out.
public struct FieldWriter {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    /// An object without fields so far.
    public init() {}

    /// The object with all of its fields.
    public func finished() -> [UInt8] { bytes + [UInt8(ascii: "}")] }

    private mutating func begin(_ key: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        append(key)
        bytes.append(UInt8(ascii: ":"))
    }

    /// A text.
    public mutating func text(_ key: String, _ text: String?) {
        guard let text else { return }
        begin(key)
        append(text)
    }

    /// An id.
    public mutating func id(_ key: String, _ id: (some TextID)?) { text(key, id?.rawValue) }

    /// One of a list of words.
    public mutating func word(_ key: String, _ word: (some RawRepresentable<String>)?) { text(key, word?.rawValue) }

    /// The same of words that are numbers.
    public mutating func word(_ key: String, _ word: some RawRepresentable<Int>) { number(key, word.rawValue) }

    /// A whole number.
    public mutating func number(_ key: String, _ number: (some BinaryInteger)?) {
        guard let number else { return }
        begin(key)
        bytes.append(contentsOf: String(number).utf8)
    }

    /// A moment, as milliseconds since 1970.
    public mutating func moment(_ key: String, _ moment: Moment?) { number(key, moment?.milliseconds) }

    /// A subject, as a UUID.
    public mutating func subject(_ key: String, _ subject: SubjectID?) { text(key, subject?.description) }

    /// Yes or no.
    public mutating func flag(_ key: String, _ flag: Bool) {
        begin(key)
        bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    /// A group of fields.
    public mutating func object(_ key: String, _ value: some FieldCoded) { raw(key, Self.object(value)) }

    /// A list of texts.
    public mutating func texts(_ key: String, _ texts: [String]?) {
        guard let texts else { return }
        begin(key)
        list(texts) { writer, text in writer.append(text) }
    }

    /// A list of ids.
    public mutating func ids(_ key: String, _ ids: [some TextID]?) { texts(key, ids?.map(\.rawValue)) }

    /// A list of groups of fields.
    public mutating func objects(_ key: String, _ items: [some FieldCoded]?) {
        guard let items else { return }
        begin(key)
        list(items) { writer, item in writer.bytes.append(contentsOf: Self.object(item)) }
    }

    /// A value whose bytes stand already.
    public mutating func raw(_ key: String, _ value: some Sequence<UInt8>) {
        begin(key)
        bytes.append(contentsOf: value)
    }

    private static func object(_ value: some FieldCoded) -> [UInt8] {
        var fields = FieldWriter()
        value.write(&fields)
        return fields.finished()
    }

    private mutating func list<Item>(_ items: [Item], _ append: (inout FieldWriter, Item) -> Void) {
        bytes.append(UInt8(ascii: "["))
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(&self, item)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func append(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        // Mostly a text stands as it is.
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
            bytes.append(contentsOf: text.utf8)
            return
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case ..<0x20: bytes.append(contentsOf: "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
            default: bytes.append(byte)
            }
        }
    }
}
