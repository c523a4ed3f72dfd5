import Foundation
import Newsroom
import TOMLKit

/// Why a data file (a roster, a rehearsal) could not be used: the file, the line where it is known, the key, and what
/// to do.
public struct DataFileError: Error, Equatable, Sendable {
    /// The file, as it was named.
    public let file: String
    /// From 1; absent where the fault is the whole file's.
    public let line: Int?
    /// The key, as a path: `centre[3].zh`; empty for the whole file.
    public let key: String
    /// What is wrong there.
    public let kind: Kind

    /// What is wrong.
    public enum Kind: Equatable, Sendable {
        case file(FileFault)
        /// No TOML; with the parser's own words.
        case syntax(String)
        case missing
        case unknownKey(known: [String])
        case wrongType(expected: Phrase)
        case badValue(Phrase)
    }

    /// A fault at `key`; without `line` where the parser tells none.
    public init(file: String, line: Int?, key: String, kind: Kind) {
        self.file = file
        self.line = line
        self.key = key
        self.kind = kind
    }

    /// One sentence: where, what, and what to do.
    public var phrase: Phrase {
        if case .file(let fault) = kind { return fault.phrase(file: file) }
        let what = text
        let zh = [file, line.map { "第 \($0) 行" }, key.isEmpty ? nil : key].compactMap { $0 }
        let en = [line.map { "\(file), line \($0)" } ?? file, key.isEmpty ? nil : key].compactMap { $0 }
        return Phrase(
            "\(zh.joined(separator: " "))：\(what.zh)", "\(en.joined(separator: ", ")): \(what.en)")
    }

    private var text: Phrase {
        switch kind {
        case .file(let fault): fault.phrase(file: file)
        case .syntax(let words):
            Phrase("不是合法的 TOML（\(words)）；请改正此处", "not valid TOML (\(words)); mend it there")
        case .missing: Phrase("缺少此项；请补上", "missing; add it")
        case .unknownKey(let known):
            Phrase(
                "没有这一项；此处可用 \(known.joined(separator: "、"))",
                "no such key; here there may be \(known.joined(separator: ", "))")
        case .wrongType(let expected): Phrase("应为\(expected.zh)；请改正", "should be \(expected.en); mend it")
        case .badValue(let why): why
        }
    }
}

/// A TOML file, read strictly: every fault names its key and line.
public struct TOMLDocument {
    /// The tables and keys outside of any other table.
    public let root: TOMLSection

    /// Reads a file of at most `limit` bytes.
    public init(path: String, limit: Int = 16 << 20) throws(DataFileError) {
        let file = CleanText.line(path)
        let data: Data
        do throws(FileFault) {
            data = try BoundedFile.read(path: path, limit: limit)
        } catch {
            throw DataFileError(file: file, line: nil, key: "", kind: .file(error))
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw DataFileError(file: file, line: nil, key: "", kind: .syntax("not UTF-8"))
        }
        try self.init(text: text, file: file)
    }

    /// Reads what stood in a file.
    public init(text: String, file: String) throws(DataFileError) {
        // The parser takes C strings and would stop here without a word.
        guard !text.utf8.contains(0) else {
            throw DataFileError(file: file, line: nil, key: "", kind: .syntax("NUL"))
        }
        if let line = TOMLDepth.tooDeep(text) {
            let why = Phrase(
                "键的层数太多；最多 \(TOMLDepth.limit) 个点", "a key with too many parts; \(TOMLDepth.limit) dots at most")
            throw DataFileError(file: file, line: line, key: "", kind: .badValue(why))
        }
        do {
            let table = try TOMLTable(string: text)
            root = TOMLSection(table: table, path: "", lines: TOMLLines(text: text), file: file)
        } catch let error as TOMLParseError {
            throw DataFileError(
                file: file, line: error.source.begin.line, key: "",
                kind: .syntax(CleanText.line(error.description, limit: 160)))
        } catch {
            throw DataFileError(file: file, line: nil, key: "", kind: .syntax("?"))
        }
    }
}

/// One table of a TOML file.
public struct TOMLSection {
    let table: TOMLTable
    /// Where it stands: `centre[3]`; empty for the root.
    public let path: String
    let lines: TOMLLines
    let file: String

    /// A fault of this table, or of one of its keys.
    public func fault(_ key: String = "", _ kind: DataFileError.Kind) -> DataFileError {
        let full = full(key)
        return DataFileError(file: file, line: lines.line(of: full), key: full, kind: kind)
    }

    /// Refuses every key but these.
    public func allow(only known: [String]) throws(DataFileError) {
        for key in table.keys.sorted() where !known.contains(key) { throw fault(key, .unknownKey(known: known)) }
    }

    /// Whether the key is there.
    public func has(_ key: String) -> Bool { table[key] != nil }

    /// The keys, sorted.
    public var keys: [String] { table.keys.sorted() }

    /// A string, if the key is there.
    public func string(_ key: String) throws(DataFileError) -> String? {
        guard let value = table[key] else { return nil }
        guard let text = value.string else { throw fault(key, .wrongType(expected: Phrase("字符串", "a string"))) }
        return text
    }

    /// A whole number, if the key is there.
    public func int(_ key: String) throws(DataFileError) -> Int? {
        guard let value = table[key] else { return nil }
        guard let number = value.int else { throw fault(key, .wrongType(expected: Phrase("整数", "a whole number"))) }
        return number
    }

    /// A list of strings, if the key is there.
    public func strings(_ key: String) throws(DataFileError) -> [String]? {
        guard let value = table[key] else { return nil }
        let expected = DataFileError.Kind.wrongType(expected: Phrase("字符串数组", "a list of strings"))
        guard let values = value.array else { throw fault(key, expected) }
        var texts: [String] = []
        for value in values {
            guard let text = value.string else { throw fault(key, expected) }
            texts.append(text)
        }
        return texts
    }

    /// A table, if the key is there.
    public func section(_ key: String) throws(DataFileError) -> TOMLSection? {
        guard let value = table[key] else { return nil }
        guard let inner = value.table else { throw fault(key, .wrongType(expected: Phrase("表", "a table"))) }
        return TOMLSection(table: inner, path: full(key), lines: lines, file: file)
    }

    /// A list of tables; empty when the key is not there.
    public func sections(_ key: String) throws(DataFileError) -> [TOMLSection] {
        guard let value = table[key] else { return [] }
        let expected = DataFileError.Kind.wrongType(expected: Phrase("表的数组", "a list of tables"))
        guard let values = value.array else { throw fault(key, expected) }
        var sections: [TOMLSection] = []
        for (index, value) in values.enumerated() {
            guard let inner = value.table else { throw fault(key, expected) }
            sections.append(TOMLSection(table: inner, path: "\(full(key))[\(index)]", lines: lines, file: file))
        }
        return sections
    }

    /// The value, or the fault that it is missing.
    public func need<Value>(_ key: String, _ value: Value?) throws(DataFileError) -> Value {
        guard let value else { throw fault(key, .missing) }
        return value
    }

    private func full(_ key: String) -> String { path.isEmpty ? key : key.isEmpty ? path : "\(path).\(key)" }
}

/// Where keys stand in a TOML text: the parser knows, but its Swift face does not tell. Good enough to point a person
/// to the line; a key of an inline table is found at the key that holds it.
struct TOMLLines {
    private var lines: [String: Int] = [:]

    init(text: String) {
        var prefix = ""
        var counts: [String: Int] = [:]
        var inText = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let begins = line.drop { $0 == " " || $0 == "\t" }
            let marks = max(line.ranges(of: "\"\"\"").count, line.ranges(of: "'''").count)
            defer { if marks % 2 == 1 { inText.toggle() } }
            if inText { continue }
            if begins.hasPrefix("[["), let end = begins.firstIndex(of: "]") {
                let name = begins[..<end].dropFirst(2).filter { $0 != " " }
                prefix = "\(name)[\(counts[name, default: 0])]"
                counts[name, default: 0] += 1
                lines[prefix] = index + 1
            } else if begins.hasPrefix("["), let end = begins.firstIndex(of: "]") {
                prefix = begins[..<end].dropFirst().filter { $0 != " " }
                lines[prefix] = index + 1
            } else if let equals = begins.firstIndex(of: "=") {
                let key = begins[..<equals].filter { $0 != " " && $0 != "\"" }
                let full = prefix.isEmpty ? key : "\(prefix).\(key)"
                if lines[full] == nil { lines[full] = index + 1 }
            }
        }
    }

    /// The line of a key, else of what holds it.
    func line(of key: String) -> Int? {
        var key = key
        while true {
            if let line = lines[key] { return line }
            guard let cut = key.lastIndex(where: { $0 == "." || $0 == "[" }) else { return nil }
            key = String(key[..<cut])
        }
    }
}
