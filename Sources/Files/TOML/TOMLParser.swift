/// Reads TOML 1.0.0, strictly: what the specification does not allow is an error with its place, and nothing is guessed.
///
/// Less than the specification allows is taken only in size, so that no file can bring the program down: a key has at
/// most `partLimit` parts, brackets and the parts of keys in them lie at most `depthLimit` deep, a file has at most
/// `valueLimit` values; whole numbers have 64 bits, and a number with a point that no double holds is refused.
struct TOMLParser {
    /// How many parts a dotted key may have.
    static let partLimit = 17
    /// How deeply arrays and inline tables may lie in each other.
    static let depthLimit = 64
    /// How many values, elements and tables one file may hold.
    static let valueLimit = 200_000

    let bytes: [UInt8]
    var index = 0
    /// The line of `index`, from 1, and where it begins.
    var line = 1
    var lineStart = 0
    private var values = 0

    private let root = TOMLBranch(.heading, line: 1)
    private var current: TOMLBranch
    private var section = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        current = root
    }

    /// Reads a whole text; never traps, whatever the bytes are.
    static func parse(_ bytes: [UInt8]) throws(TOMLError) -> TOMLTable {
        var parser = TOMLParser(bytes)
        if let place = UTF8Check.firstFault(bytes) { throw parser.notText(at: place) }
        return try parser.document()
    }

    private mutating func document() throws(TOMLError) -> TOMLTable {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        while true {
            try skipBlankLines()
            guard let byte = peek() else { return root.table }
            if byte == .leftBracket { try heading() } else { try pair(in: current, depth: 0) }
            try endLine()
        }
    }

    // MARK: - Headings and pairs

    /// `[name]` or `[[name]]`.
    private mutating func heading() throws(TOMLError) {
        let place = mark
        index += 1
        let isList = peek() == .leftBracket
        if isList { index += 1 }
        skipBlanks()
        let parts = try key()
        let close = isList ? "]]" : "]"
        for _ in 0..<close.utf8.count {
            guard peek() == .rightBracket else { throw error(.bracketExpected(close, found: found)) }
            index += 1
        }
        section += 1
        try count(at: place)
        var branch = root
        for part in parts.dropLast() { branch = try step(from: branch, part, place, in: parts) }
        guard let last = parts.last else { return }
        let fresh = TOMLBranch(.heading, line: place.line)
        switch branch[last] {
        case nil:
            branch[last] = isList ? .list(TOMLBranchList(fresh)) : .branch(fresh)
            current = fresh
        case .list(let list) where isList:
            list.append(fresh)
            current = fresh
        case .branch(let old) where !isList && old.origin == .implied:
            old.origin = .heading
            current = old
        case .branch(let old)?:
            throw error(
                isList ? .noList(name(parts), line: old.line) : .tableTaken(name(parts), line: old.line), at: place)
        case .list(let list)?: throw error(.tableTaken(name(parts), line: list.line), at: place)
        case .leaf(let item)?:
            throw error(
                isList && item.value.array != nil
                    ? .noList(name(parts), line: item.line) : .keyTaken(name(parts), line: item.line), at: place)
        }
    }

    /// Into the table that a part of a heading names, which is made if it is not there.
    private func step(
        from branch: TOMLBranch, _ part: TOMLKey, _ place: Mark, in parts: [TOMLKey]
    ) throws(TOMLError) -> TOMLBranch {
        switch branch[part] {
        case nil:
            let fresh = TOMLBranch(.implied, line: place.line)
            branch[part] = .branch(fresh)
            return fresh
        case .branch(let next)?: return next
        case .list(let list)?: return list.last
        case .leaf(let item)?: throw error(.noTable(Quoted.key(part.text), line: item.line), at: place)
        }
    }

    /// `key = value`; of an inline table too.
    private mutating func pair(in branch: TOMLBranch, depth: Int) throws(TOMLError) {
        let place = mark
        let parts = try key()
        guard peek() == .equals else { throw error(.equalsExpected(found: found)) }
        index += 1
        skipBlanks()
        var branch = branch
        for part in parts.dropLast() {
            switch branch[part] {
            case nil:
                let fresh = TOMLBranch(.dotted(section: section), line: place.line)
                branch[part] = .branch(fresh)
                branch = fresh
            case .branch(let next)? where next.origin == .dotted(section: section): branch = next
            case .branch(let next)? where next.origin == .implied:
                // What only lay on the way to another heading was nobody's yet.
                next.origin = .dotted(section: section)
                branch = next
            case let node?: throw error(.noTable(Quoted.key(part.text), line: node.line), at: place)
            }
        }
        guard let last = parts.last else { return }
        if let old = branch[last] { throw error(.keyTaken(name(parts), line: old.line), at: place) }
        try count(at: place)
        let item = TOMLItem(value: try value(depth: depth + parts.count - 1), line: place.line)
        branch[last] = .leaf(item)
    }

    /// A key with its dots, and the blanks around it.
    private mutating func key() throws(TOMLError) -> [TOMLKey] {
        var parts: [TOMLKey] = []
        while true {
            guard parts.count < Self.partLimit else { throw error(.tooManyParts) }
            parts.append(TOMLKey(text: try simpleKey()))
            skipBlanks()
            guard peek() == .point else { return parts }
            index += 1
            skipBlanks()
        }
    }

    private mutating func simpleKey() throws(TOMLError) -> String {
        switch peek() {
        case .quote?, .apostrophe?:
            let isLong = peek(1) == peek() && peek(2) == peek()
            guard !isLong else { throw error(.keyExpected(found: found)) }
            return try string()
        default:
            let start = index
            while let byte = peek(), byte.isBareKey { index += 1 }
            guard index > start else { throw error(.keyExpected(found: found)) }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }
    }

    // MARK: - Values

    /// A value; `depth` is how many brackets it lies in.
    private mutating func value(depth: Int) throws(TOMLError) -> TOMLValue {
        switch peek() {
        case .quote?, .apostrophe?: return .string(try string())
        case .leftBracket?: return try array(depth: depth)
        case .leftBrace?: return try inlineTable(depth: depth)
        default: return try scalar()
        }
    }

    private mutating func array(depth: Int) throws(TOMLError) -> TOMLValue {
        let place = mark
        guard depth < Self.depthLimit else { throw error(.tooDeep) }
        index += 1
        var items: [TOMLItem] = []
        while true {
            try skipBlankLines()
            guard let byte = peek() else { throw error(.bracketOpen(close: "]"), at: place) }
            if byte == .rightBracket { break }
            try count(at: mark)
            let line = line
            items.append(TOMLItem(value: try value(depth: depth + 1), line: line))
            try skipBlankLines()
            guard let next = peek() else { throw error(.bracketOpen(close: "]"), at: place) }
            if next == .rightBracket { break }
            guard next == .comma else { throw error(.separatorExpected(close: "]", found: found)) }
            index += 1
        }
        index += 1
        return .array(items)
    }

    private mutating func inlineTable(depth: Int) throws(TOMLError) -> TOMLValue {
        let place = mark
        guard depth < Self.depthLimit else { throw error(.tooDeep) }
        index += 1
        let branch = TOMLBranch(.heading, line: line)
        skipBlanks()
        var isFirst = true
        while peek() != .rightBrace || !isFirst {
            try inlineEnd(place)
            guard peek() != .rightBrace else { throw error(.inlineTableUnfinished) }
            try pair(in: branch, depth: depth + 1)
            isFirst = false
            skipBlanks()
            if peek() == .rightBrace { break }
            try inlineEnd(place)
            guard peek() == .comma else { throw error(.separatorExpected(close: "}", found: found)) }
            index += 1
            skipBlanks()
        }
        index += 1
        return .table(branch.table)
    }

    /// Refuses what ends an inline table before its bracket does.
    private func inlineEnd(_ place: Mark) throws(TOMLError) {
        switch peek() {
        case nil: throw error(.bracketOpen(close: "}"), at: place)
        case .newline?, .hash?: throw error(.inlineTableUnfinished)
        case .return? where peek(1) == .newline: throw error(.inlineTableUnfinished)
        default: return
        }
    }

    // MARK: - Blanks

    private mutating func skipBlanks() { while peek() == .space || peek() == .tab { index += 1 } }

    /// Over blanks, line ends and comments.
    private mutating func skipBlankLines() throws(TOMLError) {
        while true {
            skipBlanks()
            if peek() == .hash { try skipComment() }
            guard try skipLineEnd() else { return }
        }
    }

    private mutating func skipComment() throws(TOMLError) {
        while let byte = peek(), byte != .newline {
            if byte == .return, peek(1) == .newline { return }
            if byte.isControl { throw error(.control(control(byte))) }
            index += 1
        }
    }

    /// Over the end of a line; `false` where none is.
    mutating func skipLineEnd() throws(TOMLError) -> Bool {
        if peek() == .return {
            guard peek(1) == .newline else { throw error(.control(control(.return))) }
            index += 1
        }
        guard peek() == .newline else { return false }
        index += 1
        line += 1
        lineStart = index
        return true
    }

    /// Nothing more on this line but a comment.
    private mutating func endLine() throws(TOMLError) {
        skipBlanks()
        if peek() == .hash { try skipComment() }
        guard try skipLineEnd() || peek() == nil else { throw error(.lineEndExpected(found: found)) }
    }

    // MARK: - Places and faults

    /// A place in the text.
    struct Mark {
        let index: Int
        let line: Int
        let lineStart: Int
    }

    var mark: Mark { Mark(index: index, line: line, lineStart: lineStart) }

    func peek(_ ahead: Int = 0) -> UInt8? { index + ahead < bytes.count ? bytes[index + ahead] : nil }

    private mutating func count(at place: Mark) throws(TOMLError) {
        values += 1
        guard values <= Self.valueLimit else { throw error(.tooManyValues, at: place) }
    }

    private func name(_ parts: [TOMLKey]) -> String { parts.map { Quoted.key($0.text) }.joined(separator: ".") }

    /// What stands at `index`, for sentences.
    var found: TOMLError.Found {
        guard let byte = peek() else { return .fileEnd }
        if byte == .newline || byte == .return && peek(1) == .newline { return .lineEnd }
        let text = String(decoding: bytes[index..<min(bytes.count, index + 4)], as: UTF8.self)
        return .character(Quoted.text(String(text.unicodeScalars.prefix(1))))
    }

    func control(_ byte: UInt8) -> String { Quoted.text(String(UnicodeScalar(byte))) }

    func error(_ kind: TOMLError.Kind, at place: Mark? = nil) -> TOMLError {
        let place = place ?? mark
        var kind = kind
        // A control character is never what somebody meant to write.
        if case .some(.character(let text)) = kind.found, text.hasPrefix("\\u00"), let byte = peek(), byte.isControl {
            kind = .control(text)
        }
        let before = bytes[min(place.lineStart, place.index)..<place.index]
        return TOMLError(
            line: place.line, column: String(decoding: before, as: UTF8.self).unicodeScalars.count + 1, kind: kind)
    }

    private func notText(at place: Int) -> TOMLError {
        let before = bytes[..<place]
        let start = before.lastIndex(of: .newline).map { $0 + 1 } ?? 0
        let line = before.count { $0 == .newline } + 1
        return error(.notText, at: Mark(index: place, line: line, lineStart: start))
    }
}

extension TOMLError.Kind {
    fileprivate var found: TOMLError.Found? {
        switch self {
        case .keyExpected(let found), .equalsExpected(let found), .valueExpected(let found),
            .bracketExpected(_, let found), .separatorExpected(_, let found), .lineEndExpected(let found):
            found
        default: nil
        }
    }
}

/// Finds bytes that are no UTF-8.
enum UTF8Check {
    /// The place of the first byte that belongs to no character; `nil` when all do.
    static func firstFault(_ bytes: [UInt8]) -> Int? {
        // The quick answer is nearly always the right one.
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var place = 0
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let scalar): place += scalar.count
            case .emptyInput: return place
            case .error: return place
            }
        }
    }
}

extension UInt8 {
    static let tab = UInt8(ascii: "\t"), newline = UInt8(ascii: "\n"), `return` = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " "), hash = UInt8(ascii: "#"), quote = UInt8(ascii: "\"")
    static let apostrophe = UInt8(ascii: "'"), backslash = UInt8(ascii: "\\"), point = UInt8(ascii: ".")
    static let comma = UInt8(ascii: ","), equals = UInt8(ascii: "="), plus = UInt8(ascii: "+")
    static let minus = UInt8(ascii: "-"), underscore = UInt8(ascii: "_"), colon = UInt8(ascii: ":")
    static let zero = UInt8(ascii: "0")
    static let leftBracket = UInt8(ascii: "["), rightBracket = UInt8(ascii: "]")
    static let leftBrace = UInt8(ascii: "{"), rightBrace = UInt8(ascii: "}")

    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
    var isBareKey: Bool { isDigit || isLetter || self == .minus || self == .underscore }
    /// What TOML lets stand nowhere unescaped; tabs and line ends aside.
    var isControl: Bool { self < 0x20 && self != .tab || self == 0x7F }
}
