import Newsroom

extension Ledger {
    /// One thing that is wrong with a database.
    public enum Finding: Equatable, Sendable {
        /// SQLite's own check.
        case sqlite(String)
        /// An origin's chain breaks at this number.
        case broken(sequence: Int64)
        /// Numbers are missing between these two.
        case gap(after: Int64, next: Int64)
        /// An event's body is not what its kind says.
        case unreadable(sequence: Int64, kind: String)
        /// A row is not what its events fold to.
        case differs(table: String, subject: SubjectID, column: String)
        case rowMissing(table: String, subject: SubjectID)
        case rowExtra(table: String)
        case searchDiffers(table: String)
        /// Events of a chain, from this number on, have stamps ahead of the clock; the last is of this time.
        case future(OriginID, first: Int64, last: Moment)

        /// The finding in words.
        public var phrase: Phrase {
            switch self {
            case .sqlite(let text): Phrase("SQLite 检查：\(text)", "SQLite's own check: \(text)")
            case .broken(let sequence):
                Phrase(
                    "日志第 \(sequence) 号事件被改动，哈希链在此断开",
                    "event \(sequence) of the log was altered: the hash chain breaks there")
            case .gap(let after, let next):
                Phrase("日志第 \(after) 号之后缺事件，下一个是 \(next) 号", "events are missing after \(after); the next is \(next)")
            case .unreadable(let sequence, let kind):
                Phrase("日志第 \(sequence) 号事件（\(kind)）读不懂", "event \(sequence) (\(kind)) cannot be read")
            case .differs(let table, let subject, let column):
                Phrase(
                    "读表 \(table) 中 \(subject) 的 \(column) 与日志不符",
                    "\(column) of \(subject) in \(table) differs from the log")
            case .rowMissing(let table, let subject):
                Phrase("读表 \(table) 缺 \(subject)", "\(subject) is missing from \(table)")
            case .rowExtra(let table):
                Phrase("读表 \(table) 有日志中没有的行", "\(table) has rows that the log knows nothing of")
            case .future(let origin, let first, let last):
                Phrase(
                    "链 \(origin.short) 从第 \(first) 号起时间在未来（到 \(Zone.beijing.iso(last))）；请看 guantong clock",
                    "chain \(origin.short) is stamped in the future from event \(first) on (up to \(Zone.beijing.iso(last))); see guantong clock"
                )
            case .searchDiffers(let table):
                Phrase("搜索索引 \(table) 与日志不符", "the search index \(table) differs from the log")
            }
        }
    }

    /// What a verification looked at and found.
    public struct Report: Sendable {
        /// How many events of the log were read.
        public var events = 0
        /// How many subjects were folded afresh and compared with their rows.
        public var subjects = 0
        /// What is wrong, fifty findings at most.
        public var findings: [Finding] = []
        /// Whether nothing is wrong.
        public var isClean: Bool { findings.isEmpty }
        /// More findings than this are not listed.
        static let most = 50
    }

    /// Checks everything: SQLite's own check, the log's hash chain, and each read model against a fresh fold. All of
    /// it is of one moment; others may go on writing meanwhile.
    public func verify() throws -> Report {
        try LedgerError.translating(path) { try Inspection(path, now: clock()).report() }
    }
}
