import Wording

/// Why a data file (a roster, a rehearsal, a configuration) could not be used: the file, the line where it is known, the
/// key, and what to do.
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
        /// No TOML.
        case syntax(TOMLError)
        case missing
        case unknownKey(known: [String])
        case wrongType(expected: Phrase)
        case badValue(Phrase)
    }

    /// A fault at `key`; without `line` where it is the whole file's.
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
        case .syntax(let error): error.phrase
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
