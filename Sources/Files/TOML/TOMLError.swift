import Wording

/// Why a text is no TOML, with the place: what was met there and what to do.
public struct TOMLError: Error, Equatable, Sendable {
    /// From 1.
    public let line: Int
    /// In characters, from 1.
    public let column: Int
    /// What is wrong there.
    public let kind: Kind

    /// What is wrong. Texts in it are quoted already: short, and harmless in a terminal.
    public enum Kind: Equatable, Sendable {
        /// Bytes that are no UTF-8.
        case notText
        /// A control character that may stand nowhere, or only escaped.
        case control(String)
        case keyExpected(found: Found)
        case equalsExpected(found: Found)
        case valueExpected(found: Found)
        case bracketExpected(String, found: Found)
        case separatorExpected(close: String, found: Found)
        case lineEndExpected(found: Found)
        /// An inline table that goes on in the next line, or ends with a comma.
        case inlineTableUnfinished
        /// A string that does not end, or not on its line.
        case stringOpen(quote: String)
        /// An array or inline table that the file ends in.
        case bracketOpen(close: String)
        case badEscape(String)
        case badNumber(String)
        case numberTooLarge(String)
        case badDate(String)
        case keyTaken(String, line: Int)
        case tableTaken(String, line: Int)
        case noTable(String, line: Int)
        case noList(String, line: Int)
        case tooManyParts
        case tooDeep
        case tooManyValues
    }

    /// What stands where something else should.
    public enum Found: Equatable, Sendable {
        case character(String)
        case lineEnd
        case fileEnd

        var phrase: Phrase {
            switch self {
            case .character(let text): Phrase("“\(text)”", "'\(text)'")
            case .lineEnd: Phrase("行尾", "the end of the line")
            case .fileEnd: Phrase("文件末尾", "the end of the file")
            }
        }
    }

    /// One sentence without file and line: what is wrong and what to do.
    public var phrase: Phrase {
        let what = kind.phrase
        return Phrase("不是合法的 TOML（第 \(column) 列）：\(what.zh)", "not valid TOML (column \(column)): \(what.en)")
    }
}

extension TOMLError.Kind {
    /// What is wrong and what to do.
    var phrase: Phrase {
        switch self {
        case .notText: Phrase("不是 UTF-8 文字；请另存为 UTF-8", "not UTF-8; save the file as UTF-8")
        case .control(let name):
            Phrase(
                "控制字符 \(name) 不可直接写；请删去，字符串里可写 \(name)",
                "the control character \(name) may not stand here; take it out, or write \(name) in a string")
        case .keyExpected(let found):
            Phrase(
                "此处应为键，却是\(found.phrase.zh)；键用字母、数字、- 和 _，其他写在引号里",
                "expected a key, found \(found.phrase.en); a key is of letters, digits, - and _, or in quotes")
        case .equalsExpected(let found):
            Phrase(
                "键之后应为 =，却是\(found.phrase.zh)；写作 键 = 值",
                "expected = after the key, found \(found.phrase.en); write key = value")
        case .valueExpected(let found):
            Phrase(
                "此处应为值，却是\(found.phrase.zh)；文字写在引号里，如 \"abc\"",
                "expected a value, found \(found.phrase.en); texts stand in quotes, as in \"abc\"")
        case .bracketExpected(let bracket, let found):
            Phrase(
                "表名之后应为 \(bracket)，却是\(found.phrase.zh)；写作 [表名] 或 [[表名]]",
                "expected \(bracket) after the table's name, found \(found.phrase.en); write [name] or [[name]]")
        case .separatorExpected(let close, let found):
            Phrase(
                "此处应为逗号或 \(close)，却是\(found.phrase.zh)；请补上",
                "expected a comma or \(close), found \(found.phrase.en); add it")
        case .lineEndExpected(let found):
            Phrase(
                "此处应换行，却是\(found.phrase.zh)；一行只写一项",
                "expected the end of the line, found \(found.phrase.en); write one thing on a line")
        case .inlineTableUnfinished:
            Phrase(
                "{ } 须写在一行里，最后不加逗号；长的改写成 [表名]",
                "a table in { } ends on its line, without a comma before }; write a long one as [name]")
        case .stringOpen(let quote):
            Phrase(
                "这里开始的文字没有结束；请补上 \(quote)" + (quote.count == 1 ? "，多行文字用三个引号" : ""),
                "the text that begins here does not end; add \(quote)"
                    + (quote.count == 1 ? ", or begin and end it with three quotes if it has several lines" : ""))
        case .bracketOpen(let close):
            Phrase("这里开始的括号没有结束；请补上 \(close)", "the bracket that begins here is not closed; add \(close)")
        case .badEscape(let text):
            Phrase(
                "没有“\(text)”这种转义；可用 \\n \\t \\\" \\\\ \\u4E2D，或改用单引号",
                "there is no escape '\(text)'; there are \\n \\t \\\" \\\\ \\u4E2D, or use single quotes")
        case .badNumber(let text):
            Phrase(
                "“\(text)”不是值；数写作 12、-3、1.5，文字写在引号里",
                "'\(text)' is no value; numbers are written 12, -3, 1.5, and texts stand in quotes")
        case .numberTooLarge(let text):
            Phrase("数 \(text) 太大；请改小", "the number \(text) is too large; write a smaller one")
        case .badDate(let text):
            Phrase(
                "没有“\(text)”这个日期或时间；写作 2026-11-28T03:30:00+08:00",
                "there is no date or time '\(text)'; write 2026-11-28T03:30:00+08:00")
        case .keyTaken(let key, let line):
            Phrase("\(key) 在第 \(line) 行已经写过；请删去一处", "\(key) is set already on line \(line); take out one of the two")
        case .tableTaken(let key, let line):
            Phrase(
                "表 \(key) 在第 \(line) 行已经写过；请并到那里",
                "the table \(key) stands already on line \(line); put all of it there")
        case .noTable(let key, let line):
            Phrase(
                "\(key) 在第 \(line) 行是值或写完的表，不能再加；请换一个键",
                "\(key) is a value or a finished table, on line \(line), and takes nothing more; choose another key")
        case .noList(let key, let line):
            Phrase(
                "\(key) 在第 \(line) 行不是用 [[\(key)]] 写的；请统一写法",
                "\(key) is not written as [[\(key)]] on line \(line); write both the same way")
        case .tooManyParts:
            Phrase(
                "键的层数太多；最多 \(TOMLParser.partLimit) 层", "a key with too many parts; \(TOMLParser.partLimit) at most")
        case .tooDeep:
            Phrase(
                "括号嵌套太深；最多 \(TOMLParser.depthLimit) 层", "nested too deeply; \(TOMLParser.depthLimit) levels at most")
        case .tooManyValues:
            Phrase(
                "超过 \(TOMLParser.valueLimit) 个值；请检查文件来源",
                "more than \(TOMLParser.valueLimit) values; check where the file comes from")
        }
    }
}
