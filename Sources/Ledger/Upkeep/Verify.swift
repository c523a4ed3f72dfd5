import Newsroom

extension Ledger {
    /// One thing that is wrong with a database.
    public enum Finding: Equatable, Sendable {
        /// SQLite's own check.
        case sqlite(String)
        /// The same, of an index of what is folded from the log.
        case index(String)
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

        /// Whether what is wrong is folded from the log, and the log itself is as it should be.
        public var isDerived: Bool {
            switch self {
            case .sqlite, .broken, .gap, .unreadable, .future: false
            case .rowExtra(let table): table != "origin"
            case .index, .differs, .rowMissing, .searchDiffers: true
            }
        }

        /// The finding in words.
        public var phrase: Phrase {
            switch self {
            case .sqlite(let text), .index(let text): Phrase("SQLite 检查：\(text)", "SQLite's own check: \(text)")
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
        /// Acts that were here once; they are no damage of what is here now.
        public var loss: Loss?
        /// How many commits stand behind a damaged place in the WAL, where acts may have been lost; 0 for none.
        public var commitsBehindDamage = 0
        /// Whether nothing is wrong, and nothing is missing.
        public var isClean: Bool { advice == .nothing }
        /// More findings than this are not listed.
        static let most = 50

        /// What is to be done.
        public enum Advice: String, Sendable {
            /// Everything is in order.
            case nothing
            /// The log, its chain or SQLite's own structures are damaged: a backup is to be restored.
            case restore
            /// Only what is folded from the log is not what it should be.
            case rebuild
            /// What is here is in order; something is missing.
            case acknowledge
            /// Stamps lie in the future: this machine's clock is wrong, or a clock was.
            case clock
        }

        /// What is to be done.
        public var advice: Advice {
            let damage = findings.filter { if case .future = $0 { false } else { true } }
            guard damage.isEmpty else { return damage.allSatisfy(\.isDerived) ? .rebuild : .restore }
            guard findings.isEmpty else { return .clock }
            return loss == nil && commitsBehindDamage == 0 ? .nothing : .acknowledge
        }

        /// That commits stand behind a damaged place in the WAL.
        public var behindDamage: Phrase {
            Phrase(
                "WAL 中有一处损坏，其后的 \(commitsBehindDamage) 次提交读不出，可能丢了内容；先把数据库和 -wal、.origin 文件一起复制留存，再继续工作",
                "the WAL is damaged in one place and \(commitsBehindDamage) commits behind it cannot be read: acts may have "
                    + "been lost; copy the database with its -wal and .origin files for a closer look before anybody goes on"
            )
        }
    }

    /// Checks everything: SQLite's own check, the log's hash chain, and each read model against a fresh fold. All of
    /// it is of one moment; others may go on writing meanwhile. And whether something is missing that was here once.
    public func verify() throws -> Report {
        try LedgerError.translating(path) {
            var report = try Inspection(path, now: clock()).report()
            // Commits that were written and never told as done may lie there as well: where the note beside the database
            // says that everything is here, they are those.
            let isVouched = try? looking { db in try Witness.Note(path)?.isHeld(db, path) }
            report.commitsBehindDamage = isVouched == true ? 0 : WALCheck.run(path)?.commits ?? 0
            // A database that cannot be read has findings enough.
            report.loss = try? read { try $0.loss() }
            return report
        }
    }
}
