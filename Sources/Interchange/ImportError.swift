import Files
import Newsroom

/// Why a file could not be read at all.
public struct ImportError: Error, Equatable, Sendable {
    /// The file, as it was named.
    public let file: String
    /// What is wrong, with the place where it is known.
    public let kind: Kind

    /// What is wrong.
    public enum Kind: Equatable, Sendable {
        case file(FileFault)
        /// Bytes that are no UTF-8 text; line and column from 1.
        case notText(line: Int, column: Int)
        /// Not JSON from here on; line and column from 1.
        case syntax(line: Int, column: Int)
        /// Arrays and objects lie too deeply in each other.
        case tooDeep(line: Int, column: Int)
        /// More values than anybody's news.
        case tooManyValues
        case markup
        case unknownFormat
    }

    /// `file` stands in the sentence as it is, so it must be clean already.
    public init(file: String, kind: Kind) {
        self.file = file
        self.kind = kind
    }

    /// One sentence: what is wrong, where, and what to do.
    public var phrase: Phrase {
        switch kind {
        case .file(.folder): Phrase("\(file) 是文件夹；请给出其中的文件", "\(file) is a folder; name the files in it")
        case .file(let fault): fault.phrase(file: file)
        case .notText(let line, let column):
            Phrase(
                "\(file) 第 \(line) 行第 \(column) 列不是 UTF-8 文字；请另存为 UTF-8 再导入",
                "\(file), line \(line), column \(column): not UTF-8; save the file as UTF-8 and import it again")
        case .syntax(let line, let column):
            Phrase(
                "\(file) 第 \(line) 行第 \(column) 列起不是合法的 JSON；请改正或重新获取该文件",
                "\(file), line \(line), column \(column): not valid JSON from here; mend it or fetch it again")
        case .tooDeep(let line, let column):
            Phrase(
                "\(file) 第 \(line) 行第 \(column) 列嵌套超过 \(ImportFile.depthLimit) 层；请检查文件来源",
                "\(file), line \(line), column \(column): nested deeper than \(ImportFile.depthLimit) levels; "
                    + "check where the file comes from")
        case .tooManyValues:
            Phrase(
                "\(file) 超过 \(ImportFile.valueLimit) 个值；请拆成几个文件",
                "\(file) holds more than \(ImportFile.valueLimit) values; split it into several files")
        case .markup:
            Phrase(
                "\(file) 是 XML 或网页，不是 JSON；请导出为 ninjs 再导入",
                "\(file) is XML or a web page, not JSON; export it as ninjs and import that")
        case .unknownFormat:
            Phrase(
                "认不出 \(file) 的格式；可导入 ninjs 2、3 稿件或热榜（含 title、hot 的数组）",
                "\(file) has no format known here; ninjs 2 and 3 and hot lists (arrays with title and hot) can be imported"
            )
        }
    }
}

/// What is wrong with one item of a file.
public struct ImportProblem: Equatable, Sendable {
    /// The file, as it was named.
    public let file: String
    /// The place in the file, as a JSON path: `[3].bodies`; `$` for the whole.
    public let place: String
    /// What is wrong with the item, or with the part of it that `place` names.
    public let kind: Kind

    /// What is wrong; says too whether the item was left out.
    public enum Kind: Equatable, Sendable {
        /// Another type than the format has there. The item is left out when it cannot do without.
        case wrongType(expected: Phrase, leftOut: Bool)
        case noTitle
        case noIdentity
        /// The source has taken the item back, or holds it.
        case notUsable(status: String)
        case badTime(String)
        case badNumber
        case duplicate(of: String)
        case textCut
        case tooMany
        /// So many problems more than are told.
        case more(Int)
    }

    /// `file` and `place` stand in the sentence as they are, so they must be clean already.
    public init(file: String, place: String, kind: Kind) {
        self.file = file
        self.place = place
        self.kind = kind
    }

    /// One sentence with file and place.
    public var phrase: Phrase {
        let what = text
        return Phrase("\(file) \(place)：\(what.zh)", "\(file) \(place): \(what.en)")
    }

    private var text: Phrase {
        switch kind {
        case .wrongType(let expected, let leftOut):
            leftOut
                ? Phrase("此处应为\(expected.zh)；该条未导入", "should be \(expected.en); the item was left out")
                : Phrase("此处应为\(expected.zh)；此项略过，其余已导入", "should be \(expected.en); ignored, the rest was imported")
        case .noTitle: Phrase("没有标题也没有正文；该条未导入", "neither headline nor text; the item was left out")
        case .noIdentity: Phrase("没有 uri，无法辨认是否重复；该条未导入", "no uri to know it by again; the item was left out")
        case .notUsable(let status):
            Phrase("来源标为“\(status)”；该条未导入", "its source says '\(status)'; the item was left out")
        case .badTime(let text):
            Phrase("看不懂时间“\(text)”；按现在收到计", "cannot read the time '\(text)'; counted as received now")
        case .badNumber: Phrase("数值超出范围；此项略过，其余已导入", "number out of range; ignored, the rest was imported")
        case .duplicate(let first): Phrase("与 \(first) 是同一条；未重复导入", "the same item as \(first); not imported twice")
        case .textCut: Phrase("正文超过 1 MB，已截断；请对照原文", "text longer than 1 MB, cut; compare with the source")
        case .tooMany:
            Phrase(
                "一个文件最多取 \(ImportFile.leadLimit) 条线索；其余请拆分后再导入",
                "one file gives \(ImportFile.leadLimit) leads at most; split the rest and import it again")
        case .more(let count):
            Phrase(
                "另有 \(count) 个问题未列出；请检查文件来源", "and \(count) more problems not listed; check where the file comes from")
        }
    }
}
