import Wording

/// A TOML file, read strictly: every fault names its key and line.
///
/// What is read is TOML 1.0.0; `TOMLParser` says where its sizes end.
public struct TOMLDocument: Sendable {
    /// The tables and keys outside of any other table.
    public let root: TOMLSection

    /// Reads a file of at most `limit` bytes.
    public init(
        path: String, limit: Int = 16 << 20, kinds: BoundedFile.Kinds = .regular
    ) throws(DataFileError) {
        let file = Quoted.text(path, limit: 400)
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try BoundedFile.read(path: path, limit: limit, kinds: kinds)
        } catch {
            throw DataFileError(file: file, line: nil, key: "", kind: .file(error))
        }
        try self.init(bytes: bytes, file: file)
    }

    /// Reads what stood in a file.
    public init(text: String, file: String) throws(DataFileError) { try self.init(bytes: Array(text.utf8), file: file) }

    /// Reads the bytes of a file; `file` stands in sentences as it is.
    public init(bytes: [UInt8], file: String) throws(DataFileError) {
        do throws(TOMLError) {
            root = TOMLSection(table: try TOMLParser.parse(bytes), path: "", line: nil, file: file)
        } catch {
            throw DataFileError(file: file, line: error.line, key: "", kind: .syntax(error))
        }
    }
}

/// One table of a TOML file.
public struct TOMLSection: Sendable {
    /// What stands in it.
    public let table: TOMLTable
    /// Where it stands: `centre[3]`; empty for the root.
    public let path: String
    /// The line of its heading, or of its key; the root has none.
    public let line: Int?
    /// The file, as it was named.
    public let file: String

    /// A fault of this table, or of one of its keys, or of an element of the array at that key, counted from 0.
    public func fault(_ key: String = "", element: Int? = nil, _ kind: DataFileError.Kind) -> DataFileError {
        let item = table[key]
        let line = element.flatMap { place in
            item?.value.array.flatMap { $0.indices.contains(place) ? $0[place].line : nil }
        }
        return DataFileError(file: file, line: line ?? item?.line ?? self.line, key: full(key), kind: kind)
    }

    /// A fault of what should lie in a table of this one, which may not be there.
    public func fault(path: [String], _ kind: DataFileError.Kind) -> DataFileError {
        let line = path.first.flatMap { table[$0]?.line } ?? self.line
        return DataFileError(file: file, line: line, key: path.reduce(self.path, Self.joined), kind: kind)
    }

    /// Refuses every key but these.
    public func allow(only known: [String]) throws(DataFileError) {
        for key in table.keys where !known.contains(key) { throw fault(key, .unknownKey(known: known)) }
    }

    /// Whether the key is there.
    public func has(_ key: String) -> Bool { table[key] != nil }

    /// The keys, in the order of the file.
    public var keys: [String] { table.keys }

    /// A string, if the key is there.
    public func string(_ key: String) throws(DataFileError) -> String? {
        try value(key, Phrase("字符串", "a string"), \.string)
    }

    /// A whole number, if the key is there.
    public func int(_ key: String) throws(DataFileError) -> Int? {
        try value(key, Phrase("整数", "a whole number"), \.int)
    }

    /// Yes or no, if the key is there.
    public func bool(_ key: String) throws(DataFileError) -> Bool? {
        try value(key, Phrase(" true 或 false", "true or false"), \.bool)
    }

    /// A list of strings, if the key is there.
    public func strings(_ key: String) throws(DataFileError) -> [String]? {
        let expected = Phrase("字符串数组", "a list of strings")
        guard let items = try value(key, expected, \.array) else { return nil }
        var texts: [String] = []
        for (place, item) in items.enumerated() {
            guard let text = item.value.string else { throw fault(key, element: place, .wrongType(expected: expected)) }
            texts.append(text)
        }
        return texts
    }

    /// A table, if the key is there.
    public func section(_ key: String) throws(DataFileError) -> TOMLSection? {
        guard let inner = try value(key, Phrase("表", "a table"), \.table) else { return nil }
        return TOMLSection(table: inner, path: full(key), line: table[key]?.line, file: file)
    }

    /// A list of tables; empty when the key is not there.
    public func sections(_ key: String) throws(DataFileError) -> [TOMLSection] {
        let expected = Phrase("表的数组", "a list of tables")
        guard let items = try value(key, expected, \.array) else { return [] }
        var sections: [TOMLSection] = []
        for (place, item) in items.enumerated() {
            guard let inner = item.value.table else { throw fault(key, element: place, .wrongType(expected: expected)) }
            sections.append(TOMLSection(table: inner, path: "\(full(key))[\(place)]", line: item.line, file: file))
        }
        return sections
    }

    /// The value, or the fault that it is missing.
    public func need<Value>(_ key: String, _ value: Value?) throws(DataFileError) -> Value {
        guard let value else { throw fault(key, .missing) }
        return value
    }

    private func value<Value>(
        _ key: String, _ expected: Phrase, _ kind: (TOMLValue) -> Value?
    ) throws(DataFileError) -> Value? {
        guard let item = table[key] else { return nil }
        guard let value = kind(item.value) else { throw fault(key, .wrongType(expected: expected)) }
        return value
    }

    private func full(_ key: String) -> String { key.isEmpty ? path : Self.joined(path, key) }

    private static func joined(_ path: String, _ key: String) -> String {
        path.isEmpty ? Quoted.key(key) : "\(path).\(Quoted.key(key))"
    }
}
